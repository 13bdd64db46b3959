// Since when a condition is true (docs/kernel.md, rule 6 and the words of each subject).

#include "disagreement/condition.hpp"

#include <gtest/gtest.h>

#include "disagreement/testdata/conditions.hpp"

namespace accord {
namespace {

using testdata::no;
using testdata::of;
using testdata::Scene;
using testdata::since_at;
using testdata::word;

constexpr std::string_view kLater = "2026-04-30 12:00";

SetFact answers_that(std::string fact, std::string is) {
  return {{std::move(fact), "", {std::move(is)}, std::nullopt}, "it was seen"};
}

Condition fact(std::string id, std::string is = "") {
  return word(SubjectKind::Fact, "", std::move(id), std::move(is));
}

// Kernel rule 6: "A condition is true or false, and has a since: when its word last came to be so;
// `all`: the latest; `any`: the earliest of those that are true."
TEST(Condition, Rule6_AllCountsFromTheLatestAndAnyFromTheEarliestThatIsTrue) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", answers_that("danger", "yes")));
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", answers_that("urgency", "urgent")));
  const Condition danger = word(SubjectKind::Fact, "", "danger", "yes");
  const Condition urgent = word(SubjectKind::Fact, "", "urgency", "urgent");
  const Condition routine = word(SubjectKind::Fact, "", "urgency", "routine");
  constexpr std::string_view kNow = "2026-04-02 18:00";

  EXPECT_EQ(since_at(scene, danger, kNow), "2026-04-02 16:40");
  EXPECT_EQ(since_at(scene, of(Condition::Kind::All, {danger, urgent}), kNow), "2026-04-02 17:00");
  EXPECT_EQ(since_at(scene, of(Condition::Kind::Any, {urgent, danger}), kNow), "2026-04-02 16:40");
  EXPECT_EQ(since_at(scene, of(Condition::Kind::All, {danger, routine}), kNow), "none");
  EXPECT_EQ(since_at(scene, of(Condition::Kind::Any, {routine, urgent}), kNow), "2026-04-02 17:00");
  EXPECT_EQ(since_at(scene, of(Condition::Kind::Not, {danger}), kNow), "none");
}

TEST(Condition, Rule6_CountsFromWhenItsWordLastCameToBeSo) {
  Scene scene;
  scene.raise();
  const Condition danger = word(SubjectKind::Fact, "", "danger", "yes");
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", answers_that("danger", "yes")));
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", answers_that("danger", "no")));
  EXPECT_EQ(since_at(scene, danger, "2026-04-02 17:10"), "none");

  ASSERT_TRUE(scene.give("2026-04-02 17:20", "will", answers_that("danger", "yes")));

  EXPECT_EQ(since_at(scene, danger, "2026-04-02 18:00"), "2026-04-02 17:20");
}

// "`not_known` (then every value is false)": since it was last taken back, whatever else was said.
TEST(Condition, AFactIsNotKnownSinceItWasTakenBack) {
  Scene scene;
  scene.raise();
  const Condition unknown = fact("danger", "not_known");
  EXPECT_EQ(since_at(scene, unknown, kLater), "always");
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", answers_that("danger", "yes")));
  EXPECT_EQ(since_at(scene, unknown, kLater), "none");
  EXPECT_EQ(since_at(scene, no(unknown), kLater), "2026-04-02 16:40");
  ASSERT_TRUE(
      scene.give("2026-04-02 16:50", "tess", SetFact{{"danger", "", {}, std::nullopt}, "x"}));
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", answers_that("urgency", "urgent")));
  EXPECT_EQ(since_at(scene, unknown, kLater), "2026-04-02 16:50");
  EXPECT_EQ(since_at(scene, no(fact("danger", "yes")), kLater), "2026-04-02 16:50");
}

// "A moment: at that moment": as an anchor also before it has come, and no more once taken back.
TEST(Condition, AMomentIsTrueAtThatMoment) {
  Scene scene;
  scene.raise();
  const Condition discharge = fact("discharge");
  const auto set = [&](std::string_view at, std::optional<Instant> moment) {
    return scene.give(at, "tess", SetFact{{"discharge", "", {}, moment}, "they rang"}).has_value();
  };
  ASSERT_TRUE(set("2026-04-02 16:40", scene.london("2026-04-09 10:00")));
  EXPECT_EQ(since_at(scene, discharge, "2026-04-09 09:59"), "none");
  EXPECT_EQ(since_at(scene, discharge, "2026-04-09 10:00"), "2026-04-09 10:00");
  EXPECT_EQ(scene.text(anchor(discharge, {scene.state, scene.london("2026-04-02 16:40")})),
            "2026-04-09 10:00");
  ASSERT_TRUE(set("2026-04-02 16:50", std::nullopt));
  EXPECT_EQ(since_at(scene, discharge, kLater), "none");
}

// "`child_timescale` (moments)": known since it was set, true as a moment when it has come.
TEST(Condition, TheChildTimescaleIsAMomentAndKnownOrNot) {
  const auto child = [](std::string is) {
    return word(SubjectKind::ChildTimescale, "", "child_timescale", std::move(is));
  };
  Scene scene;
  scene.raise();
  EXPECT_EQ(since_at(scene, child(""), kLater), "none");
  EXPECT_EQ(since_at(scene, child("known"), kLater), "none");
  EXPECT_EQ(since_at(scene, child("not_known"), kLater), "always");
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess",
                         SetChildTimescale{scene.london("2026-04-03 12:00"), "she goes home"}));
  EXPECT_EQ(since_at(scene, child(""), "2026-04-03 11:59"), "none");
  EXPECT_EQ(since_at(scene, child(""), "2026-04-03 12:00"), "2026-04-03 12:00");
  EXPECT_EQ(since_at(scene, child(""), kLater), "2026-04-03 12:00");
  EXPECT_EQ(scene.text(anchor(child(""), {scene.state, scene.london("2026-04-02 16:40")})),
            "2026-04-03 12:00");
  EXPECT_EQ(since_at(scene, child("known"), kLater), "2026-04-02 16:40");
  EXPECT_EQ(since_at(scene, child("not_known"), kLater), "none");
}

