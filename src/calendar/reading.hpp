#pragma once

#include <expected>

#include "calendar/due.hpp"

/// What `due` and its explanation share, so that they cannot read a limit differently.

namespace accord {

/// The setting that says where a limit of that unit lands; of weeks, months, calendar and clear
/// days.
[[nodiscard]] Landing landing_of(Unit unit, const Conventions& conventions);

/// The day that a limit of weeks, months, calendar or clear days reaches, before it lands.
[[nodiscard]] Date counted_day(const Limit& limit, Date event);

/// When a limit in working time begins, after the convention for events outside working hours.
[[nodiscard]] std::expected<Instant, DueError> effective_start(const Limit& limit, Instant start,
                                                               const WorkingCalendar& calendar);

}  // namespace accord
