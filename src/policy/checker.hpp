#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// What the checker says about one place of a policy.
struct Finding {
  enum class Level {
    Error,    ///< the policy cannot be executed as it stands
    Warning,  ///< it can, and somebody should look at it
    Note
  };
  Level level = Level::Error;
  std::string code;  ///< "stage-not-reached": never changes, so that a program can look for it
  Mark mark;
  std::string clause;  ///< of the rule, where it has one
  std::string message;
  std::string suggestion;  ///< how to mend it; both in plain words without a full stop

  bool operator==(const Finding&) const = default;
};

[[nodiscard]] std::string_view to_word(Finding::Level level);

/// Everything that can be seen only in the whole of a policy, in the order of the file: references
/// that lead nowhere, stages that nothing leads to or that nothing ends, exits that wait for time,
/// subjects that can never have a word, rules without a clause. Pure. A policy without an error is
/// one that the engine can execute.
[[nodiscard]] std::vector<Finding> check_policy(const Policy& policy);

/// Whether a policy with these findings may be executed.
[[nodiscard]] bool has_error(const std::vector<Finding>& findings);

}  // namespace accord