// "Always true once raised", and not before.
TEST(Condition, RaisedIsTrueOnceItIs) {
  const Condition raised = word(SubjectKind::Raised, "", "raised", "");
  Scene scene;
  EXPECT_EQ(since_at(scene, raised, kLater), "none");
  scene.raise();
  EXPECT_EQ(since_at(scene, raised, kLater), "2026-04-02 16:30");
}

// "Any of those whom it is about."
TEST(Condition, WhomItIsAboutIsAnyOfThem) {
  const auto about = [](std::vector<Child> whom, std::string is) {
    Scene scene;
    scene.state.raised.children = std::move(whom);
    return since_at(scene, word(SubjectKind::Whom, "", "whom", std::move(is)), kLater) == "always";
  };
  const Child unborn{.age_band = "Unborn"};
  const Child born{.age_band = "Under 1"};
  const Child adult{.age_band = "Unborn", .kind = "adult"};
  EXPECT_TRUE(about({born, unborn}, "unborn"));
  EXPECT_TRUE(about({unborn}, "child"));
  EXPECT_FALSE(about({born}, "unborn"));
  EXPECT_FALSE(about({adult}, "unborn"));
  EXPECT_TRUE(about({born, adult}, "adult"));
  EXPECT_FALSE(about({adult}, "child"));
  EXPECT_TRUE(about({}, "none"));
  EXPECT_FALSE(about({born}, "none"));
}

TEST(Condition, ASectorIsThatSidesAlone) {
  Scene scene;
  scene.raise();
  const auto is = [&](std::string side, std::string sector) {
    return since_at(scene, word(SubjectKind::Sector, "", std::move(side), std::move(sector)),
                    kLater) == "always";
  };
  EXPECT_TRUE(is("raising_sector", "education"));
  EXPECT_FALSE(is("raising_sector", "social care"));
  EXPECT_TRUE(is("responding_sector", "social care"));
  EXPECT_FALSE(is("responding_sector", "education"));
}

