#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "calendar/bank_holidays.hpp"

namespace accord {

/// The text of a calendar: one of the program's own by its name ("scotland"), or a file.
struct CalendarText {
  std::string name;  ///< what messages call it
  std::string text;
};

/// A name with a slash or a dot in it is a file; any other is one of the program's own.
[[nodiscard]] std::expected<CalendarText, std::string> find_calendar(std::string_view name_or_file);

/// The bank holidays of it.
[[nodiscard]] std::expected<BankHolidays, std::string> load_bank_holidays(
    std::string_view name_or_file);

}  // namespace accord
