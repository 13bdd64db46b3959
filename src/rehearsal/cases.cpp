#include "rehearsal/cases.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/check.hpp"
#include "directory/csv.hpp"
#include "policy/nearest.hpp"

namespace accord {

namespace {

constexpr std::string_view kCases = "cases";
constexpr std::size_t kMostRows = 1000;
constexpr std::size_t kMostOfRow = 1000;

bool starts_name(char c) {
  return c >= 'a' && c <= 'z';
}
bool goes_on(char c) {
  return starts_name(c) || (c >= '0' && c <= '9') || c == '_';
}
bool is_name(std::string_view text) {
  return !text.empty() && starts_name(text.front()) && std::ranges::all_of(text, goes_on);
}

/// A `<name>` of a text: where it stands, with its brackets.
struct Gap {
  std::size_t from = 0;
  std::size_t size = 0;
  std::string_view name;
};

std::optional<Gap> next_gap(std::string_view text, std::size_t from) {
  for (auto open = text.find('<', from); open != std::string_view::npos;
       open = text.find('<', open + 1)) {
    const auto close = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_", open + 1);
    if (close == std::string_view::npos) {
      return std::nullopt;
    }
    const std::string_view name = text.substr(open + 1, close - open - 1);
    if (text[close] == '>' && is_name(name)) {
      return Gap{open, close + 1 - open, name};
    }
  }
  return std::nullopt;
}

const YamlNode* column(const YamlNode& row, std::string_view name) {
  const auto found = std::ranges::find(row.children, name, &YamlNode::key);
  return found != row.children.end() ? &*found : nullptr;
}

std::string in_words(const YamlNode& value) {
  if (value.children.empty()) {
    return value.text;
  }
  std::vector<std::string> parts;
  for (const YamlNode& child : value.children) {
    parts.push_back(child.key.empty() ? in_words(child) : child.key + " " + in_words(child));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::size_t size_of(const YamlNode& node) {
  std::size_t size = 1 + node.key.size() + node.text.size();
  for (const YamlNode& child : node.children) {
    size += size_of(child);
  }
  return size;
}

void substitute(YamlNode& node, const YamlNode& row) {
  for (YamlNode& child : node.children) {
    substitute(child, row);
  }
  if (!node.is_scalar()) {
    return;
  }
  const auto whole = next_gap(node.text, 0);
  if (!whole) {
    return;
  }
  if (whole->size == node.text.size()) {
    YamlNode value = *column(row, whole->name);
    value.key = std::move(node.key);
    value.key_mark = node.key_mark;
    value.mark = node.mark;
    node = std::move(value);
    return;
  }
  std::string text;
  std::size_t done = 0;
  for (auto next = whole; next; next = next_gap(node.text, done)) {
    text += std::string_view{node.text}.substr(done, next->from - done);
    text += in_words(*column(row, next->name));
    done = next->from + next->size;
  }
  node.text = text + node.text.substr(done);
}

class ReadingCases {
 public:
  void take_list(const YamlNode& table) {
    in_own_file_ = true;
    for (const YamlNode& row : table.children) {
      if (row.is_map()) {
        rows.push_back(row);
      } else {
        report_row(row.mark, "a case is a map of its values", "write it as {name: value, …}");
      }
    }
    for (const YamlNode& row : rows) {
      for (const YamlNode& value : row.children) {
        if (columns_.insert(value.key).second) {
          first_seen_.emplace_back(value.key, value.key_mark);
        }
      }
    }
  }

  void take_csv(std::string_view text) {
    const auto records = parse_csv(text, {kMostRows + 1, kMostOfRow});
    if (!records) {
      problems.in_table.push_back(records.error());
      return;
    }
    if (records->empty()) {
      return;
    }
    const CsvRow& header = records->front();
    for (const std::string& name : header.cells) {
      if (!is_name(name)) {
        report_row(header.mark, fmt::format("`{}` is no name of a column", name),
                   "begin the file with a line of names in small letters, such as `raised,due`");
      } else if (!columns_.insert(name).second) {
        report_row(header.mark, fmt::format("the column `{}` stands there twice", name),
                   "give each column a name of its own");
      }
      first_seen_.emplace_back(name, header.mark);
    }
    for (std::size_t i = 1; i < records->size(); ++i) {
      take_record(header, (*records)[i]);
    }
  }

  /// Whether there are rows, each with a value for every column.
  void check_rows(Mark table) {
    const bool failed = !problems.in_rehearsal.empty() || !problems.in_table.empty();
    if (rows.empty() && !failed) {
      report_row(in_own_file_ ? table : Mark{1, 1}, "there is no case in the table",
                 "add one, or delete `cases`");
    }
    if (rows.size() > kMostRows) {
      report_row(rows[kMostRows].mark, fmt::format("there are more than {} cases", kMostRows),
                 "write several rehearsals");
    }
    for (const YamlNode& row : rows) {
      std::vector<std::string> missing;
      for (const std::string& name : columns_) {
        const YamlNode* value = column(row, name);
        if (value == nullptr || value->kind == YamlNode::Kind::Empty ||
            (value->is_scalar() && value->text.empty())) {
          missing.push_back("`" + name + "`");
        }
      }
      if (!missing.empty()) {
        report_row(row.mark, fmt::format("this case has no {}", fmt::join(missing, ", ")),
                   "give it a value, as the other cases have");
      }
      if (size_of(row) > kMostOfRow) {
        report_row(row.mark, "this case is too long",
                   fmt::format("keep a case below {} bytes", kMostOfRow));
      }
    }
  }

  /// Whether every gap is a column, and every column is used.
  void check_use(const YamlNode& node) {
    if (node.is_scalar()) {
      std::size_t done = 0;
      while (const auto next = next_gap(node.text, done)) {
        done = next->from + next->size;
        used_.emplace(next->name);
        if (!columns_.contains(next->name)) {
          const std::vector<std::string_view> known(columns_.begin(), columns_.end());
          problems.in_rehearsal.push_back(
              {node.mark, fmt::format("no case has a value for `<{}>`", next->name),
               did_you_mean(next->name, known)});
        }
      }
    }
    for (const YamlNode& child : node.children) {
      check_use(child);
    }
  }
  void check_all_used() {
    for (const auto& [name, mark] : first_seen_) {
      if (!used_.contains(name)) {
        report_row(mark, fmt::format("`{}` is used nowhere in the rehearsal", name),
                   fmt::format("write `<{}>` where it belongs, or delete it", name));
      }
    }
  }

  std::vector<YamlNode> rows;
  CasesProblems problems;

 private:
  void take_record(const CsvRow& header, const CsvRow& record) {
    if (record.cells.size() > header.cells.size()) {
      report_row(record.mark,
                 fmt::format("this case has {} values, and there are {} columns",
                             record.cells.size(), header.cells.size()),
                 "put a value with a comma in it into quotation marks");
    }
    YamlNode row;
    row.kind = YamlNode::Kind::Map;
    row.mark = record.mark;
    for (std::size_t i = 0; i < std::min(header.cells.size(), record.cells.size()); ++i) {
      YamlNode value;
      value.kind = YamlNode::Kind::Scalar;
      value.text = record.cells[i];
      value.mark = record.mark;
      value.key = header.cells[i];
      value.key_mark = header.mark;
      row.children.push_back(std::move(value));
    }
    rows.push_back(std::move(row));
  }

  void report_row(Mark mark, std::string what, std::string mend) {
    auto& list = in_own_file_ ? problems.in_rehearsal : problems.in_table;
    list.push_back({mark, std::move(what), std::move(mend)});
  }

  bool in_own_file_ = false;
  std::set<std::string, std::less<>> columns_;
  std::vector<std::pair<std::string, Mark>> first_seen_;
  std::set<std::string, std::less<>> used_;
};

}  // namespace

std::string to_text(const RehearsedCase& one) {
  if (one.number == 0) {
    return "";
  }
  std::vector<std::string> values;
  for (const auto& [name, value] : one.values) {
    values.push_back(name + ": " + value);
  }
  return fmt::format("case {} ({})", one.number, fmt::join(values, ", "));
}

std::string cases_file(const YamlNode& rehearsal) {
  const YamlNode* table = column(rehearsal, kCases);
  return table != nullptr && table->is_scalar() ? table->text : std::string{};
}

std::expected<Cases, CasesProblems> Cases::read(YamlNode rehearsal, std::string_view csv) {
  const auto found = std::ranges::find(rehearsal.children, kCases, &YamlNode::key);
  if (!rehearsal.is_map() || found == rehearsal.children.end()) {
    return Cases{std::move(rehearsal)};
  }
  const YamlNode table = std::move(*found);
  rehearsal.children.erase(found);
  ReadingCases reading;
  if (table.is_scalar()) {
    reading.take_csv(csv);
  } else if (!table.is_map()) {
    reading.take_list(table);
  } else {
    return std::unexpected(CasesProblems{
        {{table.key_mark, "`cases` is a list of cases", "begin each of them with `- `"}}, {}});
  }
  reading.check_rows(table.key_mark);
  reading.check_use(rehearsal);
  reading.check_all_used();
  CasesProblems& problems = reading.problems;
  if (!problems.in_rehearsal.empty() || !problems.in_table.empty()) {
    std::ranges::stable_sort(problems.in_rehearsal, {}, &Problem::mark);
    return std::unexpected(std::move(problems));
  }
  Cases cases{std::move(rehearsal)};
  cases.rows_ = std::move(reading.rows);
  return cases;
}

RehearsedCase Cases::at(std::size_t index) const {
  ACCORD_CHECK(index < size());
  RehearsedCase one;
  one.file = rehearsal_;
  if (rows_.empty()) {
    return one;
  }
  const YamlNode& row = rows_[index];
  one.number = static_cast<int>(index) + 1;
  one.mark = row.mark;
  for (const YamlNode& value : row.children) {
    one.values.emplace_back(value.key, in_words(value));
  }
  substitute(one.file, row);
  return one;
}

}  // namespace accord
