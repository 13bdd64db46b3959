#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "directory/directory.hpp"
#include "policy/yaml_tree.hpp"

namespace accord {

/// A directory file may be longer than a policy: 20,000 people are some 3 MB.
inline constexpr std::size_t kLongestDirectoryFile = std::size_t{16} * 1024 * 1024;

/// The directory that the YAML text says (docs/directory-format.md), or every problem found in it,
/// each with its place and how to mend it. Days and local times are those of `zone`.
[[nodiscard]] std::expected<Directory, std::vector<Problem>> read_directory(std::string_view text,
                                                                            const Zone& zone);

/// What becomes of a CSV file in which some rows are wrong.
enum class CsvRows {
  All,       ///< one wrong row, and nothing is taken
  GoodOnes,  ///< wrong rows, and rows that lean on them, are left out
};

struct CsvReading {
  std::optional<Directory> directory;  ///< none: nothing can be taken from the file
  std::vector<Problem> problems;       ///< in the order of the file
  std::size_t rows = 0;                ///< rows that say something
  std::size_t rejected_rows = 0;
  /// The rejected rows as they were, with a column `reason` behind: to be mended and read again
  /// once that column is deleted. Empty where no row is rejected.
  std::string reject_file;
};

/// The same from CSV, one row for each holder of a post. Problems of the whole file (its header,
/// its quotes, its bytes) leave no directory either way.
[[nodiscard]] CsvReading read_directory_csv(std::string_view text, const Zone& zone,
                                            CsvRows rows = CsvRows::All);

/// The header that a CSV file must have, without the line end.
[[nodiscard]] const std::string& directory_csv_header();

/// The YAML text of a directory: the same text for the same directory. Reading it back gives the
/// same directory, in any zone.
/// @pre the directory came from `read_directory` or `read_directory_csv`
[[nodiscard]] std::string to_yaml(const Directory& directory);

}  // namespace accord
