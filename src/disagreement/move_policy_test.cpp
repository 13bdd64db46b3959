#include "disagreement/move_policy.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::HasSubstr;

/// The version after: the invented policy with `from` replaced by `to`.
Policy next_version(std::string_view from, std::string_view to) {
  Policy policy = Scene{from, to}.policy;
  policy.version = "2";
  policy.hash = "after";
  return policy;
}

/// Carol, of the partnership, moves it; what is recorded is kept, and the scene goes on under it.
std::expected<std::vector<Event>, Refusal> move(Scene& scene, std::string_view at,
                                                const Policy& after, std::string stage = "") {
  const Instant now = scene.london(at);
  const Circumstances then{now, after, scene.directory, scene.calendar};
  auto moved = move_policy(scene.state, Actor{PersonId{"carol"}, AgencyId{"partnership"}},
                           {std::move(stage), "the review of 2026"}, scene.at(now), then);
  if (moved) {
    for (const Event& event : *moved) {
      scene.state = evolve(std::move(scene.state), event);
      scene.events.push_back(event);
    }
    scene.policy = after;
  }
  return moved;
}

template <typename Body>
std::vector<Body> recorded_of(const std::vector<Event>& events) {
  std::vector<Body> found;
  for (const Event& event : events) {
    if (const auto* body = std::get_if<Body>(&event.body)) {
      found.push_back(*body);
    }
  }
  return found;
}

constexpr std::string_view kTalkSettles = "settle: {within: 1 working day, unless";

// Kernel rule 24: "clocks run on from where they began, and each date that differs is recorded with
// the old, the new and why."
TEST(MovePolicy, Rule24_ALongerTimeMovesTheDateAndSaysWhy) {
  Scene scene;
  scene.raise();
  ASSERT_EQ(scene.due("talk.settle"), "2026-04-07 17:00");
  const auto moved = move(scene, "2026-04-03 10:00",
                          next_version(kTalkSettles, "settle: {within: 3 working days, unless"));
  ASSERT_TRUE(moved);

  EXPECT_EQ(scene.due("talk.settle"), "2026-04-09 17:00");
  const auto changed = recorded_of<DeadlineChanged>(*moved);
  ASSERT_FALSE(changed.empty());
  EXPECT_EQ(scene.text(changed.front().from.due), "2026-04-07 17:00");
  EXPECT_EQ(changed.front().why, "moved to version 2 of the procedure: the review of 2026");
  EXPECT_EQ(scene.state.governed_by.policy, "small");
  EXPECT_EQ(scene.state.governed_by.version, "2");
  EXPECT_EQ(scene.state.raised.policy_version, "1");
  EXPECT_EQ(scene.state.governed_by.sequence, 1 + scene.events.size() - moved->size());
}

// Rule 24: "whatever had fallen due is recorded under the rules of its time"; rule 18.
TEST(MovePolicy, Rule24_WhatWasLateStaysLate) {
  Scene scene;
  scene.raise();
  const auto moved = move(scene, "2026-04-08 10:00",
                          next_version(kTalkSettles, "settle: {within: 9 working days, unless"));
  ASSERT_TRUE(moved);
  EXPECT_EQ(scene.text(scene.duty("talk.settle").overdue_at), "2026-04-07 17:00");
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-17 17:00");
  EXPECT_TRUE(std::holds_alternative<DutyOverdue>(moved->front().body));
}

// Rule 18: "A deadline already past when set makes the duty overdue then."
TEST(MovePolicy, Rule24_ADateThatIsAlreadyPastIsLateAtOnce) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(move(scene, "2026-04-03 16:00",
                   next_version(kTalkSettles, "settle: {within: 4 hours, unless")));
  EXPECT_EQ(scene.text(scene.duty("talk.settle").overdue_at), "2026-04-02 20:30");
  EXPECT_EQ(scene.count("throughout.move_on"), 1) << "with what its passing opens";
}

// Rule 24: "What was met is not asked again."
TEST(MovePolicy, Rule24_WhatWasMetStaysMet) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.done("2026-04-03 10:00", "tess", "talk.discuss"));
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version("what: Discuss it, owed_by: any_side, proof: contact",
                                "what: Meet about it, owed_by: raising_side, proof: meeting")));
  EXPECT_EQ(scene.count("talk.discuss"), 1);
  EXPECT_EQ(scene.duty("talk.discuss").status, DutyStatus::Met);
}

