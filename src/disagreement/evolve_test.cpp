// Remembering what was recorded (docs/kernel.md, rules 1 and 2): "Folding needs no policy,
// directory or calendar", and every event that was recorded can be applied.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::IsEmpty;
using testing::SizeIs;

/// What is remembered of these events, a minute after each other.
Disagreement folded(std::vector<EventBody> bodies) {
  Disagreement state;
  for (EventBody& body : bodies) {
    Event event;
    event.sequence = state.version + 1;
    event.happened_at = Instant{60 * event.sequence};
    event.recorded_at = event.happened_at;
    event.body = std::move(body);
    apply(state, event);
  }
  return state;
}

Raised two_sides() {
  Raised raised;
  raised.sides = {{AgencyId{"school"}, PersonId{"tess"}, ""}, {AgencyId{"csc"}, PersonId{}, ""}};
  return raised;
}

Rebound speaks(SideIndex side, const char* person, std::optional<bool> more_tiers = std::nullopt) {
  Rebound rebound;
  rebound.side = side;
  rebound.ower = {.side = side, .role = "representative", .person = PersonId{person}};
  rebound.more_tiers = more_tiers;
  return rebound;
}

DutyOpened owed(int number, std::vector<SideIndex> sides) {
  DutyOpened opened;
  opened.number = number;
  for (const SideIndex side : sides) {
    opened.owers.push_back({.side = side, .role = "lead"});
  }
  return opened;
}

FactProposed proposes(SideIndex side, const char* fact, const char* holder = "") {
  return {{fact, holder, {"slower"}, std::nullopt, ""}, side};
}

TEST(Evolve, Rule2_WhoeverRaisedItSpeaksUntilAStageBegins) {
  const Disagreement state = folded({two_sides()});
  ASSERT_THAT(state.representatives, SizeIs(2));
  EXPECT_EQ(state.representative(0)->person.text(), "tess");
  EXPECT_EQ(state.representative(0)->role, "representative");
}

// Rule 13 of classes: what one side proposes stands until it proposes otherwise or it is so.
TEST(Evolve, Rule13_AProposalStandsUntilItIsReplacedOrSo) {
  const auto left = [](EventBody last) {
    return folded({proposes(0, "urgency"), proposes(1, "urgency"), proposes(0, "risk"),
                   proposes(0, "urgency", "child-1"), std::move(last)})
        .fact_proposals;
  };
  EXPECT_THAT(left(proposes(0, "urgency")), SizeIs(4)) << "in the place of its own";
  EXPECT_THAT(left(FactSet{"urgency", "", {"slower"}, std::nullopt, ""}), SizeIs(2));
  EXPECT_THAT(left(FactSet{"danger", "", {"yes"}, std::nullopt, ""}), SizeIs(4));
  EXPECT_THAT(left(FactSet{"urgency", "child-1", {"slower"}, std::nullopt, ""}), SizeIs(3));
}

TEST(Evolve, Rule16_WhatWasProposedOfTheChildsDateEndsWithTheDate) {
  const ChildTimescaleProposed later{Instant{900}, "x", 0};
  EXPECT_THAT(folded({later, later}).child_timescale_proposals, SizeIs(1));
  EXPECT_THAT(folded({later, ChildTimescaleSet{Instant{600}, "x", 1}}).child_timescale_proposals,
              IsEmpty());
}

TEST(Evolve, Rule17_OneDateOfEachSideStandsUntilOneIsAgreed) {
  const auto proposed = [](std::vector<EventBody> more) {
    std::vector<EventBody> all{owed(1, {0, 1}), DateProposed{1, Instant{600}, "x", 0},
                               DateProposed{1, Instant{600}, "x", 1},
                               DateProposed{1, Instant{700}, "x", 0}};
    std::ranges::move(more, std::back_inserter(all));
    return folded(std::move(all)).duty(1)->proposed;
  };
  const auto standing = proposed({});
  ASSERT_THAT(standing, SizeIs(2));
  EXPECT_EQ(standing.back().to, Instant{700});
  EXPECT_THAT(proposed({DateAgreed{1, Instant{700}}}), IsEmpty());
}

