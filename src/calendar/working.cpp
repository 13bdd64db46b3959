#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/check.hpp"
#include "base/try.hpp"
#include "calendar/due.hpp"
#include "calendar/reading.hpp"

namespace accord {

namespace {

using std::chrono::days;

/// What the explanation of one deadline is made from.
struct Scene {
  const Limit& limit;
  const WorkingCalendar& calendar;
  LocalTime start;   ///< as given
  LocalTime begins;  ///< after the convention for events outside working hours
  LocalTime due;
  Instant begins_at;  ///< `begins`, which a clock that goes back shows twice
};

std::string hours_words(std::int64_t seconds) {
  const std::int64_t hours = seconds / kSecondsPerHour;
  const std::int64_t minutes = seconds % kSecondsPerHour / 60;
  std::string text;
  if (hours != 0 || minutes == 0) {
    text = fmt::format("{} hour{}", hours, hours == 1 ? "" : "s");
  }
  if (minutes != 0) {
    text += fmt::format("{}{} minute{}", text.empty() ? "" : " ", minutes, minutes == 1 ? "" : "s");
  }
  return text;
}

/// "5th"
std::string ordinal(int number) {
  const int last = number % 10;
  const bool teen = number % 100 / 10 == 1;
  const std::string_view ending = teen        ? "th"
                                  : last == 1 ? "st"
                                  : last == 2 ? "nd"
                                  : last == 3 ? "rd"
                                              : "th";
  return fmt::format("{}{}", number, ending);
}

/// Why `day` is no working day, or nothing if it is one.
std::optional<std::string> why_not_working(Date day, const WorkingCalendar& calendar) {
  if (!calendar.covers(day) || calendar.is_working_day(day)) {
    return std::nullopt;
  }
  if (!calendar.conventions().working_week.at(weekday_of(day))) {
    return std::string{weekday_name(day)};
  }
  const auto off = calendar.day_off(day);
  ACCORD_CHECK(off.has_value());
  if (off->closure) {
    return fmt::format("closed: {}", off->name);
  }
  return fmt::format("bank holiday: {}{}", off->name, off->projected ? " (projected)" : "");
}

std::string event_day_words(const Scene& scene) {
  return scene.limit.at_least_before ? "the day of the event, which does not count"
                                     : "the day it starts, which does not count";
}

/// Limits in working days: which of them each day is.
CountedDay working_day_row(const Scene& scene, Date day, int number, int of) {
  const bool back = scene.limit.at_least_before;
  if (auto why = why_not_working(day, scene.calendar);
      why && (day != scene.begins.day || scene.start != scene.begins)) {
    return {.day = day, .counted = false, .number = 0, .why = *std::move(why)};
  }
  if (day == scene.begins.day && !event_day_counts(scene.limit, scene.begins, scene.calendar)) {
    return {.day = day, .counted = false, .number = 0, .why = event_day_words(scene)};
  }
  if (!back && day < scene.begins.day) {
    return {.day = day,
            .counted = false,
            .number = 0,
            .why = "out of hours: taken to happen at the next opening"};
  }
  if (number > of) {
    return {.day = day,
            .counted = false,
            .number = 0,
            .why = "the same clock time would be before opening: the close of the day before"};
  }
  return {.day = day,
          .counted = true,
          .number = number,
          .why = fmt::format("working day {} of {}", number, of)};
}

std::vector<CountedDay> working_day_rows(const Scene& scene) {
  const int of = scene.limit.unit == Unit::NextWorkingDay ? 1 : scene.limit.count;
  const days step{scene.limit.at_least_before ? -1 : 1};
  std::vector<CountedDay> rows;
  int counted = 0;
  for (Date day = scene.start.day;; day += step) {
    rows.push_back(working_day_row(scene, day, counted + 1, of));
    counted += rows.back().counted ? 1 : 0;
    if (day == scene.due.day) {
      break;
    }
  }
  // The walk and the table have to find the same day, or one of them is wrong.
  ACCORD_CHECK(counted == of);
  return rows;
}

std::vector<CountedDay> same_working_day_rows(const Scene& scene) {
  std::vector<CountedDay> rows;
  for (Date day = scene.start.day; day <= scene.due.day; day += days{1}) {
    const bool due_day = day == scene.due.day;
    auto why = why_not_working(day, scene.calendar);
    rows.push_back({.day = day,
                    .counted = due_day,
                    .number = due_day ? 1 : 0,
                    .why = why       ? *std::move(why)
                           : due_day ? "the working day"
                                     : "working hours had ended"});
  }
  return rows;
}

/// What a day on the way to "next Tuesday" is.
std::string weekday_words(const Scene& scene, const WeekdayReached& reached, Date day) {
  const std::string_view name = weekday_names()[scene.limit.weekday];
  auto off = why_not_working(day, scene.calendar);
  if (day == reached.day) {
    return day == scene.due.day
               ? std::string{name}
               : fmt::format("the {} reached, which is no working day ({}): due on {}", name,
                             off.value_or(""), to_words(scene.due.day));
  }
  if (day == scene.due.day) {
    return fmt::format("the first working day after that {}", name);
  }
  if (day > reached.day) {
    return off.value_or("no working day");
  }
  if (day < scene.begins.day) {
    return off.value_or("out of hours: taken to happen at the next opening");
  }
  if (reached.missed && day == reached.day - days{7}) {
    return fmt::format("{}: it was told too late, after {} on {}", name,
                       clock_words(scene.limit.told_by->second_of_day),
                       to_words(*reached.told - days{7}));
  }
  if (day == reached.told) {
    return fmt::format("told by {} on this day: in time for {}",
                       clock_words(scene.limit.told_by->second_of_day), to_words(reached.day));
  }
  return day == scene.begins.day ? "the day it starts, which does not count"
                                 : fmt::format("not yet {}", name);
}

std::vector<CountedDay> weekday_rows(const Scene& scene) {
  const WeekdayReached reached =
      weekday_reached(scene.limit, scene.begins_at, scene.calendar.zone());
  std::vector<CountedDay> rows;
  for (Date day = scene.start.day; day <= scene.due.day; day += days{1}) {
    const bool counted = day == scene.due.day;
    rows.push_back({.day = day,
                    .counted = counted,
                    .number = counted ? 1 : 0,
                    .why = weekday_words(scene, reached, day)});
  }
  return rows;
}

/// The part of a day, in seconds, that lies between the start and the due instant and in working
/// hours if `in_hours`. Elapsed time is measured between instants, so a clock change shows.
std::int64_t seconds_of_day(const Scene& scene, Date day, bool in_hours) {
  const Zone& zone = scene.calendar.zone();
  const auto [from, to] = std::minmax(scene.begins, scene.due);
  const LocalTime opens{day, in_hours ? scene.calendar.opens_s() : 0};
  const LocalTime closes{day, in_hours ? scene.calendar.closes_s() : kSecondsPerDay};
  const auto instant = [&](const LocalTime& local) { return zone.to_instant(local).seconds; };
  return std::max<std::int64_t>(
      0, std::min(instant(closes), instant(to)) - std::max(instant(opens), instant(from)));
}

/// Of a day that elapsed hours only touch, at its first midnight.
std::string midnight_words(const Scene& scene, Date day) {
  return day == scene.due.day ? "the hours end at the midnight with which this day begins"
                              : "the event is at the midnight with which this day begins";
}

std::vector<CountedDay> hour_rows(const Scene& scene) {
  const bool in_hours = scene.limit.unit == Unit::WorkingHours;
  const days step{scene.limit.at_least_before ? -1 : 1};
  std::vector<CountedDay> rows;
  int number = 0;
  for (Date day = scene.start.day;; day += step) {
    auto why = in_hours ? why_not_working(day, scene.calendar) : std::nullopt;
    const std::int64_t seconds = why ? 0 : seconds_of_day(scene, day, in_hours);
    if (seconds > 0) {
      ++number;
      why = fmt::format("{}{}", hours_words(seconds), in_hours ? " of working time" : "");
    }
    rows.push_back(
        {.day = day,
         .counted = seconds > 0,
         .number = seconds > 0 ? number : 0,
         .why = why.value_or(in_hours ? "outside working hours" : midnight_words(scene, day))});
    if (day == scene.due.day) {
      return rows;
    }
  }
}

/// How the rows of weeks, months, calendar and clear days run from the event.
struct CalendarDays {
  Date reached;    ///< the day counted to, before it lands on a working day
  int to_reached;  ///< days from the event to it
  int first;       ///< 1 where the day of the event is the first of them
  int of;          ///< days that count on the way
  std::string_view kind;
};

/// What the `i`th day from the event is.
std::string calendar_day_words(const Scene& scene, const CalendarDays& run, Date day, int i) {
  const bool back = scene.limit.at_least_before;
  auto off = why_not_working(day, scene.calendar);
  if (day == run.reached && day != scene.due.day) {
    return fmt::format("the day reached, which is no working day ({}): due on {}",
                       off.value_or("closed"), to_words(scene.due.day));
  }
  const bool past_due = !back && day > scene.due.day;
  if (i + run.first <= run.of && !past_due) {
    return fmt::format("{} day {} of {}", run.kind, i + run.first, run.of);
  }
  if (i == run.to_reached) {
    return back ? "the day before the clear days" : "the day after the clear days";
  }
  if (off) {
    return *std::move(off);
  }
  return back ? "the last working day before" : "the next working day";
}

/// Weeks, months, calendar and clear days: every day counts, and the last one may move.
std::vector<CountedDay> calendar_day_rows(const Scene& scene) {
  const Date event = scene.start.day;
  const bool back = scene.limit.at_least_before;
  const bool clear = scene.limit.unit == Unit::ClearDays;
  const auto distance = [&](Date day) { return static_cast<int>(std::abs((day - event).count())); };
  const Date reached = counted_day(scene.limit, scene.start, scene.calendar);
  const int first = event_day_counts(scene.limit, scene.start, scene.calendar) ? 1 : 0;
  const CalendarDays run{.reached = reached,
                         .to_reached = distance(reached),
                         .first = first,
                         .of = distance(reached) + first - (clear ? 1 : 0),
                         .kind = clear ? "clear" : "calendar"};
  std::vector<CountedDay> rows{{.day = event,
                                .counted = first == 1,
                                .number = first,
                                .why = first == 1 ? fmt::format("{} day 1 of {}", run.kind, run.of)
                                                  : event_day_words(scene)}};
  for (int i = 1; i <= std::max(run.to_reached, distance(scene.due.day)); ++i) {
    const Date day = event + days{back ? -i : i};
    const int number = i + run.first;
    const bool counted = number <= run.of && (back || day <= scene.due.day);
    rows.push_back({.day = day,
                    .counted = counted,
                    .number = counted ? number : 0,
                    .why = calendar_day_words(scene, run, day, i)});
  }
  return rows;
}

std::string close_words(const Scene& scene) {
  return fmt::format("{}, the close of working hours", clock_words(scene.calendar.closes_s()));
}

std::string working_days_rule(const Scene& scene) {
  const int count = scene.limit.unit == Unit::NextWorkingDay ? 1 : scene.limit.count;
  if (scene.limit.at_least_before) {
    return fmt::format(
        "Counted back in working days. The day of the event does not count; the last moment is {}, "
        "on the {} working day before it.",
        close_words(scene), ordinal(count));
  }
  const Conventions& conventions = scene.calendar.conventions();
  const bool moved = conventions.event == EventOutsideHours::NextOpening;
  const std::string_view day =
      moved ? "A start out of hours is taken to be at the next opening, and that day"
            : "The day it starts";
  if (event_day_counts(scene.limit, scene.begins, scene.calendar)) {
    return fmt::format("{} is the first that counts. Due at {}, on working day {}.", day,
                       close_words(scene), count);
  }
  const std::string_view why = conventions.day_of_event == DayOfEvent::Counts
                                   ? " (it would before closing on a working day)"
                               : moved ? ""
                                       : ", whatever the hour";
  return fmt::format("{} does not count{}. Due at {}, on the {} working day after it.", day, why,
                     close_words(scene), ordinal(count));
}

std::string same_clock_rule(const Scene& scene) {
  std::string text =
      fmt::format("{} hours are {} working day{}: the same clock time on the {} working day {}.",
                  scene.limit.hours, scene.limit.count, scene.limit.count == 1 ? "" : "s",
                  ordinal(scene.limit.count), scene.limit.at_least_before ? "before" : "after");
  if (scene.calendar.conventions().same_clock == OutsideHours::ToNearest) {
    text += scene.limit.at_least_before
                ? " After closing it becomes closing; before opening, the close of the working day "
                  "before that."
                : " Before opening it becomes opening, after closing it becomes closing, of that "
                  "day.";
  }
  return text;
}

std::string landing_words(Landing landing, bool back) {
  if (back && landing != Landing::Stay) {
    return "If that is not a working day, the last working day before it.";
  }
  switch (landing) {
    case Landing::Before:
      return "If that is not a working day, the last working day before it; if that is not after "
             "the start, the first working day after the start.";
    case Landing::After: return "If that is not a working day, the first working day after it.";
    case Landing::Stay: return "It does not move, working day or not.";
  }
  check_failed("landing is a Landing");
}

std::string calendar_days_rule(const Scene& scene) {
  const bool back = scene.limit.at_least_before;
  const std::string_view side = back ? "before" : "after";
  const int count = scene.limit.count;
  const std::string_view plural = count == 1 ? "" : "s";
  std::string day;
  if (scene.limit.unit == Unit::Weeks) {
    day = fmt::format("The same weekday {} week{} {}", count, plural, side);
  } else if (scene.limit.unit == Unit::Months) {
    day = fmt::format("The same day of the month {} month{} {}, or the last day of a shorter month",
                      count, plural, side);
  } else if (scene.limit.unit == Unit::ClearDays) {
    day = fmt::format("{} whole day{} between, neither end among them", count,
                      count == 1 ? " lies" : "s lie");
  } else {
    const bool first = event_day_counts(scene.limit, scene.start, scene.calendar);
    day = fmt::format("{} calendar day{} {}, the day of the start {}", count, plural, side,
                      first ? "the first of them" : "not counted");
  }
  return fmt::format(
      "{}; {} {}. {}", day, back ? "the last moment is" : "due at", close_words(scene),
      landing_words(landing_of(scene.limit.unit, scene.calendar.conventions()), back));
}

std::string weekday_rule(const Scene& scene) {
  const std::string_view name = weekday_names()[scene.limit.weekday];
  const bool moved = scene.start != scene.begins;
  std::string text =
      moved ? "A start out of hours is taken to be at the next opening. " : std::string{};
  if (scene.limit.told_by) {
    text += fmt::format(
        "The first {} that can still be told of: a start up to {} on the {} before it is in time, "
        "a later one waits for the {} of the week after",
        name, clock_words(scene.limit.told_by->second_of_day),
        weekday_names()[scene.limit.told_by->weekday], name);
  } else {
    text += fmt::format("The first {} after the day of the start", name);
  }
  return fmt::format(
      "{}; due at {}. If that {} is no working day, on the first working day after it.", text,
      close_words(scene), name);
}

std::string rule_words(const Scene& scene) {
  switch (scene.limit.unit) {
    case Unit::WorkingDays:
    case Unit::NextWorkingDay: return working_days_rule(scene);
    case Unit::WorkingDaysSameClock: return same_clock_rule(scene);
    case Unit::WorkingHours:
      return fmt::format("Only the working hours of working days count, {} to {}.",
                         clock_words(scene.calendar.opens_s()),
                         clock_words(scene.calendar.closes_s()));
    case Unit::NextWeekday: return weekday_rule(scene);
    case Unit::ElapsedMinutes:
      return "Minutes run through nights, weekends, holidays and clock changes, and are never "
             "moved.";
    case Unit::ElapsedHours:
      return "Clock hours run through nights, weekends, holidays and clock changes, and are never "
             "moved.";
    case Unit::CalendarDays:
    case Unit::ClearDays:
    case Unit::Weeks:
    case Unit::Months: return calendar_days_rule(scene);
    case Unit::SameWorkingDay:
      return fmt::format(
          "Due at {}, on the day it starts; after closing or on a day that is no working day, on "
          "the next working day.",
          close_words(scene));
    case Unit::Immediately:
    case Unit::AsSoonAsPossible:
    case Unit::Promptly:
    case Unit::WithoutDelay:
    case Unit::NotStated: break;
  }
  check_failed("a limit that gives a deadline states a time");
}

std::vector<CountedDay> rows_of(const Scene& scene) {
  switch (scene.limit.unit) {
    case Unit::WorkingDays:
    case Unit::NextWorkingDay:
    case Unit::WorkingDaysSameClock: return working_day_rows(scene);
    case Unit::NextWeekday: return weekday_rows(scene);
    case Unit::WorkingHours:
    case Unit::ElapsedMinutes:
    case Unit::ElapsedHours: return hour_rows(scene);
    case Unit::CalendarDays:
    case Unit::ClearDays:
    case Unit::Weeks:
    case Unit::Months: return calendar_day_rows(scene);
    case Unit::SameWorkingDay: return same_working_day_rows(scene);
    case Unit::Immediately:
    case Unit::AsSoonAsPossible:
    case Unit::Promptly:
    case Unit::WithoutDelay:
    case Unit::NotStated: break;
  }
  check_failed("a limit that gives a deadline states a time");
}

}  // namespace

std::expected<Working, DueError> due_with_working(const Limit& limit, Instant start,
                                                  const WorkingCalendar& calendar) {
  ACCORD_TRY(const Instant at, due(limit, start, calendar));
  const bool elapsed = is_elapsed(limit);
  Instant begins = start;
  if (!elapsed) {
    ACCORD_TRY(begins, effective_start(limit, start, calendar));
  }
  const Zone& zone = calendar.zone();
  LocalTime due_at = zone.to_local(at);
  if (due_at.second_of_day == 0 && calendar.closes_s() == kSecondsPerDay && !elapsed) {
    due_at = {due_at.day - days{1},
              kSecondsPerDay};  // a close at midnight belongs to the day it ends
  }
  const Scene scene{.limit = limit,
                    .calendar = calendar,
                    .start = zone.to_local(start),
                    .begins = zone.to_local(begins),
                    .due = due_at,
                    .begins_at = begins};
  Working working{.start = start,
                  .limit = limit,
                  .due = at,
                  .days = rows_of(scene),
                  .calendar_version = calendar.version(),
                  .zone = zone.name(),
                  .rule = rule_words(scene)};
  for (CountedDay& row : working.days) {
    row.projected = !elapsed && calendar.is_projected(row.day);
    working.projected = working.projected || row.projected;
  }
  return working;
}

}  // namespace accord
