// What the checker finds that is doubtful rather than wrong: what nothing uses, what may never
// come, what reads like something else.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "policy/checker.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::read_sound;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A policy of two stages, with more at its top, in `talk`, `managers`, and after all.
struct Written {
  std::string top;
  std::string talk = "settle: {within: 5 working days}";
  std::string talk_exits;
  std::string managers = "settle: {within: 5 working days}";
  std::string managers_exits;
  std::string below;

  [[nodiscard]] std::string text() const {
    return fmt::format(
        "policy: small\npartnership: Small\ntitle: T\nversion: '1'\neffective: 2026-01-05\n"
        "calendar: england-and-wales\nlocal_target: 2 working days\n{}\n"
        "start: {{exits: [{{id: begin, title: Begin, go: talk, clause: '1'}}]}}\n"
        "stages:\n"
        "  - id: talk\n    title: Talk\n    clause: '1'\n    {}\n    exits:\n"
        "      - {{id: agreed, title: A, by: each_side, end: agreed, clause: '1'}}\n"
        "      - {{id: up, title: U, by: any_side, go: managers, clause: '1'}}\n{}"
        "  - id: managers\n    title: Managers\n    clause: '1'\n    {}\n    exits:\n"
        "      - {{id: decided, title: D, by: raiser, end: decided, clause: '1'}}\n{}"
        "{}\ndocument: [{{id: '1', text: The words of the document.}}]\n",
        top, talk, talk_exits, managers, managers_exits, below);
  }
};

std::vector<std::string> codes_of(const Written& written) {
  std::vector<std::string> found;
  for (const Finding& finding : check_policy(read_sound(written.text()))) {
    found.push_back(fmt::format("{} {}", to_word(finding.level), finding.code));
  }
  return found;
}

std::string first_message(const Written& written) {
  const auto found = check_policy(read_sound(written.text()));
  return found.empty() ? "" : found.front().message;
}

// It is the partnership's key in addresses and for `adopt`.
TEST(CheckNotes, TheNameOfThePolicyIsNoTitle) {
  std::string text = Written{}.text();
  text.replace(text.find("small"), 5, "Wren Fold");
  const auto found = check_policy(read_sound(text));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().code, "policy-name");
  EXPECT_THAT(found.front().suggestion, HasSubstr("`policy: wren_fold`"));
}

TEST(CheckNotes, OfASoundPolicyThereAreNone) {
  EXPECT_THAT(codes_of({}), IsEmpty());
}

TEST(CheckNotes, AQuestionAboutDangerHasTheNameByWhichThePagesAskItOnce) {
  EXPECT_THAT(
      codes_of({.top = "facts: {in_danger: {asks: In danger, one_of: [yes, no], clause: \"1\"}}"}),
      ElementsAre("warning danger-asked-twice"));
  EXPECT_THAT(
      codes_of(
          {.top =
               "facts: {immediate_danger: {asks: In danger, one_of: [yes, no], clause: \"1\"}}"}),
      IsEmpty());
  EXPECT_THAT(codes_of({.top = "facts: {endangered: {asks: Who, one_of: [a, b], clause: \"1\"}}"}),
              IsEmpty());
}

TEST(CheckNotes, AFactThatNoRuleDependsOnSaysWhyItIsAsked) {
  EXPECT_THAT(codes_of({.top = "facts: {area: {asks: What, one_of: [a, b]}}"}),
              ElementsAre("note fact-not-used"));
  EXPECT_THAT(codes_of({.top = "facts: {area: {asks: What, one_of: [a, b], local: true}}"}),
              IsEmpty());
  EXPECT_THAT(
      codes_of({.top = "facts: {area: {asks: What, one_of: [a, b]}}",
                .talk_exits = "      - {id: x, title: X, by: any_side, when: {area: a}, go: "
                              "managers, clause: '1'}\n"}),
      IsEmpty());
}

TEST(CheckNotes, ARoleThatNoRuleNames) {
  const std::string role = "roles: {chair: {title: Chair, post: chair, in: partnership}}\n";
  EXPECT_THAT(codes_of({.top = role}), ElementsAre("note role-not-used"));
  EXPECT_THAT(codes_of({.top = role + "decider: chair"}), IsEmpty());
  EXPECT_THAT(
      codes_of({.top = role, .talk = "settle: {within: 5 working days}\n    settled_by: chair"}),
      IsEmpty());
}

