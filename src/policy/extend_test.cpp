// COV-9: "Content is localised: a region's procedure with a partnership's own additions on top."
#include "policy/extend.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/check.hpp"
#include "policy/checker.hpp"
#include "policy/reader.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kRegion = R"(policy: region
partnership: Region
title: The region's procedure
version: "7"
effective: 2025-01-01
calendar: england-and-wales
local_target: 2 working days
conventions: {closes: "17:00", opens: "08:00", closed_days: [{name: Founders Day, day: 4 May}]}
facts:
  urgency: {asks: "How urgent?", one_of: [urgent, routine], clause: "1"}
  area: {asks: "What about?", one_of: [referral], clause: "1"}
roles:
  lead: {title: Lead, post: lead, in: own agency, clause: "1"}
start:
  exits: [{id: begin, go: talk}]
stages:
  - id: talk
    title: Talk
    settle: {within: 2 working days, clause: "1"}
    duties:
      - {id: ring, what: Ring, owed_by: raising_side, clause: "1"}
      - {id: note, what: Write a note, owed_by: raising_side, clause: "1"}
    exits:
      - {id: agreed, by: each_side, end: agreed, clause: "1"}
      - {id: up, by: any_side, go: leads, clause: "1"}
  - id: leads
    title: Leads
    settle: {within: 5 working days, clause: "1"}
    exits: [{id: decided, by: {each_side: lead}, end: decided, clause: "1"}]
throughout:
  exits: [{id: withdraw, by: raising_side, record: why, end: withdrawn, clause: "1"}]
after:
  duties: [{id: learn, what: Learn, owed_by: raising_side, due: {within: 4 weeks, clause: "1"}}]
document: [{id: "1", text: The whole of it}]
)";

constexpr std::string_view kHead =
    "policy: ours\nextends: region.yaml\npartnership: Ours\nversion: '1'\neffective: 2026-01-05\n";

std::expected<WholePolicy, std::vector<ExtendProblem>> extended(std::string_view local,
                                                                std::string_view region = kRegion) {
  const auto top = read_yaml(local);
  const auto base = read_yaml(region);
  ACCORD_CHECK(top.has_value() && base.has_value());
  return extend_policy(*top, *base);
}

std::string with_head(std::string_view rest) {
  return std::string{kHead} + std::string{rest};
}

Policy policy_of(std::string_view rest) {
  const auto whole = extended(with_head(rest));
  ACCORD_CHECK(whole.has_value());
  return testdata::read_sound(whole->text);
}

ExtendProblem problem_of(std::string_view rest) {
  const auto whole = extended(with_head(rest));
  ACCORD_CHECK(!whole.has_value());
  return whole.error().front();
}

TEST(ExtendedPolicy, COV_9_WithoutAdditionsIsTheRegionsUnderItsOwnName) {
  const Policy ours = policy_of("");
  const Policy region = testdata::read_sound(kRegion);
  EXPECT_EQ(ours.id, "ours");
  EXPECT_EQ(ours.title, region.title);
  ASSERT_EQ(ours.stages.size(), region.stages.size());
  EXPECT_EQ(ours.stages[0].duties.size(), 2U);
  EXPECT_FALSE(ours.stages[0].source.local);
  EXPECT_FALSE(ours.stages[0].duties[0].source.local);
}

TEST(ExtendedPolicy, COV_9_NamesTheProcedureThatItExtends) {
  const Policy ours = policy_of("");
  ASSERT_EQ(ours.related.size(), 1U);
  EXPECT_EQ(ours.related[0].title, "The region's procedure");
  EXPECT_THAT(ours.related[0].note, HasSubstr("version 7"));
}

TEST(ExtendedPolicy, COV_9_AFieldGivenReplacesTheFieldAndTheRuleIsLocal) {
  const Policy ours = policy_of(
      "stages:\n  - {id: talk, duties: [{id: ring, what: Ring the lead}]}\n"
      "facts: {urgency: {hint: As the lead judges}}\n");
  const Stage& talk = ours.stages[0];
  ASSERT_EQ(talk.duties.size(), 2U);
  EXPECT_EQ(talk.duties[0].what, "Ring the lead");
  EXPECT_FALSE(talk.duties[0].owed_by.empty()) << "what was not given stays";
  EXPECT_TRUE(talk.duties[0].source.local);
  EXPECT_FALSE(talk.duties[1].source.local);
  EXPECT_FALSE(talk.source.local) << "the stage itself is the region's";
  EXPECT_EQ(ours.facts[0].asks, "How urgent?");
  EXPECT_EQ(ours.facts[0].hint, "As the lead judges");
  EXPECT_TRUE(ours.facts[0].source.local);
  EXPECT_FALSE(ours.facts[1].source.local);
}

