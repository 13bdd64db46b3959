#include "calendar/bank_holiday_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {

namespace {

constexpr std::array<std::string_view, 4> kNth = {"first", "second", "third", "fourth"};
constexpr int kEarliestYear = 1970;
constexpr int kLatestYear = 2199;
constexpr int kEarliestWritten = 1800;  ///< since which year a day is kept

using Done = std::expected<void, std::string>;

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The text before and after the first `mark`, both trimmed, or nothing if it is not there.
std::optional<std::pair<std::string_view, std::string_view>> split(std::string_view text,
                                                                   std::string_view mark) {
  const auto at = text.find(mark);
  if (at == std::string_view::npos) {
    return std::nullopt;
  }
  return std::pair{trimmed(text.substr(0, at)), trimmed(text.substr(at + mark.size()))};
}

/// What follows `word`, trimmed, or nothing if the text does not begin with it.
std::optional<std::string_view> after(std::string_view text, std::string_view word) {
  return text.starts_with(word) ? std::optional{trimmed(text.substr(word.size()))} : std::nullopt;
}

std::expected<int, std::string> whole_number(std::string_view text, int least, int most) {
  int value = 0;
  const bool digits = !text.empty() && text.size() <= 5 &&
                      std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
  for (const char c : digits ? text : std::string_view{}) {
    value = value * 10 + (c - '0');
  }
  if (!digits || value < least || value > most) {
    return std::unexpected(fmt::format("'{}' is not a number from {} to {}", text, least, most));
  }
  return value;
}

std::expected<unsigned, std::string> month_number(std::string_view text) {
  const auto names = month_names();
  const auto month = std::ranges::find(names, text);
  if (month == names.end()) {
    return std::unexpected(fmt::format("'{}' is not a month such as January", text));
  }
  return static_cast<unsigned>(month - names.begin()) + 1;
}

/// "25 December" · "Easter - 2" · "first Monday of May" · "last Monday of August"
Done read_when(std::string_view text, YearlyRule& rule) {
  if (const auto rest = after(text, "Easter ")) {
    const auto back = after(*rest, "-");
    const auto count = back ? back : after(*rest, "+");
    if (!count) {
      return std::unexpected("write 'Easter - 2' or 'Easter + 1'");
    }
    ACCORD_TRY(const int days, whole_number(*count, 0, 100));
    rule.kind = YearlyRule::Kind::FromEaster;
    rule.number = back ? -days : days;
    return {};
  }
  if (const auto monday = split(text, " Monday of ")) {
    const auto* const nth = std::ranges::find(kNth, monday->first);
    if (monday->first != "last" && nth == kNth.end()) {
      return std::unexpected("write 'first Monday of May' or 'last Monday of May'");
    }
    rule.kind = nth == kNth.end() ? YearlyRule::Kind::LastMonday : YearlyRule::Kind::NthMonday;
    rule.number = nth == kNth.end() ? 0 : static_cast<int>(nth - kNth.begin()) + 1;
    ACCORD_TRY(rule.month, month_number(monday->second));
    return {};
  }
  const auto fixed = split(text, " ");
  if (!fixed) {
    return std::unexpected(
        "write '25 December', 'Easter - 2', 'first Monday of May' or 'last Monday of May'");
  }
  rule.kind = YearlyRule::Kind::FixedDay;
  ACCORD_TRY(rule.month, month_number(fixed->second));
  const unsigned longest =
      rule.month == 2                                                             ? 28
      : rule.month == 4 || rule.month == 6 || rule.month == 9 || rule.month == 11 ? 30
                                                                                  : 31;
  ACCORD_TRY(rule.number, whole_number(fixed->first, 1, static_cast<int>(longest)));
  return {};
}

/// "New Year's Day: 1 January, substitute, from 1974"
Done read_yearly(std::string_view text, CalendarFile& file) {
  const auto named = split(text, ":");
  if (!named || named->first.empty()) {
    return std::unexpected("write 'yearly Boxing Day: 26 December, substitute'");
  }
  YearlyRule rule;
  rule.name = named->first;
  auto parts = split(named->second, ",");
  ACCORD_TRY_DO(read_when(parts ? parts->first : named->second, rule));
  while (parts) {
    const std::string_view rest = parts->second;
    parts = split(rest, ",");
    const std::string_view option = parts ? parts->first : rest;
    if (option == "substitute") {
      rule.substitute = true;
    } else if (const auto from = after(option, "from ")) {
      ACCORD_TRY(rule.from_year, whole_number(*from, kEarliestWritten, kLatestYear));
    } else if (const auto until = after(option, "until ")) {
      ACCORD_TRY(rule.until_year, whole_number(*until, kEarliestWritten, kLatestYear));
    } else {
      return std::unexpected(fmt::format(
          "'{}' is not read here: write 'substitute', 'from YEAR' or 'until YEAR'", option));
    }
  }
  file.yearly.push_back(std::move(rule));
  return {};
}

/// The name and the day in "Royal wedding, announced 2010-11-23".
Done read_announced(std::string_view text, OnceRule& once) {
  const auto parts = split(text, ", announced ");
  if (!parts || parts->first.empty()) {
    return std::unexpected("say when it was announced: 'Royal wedding, announced 2010-11-23'");
  }
  once.name = parts->first;
  ACCORD_TRY(once.announced, parse_date(parts->second));
  return {};
}

/// "2011-04-29: Royal wedding, announced 2010-11-23"
Done read_added(std::string_view text, CalendarFile& file, int line) {
  const auto parts = split(text, ":");
  if (!parts) {
    return std::unexpected("write 'added 2011-04-29: Royal wedding, announced 2010-11-23'");
  }
  OnceRule once;
  once.line = line;
  ACCORD_TRY(once.day, parse_date(parts->first));
  ACCORD_TRY_DO(read_announced(parts->second, once));
  file.once.push_back(std::move(once));
  return {};
}

/// "2020-05-04 to 2020-05-08: Early May bank holiday (VE day), announced 2019-06-07"
Done read_moved(std::string_view text, CalendarFile& file, int line) {
  const auto parts = split(text, ":");
  const auto days = parts ? split(parts->first, " to ") : std::nullopt;
  if (!days) {
    return std::unexpected(
        "write 'moved 2020-05-04 to 2020-05-08: Early May bank holiday, announced 2019-06-07'");
  }
  OnceRule once;
  once.line = line;
  ACCORD_TRY(once.moved_from, parse_date(days->first));
  ACCORD_TRY(once.day, parse_date(days->second));
  ACCORD_TRY_DO(read_announced(parts->second, once));
  file.once.push_back(std::move(once));
  return {};
}

Done read_official(std::string_view text, CalendarFile& file) {
  const auto days = split(text, " to ");
  if (!days) {
    return std::unexpected("write 'official 2019-01-01 to 2028-12-31'");
  }
  ACCORD_TRY(const Date from, parse_date(days->first));
  ACCORD_TRY(const Date to, parse_date(days->second));
  if (to < from) {
    return std::unexpected("it ends before it begins: exchange the two dates");
  }
  file.official = {from, to};
  return {};
}

/// "2026-01-01: New Year's Day", between the dates of `official`.
Done read_day(std::string_view text, CalendarFile& file) {
  const auto parts = split(text, ":");
  if (!parts || parts->second.empty()) {
    return std::unexpected("write 'day 2026-01-01: New Year's Day'");
  }
  ACCORD_TRY(const Date day, parse_date(parts->first));
  if (!file.official || day < file.official->first || day > file.official->second) {
    return std::unexpected(
        fmt::format("{} lies outside the dates of a line 'official … to …' above it", to_iso(day)));
  }
  file.official_days.push_back({day, std::string{parts->second}, std::nullopt});
  return {};
}

Done read_years(std::string_view text, CalendarFile& file) {
  const auto years = split(text, " to ");
  if (!years) {
    return std::unexpected("write 'years 2000 to 2060'");
  }
  ACCORD_TRY(file.first_year, whole_number(years->first, kEarliestYear, kLatestYear));
  ACCORD_TRY(file.last_year, whole_number(years->second, file.first_year, kLatestYear));
  return {};
}

Done read_text(std::string_view text, std::string& into) {
  if (text.empty()) {
    return std::unexpected("nothing follows the word");
  }
  if (!into.empty()) {
    return std::unexpected("it is said a second time: remove one of the two");
  }
  into = text;
  return {};
}

Done read_line(std::string_view line, CalendarFile& file, int number) {
  const auto parts = split(line, " ");
  const std::string_view word = parts ? parts->first : line;
  const std::string_view rest = parts ? parts->second : std::string_view{};
  if (word == "calendar") {
    return read_text(rest, file.key);
  }
  if (word == "title") {
    return read_text(rest, file.title);
  }
  if (word == "version") {
    return read_text(rest, file.version);
  }
  if (word == "years") {
    return read_years(rest, file);
  }
  if (word == "published-to") {
    ACCORD_TRY(file.published_to, parse_date(rest));
    return {};
  }
  if (word == "yearly") {
    return read_yearly(rest, file);
  }
  if (word == "added") {
    return read_added(rest, file, number);
  }
  if (word == "moved") {
    return read_moved(rest, file, number);
  }
  if (word == "official") {
    return read_official(rest, file);
  }
  if (word == "day") {
    return read_day(rest, file);
  }
  return std::unexpected(
      fmt::format("'{}' begins no line of a calendar: the words are calendar, title, version, "
                  "years, published-to, yearly, added, moved, official, day",
                  word.substr(0, 40)));
}

}  // namespace

