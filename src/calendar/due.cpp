#include "calendar/due.hpp"

#include <algorithm>
#include <optional>

#include "base/check.hpp"
#include "base/try.hpp"
#include "calendar/reading.hpp"

namespace accord {

namespace {

using std::chrono::days;
using Due = std::expected<Instant, DueError>;

template <typename T>
std::expected<T, DueError> or_too_short(std::optional<T> found) {
  if (!found) {
    return std::unexpected(DueError::CalendarTooShort);
  }
  return *found;
}

/// "48 hours (2 working days)": the same clock time on the Nth working day (rule 4). Counted back,
/// the answer is never later than the same clock time, or less than the limit would remain.
Due same_clock(const Limit& limit, LocalTime from, const WorkingCalendar& calendar) {
  const int opens = calendar.opens_s();
  const int closes = calendar.closes_s();
  ACCORD_TRY(Date day, or_too_short(calendar.working_day_from(
                           from.day, limit.at_least_before ? -limit.count : limit.count)));
  if (calendar.conventions().same_clock == OutsideHours::Stay) {
    return calendar.zone().to_instant({day, from.second_of_day});
  }
  if (limit.at_least_before && from.second_of_day < opens) {
    ACCORD_TRY(day, or_too_short(calendar.working_day_from(day, -1)));
    return calendar.close(day);
  }
  return calendar.zone().to_instant({day, std::clamp(from.second_of_day, opens, closes)});
}

Due working_hours_on(int count, Instant start, const WorkingCalendar& calendar) {
  ACCORD_TRY(const Instant begins, or_too_short(calendar.next_in_working_hours(start)));
  const LocalTime from = calendar.zone().to_local(begins);
  int left = count * kSecondsPerHour;
  const int today = calendar.closes_s() - from.second_of_day;
  if (left <= today) {
    return calendar.zone().to_instant({from.day, from.second_of_day + left});
  }
  left -= today;
  const int each_day = calendar.closes_s() - calendar.opens_s();
  const int whole_days = (left - 1) / each_day;
  ACCORD_TRY(const Date day, or_too_short(calendar.working_day_from(from.day, whole_days + 1)));
  return calendar.zone().to_instant({day, calendar.opens_s() + left - whole_days * each_day});
}

Due working_hours_back(int count, LocalTime from, const WorkingCalendar& calendar) {
  int left = count * kSecondsPerHour;
  const bool working = calendar.is_working_day(from.day);
  const int until_then = std::min(from.second_of_day, calendar.closes_s()) - calendar.opens_s();
  const int today = working ? std::max(0, until_then) : 0;
  if (left <= today) {
    return calendar.zone().to_instant({from.day, calendar.opens_s() + today - left});
  }
  left -= today;
  const int each_day = calendar.closes_s() - calendar.opens_s();
  const int whole_days = (left - 1) / each_day;
  ACCORD_TRY(const Date day, or_too_short(calendar.working_day_from(from.day, -whole_days - 1)));
  return calendar.zone().to_instant({day, calendar.closes_s() - (left - whole_days * each_day)});
}

/// The day on which a limit that landed on `day` is due (rule 6).
std::expected<Date, DueError> land(Date day, Date event, Landing landing,
                                   const WorkingCalendar& calendar) {
  if (!calendar.covers(day)) {
    return std::unexpected(DueError::CalendarTooShort);
  }
  if (landing == Landing::Stay || calendar.is_working_day(day)) {
    return day;
  }
  const bool back = day < event;  // a day after the one counted back would be too late
  if (landing == Landing::After && !back) {
    return or_too_short(calendar.working_day_from(day, 1));
  }
  ACCORD_TRY(const Date before, or_too_short(calendar.working_day_from(day, -1)));
  if (back || before > event) {
    return before;
  }
  return or_too_short(calendar.working_day_from(event, 1));
}

Due same_working_day(LocalTime from, const WorkingCalendar& calendar) {
  if (calendar.is_working_day(from.day) && from.second_of_day < calendar.closes_s()) {
    return calendar.close(from.day);
  }
  return or_too_short(calendar.close_of_working_day_after(from.day, 1));
}

}  // namespace

Landing landing_of(Unit unit, const Conventions& conventions) {
  return unit == Unit::Weeks    ? conventions.weeks
         : unit == Unit::Months ? conventions.months
                                : conventions.calendar_days;
}

bool event_day_counts(const Limit& limit, LocalTime from, const WorkingCalendar& calendar) {
  if (calendar.conventions().day_of_event == DayOfEvent::DoesNotCount || limit.at_least_before ||
      from.second_of_day >= calendar.closes_s()) {
    return false;
  }
  return limit.unit == Unit::CalendarDays ||
         (limit.unit == Unit::WorkingDays && calendar.is_working_day(from.day));
}

Date counted_day(const Limit& limit, LocalTime from, const WorkingCalendar& calendar) {
  const Date event = from.day;
  const int count = limit.at_least_before ? -limit.count : limit.count;
  if (limit.unit == Unit::Months) {
    return plus_months(event, count);
  }
  if (limit.unit == Unit::Weeks) {
    return event + days{7 * count};
  }
  const int clear = limit.unit == Unit::ClearDays ? (limit.at_least_before ? -1 : 1) : 0;
  return event + days{count + clear - (event_day_counts(limit, from, calendar) ? 1 : 0)};
}

bool is_elapsed(const Limit& limit) {
  return limit.unit == Unit::ElapsedHours || limit.unit == Unit::ElapsedMinutes;
}

WeekdayReached weekday_reached(const Limit& limit, Instant begins, const Zone& zone) {
  constexpr unsigned kWeek = 7;
  const Date from = zone.to_local(begins).day;
  const unsigned ahead = (limit.weekday + kWeek - weekday_of(from)) % kWeek;
  WeekdayReached reached{.day = from + days{ahead == 0 ? kWeek : ahead}};
  if (limit.told_by) {
    const days gap{(limit.weekday + kWeek - limit.told_by->weekday) % kWeek};
    reached.missed = zone.to_instant({reached.day - gap, limit.told_by->second_of_day}) < begins;
    if (reached.missed) {
      reached.day += days{kWeek};
    }
    reached.told = reached.day - gap;
  }
  return reached;
}

std::expected<Instant, DueError> effective_start(const Limit& limit, Instant start,
                                                 const WorkingCalendar& calendar) {
  // Who says "if told by noon on Monday" asks when it was told, on the clock on the wall.
  if (calendar.conventions().event == EventOutsideHours::Stay || limit.at_least_before ||
      limit.told_by) {
    return start;
  }
  return or_too_short(calendar.next_in_working_hours(start));
}

std::expected<Instant, DueError> due(const Limit& limit, Instant start,
                                     const WorkingCalendar& calendar) {
  if (!states_a_time(limit)) {
    return std::unexpected(DueError::NoTimeGiven);
  }
  if (is_elapsed(limit)) {
    const std::int64_t seconds =
        std::int64_t{limit.count} * (limit.unit == Unit::ElapsedHours ? kSecondsPerHour : 60);
    return Instant{start.seconds + (limit.at_least_before ? -seconds : seconds)};
  }
  LocalTime from = calendar.zone().to_local(start);
  if (!calendar.covers(from.day)) {
    return std::unexpected(DueError::CalendarTooShort);
  }
  const bool counts_days = limit.unit == Unit::CalendarDays || limit.unit == Unit::ClearDays ||
                           limit.unit == Unit::Weeks || limit.unit == Unit::Months;
  if (counts_days) {
    ACCORD_TRY(const Date day, land(counted_day(limit, from, calendar), from.day,
                                    landing_of(limit.unit, calendar.conventions()), calendar));
    return calendar.close(day);
  }
  ACCORD_TRY(const Instant begins, effective_start(limit, start, calendar));
  if (begins != start) {
    from = calendar.zone().to_local(begins);
  }
  if (limit.unit == Unit::NextWeekday) {
    const Date day = weekday_reached(limit, begins, calendar.zone()).day;
    ACCORD_TRY(const Date moved, land(day, from.day, Landing::After, calendar));
    return calendar.close(moved);
  }
  const int count = limit.unit == Unit::NextWorkingDay ? 1 : limit.count;
  if (limit.unit == Unit::SameWorkingDay) {
    return same_working_day(from, calendar);
  }
  if (limit.unit == Unit::WorkingDaysSameClock) {
    return same_clock(limit, from, calendar);
  }
  if (limit.unit == Unit::WorkingHours) {
    return limit.at_least_before ? working_hours_back(count, from, calendar)
                                 : working_hours_on(count, begins, calendar);
  }
  const int after = limit.at_least_before                     ? -count
                    : event_day_counts(limit, from, calendar) ? count - 1
                                                              : count;
  if (after == 0) {
    return calendar.close(from.day);
  }
  return or_too_short(calendar.close_of_working_day_after(from.day, after));
}

std::string to_words(DueError error) {
  switch (error) {
    case DueError::NoTimeGiven:
      return "the limit names no time, so it gives no deadline: set a local target in working days "
             "or hours";
    case DueError::CalendarTooShort:
      return "the calendar does not cover all the days counted: use a calendar with more years";
  }
  check_failed("error is a DueError");
}

}  // namespace accord
