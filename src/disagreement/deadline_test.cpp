// Deadlines that move, and the working that they show (docs/kernel.md, rules 14 to 19).

#include "disagreement/deadline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::ElementsAre;

constexpr std::string_view kSeeTheChild =
    "- {id: visit, what: See the child, owed_by: raising_side, when: {discharge: known}, due: "
    "{within: at least 1 working days before, from: discharge}}";
constexpr std::string_view kTalkSettle =
    "settle: {within: 1 working day, unless: both_agree, clause: '1'}";
constexpr std::string_view kCap =
    "cap: {within: 4 weeks, from: raised, when: {urgency: routine}, clause: '5'}";

/// With another duty in the place of `visit`.
Scene with_duty(const std::string& duty) {
  Scene scene{kSeeTheChild, duty};
  scene.raise();
  return scene;
}

void set_discharge(Scene& scene, std::string_view at, std::optional<Instant> moment) {
  ASSERT_TRUE(
      scene.give(at, "tess", SetFact{{"discharge", "", {}, moment}, "they rang"}).has_value());
}

void say(Scene& scene, std::string_view at, const char* fact, const char* is) {
  ASSERT_TRUE(scene.give(at, "tess", SetFact{{fact, "", {is}, std::nullopt}, "it was seen"}));
}

void agree_on(Scene& scene, const char* to) {
  const AgreeDate date{scene.duty("talk.settle").number, scene.london(to), "leave"};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", date));
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", date));
}

DeadlineExplained explained(const Scene& scene, std::string_view duty, std::string_view at) {
  return explain_deadline(scene.duty(duty), scene.state, scene.at(scene.london(at)));
}

// Rule 14: "only a correction, or a new value of that moment, moves it": to either side.
TEST(Deadline, Rule14_ACorrectionMovesTheClockOfWhatFollows) {
  Scene scene = with_duty(
      "- {id: answer, what: Answer, owed_by: responding_side, when: {discuss: met}, due: {within: "
      "4 hours}}\n      - {id: write, what: Write it down, owed_by: responding_side, when: "
      "{discuss: met}, due: {within: 6 hours, from: {discuss: met}}}");
  ASSERT_TRUE(scene.done("2026-04-07 12:30", "tess", "talk.discuss", "2026-04-07 12:00"));
  EXPECT_EQ(scene.due("talk.answer"), "2026-04-07 16:00");
  const auto correct = [&](const char* to) {
    ASSERT_TRUE(
        scene.give("2026-04-07 12:40", "tess",
                   Correct{scene.duty("talk.discuss").done_sequence, "x", scene.london(to)}));
  };
  correct("2026-04-07 11:00");
  EXPECT_EQ(scene.due("talk.answer"), "2026-04-07 15:00");
  EXPECT_EQ(scene.due("talk.write"), "2026-04-07 17:00");
  correct("2026-04-07 12:15");
  EXPECT_EQ(scene.due("talk.answer"), "2026-04-07 16:15");
  EXPECT_EQ(scene.due("talk.write"), "2026-04-07 18:15");
}

TEST(Deadline, Rule14_FollowsAMomentThatHadPassed) {
  Scene scene = with_duty(
      "- {id: visit, what: See the child, owed_by: raising_side, due: {within: 4 hours, from: "
      "discharge}}");
  EXPECT_EQ(scene.due("talk.visit"), "none") << "it starts when the moment is known";
  set_discharge(scene, "2026-04-07 09:00", scene.london("2026-04-07 10:00"));
  EXPECT_EQ(scene.due("talk.visit"), "2026-04-07 14:00");
  set_discharge(scene, "2026-04-07 12:00", scene.london("2026-04-08 10:00"));
  EXPECT_EQ(scene.due("talk.visit"), "2026-04-08 14:00");
  set_discharge(scene, "2026-04-07 13:00", std::nullopt);
  EXPECT_EQ(scene.due("talk.visit"), "none");
}

