#include "calendar/date.hpp"

#include <fmt/format.h>

#include <array>
#include <optional>

namespace accord {

namespace {

using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kWeekdays = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                       "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 12> kMonths = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};

/// The number that `digits` is, or nothing if there is anything else among them.
std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') {
      return std::nullopt;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

int year_of(Date day) {
  return static_cast<int>(year_month_day{day}.year());
}

Date plus_months(Date day, int months) {
  const year_month_day from{day};
  const auto month = from.year() / from.month() + std::chrono::months{months};
  const year_month_day wanted = month / from.day();
  return wanted.ok() ? Date{wanted} : Date{month / std::chrono::last};
}

std::string to_iso(Date day) {
  const year_month_day d{day};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(d.year()),
                     static_cast<unsigned>(d.month()), static_cast<unsigned>(d.day()));
}

std::expected<Date, std::string> parse_date(std::string_view text) {
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  const auto year = shaped ? number(text.substr(0, 4)) : std::nullopt;
  const auto month = shaped ? number(text.substr(5, 2)) : std::nullopt;
  const auto day = shaped ? number(text.substr(8, 2)) : std::nullopt;
  if (!year || !month || !day) {
    return std::unexpected(
        fmt::format("'{}' is not a date: write year, month and day, such as 2026-04-09", text));
  }
  const auto date = std::chrono::year{*year} / std::chrono::month{static_cast<unsigned>(*month)} /
                    std::chrono::day{static_cast<unsigned>(*day)};
  if (!date.ok()) {
    return std::unexpected(fmt::format("there is no day {}", text));
  }
  return Date{date};
}

std::span<const std::string_view, 7> weekday_names() {
  return kWeekdays;
}

std::span<const std::string_view, 12> month_names() {
  return kMonths;
}

std::string_view weekday_name(Date day) {
  return kWeekdays.at(weekday_of(day));
}

std::string to_words(Date day) {
  const year_month_day d{day};
  return fmt::format("{} {} {} {}", weekday_name(day), static_cast<unsigned>(d.day()),
                     kMonths.at(static_cast<unsigned>(d.month()) - 1), static_cast<int>(d.year()));
}

std::string clock_words(int second_of_day) {
  const int hour = second_of_day / kSecondsPerHour;
  const int minute = second_of_day % kSecondsPerHour / 60;
  if (minute == 0 && hour % 24 == 0) {
    return "midnight";
  }
  if (minute == 0 && hour == 12) {
    return "midday";
  }
  const int shown = hour % 12 == 0 ? 12 : hour % 12;
  const std::string_view half = hour < 12 ? "am" : "pm";
  return minute == 0 ? fmt::format("{}{}", shown, half)
                     : fmt::format("{}:{:02}{}", shown, minute, half);
}

}  // namespace accord
