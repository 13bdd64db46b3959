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

/// How the policy reads timescales: the calendar's own conventions, changed where the policy says
/// so. A policy from `read_policy` always gives them.
///
///     opens, closes: "09:00" · working_week: Monday, Tuesday, … · same_clock: to nearest | stay
///     events_outside_hours: stay | next opening · day_of_event: does not count | counts
///     weeks, months, calendar_days: before | after | stay
[[nodiscard]] std::expected<Conventions, ConventionError> conventions_of(const Policy& policy);

}  // namespace accord
