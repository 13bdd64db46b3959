#pragma once

#include <expected>
#include <optional>

#include "calendar/due.hpp"

/// What `due` and its explanation share, so that they cannot read a limit differently.

namespace accord {

/// The setting that says where a limit of that unit lands; of weeks, months, calendar and clear
/// days.
[[nodiscard]] Landing landing_of(Unit unit, const Conventions& conventions);

/// Whether the day of an event at `from` is the first that the limit counts: by convention, and
/// only of working days and calendar days counted on from it. Never after closing, or one day would
/// be over before it began.
[[nodiscard]] bool event_day_counts(const Limit& limit, LocalTime from,
                                    const WorkingCalendar& calendar);

/// The day that a limit of weeks, months, calendar or clear days reaches, before it lands.
[[nodiscard]] Date counted_day(const Limit& limit, LocalTime from, const WorkingCalendar& calendar);

/// Whether the limit is clock time, which no convention and no calendar moves.
[[nodiscard]] bool is_elapsed(const Limit& limit);

/// The weekday that a limit "next Tuesday" reaches from `begins`, before it moves off a day that is
/// no working day.
struct WeekdayReached {
  Date day;
  std::optional<Date> told = {};  ///< the day by whose hour it was told in time
  bool missed = false;            ///< told too late for the weekday seven days before
};
[[nodiscard]] WeekdayReached weekday_reached(const Limit& limit, Instant begins, const Zone& zone);

/// When a limit in working time begins, after the convention for events outside working hours.
[[nodiscard]] std::expected<Instant, DueError> effective_start(const Limit& limit, Instant start,
                                                               const WorkingCalendar& calendar);

}  // namespace accord
