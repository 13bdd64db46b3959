#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
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

// What is asked for later is no unknown duty: it says where it is asked for.
TEST(Duty, ThatIsNotOwedYetSaysWhereItIs) {
  Scene scene;
  scene.raise();
  RecordDone early;
  early.number = 999;
  early.scope = "chairing";
  early.id = "way";
  const auto refused = scene.give("2026-04-02 17:00", "carol", early);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what.find("That is not owed yet: "), 0U) << refused.error().what;
  EXPECT_NE(refused.error().instead.find("in the stage “"), std::string::npos);
  early.id = "nothing";
  EXPECT_EQ(scene.give("2026-04-02 17:00", "carol", early).error().what, "There is no such duty.");
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
  EXPECT_EQ(refused.error().what, "paul may not chair it.");
  EXPECT_EQ(refused.error().instead, "The meeting is chaired by carol.");
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
    const bool votes = std::string{rule}.contains("majority");
    const Seat chair{"chair", AgencyId{"partnership"}, PersonId{"carol"}, votes ? "for" : ""};
    EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", held(scene, {chair}, "A visit"))) << rule;
  }
  Scene scene = with_meeting("decides: nobody");
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", held(scene, {})));
}

/// Why it is refused, by the clause of its rule; empty where it is recorded.
std::string refused(const std::string& rule, std::vector<Seat> seats,
                    const std::string& decision = "A visit") {
  Scene scene = with_meeting(rule);
  const auto given =
      scene.give("2026-04-02 17:00", "carol", held(scene, std::move(seats), decision));
  if (given) {
    EXPECT_EQ(scene.duty("chairing.way").status, DutyStatus::Met);
    return "";
  }
  EXPECT_EQ(given.error().field, "seats");
  EXPECT_TRUE(scene.duty("chairing.way").open());
  return given.error().what;
}

Seat voting(const char* role, const char* agency, const char* person, const char* vote) {
  return {role, AgencyId{agency}, PersonId{person}, vote};
}

Seat conflicted(const char* role, const char* agency, const char* person, const char* vote = "") {
  return {role, AgencyId{agency}, PersonId{person}, vote, "They wrote the plan"};
}

// GLO-18: a panel is quorate by those who may decide: there, and without a declared conflict.
TEST(Meeting, GLO_18_ItsQuorumIsOfWhoMayDecide) {
  const std::string rule = "seats: 4, quorum: half, decides: together";
  const Seat carol = seat("chair", "partnership", "carol");
  EXPECT_EQ(refused(rule, {carol}),
            "The quorum is 2 members who have declared no conflict of interest (half of 4 seats, "
            "rounded up); there is 1.");
  EXPECT_EQ(refused(rule, {carol, seat("member", "csc", "tom")}), "");
  EXPECT_EQ(refused(rule, {carol, conflicted("member", "csc", "tom")}),
            "The quorum is 2 members who have declared no conflict of interest (half of 4 seats, "
            "rounded up); there is 1.");
  EXPECT_EQ(refused(rule, {carol, conflicted("member", "csc", "tom"), seat("must", "csc", "tom")}),
            "The quorum is 2 members who have declared no conflict of interest (half of 4 seats, "
            "rounded up); there is 1.")
      << "who sits in two seats is one member, with their conflict in both";
  EXPECT_EQ(refused(rule, {carol, conflicted("member", "csc", "tom"), seat("must", "csc", "dora")}),
            "");
  EXPECT_EQ(refused("at_least: 2, decides: together", {carol, conflicted("member", "csc", "tom")}),
            "")
      << "who has declared one is there all the same";
  EXPECT_EQ(refused("decides: together", {conflicted("member", "csc", "tom")}),
            "Everybody who sits on it has declared a conflict of interest: nobody may decide.");
  EXPECT_EQ(refused("seats: 1", {carol, seat("member", "csc", "tom")}),
            "The meeting has 1 seat; 2 are named.");
}

