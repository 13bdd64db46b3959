#include "policy/explain.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "base/check.hpp"
#include "base/testdata/approved.hpp"
#include "base/testdata/project_folder.hpp"
#include "policy/changes.hpp"
#include "policy/checker.hpp"
#include "policy/reader.hpp"
#include "policy/testdata/texts.hpp"
#include "policy/yaml_tree.hpp"

namespace accord {
namespace {

using testdata::northmoor;
using testdata::read_sound;
using testdata::with;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSupersetOf;

const RuleInWords& rule(const std::vector<RuleInWords>& rules, std::string_view id) {
  const auto found = std::ranges::find(rules, id, &RuleInWords::id);
  EXPECT_NE(found, rules.end()) << id;
  return *found;
}

std::vector<std::string> ids(const std::vector<PolicyChange>& changes) {
  std::vector<std::string> found;
  for (const PolicyChange& change : changes) {
    found.push_back(fmt::format("{}{}",
                                !change.before  ? "+"
                                : !change.after ? "-"
                                                : "",
                                change.rule().id));
  }
  return found;
}

TEST(Explain, SaysADutyWithAllThatGoesWithIt) {
  const auto rules = explain(read_sound(northmoor()));
  const RuleInWords& talk = rule(rules, "frontline.talk");
  EXPECT_EQ(talk.under, "Stage “Frontline staff”");
  EXPECT_EQ(talk.what, "any side should: Share information and discuss");
  EXPECT_THAT(talk.lines, Contains("Shown by a contact."));
  EXPECT_THAT(in_words(talk.source), Contains("Clauses 2, 1"));
  EXPECT_TRUE(carries_out(talk, "1"));
  EXPECT_FALSE(carries_out(talk, "3"));
}

TEST(Explain, SaysTheTimeOfAWayAndWhatChangedInIt) {
  const auto with_until = [](std::string_view until) {
    return read_sound(with(northmoor(), "id: not_agreed",
                           fmt::format("id: not_agreed\n        until: {}", until)));
  };
  const Policy policy = with_until("{within: 3 working days, from: raised, reading: from then on}");
  EXPECT_THAT(rule(explain(policy), "frontline.not_agreed").lines,
              IsSupersetOf({"Its time: 3 working days from raising. After that it has lapsed.",
                            "Its time is read so: from then on"}));
  EXPECT_THAT(ids(policy_changes(read_sound(northmoor()), policy)),
              ElementsAre("frontline.not_agreed"));
  EXPECT_THAT(ids(policy_changes(with_until("{within: 4 working days, from: raised}"), policy)),
              ElementsAre("frontline.not_agreed"));
}

TEST(Explain, SaysOwnClosedDaysAndWhoMakesAClassSlower) {
  const Policy before = read_sound(northmoor());
  const Policy policy = read_sound(
      with(with(northmoor(), "closes: \"17:30\"",
                "closed_days: [{name: Fair Day, day: 2026-08-14}, {name: Boxing Day, day: 26 "
                "December}]"),
           "fastest_first: true", "fastest_first: true\n    slower_by: chair"));
  const auto rules = explain(policy);
  EXPECT_EQ(rule(rules, "policy.closed_days.Fair Day, 2026-08-14").what,
            "no working day, beside the bank holidays: Fair Day, Friday 14 August 2026");
  EXPECT_EQ(rule(rules, "policy.closed_days.Boxing Day, 26 December").what,
            "no working day, beside the bank holidays: Boxing Day, 26 December of every year");
  EXPECT_THAT(rule(rules, "fact.urgency").lines,
              Contains("Any side can move it towards the first of these; back, the Chair."));
  EXPECT_THAT(ids(policy_changes(before, policy)),
              testing::IsSupersetOf({"+policy.closed_days.Fair Day, 2026-08-14", "fact.urgency"}));
}

/// A word of the file, and the key under which it stands, alone or in a list.
struct Leaf {
  const YamlNode* node;
  std::string key;
};

void collect(const YamlNode& node, const std::string& key, std::vector<Leaf>& leaves) {
  const std::string& under = node.key.empty() ? key : node.key;
  if (node.is_scalar()) {
    leaves.push_back({&node, under});
  }
  for (const YamlNode& child : node.children) {
    collect(child, under, leaves);
  }
}

/// What may stand in place of the leaf: what stands under the same key elsewhere, and words that
/// fit in many places.
std::vector<std::string> instead_of(const Leaf& leaf, const std::vector<Leaf>& leaves) {
  std::set<std::string> words{"7 working days",
                              "2027-02-03",
                              "scotland",
                              "chair",
                              "1",
                              "2",
                              "yes",
                              "no",
                              "together",
                              "taken",
                              "begun",
                              "met",
                              "responding_side"};
  for (const Leaf& other : leaves) {
    if (other.key == leaf.key) {
      words.insert(other.node->text);
    }
  }
  words.erase(leaf.node->text);
  std::vector<std::string> candidates{leaf.node->text + " and more"};
  candidates.insert(candidates.end(), words.begin(), words.end());
  return candidates;
}

/// The text with the leaf replaced; empty where it cannot be done in place.
std::string replaced(const std::string& text, const YamlNode& leaf, std::string_view by) {
  std::size_t at = 0;
  for (int line = 1; line < leaf.mark.line; ++line) {
    at = text.find('\n', at) + 1;
  }
  const std::string line = text.substr(at, text.find('\n', at) - at);
  const bool plain = std::ranges::all_of(line, [](char c) { return c > 0; });
  at += static_cast<std::size_t>(leaf.mark.column - 1) + (leaf.quoted ? 1 : 0);
  if (!plain || leaf.text.empty() || text.compare(at, leaf.text.size(), leaf.text) != 0) {
    return {};
  }
  return std::string{text}.replace(at, leaf.text.size(), by);
}

/// Whether two policies differ in more than the hash of their files.
bool says_something_else(const Policy& policy, const std::vector<RuleInWords>& rules) {
  const auto now = explain(policy);
  return !std::ranges::equal(now, rules, [](const RuleInWords& a, const RuleInWords& b) {
    return a.id == b.id && a.under == b.under && a.what == b.what && a.lines == b.lines &&
           in_words(a.source) == in_words(b.source);
  });
}

// Nothing that a policy says is left out: whichever word of the file is changed to another that
// can stand there, the words change too.
int words_heard(const std::string& text) {
  const auto rules = explain(read_sound(text));
  const auto tree = read_yaml(text);
  ACCORD_CHECK(tree.has_value());
  std::vector<Leaf> leaves;
  collect(*tree, "", leaves);
  int changed = 0;
  for (const Leaf& leaf : leaves) {
    for (const std::string& word : instead_of(leaf, leaves)) {
      const std::string other = replaced(text, *leaf.node, word);
      const auto policy = read_policy(other);
      if (!policy || has_error(check_policy(*policy))) {
        continue;
      }
      ++changed;
      EXPECT_TRUE(says_something_else(*policy, rules))
          << leaf.node->mark.line << ":" << leaf.node->mark.column << ": " << leaf.node->text
          << " → " << word;
      break;
    }
  }
  return changed;
}

TEST(Explain, LeavesNothingOut) {
  EXPECT_GT(words_heard(northmoor()), 150);
}

// The small policies that have one construct each.
class ExplainOfConstruct : public testing::TestWithParam<std::string> {};

TEST_P(ExplainOfConstruct, LeavesNothingOut) {
  const std::ifstream file{testdata::project_folder() / "tests/constructs" / GetParam() /
                           "policy.yaml"};
  std::stringstream text;
  text << file.rdbuf();
  EXPECT_GT(words_heard(text.str()), 20);
}

INSTANTIATE_TEST_SUITE_P(Constructs, ExplainOfConstruct,
                         testing::Values("01_duties_with_clocks", "04_every_limit",
                                         "05_bounds_combine", "10_endings", "11_roles_by_sector",
                                         "15_meetings", "21_not_stated"),
                         [](const auto& named) { return named.param; });

TEST(PolicyChanges, OfOneThatReadsTheSameAreNone) {
  const Policy policy = read_sound(northmoor());
  EXPECT_THAT(policy_changes(policy, policy), IsEmpty());
  const Policy remarked = read_sound("# a remark\n" + northmoor());
  EXPECT_THAT(policy_changes(policy, remarked), IsEmpty());
}

TEST(PolicyChanges, SayWhatIsNewGoneAndChanged) {
  const Policy policy = read_sound(northmoor());
  const Policy later = read_sound(
      with(with(northmoor(), "within: 1 working day", "within: 2 working days"),
           "id: not_agreed\n        title: Not agreed, go", "id: passed_on\n        title: Go"));
  EXPECT_THAT(ids(policy_changes(policy, later)),
              ElementsAre("frontline.settle.1", "+frontline.passed_on", "-frontline.not_agreed"));
}

TEST(PolicyChanges, AnotherIdAloneIsNone) {
  const Policy policy = read_sound(northmoor());
  const Policy later = read_sound(with(northmoor(), "id: not_agreed", "id: passed_on"));
  EXPECT_THAT(policy_changes(policy, later), IsEmpty());
}

// Its duties, its exits and whatever leads to it name the stage by its title.
TEST(PolicyChanges, SayAStagesNewTitleOnce) {
  const Policy policy = read_sound(northmoor());
  const Policy later = read_sound(with(northmoor(), "title: Frontline staff", "title: First talk"));
  EXPECT_THAT(ids(policy_changes(policy, later)), ElementsAre("stage.frontline"));
  const auto changed = policy_changes(policy, later);
  EXPECT_THAT(changed.front().before->what, testing::HasSubstr("Frontline staff"));
}

TEST(PolicyChanges, FollowWhatSomethingWas) {
  const Policy policy = read_sound(northmoor());
  const Policy later =
      read_sound(with(northmoor(), "id: not_agreed\n        title: Not agreed, go",
                      "id: passed_on\n        was: not_agreed\n        title: Go"));
  const auto changes = policy_changes(policy, later);
  ASSERT_THAT(ids(changes), ElementsAre("frontline.passed_on"));
  EXPECT_EQ(changes.front().before->id, "frontline.not_agreed");
}

TEST(PolicyChanges, StandUnderTheClauseThatTheyCarryOut) {
  const Policy policy = read_sound(northmoor());
  const Policy later =
      read_sound(with(northmoor(), "within: 1 working day", "within: 2 working days"));
  const auto groups = by_clause(policy_changes(policy, later), policy, later);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups.front().clause,
            policy.scope("frontline")->settle.front().source.clauses.front());
  EXPECT_EQ(groups.front().heading, policy.clause(groups.front().clause)->heading);
}

TEST(Explain, SaysWhatHoldsForTheWholePolicyAndWhatToDoInstead) {
  const auto rules = explain(read_sound(northmoor()));
  const auto said = [&rules](std::string_view id) { return rule(rules, id).what; };
  EXPECT_THAT(said("policy.inside_one_agency"),
              testing::HasSubstr("a disagreement inside one agency"));
  EXPECT_THAT(said("policy.decider"),
              testing::HasSubstr("who takes what the document gives to nobody"));
  EXPECT_THAT(rule(rules, "start.complaint").lines,
              Contains(testing::HasSubstr("Use the complaints procedure of the agency.")));
}

std::string every_rule() {
  const std::ifstream file{testdata::project_folder() / "src/policy/testdata/every_rule.yaml"};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(Explain, SaysEachKindOfRuleAsApproved) {
  std::string text;
  for (const RuleInWords& one : explain(read_sound(every_rule()))) {
    text += fmt::format("{} ({})\n  {}\n", one.id, one.under, one.what);
    for (const auto& lines : {one.lines, in_words(one.source)}) {
      for (const std::string& line : lines) {
        text += fmt::format("    {}\n", line);
      }
    }
  }
  EXPECT_EQ(testdata::not_as_approved("words/every_rule.txt", text), "");
}

TEST(Explain, SaysWhoTakesWhatIsGivenToNobody) {
  const auto rules = explain(read_sound(with(every_rule(), "decider: chair\n", "")));
  EXPECT_THAT(rule(rules, "talk.next").lines,
              Contains("Taken by anybody of the partnership: the document names nobody."));
}

// The first of the words and the last of the document too.
TEST(PolicyChanges, SayWhatStandsAtTheBeginningAndAtTheEnd) {
  const Policy policy = read_sound(every_rule());
  const auto changes = [&](std::string_view from, std::string_view to) {
    return ids(policy_changes(policy, read_sound(with(every_rule(), from, to))));
  };
  EXPECT_THAT(changes("policy: whole", "policy: other"), ElementsAre("policy.id"));
  const std::string more = "document:\n  - {id: \"0\", heading: H, text: T}\n";
  EXPECT_THAT(changes("document:\n", more), ElementsAre("+clause.0"));
  const Policy longer = read_sound(with(every_rule(), "document:\n", more));
  EXPECT_THAT(ids(policy_changes(longer, policy)), ElementsAre("-clause.0"));
  const Policy last = read_sound(every_rule() + "  - {id: \"3\", heading: H, text: T}\n");
  EXPECT_THAT(ids(policy_changes(last, policy)), ElementsAre("-clause.3"));
  EXPECT_THAT(ids(policy_changes(policy, last)), ElementsAre("+clause.3"));
  EXPECT_THAT(changes("what: Tell", "what: Tell all"), ElementsAre("after.tell"));
  EXPECT_THAT(changes("title: Talk\n", "title: Talks\n"), ElementsAre("stage.talk"));
  EXPECT_THAT(changes("reading: needed", "reading: asked for"), ElementsAre("fact.text"));
}

TEST(PolicyChanges, OfWhatNoPassageAsksForStandLast) {
  const Policy policy = read_sound(every_rule());
  const Policy later = read_sound(
      with(with(with(every_rule(), "policy: whole", "policy: other"), "what: Tell", "what: T"),
           "text: The first.", "text: First."));
  const auto groups = by_clause(policy_changes(policy, later), policy, later);
  ASSERT_EQ(groups.size(), 3U);
  EXPECT_EQ(groups[0].clause, "1");
  EXPECT_EQ(groups[0].heading, "First");
  EXPECT_THAT(ids(groups[0].changes), ElementsAre("clause.1"));
  EXPECT_EQ(groups[1].clause, "2");
  EXPECT_THAT(ids(groups[1].changes), ElementsAre("after.tell"));
  EXPECT_EQ(groups[2].clause, "");
  EXPECT_THAT(ids(groups[2].changes), ElementsAre("policy.id"));
}

}  // namespace
}  // namespace accord