// "The earlier of several": what has come stays, unless something turns out to have come before it.
TEST(Deadline, Rule14_OfSeveralTheEarlierBindsOnceItHasCome) {
  const std::string duty =
      "- {id: visit, what: See the child, owed_by: raising_side, due: {within: 4 hours, from: "
      "{any: [discharge, {danger: yes}]}}}";
  Scene come = with_duty(duty);
  say(come, "2026-04-07 12:00", "danger", "yes");
  EXPECT_EQ(come.due("talk.visit"), "2026-04-07 16:00");
  set_discharge(come, "2026-04-07 12:30", come.london("2026-04-07 11:00"));
  EXPECT_EQ(come.due("talk.visit"), "2026-04-07 15:00");
  set_discharge(come, "2026-04-07 12:40", come.london("2026-04-07 11:30"));
  EXPECT_EQ(come.due("talk.visit"), "2026-04-07 15:00") << "it has begun to run";

  Scene ahead = with_duty(duty);
  set_discharge(ahead, "2026-04-07 12:00", ahead.london("2026-04-09 10:00"));
  EXPECT_EQ(ahead.due("talk.visit"), "2026-04-09 14:00");
  set_discharge(ahead, "2026-04-07 12:30", ahead.london("2026-04-10 10:00"));
  EXPECT_EQ(ahead.due("talk.visit"), "2026-04-10 14:00");
}

// Rule 14: "Until then the user reads 'starts when …', and `settle` shows its local target."
TEST(Deadline, Rule14_OnlySettleHasADateBeforeItsClockStarts) {
  for (const char* within : {"within: not stated", "within: 5 working days"}) {
    const std::string due =
        std::string{"{"} + within + ", from: {danger: yes}, local_target: 2 working days}";
    Scene duty =
        with_duty("- {id: visit, what: See the child, owed_by: raising_side, due: " + due + "}");
    EXPECT_EQ(duty.due("talk.visit"), "none") << within;
    say(duty, "2026-04-07 10:00", "danger", "yes");
    EXPECT_NE(duty.due("talk.visit"), "none") << within;

    Scene stage{kTalkSettle, "settle: " + due};
    stage.raise();
    EXPECT_EQ(stage.due("talk.settle"), "2026-04-08 17:00") << within;
    EXPECT_TRUE(stage.duty("talk.settle").deadline.local_target) << within;
  }
}

// Rule 15: a local target that something earlier clips is no local target any more.
TEST(Deadline, Rule15_WhatClipsALocalTargetIsTheDate) {
  Scene scene{kTalkSettle, "settle: {within: not stated, local_target: 5 working days}"};
  scene.raise();
  ASSERT_TRUE(scene.duty("talk.settle").deadline.local_target);
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess",
                         SetChildTimescale{scene.london("2026-04-07 09:00"), "she goes home"}));
  const DeadlineState& deadline = scene.duty("talk.settle").deadline;
  EXPECT_EQ(scene.text(deadline.due), "2026-04-07 09:00");
  EXPECT_FALSE(deadline.local_target);
  EXPECT_FALSE(deadline.target);
  EXPECT_EQ(deadline.bound, DeadlineState::kChildTimescale);
}

// Rule 17: an agreed date "replaces that bound only".
TEST(AgreeDate, Rule17_ReplacesThatBoundOnly) {
  Scene scene{kTalkSettle,
              "settle: [{within: 1 working day, unless: both_agree}, {within: 5 working days}]"};
  scene.raise();
  agree_on(scene, "2026-04-30 12:00");
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-13 17:00");
}