TEST(ExtendedPolicy, COV_9_ALimitGivenIsTheLocalOneOfTheRegionsStage) {
  const Policy ours = policy_of(
      "stages:\n  - {id: talk, settle: {within: 1 working day}}\n"
      "cap: {within: 4 weeks, from: raised}\n");
  EXPECT_TRUE(ours.stages[0].settle.front().source.local);
  EXPECT_FALSE(ours.stages[0].source.local) << "the stage itself is the region's";
  EXPECT_FALSE(ours.stages[1].settle.front().source.local);
  EXPECT_TRUE(ours.cap.front().source.local);
}

TEST(ExtendedPolicy, COV_9_AStageIsAddedWhereItSays) {
  const Policy ours = policy_of(
      "stages:\n"
      "  - {id: talk, exits: [{id: up, go: middle}]}\n"
      "  - id: middle\n    before: leads\n    title: Middle\n"
      "    settle: {within: 1 working day}\n    clause: '1'\n"
      "    exits: [{id: on, by: any_side, go: leads}]\n");
  ASSERT_EQ(ours.stages.size(), 3U);
  EXPECT_EQ(ours.stages[1].id, "middle");
  EXPECT_TRUE(ours.stages[1].source.local);
  EXPECT_TRUE(ours.stages[1].exits[0].source.local);
  EXPECT_FALSE(ours.stages[2].source.local);
}

TEST(ExtendedPolicy, COV_9_WhatIsRemovedDoesNotHold) {
  const Policy ours = policy_of("remove: [talk.note, area, throughout.withdraw]\n");
  EXPECT_EQ(ours.stages[0].duties.size(), 1U);
  EXPECT_EQ(ours.facts.size(), 1U);
  EXPECT_THAT(ours.throughout.exits, IsEmpty());
}

TEST(ExtendedPolicy, COV_9_WhatIsRemovedIsNamedWithItsTitle) {
  const Policy ours = policy_of("remove: [talk.note, area, throughout.withdraw]\n");
  ASSERT_EQ(ours.removed.size(), 3U);
  EXPECT_EQ(ours.removed[0].id, "talk.note");
  EXPECT_EQ(ours.removed[0].title, "Write a note");
  EXPECT_EQ(ours.removed[1].title, "What about?");
  EXPECT_EQ(ours.removed[2].title, "withdraw") << "it has no title of its own";
  EXPECT_THAT(policy_of("").removed, IsEmpty());
}

// "`remove` is refused at the region's line": the officer's own line is where it can be mended.
TEST(ExtendedPolicy, WhatIsStillNeededIsSaidWhereItIsRemoved) {
  const ExtendProblem stage = problem_of("remove: [leads]\n");
  EXPECT_FALSE(stage.in_extended);
  EXPECT_EQ(stage.problem.mark, (Mark{6, 10}));
  EXPECT_EQ(stage.problem.what, "`leads` is removed, and `go` of `talk.up` still needs it");
  EXPECT_EQ(stage.problem.mend,
            "give `talk.up` another `go`, or remove `talk.up` too; where it can do without, "
            "`talk.up.go`");
  EXPECT_THAT(problem_of("remove: [lead]\n").problem.what, HasSubstr("`by` of `leads.decided`"));
  EXPECT_THAT(problem_of("remove: [talk.ring]\nstages: [{id: talk, exits: [{id: up, when: "
                         "{ring: met}}]}]\n")
                  .problem.what,
              HasSubstr("`when` of `talk.up`"));
  EXPECT_THAT(problem_of("remove: ['1']\n").problem.what, HasSubstr("still needs it"));
  EXPECT_EQ(policy_of("remove: [talk.ring]\nstages: [{id: talk, duties: [{id: ring, what: R, "
                      "owed_by: raising_side}], exits: [{id: up, when: {ring: met}}]}]\n")
                .stages[0]
                .duties.size(),
            2U)
      << "removed and written anew";
}

