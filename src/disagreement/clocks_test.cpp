#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;

template <typename Body>
int count(const std::vector<Event>& events) {
  return static_cast<int>(std::ranges::count_if(
      events, [](const Event& event) { return std::holds_alternative<Body>(event.body); }));
}

// Kernel rule 3a: "time passes: every deadline and moment before `at`, in order of instant"; rule
// 12: "Done at the deadline is in time."
TEST(PassTime, Rule3_WhatIsDoneAtTheDeadlineIsInTime) {
  Scene scene;
  scene.raise();
  ASSERT_EQ(scene.due("talk.settle"), "2026-04-07 17:00");

  scene.wait_until("2026-04-07 17:00");
  EXPECT_FALSE(scene.duty("talk.settle").overdue_at);
  ASSERT_TRUE(scene.done("2026-04-07 17:00", "tess", "talk.discuss"));
  EXPECT_FALSE(scene.duty("talk.discuss").late);

  scene.wait_until("2026-04-07 17:01");
  EXPECT_EQ(scene.text(scene.duty("talk.settle").overdue_at), "2026-04-07 17:00");
}

// Kernel rule 12: "Done in time but recorded late is `met`, and what followed meanwhile stands."
TEST(RecordDone, Rule12_InTimeButRecordedLateIsMet) {
  Scene scene;
  scene.raise();
  scene.wait_until("2026-04-08 09:00");
  ASSERT_TRUE(scene.duty("talk.discuss").overdue_at);

  ASSERT_TRUE(scene.done("2026-04-08 09:00", "tess", "talk.discuss", "2026-04-07 11:00"));

  EXPECT_EQ(scene.duty("talk.discuss").status, DutyStatus::Met);
  EXPECT_FALSE(scene.duty("talk.discuss").was_late());
  EXPECT_EQ(scene.duty("throughout.move_on").status, DutyStatus::Open);
}

TEST(RecordDone, Rule12_AfterTheDeadlineIsLate) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.done("2026-04-08 09:00", "tess", "talk.discuss", "2026-04-07 17:01"));
  EXPECT_TRUE(scene.duty("talk.discuss").was_late());
}

// Kernel rule 14: "without `from`, the later of the tier's beginning and the since of `when`".
TEST(Deadline, Rule14_RunsFromWhenItsConditionCameTrue) {
  Scene scene;
  scene.raise();
  SetFact danger{{"danger", "", {"yes"}, std::nullopt}, "he was seen"};
  ASSERT_TRUE(scene.give("2026-04-02 18:00", "will", danger));
  EXPECT_EQ(scene.due("talk.look"), "2026-04-02 22:00");
  EXPECT_EQ(scene.count("talk.look"), 2);  // rule 10: one for each ower
}

// A limit that exists in one class alone runs from the change to it (timescale rule 13).
TEST(Deadline, Rule14_ABoundOfOneClassRunsFromWhenItCounts) {
  Scene scene{"settle: {within: 1 working day, unless: both_agree, clause: '1'}",
              "settle: [{within: 5 working days}, {within: 24 hours, when: {urgency: urgent}}]"};
  scene.raise();
  SetFact urgent{{"urgency", "", {"urgent"}, std::nullopt}, "he was seen"};
  ASSERT_TRUE(scene.give("2026-04-03 11:00", "will", urgent));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-04 11:00");
}

SetFact discharge(const Scene& scene, std::string_view at) {
  return {{"discharge", "", {}, scene.london(at)}, "the ward rang"};
}

// `any` is the earlier of several (kernel remark 2), also where one of them lies ahead and the
// other comes first after all; and what lies ahead may still move (rule 14).
TEST(Deadline, Rule14_TheEarlierOfAMomentAheadAndAnAct) {
  Scene scene{"- {id: way, what: Find a way, owed_by: chair,",
              "- {id: way, what: Find a way, owed_by: chair, due: {within: 2 working days, from: "
              "{any: [discharge, {throughout.tell_iro: met}]}},"};
  scene.raise();
  SetFact danger{{"danger", "", {"yes"}, std::nullopt}, "he was seen"};
  ASSERT_TRUE(scene.give("2026-04-02 16:35", "will", danger));
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "tess", discharge(scene, "2026-04-20 12:00")));
  EXPECT_EQ(scene.due("chairing.way"), "2026-04-22 17:00");
  ASSERT_TRUE(scene.give("2026-04-02 16:55", "tess", discharge(scene, "2026-04-17 12:00")));
  EXPECT_EQ(scene.due("chairing.way"), "2026-04-21 17:00");
  ASSERT_TRUE(scene.done("2026-04-07 10:00", "tess", "throughout.tell_iro"));
  EXPECT_EQ(scene.due("chairing.way"), "2026-04-09 17:00");
  // It has begun to run: the conference moves, the deadline stays.
  ASSERT_TRUE(scene.give("2026-04-07 11:00", "tess", discharge(scene, "2026-04-24 12:00")));
  EXPECT_EQ(scene.due("chairing.way"), "2026-04-09 17:00");
}