TEST(MovePolicy, Rule24_WhatWasMetThroughoutIsNotAskedForTheTimeBefore) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", SetFact{{"danger", "", {"yes"}, {}}, "x"}));
  ASSERT_TRUE(scene.done("2026-04-02 17:30", "tess", "throughout.tell_iro"));
  ASSERT_TRUE(
      scene.give("2026-04-02 18:00", "tess", SetFact{{"urgency", "", {"urgent"}, {}}, "x"}));
  const auto after =
      next_version("to: iro, when: {danger: yes}", "to: iro, when: {urgency: urgent}");
  ASSERT_TRUE(move(scene, "2026-04-03 11:00", after));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 1);

  // Of what comes to be so from then on it is owed again (rule 11).
  ASSERT_TRUE(scene.give("2026-04-03 12:00", "tess", SetFact{{"urgency", "", {}, {}}, "x"}));
  ASSERT_TRUE(scene.give("2026-04-03 12:00", "will", SetFact{{"urgency", "", {}, {}}, "x"}));
  ASSERT_TRUE(
      scene.give("2026-04-03 13:00", "tess", SetFact{{"urgency", "", {"urgent"}, {}}, "x"}));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 2);
}

TEST(MovePolicy, Rule24_WhatTheNewVersionAddsIsOwedAndWhatItDropsLapses) {
  Scene scene;
  scene.raise();
  const auto moved =
      move(scene, "2026-04-03 11:00",
           next_version("- {id: discuss, what: Discuss it, owed_by: any_side",
                        "- {id: agenda, what: Agree what it is about, owed_by: any_side"));
  ASSERT_TRUE(moved);
  EXPECT_EQ(scene.duty("talk.discuss").status, DutyStatus::Lapsed);
  EXPECT_TRUE(scene.duty("talk.agenda").open());
  const auto lapsed = recorded_of<DutyLapsed>(*moved);
  ASSERT_EQ(lapsed.size(), 1U);
  EXPECT_EQ(lapsed.front().why, "the new version of the procedure does not ask for it");
}

TEST(MovePolicy, Rule24_WhatSomebodyElseOwesNowIsAskedOfThem) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version("- {id: discuss, what: Discuss it, owed_by: any_side",
                                "- {id: discuss, what: Discuss it, owed_by: responding_side")));
  ASSERT_EQ(scene.count("talk.discuss"), 2);
  EXPECT_EQ(scene.duty("talk.discuss").owers.front().person, PersonId{"will"});
  EXPECT_EQ(scene.due("talk.discuss"), "2026-04-07 17:00");
}

// Rule 24: "found by its id, by `was`, or named."
TEST(MovePolicy, Rule24_AStageThatIsCalledOtherwiseGoesOnWithItsPast) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.done("2026-04-03 10:00", "tess", "talk.discuss"));
  Policy after = scene.policy;
  after.version = "2";
  after.hash = "after";
  Stage& talk = after.stages.front();
  talk.id = "first";
  talk.was = {"talk"};
  talk.duties.front().id = "discussion";
  talk.duties.front().was = {"discuss"};
  std::erase_if(after.throughout.duties, [](const DutyRule& duty) { return duty.id == "move_on"; });
  std::erase_if(after.stages[1].exits, [](const ExitRule& exit) { return exit.id == "back"; });
  std::erase_if(talk.exits, [](const ExitRule& exit) { return exit.id == "silent"; });
  ASSERT_TRUE(move(scene, "2026-04-03 11:00", after));

  EXPECT_EQ(scene.stage(), "first");
  EXPECT_EQ(scene.duty("first.discussion").status, DutyStatus::Met);
  EXPECT_EQ(scene.count("first.discussion"), 1);
  EXPECT_TRUE(scene.duty("first.settle").open());
  EXPECT_EQ(scene.due("first.settle"), "2026-04-07 17:00");
  ASSERT_TRUE(scene.take("2026-04-03 12:00", "tess", "first.not_agreed"));
  EXPECT_EQ(scene.stage(), "managers");
}

Policy without_managers() {
  Policy after = Scene{}.policy;
  after.version = "2";
  after.hash = "after";
  after.stages.erase(after.stages.begin() + 1);
  for (ExitRule& exit : after.stages.front().exits) {
    exit.go = exit.go == "managers" ? "chairing" : exit.go;
    exit.skips.clear();
  }
  return after;
}

