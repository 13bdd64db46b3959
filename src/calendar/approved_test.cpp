// Deadlines with their working, and limits as they are read and refused, as somebody has read and
// approved them: tests/approved/calendar/.

#include "base/testdata/approved.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

constexpr std::string_view kLimits[] = {"1 working day",
                                        "3 working days",
                                        "5 working hours",
                                        "17 working hours",
                                        "30 minutes",
                                        "24 hours",
                                        "36 hours",
                                        "24 hours (1 working day)",
                                        "48 hours (2 working days)",
                                        "2 calendar days",
                                        "1 clear day",
                                        "2 clear days",
                                        "1 week",
                                        "1 month",
                                        "same working day",
                                        "next working day",
                                        "next Tuesday",
                                        "next Monday if told by noon on Friday",
                                        "at least 1 working day before",
                                        "at least 2 working days before",
                                        "at least 5 working hours before",
                                        "at least 17 working hours before",
                                        "at least 24 hours before",
                                        "at least 48 hours (2 working days) before",
                                        "at least 2 calendar days before",
                                        "at least 1 clear day before",
                                        "at least 2 clear days before",
                                        "at least 1 week before",
                                        "at least 1 month before"};

// Before Easter; a Saturday; closing on the day before a bank holiday; the hour that comes twice;
// before opening; midnight.
constexpr std::string_view kStarts[] = {"2026-04-02T16:30", "2026-11-28T11:00", "2026-12-24T17:00",
                                        "2026-10-25T01:30", "2026-06-03T08:15", "2026-06-05T00:00"};

std::string worked_out(std::string_view limit, std::string_view start,
                       const WorkingCalendar& calendar) {
  const auto working = due_with_working(*parse_limit(limit), at(calendar, start), calendar);
  std::string text = fmt::format("{} from {}: ", limit, start);
  if (!working) {
    return text + to_words(working.error()) + "\n\n";
  }
  text += fmt::format("{}{}\n  {}\n", iso_local(calendar.zone(), working->due),
                      working->projected ? ", projected" : "", working->rule);
  for (const CountedDay& day : working->days) {
    text +=
        fmt::format("  {} {} {}{}\n", to_iso(day.day),
                    day.counted ? std::to_string(day.number) : fmt::format("- ({})", day.number),
                    day.why, day.projected ? ", projected" : "");
  }
  return text + '\n';
}

std::string all_worked_out(const Conventions& conventions) {
  const auto calendar = england({}, conventions);
  std::string text;
  for (const std::string_view start : kStarts) {
    for (const std::string_view limit : kLimits) {
      text += worked_out(limit, start, calendar);
    }
  }
  return text;
}

// ALL-5: the deadline is "shown as a date and time with the reason for it".
TEST(DueWithWorking, ALL_5_IsAsApproved) {
  EXPECT_EQ(testdata::not_as_approved("calendar/workings.txt", all_worked_out({})), "");
}

TEST(DueWithWorking, IsAsApprovedUnderTheOtherConventions) {
  const Conventions other{.opens_s = 8 * kSecondsPerHour + 1800,
                          .closes_s = 16 * kSecondsPerHour + 2700,
                          .same_clock = OutsideHours::Stay,
                          .event = EventOutsideHours::NextOpening,
                          .day_of_event = DayOfEvent::Counts,
                          .weeks = Landing::After,
                          .months = Landing::Stay,
                          .calendar_days = Landing::After};
  EXPECT_EQ(testdata::not_as_approved("calendar/workings_other.txt", all_worked_out(other)), "");
}

