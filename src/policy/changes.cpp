#include "policy/changes.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "policy/renamed.hpp"

namespace accord {

namespace {

constexpr std::string_view kOfStage = "stage.";
constexpr std::string_view kOfFact = "fact.";

/// What the newer policy calls a rule of the older one.
std::string id_now(const std::string& id, const Policy& older, const Renaming& renaming) {
  if (id.starts_with(kOfStage)) {
    return std::string{kOfStage} + renaming.stage(id.substr(kOfStage.size()));
  }
  if (id.starts_with(kOfFact)) {
    return std::string{kOfFact} + renaming.fact(id.substr(kOfFact.size()));
  }
  const auto dot = id.find('.');
  const std::string scope = id.substr(0, dot);
  if (dot == std::string::npos || older.scope(scope) == nullptr) {
    return id;
  }
  const auto after = id.find('.', dot + 1);
  const std::string name = id.substr(dot + 1, after - dot - 1);
  const std::string& now =
      older.duty(scope, name) != nullptr ? renaming.duty(scope, name) : renaming.exit(scope, name);
  return renaming.stage(scope) + "." + now + (after == std::string::npos ? "" : id.substr(after));
}

/// The older policy as it reads where each stage has its title of today: who reads what changed is
/// told a new title once, of the stage.
std::vector<RuleInWords> with_titles_of(const Policy& newer, Policy older,
                                        const Renaming& renaming) {
  for (Stage& stage : older.stages) {
    if (const Stage* now = newer.scope(renaming.stage(stage.id)); now != nullptr) {
      stage.title = now->title;
    }
  }
  return explain(older);
}

bool reads_alike(const RuleInWords& a, const RuleInWords& b) {
  return a.under == b.under && a.what == b.what && a.lines == b.lines &&
         in_words(a.source) == in_words(b.source);
}

/// Which rule of `after` each of `before` has become; -1: none.
std::vector<int> heirs(const std::vector<RuleInWords>& before,
                       const std::vector<RuleInWords>& after, const Policy& older,
                       const Renaming& renaming) {
  std::vector<int> found(before.size(), -1);
  std::vector<bool> taken(after.size(), false);
  const auto match = [&](const auto& is_heir) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      for (std::size_t k = 0; found[i] < 0 && k < after.size(); ++k) {
        if (!taken[k] && is_heir(before[i], after[k])) {
          found[i] = static_cast<int>(k);
          taken[k] = true;
        }
      }
    }
  };
  match([&](const RuleInWords& was, const RuleInWords& is) {
    return id_now(was.id, older, renaming) == is.id;
  });
  match(reads_alike);  // another id alone
  return found;
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
  const Renaming renaming = renamed_between(older, newer);
  const std::vector<RuleInWords> written = explain(older);
  const std::vector<RuleInWords> before = with_titles_of(newer, older, renaming);
  const std::vector<RuleInWords> after = explain(newer);
  const std::vector<int> heir = heirs(before, after, older, renaming);
  std::vector<PolicyChange> changes;
  std::size_t next = 0;  // of `before`: what is gone up to here has been said
  const auto say_gone_before = [&](std::size_t until) {
    for (; next < until; ++next) {
      if (heir[next] < 0) {
        changes.push_back({written[next], std::nullopt});
      }
    }
  };
  for (std::size_t i = 0; i < after.size(); ++i) {
    const auto found = std::ranges::find(heir, static_cast<int>(i));
    if (found == heir.end()) {
      changes.push_back({std::nullopt, after[i]});
      continue;
    }
    const auto was = static_cast<std::size_t>(found - heir.begin());
    say_gone_before(was);
    const bool is_stage = after[i].id.starts_with(kOfStage);
    if (!reads_alike(before[was], after[i]) || (is_stage && written[was].what != after[i].what)) {
      changes.push_back({is_stage ? written[was] : before[was], after[i]});
    }
  }
  say_gone_before(before.size());
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