// The words of a duty, each since it came to be so, and what they are not since it last changed.
TEST(Condition, ADutysWordsComeTrueWhenItDoes) {
  const auto discuss = [](std::string is) {
    return word(SubjectKind::Duty, "talk", "discuss", std::move(is));
  };
  Scene scene;
  scene.raise();
  EXPECT_EQ(since_at(scene, discuss("open"), "2026-04-07 12:00"), "2026-04-02 16:30");
  EXPECT_EQ(since_at(scene, no(discuss("met")), "2026-04-07 12:00"), "2026-04-02 16:30");
  EXPECT_EQ(since_at(scene, discuss("due"), "2026-04-07 16:59"), "none");
  EXPECT_EQ(since_at(scene, discuss("due"), "2026-04-07 17:00"), "2026-04-07 17:00");

  Scene met = scene;
  ASSERT_TRUE(met.done("2026-04-07 12:00", "tess", "talk.discuss", "2026-04-07 11:00"));
  EXPECT_EQ(since_at(met, discuss("met"), kLater), "2026-04-07 11:00");
  EXPECT_EQ(since_at(met, no(discuss("open")), kLater), "2026-04-07 11:00");
  EXPECT_EQ(since_at(met, discuss("late"), kLater), "none");

  ASSERT_TRUE(scene.take("2026-04-07 12:00", "will", "talk.not_agreed"));
  EXPECT_EQ(since_at(scene, discuss("lapsed"), kLater), "2026-04-07 12:00");
  EXPECT_EQ(since_at(scene, no(discuss("open")), kLater), "2026-04-07 12:00");
  const Condition settle = word(SubjectKind::Settle, "talk", "settle", "met");
  EXPECT_EQ(since_at(scene, settle, kLater), "2026-04-07 12:00");
  const Condition not_settled = no(word(SubjectKind::Settle, "managers", "settle", "met"));
  EXPECT_EQ(since_at(scene, not_settled, kLater), "2026-04-07 12:00");
}

// Kernel rule 10: "it is `met` when all are": with the last of them.
TEST(Condition, Rule10_WhatEachSideOwesIsMetWithTheLastOfThem) {
  for (const auto& [first, second] : {std::pair{"tess", "will"}, std::pair{"will", "tess"}}) {
    Scene scene;
    scene.raise();
    ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", answers_that("danger", "yes")));
    ASSERT_TRUE(scene.done("2026-04-02 18:00", first, "talk.look", "2026-04-02 17:00"));
    ASSERT_TRUE(scene.done("2026-04-02 18:00", second, "talk.look", "2026-04-02 17:30"));
    EXPECT_EQ(since_at(scene, word(SubjectKind::Duty, "talk", "look", "met"), kLater),
              "2026-04-02 17:30")
        << first << " first";
  }
}

// Kernel rule 7: "Duties and takes belong to the visit and tier": so does the use of a right.
TEST(Condition, Rule7_ARightUsedInOneTierIsNotUsedInTheNext) {
  Scene scene{"    settle: {within: 5 working days, clause: '2'}\n",
              "    settle: {within: 5 working days, clause: '2'}\n"
              "    duties: [{id: advice, what: Ask for advice, open_to: each_side}]\n"};
  const Condition asked = word(SubjectKind::Duty, "managers", "advice", "met");
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "hugh", "managers.advice", "2026-04-02 16:50"));
  EXPECT_EQ(since_at(scene, asked, kLater), "2026-04-02 16:50");
  ASSERT_TRUE(scene.done("2026-04-02 17:10", "tom", "managers.advice", "2026-04-02 16:45"));
  EXPECT_EQ(since_at(scene, asked, kLater), "2026-04-02 16:50") << "its latest use";
  ASSERT_TRUE(scene.take("2026-04-02 17:20", "hugh", "managers.next_tier"));
  EXPECT_EQ(since_at(scene, asked, kLater), "none") << "the next tier";
  ASSERT_TRUE(scene.take("2026-04-02 17:30", "hilda", "managers.back"));
  ASSERT_TRUE(scene.take("2026-04-02 17:40", "tess", "talk.not_agreed"));
  EXPECT_EQ(since_at(scene, asked, kLater), "none") << "the next visit";
}

// "When its word last came to be so": a tier that is no longer the last but one.
TEST(Condition, Rule8_TheLastTierIsTheLastSinceItBegan) {
  Scene scene;
  scene.raise();
  const auto tier = [](std::string is) {
    return word(SubjectKind::Tier, "", "tier", std::move(is));
  };
  EXPECT_EQ(since_at(scene, tier("more"), kLater), "none");
  EXPECT_EQ(since_at(scene, tier("last"), kLater), "2026-04-02 16:30");
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  EXPECT_EQ(since_at(scene, tier("more"), kLater), "2026-04-02 16:40");
  EXPECT_EQ(since_at(scene, no(tier("last")), kLater), "2026-04-02 16:40");
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "hugh", "managers.next_tier"));
  EXPECT_EQ(since_at(scene, tier("last"), kLater), "2026-04-02 16:50");
  EXPECT_EQ(since_at(scene, no(tier("more")), kLater), "2026-04-02 16:50");
}

