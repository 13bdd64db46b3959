#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "database/databases.hpp"

namespace accord {

/// What `accord import directory` is asked, as typed.
struct ImportDirectoryArguments {
  std::string file;          ///< .yaml, .yml or .csv
  std::string partnership;   ///< its key; empty: the only one in the database
  bool apply = false;        ///< otherwise a preview alone
  bool replace_all = false;  ///< apply it also where it seems to be another partnership's
  bool good_rows = false;    ///< CSV: leave wrong rows out
  std::string rejects;       ///< CSV: where rejected rows are written; empty: nowhere
  bool json = false;
};

/// The database as the import needs it: texts by the key of a partnership. Errors are words for the
/// operator.
struct DirectoryPort {
  template <typename T>
  using Answer = std::expected<T, std::string>;

  std::function<Answer<std::vector<std::string>>()> partnerships;
  /// The directory in force, as YAML; none yet: no value.
  std::function<Answer<std::optional<std::string>>(const std::string&)> directory;
  /// The policy in force, as YAML.
  std::function<Answer<std::optional<std::string>>(const std::string&)> policy;
  /// Puts the text in force from now on. The number of disagreements in which a deadline moved,
  /// because the partnership is closed on other days.
  std::function<Answer<std::int64_t>(const std::string&, const std::string&)> save;
};

/// The port of open databases, to read from, which outlive it.
[[nodiscard]] DirectoryPort directory_port(Databases& databases, Instant now);

/// `accord import directory`: what the file would change and what would still be missing, to `out`;
/// with `apply` it is done. Whole or not at all. The answer is the exit code: 0 it can be (or is)
/// applied; 1 the file has problems, each with its place, and nothing is applied unless its good
/// rows were asked for, or it seems to be another partnership's; 2 it could not be tried.
[[nodiscard]] int run_import_directory(const ImportDirectoryArguments& arguments,
                                       const DirectoryPort& port, Instant now, std::ostream& out,
                                       std::ostream& err);
/// The same for the database at `database`, which a preview only reads.
[[nodiscard]] int run_import_directory(const ImportDirectoryArguments& arguments,
                                       const std::string& database, Instant now, std::ostream& out,
                                       std::ostream& err);

}  // namespace accord
