#include "cli/calendar_source.hpp"

#include <fmt/format.h>

#include "base/try.hpp"
#include "cli/files.hpp"

namespace accord {

std::expected<CalendarText, std::string> find_calendar(std::string_view name_or_file) {
  if (const auto text = embedded_calendar_text(name_or_file)) {
    return CalendarText{fmt::format("{}.calendar", name_or_file), std::string{*text}};
  }
  if (name_or_file.find_first_of("./") == std::string_view::npos) {
    return std::unexpected(fmt::format("there is no calendar '{}': write {}, or the name of a file",
                                       name_or_file, fmt::join(embedded_calendar_names(), ", ")));
  }
  if (name_or_file.ends_with(".json")) {
    return std::unexpected(
        fmt::format("{}: the official list has to be imported first: accord calendar import {} "
                    "--calendar england-and-wales --output england-and-wales.calendar",
                    name_or_file, name_or_file));
  }
  ACCORD_TRY(std::string text, read_file(std::filesystem::path{name_or_file}));
  return CalendarText{std::string{name_or_file}, std::move(text)};
}

std::expected<BankHolidays, std::string> load_bank_holidays(std::string_view name_or_file) {
  ACCORD_TRY(const CalendarText calendar, find_calendar(name_or_file));
  return parse_bank_holidays(calendar.text, calendar.name);
}

}  // namespace accord
