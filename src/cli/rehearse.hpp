#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace accord {

/// What `accord rehearse` is asked, as typed.
struct RehearseArguments {
  std::vector<std::string> files;
  bool json = false;
  bool coverage =
      false;             ///< which rules of the policies nothing exercised; only failures beside it
  bool explain = false;  ///< the course of each as people would see it; only failures beside it
};

/// `accord rehearse`: plays each rehearsal with its policy and directory, and says a line for each
/// expectation to `out`. 0 all held, 1 some did not, 2 a file could not be used.
[[nodiscard]] int run_rehearse(const RehearseArguments& arguments, std::ostream& out,
                               std::ostream& err);

}  // namespace accord
