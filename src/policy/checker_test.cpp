#include "policy/checker.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "policy/testdata/checked.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::check;
using testdata::check_duties;
using testdata::northmoor;
using testdata::read_sound;
using testdata::small_policy;
using testdata::summary;
using testdata::two_stages;
using testdata::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(CheckPolicy, ASoundPolicyHasNoFinding) {
  EXPECT_THAT(check(two_stages()), IsEmpty());
}

// COV-5, LEE-4: "no time is given": it is a local target, and said to be one.
TEST(CheckPolicy, COV_5_AStageWithoutATimeIsAWarningOnly) {
  const auto findings = check_policy(read_sound(northmoor()));
  EXPECT_THAT(summary(findings), ElementsAre("169:5 warning time-not-stated"));
  EXPECT_EQ(findings[0].clause, "4");
  EXPECT_FALSE(has_error(findings));
}

/// One change to the small policy, and the finding that it gives.
struct CheckedSlip {
  std::string_view from;
  std::string_view to;
  std::string_view finding;
  std::string_view says;
};

void PrintTo(const CheckedSlip& slip, std::ostream* out) {
  *out << slip.finding << " " << slip.to;
}

class CheckPolicySlip : public testing::TestWithParam<CheckedSlip> {};

TEST_P(CheckPolicySlip, IsFoundWithItsPlaceAndRemedy) {
  const CheckedSlip& slip = GetParam();
  const auto findings = check_policy(read_sound(with(two_stages(), slip.from, slip.to)));
  const auto lines = summary(findings);
  const auto line = std::ranges::find(lines, slip.finding);
  ASSERT_NE(line, lines.end()) << fmt::format("{}", fmt::join(lines, "\n"));
  const Finding& finding = findings[static_cast<std::size_t>(line - lines.begin())];
  EXPECT_THAT(finding.message, HasSubstr(slip.says));
  EXPECT_FALSE(finding.suggestion.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Slips, CheckPolicySlip,
    testing::Values(
        CheckedSlip{"go: managers", "go: manager", "18:9 error unknown-stage", "goes to `manager`"},
        CheckedSlip{"go: managers", "go: managers, skips: [manager]", "18:9 error unknown-stage",
                    "skips `manager`"},
        CheckedSlip{"go: managers", "go: again", "18:9 error again-without-tiers", "goes `again`"},
        CheckedSlip{"clause: '1'}\n      - {id: up", "clause: '2'}\n      - {id: up",
                    "17:9 error unknown-clause", "cites the clause `2`"},
        CheckedSlip{"by: raiser, end: decided, clause: '1'", "by: raiser, end: decided",
                    "24:9 warning no-clause", "the exit `decided` cites no clause"},
        CheckedSlip{"id: up,", "id: agreed,", "18:9 error duplicate-id",
                    "a second time (first in line 17)"},
        CheckedSlip{"id: up,", "id: managers,", "18:9 error name-with-two-meanings",
                    "has the name of a fact or a stage (line 19)"},
        CheckedSlip{"by: raiser", "by: chair", "24:43 error unknown-role", "the role `chair`"},
        CheckedSlip{"by: raiser", "by: worker", "24:43 error role-without-side",
                    "`worker` of no side"},
        CheckedSlip{
            "settle: {within: 5 working days}\n    exits:\n      - {id: decided",
            "settle: {within: 5 working days, from: {outcome: knowne}}\n    exits:\n      - {id: "
            "decided",
            "22:45 error impossible-word", "`outcome` can never be `knowne`"},
        CheckedSlip{"by: raiser,", "by: raiser, when: {talk: skipped},",
                    "24:58 warning word-never-comes", "no exit makes `talk` ever `skipped`"},
        CheckedSlip{"by: raiser,", "by: raiser, when: {outcome: mediated},",
                    "24:58 warning word-never-comes", "no exit makes `outcome` ever `mediated`"},
        CheckedSlip{"by: raiser,", "by: raiser, when: {tier: more},",
                    "24:58 warning tier-without-tiers", "always `last`"},
        CheckedSlip{"by: raiser,", "by: raiser, until: {within: at least 2 working days before},",
                    "24:58 error before-what", "nothing says before what"},
        CheckedSlip{"by: raiser,",
                    "by: raiser, until: {within: 5 working days, from: {outcome: knowne}},",
                    "24:90 error impossible-word", "can never be `knowne`"},
        CheckedSlip{"by: raiser,",
                    "by: raiser, until: {within: 1 hour, when: {all: [{tier: more}, {tier: "
                    "last}]}},",
                    "24:58 error limit-never-counts", "never counts"},
        CheckedSlip{"go: talk,", "go: talk, until: {within: 1 hour, from: raised},",
                    "10:50 error until-before-raising", "before anything is raised"},
        CheckedSlip{"by: raiser,", "by: raiser, when: {hours: outside},",
                    "24:58 error hours-outside-roles", "for roles only"},
        CheckedSlip{"by: raiser,", "when: {settle: overdue},", "24:9 error exit-waits-for-time",
                    "time opens doors"},
        CheckedSlip{"by: raiser,", "", "24:9 error exit-fires-at-once", "would fire at once"},
        CheckedSlip{
            "document:",
            "after: {exits: [{id: reopen, title: Again, by: raiser, end: stands}]}\ndocument:",
            "25:17 error reopening-without-stage", "does not lead back"},
        CheckedSlip{"document:",
                    "facts:\n  level: {asks: Which, one_of: [a, b], required: true, set_by: "
                    "responding_side, clause: '1'}\ndocument:",
                    "26:3 error required-and-not-the-raisers", "the raiser may not set it"},
        CheckedSlip{"document:",
                    "facts:\n  level: {asks: Which, one_of: [a, b], asked: matter, set_by: "
                    "responding_side, clause: '1'}\ndocument:",
                    "26:3 error asked-and-not-the-raisers", "the raiser may not set it"},
        CheckedSlip{
            "document:", "cap: {within: 4 weeks, unless: both_agree, clause: '1'}\ndocument:",
            "25:6 error cap-by-agreement", "cannot be changed by agreement"},
        CheckedSlip{"end: decided", "end: withdrawn", "24:9 warning withdrawn-without-reason",
                    "asks for no reason"},
        CheckedSlip{"end: decided", "end: stands", "24:9 warning stands-without-dissent",
                    "records no dissent"},
        CheckedSlip{"by: raiser,", "by: raiser, when: {all: [{settle: open}, {settle: met}]},",
                    "24:9 error exit-never-opens", "the exit `decided` never opens"},
        CheckedSlip{"    settle: {within: 5 working days}\n    exits:\n      - {id: decided",
                    "    settle: [{within: 5 working days}, {within: 1 hour, when: {all: [{tier: "
                    "more}, {tier: last}]}}]\n    exits:\n      - {id: decided",
                    "22:40 error limit-never-counts", "never counts"},
        CheckedSlip{"    title: Talk\n",
                    "    title: Talk\n    representatives: {each_side: previous}\n",
                    "12:5 error nobody-before", "nobody has spoken before it"},
        CheckedSlip{"title: Decided, ", "", "24:9 warning exit-without-title",
                    "no title for its button"},
        CheckedSlip{"end: decided", "end: elsewhere", "24:9 warning no-signpost",
                    "does not say where"},
        CheckedSlip{"by: any_side, go: managers", "by: each_side, go: managers",
                    "12:5 warning only-agreement-ends", "only agreement of every side"},
        CheckedSlip{"end: decided", "go: talk", "24:9 warning way-back", "goes back to `talk`"},
        CheckedSlip{"    title: Managers\n", "    title: Managers\n    tiers: up_the_line\n",
                    "19:5 warning tiers-never-climbed", "no exit goes `again`"},
        CheckedSlip{"go: talk,", "go: talk, by: raiser,", "10:7 error start-exit-by",
                    "raising takes it"},
        CheckedSlip{"    settle: {within: 5 working days}\n    exits:\n      - {id: decided",
                    "    exits:\n      - {id: decided", "19:5 warning time-not-stated",
                    "uses a local target"},
        CheckedSlip{"local_target: 2 working days\n",
                    "local_target: 2 working days\ncap: {within: 3 working days, clause: '1'}\n",
                    "8:6 warning cap-shorter-than-stage", "the cap of 3 working days is shorter"}));

// The time of a way may be as long as you like, if it is not over when the way opens.
TEST(CheckPolicy, AWayThatOpensWithinItsTimeIsSound) {
  const auto until = [](std::string_view words) {
    return check(with(
        with(two_stages(), "settle: {within: 5 working days}\n    exits:\n      - {id: decided",
             "settle: {within: 5 working days, from: raised}\n    exits:\n      - {id: "
             "decided"),
        "by: raiser,", fmt::format("by: raiser, {},", words)));
  };
  EXPECT_THAT(until("when: {settle: overdue}, until: {within: 6 working days, from: raised}"),
              IsEmpty());
  EXPECT_THAT(until("when: {settle: overdue}, until: {within: 5 working days}"), IsEmpty());
  EXPECT_THAT(until("when: {settle: overdue}, until: {within: 5 working days, from: raised}"),
              ElementsAre("24:83 error opens-after-until"));
  EXPECT_THAT(until("when: {settle: open}, until: {within: 5 working days, from: raised}"),
              IsEmpty());
  EXPECT_THAT(until("when: {any: [{settle: overdue}, {settle: open}]}, until: {within: 1 working "
                    "day, from: raised}"),
              IsEmpty());
}

TEST(CheckPolicy, FindsDutiesThatUndoThemselves) {
  EXPECT_THAT(
      check_duties(
          "      - {id: a, what: A, owed_by: raiser, when: {not: {a: open}}, clause: '1'}\n"),
      ElementsAre("17:9 error duty-undoes-itself"));
  EXPECT_THAT(check_duties(
                  "      - {id: a, what: A, owed_by: raiser, when: {not: {b: open}}, clause: '1'}\n"
                  "      - {id: b, what: B, owed_by: raiser, when: {a: open}, clause: '1'}\n"),
              ElementsAre("17:9 error duty-undoes-itself", "18:9 error duty-undoes-itself"));
  // What is overdue is owed: this would come and go with its own time.
  EXPECT_THAT(
      check_duties(
          "      - {id: a, what: A, owed_by: raiser, when: {not: {a: overdue}}, clause: '1'}\n"),
      ElementsAre("17:9 error duty-undoes-itself"));
  // Two that exclude each other rest with the first; one that follows another rests too.
  EXPECT_THAT(check_duties(
                  "      - {id: a, what: A, owed_by: raiser, when: {not: {b: open}}, clause: '1'}\n"
                  "      - {id: b, what: B, owed_by: raiser, when: {not: {a: open}}, clause: '1'}\n"
                  "      - {id: c, what: C, owed_by: raiser, when: {b: open}, clause: '1'}\n"),
              IsEmpty());
}

// Its date would begin from itself, and move whenever somebody looks.
TEST(CheckPolicy, FindsADutyThatIsOwedByItsOwnDate) {
  EXPECT_THAT(check_duties("      - {id: a, what: A, owed_by: raiser, when: {any: [{a: due}, {up: "
                           "taken}]}, clause: '1'}\n"),
              ElementsAre("17:9 error owed-by-its-own-date"));
  EXPECT_THAT(
      check_duties(
          "      - {id: a, what: A, owed_by: raiser, when: {any: [{b: due}, {up: taken}]}, clause: "
          "'1'}\n"
          "      - {id: b, what: B, owed_by: raiser, when: {a: open}, clause: '1'}\n"),
      ElementsAre("17:9 error owed-by-its-own-date"));
  EXPECT_THAT(
      check_duties("      - {id: a, what: A, owed_by: raiser, when: {b: due}, clause: '1'}\n"
                   "      - {id: b, what: B, owed_by: raiser, clause: '1'}\n"),
      IsEmpty());
}

TEST(CheckPolicy, FindsADutyThatIsMetByItself) {
  EXPECT_THAT(
      check_duties(
          "      - {id: a, what: A, owed_by: raiser, met_when: {a: overdue}, clause: '1'}\n"),
      ElementsAre("17:9 error met-by-itself"));
  EXPECT_THAT(
      check_duties(
          "      - {id: a, what: A, owed_by: raiser, met_when: {up: taken}, clause: '1'}\n"),
      IsEmpty());
}

// A date that came would be set anew, and then not have come: it would depend on who looks when.
TEST(CheckPolicy, FindsALimitThatCountsOnlyOnceItsOwnTimeHasCome) {
  EXPECT_THAT(check_duties("      - id: a\n        what: A\n        owed_by: raiser\n"
                           "        clause: '1'\n        due:\n"
                           "          - {within: 2 working days}\n"
                           "          - {within: 3 working days, when: {a: overdue}}\n"),
              ElementsAre("23:13 error limit-counts-by-its-own-end"));
  // A duty without a time of its own is due with its stage (kernel rule 19).
  const std::string text =
      with(with(two_stages(), "settle: {within: 5 working days}",
                "settle: {within: 5 working days, when: {a: due}}"),
           "    exits:\n      - {id: agreed",
           "    duties:\n      - {id: a, what: A, owed_by: raiser, clause: '1'}\n    exits:\n"
           "      - {id: agreed");
  EXPECT_THAT(check(text), ElementsAre("15:13 error limit-counts-by-its-own-end"));
}

TEST(CheckPolicy, TakesAClockThatStartsWithARightOrWithADutyOfItsStage) {
  for (const char* who : {"open_to: raiser", "owed_by: raiser"}) {
    const std::string text =
        with(two_stages(), "settle: {within: 5 working days}",
             fmt::format("settle: [{{within: 5 working days}}, {{within: 3 working "
                         "days, from: {{a: met}}}}]\n    duties:\n      - {{id: a, "
                         "what: A, {}, clause: '1'}}",
                         who));
    EXPECT_THAT(check(text), IsEmpty()) << who;
  }
}

TEST(CheckPolicy, FindsADutyThatIsNeverOwed) {
  EXPECT_THAT(
      check_duties("      - {id: a, what: A, owed_by: raiser, clause: '1'}\n"
                   "      - {id: b, what: B, owed_by: raiser, when: {a: lapsed}, clause: '1'}\n"),
      ElementsAre("18:9 error duty-never-owed"));
  // It lapses where its own `when` can turn false.
  EXPECT_THAT(
      check_duties(
          "      - {id: a, what: A, owed_by: raiser, when: {settle: overdue}, clause: '1'}\n"
          "      - {id: b, what: B, owed_by: raiser, when: {a: lapsed}, clause: '1'}\n"),
      IsEmpty());
}

/// The small policy, its first stage carrying out two passages.
std::string of_two_passages(std::string_view first, std::string_view second,
                            std::string_view reading = "") {
  const std::string text =
      with(two_stages(), "settle: {within: 5 working days}",
           fmt::format("settle: {{within: 5 working days, clause: ['1', '2']{}}}", reading));
  return with(
      text, "document: [{id: '1', text: The whole}]",
      fmt::format("document: [{{id: '1', text: {}}}, {{id: '2', text: {}}}]", first, second));
}

TEST(CheckPolicy, FindsPassagesThatStateDifferentTimes) {
  EXPECT_THAT(check(of_two_passages("Within 5 working days.", "Within ten working days.")),
              ElementsAre("15:13 warning clauses-differ"));
  EXPECT_THAT(check(of_two_passages("Within 5 working days.", "Within one working week.")),
              IsEmpty());
  EXPECT_THAT(check(of_two_passages("Within 5 working days.", "Within ten working days.",
                                    ", reading: the shorter holds")),
              IsEmpty());
}

TEST(CheckPolicy, NotesDaysOfNoKind) {
  EXPECT_THAT(check(of_two_passages("Within 5 days.", "The rest.")),
              ElementsAre("25:12 note which-days"));
  EXPECT_THAT(check(of_two_passages("Within 5 days.", "The rest.", ", reading: working days")),
              IsEmpty());
  EXPECT_THAT(check(of_two_passages("Within 5 days and at most 5 days.", "The rest.")),
              ElementsAre("25:12 note which-days"))
      << "once";
  EXPECT_THAT(check(of_two_passages("Any of those six days.", "The rest.")), IsEmpty());
  EXPECT_THAT(check(of_two_passages("Within nineteen days.", "The rest.")),
              ElementsAre("25:12 note which-days"));
}

TEST(CheckPolicy, FindsAStageThatNothingLeadsTo) {
  const std::string text = with(two_stages(), "go: managers", "end: decided");
  EXPECT_THAT(check(text), ElementsAre("19:5 error stage-not-reached"));
}

TEST(CheckPolicy, FindsAStageWithoutAWayOut) {
  const std::string text = with(
      two_stages(),
      "    exits:\n      - {id: decided, title: Decided, by: raiser, end: decided, clause: '1'}\n",
      "");
  EXPECT_THAT(check(text), ElementsAre("19:5 error stage-without-exit"));
}

TEST(CheckPolicy, FindsStagesFromWhichNothingEnds) {
  std::string text = with(two_stages(), "end: decided", "go: talk");
  text = with(text, "end: agreed", "go: managers");
  EXPECT_THAT(check(text), testing::IsSupersetOf(
                               {"12:5 error stage-never-ends", "19:5 error stage-never-ends"}));
}

TEST(CheckPolicy, ACapOnTheWholeBoundsAWayBack) {
  std::string text = with(two_stages(), "end: decided", "go: talk");
  text = with(text, "local_target: 2 working days\n",
              "local_target: 2 working days\ncap: {within: 4 weeks, clause: '1'}\n");
  EXPECT_THAT(check(text), IsEmpty());
}

TEST(CheckPolicy, FindsThatNothingBegins) {
  const std::string text = with(two_stages(), "go: talk,", "end: stands,");
  EXPECT_THAT(check(text),
              testing::IsSupersetOf({"8:1 error nothing-begins", "12:5 error stage-not-reached"}));
}

TEST(CheckPolicy, FindsAPolicyWithoutStages) {
  const std::string text = with(small_policy({.stages = "  []\n"}), "stages:\n  []", "stages: []");
  EXPECT_THAT(check(text), testing::Contains("1:1 error no-stages"));
}

TEST(CheckPolicy, AnAutomaticExitMayNotCloseACircle) {
  std::string text = with(two_stages(), "local_target: 2 working days\n",
                          "local_target: 2 working days\n"
                          "facts: {speed: {asks: Speed, one_of: [slow, quick]}}\n");
  text = with(text, "by: any_side, go: managers", "when: {speed: quick}, go: managers");
  text =
      with(text, "      - {id: decided",
           "      - {id: back, when: {speed: quick}, go: talk, clause: '1'}\n      - {id: decided");
  EXPECT_THAT(check(text), testing::Contains("25:9 error automatic-circle"));
}

TEST(CheckPolicy, AnAutomaticExitOnADutyOfTheVisitIsNoCircle) {
  std::string text = two_stages();
  text =
      with(text, "      - {id: decided",
           "      - {id: back, when: {reply: met}, go: talk, clause: '1'}\n      - {id: decided");
  text = with(text, "    title: Managers\n",
              "    title: Managers\n    duties: [{id: reply, what: Reply, owed_by: any_side, "
              "clause: '1'}]\n");
  text = with(text, "by: any_side, go: managers", "when: {managers: left}, go: managers");
  EXPECT_THAT(check(text), testing::Not(testing::Contains(HasSubstr("automatic-circle"))));
}

TEST(CheckPolicy, WhatHasNoTimeNeedsALocalTarget) {
  const std::string text = with(two_stages(), "local_target: 2 working days\n", "");
  EXPECT_THAT(check(text), IsEmpty());
  EXPECT_THAT(check(with(text, "within: 5 working days", "within: not stated")),
              ElementsAre("11:5 warning time-not-stated", "14:13 error no-local-target"));
  EXPECT_THAT(check(with(text, "within: 5 working days", "within: at least 7 clear days before")),
              ElementsAre("14:13 error before-what"));
}

TEST(CheckPolicy, ARightIsMetAndNothingElse) {
  std::string text = with(two_stages(), "    title: Managers\n",
                          "    title: Managers\n    duties:\n"
                          "      - {id: ask, what: Ask, open_to: raiser, clause: '1'}\n");
  text = with(text, "by: raiser, end", "by: raiser, when: {ask: overdue}, end");
  EXPECT_THAT(check(text), ElementsAre("26:58 error impossible-word"));
}

TEST(CheckPolicy, AWordOfAFactMayStandOnce) {
  const std::string text = with(two_stages(), "local_target: 2 working days\n",
                                "local_target: 2 working days\nfacts: {speed: {asks: Speed, "
                                "one_of: [slow, slow], local: true}}\n");
  EXPECT_THAT(check(text), ElementsAre("8:9 error word-twice"));
}

TEST(CheckPolicy, ARecordNeedsSomebodyWhoWritesIt) {
  const std::string text = with(two_stages(), "by: any_side, go: managers",
                                "when: {talk: begun}, record: why, go: managers");
  EXPECT_THAT(check(text), ElementsAre("18:9 warning record-without-by"));
}

/// Whether the checker says that the exit `decided`, open `when`, never opens.
bool never_opens(const std::string& when, std::string_view fact) {
  const std::string open = with(two_stages(), "by: raiser,", "by: raiser, when: " + when + ",");
  const auto findings = check_policy(
      read_sound(with(open, "document:", fmt::format("facts:\n  level: {}\ndocument:", fact))));
  return std::ranges::find(findings, "exit-never-opens", &Finding::code) != findings.end();
}

// A fact has one of its words, unless it is one that can have several.
TEST(CheckPolicy, TwoWordsOfAFactHoldTogetherOnlyWhereItCanHaveSeveral) {
  const std::string both = "{all: [{level: a}, {level: b}]}";
  EXPECT_TRUE(never_opens(both, "{asks: Which, one_of: [a, b], clause: '1'}"));
  EXPECT_FALSE(never_opens(both, "{asks: Which, one_of: [a, b], several: true, clause: '1'}"));
  EXPECT_FALSE(
      never_opens("{any: [{level: a}, {level: b}]}", "{asks: Which, one_of: [a, b], clause: '1'}"));
}

// Every way is tried for twelve words; of more nothing is claimed.
TEST(CheckPolicy, OfTooManyWordsToTryNothingIsClaimed) {
  const std::string_view fact =
      "{asks: Which, one_of: [a, b, c, d, e, f, g, h, i, j, k], clause: '1'}";
  EXPECT_TRUE(never_opens(
      "{all: [{settle: open}, {settle: met}, {level: [a, b, c, d, e, f, g, h, i, j]}]}", fact));
  EXPECT_FALSE(never_opens(
      "{all: [{settle: open}, {settle: met}, {level: [a, b, c, d, e, f, g, h, i, j, k]}]}", fact));
}

// What is "promptly" has a date from a local target alone: at the cap, or for the whole policy.
TEST(CheckPolicy, ACapWithoutATimeNeedsALocalTarget) {
  const auto with_cap = [](std::string_view cap) {
    return check(with(two_stages(), "local_target: 2 working days\n",
                      fmt::format("cap: {{{}, clause: '1'}}\n", cap)));
  };
  EXPECT_THAT(with_cap("within: promptly"), ElementsAre("7:6 error no-local-target"));
  EXPECT_THAT(with_cap("within: promptly, local_target: 4 weeks"), IsEmpty());
  EXPECT_THAT(with_cap("within: 4 weeks"), IsEmpty());
}

TEST(CheckPolicy, AnEndOfATextIsAnEndOfItsLastWord) {
  EXPECT_THAT(check(of_two_passages("Within 5 days", "The rest")),
              ElementsAre("25:12 note which-days"));
}

TEST(CheckPolicy, ADutyMayBeMetByOneOfItsNameElsewhere) {
  const std::string duty = "    duties: [{id: a, what: A, owed_by: raiser, clause: '1'";
  const std::string text =
      with(with(two_stages(), "    exits:\n      - {id: agreed",
                duty + ", met_when: {managers.a: met}}]\n    exits:\n      - {id: agreed"),
           "    exits:\n      - {id: decided", duty + "}]\n    exits:\n      - {id: decided");
  EXPECT_THAT(check(text), IsEmpty());
}

// Whoever takes part in a rule, as whatever.
TEST(CheckPolicy, ARoleThatIsNotDefinedIsFoundWhereverItStands) {
  const auto in_talk = [](const std::string& more) {
    return with(two_stages(), "    title: Talk\n", "    title: Talk\n    " + more + "\n");
  };
  const auto duty = [&](const std::string& more) {
    return in_talk("duties: [{id: a, what: A, clause: '1', " + more + "}]");
  };
  const auto at_top = [](const std::string& more) {
    return with(two_stages(), "start:\n", more + "\nstart:\n");
  };
  const std::string fact =
      "facts: {f: {asks: F, one_of: [a, b], fastest_first: true, local: true, ";
  for (const std::string& text :
       {in_talk("representatives: {each_side: chiar}"), in_talk("settled_by: chiar"),
        duty("owed_by: chiar"), duty("open_to: chiar"), duty("owed_by: raiser, to: chiar"),
        duty("owed_by: raiser, meeting: {chair: chiar}"),
        duty("owed_by: raiser, meeting: {must: [chiar]}"),
        duty("owed_by: raiser, meeting: {must_not: [chiar]}"),
        duty("owed_by: raiser, meeting: {hears: [chiar]}"), at_top(fact + "set_by: chiar}}"),
        at_top(fact + "slower_by: chiar}}"), at_top("decider: chiar"),
        with(two_stages(), "by: raiser, end: decided", "by: chiar, end: decided"),
        with(two_stages(), "end: decided", "stands_with: chiar, record: why, end: stands")}) {
    const auto findings = check_policy(read_sound(text));
    EXPECT_EQ(std::ranges::count(findings, "unknown-role", &Finding::code), 1) << text;
  }
  const auto suggestion = [](std::string_view who) {
    const auto found = check_policy(read_sound(with(two_stages(), "by: raiser", who)));
    const auto role = std::ranges::find(found, "unknown-role", &Finding::code);
    return role != found.end() ? role->suggestion : "";
  };
  EXPECT_EQ(suggestion("by: raisr"), "did you mean `raiser`?");
  EXPECT_EQ(suggestion("by: {each_side: line_manger}"), "did you mean `line_manager`?");
}

TEST(CheckPolicy, APassageThatIsNotThereIsFoundWhereverItIsCited) {
  const auto in_talk = [](const std::string& more) {
    return with(two_stages(), "    settle: {within: 5 working days}\n", "    " + more + "\n");
  };
  const std::string settle = "settle: {within: 5 working days}\n    ";
  const auto at_top = [](const std::string& more) {
    return with(two_stages(), "start:\n", more + "\nstart:\n");
  };
  for (const std::string& text :
       {in_talk("settle: {within: 5 working days, clause: '9'}"),
        in_talk("settle: [{within: 5 working days}, {within: 1 hour, clause: '9'}]"),
        in_talk(settle + "duties: [{id: a, what: A, owed_by: raiser, clause: '9'}]"),
        in_talk(settle + "duties: [{id: a, what: A, owed_by: raiser, clause: '1', due: {within: 1 "
                         "hour, clause: '9'}}]"),
        with(two_stages(), "    title: Talk\n    clause: '1'", "    title: Talk\n    clause: '9'"),
        with(two_stages(), "start:\n", "start:\n  clause: '9'\n"),
        at_top("facts: {f: {asks: F, one_of: [a], clause: '9'}}"),
        at_top("roles: {chair: {title: C, post: chair, in: partnership, clause: '9'}}\ndecider: "
               "chair"),
        at_top("cap: {within: 8 weeks, clause: '9'}"),
        at_top("words: [{shown: raising, says: S, clause: '9'}]"),
        at_top("related: [{title: T, clause: '9'}]")}) {
    const auto findings = check_policy(read_sound(text));
    EXPECT_EQ(std::ranges::count(findings, "unknown-clause", &Finding::code), 1) << text;
  }
  const std::string named = with(two_stages(), "{id: '1', text: The whole}",
                                 "{id: '1', text: The whole}, {id: purpose, text: P}");
  const auto findings = check_policy(read_sound(with(named, "clause: '1'", "clause: purpos")));
  EXPECT_EQ(findings.front().suggestion, "did you mean `purpose`?");
}

}  // namespace
}  // namespace accord
