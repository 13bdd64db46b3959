#pragma once

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/yaml_tree.hpp"

namespace accord {

/// A rehearsal as one row of its table makes it.
struct RehearsedCase {
  int number = 0;  ///< from 1; 0: the rehearsal has no table and is played once
  Mark mark;       ///< of the row, in the file in which the table stands
  std::vector<std::pair<std::string, std::string>> values;  ///< by column, in words
  YamlNode file;  ///< each `<name>` replaced; a place is still that of the rehearsal's own file
};
/// "case 2 (raised: 2026-04-01 15:00, due: 2026-04-02 17:00)"; empty where there is no table.
[[nodiscard]] std::string to_text(const RehearsedCase& one);

/// What is wrong with a table and its use, by the file in which the place is: the rehearsal's own,
/// or that of its table.
struct CasesProblems {
  std::vector<Problem> in_rehearsal;
  std::vector<Problem> in_table;
};

/// The CSV file that `cases` names, from the folder of the rehearsal; empty where it names none.
[[nodiscard]] std::string cases_file(const YamlNode& rehearsal);

/// The table of a rehearsal: `cases`, a list of maps, or a CSV file whose first line names the
/// columns. Each `<name>` in a value stands for the column of that name. Pure, and safe with
/// hostile text: a row is no more than a thousand bytes, so that a small file does not grow large.
class Cases {
 public:
  /// `csv` is the text of `cases_file`; what it holds does not count where that is empty.
  [[nodiscard]] static std::expected<Cases, CasesProblems> read(YamlNode rehearsal,
                                                                std::string_view csv = "");

  /// How often the rehearsal is played: 1 where it has no table.
  [[nodiscard]] std::size_t size() const { return rows_.empty() ? 1 : rows_.size(); }
  /// @pre index < size()
  [[nodiscard]] RehearsedCase at(std::size_t index) const;

 private:
  explicit Cases(YamlNode rehearsal) : rehearsal_(std::move(rehearsal)) {}

  YamlNode rehearsal_;          ///< without its table
  std::vector<YamlNode> rows_;  ///< maps, all with the same keys
};

}  // namespace accord
