#pragma once

#include <expected>
#include <iosfwd>
#include <string>
#include <vector>

#include "database/fault.hpp"
#include "ledger/ledger.hpp"

namespace accord {

/// What `accord copy` is asked, as typed.
struct CopyArguments {
  std::string from;         ///< a SQLite file or postgresql://…
  std::string to;           ///< the same; made when there is none
  std::string partnership;  ///< empty: each
};

/// Copies partnerships from one database to another, on whichever engine each is: all of them or
/// none. What arrived is verified whole before it is stored, and its heads are those of `from`.
/// The heads that were copied.
[[nodiscard]] std::expected<std::vector<PartnershipHead>, std::string> copy_database(
    const CopyArguments& arguments);

/// `accord copy`: moves partnerships to another database. 0 done; 1 done, but `from` has recorded
/// more meanwhile; 2 could not run, and `to` is as it was.
[[nodiscard]] int run_copy(const CopyArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace accord