TEST(ExtendedPolicy, AFieldOrTheCapIsTakenOut) {
  const std::string region = testdata::with(
      testdata::with(std::string{kRegion}, "by: any_side, go: leads",
                     "by: any_side, when: {ring: met}, go: leads"),
      "throughout:", "cap: {within: 4 weeks, from: raised, clause: '1'}\nthroughout:");
  const auto whole =
      extended(with_head("remove: [talk.up.when, talk.settle, cap, urgency.clause]\n"), region);
  ASSERT_TRUE(whole.has_value());
  const Policy ours = testdata::read_sound(whole->text);
  EXPECT_EQ(ours.stages[0].exits[1].when.kind, Condition::Kind::Always);
  EXPECT_TRUE(ours.stages[0].exits[1].source.local);
  EXPECT_THAT(ours.stages[0].settle, IsEmpty());
  EXPECT_THAT(ours.cap, IsEmpty());
  EXPECT_THAT(ours.facts[0].source.clauses, IsEmpty());
  ASSERT_EQ(ours.removed.size(), 1U) << "a field is no rule that does not apply";
  EXPECT_EQ(ours.removed[0].title, "The limit on the whole");
  EXPECT_THAT(problem_of("remove: [talk.up.wen]\n").problem.what,
              HasSubstr("has no `talk.up.wen`"));
}

TEST(ExtendedPolicy, ARemovalCitesThePassageThatSaysIt) {
  const Policy ours = policy_of(
      "remove: [{id: talk.note, clause: A2}]\ndocument: [{id: A2, text: We write no note}]\n");
  EXPECT_THAT(ours.removed[0].clauses, ElementsAre("1", "A2"));
  EXPECT_THAT(check_policy(ours),
              testing::Not(testing::Contains(testing::Field(&Finding::code, "passage-not-cited"))));
}

// An override of what the region does not have is no addition without a word.
TEST(ExtendedPolicy, WhatIsMeantToChangeSomethingThatIsNotThere) {
  const auto said = [](std::string_view rest) {
    const Problem found = problem_of(rest).problem;
    return found.what + ". " + found.mend;
  };
  EXPECT_EQ(said("stages: [{id: tak, settle: {within: 1 working day}}]\n"),
            "the policy that is extended has no stage `tak` here. did you mean `talk`? Or, to add "
            "one, give `title:` and where: `before:`");
  EXPECT_THAT(said("stages: [{id: talk, duties: [{id: rng, due: {within: 2 hours}}]}]\n"),
              HasSubstr("no duty `rng` here. did you mean `ring`?"));
  EXPECT_THAT(said("stages: [{id: talk, exits: [{id: upp, record: why}]}]\n"),
              HasSubstr("no way out `upp` here. did you mean `up`?"));
  EXPECT_THAT(said("facts: {urgancy: {hint: Look}}\n"), HasSubstr("no fact `urgancy` here"));
  EXPECT_THAT(said("roles: {led: {title: Lead}}\n"), HasSubstr("did you mean `lead`?"));
  EXPECT_THAT(said("document: [{id: '1.', heading: New}]\n"), HasSubstr("no passage `1.` here"));
}

// What a passage asks for is left out on purpose, so it is nothing that was forgotten.
TEST(ExtendedPolicy, COV_9_WhatIsRemovedNamesItsPassages) {
  const Policy with = policy_of("remove: [leads, talk.up]\n");
  EXPECT_THAT(with.removed.front().clauses, testing::ElementsAre("1"));
  const auto not_cited = [](const Policy& policy) {
    return std::ranges::count(check_policy(policy), "passage-not-cited", &Finding::code);
  };
  const std::string region =
      testdata::with(testdata::with(std::string{kRegion}, "within: 5 working days, clause: \"1\"",
                                    "within: 5 working days, clause: \"2\""),
                     "document: [", "document: [{id: '2', text: The leads have five days}, ");
  const auto whole = extended(with_head("remove: [leads, talk.up]\n"), region);
  ASSERT_TRUE(whole.has_value());
  EXPECT_EQ(not_cited(testdata::read_sound(whole->text)), 0);
}

TEST(ExtendedPolicy, COV_9_PassagesOfTheLocalTextAreLocal) {
  const Policy ours =
      policy_of("document: [{id: '2', text: Ours}, {id: '1', text: The whole as we have it}]\n");
  ASSERT_EQ(ours.document.size(), 2U);
  EXPECT_EQ(ours.document[0].text, "The whole as we have it");
  EXPECT_TRUE(ours.document[0].local);
  EXPECT_TRUE(ours.document[1].local);
  EXPECT_FALSE(policy_of("").document[0].local);
}

