#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/explain.hpp"

namespace accord {

/// What became of one rule from one version of a policy to the next. A rule is the same rule while
/// it has the same id, or its `was:` names the earlier one, or only its id is another.
struct PolicyChange {
  std::optional<RuleInWords> before;  ///< none: it is new
  std::optional<RuleInWords> after;   ///< none: it is gone

  [[nodiscard]] const RuleInWords& rule() const { return after ? *after : *before; }
};

/// Every rule that does not read the same in both, in the order of the newer file; what is gone
/// stands where it stood. Ids, places and remarks in the file are no change; a
/// stage's new title is a change of the stage, not of each rule that stands there or names it.
[[nodiscard]] std::vector<PolicyChange> policy_changes(const Policy& older, const Policy& newer);

/// The changes that belong to one passage of the document (its id), or to none (an empty one): a
/// rule of several passages stands with the first.
struct ClauseChanges {
  std::string clause;
  std::string heading;
  std::vector<PolicyChange> changes;
};

/// The same, clause by clause: in the order of the newer document, then passages that are gone,
/// then what cites none.
[[nodiscard]] std::vector<ClauseChanges> by_clause(std::vector<PolicyChange> changes,
                                                   const Policy& older, const Policy& newer);

}  // namespace accord
