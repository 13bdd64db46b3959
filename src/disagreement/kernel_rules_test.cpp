// Rules of docs/kernel.md whose sentences are not all shown elsewhere: 2, 10, 15, 19.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/conditions.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testdata::since_at;
using testdata::word;
using testing::IsEmpty;
using testing::Not;

SetFact says(std::string fact, std::string is) {
  return {{std::move(fact), "", {std::move(is)}, std::nullopt}, "it was seen"};
}

template <typename Body>
std::vector<std::pair<Event, Body>> all_of(const std::vector<Event>& events) {
  std::vector<std::pair<Event, Body>> found;
  for (const Event& event : events) {
    if (const auto* body = std::get_if<Body>(&event.body)) {
      found.emplace_back(event, *body);
    }
  }
  return found;
}

// Kernel rules 3 and 11: what a duty's lapse opens beside the stages opens then, and not when
// somebody looks next.
TEST(Throughout, Rule3_WhatALapseOpensOpensWithIt) {
  Scene scene{
      "{id: standing, what: Keep the child safe, owed_by: each_side, met_when: {outcome: known}}",
      "{id: standing, what: Say why, owed_by: raising_side, when: {tell_iro: lapsed}}"};
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-07 10:00", "tess", says("danger", "yes")));
  ASSERT_TRUE(scene.duty("throughout.tell_iro").open());
  EXPECT_EQ(scene.count("throughout.standing"), 0);

  ASSERT_TRUE(scene.give("2026-04-07 11:00", "tess", says("danger", "no")));
  EXPECT_EQ(scene.duty("throughout.tell_iro").status, DutyStatus::Lapsed);
  EXPECT_EQ(scene.count("throughout.standing"), 1);
}

// Kernel rule 2: "Acts, by a person … Consequences (each names its rule)".
TEST(Events, Rule2_AnActIsSomebodysAndAConsequenceNamesItsRule) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "will", "talk.not_agreed"));

  for (const Event& event : scene.events) {
    EXPECT_EQ(is_act(event.body), !event.by.person.empty()) << kind_of(event.body);
  }
  const auto fired = all_of<ExitFired>(scene.events).back();
  EXPECT_EQ(fired.second.exit, "not_agreed");
  EXPECT_EQ(fired.first.clause, "2");
  const auto opened = all_of<DutyOpened>(scene.events);
  const auto discuss =
      std::ranges::find(opened, "discuss", [](const auto& one) { return one.second.id; });
  ASSERT_NE(discuss, opened.end());
  EXPECT_EQ(discuss->first.clause, "1");
  EXPECT_EQ(opened.back().second.scope, "managers");
  EXPECT_EQ(opened.back().first.clause, "2");
}

// Kernel rule 2: "`deadline_changed` (old, new, why)".
TEST(Events, Rule2_AChangedDeadlineKeepsTheOldOneAndSaysWhy) {
  Scene scene;
  scene.raise();
  const auto before = scene.state.version;
  const Instant child = scene.london("2026-04-03 12:00");
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", SetChildTimescale{child, "she goes home"}));

  const auto changed = all_of<DeadlineChanged>(scene.since(before));
  const auto settle = std::ranges::find(changed, scene.duty("talk.settle").number,
                                        [](const auto& one) { return one.second.number; });
  ASSERT_NE(settle, changed.end());
  EXPECT_EQ(scene.text(settle->second.from.due), "2026-04-07 17:00");
  EXPECT_EQ(scene.text(settle->second.to.due), "2026-04-03 12:00");
  EXPECT_THAT(settle->second.why, Not(IsEmpty()));
}

// Kernel rule 10: "A duty opens when its stage is current and its `when` is true".
TEST(Duty, Rule10_OpensInItsStageAloneAndWhileItsConditionIsTrue) {
  Scene scene;
  scene.raise();
  EXPECT_EQ(scene.count("talk.look"), 0) << "its condition is not true";
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.not_agreed"));

  ASSERT_TRUE(scene.give("2026-04-07 11:00", "tess", says("danger", "yes")));

  EXPECT_EQ(scene.count("talk.look"), 0) << "its stage is not current";
  ASSERT_TRUE(scene.take("2026-04-07 12:00", "tess", "managers.back"));
  EXPECT_EQ(scene.count("talk.look"), 2);
}

// Kernel rule 10: "one for each ower (`each_side`: one each; `any_side`: one that any side may
// meet)".
TEST(Duty, Rule10_OfAnySideIsOneThatEitherMeets) {
  for (const std::string_view who : {"tess", "will"}) {
    Scene scene;
    scene.raise();
    ASSERT_EQ(scene.count("talk.discuss"), 1);
    EXPECT_EQ(scene.duty("talk.discuss").owers.size(), 2U);
    EXPECT_TRUE(scene.done("2026-04-07 10:00", who, "talk.discuss")) << who;
    EXPECT_EQ(scene.duty("talk.discuss").status, DutyStatus::Met);
  }
}