// Kernel rule 14: "a new value of that moment moves it".
TEST(Deadline, Rule14_FollowsABareMoment) {
  Scene scene;
  scene.raise();
  SetFact set{{"discharge", "", {}, scene.london("2026-04-17 12:00")}, "the ward rang"};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", set));
  const std::string first = scene.due("talk.visit");
  const auto before = scene.state.version;

  set.fact.moment = scene.london("2026-04-16 12:00");
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "tess", set));

  EXPECT_LT(scene.due("talk.visit"), first);
  EXPECT_GE(count<DeadlineChanged>(scene.since(before)), 1);
}

// Kernel rule 15: a bound without a time is no deadline of the document's: the local target is its
// date, and says so (ALL-5).
TEST(Deadline, Rule15_ALocalTargetAloneIsTheDateAndSaysSo) {
  Scene scene;
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  EXPECT_EQ(scene.due("chairing.settle"), "2026-04-09 17:00");
  EXPECT_TRUE(scene.duty("chairing.settle").deadline.local_target);
  scene.wait_until("2026-04-09 17:01");
  EXPECT_TRUE(scene.duty("chairing.settle").overdue_at);
}

// Kernel rule 16: "`child_timescale` and `cap` clip every duty of the stages and of `throughout`".
TEST(SetChildTimescale, Rule16_ClipsTheStage) {
  Scene scene;
  scene.raise();
  const auto before = scene.state.version;
  SetChildTimescale set{scene.london("2026-04-04 12:00"), "Discharge is that afternoon."};

  ASSERT_TRUE(scene.give("2026-04-02 17:00", "will", set));

  EXPECT_EQ(scene.due("talk.settle"), "2026-04-04 12:00");
  EXPECT_EQ(scene.duty("talk.settle").deadline.bound, DeadlineState::kChildTimescale);
  for (const Event& event : scene.since(before)) {
    if (const auto* changed = std::get_if<DeadlineChanged>(&event.body)) {
      EXPECT_EQ(scene.text(changed->to.due), "2026-04-04 12:00");
      EXPECT_THAT(changed->why, ::testing::HasSubstr("Discharge is that afternoon."));
    }
  }
}

TEST(SetChildTimescale, Rule16_PuttingItBackTakesEverySide) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "will",
                         SetChildTimescale{scene.london("2026-04-04 12:00"), "soon"}));
  const SetChildTimescale back{scene.london("2026-04-05 12:00"), "put off"};

  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", back));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-04 12:00");
  ASSERT_TRUE(scene.give("2026-04-02 17:20", "tess", back));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-05 12:00");

  ASSERT_TRUE(scene.give("2026-04-02 17:30", "tess", SetChildTimescale{std::nullopt, "gone"}));
  EXPECT_TRUE(scene.state.child_timescale);
  ASSERT_TRUE(scene.give("2026-04-02 17:40", "will", SetChildTimescale{std::nullopt, "gone"}));
  EXPECT_FALSE(scene.state.child_timescale);
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-07 17:00");
}

TEST(SetChildTimescale, Rule16_UndertakingsAreApart) {
  Scene scene;
  scene.raise();
  Undertake action;
  action.what = "Visit";
  action.agency = AgencyId{"csc"};
  action.due = scene.london("2026-04-20 12:00");
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "will", action));
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "will",
                         SetChildTimescale{scene.london("2026-04-04 12:00"), "soon"}));
  EXPECT_EQ(scene.due("undertaken.action"), "2026-04-20 12:00");
}

