#pragma once

#include <sys/types.h>

#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "database/fault.hpp"

namespace accord {

/// Makes the file of a database readable by its owner alone, and its name durable, before SQLite
/// writes to it. A file that is there already is left as it is.
[[nodiscard]] std::expected<void, Fault> create_database_file(const std::string& path);

/// The name under which `immutable` opens `path`: as it lies, without a -wal and without locks.
[[nodiscard]] std::string immutable_uri(const std::string& path);

/// True when `path` has a -wal with something in it that is not in the file itself yet.
[[nodiscard]] bool has_unmerged_changes(const std::string& path);

/// Sees that an open database still lies where it was opened. SQLite goes on writing to a file that
/// was removed or replaced, and nobody would find again what was stored there.
class OpenedFile {
 public:
  /// @pre the file was just opened and there is one
  explicit OpenedFile(std::string path);

  /// What is no longer the file that was opened; none: all is in its place.
  [[nodiscard]] std::optional<std::string> displaced();

 private:
  using Identity = std::pair<dev_t, ino_t>;
  static std::optional<Identity> identity_of(const std::string& path);

  std::string path_;
  std::optional<Identity> database_;
  std::optional<Identity> changes_;  ///< of the -wal, from the first time that it was seen
};

}  // namespace accord
