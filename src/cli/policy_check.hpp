#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace accord {

/// What `accord policy check` is asked, as typed.
struct PolicyCheckArguments {
  std::vector<std::string> files;
  std::string directory;  ///< who is to carry it out; empty: not looked at
  std::string from;       ///< the first date of raising for the longest time; empty: today
  bool json = false;
};

/// `accord policy check`: what is wrong or doubtful in each file, with its place and how to mend
/// it, and the longest time to a final decision, to `out`. 0 no error (warnings do not count), 1 an
/// error, 2 a file could not be read.
[[nodiscard]] int run_policy_check(const PolicyCheckArguments& arguments, Instant now,
                                   std::ostream& out, std::ostream& err);

}  // namespace accord
