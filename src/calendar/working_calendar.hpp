#pragma once

#include <array>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "calendar/bank_holidays.hpp"
#include "calendar/date.hpp"
#include "calendar/zone.hpp"

namespace accord {

/// Where a deadline goes that lands on a day which is no working day.
enum class Landing {
  Before,  ///< the last working day before it; if that is not after the event, the first after the
           ///< event
  After,   ///< the first working day after it
  Stay     ///< nowhere: that day, at close all the same
};

/// What a limit with "the same clock time" does when that time is outside working hours.
enum class OutsideHours {
  ToNearest,  ///< before opening becomes opening, after closing becomes closing, of that day
  Stay        ///< the same clock time, by night too
};

/// What an event outside working hours does to a limit in working days or working hours.
enum class EventOutsideHours {
  Stay,        ///< nothing: its own day is the day that does not count, whatever the hour
  NextOpening  ///< it is taken to happen at the next opening
};

/// Whether the day of an event is itself the first of the days counted after it.
enum class DayOfEvent {
  DoesNotCount,  ///< day one is the day after (rule 3)
  Counts  ///< where it is a day of the kind that is counted, and the event comes before closing
};

/// A day on which a partnership does not work by its procedure, beside the bank holidays: once, or
/// every year.
struct ClosedDay {
  std::optional<int> year;  ///< without: every year that has the day
  unsigned month = 1;
  unsigned day = 1;
  std::string name;  ///< "Carrow Fair Day"

  bool operator==(const ClosedDay&) const = default;
};

/// How a partnership reads timescales. The defaults are docs/timescales.md, rules 1 to 7.
struct Conventions {
  int opens_s = 9 * kSecondsPerHour;    ///< working hours, in seconds after midnight
  int closes_s = 17 * kSecondsPerHour;  ///< not itself in working hours
  /// Sunday first.
  std::array<bool, 7> working_week = {false, true, true, true, true, true, false};
  OutsideHours same_clock = OutsideHours::ToNearest;
  EventOutsideHours event = EventOutsideHours::Stay;
  DayOfEvent day_of_event = DayOfEvent::DoesNotCount;  ///< of working days and calendar days alone
  Landing weeks = Landing::Before;
  Landing months = Landing::Before;
  Landing calendar_days = Landing::Before;  ///< clear days too
  std::vector<ClosedDay> closed_days = {};

  bool operator==(const Conventions&) const = default;
};

/// Days on which a partnership declares itself closed, both included.
struct Closure {
  Date first;
  Date last;
  std::string name;
  std::optional<Date> announced;

  bool operator==(const Closure&) const = default;
};

/// Why a day of the working week is no working day.
struct DayOff {
  std::string name;
  std::optional<Date> announced;  ///< of a closure, or a bank holiday added or moved once
  bool projected = false;         ///< a bank holiday not yet proclaimed or published
  bool closure = false;           ///< the partnership's own
};

/// Which days and hours a partnership works, as a table made once. A copy shares the table.
///
/// Questions about days before `first()` or after `last()` are bugs of the caller, except where
/// said; `due` answers CalendarTooShort instead of asking them.
class WorkingCalendar {
 public:
  /// Fails on hours that end before they begin, a week without a working day, a closure that ends
  /// before it begins or has no name, or a zone that does not go with the dates.
  [[nodiscard]] static std::expected<WorkingCalendar, std::string> create(
      Zone zone, BankHolidays bank_holidays, std::vector<Closure> closures = {},
      Conventions conventions = {});

  /// The same days under other conventions: those of a policy.
  [[nodiscard]] std::expected<WorkingCalendar, std::string> with(Conventions conventions) const;

  [[nodiscard]] const Zone& zone() const;
  /// Names the data exactly: key and version of the bank holidays, and where closures or
  /// conventions differ from the defaults, a digest of them.
  [[nodiscard]] const std::string& version() const;
  [[nodiscard]] const Conventions& conventions() const;
  [[nodiscard]] const BankHolidays& bank_holidays() const;
  [[nodiscard]] const std::vector<Closure>& closures() const;
  [[nodiscard]] int opens_s() const;
  [[nodiscard]] int closes_s() const;
  [[nodiscard]] Date first() const;
  [[nodiscard]] Date last() const;
  [[nodiscard]] bool covers(Date day) const;

  [[nodiscard]] bool is_working_day(Date day) const;
  /// The bank holiday or closure of `day`, also where it falls on a weekend; nothing for the others
  /// and outside the calendar.
  [[nodiscard]] std::optional<DayOff> day_off(Date day) const;
  /// Whether bank holidays of that day are not yet published.
  [[nodiscard]] bool is_projected(Date day) const;
  /// In the working hours of a working day: opening is, closing is not. False outside the calendar.
  [[nodiscard]] bool in_working_hours(Instant at) const;

  [[nodiscard]] Instant opening(Date day) const;
  [[nodiscard]] Instant close(Date day) const;

  /// The Nth working day after `day` (before it, if `count` is negative), or nothing if it lies
  /// outside the calendar. @pre count != 0
  [[nodiscard]] std::optional<Date> working_day_from(Date day, int count) const;
  [[nodiscard]] std::optional<Date> working_day_on_or_before(Date day) const;
  [[nodiscard]] std::optional<Date> working_day_on_or_after(Date day) const;
  /// The close of the Nth working day after `day`: `close(*working_day_from(day, count))`, at once.
  [[nodiscard]] std::optional<Instant> close_of_working_day_after(Date day, int count) const;
  /// `at` itself in working hours, otherwise the next opening.
  [[nodiscard]] std::optional<Instant> next_in_working_hours(Instant at) const;
  /// How many working days lie after `from`, up to and including `to`. @pre from <= to
  [[nodiscard]] int working_days_after(Date from, Date to) const;

 private:
  struct Table;
  explicit WorkingCalendar(std::shared_ptr<const Table> table);
  std::shared_ptr<const Table> table_;
};

}  // namespace accord
