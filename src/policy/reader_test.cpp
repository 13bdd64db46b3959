#include "policy/reader.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <ostream>

#include "policy/testdata/texts.hpp"
#include "policy/words.hpp"

namespace accord {
namespace {

using testdata::northmoor;
using testdata::read_sound;
using testdata::repeated;
using testdata::with;
using testing::ElementsAre;
using testing::HasSubstr;

/// The problems of a file, each as the line that a person sees.
std::vector<std::string> problems_of(std::string_view yaml) {
  const auto policy = read_policy(yaml);
  std::vector<std::string> lines;
  if (!policy) {
    for (const Problem& problem : policy.error()) {
      lines.push_back(to_line(problem));
    }
  }
  return lines;
}

TEST(ReadPolicy, ReadsEveryPartOfAFile) {
  const Policy policy = read_sound(northmoor());
  EXPECT_EQ(policy.id, "northmoor");
  EXPECT_EQ(policy.next_review_date, "2027-03-26");
  EXPECT_TRUE(policy.inside_one_agency);
  EXPECT_EQ(policy.conventions.front().second, "17:30");
  ASSERT_EQ(policy.cap.size(), 1U);
  EXPECT_EQ(policy.cap[0].within.unit, Unit::Weeks);
  EXPECT_EQ(policy.facts.size(), 5U);
  EXPECT_EQ(policy.fact("discharge_date")->kind, FactKind::Moment);
  EXPECT_EQ(policy.fact("child_status")->held_by, HeldBy::EachChild);
  EXPECT_EQ(policy.role("iro")->alternatives[0].sector, "social care");
  EXPECT_TRUE(policy.role("director")->alternatives[2].proxy);
  ASSERT_EQ(policy.stages.size(), 3U);
  EXPECT_TRUE(policy.stages[1].tiers_up_the_line);
  EXPECT_TRUE(policy.stages[2].no_representatives);
  EXPECT_EQ(policy.clause("3")->heading, "Line managers");
}

TEST(ReadPolicy, ReadsADutyWithItsClockProofAndMeeting) {
  const Policy policy = read_sound(northmoor());
  const DutyRule& talk = *policy.duty("frontline", "talk");
  EXPECT_EQ(talk.owed_by[0].side, SideSelector::AnySide);
  EXPECT_THAT(talk.owed_by[0].alternatives, ElementsAre("representative"));
  EXPECT_EQ(talk.proof, Proof::Contact);
  EXPECT_EQ(talk.due[0].within.unit, Unit::Immediately);
  EXPECT_EQ(talk.due[0].local_target->unit, Unit::ElapsedHours);
  EXPECT_THAT(talk.source.clauses, ElementsAre("2", "1"));
  EXPECT_EQ(talk.source.clause, "2, 1");
  EXPECT_THAT(talk.due[0].source.clauses, ElementsAre("2", "1"))
      << "a bound has its owner's clause";
  EXPECT_TRUE(talk.advised);
  const DutyRule& panel = *policy.duty("chair_decides", "panel");
  EXPECT_EQ(panel.proof, Proof::Meeting) << "a duty with a meeting is met by it";
  EXPECT_EQ(panel.meeting->must.size(), 2U);
  EXPECT_TRUE(panel.meeting->minutes);
  EXPECT_EQ(panel.to[0].side, SideSelector::EachSide);
  EXPECT_TRUE(policy.duty("start", "advice")->is_right());
}

// GLO-18: a part of the seats is worked out once, and said with how.
TEST(ReadPolicy, WorksOutAQuorumThatIsAPartOfTheSeats) {
  const auto quorum = [](const std::string& rule) {
    const Policy policy = read_sound(with(northmoor(), "at_least: 3\n          quorum: 3", rule));
    return quorum_in_words(*policy.duty("chair_decides", "panel")->meeting);
  };
  const std::string who = " who have declared no conflict of interest";
  EXPECT_EQ(quorum("quorum: 2"), "2 members" + who);
  const auto of_five = [&](const std::string& part) {
    return quorum("seats: 5\n          quorum: " + part);
  };
  EXPECT_EQ(of_five("half"), "3 members" + who + " (half of 5 seats, rounded up)");
  EXPECT_EQ(of_five("half\n          rounded: down"),
            "2 members" + who + " (half of 5 seats, rounded down)");
  EXPECT_EQ(of_five("more than half"), "3 members" + who + " (more than half of 5 seats)");
  EXPECT_EQ(of_five("two thirds"), "4 members" + who + " (two thirds of 5 seats, rounded up)");
  EXPECT_EQ(of_five("60 %"), "3 members" + who + " (60 % of 5 seats, rounded up)");
  EXPECT_EQ(
      of_five("a quarter\n          rounded: down"),
      "1 member who has declared no conflict of interest (a quarter of 5 seats, rounded down)");
  EXPECT_EQ(quorum("seats: 4\n          quorum: more than half"),
            "3 members" + who + " (more than half of 4 seats)");
  EXPECT_EQ(quorum("at_least: 4\n          quorum: half"),
            "2 members" + who + " (half of the 4 who must be there, rounded up)");
  EXPECT_EQ(quorum("seats: 2\n          quorum: 10%\n          rounded: down"),
            "1 member who has declared no conflict of interest (10% of 2 seats, rounded down)");
}

// ALL-5, "a named decider": the partnership names who takes what its document gives to nobody.
TEST(ReadPolicy, TheDeciderTakesWhatTheDocumentGivesToNobody) {
  const std::string text = with(northmoor(), "by: chair, when", "by: not_stated, when");
  const auto decided = [](const Policy& policy) {
    return *policy.exit("chair_decides", "decided");
  };
  const ExitRule named = decided(read_sound(text));
  ASSERT_EQ(named.by.size(), 1U);
  EXPECT_EQ(named.by.front().alternatives, std::vector<std::string>{"board"});
  EXPECT_TRUE(named.by_not_stated) << "it is the partnership's own, not of the document";
  EXPECT_FALSE(named.is_for_partnership());
  EXPECT_TRUE(decided(read_sound(with(text, "decider: board\n", ""))).is_for_partnership());
  EXPECT_EQ(decided(read_sound(northmoor())).by.front().alternatives.front(), "chair");
}

TEST(ReadPolicy, ResolvesNamesToWhatTheyMean) {
  const Policy policy = read_sound(northmoor());
  const Condition& up = policy.exit("frontline", "not_agreed")->when;
  ASSERT_EQ(up.kind, Condition::Kind::Any);
  EXPECT_EQ(up.parts[0].subject.kind, SubjectKind::Duty);
  EXPECT_EQ(up.parts[0].subject.scope, "frontline");
  EXPECT_EQ(up.parts[0].subject.id, "talk");
  EXPECT_EQ(up.parts[1].subject.kind, SubjectKind::Settle);
  EXPECT_EQ(up.parts[1].subject.scope, "frontline");
  EXPECT_EQ(up.parts[1].subject.id, "settle");
  const Condition& report = policy.duty("after", "report")->when;
  ASSERT_EQ(report.kind, Condition::Kind::All);
  EXPECT_EQ(report.parts[0].subject.kind, SubjectKind::Outcome);
  EXPECT_THAT(report.parts[0].words, ElementsAre("decided", "agreed"));
  EXPECT_EQ(report.parts[1].subject.scope, "frontline");
  const Condition& begun = *policy.stages[1].settle[0].from;
  EXPECT_EQ(begun.subject.kind, SubjectKind::Stage);
  EXPECT_EQ(begun.subject.id, "managers");
  EXPECT_EQ(begun.subject.scope, "");
  EXPECT_EQ(policy.cap[0].from->subject.kind, SubjectKind::Raised);
  EXPECT_TRUE(policy.cap[0].from->words.empty());
}

TEST(ReadPolicy, FindsEveryProblemAtOnce) {
  std::string text = northmoor();
  text = with(text, "effective: 2026-01-05", "effective: 2026-02-30");
  text = with(text, "calendar: england-and-wales", "calendar: england");
  text = with(text, "owed_by: any_side", "owned_by: any_side");
  const auto lines = problems_of(text);
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_THAT(lines[0], testing::StartsWith("7:12: error: `effective`"));
  EXPECT_EQ(lines[1],
            "8:11: error: there is no calendar `england`. Did you mean `england-and-wales`?");
  EXPECT_THAT(lines[2], HasSubstr("nobody owes the duty"));
  EXPECT_EQ(lines[3], "121:9: error: unknown key `owned_by` in a duty. Did you mean `owed_by`?");
}

/// One change to the file, and the one line that it gives.
struct ReadSlip {
  std::string_view from;
  std::string_view to;
  std::string_view line;
};

void PrintTo(const ReadSlip& slip, std::ostream* out) {
  *out << slip.line << " " << slip.to;
}

class ReadPolicySlip : public testing::TestWithParam<ReadSlip> {};

TEST_P(ReadPolicySlip, IsReportedWithItsPlaceAndRemedy) {
  const ReadSlip& slip = GetParam();
  const auto lines = problems_of(with(northmoor(), slip.from, slip.to));
  ASSERT_EQ(lines.size(), 1U) << fmt::format("{}", fmt::join(lines, "\n"));
  EXPECT_THAT(lines[0], HasSubstr(slip.line));
}

INSTANTIATE_TEST_SUITE_P(
    Slips, ReadPolicySlip,
    testing::Values(
        ReadSlip{"policy: northmoor\n", "",
                 "3:1: error: `policy` is missing in a policy. Add `policy:`."},
        ReadSlip{"version: \"2026.1\"", "version:", "`version` is empty"},
        ReadSlip{"closes: \"17:30\"", "closes: \"25:00\"",
                 "27:11: error: `closes` cannot be `25:00`. Write a time of day in quotes"},
        ReadSlip{"closes: \"17:30\"", "closed_days: [{name: Fair, day: 30 February}]",
                 "`30 February` is no day: write a date, `2026-08-14`, or a day of every year"},
        ReadSlip{"closes: \"17:30\"", "closed_days: [{name: Fair, day: 2026-02-30}]", "is no day"},
        ReadSlip{"closes: \"17:30\"", "closed_days: [{day: 4 May}]",
                 "`name` is missing in a closed day"},
        ReadSlip{"closes: \"17:30\"", "closed_days: 4 May", "`closed_days` is no list"},
        ReadSlip{"fastest_first: true", "fastest_first: true\n    default: soon",
                 "`default` stands beside `required`"},
        ReadSlip{"fastest_first: true", "slower_by: chair",
                 "`slower_by` goes with `fastest_first` only"},
        ReadSlip{"closes: \"17:30\"", "close: \"17:30\"",
                 "unknown convention `close`. Did you mean `closes`?"},
        ReadSlip{"local_target: 2 working days", "local_target: not stated",
                 "28:15: error: a local target needs a time"},
        ReadSlip{"within: 4 weeks", "within: 4 fortnights",
                 "30:11: error: '4 fortnights' is no limit. Write '8 weeks'."},
        ReadSlip{"from: raised\n  when", "from: raise\n  when",
                 "31:9: error: nothing is called `raise`. Did you mean `raised`?"},
        ReadSlip{"inside_one_agency: yes", "inside_one_agency: perhaps",
                 "`inside_one_agency` cannot be `perhaps`. One of: yes, no, not stated."},
        ReadSlip{"  area:\n", "  Area!:\n", "`Area!` cannot be an id"},
        ReadSlip{"hint: Urgent", "tip: Urgent", "unknown key `tip` in a fact"},
        ReadSlip{"fastest_first: true", "fastest_first: yes",
                 "`fastest_first` cannot be `yes`. One of: true, false."},
        ReadSlip{"held_by: each_child", "held_by: each_chil",
                 "`held_by` cannot be `each_chil`. Did you mean `each_child`?"},
        ReadSlip{"kind: moment", "kind: instant", "`kind` cannot be `instant`"},
        ReadSlip{"asks: When is the discharge?\n", "hint: x\n", "`asks` is missing in a fact"},
        ReadSlip{"in: social care", "in: social work",
                 "`in` cannot be `social work`. Did you mean `social care`?"},
        ReadSlip{"post: chair, in: partnership", "in: partnership", "`post` is missing in a role"},
        ReadSlip{"      go: frontline\n",
                 "      go: frontline\n      until: {within: not stated}\n",
                 "`until` is a time, and this gives none"},
        ReadSlip{"      go: frontline\n",
                 "      go: frontline\n      until: {within: 2 working days, unless: both_agree}\n",
                 "`until` has neither `unless` nor an aim"},
        ReadSlip{"      open_to: raiser\n",
                 "      owed_by: raiser\n      until: {within: 2 working days}\n",
                 "a duty has no `until`"},
        ReadSlip{"      open_to: raiser\n",
                 "      open_to: raiser\n      due: {within: 1 working day}\n",
                 "a right has no `due`"},
        ReadSlip{"end: elsewhere\n", "end: away\n",
                 "`end` cannot be `away`. One of: agreed, accepted,"},
        ReadSlip{"      go: frontline\n", "", "the exit leads nowhere"},
        ReadSlip{"      go: frontline\n", "      go: frontline\n      end: agreed\n",
                 "an exit has `go` and `end`"},
        ReadSlip{"unless: both_agree", "unless: they agree", "`unless` cannot be `they agree`"},
        ReadSlip{"representatives: none", "representatives: nobody",
                 "`representatives` says for each side who speaks for it"},
        ReadSlip{"{raising_side: worker, ", "{raising: worker, ",
                 "`raising` is no side. Did you mean `raising_side`?"},
        ReadSlip{"{each_side: line_manager or director}",
                 "{each_side: line_manager or raising_side}",
                 "`raising_side` is a side, and here a role is expected"},
        ReadSlip{"tiers: up_the_line", "tiers: 3", "`tiers` cannot be `3`"},
        ReadSlip{"when: {talk: met}\n        due", "when: talk\n        due",
                 "`talk` is no moment: it needs a word. Write `{talk: word}`."},
        ReadSlip{"when: {talk: met}\n        due", "when: {raised: yes}\n        due",
                 "`raised` takes no word"},
        ReadSlip{"when: {talk: met}\n        due", "when: [talk]\n        due",
                 "a list is no condition"},
        ReadSlip{"when: {talk: met}\n        due", "when:\n        due", "the condition is empty"},
        ReadSlip{"when: {talk: met}\n        due", "when: {any: {talk: met}}\n        due",
                 "`any` needs a list of conditions"},
        ReadSlip{"when: {talk: met}\n        due", "when: {talk: {met: yes}}\n        due",
                 "`talk` has keys where a word is expected"},
        ReadSlip{"frontline.talk: met}", "talk: met}",
                 "nothing is called `talk`. Did you mean `frontline.talk`?"},
        ReadSlip{"frontline.talk: met}", "frontlin.talk: met}",
                 "nothing is called `frontlin.talk`. Did you mean `frontline.talk`?"},
        ReadSlip{"id: panel\n", "id: managers\n", "nothing is called `panel`"},
        ReadSlip{"at_least: 3", "at_least: three",
                 "`at_least` cannot be `three`. Write a whole number"},
        ReadSlip{"quorum: 3", "quorum: most",
                 "`quorum` cannot be `most`. Write a number of members, `half`"},
        ReadSlip{"quorum: 3", "quorum: 101 %", "`quorum` cannot be `101 %`"},
        ReadSlip{"at_least: 3\n          quorum: 3", "quorum: half",
                 "half of how many is not said. Add `seats:`"},
        ReadSlip{"quorum: 3", "quorum: 3\n          rounded: down",
                 "nothing of this quorum is rounded. Delete `rounded`"},
        ReadSlip{"quorum: 3", "quorum: half\n          rounded: near",
                 "`rounded` cannot be `near`"},
        ReadSlip{"chair: chair\n", "chair: chair and elected from those present\n",
                 "`chair and ` is no role"},
        ReadSlip{"minutes: required", "minutes: yes", "`minutes` cannot be `yes`"},
        ReadSlip{"decides: together", "decides: all", "`decides` cannot be `all`"},
        ReadSlip{"proof: contact", "proof: call", "`proof` cannot be `call`"},
        ReadSlip{"shown: raising", "shown: rising",
                 "`shown` cannot be `rising`. Did you mean `raising`?"},
        ReadSlip{"by: each_side, when", "by: [], when", "`by` is an empty list"},
        ReadSlip{"within: 4 weeks", "within: 4 weeks\n  aim: soon", "'soon' is no limit"},
        ReadSlip{"within: 4 weeks", "within: 4 weeks\n  aim: not stated", "an aim needs a time"},
        ReadSlip{"within: 4 weeks", "within: 4 weeks\n  aim: 2 weeks\n  local_target: 1 week",
                 "a bound has the document's `aim` and a `local_target`"},
        ReadSlip{"within: 4 weeks", "within: without delay\n  aim: 2 weeks",
                 "an `aim` stands before a limit, and there is none"},
        ReadSlip{"within: 4 weeks", "within: 4 weeks\n  local_from: raised",
                 "`local_from` stands without `from: not stated`"},
        ReadSlip{"post: chair, in: partnership", "post: chair, levels: 2, in: partnership",
                 "`levels` goes with `post: line_manager` only"},
        ReadSlip{"post: chair, in: partnership", "post: line_manager, levels: 0",
                 "`levels` counts posts above who speaks"},
        ReadSlip{"end: agreed,", "end: agreed, stands_with: responding_side,",
                 "`stands_with` goes with `end: stands` only"},
        ReadSlip{"inside_one_agency: yes", "inside_one_agency: yes\nsubjects: [chid]",
                 "nothing is about `chid`. Did you mean `child`?"},
        ReadSlip{"inside_one_agency: yes", "inside_one_agency: yes\nsubjects: []",
                 "`subjects` is an empty list"},
        ReadSlip{"    heading: Beginning\n", "    head: Beginning\n",
                 "unknown key `head` in a passage of the document. Did you mean `heading`?"}));

TEST(ReadPolicy, ListsAHundredProblemsAtMost) {
  std::string text = northmoor();
  for (int i = 0; i < 5000; ++i) {
    text += fmt::format("unknown_{}: x\n", i);
  }
  const auto lines = problems_of(text);
  ASSERT_EQ(lines.size(), kMostProblems + 1);
  EXPECT_THAT(lines.back(), HasSubstr("and 4900 more problems"));
}

/// Reads `text` and fails when that takes a second of the processor.
std::vector<std::string> read_quickly(const std::string& text) {
  const std::clock_t begin = std::clock();
  auto lines = problems_of(text);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int kAllowance = 20;  // what a sanitizer without optimisation costs
#else
  constexpr int kAllowance = 1;
#endif
  EXPECT_LT(std::clock() - begin, kAllowance * CLOCKS_PER_SEC);
  EXPECT_FALSE(lines.empty());
  return lines;
}

TEST(ReadPolicy, RefusesHostileFilesQuickly) {
  read_quickly(repeated("[", 10'000) + repeated("]", 10'000));
  read_quickly(repeated("{", 100'000));
  read_quickly(std::string(1024 * 1024, 'x'));
  read_quickly("policy: &a [x]\nroles: {a: *a}\n");
  read_quickly(std::string{"policy: a\0b\n", 12});
  read_quickly("policy: \xFF\xFE\n");
  read_quickly("\tpolicy: x\n");
  read_quickly("");
  read_quickly("just a text");
  read_quickly("- a\n- b\n");
}

TEST(ReadPolicy, RefusesManyWrongNamesQuickly) {
  std::string facts = "facts:\n";
  for (int i = 0; i < 4000; ++i) {
    facts += fmt::format("  f{}: {{asks: a, kind: text, when: {{g{}: b}}}}\n", i, i);
  }
  read_quickly(facts);
}

TEST(ReadPolicy, ReadsWindowsLineEndsAsOthers) {
  std::string windows = "\xEF\xBB\xBF";
  for (const char c : northmoor()) {
    windows += c == '\n' ? "\r\n" : std::string{c};
  }
  const Policy policy = read_sound(windows);
  EXPECT_EQ(policy.title, "Resolution of professional disagreements");
  EXPECT_EQ(policy.duty("frontline", "talk")->source.mark, (Mark{119, 9}));
}

constexpr std::string_view kOneStage = "  - {id: talk, title: T}\n";

/// What is said of a meeting of so many seats; "read" where it is read.
std::string of_seats(std::string_view seats) {
  const auto read = read_policy(testdata::small_policy(
      {.stages = std::string{"  - id: talk\n    title: T\n    duties: [{id: a, what: A, owed_by: "
                             "raiser, meeting: {seats: "} +
                 std::string{seats} + "}}]\n    exits: [{id: x, by: raiser, end: decided}]\n"}));
  return read ? "read" : read.error().front().what;
}

TEST(PolicyReader, AWholeNumberHasFiguresAlone) {
  EXPECT_EQ(of_seats("0"), "read");
  EXPECT_EQ(of_seats("5"), "read");
  for (const char* bad : {"5x", "x5", "-1", "5.0", "99999999999"}) {
    EXPECT_EQ(of_seats(bad), "`seats` cannot be `" + std::string{bad} + "`");
  }
}

TEST(PolicyReader, AnIdHasSmallLettersFiguresAndLowLines) {
  const auto with_id = [](const std::string& id) {
    return read_policy(testdata::small_policy({.facts = "  " + id + ": {asks: A, one_of: [a]}\n",
                                               .stages = kOneStage}))
        .has_value();
  };
  for (const std::string& good : {std::string{"a"}, std::string{"z"}, std::string{"a0"},
                                  std::string{"z9_z"}, std::string(64, 'a')}) {
    EXPECT_TRUE(with_id(good)) << good;
  }
  for (const std::string& bad :
       {std::string{"A"}, std::string{"aZ"}, std::string{"0a"}, std::string{"_a"},
        std::string{"a-b"}, std::string{"aé"}, std::string{"a/"}, std::string(65, 'a')}) {
    EXPECT_FALSE(with_id(bad)) << bad;
  }
}

TEST(PolicyReader, LevelsAboveWhoSpeaksAreOneOrMore) {
  const auto with_levels = [](std::string_view levels) {
    return read_policy(testdata::small_policy(
        {.roles = "  head: {title: H, post: line_manager, in: own agency, levels: " +
                  std::string{levels} + "}\n",
         .stages = kOneStage}));
  };
  EXPECT_EQ(with_levels("1")->role("head")->alternatives.front().levels, 1);
  EXPECT_EQ(with_levels("2")->role("head")->alternatives.front().levels, 2);
  ASSERT_FALSE(with_levels("0").has_value());
  EXPECT_THAT(with_levels("0").error().front().what, HasSubstr("counts posts above"));
}

TEST(PolicyReader, SaysOfAnEmptyFileThatItIsEmpty) {
  for (const char* empty : {"", "# a remark\n", "\n\n"}) {
    const auto read = read_policy(empty);
    ASSERT_FALSE(read.has_value());
    EXPECT_EQ(to_line(read.error().front()),
              "1:1: error: the file is empty. Write a policy: docs/policy-format.md.");
  }
}

TEST(PolicyReader, ADefaultIsAWordOfItsFact) {
  const auto with_default = [](const std::string& fact) {
    const auto read = read_policy(
        testdata::small_policy({.facts = "  f: {asks: A, " + fact + "}\n", .stages = kOneStage}));
    return read ? "read " + read->facts.front().taken_as : read.error().front().what;
  };
  EXPECT_EQ(with_default("one_of: [a, b], default: b"), "read b");
  EXPECT_EQ(with_default("one_of: [a, b], default: c"), "`c` is none of the fact's words");
  EXPECT_EQ(with_default("one_of: [a, b], default: b, required: true"),
            "`default` stands beside `required`");
  const std::string whole = "`default` goes with a fact of words that the whole has once";
  EXPECT_EQ(with_default("kind: text, default: b"), whole);
  EXPECT_EQ(with_default("one_of: [a, b], held_by: each_child, default: b"), whole);
}

}  // namespace
}  // namespace accord
