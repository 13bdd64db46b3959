#include "directory/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/characters.hpp"

namespace accord {

namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Parser {
 public:
  Parser(std::string_view text, CsvLimits limits) : text_(text), limits_(limits) {}

  std::expected<std::vector<CsvRow>, Problem> run();

 private:
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char here() const { return text_[at_]; }
  /// The length of the line end here: LF or CRLF; 0 when there is none.
  [[nodiscard]] std::size_t line_end() const {
    if (at_end()) {
      return 0;
    }
    return here() == '\n' ? 1 : text_.substr(at_).starts_with("\r\n") ? 2 : 0;
  }
  std::expected<void, Problem> take(std::string& cell);
  std::expected<std::string, Problem> cell();
  std::expected<std::string, Problem> quoted_cell();
  std::expected<CsvRow, Problem> row();
  [[nodiscard]] std::unexpected<Problem> problem(Mark at, std::string what,
                                                 std::string mend) const {
    return std::unexpected(Problem{at, std::move(what), std::move(mend)});
  }

  std::string_view text_;
  CsvLimits limits_;
  std::size_t at_ = 0;
  Mark mark_{1, 1};
};

/// One character moves from the file to the cell.
std::expected<void, Problem> Parser::take(std::string& cell) {
  const std::size_t length = character_length(text_, at_);
  if (length == 0) {
    return problem(mark_, "these bytes are no UTF-8 text",
                   "save the file as \"CSV UTF-8 (comma delimited)\"");
  }
  const auto byte = static_cast<unsigned char>(here());
  if ((byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F) {
    return problem(mark_, fmt::format("a control character (byte {}) stands here", byte),
                   "delete it; a file from a spreadsheet is saved as \"CSV UTF-8\"");
  }
  if (cell.size() + length > limits_.cell_bytes) {
    return problem(mark_, fmt::format("this cell is longer than {} characters", limits_.cell_bytes),
                   "shorten it; a quote that is never closed makes one cell of all that follows");
  }
  cell.append(text_, at_, length);
  at_ += length;
  mark_ = byte == '\n' ? Mark{mark_.line + 1, 1} : Mark{mark_.line, mark_.column + 1};
  return {};
}

std::expected<std::string, Problem> Parser::quoted_cell() {
  const Mark opened = mark_;
  ++at_;
  ++mark_.column;
  std::string cell;
  while (!at_end()) {
    if (here() != '"') {
      if (auto taken = take(cell); !taken) {
        return std::unexpected(std::move(taken).error());
      }
      continue;
    }
    ++at_;
    ++mark_.column;
    if (at_end() || here() == ',' || line_end() > 0) {
      return cell;
    }
    if (here() != '"') {
      return problem(mark_, "text follows the quote that closes a cell",
                     "write a quote inside a cell twice: \"\"");
    }
    if (auto taken = take(cell); !taken) {
      return std::unexpected(std::move(taken).error());
    }
  }
  return problem(opened, "the quote that opens here is never closed", "close it, or delete it");
}

std::expected<std::string, Problem> Parser::cell() {
  if (!at_end() && here() == '"') {
    return quoted_cell();
  }
  std::string cell;
  while (!at_end() && here() != ',' && line_end() == 0) {
    if (here() == '"') {
      return problem(mark_, "a quote stands inside a cell that has no quotes around it",
                     "put the whole cell in quotes, and write the quote inside it twice: \"\"");
    }
    if (here() == '\r') {
      return problem(mark_, "a line ends with CR alone", "save the file with CRLF or LF line ends");
    }
    if (auto taken = take(cell); !taken) {
      return std::unexpected(std::move(taken).error());
    }
  }
  return cell;
}

std::expected<CsvRow, Problem> Parser::row() {
  CsvRow row;
  row.mark = mark_;
  while (true) {
    auto next = cell();
    if (!next) {
      return std::unexpected(std::move(next).error());
    }
    row.cells.push_back(*std::move(next));
    if (at_end() || here() != ',') {
      break;
    }
    ++at_;
    ++mark_.column;
  }
  if (const std::size_t end = line_end(); end > 0) {
    at_ += end;
    mark_ = {mark_.line + 1, 1};
  }
  return row;
}

std::expected<std::vector<CsvRow>, Problem> Parser::run() {
  if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF")) {
    return problem(mark_, "this file is UTF-16", "save it as \"CSV UTF-8 (comma delimited)\"");
  }
  if (text_.starts_with(kByteOrderMark)) {
    at_ += kByteOrderMark.size();
  }
  std::vector<CsvRow> rows;
  while (!at_end()) {
    auto next = row();
    if (!next) {
      return std::unexpected(std::move(next).error());
    }
    const bool blank = std::all_of(next->cells.begin(), next->cells.end(),
                                   [](const std::string& cell) { return cell.empty(); });
    if (blank) {
      continue;
    }
    // One more than the limit, for the header.
    if (rows.size() > limits_.rows) {
      return problem(next->mark, fmt::format("the file has more than {} rows", limits_.rows),
                     "split it, or leave out what is not needed");
    }
    rows.push_back(*std::move(next));
  }
  return rows;
}

}  // namespace

std::expected<std::vector<CsvRow>, Problem> parse_csv(std::string_view text, CsvLimits limits) {
  return Parser{text, limits}.run();
}

std::string csv_cell(std::string_view text) {
  std::string cell;
  if (!text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos) {
    cell += '\'';
  }
  cell += text;
  if (cell.find_first_of(",\"\r\n") == std::string::npos) {
    return cell;
  }
  std::string quoted = "\"";
  for (const char c : cell) {
    quoted += c;
    if (c == '"') {
      quoted += '"';
    }
  }
  return quoted + '"';
}

}  // namespace accord