TEST(MovePolicy, Rule24_WithoutItsStageItIsRefusedAndSaysHowToMendIt) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-03 10:00", "tess", "talk.not_agreed"));
  const std::size_t recorded = scene.events.size();
  const auto refused = move(scene, "2026-04-03 11:00", without_managers());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("no stage in place of “Managers”"));
  EXPECT_THAT(refused.error().instead, HasSubstr("`was: managers`"));
  EXPECT_THAT(refused.error().instead, HasSubstr("talk, chairing"));
  EXPECT_EQ(scene.events.size(), recorded);

  ASSERT_FALSE(move(scene, "2026-04-03 11:00", without_managers(), "nowhere"));
}

// Of two stages that became one, the visits are counted through: what was met in the first is not
// taken for the second.
TEST(MovePolicy, Rule24_ANamedStageTakesTheVisitOver) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.done("2026-04-03 09:00", "tess", "talk.discuss"));
  ASSERT_TRUE(scene.take("2026-04-03 10:00", "tess", "talk.not_agreed"));
  ASSERT_TRUE(move(scene, "2026-04-03 11:00", without_managers(), "talk"));
  EXPECT_EQ(scene.stage(), "talk");
  EXPECT_EQ(scene.state.stage()->number, 2);
  EXPECT_EQ(scene.speaks(0), "hugh");
  EXPECT_TRUE(scene.duty("talk.discuss").open());
  EXPECT_EQ(scene.duty("talk.settle").visit, 2);
}

// Rule 16: `child_timescale` and `cap` clip whatever version sets the time.
TEST(MovePolicy, Rule24_TheDateThatProtectsTheChildStillBinds) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess",
                         SetChildTimescale{scene.london("2026-04-07 12:00"), "the discharge"}));
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version(kTalkSettles, "settle: {within: 9 working days, unless")));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-07 12:00");
}

TEST(MovePolicy, Rule24_ACapComesAndGoesWithTheVersion) {
  Scene scene;
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  });
  ASSERT_TRUE(scene.state.cap.due);
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version("cap: {within: 4 weeks, from: raised, when: {urgency: routine}, "
                                "clause: '5'}",
                                "")));
  EXPECT_FALSE(scene.state.cap.due);

  Policy capped = Scene{"cap: {within: 4 weeks", "cap: {within: 2 hours"}.policy;
  capped.hash = "capped";
  ASSERT_TRUE(move(scene, "2026-04-03 12:00", capped));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-02 18:30");
  EXPECT_TRUE(scene.duty("talk.settle").overdue_at);
}

// Rule 24: "what somebody agreed to stands where it still leads to the same."
TEST(MovePolicy, Rule24_ATakeOfAnExitThatChangedFalls) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-03 10:00", "tess", "talk.agreed"));
  const Scene before = scene;
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version(kTalkSettles, "settle: {within: 3 hours, unless")));
  EXPECT_EQ(scene.state.takes.size(), 1U);

  // One side's alone would be an agreement of every side.
  Scene other = before;
  ASSERT_TRUE(move(
      other, "2026-04-03 11:00",
      next_version("title: Agreed, by: each_side, record: [why], end: agreed, clause: '1'",
                   "title: Agreed, by: raising_side, record: [why], end: agreed, clause: '1'")));
  EXPECT_TRUE(other.state.takes.empty());
  EXPECT_FALSE(other.state.outcome);
}

TEST(MovePolicy, Rule24_AnAgreedDateStaysWhereOneMayBeAgreed) {
  Scene scene;
  scene.raise();
  const int settle = scene.duty("talk.settle").number;
  const AgreeDate later{settle, scene.london("2026-04-10 12:00"), "she is away"};
  ASSERT_TRUE(scene.give("2026-04-03 10:00", "tess", later));
  ASSERT_TRUE(scene.give("2026-04-03 10:00", "will", later));
  const Scene before = scene;
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version(kTalkSettles, "settle: {within: 3 hours, unless")));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-10 12:00");

  Scene other = before;
  ASSERT_TRUE(move(other, "2026-04-03 11:00",
                   next_version("1 working day, unless: both_agree", "2 working days")));
  EXPECT_EQ(other.due("talk.settle"), "2026-04-08 17:00");
}

// Rule 24: "an outcome is never reopened": what follows from it is owed under the version by which
// it was reached.
TEST(MovePolicy, Rule24_WhatHasAnOutcomeKeepsItsVersion) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-03 10:00", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-03 10:00", "will", "talk.agreed", {}));
  ASSERT_TRUE(scene.state.outcome);
  const auto refused = move(scene, "2026-04-03 11:00", next_version("1 working day,", "2 hours,"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("has an outcome"));
}