TEST(CheckNotes, APassageThatNoRuleCarriesOut) {
  Written written;
  std::string text = written.text();
  text.insert(text.rfind(']'), ", {id: '2', text: Somebody ought to do something.}");
  const auto found = check_policy(read_sound(text));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().code, "passage-not-cited");
  EXPECT_EQ(found.front().clause, "2");
}

TEST(CheckNotes, TwoWordsForOneThing) {
  EXPECT_THAT(codes_of({.top = "facts: {area: {asks: What, one_of: [child status, Child-status], "
                               "local: true}}"}),
              ElementsAre("warning words-alike"));
  EXPECT_THAT(codes_of({.top = "facts: {area: {asks: What, one_of: [child status, child statuses], "
                               "local: true}}"}),
              IsEmpty());
}

TEST(CheckNotes, NoReopeningBesideAWayToReopen) {
  const std::string after =
      "after: {exits: [{id: reopen, title: R, by: any_side, go: talk, clause: '1'}]}";
  EXPECT_THAT(codes_of({.top = "reopening: no", .below = after}),
              ElementsAre("warning reopening-no-and-yes"));
  EXPECT_THAT(codes_of({.top = "reopening: where the child is no safer", .below = after}),
              IsEmpty());
}

TEST(CheckNotes, AnExitSkipsOnlyWhatWouldHaveCome) {
  const auto with = [](const std::string& exit) {
    return Written{.talk_exits = fmt::format(
                       "      - {{id: x, title: X, by: any_side, {}, clause: '1'}}\n", exit)};
  };
  EXPECT_THAT(codes_of(with("go: managers, skips: [talk]")), ElementsAre("error skips-itself"));
  EXPECT_THAT(codes_of(with("go: managers, skips: [managers]")), ElementsAre("error skips-itself"));
  EXPECT_THAT(codes_of(with("end: agreed, skips: [managers]")),
              ElementsAre("warning skips-after-end"));
}

TEST(CheckNotes, NobodyIsInAStageThatIsLeft) {
  const auto with = [](const std::string& when) {
    return Written{
        .talk_exits = fmt::format(
            "      - {{id: x, title: X, by: any_side, when: {}, go: managers, clause: '1'}}\n",
            when)};
  };
  EXPECT_THAT(codes_of(with("{talk: left}")), ElementsAre("error exit-never-opens"));
  EXPECT_THAT(codes_of(with("{not: {talk: left}}")), IsEmpty());
  EXPECT_THAT(codes_of(with("{talk: begun}")), IsEmpty());
}

TEST(CheckNotes, AWayFromEveryStageLeadsBack) {
  const std::string exit =
      "throughout: {exits: [{id: restart, title: R, by: any_side, go: talk, clause: '1'}]}";
  EXPECT_THAT(codes_of({.below = exit}), ElementsAre("warning way-back"));
  EXPECT_THAT(codes_of({.top = "cap: {within: 6 weeks, from: raised, clause: '1'}", .below = exit}),
              IsEmpty());
}

// Kernel rule 20: it is not offered in the stage to which it leads, and leads back from no other.
TEST(CheckNotes, AWayFromEveryStageToTheLastLeadsNowhereBack) {
  EXPECT_THAT(codes_of({.below = "throughout: {exits: [{id: up, title: U, by: any_side, go: "
                                 "managers, clause: '1'}]}"}),
              IsEmpty());
}

TEST(CheckNotes, AWayFromEveryStageThatIsTakenOnceLeadsNowhereBack) {
  EXPECT_THAT(codes_of({.below = "throughout: {exits: [{id: at_once, title: R, by: any_side, when: "
                                 "{not: {managers: begun}}, go: managers, clause: '1'}]}"}),
              IsEmpty());
}