// NOT-10: "routine: within 4 weeks". The cap was once a no-op (std::bind was called for it).
TEST(Cap, NOT_10_ClipsWhatWouldBeLater) {
  Scene scene;
  scene.raise("2026-11-30 09:00", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  EXPECT_EQ(scene.text(scene.state.cap.due), "2026-12-24 17:00");
  ASSERT_TRUE(scene.take("2026-12-22 15:00", "tess", "talk.not_agreed"));

  EXPECT_EQ(scene.due("managers.settle"), "2026-12-24 17:00");
  EXPECT_EQ(scene.duty("managers.settle").deadline.bound, DeadlineState::kCap);
}

// Kernel rule 18: "A deadline already past when set makes the duty overdue then."
TEST(Cap, NOT_10_Rule18_APastCapIsOverdueAtOnceWithATarget) {
  Scene scene;
  scene.raise("2026-11-30 09:00", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  ASSERT_TRUE(scene.take("2027-01-04 10:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.due("managers.settle"), "2026-12-24 17:00");
  EXPECT_TRUE(scene.duty("managers.settle").overdue_at);
  EXPECT_TRUE(scene.duty("managers.settle").deadline.target);
}

// Kernel rule 17: "A date agreed under `unless: both_agree` replaces that bound only, once every
// side has confirmed it; rule 15 still holds" (GLO-8, LEE-3).
TEST(AgreeDate, GLO_8_Rule17_HoldsOnceEverySideHasSaidIt) {
  Scene scene;
  scene.raise();
  const AgreeDate agree{scene.duty("talk.settle").number, scene.london("2026-04-17 17:00"),
                        "leave"};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", agree));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-07 17:00");
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", agree));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-17 17:00");

  ASSERT_TRUE(scene.give("2026-04-02 17:20", "tess",
                         SetChildTimescale{scene.london("2026-04-15 12:00"), "soon"}));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-15 12:00");
}

// Kernel rule 17: "a deadline that had passed stays recorded as missed".
TEST(AgreeDate, Rule17_DoesNotUndoWhatWasMissed) {
  Scene scene;
  scene.raise();
  const AgreeDate agree{scene.duty("talk.settle").number, scene.london("2026-04-17 17:00"),
                        "leave"};
  ASSERT_TRUE(scene.give("2026-04-08 09:00", "tess", agree));
  ASSERT_TRUE(scene.give("2026-04-08 09:10", "will", agree));
  EXPECT_EQ(scene.text(scene.duty("talk.settle").overdue_at), "2026-04-07 17:00");
}

// Kernel rule 19: "In a stage, a duty without `due` is due with `settle`. Elsewhere it is `not
// stated`."
TEST(Deadline, Rule19_WithoutADueItIsDueWithTheStage) {
  Scene scene;
  scene.raise();
  EXPECT_EQ(scene.due("talk.discuss"), scene.due("talk.settle"));
  EXPECT_TRUE(scene.duty("throughout.standing").deadline.local_target);
}

// Kernel rule 5: "A correction changes words from then on."
TEST(Correct, Rule5_MovesTheTimeOfWhatWasDone) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.done("2026-04-07 18:00", "tess", "talk.discuss", "2026-04-07 17:30"));
  ASSERT_TRUE(scene.duty("talk.discuss").late);
  Correct correct{scene.duty("talk.discuss").done_sequence, "It was at half past four",
                  scene.london("2026-04-07 16:30")};
  ASSERT_TRUE(scene.give("2026-04-07 18:10", "tess", correct));
  EXPECT_FALSE(scene.duty("talk.discuss").late);
}

Instant done_of(const Scene& scene, std::int64_t sequence) {
  for (const RightUsed& used : scene.state.rights) {
    if (used.sequence == sequence) {
      return used.done_at;
    }
  }
  return {};
}

// ALL-6, kernel rule 13: a right that was exercised was exercised at a time too.
TEST(Correct, ALL_6_MovesTheTimeAtWhichARightWasExercised) {
  Scene scene{"what: Ask for an opinion, open_to: each_side}",
              "what: Ask for an opinion, open_to: each_side}\n"
              "      - {id: answer, what: Answer it, owed_by: chair, when: {opinion: met},"
              " due: {within: 1 working day, from: {opinion: met}}}"};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-07 11:00", "tess", "talk.straight"));
  scene.policy.stages.back().exits.pop_back();  // it would end by the opinion
  ASSERT_TRUE(scene.done("2026-04-08 12:00", "will", "chairing.opinion"));
  EXPECT_EQ(scene.due("chairing.answer"), "2026-04-09 17:00");
  const std::int64_t sequence = scene.state.rights.back().sequence;
  const Correct correct{sequence, "It was the day before", scene.london("2026-04-07 12:00")};

  EXPECT_EQ(scene.give("2026-04-08 13:00", "tess", correct).error().kind, Refusal::Kind::NotYours);
  const auto given = scene.give("2026-04-08 13:00", "will", correct);

  ASSERT_TRUE(given) << given.error().what;
  EXPECT_EQ(done_of(scene, sequence), scene.london("2026-04-07 12:00"));
  EXPECT_EQ(scene.due("chairing.answer"), "2026-04-08 17:00") << "its clock runs from it";
  const Correct earlier{sequence, "x", scene.london("2026-04-07 10:00")};
  EXPECT_EQ(scene.give("2026-04-08 13:10", "will", earlier).error().kind, Refusal::Kind::BadTime)
      << "the stage had not begun";
}

