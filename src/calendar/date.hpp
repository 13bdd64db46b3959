#pragma once

#include <chrono>
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace accord {

/// A day of the calendar on the wall of a zone: no instant, and no mixing with days of UTC.
using Date = std::chrono::local_days;

/// A wall-clock time: a day and the seconds since its midnight, as a clock on the wall shows them.
struct LocalTime {
  Date day;
  int second_of_day = 0;

  auto operator<=>(const LocalTime&) const = default;
};

inline constexpr int kSecondsPerHour = 3600;
inline constexpr int kSecondsPerDay = 24 * kSecondsPerHour;

/// @pre the day exists
[[nodiscard]] constexpr Date date_of(int year, unsigned month, unsigned day) {
  return Date{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day}};
}

[[nodiscard]] int year_of(Date day);

/// 0 is Sunday, 6 is Saturday.
[[nodiscard]] constexpr unsigned weekday_of(Date day) {
  return std::chrono::weekday{day}.c_encoding();
}

/// `day` moved by whole months: the same day number, or the last day of a month that is too short.
[[nodiscard]] Date plus_months(Date day, int months);

/// "2026-04-09"
[[nodiscard]] std::string to_iso(Date day);

/// "2026-04-09" and nothing else. The error says what is wrong with `text`.
[[nodiscard]] std::expected<Date, std::string> parse_date(std::string_view text);

/// "Thursday"
[[nodiscard]] std::string_view weekday_name(Date day);

/// "Sunday" … "Saturday": as `weekday_of` numbers them.
[[nodiscard]] std::span<const std::string_view, 7> weekday_names();

/// "January" … "December".
[[nodiscard]] std::span<const std::string_view, 12> month_names();

/// "Thursday 9 April 2026"
[[nodiscard]] std::string to_words(Date day);

/// "5pm", "9:12am", "midday", "midnight". Seconds are not said.
[[nodiscard]] std::string clock_words(int second_of_day);

}  // namespace accord
