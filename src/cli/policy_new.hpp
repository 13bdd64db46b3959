#pragma once

#include <iosfwd>
#include <string>

namespace accord {

/// What `accord policy new` is asked, as typed.
struct PolicyNewArguments {
  std::string output;  ///< the file to write, which must not be there yet
};

/// `accord policy new`: asks what a procedure is, one question a line, and writes a policy to go on
/// from. An answer that cannot be used is said why and asked again. 0 written, 2 could not run: the
/// file is there already, its folder is not, or the answers ended before the questions did; then
/// nothing is written.
[[nodiscard]] int run_policy_new(const PolicyNewArguments& arguments, std::istream& in,
                                 std::ostream& out, std::ostream& err);

}  // namespace accord