TEST(ExtendedPolicy, COV_9_ConventionsAndOtherKeysAreReplacedOneByOne) {
  const Policy ours = policy_of("conventions: {closes: '16:30'}\nlocal_target: 1 working day\n");
  EXPECT_THAT(ours.conventions, ElementsAre(std::pair<std::string, std::string>{"closes", "16:30"},
                                            std::pair<std::string, std::string>{"opens", "08:00"}));
}

TEST(ExtendedPolicy, COV_9_ClosedDaysAreAddedAndLocal) {
  const Policy ours =
      policy_of("conventions: {closed_days: [{name: Fair Day, day: 2026-08-14}]}\n");
  ASSERT_EQ(ours.closed_days.size(), 2U);
  EXPECT_EQ(ours.closed_days[0].name, "Founders Day");
  EXPECT_FALSE(ours.closed_days[0].source.local);
  EXPECT_EQ(ours.closed_days[1].name, "Fair Day");
  EXPECT_TRUE(ours.closed_days[1].source.local);
  EXPECT_EQ(policy_of("").closed_days.size(), 1U);
}

TEST(ExtendedPolicy, COV_9_WordsAreAddedAndLocal) {
  const Policy ours =
      policy_of("words: [{shown: raising, says: \"Say so: \\\"no\\\"\\n twice\"}]\n");
  ASSERT_EQ(ours.words.size(), 1U);
  EXPECT_TRUE(ours.words[0].source.local);
  EXPECT_EQ(ours.words[0].text, "Say so: \"no\"\n twice") << "text comes through unchanged";
}

TEST(ExtendedPolicy, ALineOfTheWholeSaysWhereItWasWritten) {
  const std::string local = with_head("stages:\n  - {id: talk, title: Talking}\n");
  const auto whole = extended(local);
  ASSERT_TRUE(whole.has_value());
  const auto written = [&whole](std::string_view text) {
    const std::size_t at = whole->text.find(text);
    ACCORD_CHECK(at != std::string::npos);
    const auto line =
        std::count(whole->text.begin(), whole->text.begin() + static_cast<long>(at), '\n');
    return whole->lines[static_cast<std::size_t>(line)];
  };
  EXPECT_FALSE(written("Talking").in_extended);
  EXPECT_EQ(written("Talking").mark.line, 7);
  EXPECT_TRUE(written("Write a note").in_extended);
  EXPECT_EQ(written("Write a note").mark, (Mark{22, 26}));
  // Of the region's stage, changed here: it is local, and stands where the region has it.
  const Written mark = written("true");
  EXPECT_TRUE(mark.in_extended);
  EXPECT_EQ(mark.mark.line, 17);
  EXPECT_EQ(std::count(whole->text.begin(), whole->text.end(), '\n'),
            static_cast<long>(whole->lines.size()));
}

TEST(ExtendedPolicy, RefusesWhatCannotBeLaidOver) {
  EXPECT_THAT(problem_of("remove: [talk.nothing]\n").problem.what, HasSubstr("talk.nothing"));
  EXPECT_EQ(problem_of("remove: [talk.nothing]\n").problem.mark.line, 6);
  EXPECT_THAT(problem_of("remove: talk\n").problem.what, HasSubstr("no list"));
  EXPECT_THAT(problem_of("stages: [{title: Which}]\n").problem.what, HasSubstr("no `id`"));
  EXPECT_THAT(problem_of("stages: [{id: talk}, {id: talk}]\n").problem.what,
              HasSubstr("second time"));
  EXPECT_THAT(problem_of("stages: [{id: new, before: lead}]\n").problem.mend, HasSubstr("leads"));
  EXPECT_THAT(problem_of("stages: [{id: talk, before: leads}]\n").problem.what,
              HasSubstr("already there"));
}

TEST(ExtendedPolicy, SaysItsOwnNameAndDate) {
  const auto whole = extended("policy: ours\nextends: region.yaml\n");
  ASSERT_FALSE(whole.has_value());
  EXPECT_EQ(whole.error().size(), 3U);
}

TEST(ExtendedPolicy, ExtendsAPolicyThatStandsByItself) {
  const auto whole = extended(kHead, kHead);
  ASSERT_FALSE(whole.has_value());
  EXPECT_TRUE(whole.error().front().in_extended);
}

