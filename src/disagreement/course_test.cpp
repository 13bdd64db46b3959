// What follows from an act or from time alone (docs/kernel.md, rules 3, 7 to 12, 20 and 22): in one
// go until nothing changes, and whenever somebody looks.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::ElementsAre;

constexpr std::string_view kLook =
    "- {id: look, what: Look at the file, owed_by: each_side, when: {danger: yes}, due: {within: 4 "
    "hours}}";
constexpr std::string_view kTellIro =
    "- {id: tell_iro, what: Tell the reviewing officer, owed_by: raising_side, to: iro, when: "
    "{danger: yes}, due: {within: next working day}}";
constexpr std::string_view kNoManagersDuty =
    "    settle: {within: 5 working days, clause: '2'}\n    exits:";

/// The policy with these duties at the managers' stage.
Scene with_managers_duty(const std::string& duty) {
  return {kNoManagersDuty, "    settle: {within: 5 working days, clause: '2'}\n    duties: [" +
                               duty + "]\n    exits:"};
}

void danger(Scene& scene, std::string_view at, const char* is) {
  ASSERT_TRUE(scene.give(at, "tess", SetFact{{"danger", "", {is}, std::nullopt}, "it was seen"}));
}

void raise_before(Scene& scene, std::string_view discharge) {
  scene.raise("2026-04-02 16:30", [&](Raise& raise) {
    raise.facts.push_back({"discharge", "", {}, scene.london(discharge)});
  });
}

std::string scene_speakers(const Scene& scene) {
  return scene.speaks(0) + ", " + scene.speaks(1);
}

/// The kinds of what was recorded of a duty of that name, in order.
std::vector<std::string> record_of(const Scene& scene, std::string_view name) {
  std::vector<std::string> kinds;
  for (const Event& event : scene.events) {
    int number = 0;
    if (const auto* opened = std::get_if<DutyOpened>(&event.body)) {
      number = opened->number;
    } else if (const auto* lapsed = std::get_if<DutyLapsed>(&event.body)) {
      number = lapsed->number;
    } else if (const auto* met = std::get_if<DutyMet>(&event.body)) {
      number = met->number;
    }
    const DutyState* duty = scene.state.duty(number);
    if (duty != nullptr && duty->scope + "." + duty->id == name) {
      kinds.emplace_back(std::string{kind_of(event.body)} + " " + scene.text(event.happened_at));
    }
  }
  return kinds;
}

// Rule 3: "the answer does not depend on when a timer woke": a moment that came between is recorded
// with what it opened, also where something has closed it since.
TEST(PassTime, Rule3_AMomentOpensWhatItOpensThoughNobodyLooked) {
  Scene scene{kTellIro,
              "- {id: tell_iro, what: Tell them, owed_by: raising_side, when: {all: [discharge, "
              "{not: {talk.settle: overdue}}]}, due: {within: next working day}}"};
  raise_before(scene, "2026-04-07 12:00");
  scene.wait_until("2026-04-08 09:00");
  EXPECT_THAT(record_of(scene, "throughout.tell_iro"),
              ElementsAre("duty_opened 2026-04-07 12:00", "duty_lapsed 2026-04-07 17:00"));
}

// … and what lapsed at one instant opens at a later one, in one look as in two.
TEST(PassTime, Rule3_WhatLapsedAtOneInstantOpensAgainAtAnother) {
  for (const bool between : {false, true}) {
    Scene scene{kLook,
                "- {id: look, what: Look at the file, owed_by: raising_side, when: {any: [{not: "
                "discharge}, {settle: overdue}]}}"};
    raise_before(scene, "2026-04-07 12:00");
    if (between) {
      scene.wait_until("2026-04-07 13:00");
    }
    scene.wait_until("2026-04-08 09:00");
    EXPECT_THAT(record_of(scene, "talk.look"),
                ElementsAre("duty_opened 2026-04-02 16:30", "duty_lapsed 2026-04-07 12:00",
                            "duty_opened 2026-04-07 17:00"));
  }
}

// Rule 3c: "consequences until nothing changes", whichever of them the file names first.
TEST(Consequences, Rule3_WhatADutysOpeningOpensOpensWithIt) {
  for (const char* at : {"talk.after_it", "throughout.after_it"}) {
    const bool in_stage = std::string_view{at}.starts_with("talk");
    const std::string after_it = in_stage ? "- {id: after_it, what: Say so, owed_by: raising_side, "
                                            "when: {look: open}}\n      "
                                          : "- {id: after_it, what: Say so, owed_by: raising_side, "
                                            "when: {tell_iro: open}}\n    ";
    const std::string_view before = in_stage ? kLook : kTellIro;
    Scene scene{before, after_it + std::string{before}};
    scene.raise();
    danger(scene, "2026-04-02 16:40", "yes");
    EXPECT_EQ(scene.count(at), 1) << at;
  }
}

