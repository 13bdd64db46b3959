// Opening a disagreement again, where the procedure has a way for it: an exit of `after` (kernel
// rule 23).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using ::testing::HasSubstr;

constexpr std::string_view kAfter = "after:\n";
constexpr std::string_view kReopens =
    "after:\n  exits:\n    - {id: reopen, title: Open it again, by: any_side, "
    "when: {outcome: [agreed, decided]}, record: [why], go: managers, clause: '4'}\n";

/// Agreed by both on the day it was raised; each still owes the other a confirmation.
Scene agreed_scene(std::string_view from = kAfter, std::string_view to = kReopens) {
  Scene scene{from, to};
  scene.raise();
  EXPECT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed"));
  EXPECT_TRUE(scene.take("2026-04-02 16:50", "will", "talk.agreed"));
  EXPECT_TRUE(scene.state.outcome);
  return scene;
}

TEST(Reopening, LeadsBackToAStageWithItsOwnSpeakersAndTime) {
  Scene scene = agreed_scene();
  ASSERT_TRUE(scene.take("2026-04-09 10:00", "tess", "after.reopen", {{"why", "nobody came"}}));
  EXPECT_FALSE(scene.state.outcome);
  EXPECT_EQ(scene.stage(), "managers");
  EXPECT_EQ(scene.speaks(0), "hugh");
  EXPECT_EQ(scene.speaks(1), "tom");
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-16 17:00");
  ASSERT_TRUE(scene.take("2026-04-10 10:00", "hugh", "managers.agreed"));
  ASSERT_TRUE(scene.take("2026-04-10 11:00", "tom", "managers.agreed"));
  EXPECT_EQ(scene.text(scene.state.outcome->at), "2026-04-10 11:00");
}

TEST(Reopening, WhatWasOwedForTheOldOutcomeLapsesAndTheNewOneHasItsOwn) {
  Scene scene = agreed_scene();
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "tess", "after.confirm"));
  EXPECT_EQ(scene.count("after.confirm"), 2);
  ASSERT_TRUE(scene.take("2026-04-09 10:00", "will", "after.reopen"));
  EXPECT_EQ(scene.duty("after.confirm").status, DutyStatus::Lapsed);
  ASSERT_TRUE(scene.take("2026-04-10 10:00", "hugh", "managers.agreed"));
  ASSERT_TRUE(scene.take("2026-04-10 11:00", "tom", "managers.agreed"));
  EXPECT_EQ(scene.count("after.confirm"), 4);
  EXPECT_TRUE(scene.duty("after.confirm").open());
}

TEST(Reopening, AlsoFromAFinishedDisagreement) {
  Scene scene = agreed_scene();
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "tess", "after.confirm"));
  ASSERT_TRUE(scene.done("2026-04-02 17:01", "will", "after.confirm"));
  ASSERT_TRUE(scene.state.finished);
  const Outlook seen = outlook(scene.state, {PersonId{"tess"}, AgencyId{"school"}},
                               scene.at(scene.london("2026-05-01 09:00")));
  ASSERT_EQ(seen.exits.size(), 1U);
  ASSERT_TRUE(scene.take("2026-05-01 10:00", "tess", "after.reopen"));
  EXPECT_FALSE(scene.state.finished);
  EXPECT_EQ(scene.stage(), "managers");
}

// "Throughout" is beside the stages again; its standing duty is owed once more.
TEST(Reopening, WhatHoldsThroughoutHoldsAgain) {
  Scene scene = agreed_scene();
  EXPECT_EQ(scene.duty("throughout.standing").status, DutyStatus::Met);
  ASSERT_TRUE(scene.take("2026-04-09 10:00", "tess", "after.reopen"));
  EXPECT_TRUE(scene.take("2026-04-09 11:00", "tess", "throughout.withdrawn"));
}

// What is owed while no outcome is known is owed again (rules 6 and 11).
TEST(Reopening, WhatIsOwedWhileNoOutcomeIsKnownIsOwedAgain) {
  Scene scene{
      "- {id: standing, what: Keep the child safe, owed_by: each_side, met_when: {outcome: known}}",
      "- {id: standing, what: Keep the child safe, owed_by: each_side, when: {not: {outcome: "
      "known}}}"};
  scene.policy.after = Scene{kAfter, kReopens}.policy.after;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "will", "talk.agreed"));
  EXPECT_FALSE(scene.duty("throughout.standing").open());
  ASSERT_TRUE(scene.take("2026-04-09 10:00", "tess", "after.reopen"));
  EXPECT_TRUE(scene.duty("throughout.standing").open());
}

TEST(Reopening, OnlyAfterAnOutcomeAndAsTheProcedureSays) {
  Scene scene{kAfter, kReopens};
  scene.raise();
  const auto early = scene.take("2026-04-02 16:40", "tess", "after.reopen");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().what, "There is no outcome yet to open again.");
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "tess", "throughout.withdrawn"));
  ASSERT_TRUE(scene.state.outcome);
  const auto withdrawn = scene.take("2026-04-02 16:51", "tess", "after.reopen");
  ASSERT_FALSE(withdrawn);
  EXPECT_THAT(withdrawn.error().what, HasSubstr("Not open yet: Open it again"));
}

TEST(Reopening, IsRefusedWhereTheProcedureHasNone) {
  Scene scene = agreed_scene("", "");
  const auto refused = scene.take("2026-04-09 10:00", "tess", "managers.agreed");
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().instead, HasSubstr("Raise a new one"));
  EXPECT_FALSE(scene.take("2026-04-09 10:00", "tess", "after.reopen"));
}

}  // namespace
}  // namespace accord