// Kernel rule 10: "As a subject it is `met` when all are, `overdue` when one is."
TEST(Duty, Rule10_IsMetWhenAllAreAndOverdueWhenOneIs) {
  const Condition met = word(SubjectKind::Duty, "talk", "look", "met");
  const Condition overdue = word(SubjectKind::Duty, "talk", "look", "overdue");
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 18:00", "will", says("danger", "yes")));
  ASSERT_TRUE(scene.done("2026-04-02 19:00", "tess", "talk.look"));
  EXPECT_EQ(since_at(scene, met, "2026-04-02 20:00"), "none");
  EXPECT_EQ(since_at(scene, overdue, "2026-04-02 20:00"), "none");

  scene.wait_until("2026-04-02 22:01");
  EXPECT_EQ(since_at(scene, overdue, "2026-04-02 22:01"), "2026-04-02 22:00");

  ASSERT_TRUE(scene.done("2026-04-02 23:00", "will", "talk.look"));
  EXPECT_EQ(since_at(scene, met, "2026-04-03 09:00"), "2026-04-02 23:00");
  EXPECT_EQ(since_at(scene, overdue, "2026-04-03 09:00"), "none");
}

constexpr std::string_view kManagers = "settle: {within: 5 working days, clause: '2'}";

// Kernel rule 15: "A bound counts while its `when` is true. The deadline is the earliest of the
// stated bounds that count".
TEST(Deadline, Rule15_IsTheEarliestOfTheBoundsThatCountNow) {
  Scene scene{kManagers,
              "settle: [{within: 5 working days, clause: '2'}, "
              "{within: 1 working day, when: {danger: yes}, clause: '3'}]"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-14 17:00");

  ASSERT_TRUE(scene.give("2026-04-07 11:00", "tess", says("danger", "yes")));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-08 17:00");

  ASSERT_TRUE(scene.give("2026-04-07 12:00", "will", says("danger", "no")));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-14 17:00");
}

// Kernel rule 15: "the earliest of the stated bounds that count, the cap and `child_timescale`".
TEST(Deadline, Rule15_TheCapAndTheChildTimescaleAreWeighedWithTheBounds) {
  Scene scene{"cap: {within: 4 weeks, from: raised, when: {urgency: routine}, clause: '5'}",
              "cap: {within: 1 weeks, from: raised, when: {urgency: routine}, clause: '5'}"};
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-09 17:00");
  EXPECT_EQ(scene.duty("managers.settle").deadline.bound, DeadlineState::kCap);

  ASSERT_TRUE(scene.give("2026-04-07 11:00", "tess",
                         SetChildTimescale{scene.london("2026-04-08 09:00"), "she goes home"}));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-08 09:00");
  EXPECT_EQ(scene.duty("managers.settle").deadline.bound, DeadlineState::kChildTimescale);
}

// Kernel rule 15: "Beside a stated bound a local target is a reminder (an aim)".
TEST(Deadline, Rule15_BesideAStatedBoundALocalTargetIsAnAim) {
  Scene scene{kManagers, "settle: {within: 5 working days, local_target: 2 working days}"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.not_agreed"));
  const DeadlineState& deadline = scene.duty("managers.settle").deadline;
  EXPECT_EQ(scene.text(deadline.due), "2026-04-14 17:00");
  EXPECT_FALSE(deadline.local_target);
  EXPECT_EQ(scene.text(deadline.target), "2026-04-09 17:00");

  scene.wait_until("2026-04-10 09:00");
  EXPECT_FALSE(scene.duty("managers.settle").overdue_at) << "an aim that passes is not late";
}

// Kernel rule 15: alone a local target is the date, "clipped likewise; its passing counts as
// `overdue`".
TEST(Deadline, Rule15_ALocalTargetAloneIsClippedToo) {
  Scene scene{kManagers, "settle: {within: not stated, local_target: 5 working days}"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-14 17:00");
  ASSERT_TRUE(scene.give("2026-04-07 11:00", "tess",
                         SetChildTimescale{scene.london("2026-04-09 09:00"), "she goes home"}));
  EXPECT_EQ(scene.due("managers.settle"), "2026-04-09 09:00");
  scene.wait_until("2026-04-09 09:01");
  EXPECT_EQ(scene.text(scene.duty("managers.settle").overdue_at), "2026-04-09 09:00");
}

// Kernel rule 19: "In a stage, a duty without `due` is due with `settle`": also when that moves.
TEST(Deadline, Rule19_MovesWithTheStage) {
  Scene scene;
  scene.raise();
  const AgreeDate agree{scene.duty("talk.settle").number, scene.london("2026-04-17 17:00"),
                        "leave"};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", agree));
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", agree));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-17 17:00");
  EXPECT_EQ(scene.due("talk.discuss"), "2026-04-17 17:00");
}

// Kernel rule 19: "Elsewhere it is `not stated`": the partnership's own target from its opening,
// whatever the stage has.
TEST(Deadline, Rule19_ElsewhereItIsNotStated) {
  Scene scene;
  scene.raise();
  const DeadlineState& deadline = scene.duty("throughout.standing").deadline;
  EXPECT_EQ(scene.text(deadline.due), "2026-04-08 17:00");
  EXPECT_TRUE(deadline.local_target);
  EXPECT_NE(scene.due("throughout.standing"), scene.due("talk.settle"));
}

}  // namespace
}  // namespace accord
