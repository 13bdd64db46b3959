#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "calendar/limit.hpp"
#include "calendar/working_calendar.hpp"

namespace accord {

/// Why a limit gives no due instant. Each case is one that a person can put right.
enum class DueError {
  NoTimeGiven,      ///< the clause names no time: only a local target can give a deadline
  CalendarTooShort  ///< the calendar does not hold the days counted: extend it and ask again
};

/// What the error means and what to do about it, for a person.
[[nodiscard]] std::string to_words(DueError error);

/// The instant (UTC, whole seconds) by which `limit`, started at `start`, is to be met; for a limit
/// "at least … before", the last instant that is early enough for what happens at `start`.
///
/// docs/timescales.md has the rule of each unit, with `calendar.conventions()` for its settings.
/// Pure: reads no clock and no file; the same arguments give the same instant on any machine.
///
/// @pre limit.count > 0 where the unit counts: `parse_limit` sees to it.
[[nodiscard]] std::expected<Instant, DueError> due(const Limit& limit, Instant start,
                                                   const WorkingCalendar& calendar);

/// One day between the start and the due instant, and whether it counted.
struct CountedDay {
  Date day;
  bool counted = false;
  int number = 0;          ///< which of the days counted it is, from 1; 0 if it did not count
  std::string why;         ///< "working day 2 of 5", "Saturday", "bank holiday: Good Friday"
  bool projected = false;  ///< its bank holidays are not yet published
};

/// A deadline that shows how it was found: everything somebody needs to check it on paper.
struct Working {
  Instant start;
  Limit limit;
  Instant due;
  std::vector<CountedDay>
      days;  ///< every day from the start to the due instant, in the order counted
  std::string calendar_version;
  std::string zone;
  std::string rule;        ///< how the limit was read, in a sentence or two
  bool projected = false;  ///< rests on bank holidays that are not yet published
};

/// `due`, with its working: the same function underneath.
[[nodiscard]] std::expected<Working, DueError> due_with_working(const Limit& limit, Instant start,
                                                                const WorkingCalendar& calendar);

}  // namespace accord