TEST(CheckNotes, AnAimComesBeforeItsLimit) {
  for (const std::string_view key : {"aim", "local_target"}) {
    EXPECT_THAT(
        codes_of({.talk = fmt::format("settle: {{within: 5 working days, {}: 2 weeks}}", key)}),
        ElementsAre("warning aim-longer-than-limit"));
    EXPECT_THAT(
        codes_of({.talk = fmt::format("settle: {{within: 5 working days, {}: 24 hours}}", key)}),
        IsEmpty());
  }
}

// Kernel rule 14: until the anchor has come `settle` shows its local target, and a duty "starts
// when …".
TEST(CheckNotes, AClockThatWaitsForWhatSomebodyMayNeverDo) {
  const std::string duty =
      "\n    duties: [{id: reply, what: R, owed_by: any_side, due: {within: 1 working day}, "
      "clause: '1'},"
      " {id: ask, what: A, open_to: raiser, clause: '1'}]";
  for (const std::string_view from : {"{reply: met}", "{ask: met}", "{up: taken}",
                                      "child_timescale", "{all: [raised, {ask: met}]}"}) {
    const Written written{
        .talk = fmt::format("settle: {{within: 5 working days, from: {}}}{}", from, duty)};
    EXPECT_THAT(codes_of(written), ElementsAre("warning clock-may-never-start")) << from;
    EXPECT_THAT(first_message(written), HasSubstr("the time of leaving `talk` runs from")) << from;
  }
  for (const std::string_view from : {"raised", "{talk: begun}", "{any: [raised, {ask: met}]}"}) {
    EXPECT_THAT(codes_of({.talk = fmt::format("settle: {{within: 5 working days, from: {}}}{}",
                                              from, duty)}),
                IsEmpty())
        << from;
  }
  // Another limit holds until then.
  EXPECT_THAT(codes_of({.talk = "settle: [{within: 5 working days, from: {reply: met}}, {within: 5 "
                                "working days, from: raised, when: {not: {reply: met}}}]" +
                                duty}),
              IsEmpty());
}

TEST(CheckNotes, AClockThatWaitsForAStageThatNeedNotCome) {
  const std::string from_talk = "settle: {within: 5 working days, from: {talk: left}}";
  EXPECT_THAT(codes_of({.managers = from_talk}), IsEmpty());
  Written written{.managers = from_talk};
  std::string text = written.text();
  const std::string begin = "{id: begin, title: Begin, go: talk, clause: '1'}";
  text.insert(text.find(begin),
              "{id: other, title: O, when: {direct: yes}, go: managers, clause: '1'}, ");
  text.insert(text.find("start:"),
              "facts: {direct: {asks: D, one_of: [yes, no], required: true}}\n");
  const auto found = check_policy(read_sound(text));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().code, "clock-may-never-start");
  EXPECT_THAT(found.front().suggestion, HasSubstr("any: ["));
}

// What every way into the stage asks for has come.
TEST(CheckNotes, AClockThatWaitsForWhatTheWayInAsksFor) {
  Written written{.managers = "settle: {within: 5 working days, from: {risk: yes}}"};
  std::string text = written.text();
  const std::string up = "by: any_side, go: managers";
  text.insert(text.find("start:"), "facts: {risk: {asks: D, one_of: [yes, no]}}\n");
  EXPECT_EQ(check_policy(read_sound(text)).size(), 1U);
  text.replace(text.find(up), up.size(), "by: any_side, when: {risk: yes}, go: managers");
  EXPECT_THAT(check_policy(read_sound(text)), IsEmpty());
}

