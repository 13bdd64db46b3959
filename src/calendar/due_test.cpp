#include "calendar/due.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

struct Example {
  std::string start, limit, due;
};

// The worked examples of docs/requirements.md, "How a timescale is read", one row each.
TEST(Due, GivesEveryWorkedExample) {
  const auto calendar = england();
  const std::vector<Example> examples = {
      {"2026-04-02T16:30", "5 working days", "2026-04-13 17:00"},
      {"2026-12-24T10:00", "1 working day", "2026-12-29 17:00"},
      {"2026-11-28T11:00", "1 working day", "2026-11-30 17:00"},
      {"2026-11-27T10:15", "48 hours (2 working days)", "2026-12-01 10:15"},
      {"2026-11-27T19:40", "48 hours (2 working days)", "2026-12-01 17:00"},
      {"2026-10-24T18:00+01:00", "24 hours", "2026-10-25 17:00"},
      {"2026-11-30T09:00", "4 weeks", "2026-12-24 17:00"},
      {"2026-11-27T19:40", "1 working day", "2026-11-30 17:00"},
      {"2026-11-30T07:30", "1 working day", "2026-12-01 17:00"},
      {"2026-11-30T07:30", "48 hours (2 working days)", "2026-12-02 09:00"},
      {"2026-11-28T11:00", "48 hours (2 working days)", "2026-12-01 11:00"},
      {"2026-11-27T17:00", "24 hours", "2026-11-28 17:00"},
      {"2026-03-28T18:00+00:00", "24 hours", "2026-03-29 19:00"},
      {"2026-05-21T12:00", "1 working week", "2026-05-29 17:00"},
      {"2026-04-24T09:00", "10 working days", "2026-05-11 17:00"},
  };
  for (const Example& example : examples) {
    EXPECT_EQ(due_at(example.start, example.limit, calendar), example.due)
        << example.start << " + " << example.limit;
  }
}

// The worked chains, as far as they are deadlines of one limit each.
TEST(Due, COV_3_COV_4_OneWorkingDayAndAFurtherOne) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-04-01T15:00", "1 working day", calendar), "2026-04-02 17:00");
  EXPECT_EQ(due_at("2026-04-02T17:00", "1 working day", calendar), "2026-04-07 17:00");
  EXPECT_EQ(due_at("2026-04-01T16:00", "1 working day", calendar), "2026-04-02 17:00");
}

TEST(Due, GLO_8_GLO_19_FourStages) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-04-16T10:00", "5 working days", calendar), "2026-04-23 17:00");
  EXPECT_EQ(due_at("2026-04-23T17:00", "5 working days", calendar), "2026-04-30 17:00");
  EXPECT_EQ(due_at("2026-04-30T17:00", "5 working days", calendar), "2026-05-08 17:00");
  EXPECT_EQ(due_at("2026-05-08T17:00", "10 working days", calendar), "2026-05-22 17:00");
}

TEST(Due, LIN_7_LIN_8_LIN_9_LIN_10_UrgentRoute) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-08-28T14:00", "48 hours (2 working days)", calendar), "2026-09-02 14:00");
  EXPECT_EQ(due_at("2026-09-02T14:00", "5 working days", calendar), "2026-09-09 17:00");
  EXPECT_EQ(due_at("2026-09-09T17:00", "48 hours (2 working days)", calendar), "2026-09-11 17:00");
  EXPECT_EQ(due_at("2026-09-11T17:00", "24 hours", calendar), "2026-09-12 17:00");
  EXPECT_EQ(due_at("2026-08-28T15:30", "48 hours (2 working days)", calendar), "2026-09-02 15:30");
  EXPECT_EQ(due_at("2026-09-01T11:00", "5 working days", calendar), "2026-09-08 17:00");
}

TEST(Due, NOT_9_NOT_10_UrgentAndRoutine) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-05-22T14:00", "1 working day", calendar), "2026-05-26 17:00");
  EXPECT_EQ(due_at("2026-05-26T17:00", "next working day", calendar), "2026-05-27 17:00");
  EXPECT_EQ(due_at("2026-05-22T16:30", "next working day", calendar), "2026-05-26 17:00");
  EXPECT_EQ(due_at("2026-12-22T15:00", "5 working days", calendar), "2026-12-31 17:00");
  EXPECT_EQ(due_at("2027-01-04T10:00", "2 working days", calendar), "2027-01-06 17:00");
}

