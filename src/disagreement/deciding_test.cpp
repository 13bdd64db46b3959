// Who decides: nobody a matter of their own agency (kernel rule 25).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/acts.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;

/// The chair is the reviewing officer of social care: will's agency has one, and so may another.
Scene decided_by_a_reviewing_officer() {
  return Scene{"  chair: {title: Chair, post: chair, in: partnership}",
               "  chair: {title: Chair, post: iro, in: social care}"};
}

void add_a_second_agency_of_social_care(Scene& scene) {
  auto agencies = scene.directory.agencies();
  auto posts = scene.directory.posts();
  auto people = scene.directory.people();
  agencies.push_back({.id = AgencyId{"trust"}, .name = "trust", .sector = "social care"});
  posts.push_back({.id = PostId{"trust_iro"},
                   .title = "iro",
                   .role = "iro",
                   .agency = AgencyId{"trust"},
                   .holders = {PersonId{"ivy"}}});
  posts.push_back({.id = PostId{"trust_worker"},
                   .title = "worker",
                   .role = "worker",
                   .agency = AgencyId{"trust"},
                   .holders = {PersonId{"tim"}}});
  people.push_back({.id = PersonId{"ivy"}, .name = "ivy", .agency = AgencyId{"trust"}});
  people.push_back({.id = PersonId{"tim"}, .name = "tim", .agency = AgencyId{"trust"}});
  scene.directory = Directory{std::move(agencies), std::move(posts), std::move(people), {}};
}

void straight_to_the_decision(Scene& scene) {
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
}

/// Between the two agencies of social care, whose reviewing officers are all that there are.
void straight_to_the_decision_between_both(Scene& scene) {
  Raise raise = Scene::raising();
  raise.sides = {{AgencyId{"trust"}, PersonId{"tim"}}, {AgencyId{"csc"}, PersonId{"will"}}};
  raise.facts.push_back({"danger", "", {"yes"}, std::nullopt});
  ASSERT_TRUE(scene.give("2026-04-02 16:30", "tim", raise));
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tim", "talk.straight"));
}

// Kernel rule 25: "Nobody decides a matter of their own agency."
TEST(Deciding, ALL_4_Rule25_IsForSomebodyOfNoSideWhereSomebodyIs) {
  Scene scene = decided_by_a_reviewing_officer();
  add_a_second_agency_of_social_care(scene);
  straight_to_the_decision(scene);
  EXPECT_EQ(scene.duty("chairing.settle").owers.front().person.text(), "ivy");
  EXPECT_EQ(scene.duty("chairing.way").owers.front().person.text(), "ivy");
  // Who is told is another matter: the officer of the child's own agency.
  EXPECT_EQ(scene.duty("throughout.tell_iro").to.front().person.text(), "iris");
  EXPECT_FALSE(scene.done("2026-04-02 17:00", "iris", "chairing.way"));
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "ivy", "chairing.way"));
  const auto own = scene.take("2026-04-02 17:10", "iris", "chairing.decided");
  ASSERT_FALSE(own);
  EXPECT_EQ(own.error().what, "This is for ivy.");
  EXPECT_TRUE(scene.take("2026-04-02 17:20", "ivy", "chairing.decided"));
}

TEST(Deciding, ALL_4_Rule25_AsksThePartnershipForSomebodyWhereAllAreOfASide) {
  Scene scene = decided_by_a_reviewing_officer();
  add_a_second_agency_of_social_care(scene);
  straight_to_the_decision_between_both(scene);
  const DutyState& settle = scene.duty("chairing.settle");
  EXPECT_TRUE(settle.owers.front().asks_partnership());
  EXPECT_TRUE(settle.owers.front().post.empty()) << "or her own agency would name who decides";
  EXPECT_EQ(scene.done("2026-04-02 17:00", "iris", "chairing.way").error().kind,
            Refusal::Kind::NotYours);
  EXPECT_FALSE(scene.done("2026-04-02 17:00", "ivy", "chairing.way"));
  EXPECT_TRUE(scene.done("2026-04-02 17:00", "carol", "chairing.way"));
  EXPECT_FALSE(scene.take("2026-04-02 17:10", "iris", "chairing.decided"));
  EXPECT_TRUE(scene.take("2026-04-02 17:20", "carol", "chairing.decided"));
}

// Where only one agency of the sector has such a post the document has named that agency.
TEST(Deciding, ALL_4_Rule25_OfTheOnlyAgencyOfASectorIsThatAgencys) {
  Scene scene = decided_by_a_reviewing_officer();
  straight_to_the_decision(scene);
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "iris", "chairing.way"));
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "iris", "chairing.decided"));
}

// Whoever the partnership names for the stage takes what the role takes in it.
TEST(Deciding, ALL_4_Rule25_IsForWhomeverThePartnershipNames) {
  Scene scene = decided_by_a_reviewing_officer();
  add_a_second_agency_of_social_care(scene);
  auto posts = scene.directory.posts();
  auto people = scene.directory.people();
  posts.push_back({.id = PostId{"partnership_adviser"},
                   .title = "adviser",
                   .role = "adviser",
                   .agency = AgencyId{"partnership"},
                   .holders = {PersonId{"una"}}});
  people.push_back({.id = PersonId{"una"}, .name = "una", .agency = AgencyId{"hospital"}});
  scene.directory = Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
  straight_to_the_decision_between_both(scene);
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "carol", "chairing.way"));
  EXPECT_FALSE(scene.take("2026-04-02 17:10", "una", "chairing.decided"));
  Rebind rebind;
  rebind.number = scene.duty("chairing.settle").number;
  rebind.person = PersonId{"una"};
  rebind.reason = "Both reviewing officers work for an agency concerned.";
  ASSERT_TRUE(scene.give("2026-04-02 17:20", "carol", rebind));
  EXPECT_FALSE(scene.take("2026-04-02 17:30", "iris", "chairing.decided"));
  EXPECT_TRUE(scene.take("2026-04-02 17:30", "una", "chairing.decided"));
}

// What the policy says of one side is the document's own: its decision is that side's to take.
TEST(Deciding, ALL_4_Rule25_OfANamedSideStandsAsThePolicySaysIt) {
  Scene scene{"  chair: {title: Chair, post: chair, in: partnership}",
              "  chair: {title: Chair, post: iro, in: responding agency}"};
  straight_to_the_decision(scene);
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "iris", "chairing.way"));
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "iris", "chairing.decided"));
}

// LIN-12: out of hours too.
TEST(Deciding, ALL_4_Rule25_OnCallNobodyDecidesTheirOwn) {
  Scene scene;
  scene.directory =
      Directory{scene.directory.agencies(),
                scene.directory.posts(),
                scene.directory.people(),
                {{AgencyId{"partnership"}, "chair", PersonId{"iris"}, "", std::nullopt}}};
  straight_to_the_decision(scene);
  EXPECT_EQ(scene.duty("chairing.settle").owers.front().person.text(), "carol");
}

}  // namespace
}  // namespace accord