constexpr std::string_view kWritten[] = {"",
                                         " ",
                                         "5",
                                         "five working days",
                                         "0 hours",
                                         "-1 hours",
                                         "1 hour",
                                         "1 hours",
                                         "1 minute",
                                         "2 minutes",
                                         "9999 hours",
                                         "10000 hours",
                                         "99999999999 hours",
                                         "1999 working weeks",
                                         "2000 working weeks",
                                         "1 working week",
                                         "1 working weeks",
                                         "1 workng day",
                                         "5 day",
                                         "5 days",
                                         "1 business day",
                                         "2 fortnights",
                                         "1 fortnight",
                                         "1 year",
                                         "2 years",
                                         "0.5 hours",
                                         "0.5 hour",
                                         "1.5 hours",
                                         "0.01 hours",
                                         "0.5 weeks",
                                         "half an hour",
                                         "1/2 hour",
                                         ".5 hours",
                                         "5. hours",
                                         ".",
                                         "1.2.3 hours",
                                         "123456789.5 hours",
                                         "48 hours (2 working days)",
                                         "48 hour (2 working day)",
                                         "24 hours (2 working days)",
                                         "48 hours (1 working day)",
                                         "25 hours (1 working day)",
                                         "48 hours (two working days)",
                                         "48 hours (2 calendar days)",
                                         "48 hours 2 working days",
                                         "48 hours (2 working days",
                                         "2 weeks (10 working days)",
                                         "at least 7 clear days before",
                                         "at least 7 clear days",
                                         "7 clear days before",
                                         "at least",
                                         "before",
                                         "at least before",
                                         "at least next working day before",
                                         "at least same working day before",
                                         "at least not stated before",
                                         "at least 1 month before",
                                         "at most 5 hours",
                                         "same day",
                                         "same working day",
                                         "the same working day",
                                         "next day",
                                         "next working day",
                                         "next",
                                         "next week",
                                         "next Tuesday",
                                         "next tuesday if told by noon on monday",
                                         "next Tuesday if told by 12:30 on Monday",
                                         "next Tuesday if told by midnight on Monday",
                                         "next Tuesday if told by 24:00 on Monday",
                                         "next Tuesday if told by 23:59 on Monday",
                                         "next Tuesday if told by 9:5 on Monday",
                                         "next Tuesday if told by noon on Tuesday",
                                         "next Tuesday if told by noon",
                                         "next Tuesday if",
                                         "next Tuesday if told by noon on Mon",
                                         "immediately",
                                         "Immediately",
                                         "at once",
                                         "as soon as possible",
                                         "as soon",
                                         "promptly",
                                         "without delay",
                                         "without",
                                         "not stated",
                                         "3 months",
                                         "12 weeks",
                                         "4 weeks later",
                                         "1 clear day",
                                         "1 calendar day",
                                         "5 working",
                                         "5 working hours",
                                         "5 working minutes",
                                         "5 clear hours"};

TEST(ParseLimit, IsAsApproved) {
  std::string text;
  for (const std::string_view written : kWritten) {
    const auto limit = parse_limit(written);
    text += fmt::format("`{}`: {}\n", written,
                        limit ? "read as `" + to_text(*limit) + "`" : limit.error());
  }
  EXPECT_EQ(testdata::not_as_approved("calendar/limits.txt", text), "");
}

constexpr std::string_view kDates[] = {
    "2026-04-09",  "0000-01-01", "0001-01-01", "2026-00-10", "2026-01-00",
    "2026-12-31",  "2026-13-01", "2026-02-29", "2028-02-29", "2026-06-31",
    "2026-4-09",   "2026/04/09", "2026-04/09", "2026x04-09", "2026-04-0",
    "2026-04-099", "20a6-04-09", "2026-a4-09", "2026-04-9a", "+026-04-09",
    "2026-04--1",  "",           "tomorrow",   "2100-01-01", "1899-12-31"};

TEST(ParseDate, IsAsApproved) {
  std::string text;
  for (const std::string_view written : kDates) {
    const auto date = parse_date(written);
    text += fmt::format("`{}`: {}\n", written, date ? to_words(*date) : date.error());
  }
  for (int seconds = 0; seconds <= 24 * kSecondsPerHour; seconds += 1745) {
    text += clock_words(seconds) + ' ' + clock_words(seconds - seconds % 3600) + '\n';
  }
  EXPECT_EQ(testdata::not_as_approved("calendar/dates.txt", text), "");
}

}  // namespace
}  // namespace accord
