#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// Where each id stood first.
using Seen = std::unordered_map<std::string, Mark>;

void check_once(Seen& seen, const std::string& id, const Source& source, std::string_view what,
                Findings& findings) {
  const auto [first, is_new] = seen.try_emplace(id, source.mark);
  if (!is_new) {
    findings.error("duplicate-id", source,
                   fmt::format("{} `{}` stands here a second time (first in line {})", what, id,
                               first->second.line),
                   "one name, one meaning: give one of them another id");
  }
}

void check_scope_ids(const Stage& stage, const Seen& whole_file, Findings& findings) {
  Seen seen;
  const auto check = [&](const std::string& id, const Source& source, std::string_view what) {
    check_once(seen, id, source, what, findings);
    if (const auto other = whole_file.find(id); other != whole_file.end()) {
      findings.error("name-with-two-meanings", source,
                     fmt::format("{} `{}` has the name of a fact or a stage (line {})", what, id,
                                 other->second.line),
                     "one name, one meaning: give one of them another id");
    }
  };
  for (const DutyRule& duty : stage.duties) {
    check(duty.id, duty.source, "the duty");
  }
  for (const ExitRule& exit : stage.exits) {
    check(exit.id, exit.source, "the exit");
  }
}

std::vector<std::string_view> ids_of(const std::vector<Stage>& stages) {
  std::vector<std::string_view> ids;
  std::ranges::transform(stages, std::back_inserter(ids),
                         [](const Stage& stage) { return std::string_view{stage.id}; });
  return ids;
}

void check_exit_targets(const Policy& policy, const Stage& stage, Findings& findings) {
  const auto is_stage = [&policy](const std::string& id) {
    return std::ranges::find(policy.stages, id, &Stage::id) != policy.stages.end();
  };
  for (const ExitRule& exit : stage.exits) {
    if (!exit.go.empty() && exit.go != "again" && !is_stage(exit.go)) {
      findings.error("unknown-stage", exit.source,
                     fmt::format("the exit `{}` goes to `{}`, which is no stage", exit.id, exit.go),
                     did_you_mean(exit.go, ids_of(policy.stages)));
    }
    if (exit.go == "again" && !stage.tiers_up_the_line) {
      findings.error("again-without-tiers", exit.source,
                     fmt::format("the exit `{}` goes `again`, and its stage has no tiers", exit.id),
                     "add `tiers: up_the_line` to the stage, or name a stage");
    }
    for (const std::string& skipped : exit.skips) {
      if (!is_stage(skipped)) {
        findings.error("unknown-stage", exit.source,
                       fmt::format("the exit `{}` skips `{}`, which is no stage", exit.id, skipped),
                       did_you_mean(skipped, ids_of(policy.stages)));
      }
    }
  }
}

class Clauses {
 public:
  explicit Clauses(const Policy& policy) {
    for (const ClauseText& clause : policy.document) {
      ids_.insert(clause.id);
      names_.emplace_back(clause.id);
    }
  }

  void check(const Source& source, std::string_view what, Findings& findings) const {
    for (const std::string& id : source.clauses) {
      if (!ids_.contains(id)) {
        findings.error(
            "unknown-clause", source,
            fmt::format("{} cites the clause `{}`, which is not in the document", what, id),
            did_you_mean(id, names_));
      }
    }
  }

  /// A rule, which must say where it comes from.
  void check_rule(const Source& source, const std::string& what, Findings& findings) const {
    check(source, what, findings);
    if (source.clauses.empty() && !source.local && source.reading.empty()) {
      findings.warning("no-clause", source, fmt::format("{} cites no clause of the document", what),
                       "add `clause:`, or `local: true` where it is the partnership's own");
    }
  }

  void check_clock(const Clock& clock, const Source& owner, const std::string& what,
                   Findings& findings) const {
    for (const Bound& bound : clock) {
      // A bound that names none has its owner's, which is checked once.
      if (bound.source.clauses != owner.clauses) {
        check(bound.source, what, findings);
      }
    }
  }

