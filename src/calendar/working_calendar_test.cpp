#include "calendar/working_calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

using ::testing::HasSubstr;

// Timescale rule 2: "A working day is Monday to Friday, except bank holidays of the partnership's
// calendar and closures that the partnership declares."
TEST(WorkingCalendar, KnowsWorkingDays) {
  const auto calendar = england({{.first = date_of(2026, 12, 29),
                                  .last = date_of(2026, 12, 31),
                                  .name = "Offices closed",
                                  .announced = date_of(2026, 10, 1)}});
  EXPECT_TRUE(calendar.is_working_day(date_of(2026, 12, 24)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 12, 25)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 12, 26)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 12, 28)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 12, 29)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 12, 31)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2027, 1, 1)));
  EXPECT_TRUE(calendar.is_working_day(date_of(2027, 1, 4)));
  EXPECT_EQ(due_at("2026-12-24T10:00", "1 working day", calendar), "2027-01-04 17:00");
  EXPECT_EQ(due_at("2026-12-24T10:00", "1 working day", england()), "2026-12-29 17:00");
}

TEST(WorkingCalendar, SaysWhyADayIsOff) {
  const auto calendar = england({{.first = date_of(2027, 2, 1),
                                  .last = date_of(2027, 2, 1),
                                  .name = "Training day",
                                  .announced = date_of(2026, 11, 2)}});
  const auto funeral = calendar.day_off(date_of(2022, 9, 19));
  ASSERT_TRUE(funeral.has_value());
  EXPECT_EQ(funeral->name, "State Funeral of Queen Elizabeth II");
  EXPECT_EQ(funeral->announced, date_of(2022, 9, 10));
  EXPECT_FALSE(funeral->projected);
  EXPECT_FALSE(funeral->closure);
  const auto closed = calendar.day_off(date_of(2027, 2, 1));
  ASSERT_TRUE(closed.has_value());
  EXPECT_EQ(closed->name, "Training day");
  EXPECT_TRUE(closed->closure);
  EXPECT_EQ(calendar.day_off(date_of(2026, 11, 28)), std::nullopt);  // a Saturday
  EXPECT_EQ(calendar.day_off(date_of(1999, 12, 31)), std::nullopt);
}

TEST(WorkingCalendar, MarksWhatIsNotYetPublishedAsProjected) {
  const auto calendar = england();
  EXPECT_FALSE(calendar.is_projected(date_of(2028, 12, 31)));
  EXPECT_TRUE(calendar.is_projected(date_of(2029, 1, 1)));
  EXPECT_FALSE(calendar.day_off(date_of(2028, 12, 25))->projected);
  EXPECT_TRUE(calendar.day_off(date_of(2029, 1, 1))->projected);
}

// LIN-12: "Out of hours is every instant not in the working hours of a working day, 17:00 itself
// and bank holidays included" (timescale rule 2).
TEST(WorkingCalendar, LIN_12_KnowsWorkingHours) {
  const auto calendar = england();
  EXPECT_FALSE(calendar.in_working_hours(at(calendar, "2026-11-27T08:59:59")));
  EXPECT_TRUE(calendar.in_working_hours(at(calendar, "2026-11-27T09:00:00")));
  EXPECT_TRUE(calendar.in_working_hours(at(calendar, "2026-11-27T16:59:59")));
  EXPECT_FALSE(calendar.in_working_hours(at(calendar, "2026-11-27T17:00:00")));
  EXPECT_FALSE(calendar.in_working_hours(at(calendar, "2026-11-28T11:00:00")));
  EXPECT_FALSE(calendar.in_working_hours(at(calendar, "2026-12-28T11:00:00")));
  EXPECT_FALSE(calendar.in_working_hours(at(calendar, "1999-12-31T11:00:00")));
  // In summer, 9am is 8am of UTC.
  EXPECT_TRUE(calendar.in_working_hours(at(calendar, "2026-07-01T08:00:00Z")));
  EXPECT_FALSE(calendar.in_working_hours(at(calendar, "2026-07-01T07:59:59Z")));
}

TEST(WorkingCalendar, FindsTheNextWorkingMoment) {
  const auto calendar = england();
  const auto next = [&](const char* text) {
    return iso_local(calendar.zone(), *calendar.next_in_working_hours(at(calendar, text)));
  };
  EXPECT_EQ(next("2026-11-27T10:00"), "2026-11-27T10:00:00+00:00");
  EXPECT_EQ(next("2026-11-27T07:00"), "2026-11-27T09:00:00+00:00");
  EXPECT_EQ(next("2026-11-27T17:00"), "2026-11-30T09:00:00+00:00");
  EXPECT_EQ(next("2026-12-25T10:00"), "2026-12-29T09:00:00+00:00");
  EXPECT_EQ(calendar.next_in_working_hours(at(calendar, "2061-01-01T10:00")), std::nullopt);
  EXPECT_EQ(calendar.next_in_working_hours(at(calendar, "2060-12-31T18:00")), std::nullopt);
}