// Rule 3: "the day of the event does not count, whatever the hour, and an event on a non-working
// day is not moved first".
TEST(Due, WorkingDaysTurnAtMidnightAndNowhereElse) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-11-26T00:00", "1 working day", calendar), "2026-11-27 17:00");
  EXPECT_EQ(due_at("2026-11-26T23:59:59", "1 working day", calendar), "2026-11-27 17:00");
  EXPECT_EQ(due_at("2026-11-27T00:00", "1 working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-29T23:59:59", "1 working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-30T00:00", "1 working day", calendar), "2026-12-01 17:00");
  // In summer the local midnight is 23:00 of UTC.
  EXPECT_EQ(due_at("2026-07-01T22:59:59Z", "1 working day", calendar), "2026-07-02 17:00");
  EXPECT_EQ(due_at("2026-07-01T23:00:00Z", "1 working day", calendar), "2026-07-03 17:00");
}

// Rule 4: "before opening it becomes opening, after closing it becomes closing, of that day".
TEST(Due, LIN_7_SameClockTimeIsKeptInsideWorkingHours) {
  const auto calendar = england();
  const char* limit = "48 hours (2 working days)";
  EXPECT_EQ(due_at("2026-11-24T08:59:59", limit, calendar), "2026-11-26 09:00");
  EXPECT_EQ(due_at("2026-11-24T09:00", limit, calendar), "2026-11-26 09:00");
  EXPECT_EQ(due_at("2026-11-24T09:00:01", limit, calendar), "2026-11-26 09:00:01+00:00");
  EXPECT_EQ(due_at("2026-11-24T16:59:59", limit, calendar), "2026-11-26 16:59:59+00:00");
  EXPECT_EQ(due_at("2026-11-24T17:00", limit, calendar), "2026-11-26 17:00");
  EXPECT_EQ(due_at("2026-11-24T17:00:01", limit, calendar), "2026-11-26 17:00");
  EXPECT_EQ(due_at("2026-11-24T10:00", "24 hours (1 working day)", calendar), "2026-11-25 10:00");
  // The same clock time, not the same number of hours, over a clock change.
  EXPECT_EQ(due_at("2026-10-23T10:00", limit, calendar), "2026-10-27 10:00");
  EXPECT_EQ(due_at("2026-03-27T10:00", limit, calendar), "2026-03-31 10:00");
}

TEST(Due, SameClockTimeCanStayOutsideHoursByConvention) {
  const auto calendar = england({}, {.same_clock = OutsideHours::Stay});
  EXPECT_EQ(due_at("2026-11-27T19:40", "48 hours (2 working days)", calendar), "2026-12-01 19:40");
}

// Rule 5: "elapsed clock hours; nights, weekends, holidays and clock changes included; never
// moved".
TEST(Due, LIN_10_ElapsedHoursRunThroughEverything) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-12-24T16:00", "24 hours", calendar), "2026-12-25 16:00");
  EXPECT_EQ(due_at("2026-03-29T00:30", "1 hour", calendar), "2026-03-29 02:30");
  EXPECT_EQ(due_at("2026-10-25T01:30", "1 hour", calendar),
            "2026-10-25 01:30");  // the second 01:30
  EXPECT_EQ(due_at("2026-10-25T01:30", "2 hours", calendar), "2026-10-25 02:30");
  EXPECT_EQ(due_at("1999-12-31T12:00", "48 hours", calendar), "2000-01-02 12:00");
  EXPECT_EQ(due_at("2060-12-31T12:00", "48 hours", calendar), "2061-01-02 12:00");
}

// Rule 6: "the same weekday N weeks later, at close; if that is not a working day, the last working
// day before it (if that is not after the event, the first working day after the event)".
TEST(Due, NOT_10_WeeksLandOnAWorkingDay) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-11-24T23:00", "4 weeks", calendar), "2026-12-22 17:00");
  EXPECT_EQ(due_at("2026-11-28T11:00", "1 week", calendar), "2026-12-04 17:00");  // Saturday
  EXPECT_EQ(due_at("2026-03-30T11:00", "1 week", calendar), "2026-04-02 17:00");  // Easter Monday
  const auto closed = england({{date_of(2026, 8, 3), date_of(2026, 8, 14), "Summer", {}}});
  // From Friday 31 July a week ends inside the closure; the working day before it is the event's
  // own.
  EXPECT_EQ(due_at("2026-07-31T10:00", "1 week", closed), "2026-08-17 17:00");
  EXPECT_EQ(due_at("2026-07-30T10:00", "1 week", closed), "2026-07-31 17:00");
}

