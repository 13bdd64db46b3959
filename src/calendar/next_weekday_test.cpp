// "next Tuesday" and "next Tuesday if told by noon on Monday": as people would count them on a
// calendar on the wall, and against a count over a whole year that is slow and obviously right.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calendar/due.hpp"
#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

using std::chrono::days;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Conventions six_days() {
  return {.opens_s = 8 * kSecondsPerHour,
          .closes_s = 18 * kSecondsPerHour,
          .working_week = {false, true, true, true, true, true, true}};
}

TEST(NextWeekday, IsTheFirstAfterTheDayOfTheStart) {
  const auto calendar = england();
  EXPECT_EQ(due_at("2027-03-01T10:00", "next Tuesday", calendar), "2027-03-02 17:00");  // a Monday
  EXPECT_EQ(due_at("2027-03-01T23:59", "next Tuesday", calendar), "2027-03-02 17:00");
  EXPECT_EQ(due_at("2027-03-02T00:00", "next Tuesday", calendar), "2027-03-09 17:00");
  EXPECT_EQ(due_at("2027-03-06T10:00", "next Tuesday", calendar), "2027-03-09 17:00");
}

TEST(NextWeekday, UpToTheLastMomentItIsThatOneAndThenTheOneAfter) {
  const auto calendar = england({}, six_days());
  const std::string limit = "next Tuesday, if told by noon on Monday";
  EXPECT_EQ(due_at("2027-03-08T12:00", limit, calendar), "2027-03-09 18:00");
  EXPECT_EQ(due_at("2027-03-08T12:00:01", limit, calendar), "2027-03-16 18:00");
  EXPECT_EQ(due_at("2027-03-09T08:00", limit, calendar), "2027-03-16 18:00");
  EXPECT_EQ(due_at("2027-03-10T08:00", limit, calendar), "2027-03-16 18:00");
  // The last moment may be days before: on Sunday it is too late for the Tuesday two days on.
  EXPECT_EQ(due_at("2027-03-07T08:00", "next Tuesday if told by 16:30 on Friday", calendar),
            "2027-03-16 18:00");
  EXPECT_EQ(due_at("2027-03-05T16:30", "next Tuesday if told by 16:30 on Friday", calendar),
            "2027-03-09 18:00");
}

TEST(NextWeekday, OnADayThatIsNoWorkingDayMovesToTheNextWorkingDay) {
  // Christmas Day 2029 is a Tuesday.
  EXPECT_EQ(due_at("2029-12-20T10:00", "next Tuesday", england()), "2029-12-27 17:00");
  EXPECT_EQ(due_at("2027-03-01T10:00", "next Sunday", england()), "2027-03-08 17:00");
}

TEST(NextWeekday, KeepsTheClockOnTheWallWhenTheClocksChange) {
  const auto calendar = england();
  // Forward on Sunday 28 March 2027, back on Sunday 31 October.
  EXPECT_EQ(due_at("2027-03-27T10:00", "next Monday", calendar), "2027-03-30 17:00");  // Easter
  EXPECT_EQ(due_at("2027-10-30T10:00", "next Monday", calendar), "2027-11-01 17:00");
  EXPECT_EQ(due_at("2027-10-31T10:00", "next Monday if told by 10:00 on Sunday", calendar),
            "2027-11-01 17:00");
  EXPECT_EQ(due_at("2027-10-31T10:01", "next Monday if told by 10:00 on Sunday", calendar),
            "2027-11-08 17:00");
}

TEST(NextWeekday, StartsAtTheNextOpeningWhereThePolicySaysSo) {
  Conventions conventions = six_days();
  conventions.event = EventOutsideHours::NextOpening;
  const auto calendar = england({}, conventions);
  // Monday 7pm is taken to be Tuesday 8am, and the first Tuesday after that is a week on.
  EXPECT_EQ(due_at("2027-03-08T19:00", "next Tuesday", calendar), "2027-03-16 18:00");
  EXPECT_EQ(due_at("2027-03-07T19:00", "next Tuesday if told by noon on Monday", calendar),
            "2027-03-09 18:00");
}

// A limit that names its own last moment asks when it was told, on the clock on the wall: also on
// a day that is no working day, and before opening.
TEST(NextWeekday, WhatWasToldByItsOwnLastMomentIsInTimeWhateverTheHours) {
  Conventions conventions = six_days();
  conventions.event = EventOutsideHours::NextOpening;
  const auto calendar = england({}, conventions);
  const std::string limit = "next Tuesday if told by noon on Monday";
  // Monday 3 May 2027 is a bank holiday.
  EXPECT_EQ(due_at("2027-05-03T10:00", limit, calendar), "2027-05-04 18:00");
  EXPECT_EQ(due_at("2027-05-03T12:00", limit, calendar), "2027-05-04 18:00");
  EXPECT_EQ(due_at("2027-05-03T12:00:01", limit, calendar), "2027-05-11 18:00");
  EXPECT_EQ(due_at("2027-05-10T07:00", limit, calendar), "2027-05-11 18:00");
  // In the working the start is when it was told.
  const auto working =
      due_with_working(*parse_limit(limit), at(calendar, "2027-05-03T10:00"), calendar);
  EXPECT_EQ(to_iso(working->days.front().day), "2027-05-03");
  EXPECT_EQ(working->days.back().day, *parse_date("2027-05-04"));
}

