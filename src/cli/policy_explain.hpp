#pragma once

#include <iosfwd>
#include <string>

namespace accord {

/// What `accord policy explain` is asked, as typed.
struct PolicyExplainArguments {
  std::string file;
  std::string clause;  ///< only the rules that carry out this passage; empty: all
  bool json = false;   ///< for programs
};

/// `accord policy explain`: every rule of a policy in plain English. 0 done, 1 the policy has an
/// error, 2 could not run.
[[nodiscard]] int run_policy_explain(const PolicyExplainArguments& arguments, std::ostream& out,
                                     std::ostream& err);

/// What `accord policy diff` is asked, as typed.
struct PolicyDiffArguments {
  std::string older;
  std::string newer;
  bool json = false;  ///< for programs
};

/// `accord policy diff`: what changed from one version of a policy to another, clause by clause.
/// 0 they read the same, 1 they do not, 2 could not run or one of them has an error.
[[nodiscard]] int run_policy_diff(const PolicyDiffArguments& arguments, std::ostream& out,
                                  std::ostream& err);

}  // namespace accord