TEST(WorkingCalendar, CountsForwardBackAndBetween) {
  const auto calendar = england();
  const Date maundy_thursday = date_of(2026, 4, 2);
  EXPECT_EQ(calendar.working_day_from(maundy_thursday, 1), date_of(2026, 4, 7));
  EXPECT_EQ(calendar.working_day_from(date_of(2026, 4, 7), -1), maundy_thursday);
  EXPECT_EQ(calendar.working_day_from(date_of(2026, 4, 5), -1), maundy_thursday);
  EXPECT_EQ(calendar.working_day_from(date_of(2000, 1, 1), -1), std::nullopt);
  EXPECT_EQ(calendar.working_day_from(date_of(2060, 12, 31), 1), std::nullopt);
  EXPECT_EQ(calendar.working_day_from(date_of(1999, 12, 31), 1), std::nullopt);
  EXPECT_EQ(calendar.working_day_on_or_before(date_of(2026, 4, 6)), maundy_thursday);
  EXPECT_EQ(calendar.working_day_on_or_before(maundy_thursday), maundy_thursday);
  EXPECT_EQ(calendar.working_day_on_or_after(date_of(2026, 4, 3)), date_of(2026, 4, 7));
  EXPECT_EQ(calendar.working_days_after(maundy_thursday, date_of(2026, 4, 13)), 5);
  EXPECT_EQ(calendar.working_days_after(maundy_thursday, maundy_thursday), 0);
}

TEST(WorkingCalendar, NamesItsDataInTheVersion) {
  const auto plain = england();
  EXPECT_EQ(plain.version(), "england-and-wales 2026.1");
  const auto closed = england({{date_of(2026, 12, 29), date_of(2026, 12, 31), "Closed", {}}});
  const auto other = england({{date_of(2026, 12, 29), date_of(2026, 12, 30), "Closed", {}}});
  EXPECT_THAT(closed.version(), HasSubstr("england-and-wales 2026.1+"));
  EXPECT_NE(closed.version(), other.version());
  const auto late = plain.with({.closes_s = 18 * kSecondsPerHour});
  ASSERT_TRUE(late.has_value());
  EXPECT_NE(late->version(), plain.version());
  EXPECT_EQ(late->with({})->version(), plain.version());
}

// Carrow: Boxing Day 2026 is a Saturday, and the bank holiday is kept on the Monday; who works on
// Saturdays says that the 26th is closed too.
TEST(WorkingCalendar, IsClosedOnThePartnershipsOwnDaysOnceOrEveryYear) {
  Conventions own{.working_week = {false, true, true, true, true, true, true}};
  EXPECT_TRUE(england({}, own).is_working_day(date_of(2026, 12, 26)));
  own.closed_days = {
      {{}, 12, 26, "Boxing Day"}, {2026, 8, 14, "Carrow Fair Day"}, {{}, 2, 29, "Leap"}};
  const auto calendar = england({}, own);
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 12, 26)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2027, 12, 26)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2026, 8, 14)));
  EXPECT_TRUE(calendar.is_working_day(date_of(2027, 8, 14)));
  EXPECT_FALSE(calendar.is_working_day(date_of(2028, 2, 29)));
  EXPECT_TRUE(calendar.is_working_day(date_of(2027, 3, 1)));
  EXPECT_EQ(calendar.day_off(date_of(2026, 8, 14))->name, "Carrow Fair Day");
  EXPECT_FALSE(calendar.day_off(date_of(2027, 8, 14)));
  EXPECT_NE(calendar.version(), england({}, {.working_week = own.working_week}).version());
  const auto working =
      due_with_working(*parse_limit("1 working day"), at(calendar, "2026-08-13T10:00"), calendar);
  EXPECT_EQ(working->days.at(1).why, "closed: Carrow Fair Day");
}

TEST(WorkingCalendar, RefusesWhatCannotBe) {
  const auto holidays = *embedded_bank_holidays("england-and-wales");
  const auto fault = [&](std::vector<Closure> closures, Conventions conventions) {
    const auto made = WorkingCalendar::create(london(), holidays, std::move(closures), conventions);
    return made ? std::string{} : made.error();
  };
  EXPECT_THAT(fault({}, {.opens_s = 17 * 3600, .closes_s = 17 * 3600}), HasSubstr("begin before"));
  EXPECT_THAT(fault({}, {.opens_s = -1}), HasSubstr("begin before"));
  EXPECT_THAT(fault({}, {.closes_s = kSecondsPerDay + 1}), HasSubstr("both lie in one day"));
  EXPECT_THAT(fault({}, {.working_week = {}}), HasSubstr("at least one day"));
  EXPECT_THAT(fault({}, {.closed_days = {{{}, 2, 30, "Never"}}}), HasSubstr("'Never' needs"));
  EXPECT_THAT(fault({}, {.closed_days = {{2027, 2, 29, "Leap"}}}), HasSubstr("'Leap' needs"));
  EXPECT_THAT(fault({{date_of(2026, 2, 2), date_of(2026, 2, 1), "Snow", {}}}, {}),
              HasSubstr("'Snow' ends on 2026-02-01, before it begins"));
  EXPECT_THAT(fault({{date_of(2026, 2, 1), date_of(2026, 2, 1), "", {}}}, {}),
              HasSubstr("has no name"));
  // Closures outside the years of the calendar change nothing.
  EXPECT_EQ(fault({{date_of(1990, 1, 1), date_of(2100, 1, 1), "Always", {}}}, {}), "");
}

TEST(WorkingCalendarDeathTest, StopsWhenAskedAboutADayItDoesNotHold) {
  const auto calendar = england();
  EXPECT_DEATH((void)calendar.is_working_day(date_of(1999, 12, 31)), "covers\\(day\\)");
}

}  // namespace
}  // namespace accord