// Asked for on the way to the stage before, or by either of two conditions.
TEST(CheckNotes, AClockThatWaitsForWhatAnEarlierWayInAsksFor) {
  const std::string ask =
      "\n    duties: [{id: ask, what: A, open_to: raiser, clause: '1'}, {id: look, what: B, "
      "open_to: "
      "raiser, clause: '1'}]";
  Written written{.talk = "settle: {within: 5 working days}" + ask,
                  .managers = "settle: {within: 5 working days, from: {talk.ask: met}}"};
  std::string text = written.text();
  const std::string up = "by: any_side, go: managers";
  const auto waits = [](const std::string& policy) {
    const auto found = check_policy(read_sound(policy));
    return std::ranges::count(found, "clock-may-never-start", &Finding::code) == 1;
  };
  EXPECT_TRUE(waits(text));
  const auto with = [&](const std::string& when, const std::string& go) {
    std::string changed = text;
    changed.replace(changed.find(up), up.size(), "by: any_side, when: " + when + ", go: " + go);
    return changed;
  };
  const std::string both = "{any: [{all: [{talk.ask: met}, {look: met}]}, {talk.ask: met}]}";
  EXPECT_FALSE(waits(with(both, "managers")));
  EXPECT_TRUE(waits(with("{any: [{ask: met}, {look: met}]}", "managers")));
  const std::string between =
      "  - id: between\n    title: Between\n    clause: '1'\n    settle: {within: 5 working days}\n"
      "    exits: [{id: on, by: any_side, go: managers, clause: '1'}]\n";
  for (const bool asked : {true, false}) {
    std::string longer = with(asked ? "{ask: met}" : "{look: met}", "between");
    longer.insert(longer.find("  - id: managers"), between);
    EXPECT_EQ(waits(longer), !asked);
  }
}

TEST(CheckNotes, ADutyWhoseClockWaitsIsANote) {
  const auto with = [](const std::string& more) {
    return Written{.talk =
                       "settle: {within: 5 working days}\n    duties: [{id: ask, what: A, open_to: "
                       "raiser, clause: '1'}, {id: answer, what: B, owed_by: any_side, " +
                       more + ", clause: '1'}]"};
  };
  EXPECT_THAT(codes_of(with("due: {within: 2 working days, from: {ask: met}}")),
              ElementsAre("note clock-may-never-start"));
  // Owed only once it has come.
  EXPECT_THAT(codes_of(with("when: {ask: met}, due: {within: 2 working days, from: {ask: met}}")),
              IsEmpty());
}

TEST(CheckNotes, AWayFromEveryStageIsTakenOnceWhereItAsksSo) {
  const auto with = [](const std::string& when) {
    return Written{.top = "facts: {area: {asks: What, one_of: [a, b]}}",
                   .below = fmt::format("throughout: {{exits: [{{id: at_once, title: R, by: "
                                        "any_side, when: {}, go: talk, clause: '1'}}]}}",
                                        when)};
  };
  for (const char* once :
       {"{all: [{area: a}, {not: {talk: begun}}]}", "{all: [{not: {talk: begun}}, {area: a}]}"}) {
    EXPECT_THAT(codes_of(with(once)), IsEmpty()) << once;
  }
  for (const char* often :
       {"{area: a}", "{all: [{area: a}, {managers: begun}]}",
        "{all: [{area: a}, {not: {managers: begun}}]}", "{all: [{area: a}, {talk: begun}]}",
        "{not: {area: a}}", "{all: [{area: a}, {not: {talk: left}}]}",
        "{any: [{area: a}, {not: {talk: begun}}]}"}) {
    EXPECT_THAT(codes_of(with(often)), ElementsAre("warning way-back")) << often;
  }
}

// After the outcome, that there is one is certain; which, is not.
TEST(CheckNotes, AClockOfAfterStartsWithTheOutcome) {
  const auto from = [](const std::string& asked) {
    return Written{.below =
                       fmt::format("after: {{duties: [{{id: tell, what: T, owed_by: each_side, "
                                   "due: {{within: 2 working days, from: {}}}, clause: "
                                   "'1'}}]}}",
                                   asked)};
  };
  for (const char* certain : {"{outcome: known}", "{outcome: [known, agreed]}", "raised",
                              "{not: {outcome: agreed}}", "{all: [raised, {outcome: known}]}"}) {
    EXPECT_THAT(codes_of(from(certain)), IsEmpty()) << certain;
  }
  for (const char* maybe : {"{outcome: agreed}", "{talk.up: taken}"}) {
    EXPECT_THAT(codes_of(from(maybe)), ElementsAre("note clock-may-never-start")) << maybe;
  }
  EXPECT_THAT(codes_of({.managers = "settle: {within: 5 working days, from: {outcome: known}}"}),
              ElementsAre("warning clock-may-never-start"));
}

