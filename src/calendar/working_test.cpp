#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "calendar/due.hpp"
#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Working worked(std::string_view start, std::string_view limit, const WorkingCalendar& calendar) {
  auto working = due_with_working(*parse_limit(limit), at(calendar, start), calendar);
  ACCORD_CHECK(working.has_value());
  return *std::move(working);
}

/// Each day as "04-03 - bank holiday: Good Friday": its date, its number if it counts, and why.
std::vector<std::string> rows(const Working& working) {
  std::vector<std::string> texts;
  for (const CountedDay& day : working.days) {
    texts.push_back(to_iso(day.day).substr(5) + ' ' +
                    (day.counted ? std::to_string(day.number) : "-") + ' ' + day.why);
  }
  return texts;
}

// ALL-5: the deadline is "shown as a date and time with the reason for it".
TEST(DueWithWorking, ALL_5_ShowsEveryDayCountedOrSkippedAndWhy) {
  const auto calendar = england({{date_of(2026, 4, 8), date_of(2026, 4, 8), "Training day", {}}});
  const Working working = worked("2026-04-02T16:30", "3 working days", calendar);

  EXPECT_EQ(to_words(calendar.zone(), working.due), "Friday 10 April 2026, 5pm");
  EXPECT_EQ(working.zone, "Europe/London");
  EXPECT_EQ(working.calendar_version, calendar.version());
  EXPECT_THAT(working.rule, HasSubstr("5pm, the close of working hours, on the 3rd working day"));
  EXPECT_FALSE(working.projected);
  EXPECT_THAT(rows(working),
              ElementsAre("04-02 - the day it starts, which does not count",
                          "04-03 - bank holiday: Good Friday", "04-04 - Saturday", "04-05 - Sunday",
                          "04-06 - bank holiday: Easter Monday", "04-07 1 working day 1 of 3",
                          "04-08 - closed: Training day", "04-09 2 working day 2 of 3",
                          "04-10 3 working day 3 of 3"));
}

TEST(DueWithWorking, ShowsAStartOnADayThatIsNoWorkingDay) {
  EXPECT_THAT(rows(worked("2026-11-28T11:00", "24 hours (1 working day)", england())),
              ElementsAre("11-28 - the day it starts, which does not count", "11-29 - Sunday",
                          "11-30 1 working day 1 of 1"));
  const auto moved = england({}, {.event = EventOutsideHours::NextOpening});
  EXPECT_THAT(
      rows(worked("2026-11-27T18:00", "1 working day", moved)),
      ElementsAre("11-27 - out of hours: taken to happen at the next opening", "11-28 - Saturday",
                  "11-29 - Sunday", "11-30 - the day it starts, which does not count",
                  "12-01 1 working day 1 of 1"));
}

TEST(DueWithWorking, ShowsHowWeeksLand) {
  const Working working = worked("2026-11-30T09:00", "4 weeks", england());
  ASSERT_EQ(working.days.size(), 29U);
  EXPECT_EQ(working.days[24].why, "calendar day 24 of 28");
  EXPECT_EQ(working.days[25].why, "bank holiday: Christmas Day");
  EXPECT_FALSE(working.days[25].counted);
  EXPECT_EQ(working.days[28].why,
            "the day reached, which is no working day (bank holiday: Boxing Day (substitute day)): "
            "due on Thursday 24 December 2026");
  const auto after = england({}, {.weeks = Landing::After});
  const Working later = worked("2026-11-30T09:00", "4 weeks", after);
  ASSERT_EQ(later.days.size(), 30U);
  EXPECT_EQ(later.days[29].why, "the next working day");
  EXPECT_THAT(later.rule, HasSubstr("the first working day after it"));
}

TEST(DueWithWorking, ShowsClearDaysForwardAndBack) {
  EXPECT_THAT(rows(worked("2026-11-24T10:00", "1 clear day", england())),
              ElementsAre("11-24 - the day it starts, which does not count",
                          "11-25 1 clear day 1 of 1", "11-26 - the day after the clear days"));
  EXPECT_THAT(
      rows(worked("2026-11-24T10:00", "at least 1 clear day before", england())),
      ElementsAre("11-24 - the day of the event, which does not count", "11-23 1 clear day 1 of 1",
                  "11-22 - the day reached, which is no working day (Sunday): due on "
                  "Friday 20 November 2026",
                  "11-21 - Saturday", "11-20 - the last working day before"));
}

// The clocks go back on 25 October 2026: that day has 25 hours.
TEST(DueWithWorking, LIN_10_ShowsElapsedHoursOverAClockChange) {
  EXPECT_THAT(rows(worked("2026-10-24T18:00", "48 hours", england())),
              ElementsAre("10-24 1 6 hours", "10-25 2 25 hours", "10-26 3 17 hours"));
  EXPECT_THAT(rows(worked("2026-03-28T18:00", "29 hours", england())),
              ElementsAre("03-28 1 6 hours", "03-29 2 23 hours",
                          "03-30 - the hours end at the midnight with which this day begins"));
}