 private:
  std::unordered_set<std::string> ids_;
  std::vector<std::string_view> names_;
};

void check_stage_clauses(const Stage& stage, const Clauses& clauses, Findings& findings) {
  if (std::ranges::find(kScopes, stage.id) != kScopes.end()) {
    clauses.check(stage.source, fmt::format("`{}`", stage.id), findings);
  } else {
    clauses.check_rule(stage.source, fmt::format("the stage `{}`", stage.id), findings);
  }
  clauses.check_clock(stage.settle, stage.source, fmt::format("`settle` of `{}`", stage.id),
                      findings);
  for (const DutyRule& duty : stage.duties) {
    clauses.check_rule(duty.source, fmt::format("the duty `{}`", duty.id), findings);
    clauses.check_clock(duty.due, duty.source, fmt::format("`due` of `{}`", duty.id), findings);
    clauses.check_clock(duty.until, duty.source, fmt::format("`until` of `{}`", duty.id), findings);
  }
  for (const ExitRule& exit : stage.exits) {
    clauses.check_rule(exit.source, fmt::format("the exit `{}`", exit.id), findings);
    clauses.check_clock(exit.until, exit.source, fmt::format("`until` of `{}`", exit.id), findings);
  }
}

}  // namespace

namespace {

/// It stands in addresses, and is what `adopt` looks a partnership up by.
void check_name(const Policy& policy, Findings& findings) {
  std::string name;
  for (const char c : policy.id) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool fits = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    name += fits ? small : '_';
  }
  if (name != policy.id) {
    findings.error("policy-name", Source{.mark = {1, 1}},
                   fmt::format("the policy's name `{}` has more than small letters, digits and `_`",
                               shortened(policy.id)),
                   fmt::format("write `policy: {}`; what people read is `partnership` and `title`",
                               shortened(name)));
  }
}

}  // namespace

void check_ids(const Policy& policy, Findings& findings) {
  check_name(policy, findings);
  Seen whole_file;
  for (const FactRule& fact : policy.facts) {
    check_once(whole_file, fact.id, fact.source, "the fact", findings);
  }
  for (const Stage& stage : policy.stages) {
    check_once(whole_file, stage.id, stage.source, "the stage", findings);
  }
  Seen roles;
  for (const RoleRule& role : policy.roles) {
    check_once(roles, role.id, role.source, "the role", findings);
  }
  Seen clauses;
  for (const ClauseText& clause : policy.document) {
    check_once(clauses, clause.id, Source{.mark = clause.mark}, "the passage", findings);
  }
  for_each_scope(policy, [&](const Stage& stage) { check_scope_ids(stage, whole_file, findings); });
  for (const FactRule& fact : policy.facts) {
    std::unordered_set<std::string> words;
    for (const std::string& word : fact.one_of) {
      if (!words.insert(word).second || word == "known" || word == "not_known") {
        findings.error("word-twice", fact.source,
                       fmt::format("the fact `{}` has the word `{}` twice", fact.id, word),
                       "keep one: `known` and `not_known` are words of every fact");
      }
    }
  }
}

void check_references(const Policy& policy, Findings& findings) {
  const Clauses clauses{policy};
  for_each_scope(policy, [&](const Stage& stage) {
    check_exit_targets(policy, stage, findings);
    check_stage_clauses(stage, clauses, findings);
  });
  for (const FactRule& fact : policy.facts) {
    clauses.check(fact.source, fmt::format("the fact `{}`", fact.id), findings);
  }
  for (const RoleRule& role : policy.roles) {
    clauses.check(role.source, fmt::format("the role `{}`", role.id), findings);
  }
  for (const Bound& bound : policy.cap) {
    clauses.check_rule(bound.source, "the cap", findings);
  }
  for (const Words& words : policy.words) {
    clauses.check(words.source, "a text in `words`", findings);
  }
  for (const Related& related : policy.related) {
    clauses.check(related.source, fmt::format("`{}`", related.title), findings);
  }
}

}  // namespace accord::checking
