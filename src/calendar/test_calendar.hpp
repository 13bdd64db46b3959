#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "calendar/due.hpp"

/// What tests of deadlines begin with: calendars, and deadlines as texts that one can read.

namespace accord {

inline Zone london() {
  auto zone = Zone::load("Europe/London");
  ACCORD_CHECK(zone.has_value());
  return *std::move(zone);
}

inline WorkingCalendar working_calendar(std::string_view key, std::vector<Closure> closures = {},
                                        Conventions conventions = {}) {
  auto holidays = embedded_bank_holidays(key);
  ACCORD_CHECK(holidays.has_value());
  auto calendar =
      WorkingCalendar::create(london(), *std::move(holidays), std::move(closures), conventions);
  ACCORD_CHECK(calendar.has_value());
  return *std::move(calendar);
}

inline WorkingCalendar england(std::vector<Closure> closures = {}, Conventions conventions = {}) {
  return working_calendar("england-and-wales", std::move(closures), conventions);
}

/// The instant of "2026-04-02T16:30" in the calendar's zone.
inline Instant at(const WorkingCalendar& calendar, std::string_view text) {
  const auto instant = parse_local(calendar.zone(), text);
  ACCORD_CHECK(instant.has_value());
  return *instant;
}

/// "2026-04-13 17:00": local, or the words of the error. The plain deadline and the one with its
/// working have to be the same.
inline std::string due_at(std::string_view start, std::string_view limit,
                          const WorkingCalendar& calendar) {
  const auto parsed = parse_limit(limit);
  ACCORD_CHECK(parsed.has_value());
  const auto plain = due(*parsed, at(calendar, start), calendar);
  const auto working = due_with_working(*parsed, at(calendar, start), calendar);
  ACCORD_CHECK(plain.has_value() == working.has_value());
  ACCORD_CHECK(!plain || *plain == working->due);
  if (!plain) {
    return to_words(plain.error());
  }
  std::string text = iso_local(calendar.zone(), *plain);
  text[10] = ' ';
  return text.substr(0, text.ends_with(":00+00:00") || text.ends_with(":00+01:00") ? 16 : 25);
}

}  // namespace accord