// Opened again, no outcome is known since then; and another exit ends nothing.
TEST(Condition, Rule23_NoOutcomeIsKnownSinceItWasOpenedAgain) {
  Scene scene{"after:\n",
              "after:\n  exits: [{id: reopen, title: Open it again, by: any_side, when: {outcome: "
              "agreed}, go: managers}]\n"};
  const Condition open = no(word(SubjectKind::Outcome, "", "outcome", "known"));
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "will", "talk.not_agreed"));
  EXPECT_EQ(since_at(scene, open, kLater), "always");
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "hugh", "managers.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "tom", "managers.agreed"));
  EXPECT_EQ(since_at(scene, open, kLater), "none");
  ASSERT_TRUE(scene.take("2026-04-09 10:00", "hugh", "after.reopen", {}));
  EXPECT_EQ(since_at(scene, open, kLater), "2026-04-09 10:00");
}

// Rule 6, the other way about: `all` is false since the first of its parts is, `any` since the last
// of them.
TEST(Condition, Rule6_IsFalseSinceItsPartsAre) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", answers_that("danger", "yes")));
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", answers_that("urgency", "routine")));
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "tess", answers_that("danger", "no")));
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", answers_that("urgency", "urgent")));
  const Condition danger = fact("danger", "yes");
  const Condition routine = fact("urgency", "routine");
  const Condition matter = fact("matter", "a disagreement");
  const auto false_since = [&](Condition::Kind kind, std::vector<Condition> parts) {
    return since_at(scene, no(of(kind, std::move(parts))), kLater);
  };
  EXPECT_EQ(false_since(Condition::Kind::All, {routine, danger}), "2026-04-02 16:50");
  EXPECT_EQ(false_since(Condition::Kind::All, {danger, routine}), "2026-04-02 16:50");
  EXPECT_EQ(false_since(Condition::Kind::All, {matter, routine}), "2026-04-02 17:00");
  EXPECT_EQ(false_since(Condition::Kind::Any, {routine, danger}), "2026-04-02 17:00");
  EXPECT_EQ(false_since(Condition::Kind::Any, {danger, routine}), "2026-04-02 17:00");
  EXPECT_EQ(false_since(Condition::Kind::Not, {matter}), "2026-04-02 16:30");
}

// Timescale rule 13: what was taken as routine until somebody said that it is urgent goes on under
// its routine limit; what was said when raising, or says the same, left nothing.
TEST(Condition, Rule13_AClassIsLeftByAFasterAnswerAfterRaising) {
  const auto left = [](std::string_view raised, std::string_view then) {
    Scene scene{"fastest_first: true}", "fastest_first: true, default: routine}"};
    scene.raise("2026-04-02 16:30", [&](Raise& raise) {
      if (!raised.empty()) {
        raise.facts.push_back({"urgency", "", {std::string{raised}}, std::nullopt});
      }
    });
    if (!then.empty()) {
      EXPECT_TRUE(
          scene.give("2026-04-02 17:00", "tess", answers_that("urgency", std::string{then})));
    }
    const Asking asking{scene.state, scene.london(kLater), &scene.calendar, &scene.policy};
    return since(fact("urgency", "not_known"), asking).has_value();
  };
  EXPECT_TRUE(left("", "urgent"));
  EXPECT_FALSE(left("", "routine"));
  EXPECT_FALSE(left("urgent", ""));
}

// What a side answers of itself counts for that side alone; what is said of a child, for each.
TEST(Condition, ASidesOwnAnswerIsItsOwnAndAChildsIsEverybodys) {
  Scene scene;
  scene.raise();
  const auto held_by = [&](std::string_view id, std::string_view holder) {
    scene.state.facts.push_back({{std::string{id}, std::string{holder}, {"yes"}, std::nullopt, ""},
                                 scene.state.raised_at,
                                 {}});
  };
  held_by("own", "school");
  held_by("of_child", "child-1");
  const auto counts = [&](std::string id, const char* side) {
    const AgencyId agency{side};
    return since(fact(std::move(id), "yes"),
                 {scene.state, scene.london(kLater), &scene.calendar, nullptr, &agency})
        .has_value();
  };
  EXPECT_TRUE(counts("own", "school"));
  EXPECT_FALSE(counts("own", "csc"));
  EXPECT_TRUE(counts("of_child", "school"));
  EXPECT_TRUE(counts("of_child", "csc"));
}

}  // namespace
}  // namespace accord
