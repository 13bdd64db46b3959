// What no disagreement can be in: words that exclude each other, and words that cannot hold in the
// stage where they are asked for.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "policy/checker.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What is said of the policy in which `asked` stands among the exits of `talk`, `limit` at its
/// `settle`, and `duty` among its duties.
std::vector<std::string> never_said(const std::string& asked, const std::string& limit = "",
                                    const std::string& duty = "") {
  const std::string stages = fmt::format(
      "  - id: talk\n    title: Talk\n    tiers: up_the_line\n    clause: '1'\n"
      "    settle: [{{within: 5 working days}}{}]\n    duties:\n"
      "      - {{id: ring, what: Ring, owed_by: raiser, clause: '1'}}\n"
      "      - {{id: note, what: Note, owed_by: raiser, when: {{settle: overdue}}, clause: '1'}}\n"
      "{}    exits:\n"
      "      - {{id: up, title: Up, by: any_side, go: managers, clause: '1'}}\n"
      "      - {{id: more, title: More, by: any_side, go: again, clause: '1'}}\n"
      "{}"
      "  - id: managers\n    title: Managers\n    clause: '1'\n"
      "    settle: {{within: 5 working days}}\n    duties:\n"
      "      - {{id: ring, what: Ring back, owed_by: raiser, clause: '1'}}\n"
      "    exits:\n"
      "      - {{id: decided, title: Decided, by: raiser, end: decided, clause: '1'}}\n",
      limit, duty, asked);
  const std::string text = testdata::small_policy(
      {.facts = "  one: {asks: One, one_of: [a, b], local: true}\n"
                "  other: {asks: Other, one_of: [a, b], local: true}\n"
                "  several: {asks: Several, one_of: [a, b], several: true, local: true}\n"
                "  of_each: {asks: Each, one_of: [a, b], held_by: each_child, local: true}\n",
       .stages = stages});
  std::vector<std::string> said;
  for (const Finding& finding : check_policy(testdata::read_sound(text))) {
    if (finding.message.find("it can never be that") != std::string::npos) {
      said.push_back(fmt::format("{}: {}", finding.code, finding.message));
    }
  }
  return said;
}

bool never(const std::string& when) {
  const auto said = never_said(fmt::format(
      "      - {{id: x, title: X, by: raiser, when: {}, end: decided, clause: '1'}}\n", when));
  return !said.empty();
}

/// Which two of `words` of `subject` cannot hold at the same time.
std::vector<std::string> exclusive(const std::string& subject,
                                   const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (std::size_t j = 0; j < words.size(); ++j) {
      const std::string both =
          fmt::format("{{all: [{{{0}: {1}}}, {{{0}: {2}}}]}}", subject, words[i], words[j]);
      if (i != j && never(both)) {
        found.push_back(words[i] + " " + words[j]);
      }
    }
  }
  return found;
}

// Kernel rule 10. What is overdue is open; what is late was met after its time.
TEST(CheckPossible, ADutyIsOpenOrMetOrHasLapsed) {
  const std::vector<std::string> words{"open", "met", "late", "overdue", "lapsed", "due"};
  const std::vector<std::string> never_both{
      "open met",   "open late", "open lapsed", "met open",    "met overdue",
      "met lapsed", "late open", "overdue met", "lapsed open", "lapsed met"};
  EXPECT_EQ(exclusive("note", words), never_both);
  EXPECT_EQ(exclusive("settle", words), never_both);
}

TEST(CheckPossible, AStageThatIsSkippedHasNotBegun) {
  EXPECT_THAT(exclusive("managers", {"begun", "left", "skipped"}),
              ElementsAre("begun skipped", "left skipped", "skipped begun", "skipped left"));
}

TEST(CheckPossible, AFactHasOneOfItsWordsWhereOneIsAsked) {
  const std::vector<std::string> words{"a", "b", "known", "not_known"};
  EXPECT_THAT(exclusive("one", words),
              ElementsAre("a b", "a not_known", "b a", "b not_known", "known not_known",
                          "not_known a", "not_known b", "not_known known"));
  for (const char* many : {"several", "of_each"}) {
    EXPECT_THAT(exclusive(many, words),
                ElementsAre("a not_known", "b not_known", "known not_known", "not_known a",
                            "not_known b", "not_known known"))
        << many;
  }
}

