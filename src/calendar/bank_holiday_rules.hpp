#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/bank_holidays.hpp"
#include "calendar/date.hpp"

namespace accord {

/// A bank holiday that returns each year: "yearly Good Friday: Easter - 2".
struct YearlyRule {
  enum class Kind { FixedDay, FromEaster, NthMonday, LastMonday } kind = Kind::FixedDay;
  std::string name;
  unsigned month = 0;  ///< not of FromEaster
  int number = 0;      ///< day of the month, days after Easter Sunday, or which Monday
  bool substitute = false;
  int from_year = 0;
  int until_year = 9999;
};

/// A bank holiday added or moved in one year.
struct OnceRule {
  Date day;
  std::optional<Date> moved_from;
  std::string name;
  Date announced;
  int line = 0;
};

/// What a `.calendar` file says, line for line.
struct CalendarFile {
  std::string key, title, version;
  int first_year = 0;
  int last_year = 0;
  Date published_to;
  std::vector<YearlyRule> yearly;
  std::vector<OnceRule> once;
  std::optional<std::pair<Date, Date>> official;  ///< the dates that the official list covers
  std::vector<BankHoliday> official_days;
};

[[nodiscard]] std::expected<CalendarFile, std::string> read_calendar_file(std::string_view text,
                                                                          std::string_view name);

/// The day of `rule` in `year`, before any substitution.
[[nodiscard]] Date day_of(const YearlyRule& rule, int year);

[[nodiscard]] bool is_weekend(Date day);

}  // namespace accord
