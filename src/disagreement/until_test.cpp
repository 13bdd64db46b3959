// Kernel rule 26: a right or an exit with a time of its own, which lapses.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/deadline.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using ::testing::HasSubstr;

constexpr std::string_view kBack = "{id: back, title: Back to talking, by: any_side,";

/// In the stage of the managers the way back has so long, from when they began unless told
/// otherwise.
Scene with_a_way_that_lapses(std::string_view until =
                                 "{within: 2 working days, from: {managers: "
                                 "begun}, clause: '4'}",
                             std::string_view by = "any_side") {
  return Scene{kBack, "{id: back, title: Back to talking, by: " + std::string{by} +
                          ", until: " + std::string{until} + ","};
}

OpenExit seen(const Scene& scene, std::string_view at, std::string_view id = "back") {
  const Outlook now =
      outlook(scene.state, {PersonId{"hugh"}, AgencyId{"school"}}, scene.at(scene.london(at)));
  return *std::ranges::find_if(now.exits,
                               [&](const OpenExit& exit) { return exit.rule->id == id; });
}

void to_the_managers(Scene& scene) {
  scene.raise();
  // Thursday before Easter: two working days on is Wednesday 8 April.
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
}

TEST(Until, ALL_2_Rule26_AWayIsOfferedUpToItsTimeAndShownAsLapsedAfterIt) {
  Scene scene = with_a_way_that_lapses();
  to_the_managers(scene);
  const OpenExit before = seen(scene, "2026-04-08 17:00");
  EXPECT_TRUE(before.open);
  EXPECT_FALSE(before.lapsed);
  EXPECT_EQ(scene.text(before.until), "2026-04-08 17:00");
  const OpenExit after = seen(scene, "2026-04-08 17:01");
  EXPECT_FALSE(after.open);
  EXPECT_TRUE(after.lapsed);
  EXPECT_EQ(scene.text(after.until), "2026-04-08 17:00");
  EXPECT_FALSE(seen(scene, "2026-04-08 17:01", "agreed").until.has_value());
}

TEST(Until, ALL_2_Rule26_WhatIsTakenTooLateIsRefusedWithItsDateAndClause) {
  Scene scene = with_a_way_that_lapses();
  to_the_managers(scene);
  Scene in_time = scene;
  EXPECT_TRUE(in_time.take("2026-04-08 17:00", "hugh", "managers.back"));
  const auto refused = scene.take("2026-04-08 17:01", "hugh", "managers.back");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Refusal::Kind::NotNow);
  EXPECT_THAT(refused.error().what,
              HasSubstr("Its time has passed: Back to talking. It was open until Wednesday 8 April "
                        "2026, 5pm (its time: 2 working days from"));
  EXPECT_EQ(refused.error().clause, "4");
  EXPECT_EQ(refused.error().rule, "") << "no condition would open it again";
  EXPECT_THAT(refused.error().instead, HasSubstr("Add a note"));
}

// "Time opens doors; people walk through them": nor does it push anybody.
TEST(Until, Rule26_TimeThatPassesMovesNothing) {
  Scene scene = with_a_way_that_lapses();
  to_the_managers(scene);
  const std::size_t fired = scene.state.fired.size();
  scene.wait_until("2026-04-09 12:00");
  EXPECT_EQ(scene.state.fired.size(), fired);
  EXPECT_EQ(scene.state.visits.size(), 2U);
  EXPECT_EQ(scene.stage(), "managers");
  EXPECT_TRUE(scene.take("2026-04-09 12:00", "hugh", "managers.next_tier"));
}

TEST(Until, Rule26_WhatOneSideTookIsNotConfirmedAfterIt) {
  Scene scene =
      with_a_way_that_lapses("{within: 2 working days, from: {managers: begun}}", "each_side");
  to_the_managers(scene);
  ASSERT_TRUE(scene.take("2026-04-08 16:00", "hugh", "managers.back"));
  Scene in_time = scene;
  ASSERT_TRUE(in_time.take("2026-04-08 17:00", "tom", "managers.back", {}));
  EXPECT_EQ(in_time.stage(), "talk");
  EXPECT_FALSE(scene.take("2026-04-08 17:01", "tom", "managers.back", {}));
  EXPECT_EQ(scene.stage(), "managers");
}

TEST(Until, Rule26_WithoutFromItRunsFromWhenItIsOpen) {
  Scene scene{kBack,
              "{id: back, title: Back to talking, by: any_side, when: {discharge: known}, until: "
              "{within: 1 working day},"};
  to_the_managers(scene);
  EXPECT_FALSE(seen(scene, "2026-04-30 12:00").until.has_value());
  EXPECT_THAT(scene.take("2026-04-20 12:00", "hugh", "managers.back").error().what,
              HasSubstr("Not open yet"));
  ASSERT_TRUE(
      scene.give("2026-04-20 12:10", "hugh",
                 SetFact{{"discharge", "", {}, scene.london("2026-05-20 12:00")}, "It was set"}));
  EXPECT_EQ(scene.text(seen(scene, "2026-04-20 13:00").until), "2026-04-21 17:00");
  EXPECT_FALSE(scene.take("2026-04-22 09:00", "hugh", "managers.back"));
}

