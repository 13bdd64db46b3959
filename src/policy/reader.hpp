#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"
#include "policy/yaml_tree.hpp"

namespace accord {

/// A policy, or everything that is wrong with the file, in the order of its lines.
using ReadResult = std::expected<Policy, std::vector<Problem>>;

/// At most so many problems of one file are listed; a last one says that there are more.
inline constexpr std::size_t kMostProblems = 100;

/// The policy that a file says, as docs/policy-format.md describes it. Every name in a condition is
/// resolved: a Subject has its kind, its scope and its id. What can only be seen in the whole (a
/// stage that nothing leads to) is the checker's: `check_policy` (policy/checker.hpp).
///
/// Pure, and safe with hostile text. `Policy::hash` is left to whoever read the bytes.
[[nodiscard]] ReadResult read_policy(std::string_view yaml);

}  // namespace accord
