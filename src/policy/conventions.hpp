#pragma once

#include <expected>
#include <string>

#include "calendar/working_calendar.hpp"
#include "policy/policy.hpp"

namespace accord {

/// Which convention cannot be read, why, and what can be written instead.
struct ConventionError {
  std::string key;
  std::string what;
  std::string mend;
};

/// The day of a closed day: "2026-08-14", or "26 December" of every year. The error says how to
/// write it.
[[nodiscard]] std::expected<ClosedDay, std::string> closed_day_of(const ClosedDayRule& rule);

/// "Fair Day, Friday 14 August 2026"; "Boxing Day, 26 December of every year".
[[nodiscard]] std::string in_words(const ClosedDayRule& rule);

/// How the policy reads timescales: the calendar's own conventions, changed where the policy says
/// so. A policy from `read_policy` always gives them.
///
///     opens, closes: "09:00" · working_week: Monday, Tuesday, … · same_clock: to nearest | stay
///     events_outside_hours: stay | next opening · day_of_event: does not count | counts
///     closed_days: from `policy.closed_days`
///     weeks, months, calendar_days: before | after | stay
[[nodiscard]] std::expected<Conventions, ConventionError> conventions_of(const Policy& policy);

}  // namespace accord
