#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;

/// With the chair, who owes a meeting by this rule.
Scene with_meeting(const std::string& rule) {
  Scene scene{"owed_by: chair, record: [why], clause: '3'}",
              "owed_by: chair, proof: meeting, meeting: {" + rule + "}, clause: '3'}"};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  EXPECT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  return scene;
}

Seat seat(const char* role, const char* agency, const char* person) {
  return {role, AgencyId{agency}, PersonId{person}};
}

RecordDone held(const Scene& scene, std::vector<Seat> seats, std::string decision = "") {
  RecordDone meeting;
  meeting.number = scene.duty("chairing.way").number;
  meeting.evidence.seats = std::move(seats);
  meeting.evidence.decision = std::move(decision);
  return meeting;
}

// ALL-4: a post of no side is answered for by its deputy while its holder is away, at a meeting
// too.
TEST(Meeting, ALL_4_ADeputySitsForAPostOfNoSide) {
  Scene scene = with_meeting("must: [iro]");
  auto posts = scene.directory.posts();
  auto people = scene.directory.people();
  std::ranges::find(posts, PostId{"csc_iro"}, &Post::id)->deputy = PostId{"csc_director"};
  std::ranges::find(people, PersonId{"iris"}, &Person::id)
      ->away.emplace_back(scene.london("2026-04-07 09:00"), scene.london("2026-04-08 09:00"));
  scene.directory = Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
  RecordDone meeting = held(scene, {seat("member", "csc", "dora")});

  meeting.happened = scene.london("2026-04-08 10:00");
  const auto refused = scene.give("2026-04-08 12:00", "carol", meeting);
  ASSERT_FALSE(refused) << "iris was back";
  EXPECT_EQ(refused.error().what, "The meeting needs iris, or somebody for them.");
  EXPECT_EQ(refused.error().clause, "3");

  meeting.happened = scene.london("2026-04-07 10:00");
  const auto given = scene.give("2026-04-08 12:00", "carol", meeting);
  EXPECT_TRUE(given) << given.error().what;
}

// LIN-10: whoever is of a side sits for no post of the partnership, were it their post too.
TEST(Meeting, LIN_10_NobodyOfASideSitsForThePartnership) {
  Scene scene = with_meeting("must: [chair]");
  auto posts = scene.directory.posts();
  std::ranges::find(posts, PostId{"partnership_chair"}, &Post::id)->holders.emplace_back("dora");
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  EXPECT_FALSE(
      scene.give("2026-04-02 17:00", "carol", held(scene, {seat("member", "csc", "dora")})));
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol",
                         held(scene, {seat("chair", "partnership", "carol")})));
}

// LIN-10: an independent chair: whom the rule names, or whoever was named in their place.
TEST(Meeting, LIN_10_IsChairedByWhomTheRuleNames) {
  Scene scene = with_meeting("chair: chair");
  auto people = scene.directory.people();
  people.push_back({.id = PersonId{"paul"}, .name = "paul", .agency = AgencyId{"partnership"}});
  scene.directory =
      Directory{scene.directory.agencies(), scene.directory.posts(), std::move(people), {}};
  const auto refused =
      scene.give("2026-04-02 17:00", "carol", held(scene, {seat("chair", "partnership", "paul")}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what, "The meeting is chaired by carol.");
  EXPECT_EQ(refused.error().instead, "paul may not chair it.");
  EXPECT_EQ(refused.error().clause, "3");
  Scene by_carol = scene;
  EXPECT_TRUE(by_carol.give("2026-04-02 17:00", "carol",
                            held(scene, {seat("chair", "partnership", "carol")})));

  const int number = scene.duty("chairing.way").number;
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "carol",
                         Rebind{number, kNoSide, PersonId{"paul"}, PostId{}, "", "leave"}));
  EXPECT_TRUE(
      scene.give("2026-04-02 17:10", "paul", held(scene, {seat("chair", "partnership", "paul")})));
}

// LIN-10: who raised it and the practitioner are barred as people, a representative with the whole
// of their agency.
TEST(Meeting, LIN_10_BarsThePersonOrTheAgency) {
  const auto refused = [](const std::string& must_not, const char* person) {
    Scene scene = with_meeting("must_not: [" + must_not + "]");
    const Person* known = scene.directory.person(PersonId{person});
    return !scene.give("2026-04-02 17:00", "carol",
                       held(scene, {seat("member", known->agency.text().c_str(), person)}));
  };
  EXPECT_TRUE(refused("raiser", "tess"));
  EXPECT_FALSE(refused("raiser", "hilda"));
  EXPECT_TRUE(refused("{responding_side: worker}", "will"));
  EXPECT_FALSE(refused("{responding_side: worker}", "dora"));
  EXPECT_TRUE(refused("responding_side", "dora"));
  EXPECT_TRUE(refused("{each_side: worker}, each_side", "dora"));
}

// GLO-18: "The Panel will receive representations from those involved in the dispute."
TEST(Meeting, GLO_18_HearsWhomThePolicySaysThatItHears) {
  Scene scene = with_meeting("hears: [each_side, iro]");
  const auto record = [&](std::vector<Seat> seats) {
    const auto given = scene.give("2026-04-02 17:00", "carol", held(scene, std::move(seats)));
    return given ? std::string{} : given.error().what + " " + given.error().clause;
  };
  const Seat chair = seat("chair", "partnership", "carol");
  EXPECT_EQ(record({chair, seat("hears", "csc", "will")}),
            "The meeting hears tess, or somebody for them. 3");
  EXPECT_EQ(record({chair, seat("hears", "csc", "will"), seat("hears", "school", "hilda")}),
            "The meeting hears iris, or somebody for them. 3");
  EXPECT_EQ(record({chair, seat("member", "csc", "will"), seat("hears", "school", "hilda"),
                    seat("hears", "csc", "iris")}),
            "")
      << "who sits is heard, and a colleague may be heard for somebody";
}

// GLO-18: the Panel "will collectively resolve the professional differences": in words.
TEST(Meeting, GLO_18_SaysWhatItDecided) {
  for (const auto& [rule, words] :
       {std::pair{"decides: together", "Its members decide together: enter what was decided."},
        std::pair{"decides: majority, tie: the chair decides",
                  "Its members decide by majority: enter what was decided. Where it is even: the "
                  "chair decides."},
        std::pair{"decides: chair", "Who chairs it decides: enter what was decided."}}) {
    Scene scene = with_meeting(rule);
    const auto refused = scene.give("2026-04-02 17:00", "carol", held(scene, {}));
    ASSERT_FALSE(refused) << rule;
    EXPECT_EQ(refused.error().what, words);
    EXPECT_EQ(refused.error().clause, "3");
    EXPECT_EQ(refused.error().field, "decision");
    EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", held(scene, {}, "A visit"))) << rule;
  }
  Scene scene = with_meeting("decides: nobody");
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", held(scene, {})));
}

}  // namespace
}  // namespace accord
