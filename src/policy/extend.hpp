#pragma once

#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "policy/yaml_tree.hpp"

namespace accord {

/// A policy that extends another (COV-9: a region's procedure with a partnership's own additions on
/// top) is made whole before anything reads it. The whole is a policy file like any other, with
/// what is local marked so; the reader, the checker, the engine and the record know nothing of
/// extending, and a disagreement pins one text that stands by itself. docs/policy-format.md,
/// "Extending another policy".

/// Where a line of the whole was written.
struct Written {
  bool in_extended = false;  ///< in the policy that is extended; else in the one that extends it
  Mark mark;
};

struct WholePolicy {
  std::string text;
  std::vector<Written> lines;  ///< of each line of `text`, from the first
};

/// A problem, and in which of the two files it stands.
struct ExtendProblem {
  bool in_extended = false;
  Problem problem;
};

/// What the policy extends, as written under `extends`; none when it extends nothing.
[[nodiscard]] const YamlNode* extended_policy(const YamlNode& policy);

/// `local` laid over `extended`: facts, roles and conventions by key; stages, duties, exits and
/// passages of the document by id, a field given replacing the field; `words` and `related` added;
/// anything else replaced. What `remove` names is left out first, and listed under `removed`. Pure.
/// @pre extended_policy(local) != nullptr
[[nodiscard]] std::expected<WholePolicy, std::vector<ExtendProblem>> extend_policy(
    const YamlNode& local, const YamlNode& extended);

}  // namespace accord