TEST(Consequences, Rule3_WhatADutysLapseMeetsIsMetWithIt) {
  Scene scene{kLook,
              "- {id: told, what: Be told, owed_by: raising_side, met_when: {look: lapsed}}"
              "\n      " +
                  std::string{kLook}};
  scene.raise();
  danger(scene, "2026-04-02 16:40", "yes");
  danger(scene, "2026-04-02 16:50", "no");
  EXPECT_EQ(scene.duty("talk.told").status, DutyStatus::Met);
}

TEST(Consequences, Rule3_WhatOneConditionMeetsMeetsTheNext) {
  Scene scene{kLook,
              "- {id: first, what: Be told, owed_by: raising_side, met_when: {second: met}}\n"
              "      - {id: second, what: Be safe, owed_by: raising_side, met_when: {danger: no}}"};
  scene.raise();
  danger(scene, "2026-04-02 16:40", "no");
  EXPECT_EQ(scene.duty("talk.first").status, DutyStatus::Met);
  EXPECT_EQ(scene.duty("talk.second").status, DutyStatus::Met);
}

// A date that moves is a change too: what waits for it to be past waits again, and at once.
TEST(Consequences, Rule3_WhatADateThatMovedAsksForIsOwedAtOnce) {
  Scene scene{kLook,
              "- {id: look, what: Look at the file, owed_by: raising_side, when: {not: {settle: "
              "due}}, due: {within: 4 weeks}}"};
  scene.raise();
  scene.wait_until("2026-04-08 09:00");
  const AgreeDate later{scene.duty("talk.settle").number, scene.london("2026-04-10 12:00"), "x"};
  ASSERT_TRUE(scene.give("2026-04-08 09:10", "tess", later));
  ASSERT_TRUE(scene.give("2026-04-08 09:20", "will", later));
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-10 12:00");
  EXPECT_EQ(scene.duty("talk.look").status, DutyStatus::Open);
}

TEST(Consequences, Rule3_WhatFollowsTheOutcomeOpensWhateverTheFileNamesFirst) {
  Scene scene{
      "after:\n  duties:\n",
      "after:\n  duties:\n"
      "    - {id: copy, what: Send a copy, owed_by: raising_side, when: {confirm: open}}\n"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "will", "talk.agreed", {}));
  EXPECT_EQ(scene.count("after.copy"), 1);
}

// Rule 11: "it opens again at each new since": one that comes in the second in which it was met
// too.
TEST(Throughout, Rule11_WhatComesAnewAsItIsMetIsOwedAgain) {
  Scene scene;
  scene.raise();
  danger(scene, "2026-04-02 16:40", "yes");
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "tess", "throughout.tell_iro"));
  danger(scene, "2026-04-02 17:00", "no");
  EXPECT_EQ(scene.count("throughout.tell_iro"), 1);
  danger(scene, "2026-04-02 17:00", "yes");
  EXPECT_EQ(scene.count("throughout.tell_iro"), 2);
}

// Rules 7 and 14: what was so before its stage began, or before it was raised, is owed from then
// on.
TEST(Duty, Rule14_IsNotOwedBeforeItsStageOrTheDisagreementBegan) {
  Scene scene;
  scene.raise();
  danger(scene, "2026-04-02 16:40", "yes");
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "hugh", "managers.back"));
  EXPECT_EQ(scene.text(scene.duty("talk.look").opened_at), "2026-04-02 17:00");
  EXPECT_EQ(scene.due("talk.look"), "2026-04-02 21:00");

  Scene earlier{"to: iro, when: {danger: yes}", "to: iro, when: discharge"};
  raise_before(earlier, "2026-04-01 12:00");
  EXPECT_EQ(earlier.text(earlier.duty("throughout.tell_iro").opened_at), "2026-04-02 16:30");
}

// Rule 23: what is owed after the outcome, whatever it was, is owed from the outcome on.
TEST(After, Rule23_EachOutcomeHasWhatFollowsIt) {
  Scene scene{"owed_by: each_side, when: {outcome: [agreed, decided, accepted]}",
              "owed_by: raising_side"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-07 11:00", "will", "talk.agreed", {}));
  EXPECT_EQ(scene.text(scene.duty("after.confirm").opened_at), "2026-04-07 11:00");
  EXPECT_EQ(scene.due("after.confirm"), "2026-04-08 17:00");
}

// Rule 10: what any side may do, whoever is of it may say that it is done, its worker too.
TEST(Duty, Rule10_OfAnySideIsAlsoForThePractitioner) {
  Scene scene = with_managers_duty(
      "{id: meet, what: Meet, owed_by: any_side}, "
      "{id: write, what: Write, owed_by: raising_side}");
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  EXPECT_TRUE(scene.duty("managers.meet").any_side);
  EXPECT_FALSE(scene.duty("managers.write").any_side);
  EXPECT_FALSE(scene.done("2026-04-02 16:50", "tess", "managers.write"));
  EXPECT_TRUE(scene.done("2026-04-02 16:50", "tess", "managers.meet"));
}

// Rule 9: to leave the stage is for any of those by whom it is settled.
TEST(Stage, Rule9_SettleIsForAnyOfThoseWhoSettleIt) {
  Scene scene;
  scene.raise();
  EXPECT_TRUE(scene.duty("talk.settle").any_side);
  danger(scene, "2026-04-02 16:40", "yes");
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "tess", "talk.straight"));
  EXPECT_FALSE(scene.duty("chairing.settle").any_side);
  EXPECT_EQ(scene.duty("chairing.settle").owers.front().person.text(), "carol");
}