std::expected<CalendarFile, std::string> read_calendar_file(std::string_view text,
                                                            std::string_view name) {
  CalendarFile file;
  int number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.empty() || line.starts_with('#')) {
      continue;
    }
    if (auto read = read_line(line, file, number); !read) {
      return std::unexpected(fmt::format("{}:{}: {}", name, number, read.error()));
    }
  }
  for (const auto& [word, missing] : std::array{
           std::pair{"calendar", file.key.empty()}, std::pair{"title", file.title.empty()},
           std::pair{"version", file.version.empty()}, std::pair{"years", file.last_year == 0},
           std::pair{"published-to", file.published_to == Date{}}}) {
    if (missing) {
      return std::unexpected(fmt::format("{}: the line '{} …' is missing", name, word));
    }
  }
  return file;
}

Date day_of(const YearlyRule& rule, int year) {
  namespace ch = std::chrono;
  const ch::year y{year};
  const ch::month month{rule.month};
  switch (rule.kind) {
    case YearlyRule::Kind::FixedDay:
      return Date{y / month / ch::day{static_cast<unsigned>(rule.number)}};
    case YearlyRule::Kind::FromEaster: return easter_sunday(year) + ch::days{rule.number};
    case YearlyRule::Kind::NthMonday:
      return Date{y / month / ch::Monday[static_cast<unsigned>(rule.number)]};
    case YearlyRule::Kind::LastMonday: return Date{y / month / ch::Monday[ch::last]};
  }
  check_failed("rule.kind is a kind");
}

bool is_weekend(Date day) {
  return weekday_of(day) == 0 || weekday_of(day) == 6;
}

}  // namespace accord