TEST(PolicyReader, TakesOnlyAWholePolicy) {
  const auto part = read_policy(kHead);
  ASSERT_FALSE(part.has_value());
  EXPECT_THAT(part.error().front().what, HasSubstr("only a part"));
  const auto removing = read_policy(std::string{kRegion} + "remove: [area]\n");
  ASSERT_FALSE(removing.has_value());
  EXPECT_THAT(removing.error().front().what, HasSubstr("extends none"));
}

// ---- the whole as it is written

/// A region's rules of one stage, small enough to be read beside what comes of it.
constexpr std::string_view kSmall =
    "facts:\n  area: {asks: What, one_of: [a]}\n"
    "stages:\n  - {id: talk, title: Talk, exits: [{id: up, go: talk}]}\n";

/// The whole of a region's `rules` with `rest` over them, from the facts on and without what it
/// says of the procedure that it extends.
std::string written(std::string_view rest, std::string_view rules = kSmall) {
  constexpr std::string_view kRegions =
      "policy: region\npartnership: Region\nversion: '7'\neffective: 2025-01-01\n";
  const auto whole = extended(with_head(rest), std::string{kRegions} + std::string{rules});
  ACCORD_CHECK(whole.has_value());
  const std::size_t facts = whole->text.find("facts:");
  std::string text = whole->text.substr(facts == std::string::npos ? 0 : facts);
  const std::size_t related = text.find("related:");
  const std::size_t removed = text.find("removed:");
  return text.substr(0, related) + (removed == std::string::npos ? "" : text.substr(removed));
}

TEST(ExtendedPolicy, WritesOneValueALine) {
  EXPECT_EQ(written(""),
            "facts:\n  area:\n    asks:\n      What\n    one_of:\n      -\n        a\n"
            "stages:\n  -\n    id:\n      talk\n    title:\n      Talk\n"
            "    exits:\n      -\n        id:\n          up\n        go:\n          talk\n");
}

TEST(ExtendedPolicy, WhatIsLaidOverIsMarkedOnceAsLocal) {
  EXPECT_EQ(written("facts: {area: {hint: H, local: yes}, own: {asks: O}}\n"
                    "stages: [{id: talk, note: N, exits: [{id: up, go: on}, {id: out}]}]\n"
                    "after: {note: A, duties: [{id: learn}]}\n"),
            "facts:\n"
            "  area:\n    asks:\n      What\n    one_of:\n      -\n        a\n"
            "    hint:\n      H\n    local:\n      yes\n"
            "  own:\n    asks:\n      O\n    local:\n      true\n"
            "stages:\n  -\n    id:\n      talk\n    title:\n      Talk\n    exits:\n"
            "      -\n        id:\n          up\n        go:\n          on\n"
            "        local:\n          true\n"
            "      -\n        id:\n          out\n        local:\n          true\n"
            "    note:\n      N\n    local:\n      true\n"
            "after:\n  note:\n    A\n  duties:\n    -\n      id:\n        learn\n"
            "      local:\n        true\n  local:\n    true\n");
}

// The reader says what is wrong with it: nothing is lost on the way there.
TEST(ExtendedPolicy, WhatIsNoRuleTakesThePlaceOfTheRule) {
  EXPECT_EQ(written("facts: {area: soon}\nstages: none\n"),
            "facts:\n  area:\n    soon\nstages:\n  none\n");
  EXPECT_EQ(written("facts: none\nstages: [{id: talk, exits: none}]\n"),
            "facts:\n  none\nstages:\n  -\n    id:\n      talk\n    title:\n      Talk\n"
            "    exits:\n      none\n");
  EXPECT_EQ(written("stages: [{id: own}]\n", "facts: {area: soon}\nstages: none\n"),
            "facts:\n  area:\n    soon\nstages:\n  -\n    id:\n      own\n");
  EXPECT_EQ(written("facts: {area: {hint: H}}\nstages: []\n", "facts: {area: soon}\nstages: {}\n"),
            "facts:\n  area:\n    hint:\n      H\n    local:\n      true\nstages:\n  []\n");
  EXPECT_EQ(written("facts: {}\nstages: []\n", "facts: 1\nstages: x\n"),
            "facts:\n  {}\nstages:\n  []\n");
  EXPECT_EQ(written("facts:\nthroughout: none\nwords: none\nconventions: none\n",
                    "facts: {a: {}}\nthroughout: {note: N}\nwords: [{says: S}]\n"
                    "conventions: {opens: '08:00'}\n"),
            "facts:\nthroughout:\n  none\nwords:\n  none\nconventions:\n  none\n");
}