// Timescale rule 12: past the cap when it begins, what its own clause aims at is the next step.
TEST(Cap, NOT_10_APastCapLeavesTheStagesOwnTargetAsTheNextStep) {
  Scene scene{"settle: {within: 5 working days, clause: '2'}",
              "settle: {within: 5 working days, local_target: 3 working days}"};
  scene.raise("2026-11-30 09:00", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  ASSERT_TRUE(scene.take("2027-01-04 10:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.text(scene.duty("managers.settle").deadline.target), "2027-01-07 17:00");
  EXPECT_EQ(scene.text(scene.duty("throughout.standing").deadline.due), "2026-12-02 17:00");
}

// "A cap on the whole process": from raising where it says nothing else; of several the earliest.
TEST(Cap, NOT_10_RunsFromRaisingAndOfSeveralTheEarliestBinds) {
  Scene plain{kCap, "cap: {within: 4 weeks, clause: '5'}"};
  plain.raise();
  EXPECT_EQ(plain.text(plain.state.cap.due), "2026-04-30 17:00");

  Scene several{kCap,
                "cap: [{within: 4 weeks, from: raised, clause: '5'}, {within: 2 weeks, from: "
                "raised, clause: '4', reading: calendar weeks}]"};
  several.raise();
  EXPECT_EQ(several.text(several.state.cap.due), "2026-04-16 17:00");
  const WeighedLimit cap = explained(several, "talk.settle", "2026-04-02 17:00").limits.back();
  EXPECT_EQ(cap.kind, WeighedLimit::Kind::Cap);
  EXPECT_EQ(cap.limit, "2 weeks");
  EXPECT_EQ(cap.clause, "4");
  EXPECT_EQ(cap.reading, "calendar weeks");
  EXPECT_EQ(several.text(cap.start), "2026-04-02 16:30");
  ASSERT_TRUE(cap.working.has_value());
  EXPECT_FALSE(cap.binds);
}

// A deadline that shows its working: every limit weighed, those that bind marked.
TEST(Explained, COV_5_EveryLimitIsWeighed) {
  Scene scene{kTalkSettle,
              "settle: [{within: 1 working day, clause: '1'}, {within: 9 working days, when: "
              "{danger: yes}, clause: '2'}, {within: 3 working days, from: {danger: yes}, clause: "
              "'3'}]"};
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess",
                         SetChildTimescale{scene.london("2026-04-03 12:00"), "she goes home"}));
  const DeadlineExplained said = explained(scene, "talk.settle", "2026-04-02 17:00");
  EXPECT_TRUE(said.stated);
  EXPECT_FALSE(said.projected);
  ASSERT_EQ(said.limits.size(), 4U);
  EXPECT_TRUE(said.limits[0].counts);
  EXPECT_FALSE(said.limits[0].binds);
  EXPECT_EQ(scene.text(said.limits[0].due), "2026-04-07 17:00");
  EXPECT_FALSE(said.limits[1].counts) << "of danger alone";
  EXPECT_FALSE(said.limits[1].binds);
  EXPECT_TRUE(said.limits[2].counts);
  EXPECT_FALSE(said.limits[2].due) << "its clock has not started";
  EXPECT_FALSE(said.limits[2].binds);
  EXPECT_EQ(said.limits[3].kind, WeighedLimit::Kind::ChildTimescale);
  EXPECT_EQ(scene.text(said.limits[3].start), "2026-04-02 16:40");
  EXPECT_EQ(said.limits[3].reading, "she goes home");
  EXPECT_TRUE(said.limits[3].binds);

  const DeadlineExplained local = explained(scene, "throughout.standing", "2026-04-02 17:00");
  EXPECT_FALSE(local.stated);
}

// What is due with its stage is weighed by the stage's clock, with the date agreed for that.
TEST(Explained, Rule19_ADutyIsWeighedByItsStagesClock) {
  Scene scene;
  scene.raise();
  agree_on(scene, "2026-04-10 12:00");
  const DeadlineExplained discuss = explained(scene, "talk.discuss", "2026-04-02 17:20");
  EXPECT_EQ(scene.text(discuss.deadline.due), "2026-04-10 12:00");
  ASSERT_EQ(discuss.limits.size(), 1U);
  EXPECT_EQ(discuss.limits.front().kind, WeighedLimit::Kind::Agreed);
  EXPECT_TRUE(discuss.limits.front().binds);
}

// What was left is explained as it was, whatever has come since.
TEST(Explained, ALL_6_WhatHasEndedKeepsItsDate) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "will", "talk.not_agreed"));
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "tess",
                         SetChildTimescale{scene.london("2026-04-03 12:00"), "she goes home"}));
  const auto due = [&](const char* duty) {
    return scene.text(explained(scene, duty, "2026-04-02 17:20").deadline.due);
  };
  EXPECT_EQ(due("talk.settle"), "2026-04-07 17:00");
  EXPECT_EQ(due("managers.settle"), "2026-04-03 12:00");
}