TEST(MovePolicy, Rule24_NoOutcomeIsReachedByIt) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.done("2026-04-03 10:00", "tess", "talk.discuss"));
  const auto refused = move(
      scene, "2026-04-03 11:00",
      next_version("      - {id: agreed, title: Agreed, by: each_side, record: [why], end: agreed, "
                   "clause: '1'}",
                   "      - {id: agreed, title: Talked over, when: {discuss: met}, end: agreed}"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("would end at once, by “Talked over”"));
}

TEST(MovePolicy, Rule24_ItIsRefusedTwiceAndWithoutAReason) {
  Scene scene;
  scene.raise();
  const Policy after = next_version("1 working day,", "2 working days,");
  const Circumstances at = scene.at(scene.london("2026-04-03 11:00"));
  const Circumstances then{at.now, after, scene.directory, scene.calendar};
  const Actor carol{PersonId{"carol"}, AgencyId{"partnership"}};
  EXPECT_FALSE(move_policy(scene.state, carol, {}, at, then));
  ASSERT_TRUE(move(scene, "2026-04-03 11:00", after));
  EXPECT_FALSE(move(scene, "2026-04-03 11:00", after));
}

// Who was told by what they must not read more of (a copy of a form) would read everything.
TEST(MovePolicy, Rule24_WhatSaysWhoMayReadIsKept) {
  Scene scene{"to: iro, when: {danger: yes}", "to: iro, purpose: monitoring, when: {danger: yes}"};
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", SetFact{{"danger", "", {"yes"}, {}}, "x"}));
  const auto refused = move(scene, "2026-04-03 11:00", next_version("Talking", "Talking it over"));
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("“Tell the reviewing officer”"));
}

// Kernel rule 1: "Folding needs no policy, directory or calendar."
TEST(MovePolicy, Rule24_IsFoldedWithoutAnyPolicy) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version(kTalkSettles, "settle: {within: 3 working days, unless")));
  Disagreement folded;
  for (const Event& event : scene.events) {
    apply(folded, event);
  }
  EXPECT_EQ(folded.version, scene.state.version);
  EXPECT_EQ(folded.governed_by.hash, "after");
  EXPECT_EQ(folded.duties.size(), scene.state.duties.size());
}

constexpr std::string_view kTalkSettle1 =
    "settle: {within: 1 working day, unless: both_agree, clause: '1'}";

SetFact danger_is(const char* word) {
  return {{"danger", "", {word}, std::nullopt}, "it was seen"};
}

// Rule 24: "clocks run on from where they began" where the new version starts them alike; and anew
// where it does not.
TEST(MovePolicy, Rule24_AClockRunsOnWhereItStartsAlike) {
  const auto settles = [](const std::string& before, const std::string& after) {
    Scene scene{kTalkSettle1, "settle: " + before};
    scene.raise();
    EXPECT_TRUE(scene.give("2026-04-07 10:00", "tess", danger_is("yes")));
    EXPECT_TRUE(scene.give("2026-04-08 10:00", "tess", danger_is("no")));
    EXPECT_TRUE(move(scene, "2026-04-08 11:00", next_version(kTalkSettle1, "settle: " + after)));
    return scene.due("talk.settle");
  };
  const std::string danger = "{within: 3 working days, from: {danger: yes}}";
  const std::string longer = "{within: 4 working days, from: {danger: yes}}";
  EXPECT_EQ(settles(danger, longer), "2026-04-13 17:00") << "from the Tuesday on which it began";
  EXPECT_EQ(settles(danger, "{within: 4 working days, from: {danger: no}}"), "2026-04-14 17:00");
  EXPECT_EQ(settles(danger, "{within: 4 working days}"), "2026-04-10 17:00") << "from its stage";
  EXPECT_EQ(settles("{within: 3 working days}", longer), "2026-04-08 17:00")
      << "it has not begun: the local target";
  EXPECT_EQ(settles("{within: 3 working days, from: {danger: yes}, when: {talk: begun}}", longer),
            "2026-04-08 17:00")
      << "it did not count alike";
  EXPECT_EQ(settles("[{within: 9 working days}, " + danger + "]",
                    "[" + longer + ", {within: 9 working days}]"),
            "2026-04-13 17:00")
      << "each from where it began, in whatever order they stand";
}

