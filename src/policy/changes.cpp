#include "policy/changes.hpp"

#include <algorithm>
#include <utility>

namespace accord {

namespace {

bool reads_alike(const RuleInWords& a, const RuleInWords& b) {
  return a.under == b.under && a.what == b.what && a.lines == b.lines &&
         in_words(a.source) == in_words(b.source);
}

const RuleInWords* find(const std::vector<RuleInWords>& rules, const std::string& id) {
  const auto found = std::ranges::find(rules, id, &RuleInWords::id);
  return found != rules.end() ? &*found : nullptr;
}

/// The passage under which a change stands.
std::string clause_of(const PolicyChange& change) {
  constexpr std::string_view kPassage = "clause.";
  const RuleInWords& rule = change.rule();
  if (rule.id.starts_with(kPassage)) {
    return rule.id.substr(kPassage.size());
  }
  return rule.source.clauses.empty() ? std::string{} : rule.source.clauses.front();
}

}  // namespace

std::vector<PolicyChange> policy_changes(const Policy& older, const Policy& newer) {
  const std::vector<RuleInWords> before = explain(older);
  const std::vector<RuleInWords> after = explain(newer);
  std::vector<PolicyChange> changes;
  std::size_t next = 0;  // of `before`: what is gone up to here has been said
  const auto say_gone_before = [&](const RuleInWords* until) {
    while (next < before.size() && &before[next] != until) {
      if (find(after, before[next].id) == nullptr) {
        changes.push_back({before[next], std::nullopt});
      }
      ++next;
    }
  };
  for (const RuleInWords& rule : after) {
    const RuleInWords* was = find(before, rule.id);
    if (was != nullptr && was >= before.data() + next) {
      say_gone_before(was);
    }
    if (was == nullptr) {
      changes.push_back({std::nullopt, rule});
    } else if (!reads_alike(*was, rule)) {
      changes.push_back({*was, rule});
    }
  }
  say_gone_before(nullptr);
  return changes;
}

std::vector<ClauseChanges> by_clause(std::vector<PolicyChange> changes, const Policy& older,
                                     const Policy& newer) {
  std::vector<ClauseChanges> groups;
  for (const Policy* policy : {&newer, &older}) {
    for (const ClauseText& clause : policy->document) {
      if (std::ranges::find(groups, clause.id, &ClauseChanges::clause) == groups.end()) {
        groups.push_back({clause.id, clause.heading, {}});
      }
    }
  }
  groups.push_back({});
  for (PolicyChange& change : changes) {
    auto group = std::ranges::find(groups, clause_of(change), &ClauseChanges::clause);
    if (group == groups.end()) {
      group = groups.end() - 1;
    }
    group->changes.push_back(std::move(change));
  }
  std::erase_if(groups, [](const ClauseChanges& group) { return group.changes.empty(); });
  return groups;
}

}  // namespace accord
