#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace accord {

/// What `accord policy check` is asked, as typed.
struct PolicyCheckArguments {
  std::vector<std::string> files;
  bool json = false;
};

/// `accord policy check`: what is wrong or doubtful in each file, with its place and how to mend
/// it, to `out`. 0 no error (warnings do not count), 1 an error, 2 a file could not be read.
[[nodiscard]] int run_policy_check(const PolicyCheckArguments& arguments, std::ostream& out,
                                   std::ostream& err);

}  // namespace accord