std::vector<std::string> whys(std::string_view start, std::string_view limit,
                              const WorkingCalendar& calendar) {
  std::vector<std::string> lines;
  const auto working = due_with_working(*parse_limit(limit), at(calendar, start), calendar);
  for (const CountedDay& day : working->days) {
    lines.push_back(to_iso(day.day) + ": " + day.why);
  }
  return lines;
}

TEST(NextWeekday, ShowsItsWorkingDayByDay) {
  const auto calendar = england({}, six_days());
  EXPECT_THAT(
      whys("2027-03-08T12:30", "next Tuesday if told by noon on Monday", calendar),
      ElementsAre("2027-03-08: the day it starts, which does not count",
                  "2027-03-09: Tuesday: it was told too late, after midday on Monday 8 "
                  "March 2027",
                  "2027-03-10: not yet Tuesday", "2027-03-11: not yet Tuesday",
                  "2027-03-12: not yet Tuesday", "2027-03-13: not yet Tuesday",
                  "2027-03-14: not yet Tuesday",
                  "2027-03-15: told by midday on this day: in time for Tuesday 16 March 2027",
                  "2027-03-16: Tuesday"));
  EXPECT_THAT(whys("2029-12-24T10:00", "next Tuesday", england()),
              ElementsAre("2029-12-24: the day it starts, which does not count",
                          "2029-12-25: the Tuesday reached, which is no working day (bank holiday: "
                          "Christmas Day (projected)): due on Thursday 27 December 2029",
                          "2029-12-26: bank holiday: Boxing Day (projected)",
                          "2029-12-27: the first working day after that Tuesday"));
  const auto working = due_with_working(*parse_limit("next Tuesday if told by noon on Monday"),
                                        at(calendar, "2027-03-08T12:30"), calendar);
  EXPECT_THAT(working->rule, HasSubstr("a start up to midday on the Monday before it is in time"));
}

/// "2027-03-08T12:00:00": of the hour on the wall, so that texts compare as times do.
std::string wall(const WorkingCalendar& calendar, Instant at) {
  return iso_local(calendar.zone(), at).substr(0, 19);
}

/// The slow count: each day after the start is looked at; it is the one if it has the name and the
/// last moment before it has not gone by on the clock on the wall.
Date slow(const WorkingCalendar& calendar, Instant start, std::string_view weekday,
          std::string_view told_weekday, std::string_view told_at) {
  const std::string started = wall(calendar, start);
  Date day = *parse_date(started.substr(0, 10));
  for (day += days{1};; day += days{1}) {
    if (weekday_name(day) != weekday) {
      continue;
    }
    Date told = day - days{1};
    while (!told_weekday.empty() && weekday_name(told) != told_weekday) {
      told -= days{1};
    }
    if (told_weekday.empty() || started <= to_iso(told) + "T" + std::string{told_at} + ":00") {
      break;
    }
  }
  while (!calendar.is_working_day(day)) {
    day += days{1};
  }
  return day;
}

TEST(NextWeekday, AgreesWithTheSlowCountAcrossAYear) {
  const std::vector<std::string> names{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                       "Thursday", "Friday", "Saturday"};
  for (const Conventions& conventions :
       {Conventions{}, six_days(), Conventions{.opens_s = 0, .closes_s = kSecondsPerDay}}) {
    const auto calendar = england({}, conventions);
    const Instant first = at(calendar, "2026-12-20T00:30");
    for (unsigned i = 0; i < 7; ++i) {
      for (unsigned told = 0; told < 7; ++told) {
        const bool plain = told == i;
        const std::string text =
            plain ? "next " + names[i] : "next " + names[i] + " if told by 14:30 on " + names[told];
        const Limit limit = *parse_limit(text);
        Instant before{0};
        for (int step = 0; step < 380 * 24; step += 11) {
          const Instant start{first.seconds + std::int64_t{step} * kSecondsPerHour};
          const auto working = due_with_working(limit, start, calendar);
          ASSERT_TRUE(working.has_value());
          ASSERT_EQ(working->due, *due(limit, start, calendar));
          ASSERT_EQ(working->due, calendar.close(slow(calendar, start, names[i],
                                                      plain ? "" : names[told], "14:30")))
              << text << " from " << wall(calendar, start);
          ASSERT_GE(working->due, before) << "a later start never gives an earlier day";
          before = working->due;
        }
      }
    }
  }
}

}  // namespace
}  // namespace accord