// Rule 12: "Done at the deadline is in time", corrected to it too.
TEST(Evolve, Rule12_CorrectedToTheDeadlineIsInTime) {
  const auto late = [](Instant happened) {
    DutyOpened opened = owed(1, {0});
    opened.deadline.due = Instant{600};
    return folded({opened, DutyMet{1, true}, Corrected{2, "x", happened, 1}}).duty(1)->late;
  };
  EXPECT_FALSE(late(Instant{600}));
  EXPECT_TRUE(late(Instant{601}));
}

TEST(Evolve, ALL_6_ADutyEndsWhenItIsRecordedAsDoneOrLapses) {
  EXPECT_EQ(folded({owed(1, {0}), DutyMet{1, false}}).duty(1)->ended_at, Instant{120});
  EXPECT_EQ(folded({owed(1, {0}), DutyLapsed{1, "x"}}).duty(1)->ended_at, Instant{120});
}

// ALL-4: who answers for one side's part takes over that side's part.
TEST(Evolve, ALL_4_SomebodyElseAnswersForTheirOwnSide) {
  Rebound second = speaks(1, "tom");
  second.number = 1;
  const Disagreement state = folded({two_sides(), owed(1, {0, 1}), second});
  EXPECT_EQ(state.duty(1)->owers[0].person.text(), "");
  EXPECT_EQ(state.duty(1)->owers[1].person.text(), "tom");
  second.side = kNoSide;
  EXPECT_EQ(folded({two_sides(), owed(1, {0}), second}).duty(1)->owers[0].person.text(), "tom");
}

TEST(Evolve, ALL_4_WhatASideOwesGoesToWhoeverSpeaksForIt) {
  DutyOpened settle = owed(1, {0, 1});
  for (Ower& ower : settle.owers) {
    ower.role = "representative";
  }
  const Disagreement state = folded({two_sides(), settle, owed(2, {1}), speaks(1, "tom")});
  EXPECT_EQ(state.duty(1)->owers[1].person.text(), "tom");
  EXPECT_EQ(state.duty(1)->owers[0].person.text(), "");
  EXPECT_EQ(state.duty(2)->owers[0].person.text(), "") << "another role's";
  EXPECT_EQ(folded({StageBegun{"talk", 1, 1, false, {{.side = 1, .person = PersonId{"tom"}}}}})
                .representative(1)
                ->person.text(),
            "tom")
      << "a side of which nobody had spoken";
}

// "May be empty on a responding side: it asks for a person": whoever is named in the first stage.
TEST(Evolve, ALL_4_WhoIsNamedInTheFirstStageIsThePractitioner) {
  const auto worker = [](std::vector<EventBody> before, SideIndex side) {
    before.insert(before.begin(), two_sides());
    before.emplace_back(speaks(side, "tom"));
    return folded(std::move(before)).raised.sides[static_cast<std::size_t>(side)].worker.text();
  };
  const StageBegun talk{"talk", 1, 1, false, {}};
  const StageBegun next_tier{"talk", 1, 2, false, {}};
  EXPECT_EQ(worker({talk}, 1), "tom");
  EXPECT_EQ(worker({talk}, 0), "tess") << "who raised it stays";
  EXPECT_EQ(worker({talk, next_tier}, 1), "");
  EXPECT_EQ(worker({talk, StageLeft{"talk", 1}, StageBegun{"managers", 1, 1, false, {}}}, 1), "");
}

// Rule 8: whether a tier is left above changes with who speaks, and with the version.
TEST(Evolve, Rule8_TheTierIsTheLastFromThenOn) {
  const StageBegun talk{"talk", 1, 1, true, {}};
  PolicyChanged moved;
  moved.more_tiers = false;
  for (const EventBody& last : {EventBody{speaks(1, "tom", false)}, EventBody{moved}}) {
    const Disagreement state = folded({two_sides(), talk, last});
    EXPECT_FALSE(state.stage()->more_tiers);
    EXPECT_EQ(state.stage()->tiers_since, Instant{180});
    EXPECT_EQ(state.stage()->tier_begun_at, Instant{120});
    const Disagreement left = folded({two_sides(), talk, StageLeft{"talk", 1}, last});
    EXPECT_EQ(left.stage(), nullptr);
    EXPECT_TRUE(left.visits.front().more_tiers) << "that stage was left";
  }
}

