#pragma once

#include <iosfwd>
#include <string>

namespace accord {

/// What `accord restore` is asked, as typed.
struct RestoreArguments {
  std::string from;         ///< a backup
  std::string to;           ///< a SQLite file or postgresql://…; made when there is none
  std::string partnership;  ///< empty: each
};

/// `accord restore`: partnerships from a backup into a database that lacks them, all or none,
/// verified. 0 done; 1 the backup is not as it was made; 2 could not run. After 1 and 2 `to` is as
/// it was.
[[nodiscard]] int run_restore(const RestoreArguments& arguments, std::ostream& out,
                              std::ostream& err);

}  // namespace accord