TEST(CheckPossible, ThereIsOneOutcomeOneTierAndOneTimescale) {
  EXPECT_THAT(exclusive("outcome", {"known", "decided", "agreed"}),
              ElementsAre("decided agreed", "agreed decided"));
  EXPECT_THAT(exclusive("tier", {"more", "last"}), ElementsAre("more last", "last more"));
  EXPECT_THAT(exclusive("child_timescale", {"known", "not_known"}),
              ElementsAre("known not_known", "not_known known"));
}

TEST(CheckPossible, SeveralSectorsAndSeveralPeopleCanBeConcerned) {
  EXPECT_THAT(exclusive("responding_sector", {"health", "police"}), IsEmpty());
  EXPECT_THAT(exclusive("whom", {"child", "unborn"}), IsEmpty());
}

TEST(CheckPossible, WordsOfTwoThingsDoNotExcludeEachOther) {
  for (const char* when :
       {"{all: [{one: a}, {other: b}]}", "{all: [{ring: open}, {note: met}]}",
        "{all: [{ring: open}, {managers.ring: met}]}", "{all: [{settle: met}, {ring: open}]}",
        "{all: [{one: not_known}, {other: known}]}"}) {
    EXPECT_FALSE(never(when)) << when;
  }
}

TEST(CheckPossible, NobodyIsInAStageThatIsLeftAndAFirmDutyLapsesOnlyThen) {
  EXPECT_TRUE(never("{talk: left}"));
  EXPECT_TRUE(never("{talk: skipped}"));
  EXPECT_TRUE(never("{ring: lapsed}"));
  for (const char* when : {"{talk: begun}", "{managers: left}", "{managers: skipped}",
                           "{note: lapsed}", "{managers.ring: lapsed}", "{ring: overdue}"}) {
    EXPECT_FALSE(never(when)) << when;
  }
}

TEST(CheckPossible, AllAnyAndNotAreReadAsTheyStand) {
  EXPECT_TRUE(never("{not: {any: [{one: a}, {not: {one: a}}]}}"));
  EXPECT_TRUE(never("{any: [{talk: left}, {ring: lapsed}]}"));
  EXPECT_TRUE(never("{all: [{one: [a, b]}, {one: not_known}]}"));
  EXPECT_TRUE(never("{one: a, not: {one: a}}"));
  EXPECT_TRUE(never("{all: [raised, {not: raised}]}"));
  EXPECT_TRUE(never("{not: {any: [raised, {not: raised}]}}"));
  EXPECT_FALSE(never("{all: [raised, {ring: met}]}"));
  EXPECT_FALSE(never("{not: raised}"));
  for (const char* when :
       {"{not: {all: [{one: a}, {one: b}]}}", "{any: [{talk: left}, {one: a}]}",
        "{all: [{one: [a, b]}, {not: {one: a}}]}", "{all: [{one: known}, {not: {one: [a, b]}}]}"}) {
    EXPECT_FALSE(never(when)) << when;
  }
}

TEST(CheckPossible, ExitsDutiesAndLimitsSayThatTheyNeverCome) {
  const std::string when = "when: {talk: left}";
  EXPECT_THAT(
      never_said("      - {id: x, by: raiser, " + when + ", end: decided, clause: '1'}\n"),
      ElementsAre("exit-never-opens: the exit `x` never opens: it can never be that “Talk” has "
                  "ended"));
  EXPECT_THAT(never_said("", ", {within: 1 hour, " + when + "}"),
              ElementsAre("limit-never-counts: a limit of `talk` never counts: it can never be "
                          "that “Talk” has ended"));
  EXPECT_THAT(
      never_said("", "",
                 "      - {id: x, what: X, owed_by: raiser, " + when +
                     ", due: [{within: 1 hour, when: {ring: lapsed}}, {within: 1 hour}], "
                     "clause: '1'}\n"),
      ElementsAre("duty-never-owed: the duty `x` is never owed: it can never be that “Talk” has "
                  "ended",
                  "limit-never-counts: a limit of `x` never counts: it can never be that “Ring” "
                  "has lapsed"));
}

}  // namespace
}  // namespace accord