// GLO-4: advice is taken before raising, and stays so.
TEST(Correct, GLO_4_WhatWasDoneBeforeRaisingIsCorrectedToBeforeRaising) {
  Scene scene;
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.before.push_back({"advice", std::nullopt, {}}); });
  const std::int64_t sequence = scene.state.rights.back().sequence;
  const auto correct = [&](std::string_view to) {
    return scene.give("2026-04-02 17:00", "tess", Correct{sequence, "x", scene.london(to)});
  };
  ASSERT_TRUE(correct("2026-04-02 16:30"));
  ASSERT_TRUE(correct("2026-04-01 09:00"));
  EXPECT_EQ(done_of(scene, sequence), scene.london("2026-04-01 09:00"));
  EXPECT_EQ(correct("2026-04-02 16:45").error().what,
            "This was recorded as done before it was raised.");
}

// Kernel rule 5: what is owed beside the stages can have been done before it was asked for, when
// recorded as when corrected.
TEST(Correct, Rule5_WhatIsOwedBesideTheStagesGoesBackToRaising) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(
      scene.give("2026-04-07 12:00", "tess", SetFact{{"danger", "", {"yes"}, std::nullopt}, ""}));
  ASSERT_TRUE(scene.done("2026-04-07 13:00", "tess", "throughout.tell_iro", "2026-04-07 10:00"));
  const std::int64_t sequence = scene.duty("throughout.tell_iro").done_sequence;
  const auto correct = [&](std::string_view to) {
    return scene.give("2026-04-07 14:00", "tess", Correct{sequence, "x", scene.london(to)});
  };
  EXPECT_TRUE(correct("2026-04-07 09:00"));
  EXPECT_EQ(scene.text(scene.duty("throughout.tell_iro").done_at), "2026-04-07 09:00");
  EXPECT_EQ(correct("2026-04-02 16:00").error().kind, Refusal::Kind::BadTime);
}

// Kernel rule 13 of classes: any side moves it to the faster, every side to the slower.
TEST(SetFact, Rule13_ASlowerClassTakesEverySide) {
  Scene scene;
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"urgent"}, std::nullopt});
  });
  const SetFact slower{{"urgency", "", {"routine"}, std::nullopt}, "seen and safe"};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", slower));
  EXPECT_EQ(scene.state.fact("urgency")->set.words.front(), "urgent");
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", slower));
  EXPECT_EQ(scene.state.fact("urgency")->set.words.front(), "routine");
  ASSERT_TRUE(scene.give("2026-04-02 17:20", "will",
                         SetFact{{"urgency", "", {"urgent"}, std::nullopt}, "worse"}));
  EXPECT_EQ(scene.state.fact("urgency")->set.words.front(), "urgent");
}

// Kernel rule 13 of classes: what ran on when the class got faster, and counts by itself, runs.
TEST(SetFact, Rule13_ALimitOfEveryClassButOneRunsWhateverHappensBesideIt) {
  Scene scene{"due: {within: next working day}",
              "due: {within: next working day, when: {not: {urgency: routine}}}"};
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  ASSERT_TRUE(scene.give("2026-04-02 16:35", "will",
                         SetFact{{"urgency", "", {"urgent"}, std::nullopt}, "worse"}));
  ASSERT_TRUE(
      scene.give("2026-04-02 16:40", "tess", SetFact{{"danger", "", {"yes"}, std::nullopt}, ""}));
  const std::string due = scene.due("throughout.tell_iro");
  EXPECT_EQ(due, "2026-04-07 17:00");
  for (const char* at : {"2026-04-02 16:41", "2026-04-02 16:42", "2026-04-02 16:43"}) {
    ASSERT_TRUE(scene.give(at, "", PassTime{}));
    EXPECT_EQ(scene.due("throughout.tell_iro"), due) << at;
  }
}

// A fact with a default is as if its word had been said, until somebody says another.
TEST(SetFact, ADefaultHoldsWhileNobodyHasAnswered) {
  Scene scene{"fastest_first: true}", "fastest_first: true, default: routine}"};
  scene.raise();
  const auto cap = scene.policy.cap.front();
  const auto holds = [&] {
    return since(cap.when, {scene.state, scene.london("2026-04-02 18:00"), &scene.calendar})
        .has_value();
  };
  EXPECT_TRUE(holds()) << "not said, taken as routine";
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess",
                         SetFact{{"urgency", "", {"urgent"}, std::nullopt}, "worse"}));
  EXPECT_FALSE(holds());
}