// Counted back from a moment it moves with the moment; of several limits the earliest that counts.
TEST(Until, Rule26_ItIsTheEarliestThatCountsAndFollowsItsMoment) {
  Scene scene = with_a_way_that_lapses(
      "[{within: 10 working days, from: {managers: begun}}, {within: at least 2 working days "
      "before, from: discharge}, {within: 1 hour, from: {managers: begun}, when: {danger: yes}}]");
  to_the_managers(scene);
  EXPECT_EQ(scene.text(seen(scene, "2026-04-03 12:00").until), "2026-04-20 17:00");
  const auto discharge = [&](std::string_view at, std::string_view day) {
    ASSERT_TRUE(
        scene.give(at, "hugh", SetFact{{"discharge", "", {}, scene.london(day)}, "It was set"}));
  };
  discharge("2026-04-07 10:00", "2026-04-10 12:00");
  EXPECT_EQ(scene.text(seen(scene, "2026-04-07 12:00").until), "2026-04-08 17:00");
  EXPECT_FALSE(scene.take("2026-04-09 09:00", "hugh", "managers.back"));
  discharge("2026-04-09 10:00", "2026-04-30 12:00");
  EXPECT_EQ(scene.text(seen(scene, "2026-04-09 12:00").until), "2026-04-20 17:00");
  EXPECT_TRUE(scene.take("2026-04-09 12:00", "hugh", "managers.back"));
}

/// The chair's stage, in which each side may ask for an opinion for two working days.
Scene with_a_right_that_lapses() {
  return Scene{"open_to: each_side}", "open_to: each_side, until: {within: 2 working days}}"};
}

RecordDone opinion() {
  RecordDone done;
  done.scope = "chairing";
  done.id = "opinion";
  return done;
}

void to_the_chair(Scene& scene) {
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
}

TEST(Until, ALL_2_Rule26_ARightLapses) {
  Scene scene = with_a_right_that_lapses();
  to_the_chair(scene);
  const auto rights = [&](std::string_view at) {
    return outlook(scene.state, {PersonId{"tess"}, AgencyId{"school"}}, scene.at(scene.london(at)));
  };
  ASSERT_EQ(rights("2026-04-08 17:00").rights.size(), 1U);
  EXPECT_EQ(scene.text(rights("2026-04-08 17:00").rights.front().until), "2026-04-08 17:00");
  EXPECT_TRUE(rights("2026-04-08 17:01").rights.empty());
  ASSERT_EQ(rights("2026-04-08 17:01").lapsed.size(), 1U);
  const auto refused = scene.give("2026-04-08 17:01", "tess", opinion());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("Its time has passed: Ask for an opinion."));
}

// Rule 12: "Done in time but recorded late" is in time, of a right as of a duty. Then what follows
// from it by itself follows, but not from what came too late for the way on.
TEST(Until, Rule26_WhatWasDoneInTimeIsRecordedLater) {
  Scene scene = with_a_right_that_lapses();
  to_the_chair(scene);
  RecordDone done = opinion();
  done.happened = scene.london("2026-04-08 16:00");
  EXPECT_TRUE(scene.give("2026-04-09 10:00", "tess", done));
  EXPECT_TRUE(scene.state.outcome.has_value());
}

TEST(Until, Rule26_AWayThatFollowsByItselfDoesNotFollowAfterItsTime) {
  const auto with = [] {
    return Scene{"when: {opinion: met}, end: accepted",
                 "when: {opinion: met}, until: {within: 2 working days, from: {chairing: begun}}, "
                 "end: accepted"};
  };
  Scene scene = with();
  to_the_chair(scene);
  ASSERT_TRUE(scene.give("2026-04-08 17:01", "tess", opinion()));
  EXPECT_FALSE(scene.state.outcome.has_value());
  Scene in_time = with();
  to_the_chair(in_time);
  ASSERT_TRUE(in_time.give("2026-04-08 17:00", "tess", opinion()));
  EXPECT_TRUE(in_time.state.outcome.has_value());
}

TEST(Until, ALL_2_Rule26_ShowsItsWorking) {
  Scene scene = with_a_way_that_lapses();
  to_the_managers(scene);
  const ExitRule& exit = *scene.policy.exit("managers", "back");
  const DeadlineExplained explained = explain_until(exit.until, exit.when, "managers", scene.state,
                                                    scene.at(scene.london("2026-04-07 12:00")));
  ASSERT_EQ(explained.limits.size(), 1U);
  EXPECT_TRUE(explained.limits.front().binds);
  EXPECT_EQ(explained.limits.front().clause, "4");
  ASSERT_TRUE(explained.limits.front().working.has_value());
  EXPECT_EQ(scene.text(explained.limits.front().working->due), "2026-04-08 17:00");
}

}  // namespace
}  // namespace accord
