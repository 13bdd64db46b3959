#include "rehearsal/coverage.hpp"

#include <gmock/gmock.h>

#include "directory/reader.hpp"
#include "policy/conventions.hpp"
#include "policy/reader.hpp"
#include "rehearsal/reader.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kPolicy = R"(
policy: s
partnership: S
title: T
version: '1'
effective: 2026-01-05
calendar: england-and-wales
local_target: 2 working days
facts:
  matter: {asks: Matter, one_of: [a decision, a person], asked: matter, required: true}
roles:
  lead: {title: Lead, any_of: [{post: lead, in: own agency}, {post: head, in: own agency}]}
  chair: {title: Chair, post: chair, in: partnership}
start:
  exits:
    - {id: elsewhere, when: {matter: a person}, end: elsewhere, signpost: Ring the officer.}
    - {id: begin, when: {matter: a decision}, go: talk}
stages:
  - id: talk
    title: Talk
    representatives: {each_side: worker}
    settle: {within: 1 working day}
    duties:
      - {id: say, what: Say, owed_by: raising_side, record: [what was said]}
      - {id: advice, what: Talk it through, open_to: raising_side, to: {raising_side: lead}}
    exits:
      - {id: agreed, by: [raiser, each_side], record: [why], end: agreed}
      - {id: more, by: any_side, go: leads}
  - id: leads
    title: Leads
    representatives: {each_side: lead}
    settle:
      - {within: 5 working days}
      - {within: 9 working days}
    duties: [{id: ask, what: Ask, open_to: each_side}]
    exits: [{id: decided, by: chair, end: decided}]
)";

constexpr std::string_view kDirectory = R"(
partnership:
  name: P
  people: [{id: ada, name: Ada}]
  posts: [{id: scp_chair, title: Chair, role: chair, held_by: ada}]
agencies:
  - id: csc
    name: C
    sector: social care
    people: [{id: will, name: Will}, {id: tom, name: Tom}]
    posts:
      - {id: csc_worker, title: Worker, role: worker, held_by: will, reports_to: csc_lead}
      - {id: csc_lead, title: Lead, role: lead, held_by: tom}
  - id: school
    name: S
    sector: education
    people: [{id: tess, name: Tess}, {id: hugh, name: Hugh}]
    posts:
      - {id: teacher, title: Teacher, role: teacher, held_by: tess, reports_to: s_lead}
      - {id: s_lead, title: Lead, role: lead, held_by: hugh}
)";

/// A policy with what rehearsals of it have shown.
class Rehearsed {
 public:
  Rehearsed()
      : policy_(read_policy(kPolicy).value()),
        zone_(Zone::load(policy_.zone).value()),
        directory_(read_directory(kDirectory, zone_).value()),
        calendar_(WorkingCalendar::create(zone_, *embedded_bank_holidays(policy_.calendar), {},
                                          conventions_of(policy_).value())
                      .value()),
        coverage_(policy_) {}

  void play(const std::string& steps) {
    const auto file =
        read_yaml("rehearsal: R\nshows: [ALL-1]\npolicy: p\ndirectory: d\nsteps:\n" + steps);
    const auto rehearsal = read_rehearsal(file.value(), policy_, directory_, zone_);
    ASSERT_TRUE(rehearsal.has_value()) << to_line(rehearsal.error().front());
    const auto report = run_rehearsal(*rehearsal, policy_, directory_, calendar_);
    ASSERT_EQ(report.failed(), 0) << report.lines.front().what << report.lines.front().instead;
    coverage_.add(report, directory_);
  }

  [[nodiscard]] const RuleCoverage& rule(std::string_view id) const {
    const auto& rules = coverage_.rules();
    const auto found =
        std::ranges::find(rules, id, [](const RuleCoverage& one) { return one.rule.id; });
    EXPECT_NE(found, rules.end()) << id;
    return *found;
  }
  [[nodiscard]] std::vector<std::string> never(std::string_view id) const {
    return rule(id).never();
  }
  [[nodiscard]] const Coverage& coverage() const { return coverage_; }