TEST(ExtendedPolicy, AStageIsAddedBeforeTheOneThatItNamesOrLast) {
  EXPECT_EQ(written("stages: [{id: last}, {id: first, before: talk, title: F}]\n",
                    "facts: {}\nstages: [{id: talk}]\n"),
            "facts:\n  {}\nstages:\n"
            "  -\n    id:\n      first\n    title:\n      F\n    local:\n      true\n"
            "  -\n    id:\n      talk\n  -\n    id:\n      last\n");
}

TEST(ExtendedPolicy, ClosedDaysAreAddedToNone) {
  const std::string day = "conventions: {closed_days: [{name: Fair, day: 1 May}]}\n";
  const std::string own =
      "closed_days:\n    -\n      name:\n        Fair\n      day:\n        \"1 May\"\n"
      "      local:\n        true\n";
  EXPECT_EQ(written(day), written("") + "conventions:\n  " + own);
  EXPECT_EQ(written(day, "facts: {}\nconventions: {opens: x, closed_days: none}\n"),
            "facts:\n  {}\nconventions:\n  opens:\n    x\n  " + own);
  EXPECT_EQ(written("conventions: {closed_days: none}\n",
                    "facts: {}\nconventions: {closed_days: [{name: Fair}], opens: x}\n"),
            "facts:\n  {}\nconventions:\n  closed_days:\n    none\n  opens:\n    x\n");
}

TEST(ExtendedPolicy, WordsAndWhatStandsBesideComeAfterTheRegions) {
  const Policy ours = testdata::read_sound(
      extended(
          with_head("related: [{title: Ours}]\nwords: [{shown: raising, says: B}]\n"),
          std::string{kRegion} + "related: [{title: Theirs}]\nwords: [{shown: raising, says: A}]\n")
          ->text);
  ASSERT_EQ(ours.related.size(), 3U);
  EXPECT_EQ(ours.related[0].title, "Theirs");
  EXPECT_FALSE(ours.related[0].source.local);
  EXPECT_EQ(ours.related[1].title, "Ours");
  EXPECT_TRUE(ours.related[1].source.local);
  EXPECT_EQ(ours.related[2].title, "The region's procedure");
  EXPECT_TRUE(ours.related[2].source.local);
  ASSERT_EQ(ours.words.size(), 2U);
  EXPECT_EQ(ours.words[0].text, "A");
  EXPECT_FALSE(ours.words[0].source.local);
  EXPECT_TRUE(ours.words[1].source.local);
}

TEST(ExtendedPolicy, NamesAProcedureWithoutTitleOrVersionAsItCan) {
  const auto note = [](std::string_view region) {
    const std::string text = extended(kHead, region)->text;
    return text.substr(text.find("related:"));
  };
  EXPECT_EQ(note("policy: x\ntitle: T\nversion: [7]\n"),
            "related:\n  -\n    title:\n      T\n    note:\n      \"This policy extends it; what "
            "is the partnership's own is marked as local.\"\n    local:\n      true\n");
  EXPECT_EQ(note("policy: x\nversion: v7\n"),
            "related:\n  -\n    title:\n      The procedure that this policy extends\n    note:\n"
            "      \"This policy extends it, version v7; what is the partnership's own is marked "
            "as local.\"\n    local:\n      true\n");
  EXPECT_EQ(extended(kHead, "policy: x\nrelated: none\n")->text.find("procedure"),
            std::string::npos);
}

// Plain where no reader could take it for anything else, in quotes otherwise; unchanged either way.
TEST(ExtendedPolicy, ATextComesThroughUnchanged) {
  for (const std::string plain : {"Talk", "a", "a b", "A_b.c-d 1"}) {
    const auto whole = extended(kHead, "policy: x\ntitle: " + plain + "\n");
    EXPECT_THAT(whole->text, HasSubstr("title:\n  " + plain + "\n"));
  }
  for (const std::string quoted : {"", "1", "1a", " a", "a ", "_a", "a: b", "a #b", "é", "a\\\\b",
                                   "a\\\"b", "a\\nb", "a\\tb", "a\\rb", "{a}", "a,b"}) {
    const auto whole = extended(kHead, "policy: x\ntitle: \"" + quoted + "\"\n");
    EXPECT_THAT(whole->text, HasSubstr("title:\n  \"" + quoted + "\"\n"));
  }
  EXPECT_THAT(extended(kHead, "policy: x\n'a: b': c\n")->text, HasSubstr("\"a: b\":\n  c\n"));
}