TEST(Due, WhereWeeksLandIsAConvention) {
  const auto after = england({}, {.weeks = Landing::After});
  const auto stay = england({}, {.weeks = Landing::Stay});
  EXPECT_EQ(due_at("2026-11-30T09:00", "4 weeks", after), "2026-12-29 17:00");
  EXPECT_EQ(due_at("2026-11-30T09:00", "4 weeks", stay), "2026-12-28 17:00");
  EXPECT_EQ(due_at("2026-11-24T09:00", "4 weeks", after), "2026-12-22 17:00");
  // Each unit has its own setting.
  EXPECT_EQ(due_at("2026-11-28T09:00", "1 month", after), "2026-12-24 17:00");
}

TEST(Due, MonthsKeepTheDayNumberOrTakeTheLastDay) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2027-01-29T10:00", "1 month", calendar), "2027-02-26 17:00");  // 28 is a Sunday
  EXPECT_EQ(due_at("2026-01-31T10:00", "2 months", calendar), "2026-03-31 17:00");
  EXPECT_EQ(due_at("2026-05-31T10:00", "6 months", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-25T10:00", "1 month", calendar), "2026-12-24 17:00");
  EXPECT_EQ(due_at("2026-11-25T10:00", "1 month", england({}, {.months = Landing::After})),
            "2026-12-29 17:00");
}

TEST(Due, CalendarDaysCountEveryDayAndLand) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-11-24T23:59", "1 calendar day", calendar), "2026-11-25 17:00");
  EXPECT_EQ(due_at("2026-11-20T10:00", "10 calendar days", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-20T10:00", "9 calendar days", calendar), "2026-11-27 17:00");
  // One day from Friday is Saturday; the working day before that is the event's own day.
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 calendar day", calendar), "2026-11-30 17:00");
  const auto stay = england({}, {.calendar_days = Landing::Stay});
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 calendar day", stay), "2026-11-28 17:00");
}

TEST(Due, ClearDaysLieWhollyBetween) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-11-23T10:00", "3 clear days", calendar), "2026-11-27 17:00");
  EXPECT_EQ(due_at("2026-11-23T10:00", "1 clear day", calendar), "2026-11-25 17:00");
}

TEST(Due, WorkingHoursFillOneDayAfterAnother) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-11-26T09:00", "8 working hours", calendar), "2026-11-26 17:00");
  EXPECT_EQ(due_at("2026-11-26T09:00:01", "8 working hours", calendar),
            "2026-11-27 09:00:01+00:00");
  EXPECT_EQ(due_at("2026-11-26T16:00", "2 working hours", calendar), "2026-11-27 10:00");
  EXPECT_EQ(due_at("2026-11-26T17:00", "1 working hour", calendar), "2026-11-27 10:00");
  EXPECT_EQ(due_at("2026-11-26T06:00", "1 working hour", calendar), "2026-11-26 10:00");
  EXPECT_EQ(due_at("2026-11-27T16:00", "9 working hours", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T16:00", "10 working hours", calendar), "2026-12-01 10:00");
  EXPECT_EQ(due_at("2026-11-28T12:00", "16 working hours", calendar), "2026-12-01 17:00");
}

TEST(Due, SameAndNextWorkingDay) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-11-27T07:00", "same working day", calendar), "2026-11-27 17:00");
  EXPECT_EQ(due_at("2026-11-27T16:59:59", "same working day", calendar), "2026-11-27 17:00");
  EXPECT_EQ(due_at("2026-11-27T17:00", "same working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-28T10:00", "same working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T17:00", "next working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-28T10:00", "next working day", calendar), "2026-11-30 17:00");
}

TEST(Due, CountsBackFromAnEvent) {
  const auto calendar = england();
  const char* meeting = "2026-04-14T10:00";  // the Tuesday of the week after Easter week
  EXPECT_EQ(due_at(meeting, "at least 7 clear days before", calendar), "2026-04-02 17:00");
  EXPECT_EQ(due_at(meeting, "at least 3 clear days before", calendar), "2026-04-10 17:00");
  EXPECT_EQ(due_at(meeting, "at least 1 working day before", calendar), "2026-04-13 17:00");
  EXPECT_EQ(due_at(meeting, "at least 6 working days before", calendar), "2026-04-02 17:00");
  EXPECT_EQ(due_at(meeting, "at least 24 hours before", calendar), "2026-04-13 10:00");
  EXPECT_EQ(due_at(meeting, "at least 1 week before", calendar), "2026-04-07 17:00");
  EXPECT_EQ(due_at(meeting, "at least 8 calendar days before", calendar), "2026-04-02 17:00");
  EXPECT_EQ(due_at(meeting, "at least 1 month before", calendar), "2026-03-13 17:00");
  EXPECT_EQ(due_at(meeting, "at least 48 hours (2 working days) before", calendar),
            "2026-04-10 10:00");
  // Counted back, what falls outside hours goes to the moment before, never to a later one.
  EXPECT_EQ(due_at("2026-04-14T08:00", "at least 24 hours (1 working day) before", calendar),
            "2026-04-10 17:00");
  EXPECT_EQ(due_at("2026-04-14T19:00", "at least 24 hours (1 working day) before", calendar),
            "2026-04-13 17:00");
  const auto after = england({}, {.weeks = Landing::After});
  EXPECT_EQ(due_at("2026-04-13T10:00", "at least 1 week before", after), "2026-04-02 17:00");
}

TEST(Due, CountsWorkingHoursBack) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-04-14T10:00", "at least 1 working hour before", calendar),
            "2026-04-14 09:00");
  EXPECT_EQ(due_at("2026-04-14T10:00", "at least 2 working hours before", calendar),
            "2026-04-13 16:00");
  EXPECT_EQ(due_at("2026-04-14T10:00", "at least 9 working hours before", calendar),
            "2026-04-13 09:00");
  EXPECT_EQ(due_at("2026-04-14T08:00", "at least 1 working hour before", calendar),
            "2026-04-13 16:00");
  EXPECT_EQ(due_at("2026-04-14T20:00", "at least 1 working hour before", calendar),
            "2026-04-14 16:00");
  EXPECT_EQ(due_at("2026-04-06T12:00", "at least 8 working hours before", calendar),
            "2026-04-02 09:00");
}

