#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "base/instant.hpp"

namespace accord {

/// What `accord backup` is asked, as typed.
struct BackupArguments {
  std::string database;  ///< a SQLite file or postgresql://…; the service may be running
  std::string to;        ///< a file: made when there is none, brought up to now otherwise
};

/// `accord backup`: a database file with everything that a database has, or what was added since.
/// 0 done; 1 the record of the database does not continue that of the backup, or is not as it was
/// recorded; 2 could not run. After 1 and 2 the backup is as it was.
[[nodiscard]] int run_backup(const BackupArguments& arguments, const std::function<Instant()>& now,
                             std::ostream& out, std::ostream& err);

}  // namespace accord
