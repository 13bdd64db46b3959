#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace accord {

/// What a limit counts. Days and hours are different units: "24 hours" is never a working day.
enum class Unit {
  WorkingDays,
  WorkingHours,
  ElapsedMinutes,        ///< "30 minutes": as clock hours, in sixtieths
  ElapsedHours,          ///< "24 hours": nights, weekends and clock changes included
  WorkingDaysSameClock,  ///< "48 hours (2 working days)": the same clock time on the last day
                         ///< counted
  CalendarDays,
  ClearDays,  ///< whole days, neither the day of the event nor the day of the act among them
  Weeks,
  Months,
  SameWorkingDay,
  NextWorkingDay,
  NextWeekday,  ///< "next Tuesday": the first after the day of the start
  Immediately,
  AsSoonAsPossible,
  Promptly,
  WithoutDelay,
  NotStated
};

/// "by noon on Monday": the last moment, on the wall of the zone, at which something is in time for
/// the weekday that comes next.
struct ToldBy {
  unsigned weekday = 0;   ///< 0 is Sunday, 6 is Saturday
  int second_of_day = 0;  ///< of whole minutes; a start at this very second is in time

  bool operator==(const ToldBy&) const = default;
};

/// How long a document gives: "5 working days". It becomes a deadline with a start and a calendar.
struct Limit {
  Unit unit = Unit::NotStated;
  int count = 0;  ///< of `unit`; 0 where the unit takes no number
  int hours = 0;  ///< as written, of WorkingDaysSameClock alone: 48 of "48 hours (2 working days)"
  bool at_least_before = false;  ///< "at least 7 clear days before": counted back from the anchor

  unsigned weekday = 0;                ///< of NextWeekday alone: 0 is Sunday, 6 is Saturday
  std::optional<ToldBy> told_by = {};  ///< of NextWeekday alone; never on the weekday itself

  bool operator==(const Limit&) const = default;
};

/// The longest count that is read; more is a slip of the pen.
inline constexpr int kLongestLimit = 9999;

/// The limit that `text` says, in the words of a policy file:
///
///     5 working days · 1 working week (5 working days) · 3 working hours · 24 hours · 30 minutes
///     48 hours (2 working days) · 10 calendar days · 7 clear days · 4 weeks · 6 months
///     next Tuesday · next Tuesday, if told by noon on Monday (or 12:00; the comma may be left out)
///     same working day · next working day · at least 7 clear days before
///     immediately · as soon as possible · promptly · without delay · not stated
///
/// Upper or lower case and the number of spaces do not matter. A bare "day", a zero, a broken
/// number and hours that contradict their working days are refused: the error says what is wrong
/// and how to mend it.
[[nodiscard]] std::expected<Limit, std::string> parse_limit(std::string_view text);

/// The words of `limit`, which `parse_limit` reads as the same limit.
[[nodiscard]] std::string to_text(const Limit& limit);

/// False where the document names no time, so that only a local target can give a deadline.
[[nodiscard]] bool states_a_time(const Limit& limit);

}  // namespace accord
