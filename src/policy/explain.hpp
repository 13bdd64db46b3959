#pragma once

#include <string>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// One rule of a policy, the whole of it in plain English: everything that its file says of it
/// stands in `what` or in `lines`, so two versions of a rule that read alike are alike
/// (`policy_changes` in policy/changes.hpp rests on that).
struct RuleInWords {
  std::string id;     ///< "managers.agreed", "role.chair", "cap": the same in every version
  std::string under;  ///< the heading under which it stands: "Stage “Managers”"
  std::string what;   ///< the rule itself: "each side must: Discuss it"
  std::vector<std::string> lines;  ///< all that goes with it, a sentence each
  Source source;
};

/// Every rule, in the order of the file; the passages of the document last (`clause.ID`).
[[nodiscard]] std::vector<RuleInWords> explain(const Policy& policy);

/// Where a rule comes from, in sentences: its clause, its reading, whether it is local.
[[nodiscard]] std::vector<std::string> in_words(const Source& source);

/// Whether the rule carries out that passage of the document.
[[nodiscard]] bool carries_out(const RuleInWords& rule, const std::string& clause);

}  // namespace accord