// Rule 12: what leaving the stage meets is met by leaving it, in time to the second, and not by the
// next tier.
TEST(Stage, Rule12_LeavingMeetsWhatTheNextTierDoesNot) {
  const std::string duty =
      "{id: hand_over, what: Hand it over, owed_by: raising_side, met_when: {managers: left}}";
  for (const auto& [left, late] :
       {std::pair{"2026-04-13 17:00", false}, std::pair{"2026-04-13 17:01", true}}) {
    Scene scene = with_managers_duty(duty);
    scene.raise();
    ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
    ASSERT_TRUE(scene.take("2026-04-02 16:50", "hugh", "managers.next_tier"));
    EXPECT_THAT(record_of(scene, "managers.hand_over"),
                ElementsAre("duty_opened 2026-04-02 16:40", "duty_lapsed 2026-04-02 16:50",
                            "duty_opened 2026-04-02 16:50"));
    ASSERT_EQ(scene.due("managers.hand_over"), "2026-04-13 17:00");
    const std::int64_t before = scene.state.version;
    ASSERT_TRUE(scene.take(left, "hilda", "managers.back"));
    const auto recorded = scene.since(before);
    const auto at = [&](std::string_view kind) {
      return std::ranges::find(recorded, kind, [](const Event& e) { return kind_of(e.body); });
    };
    EXPECT_EQ(scene.duty("managers.hand_over").late, late) << left;
    EXPECT_LT(std::ranges::find_if(recorded,
                                   [&](const Event& event) {
                                     const auto* met = std::get_if<DutyMet>(&event.body);
                                     return met != nullptr &&
                                            met->number == scene.duty("managers.hand_over").number;
                                   }),
              at("stage_left"));
  }
}

// Rule 7: "`go: again` begins the next tier of the same visit."
TEST(Tiers, Rule7_AreOfTheSameVisit) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 16:45", "hugh", "managers.back"));
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 16:55", "hugh", "managers.next_tier"));
  StageBegun begun;
  for (const Event& event : scene.events) {
    const auto* body = std::get_if<StageBegun>(&event.body);
    begun = body != nullptr ? *body : begun;
  }
  EXPECT_EQ(begun.visit, 2);
  EXPECT_EQ(begun.tier, 2);
  EXPECT_EQ(scene.state.visits.size(), 4U);
}

// Rule 8: "`tier` is `last` when no side can go higher": a side that the stage does not name keeps
// who spoke for it, and may have somebody above.
TEST(Tiers, Rule8_CountWhoeverSpeaksWhenTheStageBegins) {
  Scene alone{"representatives: {each_side: line_manager}",
              "representatives: {raising_side: line_manager}"};
  const auto raised_by = [](Scene& scene, const char* raiser, const char* responder) {
    Raise raise = Scene::raising();
    raise.sides = {{AgencyId{"school"}, PersonId{raiser}}, {AgencyId{"csc"}, PersonId{responder}}};
    ASSERT_TRUE(scene.give("2026-04-02 16:30", raiser, raise));
    ASSERT_TRUE(scene.take("2026-04-02 16:40", raiser, "talk.not_agreed"));
  };
  raised_by(alone, "hilda", "will");
  EXPECT_EQ(scene_speakers(alone), "hilda, will");
  EXPECT_TRUE(alone.state.stage()->more_tiers) << "will has a manager";

  Scene top;
  raised_by(top, "hugh", "dora");
  EXPECT_EQ(scene_speakers(top), "hilda, dora");
  EXPECT_FALSE(top.state.stage()->more_tiers) << "hugh speaks no more";
}

// Rule 20: what is agreed are the terms of that way on, and of no other.
TEST(TakeExit, Rule20_TheTermsAreThoseOfTheExitThatFires) {
  Scene scene{
      "      - {id: agreed, title: Agreed, by: each_side, record: [why], end: agreed, "
      "clause: '1'}",
      "      - {id: agreed, title: Agreed, by: each_side, record: [why], end: agreed}\n"
      "      - {id: mediated, title: Mediated, by: each_side, record: [why], end: mediated}"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed", {{"why", "a visit"}}));
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "will", "talk.mediated", {{"why", "a mediator"}}));
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "will", "talk.agreed", {}));
  ASSERT_TRUE(scene.state.outcome);
  EXPECT_EQ(scene.state.outcome->kind, OutcomeKind::Agreed);
  EXPECT_EQ(scene.state.outcome->record.front().second, "a visit");
}

}  // namespace
}  // namespace accord
