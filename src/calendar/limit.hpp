#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace accord {

/// What a limit counts. Days and hours are different units: "24 hours" is never a working day.
enum class Unit {
  WorkingDays,
  WorkingHours,
  ElapsedHours,          ///< "24 hours": nights, weekends and clock changes included
  WorkingDaysSameClock,  ///< "48 hours (2 working days)": the same clock time on the last day
                         ///< counted
  CalendarDays,
  ClearDays,  ///< whole days, neither the day of the event nor the day of the act among them
  Weeks,
  Months,
  SameWorkingDay,
  NextWorkingDay,
  Immediately,
  AsSoonAsPossible,
  Promptly,
  WithoutDelay,
  NotStated
};

/// How long a document gives: "5 working days". It becomes a deadline with a start and a calendar.
struct Limit {
  Unit unit = Unit::NotStated;
  int count = 0;  ///< of `unit`; 0 where the unit takes no number
  int hours = 0;  ///< as written, of WorkingDaysSameClock alone: 48 of "48 hours (2 working days)"
  bool at_least_before = false;  ///< "at least 7 clear days before": counted back from the anchor

  bool operator==(const Limit&) const = default;
};

/// The longest count that is read; more is a slip of the pen.
inline constexpr int kLongestLimit = 9999;

/// The limit that `text` says, in the words of a policy file:
///
///     5 working days · 1 working week (5 working days) · 3 working hours · 24 hours
///     48 hours (2 working days) · 10 calendar days · 7 clear days · 4 weeks · 6 months
///     same working day · next working day · at least 7 clear days before
///     immediately · as soon as possible · promptly · without delay · not stated
///
/// Upper or lower case and the number of spaces do not matter. A bare "day", a zero and hours that
/// contradict their working days are refused: the error says what is wrong and how to mend it.
[[nodiscard]] std::expected<Limit, std::string> parse_limit(std::string_view text);

/// The words of `limit`, which `parse_limit` reads as the same limit.
[[nodiscard]] std::string to_text(const Limit& limit);

/// False where the document names no time, so that only a local target can give a deadline.
[[nodiscard]] bool states_a_time(const Limit& limit);

}  // namespace accord