// Rule 22: "`skips` are marked neither met nor missed": a visit of no length.
TEST(Evolve, Rule22_ASkippedStageIsAVisitOfNoLength) {
  const Disagreement state =
      folded({two_sides(), StageSkipped{"talk"}, StageBegun{"managers", 1, 1, false, {}},
              StageSkipped{"talk"}});
  const Visit& second = *state.latest_visit("talk");
  EXPECT_EQ(state.visits.front().number, 1);
  EXPECT_EQ(second.number, 2);
  EXPECT_TRUE(second.skipped);
  EXPECT_EQ(second.begun_at, Instant{240});
  EXPECT_EQ(second.tier_begun_at, Instant{240});
  EXPECT_EQ(second.left_at, Instant{240});
  EXPECT_EQ(state.stage()->stage, "managers");
}

// Rule 24: what happened keeps its place under the new names; of two stages that became one the
// visits are counted through.
TEST(Evolve, Rule24_ThePastGoesOnUnderItsNewNames) {
  PolicyChanged moved;
  moved.renamed = {{"fact", "", "urgency", "class"},
                   {"stage", "", "talk", "first"},
                   {"stage", "", "review", "first"},
                   {"duty", "talk", "look", "read"},
                   {"exit", "talk", "agreed", "settled"}};
  const Taken taken{"talk", "agreed", 0, {"side:0"}, {{"why", "a visit"}}, "", {}};
  DutyOpened look = owed(1, {0});
  look.scope = "talk";
  look.id = "look";
  look.visit = 1;
  Done right;
  right.scope = "talk";
  right.id = "look";
  const Disagreement state =
      folded({two_sides(), proposes(0, "urgency"), FactSet{"danger", "", {"yes"}, std::nullopt, ""},
              StageBegun{"review", 1, 1, false, {}}, StageLeft{"review", 1},
              StageBegun{"talk", 1, 1, false, {}}, look, right, ExitFired{"talk", "agreed"}, taken,
              moved});
  EXPECT_EQ(state.fact_proposals.front().fact.fact, "class");
  EXPECT_NE(state.fact("danger"), nullptr);
  EXPECT_EQ(state.stage()->stage, "first");
  EXPECT_EQ(state.stage()->number, 2);
  EXPECT_EQ(state.duty(1)->scope, "first");
  EXPECT_EQ(state.duty(1)->id, "read");
  EXPECT_EQ(state.duty(1)->visit, 2);
  EXPECT_EQ(state.rights.front().scope, "first");
  EXPECT_EQ(state.rights.front().id, "read");
  EXPECT_EQ(state.rights.front().visit, 2);
  EXPECT_EQ(state.takes.front().taken.scope, "first");
  EXPECT_EQ(state.takes.front().taken.exit, "settled");
  EXPECT_EQ(state.terms.front().scope, "first");
  EXPECT_EQ(state.terms.front().exit, "settled");
  EXPECT_EQ(state.fired.front().scope, "first");
  EXPECT_EQ(state.fired.front().exit, "settled");
  EXPECT_EQ(state.fired.front().visit, 2);
}

TEST(Evolve, Rule24_SoDoesTheOutcome) {
  PolicyChanged moved;
  moved.renamed = {{"stage", "", "talk", "first"}, {"exit", "talk", "agreed", "settled"}};
  const Disagreement state =
      folded({two_sides(), StageBegun{"talk", 1, 1, false, {}}, StageLeft{"talk", 1},
              Resolved{OutcomeKind::Agreed, "talk", "agreed", {}}, moved});
  EXPECT_EQ(state.outcome->scope, "first");
  EXPECT_EQ(state.outcome->exit, "settled");
}

}  // namespace
}  // namespace accord