TEST(ExtendedPolicy, WhatIsRemovedIsNamedAsItWasWritten) {
  constexpr std::string_view kAll =
      "facts: {area: {asks: [no, text], clause: ['1', '2']}, lead: {clause: '1', one_of: [{clause: "
      "'2'}, {clause: '1'}]}}\n"
      "roles: {lead: {title: Lead}, area: {what: W}}\n"
      "stages: [{id: area}, {id: talk, exits: [{id: up}, {id: out}], duties: [{id: up, what: "
      "D}]}]\n"
      "start: {exits: [{id: begin, title: B}]}\nafter: {duties: [{id: learn}]}\n";
  const auto trace = [&](const std::string& names) {
    const std::string text = written("remove: [" + names + "]\n", kAll);
    return text.substr(text.find("removed:"));
  };
  const auto one = [](const std::string& id, const std::string& title) {
    return "  -\n    id:\n      " + id + "\n    title:\n      " + title + "\n";
  };
  // A fact before a role before a stage of that name; a duty before an exit.
  EXPECT_EQ(trace("area, area, area"),
            "removed:\n" + one("area", "area") +
                "    clause:\n      -\n        \"1\"\n      -\n        \"2\"\n" + one("area", "W") +
                one("area", "area"));
  EXPECT_EQ(trace("lead, lead"), "removed:\n" + one("lead", "lead") +
                                     "    clause:\n      -\n        \"1\"\n      -\n        "
                                     "\"2\"\n" +
                                     one("lead", "Lead"));
  EXPECT_EQ(trace("talk.up, talk.up, start.begin, after.learn"),
            "removed:\n" + one("talk.up", "D") + one("talk.up", "up") + one("start.begin", "B") +
                one("after.learn", "learn"));
}

TEST(ExtendedPolicy, SaysWhatIsNotThereToRemove) {
  for (const std::string bad : {"area.x", "talk", "start.up", "throughout.up", "begin", "talks.up",
                                "[area]", ".", "facts"}) {
    const auto whole = extended(with_head("remove: [" + bad + "]\n"),
                                "facts: {area: {}}\nstart: {exits: [{id: begin}]}\nafter: {}\n");
    ASSERT_FALSE(whole.has_value()) << bad;
    EXPECT_EQ(whole.error().size(), 1U);
    EXPECT_THAT(whole.error().front().problem.what,
                HasSubstr("the policy that is extended has no `"));
    EXPECT_FALSE(whole.error().front().in_extended);
  }
}

TEST(ExtendedPolicy, ItemsAreLaidOverByTheirId) {
  const std::string local =
      with_head("stages: [{title: A}, {id: talk, duties: [{id: x}, {id: x}, {what: Y}]}]\n");
  const auto items = extended(local, kSmall);
  ASSERT_FALSE(items.has_value());
  EXPECT_THAT(items.error().front().problem.what, HasSubstr("this item has no `id`"));
  EXPECT_EQ(items.error().front().problem.mark, (Mark{6, 10}));
  const auto duties =
      extended(with_head("stages: [{id: talk, duties: [{id: x}, {id: x}, {what: Y}]}]\n"), kSmall);
  ASSERT_FALSE(duties.has_value());
  ASSERT_EQ(duties.error().size(), 2U);
  EXPECT_THAT(duties.error()[0].problem.what, HasSubstr("`x` stands here a second time"));
  EXPECT_THAT(duties.error()[1].problem.what, HasSubstr("no `id`"));
  EXPECT_FALSE(extended(with_head("document: [{text: T}]\n"), kSmall).has_value());
  EXPECT_FALSE(extended(with_head("stages: [{id: [talk]}]\n"), kSmall).has_value());
}

TEST(ExtendedPolicy, OnlyAPolicyIsExtended) {
  const auto list = extended(kHead, "[a, b]\n");
  ASSERT_FALSE(list.has_value());
  ASSERT_EQ(list.error().size(), 1U);
  EXPECT_TRUE(list.error().front().in_extended);
  EXPECT_THAT(list.error().front().problem.what, HasSubstr("this is no policy"));
}

}  // namespace
}  // namespace accord