TEST(DueWithWorking, ShowsWorkingHours) {
  EXPECT_THAT(rows(worked("2026-11-27T15:30", "4 working hours", england())),
              ElementsAre("11-27 1 1 hour 30 minutes of working time", "11-28 - Saturday",
                          "11-29 - Sunday", "11-30 2 2 hours 30 minutes of working time"));
  EXPECT_THAT(rows(worked("2026-11-30T10:00", "at least 2 working hours before", england())),
              ElementsAre("11-30 1 1 hour of working time", "11-29 - Sunday", "11-28 - Saturday",
                          "11-27 2 1 hour of working time"));
  EXPECT_THAT(rows(worked("2026-11-26T19:00", "1 working hour", england())),
              ElementsAre("11-26 - outside working hours", "11-27 1 1 hour of working time"));
}

TEST(DueWithWorking, ShowsTheSameWorkingDay) {
  EXPECT_THAT(rows(worked("2026-11-27T10:00", "same working day", england())),
              ElementsAre("11-27 1 the working day"));
  EXPECT_THAT(rows(worked("2026-11-27T18:00", "same working day", england())),
              ElementsAre("11-27 - working hours had ended", "11-28 - Saturday", "11-29 - Sunday",
                          "11-30 1 the working day"));
}

TEST(DueWithWorking, ShowsADayOfTheEventThatCountsByConvention) {
  const auto calendar = england({}, {.day_of_event = DayOfEvent::Counts});
  const Working friday = worked("2026-11-27T10:00", "2 working days", calendar);
  EXPECT_THAT(rows(friday), ElementsAre("11-27 1 working day 1 of 2", "11-28 - Saturday",
                                        "11-29 - Sunday", "11-30 2 working day 2 of 2"));
  EXPECT_THAT(friday.rule, HasSubstr("The day it starts is the first that counts"));
  const Working late = worked("2026-11-27T18:00", "1 working day", calendar);
  EXPECT_THAT(rows(late),
              ElementsAre("11-27 - the day it starts, which does not count", "11-28 - Saturday",
                          "11-29 - Sunday", "11-30 1 working day 1 of 1"));
  EXPECT_THAT(late.rule, HasSubstr("it would before closing on a working day"));
  const Working calendar_days = worked("2026-11-27T10:00", "3 calendar days", calendar);
  EXPECT_THAT(rows(calendar_days),
              ElementsAre("11-27 1 calendar day 1 of 3", "11-28 2 calendar day 2 of 3",
                          "11-29 3 the day reached, which is no working day (Sunday): due on "
                          "Monday 30 November 2026",
                          "11-30 - the next working day"));
}

TEST(DueWithWorking, MarksWhatRestsOnProjectedDays) {
  EXPECT_FALSE(worked("2028-12-22T10:00", "3 working days", england()).projected);
  const Working working = worked("2028-12-28T10:00", "2 working days", england());
  EXPECT_TRUE(working.projected);
  EXPECT_EQ(to_iso(working.days.back().day), "2029-01-02");
  EXPECT_TRUE(working.days.back().projected);
  EXPECT_EQ(working.days[4].why, "bank holiday: New Year's Day (projected)");
  EXPECT_FALSE(worked("2030-01-01T10:00", "24 hours", england()).projected);
}

// The rows and the deadline are found by two roads: the walk over days and the table. Each unit,
// from each hour of a year of awkward days, forward and back.
TEST(DueWithWorking, AgreesWithDueForEveryUnit) {
  const std::vector<std::string> limits = {
      "1 working day",    "4 working days", "3 working hours",
      "17 working hours", "30 hours",       "48 hours (2 working days)",
      "5 calendar days",  "6 clear days",   "2 weeks",
      "1 month",          "45 minutes"};
  const std::vector<Conventions> all = {
      {},
      {.opens_s = 0, .closes_s = kSecondsPerDay},
      {.same_clock = OutsideHours::Stay,
       .event = EventOutsideHours::NextOpening,
       .weeks = Landing::After,
       .months = Landing::Stay,
       .calendar_days = Landing::After},
      {.day_of_event = DayOfEvent::Counts, .calendar_days = Landing::Stay}};
  for (const Conventions& conventions : all) {
    const auto calendar = england({}, conventions);
    const Instant first = at(calendar, "2026-01-01T00:30");
    for (const std::string& text : limits) {
      for (const std::string& said : {text, "at least " + text + " before"}) {
        for (int hour = 0; hour < 365 * 24; hour += 7) {
          const Instant start{first.seconds + std::int64_t{hour} * kSecondsPerHour};
          const Limit limit = *parse_limit(said);
          const auto working = due_with_working(limit, start, calendar);
          ASSERT_TRUE(working.has_value());
          ASSERT_EQ(working->due, *due(limit, start, calendar));
          ASSERT_EQ(limit.at_least_before, working->due < start);
          ASSERT_FALSE(working->days.empty());
          ASSERT_FALSE(working->rule.empty());
        }
      }
    }
  }
}

}  // namespace
}  // namespace accord
