#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "policy/yaml_tree.hpp"

namespace accord {

/// One record of a CSV file, with the place where it begins.
struct CsvRow {
  Mark mark;
  std::vector<std::string> cells;
};

struct CsvLimits {
  std::size_t rows = 50'000;
  std::size_t cell_bytes = 4000;
};

/// The records of a CSV file by RFC 4180, strictly: commas, quotes doubled inside quotes, CRLF or
/// LF. A byte order mark is accepted, anything but UTF-8 text is not. Line ends inside quotes
/// belong to the cell. Records whose cells are all empty, as spreadsheets leave them below a table,
/// are left out. How many cells a record has is for the caller to judge.
[[nodiscard]] std::expected<std::vector<CsvRow>, Problem> parse_csv(std::string_view text,
                                                                    CsvLimits limits = {});

/// A cell as it is written, in quotes where they are needed. One that a spreadsheet would take for
/// a formula gets an apostrophe before it, which `read_directory_csv` takes away again.
[[nodiscard]] std::string csv_cell(std::string_view text);

}  // namespace accord