// A panel that must have a police officer has none where theirs has declared a conflict.
TEST(Meeting, GLO_18_WhoHasAConflictFillsNoPlaceThatMustBeFilled) {
  const std::string rule = "must: [iro], decides: together";
  const Seat carol = seat("chair", "partnership", "carol");
  EXPECT_EQ(refused(rule, {carol, seat("must", "csc", "iris")}), "");
  EXPECT_EQ(refused(rule, {carol, conflicted("must", "csc", "iris")}),
            "The meeting needs iris, or somebody for them, who has declared no conflict of "
            "interest.");
  EXPECT_EQ(
      refused(rule, {carol, seat("must", "csc", "iris"), conflicted("member", "csc", "iris")}),
      "The meeting needs iris, or somebody for them, who has declared no conflict of "
      "interest.");
  EXPECT_EQ(refused(rule, {carol}), "The meeting needs iris, or somebody for them.");
  EXPECT_EQ(refused("must: [iro]", {carol, conflicted("must", "csc", "iris")}), "")
      << "it decides nothing";
  EXPECT_EQ(refused("must: [each_side], decides: together",
                    {carol, conflicted("must", "csc", "will"), seat("must", "school", "tess")}),
            "")
      << "each side has its part in the matter";
}

// What is no decision can be kept all the same: as a note, while the meeting stays owed.
TEST(Meeting, GLO_18_WithoutItsQuorumItIsOwedStillAndNothingIsLost) {
  Scene scene = with_meeting("quorum: 2, decides: together");
  const auto refused = scene.give("2026-04-02 17:00", "carol",
                                  held(scene, {seat("chair", "partnership", "carol")}, "A visit"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().instead, testing::HasSubstr("add what was said as a note"));
  EXPECT_EQ(refused.error().clause, "3");
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", AddNote{"Only the chair came."}));
  EXPECT_TRUE(scene.duty("chairing.way").open());
}

// GLO-18: what a majority decided, by the votes cast.
TEST(Meeting, GLO_18_AMajorityIsOfTheVotesCast) {
  const std::string rule = "decides: majority";
  const Seat carol = voting("chair", "partnership", "carol", "for");
  const auto tom = [](const char* vote) { return voting("member", "csc", "tom", vote); };
  const auto iris = [](const char* vote) { return voting("member", "csc", "iris", vote); };
  EXPECT_EQ(refused(rule, {carol, tom("for"), iris("against")}), "");
  EXPECT_EQ(refused(rule, {carol, tom("abstains"), iris("abstains")}), "");
  EXPECT_EQ(refused(rule, {carol, conflicted("member", "csc", "tom")}), "");
  EXPECT_EQ(refused(rule, {carol, tom("against"), iris("against")}),
            "1 for and 2 against is no majority for what was decided.");
  EXPECT_EQ(refused(rule, {carol, tom("")}), "Enter how tom voted.");
  EXPECT_EQ(refused(rule, {carol, conflicted("member", "csc", "tom", "for")}),
            "tom has declared a conflict of interest, and has no vote.");
  EXPECT_EQ(refused(rule, {carol, tom("for"), voting("must", "csc", "tom", "for")}), "")
      << "one member, one vote";
  EXPECT_EQ(refused(rule, {carol, tom("for"), voting("must", "csc", "tom", "against")}),
            "tom has one vote, and two that differ are entered.");
  EXPECT_EQ(refused(rule, {}), "0 for and 0 against is no majority for what was decided.");
  EXPECT_EQ(refused("decides: together", {carol}), "This meeting does not decide by a vote.");
}

// Even votes: the chair's casting vote, the document's words, or nothing that carries.
TEST(Meeting, GLO_18_EvenVotesAreDecidedAsTheRuleSays) {
  const auto chair = [](const char* vote) { return voting("chair", "partnership", "carol", vote); };
  const auto tom = [](const char* vote) { return voting("member", "csc", "tom", vote); };
  const std::vector<Seat> even{chair("for"), tom("against")};
  EXPECT_EQ(refused("chair: chair, decides: majority, tie: chair", even), "");
  EXPECT_EQ(refused("chair: chair, decides: majority, tie: chair", {chair("against"), tom("for")}),
            "1 for and 1 against is even: who chairs it has the casting vote, and carol voted "
            "against it.");
  EXPECT_EQ(refused("chair: chair, decides: majority, tie: chair",
                    {chair("abstains"), tom("for"), voting("member", "csc", "iris", "against")}),
            "1 for and 1 against is even: who chairs it has the casting vote, and carol did not "
            "vote.");
  EXPECT_EQ(refused("chair: chair, decides: majority, tie: chair",
                    {conflicted("chair", "partnership", "carol"), tom("for"),
                     voting("member", "csc", "iris", "against")}),
            "1 for and 1 against is even: who chairs it has the casting vote, and carol has "
            "declared a conflict of interest.");
  EXPECT_EQ(refused("decides: majority, tie: it falls", even), "");
  EXPECT_EQ(refused("decides: majority", even),
            "1 for and 1 against is even, and the procedure does not say what holds then.");
}

// Whoever decides alone is in nothing of it themselves.
TEST(Meeting, LIN_10_WhoDecidesInTheChairHasNoConflict) {
  EXPECT_EQ(refused("chair: chair, decides: chair",
                    {conflicted("chair", "partnership", "carol"), seat("member", "csc", "tom")}),
            "Who chairs it decides, and carol has declared a conflict of interest.");
}

// LIN-10: a chair "selected": whom the rule names, or one whom those present elect.
TEST(Meeting, LIN_10_AChairCanBeElected) {
  const Seat carol = seat("member", "partnership", "carol");
  const Seat tom = seat("chair", "csc", "tom");
  EXPECT_EQ(refused("chair: elected from those present", {tom, carol}), "");
  EXPECT_EQ(refused("chair: elected from those present", {carol}), "The meeting needs a chair.");
  const std::string either = "chair: chair or elected from those present";
  EXPECT_EQ(refused(either, {seat("chair", "partnership", "carol")}), "");
  EXPECT_EQ(refused(either, {tom, seat("member", "csc", "dora")}), "");
  EXPECT_EQ(refused(either, {tom, carol}), "The meeting is chaired by carol.");
  EXPECT_EQ(refused(either, {tom, conflicted("member", "partnership", "carol")}), "")
      << "who is in the matter themselves lets somebody else chair it";
  EXPECT_EQ(refused("chair: chair", {tom, carol}), "tom may not chair it.");
  EXPECT_EQ(refused("", {tom, seat("chair", "partnership", "carol")}),
            "One person chairs a meeting, and two are named.");
}

// What a seat can hold at all, under any policy.
TEST(Meeting, GLO_18_OnlyWhoSitsVotesOrDeclares) {
  const std::string rule = "decides: majority";
  EXPECT_EQ(refused(rule, {voting("member", "csc", "tom", "yes")}), "Nobody votes 'yes'.");
  const std::string sits =
      "Only somebody who sits on a meeting votes or declares a conflict of interest.";
  EXPECT_EQ(refused(rule, {voting("hears", "csc", "tom", "for")}), sits);
  EXPECT_EQ(refused(rule, {voting("member", "csc", "", "for")}), sits);
  EXPECT_EQ(refused(rule, {conflicted("hears", "csc", "tom")}), sits);
}

/// The directory with `change` made to its posts.
void change_posts(Scene& scene, const std::function<void(std::vector<Post>&)>& change) {
  auto posts = scene.directory.posts();
  change(posts);
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
}

Post& post_of(std::vector<Post>& posts, const char* id) {
  return *std::ranges::find(posts, PostId{id}, &Post::id);
}

/// What is said where those seats are refused, in a scene that `change` made.
std::string refused_in(const std::string& rule, std::vector<Seat> seats,
                       const std::function<void(std::vector<Post>&)>& change) {
  Scene scene = with_meeting(rule);
  change_posts(scene, change);
  const auto given = scene.give("2026-04-02 17:00", "carol", held(scene, std::move(seats)));
  return given ? std::string{} : given.error().what;
}

// LIN-10: who is barred by a post of no side is barred alone.
TEST(Meeting, LIN_10_APostOfNoSideBarsWhoHoldsIt) {
  EXPECT_EQ(refused("must_not: [iro]", {seat("member", "csc", "tom")}), "");
  EXPECT_EQ(refused("must_not: [iro]", {seat("member", "csc", "iris")}), "iris may not sit on it.");
}

// A post that is named by its sector may turn out to be a side's: who may not sit is not needed.
TEST(Meeting, IsHeldWithoutAPostThatMayNotSit) {
  const std::vector<Seat> without{seat("member", "partnership", "carol")};
  EXPECT_EQ(refused("must: [iro]", without), "The meeting needs iris, or somebody for them.");
  EXPECT_EQ(refused("must: [iro], must_not: [each_side]", without), "");
}

// NOT-4: a colleague may sit for somebody, in a seat of their own.
TEST(Meeting, NOT_4_ASeatIsNotTwoPeoples) {
  const std::string rule = "must: [{raising_side: worker}, {raising_side: line_manager}]";
  EXPECT_EQ(refused(rule, {seat("must", "school", "hilda")}),
            "The meeting needs hugh, or somebody for them.");
  EXPECT_EQ(refused(rule, {seat("must", "school", "tess")}),
            "The meeting needs hugh, or somebody for them.");
  EXPECT_EQ(refused(rule, {seat("must", "school", "tess"), seat("must", "school", "hilda")}), "");
}

// GLO-18: the part of each side is not judged by a conflict, the raising side's neither.
TEST(Meeting, GLO_18_EachSideHasItsPartWhateverItDeclares) {
  EXPECT_EQ(refused("must: [raising_side], decides: together",
                    {seat("chair", "partnership", "carol"), conflicted("must", "school", "tess")}),
            "");
}

// Where nobody fills a role of no side, there is nobody to sit, to hear or to ask for; of a side,
// anybody of it will do.
TEST(Meeting, ALL_4_ARoleThatNobodyFillsStopsNoMeeting) {
  const auto no_iro = [](std::vector<Post>& posts) { post_of(posts, "csc_iro").holders.clear(); };
  const Seat tom = seat("member", "csc", "tom");
  EXPECT_EQ(refused_in("must: [iro]", {tom}, no_iro), "");
  EXPECT_EQ(refused_in("hears: [iro]", {tom}, no_iro), "");
  EXPECT_EQ(refused_in("chair: iro", {seat("chair", "csc", "tom")}, no_iro), "");

  // A school has no reviewing officer.
  for (const auto& [rule, role] : {std::pair{"must: [{raising_side: iro}]", "must"},
                                   std::pair{"hears: [{raising_side: iro}]", "hears"},
                                   std::pair{"chair: {raising_side: iro}", "chair"}}) {
    EXPECT_NE(refused(rule, {seat(role, "csc", "dora")}), "") << rule;
    EXPECT_EQ(refused(rule, {seat(role, "school", "hilda")}), "") << rule;
  }
}

// ALL-4: "an act is a post's": whoever else holds it is heard and sits for it; in the chair of the
// partnership nobody of a side does.
TEST(Meeting, ALL_4_WhoeverHoldsThePostIsHeardForIt) {
  const auto shared = [](std::vector<Post>& posts) {
    post_of(posts, "csc_iro").holders.emplace_back("hugh");
    post_of(posts, "partnership_chair").holders.emplace_back("dora");
    post_of(posts, "csc_team").holders.emplace_back("iris");
  };
  EXPECT_EQ(refused_in("hears: [iro]", {seat("hears", "school", "hugh")}, shared), "");
  EXPECT_EQ(refused_in("hears: [iro]", {seat("hears", "school", "hilda")}, shared),
            "The meeting hears iris, or somebody for them.");
  EXPECT_EQ(refused_in("chair: chair", {seat("chair", "csc", "dora")}, shared),
            "dora may not chair it.");
  EXPECT_EQ(
      refused_in("chair: {responding_side: line_manager}", {seat("chair", "csc", "iris")}, shared),
      "");
}

// LIN-10: who was named to hold this meeting may chair it, not who answers for something else.
TEST(Meeting, LIN_10_OnlyWhoWasNamedForItChairsIt) {
  Scene scene = with_meeting("chair: chair");
  auto people = scene.directory.people();
  people.push_back({.id = PersonId{"paul"}, .name = "paul", .agency = AgencyId{"partnership"}});
  scene.directory =
      Directory{scene.directory.agencies(), scene.directory.posts(), std::move(people), {}};
  const int settle = scene.duty("chairing.settle").number;
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "carol",
                         Rebind{settle, kNoSide, PersonId{"paul"}, PostId{}, "", "leave"}));
  EXPECT_FALSE(
      scene.give("2026-04-02 17:00", "carol", held(scene, {seat("chair", "partnership", "paul")})));
}

TEST(Meeting, GLO_18_HasItsSeatsAndNoMore) {
  const Seat carol = seat("chair", "partnership", "carol");
  const Seat tom = seat("member", "csc", "tom");
  EXPECT_EQ(refused("seats: 2", {carol, tom}), "");
  EXPECT_EQ(refused("seats: 2", {carol, tom, seat("member", "csc", "iris")}),
            "The meeting has 2 seats; 3 are named.");
}

}  // namespace
}  // namespace accord
