#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <unordered_map>
#include <unordered_set>

#include "policy/checking.hpp"
#include "policy/explain.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// What a rule carries out is used whether or not another rule asks for it.
bool carries_out_nothing(const Source& source) {
  return source.clauses.empty() && source.reading.empty() && !source.local;
}

void check_facts_used(const Policy& policy, Findings& findings) {
  std::unordered_set<std::string> asked;
  for_each_condition(policy, [&](const Condition& condition, const ConditionPlace&) {
    for_each_word(condition, [&](const Condition& word, bool) {
      if (word.subject.kind == SubjectKind::Fact) {
        asked.insert(word.subject.id);
      }
    });
  });
  for (const FactRule& fact : policy.facts) {
    if (!asked.contains(fact.id) && carries_out_nothing(fact.source)) {
      findings.add(Finding::Level::Note, "fact-not-used", fact.source.mark, "",
                   fmt::format("the fact `{}` is asked, and no rule depends on it", fact.id),
                   "delete it, or say with `clause` or `local: true` why it is recorded");
    }
  }
}

/// The pages ask about danger first, in words of their own, unless the policy's question has this
/// name.
void check_danger_asked_once(const Policy& policy, Findings& findings) {
  constexpr std::string_view kKnown = "immediate_danger";
  if (policy.fact(kKnown) != nullptr) {
    return;
  }
  for (const FactRule& fact : policy.facts) {
    if (fact.id.contains("danger") && std::ranges::find(fact.one_of, "yes") != fact.one_of.end()) {
      findings.add(
          Finding::Level::Warning, "danger-asked-twice", fact.source.mark, fact.source.clause,
          fmt::format("the pages ask whether there is immediate danger, and then `{}` asks "
                      "again",
                      fact.id),
          fmt::format("name it `{}`: then it is asked once, first, and the change of risk "
                      "has its own page",
                      kKnown));
    }
  }
}

/// A passage that nothing carries out may be one that asks for something.
void check_passages_used(const Policy& policy, Findings& findings) {
  std::unordered_set<std::string> cited;
  for (const RuleInWords& rule : explain(policy)) {
    cited.insert(rule.source.clauses.begin(), rule.source.clauses.end());
  }
  for (const Removed& removed : policy.removed) {  // on purpose
    cited.insert(removed.clauses.begin(), removed.clauses.end());
  }
  for (const ClauseText& passage : policy.document) {
    if (!cited.contains(passage.id)) {
      findings.add(Finding::Level::Note, "passage-not-cited", passage.mark, passage.id,
                   fmt::format("no rule carries out the passage `{}` of the document", passage.id),
                   "nothing is to be done where it asks for nothing; else add the rule, or cite it "
                   "where one carries it out");
    }
  }
}

/// Letters and digits alone, in lower case.
std::string bare(std::string_view word) {
  std::string out;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0 || byte >= 0x80) {
      out += static_cast<char>(std::tolower(byte));
    }
  }
  return out;
}

/// Two words that a reader takes for one, and the engine for two.
void check_alike(const Policy& policy, Findings& findings) {
  for (const FactRule& fact : policy.facts) {
    std::unordered_map<std::string, std::string> seen;
    for (const std::string& word : fact.one_of) {
      const auto [first, is_new] = seen.try_emplace(bare(word), word);
      if (!is_new && first->second != word) {
        findings.warning("words-alike", fact.source,
                         fmt::format("the fact `{}` has the words `{}` and `{}`, which read alike",
                                     fact.id, first->second, word),
                         "keep one of them, and use it wherever a rule asks for it");
      }
    }
  }
}

/// What the top of the file says of opening again, against the exits of `after`.
void check_reopening_word(const Policy& policy, Findings& findings) {
  if (policy.reopening == "no" && !policy.after.exits.empty()) {
    const ExitRule& exit = policy.after.exits.front();
    findings.warning(
        "reopening-no-and-yes", exit.source,
        fmt::format("`reopening: no`, and the exit `{}` of `after` opens it again", exit.id),
        "delete the exit, or say at `reopening:` what the document allows");
  }
}

}  // namespace

void check_unused(const Policy& policy, Findings& findings) {
  check_danger_asked_once(policy, findings);
  check_facts_used(policy, findings);
  check_passages_used(policy, findings);
  check_alike(policy, findings);
  check_reopening_word(policy, findings);
}

}  // namespace accord::checking