// A way back from the outcome leads to a stage that has been left, if nothing ends before it.
TEST(CheckNotes, AClockOfAStageThatIsTakenUpAgain) {
  const Written again{.managers = "settle: {within: 5 working days, from: {talk: left}}",
                      .managers_exits =
                          "  - {id: third, title: T, clause: '1', settle: {within: 1 week}, exits: "
                          "[{id: over, title: O, by: each_side, end: agreed, clause: '1'}]}\n",
                      .below =
                          "after: {exits: [{id: back, title: B, by: raising_side, when: "
                          "{outcome: known}, record: [why], go: managers, clause: '1'}]}"};
  const auto codes = [&](const std::string& routes) {
    std::string text = again.text();
    const std::string only = "[{id: begin, title: Begin, go: talk, clause: '1'}]";
    text.replace(text.find(only), only.size(), routes);
    text.insert(text.find("start:"),
                "facts: {risk: {asks: D, one_of: [yes, no], required: true}}\n");
    std::vector<std::string> found;
    for (const Finding& finding : check_policy(read_sound(text))) {
      found.push_back(finding.code);
    }
    return found;
  };
  const std::string begin = "{id: begin, title: B, when: {risk: yes}, go: talk, clause: '1'}";
  EXPECT_THAT(codes("[" + begin +
                    ", {id: away, title: A, when: {risk: no}, end: elsewhere, "
                    "signpost: Ring, clause: '1'}]"),
              Not(Contains("clock-may-never-start")));
  EXPECT_THAT(codes("[" + begin +
                    ", {id: short, title: S, when: {risk: no}, go: third, clause: "
                    "'1'}]"),
              Contains("clock-may-never-start"));
}

// What was left, taken or met on the way has been so; what has only begun there need not have.
TEST(CheckNotes, AClockThatWaitsForWhatIsPastOnTheWayIn) {
  const auto with = [](const std::string& when, const std::string& from) {
    Written written{.managers = "settle: {within: 5 working days, from: " + from + "}"};
    std::string text = written.text();
    const std::string up = "by: any_side, go: managers";
    text.replace(text.find(up), up.size(), "by: any_side, when: " + when + ", go: managers");
    text.insert(text.find("start:"), "facts: {risk: {asks: D, one_of: [yes, no]}}\n");
    std::vector<std::string> codes;
    for (const Finding& finding : check_policy(read_sound(text))) {
      codes.push_back(finding.code);
    }
    return codes;
  };
  EXPECT_THAT(with("{risk: yes}", "{risk: yes}"), IsEmpty());
  EXPECT_THAT(with("{risk: yes}", "{risk: known}"), IsEmpty());
  EXPECT_THAT(with("{risk: yes}", "{risk: no}"), ElementsAre("clock-may-never-start"));
  EXPECT_THAT(with("{risk: not_known}", "{risk: known}"), ElementsAre("clock-may-never-start"));
  EXPECT_THAT(with("{risk: yes}", "{all: [raised, {not: {risk: no}}]}"), IsEmpty());
}

// What fires by itself has fired before anybody can take what waits for the same.
TEST(CheckNotes, AnExitThatAnAutomaticOneAlwaysComesBefore) {
  const auto with_exit = [](const std::string& when) {
    return codes_of(
        {.managers = "settle: {within: 5 working days}\n    duties: [{id: reply, what: Reply, "
                     "owed_by: any_side, clause: '1'}]",
         .managers_exits =
             "      - {id: back, when: {any: [{reply: met}, {talk: skipped}]}, go: talk, clause: "
             "'1'}\n      - {id: late, title: Late, by: raiser, when: " +
             when + ", end: accepted, clause: '1'}\n"});
  };
  const auto too_late = testing::Contains("error exit-comes-too-late");
  EXPECT_THAT(with_exit("{reply: met}"), too_late);
  EXPECT_THAT(with_exit("{all: [{reply: met}, {settle: overdue}]}"), too_late);
  EXPECT_THAT(with_exit("{any: [{reply: met}, {settle: overdue}]}"), testing::Not(too_late));
  EXPECT_THAT(with_exit("{reply: overdue}"), testing::Not(too_late));
}

}  // namespace
}  // namespace accord
