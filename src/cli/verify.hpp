#pragma once

#include <iosfwd>
#include <string>

namespace accord {

/// What `accord verify` is asked, as typed.
struct VerifyArguments {
  std::string database;  ///< the path of a database
  bool json = false;
};

/// `accord verify`: holds the whole record of a database against its hashes and heads, its tables
/// against those that Accord makes, and its lists against what the record gives, without changing
/// anything; the service may be running, and the file need not be writable. The answer is the exit
/// code: 0 all is as it was recorded, 1 it is not and `out` says where, 2 it could not be looked
/// at.
[[nodiscard]] int run_verify(const VerifyArguments& arguments, std::ostream& out,
                             std::ostream& err);

}  // namespace accord