TEST(Due, AnEventOutsideHoursCanWaitForOpeningByConvention) {
  const auto calendar = england({}, {.event = EventOutsideHours::NextOpening});
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T17:00", "1 working day", calendar), "2026-12-01 17:00");
  EXPECT_EQ(due_at("2026-11-28T11:00", "1 working day", calendar), "2026-12-01 17:00");
  EXPECT_EQ(due_at("2026-11-28T11:00", "48 hours (2 working days)", calendar), "2026-12-02 09:00");
  EXPECT_EQ(due_at("2026-11-28T11:00", "24 hours", calendar), "2026-11-29 11:00");
}

TEST(Due, TheDayOfTheEventCanBeTheFirstThatCountsByConvention) {
  const auto calendar = england({}, {.day_of_event = DayOfEvent::Counts});
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 working day", calendar), "2026-11-27 17:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "3 working days", calendar), "2026-12-01 17:00");
  EXPECT_EQ(due_at("2026-11-27T16:59", "1 working week", calendar), "2026-12-03 17:00");
  // A day that is over, or is no working day, cannot be the first.
  EXPECT_EQ(due_at("2026-11-27T17:00", "1 working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-28T10:00", "1 working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "5 calendar days", calendar), "2026-12-01 17:00");
  EXPECT_EQ(due_at("2026-11-27T18:00", "5 calendar days", calendar), "2026-12-02 17:00");
  EXPECT_EQ(due_at("2026-11-28T10:00", "1 calendar day", calendar), "2026-11-30 17:00");
  // What says its own day, counts back or counts hours is not read otherwise.
  EXPECT_EQ(due_at("2026-11-27T10:00", "next working day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 week", calendar), "2026-12-04 17:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 clear day", calendar), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "48 hours (2 working days)", calendar), "2026-12-01 10:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "at least 1 working day before", calendar),
            "2026-11-26 17:00");
  const auto moved =
      england({}, {.event = EventOutsideHours::NextOpening, .day_of_event = DayOfEvent::Counts});
  EXPECT_EQ(due_at("2026-11-27T18:00", "1 working day", moved), "2026-11-30 17:00");
  EXPECT_EQ(due_at("2026-11-27T18:00", "2 working days", moved), "2026-12-01 17:00");
}

TEST(Due, FollowsOtherWorkingHoursAndWeeks) {
  const auto calendar = england({}, {.opens_s = 8 * kSecondsPerHour,
                                     .closes_s = 18 * kSecondsPerHour + 1800,
                                     .working_week = {false, true, true, true, true, true, true}});
  EXPECT_EQ(due_at("2026-11-27T19:40", "1 working day", calendar), "2026-11-28 18:30");
  EXPECT_EQ(due_at("2026-11-27T19:40", "24 hours (1 working day)", calendar), "2026-11-28 18:30");
  const auto whole_day = england({}, {.opens_s = 0, .closes_s = kSecondsPerDay});
  EXPECT_EQ(due_at("2026-11-27T10:00", "1 working day", whole_day), "2026-12-01 00:00");
  EXPECT_EQ(due_at("2026-11-27T10:00", "48 hours (2 working days)", whole_day), "2026-12-01 10:00");
}