// "Undertaken by a named person by a date": that date, and no limit of the document.
TEST(Explained, ALL_7_AnUndertakingHasTheDateThatWasNamed) {
  Scene scene;
  scene.raise();
  Undertake action;
  action.what = "A visit";
  action.agency = AgencyId{"csc"};
  action.due = scene.london("2026-05-01 12:00");
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", action));
  const DeadlineExplained said = explained(scene, "undertaken.action", "2026-04-02 17:00");
  ASSERT_EQ(said.limits.size(), 1U);
  EXPECT_EQ(said.limits.front().kind, WeighedLimit::Kind::Agreed);
  EXPECT_EQ(said.limits.front().due, action.due);
  EXPECT_TRUE(said.limits.front().binds);
}

// An anchor that the document leaves open is said, with the reading that was chosen.
TEST(Explained, COV_5_AnOpenAnchorIsSaid) {
  const auto reading = [](const char* settle) {
    Scene scene{kTalkSettle, settle};
    scene.raise();
    return explained(scene, "talk.settle", "2026-04-02 17:00").limits.front().reading;
  };
  const std::string open = "The document does not say from when";
  EXPECT_EQ(reading("settle: {within: 1 working day, from: not stated}"), open + ".");
  EXPECT_EQ(reading("settle: {within: 1 working day, from: not stated, reading: from the call}"),
            open + ". from the call");
  EXPECT_EQ(reading("settle: {within: 1 working day, from: raised, reading: from the call}"),
            "from the call");
}

// A date beyond the bank holidays that are published may still move, and says so.
TEST(Explained, ALL_5_ADateBeyondThePublishedBankHolidaysSaysSo) {
  const auto projected = [](const char* raised, const char* duty) {
    Scene scene;
    scene.raise(raised, [](Raise& raise) {
      raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
    });
    const Circumstances at = scene.at(scene.london(raised));
    const DutyState& found = scene.duty(duty);
    EXPECT_EQ(is_projected(found, scene.state, at),
              explain_deadline(found, scene.state, at).projected);
    EXPECT_EQ(is_cap_projected(scene.state, at), std::string_view{raised} > "2029");
    return is_projected(found, scene.state, at);
  };
  EXPECT_FALSE(projected("2026-04-02 16:30", "talk.settle"));
  EXPECT_FALSE(projected("2026-04-02 16:30", "talk.discuss"));
  EXPECT_TRUE(projected("2029-12-20 16:30", "talk.settle"));
  EXPECT_TRUE(projected("2029-12-20 16:30", "talk.discuss")) << "it is due with its stage";

  Scene waits = with_duty(
      "- {id: visit, what: See the child, owed_by: raising_side, due: {within: 4 hours, from: "
      "discharge}}");
  const Circumstances at = waits.at(waits.london("2026-04-02 17:00"));
  EXPECT_FALSE(is_projected(waits.duty("talk.visit"), waits.state, at)) << "it has no date yet";
  EXPECT_FALSE(is_cap_projected(waits.state, at)) << "nor the whole";
  ASSERT_TRUE(waits.give("2026-04-02 17:00", "tess",
                         SetChildTimescale{waits.london("2026-04-03 12:00"), "she goes home"}));
  EXPECT_FALSE(is_projected(waits.duty("talk.settle"), waits.state, at));
}

}  // namespace
}  // namespace accord