// A first answer that is slower than the default takes every side, as any slower class.
TEST(SetFact, Rule13_AFirstAnswerSlowerThanTheDefaultTakesEverySide) {
  Scene scene{"fastest_first: true}", "fastest_first: true, default: urgent}"};
  scene.raise();
  const SetFact slower{{"urgency", "", {"routine"}, std::nullopt}, "seen and safe"};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", slower));
  EXPECT_EQ(scene.state.fact("urgency"), nullptr);
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", slower));
  EXPECT_EQ(scene.state.fact("urgency")->set.words.front(), "routine");
}

// Where the policy names who makes a class slower, they alone do, and one of them is enough.
TEST(SetFact, Rule13_ASlowerClassIsForWhomThePolicyNames) {
  Scene scene{"fastest_first: true}", "fastest_first: true, slower_by: chair, clause: '5'}"};
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"urgent"}, std::nullopt});
  });
  const SetFact slower{{"urgency", "", {"routine"}, std::nullopt}, "seen and safe"};
  for (const char* side : {"tess", "will"}) {
    const auto refused = scene.give("2026-04-02 17:00", side, slower);
    ASSERT_FALSE(refused) << side;
    EXPECT_EQ(refused.error().kind, Refusal::Kind::NotYours);
    EXPECT_EQ(refused.error().what, "Slower is for the Chair to say.");
    EXPECT_EQ(refused.error().instead, "Ask carol; to make it faster, either side is enough.");
    EXPECT_EQ(refused.error().clause, "5");
    EXPECT_EQ(refused.error().field, "fact");
  }
  EXPECT_EQ(scene.state.fact("urgency")->set.words.front(), "urgent");
  EXPECT_FALSE(scene.give("2026-04-02 17:05", "iris", slower));
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "carol", slower));
  EXPECT_EQ(scene.state.fact("urgency")->set.words.front(), "routine");
  EXPECT_FALSE(speaks_for_side(CommandBody{slower}, scene.state, scene.policy));
  ASSERT_TRUE(scene.give("2026-04-02 17:20", "will",
                         SetFact{{"urgency", "", {"urgent"}, std::nullopt}, "worse"}));
}

constexpr std::string_view kSettle =
    "settle: {within: 1 working day, unless: both_agree, clause: '1'}";
constexpr std::string_view kUrgentBound =
    "{within: 3 working days, from: {all: [raised, {urgency: urgent}]}, when: {urgency: urgent}}]";

/// Raised as routine before Easter; urgent on the Tuesday after it, where 3 working days end on
/// Friday 10 April.
Scene becomes_urgent(const std::string& routine, bool agree = false) {
  Scene scene{kSettle, "settle: [" + routine + ", " + std::string{kUrgentBound}};
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  if (agree) {
    const AgreeDate date{scene.duty("talk.settle").number, scene.london("2026-04-10 12:00"),
                         "leave"};
    EXPECT_TRUE(scene.give("2026-04-07 09:00", "tess", date));
    EXPECT_TRUE(scene.give("2026-04-07 09:10", "will", date));
  }
  EXPECT_TRUE(scene.give("2026-04-07 10:00", "tess",
                         SetFact{{"urgency", "", {"urgent"}, std::nullopt}, "worse"}));
  return scene;
}

// Timescale rule 13: "its limits start at the change, and a limit already running still binds",
// also one that is a local target: becoming urgent gives nobody more time.
TEST(Deadline, Rule13_ALocalTargetThatWasTheDateStillBindsWhenItBecomesUrgent) {
  const Scene scene =
      becomes_urgent("{within: not stated, when: {urgency: routine}, local_target: 1 working day}");
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-07 17:00");
  EXPECT_TRUE(scene.duty("talk.settle").deadline.local_target);
}

// A target beside a stated limit was an aim and no date; the stated one still binds.
TEST(Deadline, Rule13_AnAimBesideALimitDoesNotBecomeTheDate) {
  const Scene scene = becomes_urgent(
      "{within: 2 working days, when: {urgency: routine}}, "
      "{within: not stated, when: {urgency: routine}, local_target: 1 working day}");
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-08 17:00");
  EXPECT_FALSE(scene.duty("talk.settle").deadline.local_target);
}

// Kernel rule 17: the date that every side agreed stands in the place of the limit.
TEST(Deadline, Rule13_AnAgreedDateIsNotUndoneByTheTargetItReplaced) {
  const Scene scene = becomes_urgent(
      "{within: not stated, unless: both_agree, when: {urgency: routine}, local_target: 1 working "
      "day}",
      true);
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-10 12:00");
}

}  // namespace
}  // namespace accord