// … as the cap does, and what is owed for the same reason.
TEST(MovePolicy, Rule24_SoDoTheCapAndADuty) {
  constexpr std::string_view kCap4 =
      "cap: {within: 4 weeks, from: raised, when: {urgency: routine}, clause: '5'}";
  Scene scene{kCap4, "cap: {within: 1 weeks, from: {danger: yes}, clause: '5'}"};
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-03 10:00", "tess", danger_is("yes")));
  ASSERT_TRUE(scene.give("2026-04-03 11:00", "tess", danger_is("no")));
  ASSERT_EQ(scene.text(scene.state.cap.due), "2026-04-10 17:00");
  ASSERT_TRUE(
      move(scene, "2026-04-07 11:00",
           next_version(kCap4, "cap: {within: 2 weeks, from: {danger: yes}, clause: '5'}")));
  EXPECT_EQ(scene.text(scene.state.cap.due), "2026-04-17 17:00");
}

TEST(MovePolicy, Rule24_WhatIsOwedForAnotherReasonRunsFromThatReason) {
  constexpr std::string_view kLook = "when: {danger: yes}, due: {within: 4 hours}}";
  const auto due = [&](const std::string& after) {
    Scene scene;
    scene.raise();
    EXPECT_TRUE(scene.give("2026-04-07 09:00", "tess",
                           SetFact{{"urgency", "", {"urgent"}, std::nullopt}, "x"}));
    EXPECT_TRUE(scene.give("2026-04-07 10:00", "tess", danger_is("yes")));
    EXPECT_TRUE(move(scene, "2026-04-07 11:00", next_version(kLook, after)));
    return scene.due("talk.look");
  };
  EXPECT_EQ(due("when: {danger: yes}, due: {within: 5 hours}}"), "2026-04-07 15:00");
  EXPECT_EQ(due("when: {any: [{danger: yes}, {urgency: urgent}]}, due: {within: 4 hours}}"),
            "2026-04-07 13:00");
}

// A time that a version gives for the first time, or no longer gives.
TEST(MovePolicy, Rule24_ATimeComesAndGoesWithTheVersion) {
  constexpr std::string_view kStanding = "owed_by: each_side, met_when: {outcome: known}}";
  constexpr std::string_view kTimed =
      "owed_by: each_side, met_when: {outcome: known}, due: {within: 4 working days}}";
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.duty("throughout.standing").deadline.local_target);
  ASSERT_TRUE(move(scene, "2026-04-07 11:00", next_version(kStanding, kTimed)));
  EXPECT_EQ(scene.due("throughout.standing"), "2026-04-10 17:00");
  EXPECT_FALSE(scene.duty("throughout.standing").deadline.local_target);

  Policy back = Scene{}.policy;
  back.hash = "back";
  ASSERT_TRUE(move(scene, "2026-04-07 12:00", back));
  EXPECT_EQ(scene.due("throughout.standing"), "2026-04-08 17:00");
  EXPECT_TRUE(scene.duty("throughout.standing").deadline.local_target);
}

// Rule 8: whether the tier is the last, as the new version has tiers.
TEST(MovePolicy, Rule24_TheTierIsTheLastAsTheNewVersionSays) {
  constexpr std::string_view kTiers = "    tiers: up_the_line\n";
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.state.stage()->more_tiers);
  ASSERT_TRUE(move(scene, "2026-04-03 11:00", next_version(kTiers, "")));
  EXPECT_FALSE(scene.state.stage()->more_tiers);
  EXPECT_EQ(scene.text(scene.state.stage()->tiers_since), "2026-04-03 11:00");

  Policy back = Scene{}.policy;
  back.hash = "back";
  ASSERT_TRUE(move(scene, "2026-04-03 12:00", back));
  EXPECT_TRUE(scene.state.stage()->more_tiers);

  Policy same = back;
  same.hash = "same";
  const auto moved = move(scene, "2026-04-03 13:00", same);
  ASSERT_TRUE(moved);
  EXPECT_FALSE(recorded_of<PolicyChanged>(*moved).front().more_tiers) << "nothing changed in it";
  EXPECT_EQ(scene.text(scene.state.stage()->tiers_since), "2026-04-03 12:00");
}

// "Who must leave the stage" is asked of whom the new version names.
TEST(MovePolicy, Rule24_WhoSettlesTheStageIsWhomTheNewVersionNames) {
  Scene scene;
  scene.raise();
  const auto moved =
      move(scene, "2026-04-03 11:00",
           next_version("    representatives: {each_side: worker}\n",
                        "    representatives: {each_side: worker}\n    settled_by: chair\n"));
  ASSERT_TRUE(moved);
  ASSERT_EQ(scene.count("talk.settle"), 2);
  EXPECT_TRUE(scene.duty("talk.settle").open());
  EXPECT_EQ(scene.duty("talk.settle").owers.front().person.text(), "carol");
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-07 17:00");
  const auto lapsed = recorded_of<DutyLapsed>(*moved);
  ASSERT_EQ(lapsed.size(), 1U);
  EXPECT_EQ(lapsed.front().number, 1);
  EXPECT_EQ(lapsed.front().why, "the new version of the procedure asks it of somebody else");
}

