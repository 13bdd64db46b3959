// What the checker finds in clocks that wait for each other, and in exits that fire by themselves.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/checker.hpp"
#include "policy/testdata/checked.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::check;
using testdata::check_duties;
using testdata::read_sound;
using testdata::two_stages;
using testdata::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Rule 14: "the anchor is the since of `from`": one that waits for the end of its own clock never
// comes.
TEST(CheckPolicy, AClockMayNotStartFromItsOwnEnd) {
  const std::string text = with(two_stages(), "    title: Managers\n",
                                "    title: Managers\n    duties:\n"
                                "      - {id: reply, what: Reply, owed_by: any_side, clause: '1', "
                                "due: {within: 1 working day, from: raised}}\n"
                                "      - {id: answer, what: Answer, owed_by: any_side, clause: "
                                "'1', due: {within: 1 working day, from: {reply: due}}}\n");
  EXPECT_THAT(check(text), IsEmpty());
  const std::string raised = "from: raised";
  for (const std::string_view own : {"from: {reply: due}", "from: {reply: [met, late]}",
                                     "from: {all: [raised, {reply: met}]}"}) {
    const auto findings = check_policy(read_sound(with(text, raised, own)));
    EXPECT_EQ(findings.front().code, "clock-never-starts") << own;
    EXPECT_EQ(findings.front().mark.line, 22) << own;
    EXPECT_THAT(findings.front().message, HasSubstr("`managers.reply` starts from its own end"));
    EXPECT_THAT(findings.front().suggestion, HasSubstr("from: raised"));
  }
  // It begins otherwise, too; and opening, or not being met, is no end.
  for (const std::string_view sound :
       {"from: {any: [raised, {reply: due}]}", "from: {reply: open}", "from: {answer: met}"}) {
    EXPECT_FALSE(has_error(check_policy(read_sound(with(text, raised, sound))))) << sound;
  }
}

TEST(CheckPolicy, ClocksMayNotWaitForEachOther) {
  const std::string text =
      with(two_stages(), "    title: Managers\n",
           "    title: Managers\n    duties:\n"
           "      - {id: reply, what: Reply, owed_by: any_side, clause: '1', "
           "due: {within: 1 working day, from: {answer: overdue}}}\n"
           "      - {id: answer, what: Answer, owed_by: any_side, clause: '1', "
           "due: {within: 1 working day, from: {reply: due}}}\n");
  EXPECT_THAT(check(text), ElementsAre(HasSubstr("22:"), HasSubstr("23:")));
  EXPECT_THAT(check(text), testing::Each(HasSubstr("error clock-never-starts")));
  // The stage itself: its time cannot run from its being left.
  EXPECT_THAT(check(with(two_stages(), "settle: {within: 5 working days}",
                         "settle: {within: 5 working days, from: {talk: left}}")),
              ElementsAre(HasSubstr("error clock-never-starts")));
  EXPECT_THAT(check(with(two_stages(), "settle: {within: 5 working days}",
                         "settle: {within: 5 working days, from: {settle: due}}")),
              ElementsAre(HasSubstr("error clock-never-starts")));
}

TEST(CheckPolicy, ClocksThatWaitForEachOtherAreNamed) {
  const std::string text =
      with(two_stages(), "    title: Managers\n",
           "    title: Managers\n    duties:\n"
           "      - {id: reply, what: Reply, owed_by: any_side, clause: '1', "
           "due: {within: 1 working day, from: {answer: overdue}}}\n"
           "      - {id: answer, what: Answer, owed_by: any_side, clause: '1', "
           "due: {within: 1 working day, from: {reply: due}}}\n");
  const auto findings = check_policy(read_sound(text));
  ASSERT_EQ(findings.size(), 2U);
  EXPECT_EQ(findings[0].message,
            "the clock of `managers.reply` starts from the end of `managers.answer`, whose own "
            "clock never starts either");
  EXPECT_THAT(findings[1].message, HasSubstr("from the end of `managers.reply`"));
}

TEST(CheckPolicy, ALimitMayCountByTheEndOfAnotherClock) {
  const std::string other =
      "      - {id: b, what: B, owed_by: raiser, clause: '1', due: {within: 1 working day}}\n";
  const auto when = [&](const std::string& asked) {
    return check_duties(other +
                        "      - id: a\n        what: A\n        owed_by: raiser\n"
                        "        clause: '1'\n        due:\n"
                        "          - {within: 2 working days}\n"
                        "          - {within: 3 working days, when: " +
                        asked + "}\n");
  };
  for (const char* sound :
       {"{b: overdue}", "{b: due}", "{a: open}", "{a: lapsed}", "{up: taken}"}) {
    EXPECT_THAT(when(sound), testing::Not(testing::Contains(HasSubstr("by-its-own-end")))) << sound;
  }
  for (const char* own :
       {"{a: overdue}", "{a: due}", "{not: {a: due}}", "{any: [{b: due}, {a: [met, due]}]}"}) {
    EXPECT_THAT(when(own), testing::Contains(HasSubstr("limit-counts-by-its-own-end"))) << own;
  }
}

// A stage that would be left on the moment it begins, and come back to.
TEST(CheckPolicy, AnAutomaticExitClosesACircleOnlyWhereItsConditionCanHoldOnEntry) {
  std::string text = with(two_stages(), "local_target: 2 working days\n",
                          "local_target: 2 working days\n"
                          "facts: {speed: {asks: Speed, one_of: [slow, quick]}}\n");
  text = with(text, "by: any_side, go: managers", "when: {speed: quick}, go: managers");
  text = with(text, "    title: Managers\n",
              "    title: Managers\n    duties: [{id: reply, what: Reply, owed_by: any_side, "
              "clause: '1'}]\n");
  const auto circle = [&](const std::string& when) {
    const auto found = check(with(text, "      - {id: decided",
                                  "      - {id: back, when: " + when +
                                      ", go: talk, clause: '1'}\n      - {id: "
                                      "decided"));
    return std::ranges::any_of(
        found, [](const std::string& line) { return line.ends_with("automatic-circle"); });
  };
  for (const char* can : {"{any: [{speed: quick}, {reply: met}]}", "{managers: begun}",
                          "{all: [{speed: quick}, {managers: begun}]}", "{not: {reply: met}}",
                          "{any: [{managers: begun}, {reply: met}]}", "{reply: open}",
                          "{not: {all: [{speed: quick}, {reply: met}]}}"}) {
    EXPECT_TRUE(circle(can)) << can;
  }
  for (const char* cannot :
       {"{all: [{speed: quick}, {reply: met}]}", "{all: [{reply: met}, {speed: quick}]}",
        "{any: [{reply: met}, {outcome: agreed}]}", "{not: {managers: begun}}",
        "{not: {any: [{managers: begun}, {speed: quick}]}}", "{settle: met}"}) {
    EXPECT_FALSE(circle(cannot)) << cannot;
  }
}

}  // namespace
}  // namespace accord