TEST(Due, SaysWhenNoTimeIsGiven) {
  const auto calendar = england();
  for (const char* limit :
       {"immediately", "as soon as possible", "promptly", "without delay", "not stated"}) {
    EXPECT_EQ(due(*parse_limit(limit), at(calendar, "2026-11-27T10:00"), calendar),
              std::unexpected(DueError::NoTimeGiven));
  }
}

TEST(Due, SaysWhenTheCalendarIsTooShort) {
  const auto calendar = england();
  const std::string too_short = to_words(DueError::CalendarTooShort);
  EXPECT_EQ(due_at("2060-12-30T10:00", "1 working day", calendar), "2060-12-31 17:00");
  EXPECT_EQ(due_at("2060-12-31T10:00", "1 working day", calendar), too_short);
  EXPECT_EQ(due_at("1999-12-31T10:00", "1 working day", calendar), too_short);
  EXPECT_EQ(due_at("2000-01-01T00:00", "1 working day", calendar), "2000-01-04 17:00");
  for (const char* limit : {"5 working days", "20 working hours", "48 hours (2 working days)",
                            "1 week", "1 month", "5 calendar days", "5 clear days"}) {
    EXPECT_EQ(due_at("2060-12-30T10:00", limit, calendar), too_short) << limit;
    EXPECT_EQ(due_at("2000-01-04T10:00", fmt::format("at least {} before", limit), calendar),
              too_short)
        << limit;
  }
}

TEST(DueWithWorking, SaysHoursAndMinutesOfADay) {
  const auto calendar = england();
  const auto why = [&](std::string_view limit, std::string_view start) {
    const auto working = due_with_working(*parse_limit(limit), at(calendar, start), calendar);
    return working->days.front().why;
  };
  EXPECT_EQ(why("1 minute", "2026-06-03T10:00"), "1 minute");
  EXPECT_EQ(why("2 minutes", "2026-06-03T10:00"), "2 minutes");
  EXPECT_EQ(why("60 minutes", "2026-06-03T10:00"), "1 hour");
  EXPECT_EQ(why("61 minutes", "2026-06-03T10:00"), "1 hour 1 minute");
  EXPECT_EQ(why("90 minutes", "2026-06-03T10:00"), "1 hour 30 minutes");
  EXPECT_EQ(why("150 minutes", "2026-06-03T10:00"), "2 hours 30 minutes");
  // One second of a day counts, too.
  const auto second =
      due_with_working(*parse_limit("30 minutes"), at(calendar, "2026-06-03T23:59:59"), calendar);
  ASSERT_EQ(second->days.size(), 2U);
  EXPECT_TRUE(second->days[0].counted);
  EXPECT_EQ(second->days[1].number, 2);
}

TEST(DueWithWorking, CountsInOrdinals) {
  const auto calendar = england();
  for (const auto& [count, ordinal] : {std::pair{1, "1st"},
                                       {2, "2nd"},
                                       {3, "3rd"},
                                       {4, "4th"},
                                       {11, "11th"},
                                       {12, "12th"},
                                       {13, "13th"},
                                       {20, "20th"},
                                       {21, "21st"},
                                       {22, "22nd"},
                                       {23, "23rd"},
                                       {101, "101st"},
                                       {111, "111th"},
                                       {112, "112th"},
                                       {113, "113th"},
                                       {121, "121st"}}) {
    const auto working = due_with_working({.unit = Unit::WorkingDays, .count = count},
                                          at(calendar, "2026-06-03T10:00"), calendar);
    EXPECT_THAT(working->rule,
                ::testing::HasSubstr(std::string{"on the "} + ordinal + " working day"));
  }
}

// Counted back from before opening, at opening and after closing.
TEST(Due, CountsWorkingHoursBackFromOutsideThem) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2026-06-03T08:00", "at least 1 working hour before", calendar),
            "2026-06-02 16:00");
  EXPECT_EQ(due_at("2026-06-03T09:00", "at least 1 working hour before", calendar),
            "2026-06-02 16:00");
  EXPECT_EQ(due_at("2026-06-03T10:00", "at least 1 working hour before", calendar),
            "2026-06-03 09:00");
  EXPECT_EQ(due_at("2026-06-03T18:00", "at least 1 working hour before", calendar),
            "2026-06-03 16:00");
  EXPECT_EQ(due_at("2026-06-03T18:00", "at least 8 working hours before", calendar),
            "2026-06-03 09:00");
  EXPECT_EQ(due_at("2026-06-03T18:00", "at least 9 working hours before", calendar),
            "2026-06-02 16:00");
}

}  // namespace
}  // namespace accord