// "What somebody has met goes on": of the same opening whoever still owes it goes on owing it.
TEST(MovePolicy, Rule24_WhatOneSideHasDoneTheOtherStillOwes) {
  constexpr std::string_view kLook = "what: Look at the file, owed_by: each_side";
  constexpr std::string_view kByOne = "what: Look at the file, owed_by: raising_side";
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", danger_is("yes")));
  Scene nobody = scene;
  ASSERT_TRUE(scene.done("2026-04-02 16:50", "tess", "talk.look"));
  ASSERT_TRUE(move(scene, "2026-04-02 17:00", next_version(kLook, kByOne)));
  EXPECT_EQ(scene.count("talk.look"), 2);
  EXPECT_TRUE(scene.duty("talk.look").open());
  EXPECT_EQ(scene.duty("talk.look").owers.front().person.text(), "will");

  ASSERT_TRUE(nobody.done("2026-04-02 16:50", "tess", "talk.discuss"));
  ASSERT_TRUE(move(nobody, "2026-04-02 17:00", next_version(kLook, kByOne)));
  EXPECT_EQ(nobody.count("talk.look"), 3) << "another duty that was met is none of it";
  EXPECT_EQ(nobody.duty("talk.look").owers.front().person.text(), "tess");
}

// What was agreed to by a way that the new version has no more falls, and is said.
TEST(MovePolicy, Rule24_ATakeOfAWayThatIsGoneFalls) {
  constexpr std::string_view kAgreed =
      "      - {id: agreed, title: Agreed, by: each_side, record: [why], end: agreed, clause: "
      "'1'}\n"
      "      - {id: not_agreed";
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-03 10:00", "tess", "talk.agreed"));
  const auto moved =
      move(scene, "2026-04-03 11:00", next_version(kAgreed, "      - {id: not_agreed"));
  ASSERT_TRUE(moved);
  EXPECT_TRUE(scene.state.takes.empty());
  EXPECT_EQ(recorded_of<TermsLapsed>(*moved).size(), 1U);
}

// Rule 24: "whatever had fallen due is recorded under the rules of its time": a moment that has
// come since somebody looked, with what it opened then.
TEST(MovePolicy, Rule24_WhatCameBeforeItIsRecordedUnderTheVersionOfItsTime) {
  Scene scene{"to: iro, when: {danger: yes}",
              "to: iro, when: {all: [discharge, {not: {talk.settle: overdue}}]}"};
  scene.raise("2026-04-02 16:30", [&](Raise& raise) {
    raise.facts.push_back({"discharge", "", {}, scene.london("2026-04-07 12:00")});
  });
  ASSERT_TRUE(move(scene, "2026-04-08 11:00", next_version("Talking", "Talking it over")));
  ASSERT_EQ(scene.count("throughout.tell_iro"), 1);
  EXPECT_EQ(scene.duty("throughout.tell_iro").status, DutyStatus::Lapsed);
}

// What says who may read goes on where the new version says the same of it, and not where it has
// nothing in its place.
TEST(MovePolicy, Rule24_WhatSaysWhoMayReadGoesOnWithTheSamePurpose) {
  constexpr std::string_view kTold = "to: iro, purpose: monitoring, when: {danger: yes}";
  Scene scene{"to: iro, when: {danger: yes}", kTold};
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", danger_is("yes")));
  Scene dropped = scene;
  ASSERT_TRUE(move(scene, "2026-04-03 11:00",
                   next_version("to: iro, when: {danger: yes}, due: {within: next working day}}",
                                std::string{kTold} + "}")));
  Policy without = Scene{}.policy;
  without.hash = "without";
  std::erase_if(without.throughout.duties,
                [](const DutyRule& duty) { return duty.id == "tell_iro"; });
  EXPECT_FALSE(move(dropped, "2026-04-03 11:00", without));
}

TEST(MovePolicy, Rule24_OnlyWhatWasRaisedMoves) {
  Scene scene;
  const auto refused = move(scene, "2026-04-03 11:00", next_version("Talking", "Talking it over"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().what, "There is no such disagreement.");
}

}  // namespace
}  // namespace accord
