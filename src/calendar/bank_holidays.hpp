#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"

namespace accord {

/// A bank holiday, on the day it is kept.
struct BankHoliday {
  Date day;
  std::string name;               ///< "Boxing Day (substitute day)"
  std::optional<Date> announced;  ///< of a day added or moved once: when it was made known

  bool operator==(const BankHoliday&) const = default;
};

/// The bank holidays of one country over a range of years, in order of day.
struct BankHolidays {
  std::string key;      ///< "england-and-wales"
  std::string title;    ///< "England and Wales"
  std::string version;  ///< of the data
  Date first;           ///< the days covered, both included
  Date last;
  Date published_to;  ///< days after this are projected: rules still unproclaimed gave them
  std::vector<BankHoliday> days;
};

/// Reads the format of `calendars/*.calendar`, which docs/calendars.md describes. The error names
/// the line and how to mend it; `name` is what it calls the text.
[[nodiscard]] std::expected<BankHolidays, std::string> parse_bank_holidays(std::string_view text,
                                                                           std::string_view name);

/// The calendars that are part of the program: "england-and-wales", "northern-ireland", "scotland".
[[nodiscard]] std::vector<std::string> embedded_calendar_names();

/// The text of one of them, or nothing.
[[nodiscard]] std::optional<std::string_view> embedded_calendar_text(std::string_view key);

/// One of them, read. The error lists the names there are.
[[nodiscard]] std::expected<BankHolidays, std::string> embedded_bank_holidays(std::string_view key);

/// Easter Sunday of a Gregorian year.
[[nodiscard]] Date easter_sunday(int year);

}  // namespace accord