 private:
  Policy policy_;
  Zone zone_;
  Directory directory_;
  WorkingCalendar calendar_;
  Coverage coverage_;
};

const std::string kRaised = R"(
  - at: 2026-04-01 15:00
    by: tess
    raise: {with: {agency: csc, worker: will}, about: Closed, facts: {matter: a decision}}
    expect: {stage: talk}
)";

TEST(Coverage, COV_9_BeforeAnythingIsPlayedNoRuleIsExercised) {
  const Rehearsed rehearsed;
  EXPECT_EQ(rehearsed.coverage().exercised(), 0);
  EXPECT_EQ(rehearsed.coverage().rules().size(), 16U);
  EXPECT_THAT(rehearsed.never("talk.say"), ElementsAre("opened"));
}

// Opening by itself is no exercise of a duty; its lateness is told apart, since few have both.
TEST(Coverage, COV_9_ADutyIsExercisedOnceItIsMet) {
  Rehearsed rehearsed;
  rehearsed.play(kRaised + "  - {at: 2026-04-02 17:01, expect: {duties: {talk.say: overdue}}}\n");
  EXPECT_THAT(rehearsed.never("talk.say"), ElementsAre("met"));
  EXPECT_FALSE(rehearsed.rule("talk.say").exercised());

  rehearsed.play(kRaised + "  - {by: tess, record: {duty: talk.say, says: all}}\n");
  EXPECT_THAT(rehearsed.never("talk.say"), IsEmpty());
  EXPECT_THAT(rehearsed.never("stage.talk"), IsEmpty());
}

TEST(Coverage, COV_9_SaysWhichLimitBoundAndWhoFilledARole) {
  Rehearsed rehearsed;
  rehearsed.play(kRaised + R"(
  - {by: tess, take: {exit: talk.more, says: all}, expect: {stage: leads}}
  - {by: hugh, record: {duty: leads.ask, says: all}}
  - {by: ada, take: {exit: leads.decided, says: all}, expect: {outcome: decided}}
)");
  EXPECT_THAT(rehearsed.never("leads.settle.1"), IsEmpty());
  EXPECT_THAT(rehearsed.never("leads.settle.2"), ElementsAre("bound"));
  EXPECT_THAT(rehearsed.never("role.lead"), ElementsAre("filled by the head"));
  EXPECT_TRUE(rehearsed.rule("role.lead").exercised());
  EXPECT_TRUE(rehearsed.rule("role.chair").exercised());
  EXPECT_TRUE(rehearsed.rule("leads.ask").exercised());
  EXPECT_TRUE(rehearsed.rule("leads.decided").exercised());
  EXPECT_TRUE(rehearsed.rule("fact.matter").exercised());
  EXPECT_THAT(rehearsed.never("talk.agreed"), ElementsAre("taken"));
  EXPECT_THAT(rehearsed.never("start.elsewhere"), ElementsAre("taken"));
}

// Whom a right tells fills that role, also where they do nothing themselves.
TEST(Coverage, ALL_4_WhomARightTellsIsSeen) {
  Rehearsed rehearsed;
  rehearsed.play(kRaised + "  - {by: tess, record: {duty: talk.advice, says: all}}\n");
  EXPECT_TRUE(rehearsed.rule("role.lead").exercised());
  EXPECT_THAT(rehearsed.never("role.chair"), ElementsAre("filled"));
}

// ALL-12: what another procedure is for is refused with a signpost, and leaves no record.
TEST(Coverage, ALL_12_ASignpostThatWasShownIsTaken) {
  Rehearsed rehearsed;
  rehearsed.play(R"(
  - at: 2026-04-01 15:00
    by: tess
    raise: {with: csc, about: Rude, facts: {matter: a person}}
    expect: {refused: {instead: Ring the officer}}
)");
  EXPECT_THAT(rehearsed.never("start.elsewhere"), IsEmpty());
  EXPECT_EQ(rehearsed.coverage().exercised(), 1);
}

}  // namespace
}  // namespace accord
