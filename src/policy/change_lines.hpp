#pragma once

#include <string>
#include <vector>

#include "policy/changes.hpp"

namespace accord {

/// A rule as its reader has it: what it says, all that goes with it, and where it comes from; a
/// sentence each.
[[nodiscard]] std::vector<std::string> lines_of(const RuleInWords& rule);

/// What a change says in lines, so that a long rule shows only what changed in it.
struct ChangeInLines {
  std::string kind;                 ///< "New", "Gone", "Changed"
  std::string under;                ///< the heading under which it stands: "Stage “Managers”"
  std::string what;                 ///< the rule itself
  std::vector<std::string> lines;   ///< of a rule that is new or gone: all that goes with it
  std::vector<std::string> before;  ///< of a rule that changed: the lines that the older has alone
  std::vector<std::string> now;     ///< and the newer
  std::string moved_from;           ///< the heading under which it stood; empty: the same
};

[[nodiscard]] ChangeInLines in_lines(const PolicyChange& change);

}  // namespace accord
