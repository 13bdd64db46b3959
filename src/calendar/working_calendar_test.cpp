#include "calendar/working_calendar.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
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

/// One Easter Monday, in the years 2026 and 2027, working on every day of the week.
BankHolidays two_years() {
  return {.key = "two",
          .title = "Two years",
          .version = "1",
          .first = date_of(2026, 1, 1),
          .last = date_of(2027, 12, 31),
          .published_to = date_of(2026, 12, 31),
          .days = {{date_of(2026, 4, 6), "Easter Monday", std::nullopt}}};
}

constexpr std::array<bool, 7> kEveryDay{true, true, true, true, true, true, true};

WorkingCalendar of_two_years(Conventions own, std::vector<Closure> closures = {}) {
  own.working_week = kEveryDay;
  auto made = WorkingCalendar::create(london(), two_years(), std::move(closures), own);
  ACCORD_CHECK(made.has_value());
  return *std::move(made);
}

TEST(WorkingCalendar, HoldsItsFirstAndItsLastDay) {
  const Date first = date_of(2026, 1, 1);
  const Date last = date_of(2027, 12, 31);
  const auto open = of_two_years({});
  EXPECT_TRUE(open.covers(first));
  EXPECT_TRUE(open.covers(last));
  EXPECT_FALSE(open.covers(first - std::chrono::days{1}));
  EXPECT_FALSE(open.covers(last + std::chrono::days{1}));
  EXPECT_TRUE(open.is_working_day(first));
  EXPECT_TRUE(open.is_working_day(last));
  EXPECT_EQ(open.working_day_from(first, -1), std::nullopt);
  EXPECT_EQ(open.working_day_from(date_of(2026, 1, 2), -1), first);
  EXPECT_EQ(open.working_day_from(date_of(2027, 12, 30), 1), last);
  EXPECT_EQ(open.working_day_from(date_of(2027, 12, 30), 2), std::nullopt);
  EXPECT_EQ(open.working_day_from(last, 1), std::nullopt);
  EXPECT_EQ(open.working_day_on_or_before(last + std::chrono::days{1}), std::nullopt);
  EXPECT_EQ(open.working_day_on_or_after(last), last);
  EXPECT_EQ(open.close_of_working_day_after(last, 1), std::nullopt);
  EXPECT_EQ(open.close_of_working_day_after(date_of(2027, 12, 30), 1), open.close(last));
  EXPECT_EQ(open.working_days_after(first, last), 728);
  // Every year has its days, those at its ends too; what lies outside the years changes nothing.
  const auto closed = of_two_years({.closed_days = {{{}, 1, 1, "New Year"},
                                                    {{}, 12, 31, "Old Year"},
                                                    {2025, 5, 5, "Before"},
                                                    {2028, 5, 5, "After"}}},
                                   {{date_of(2026, 3, 1), date_of(2026, 3, 2), "Snow", {}}});
  for (const Date off : {first, date_of(2026, 12, 31), date_of(2027, 1, 1), last,
                         date_of(2026, 3, 1), date_of(2026, 3, 2), date_of(2026, 4, 6)}) {
    EXPECT_FALSE(closed.is_working_day(off)) << to_iso(off);
    EXPECT_TRUE(closed.day_off(off).has_value()) << to_iso(off);
  }
  EXPECT_EQ(closed.working_days_after(first, last), 728 - 6 + 1);
  EXPECT_EQ(closed.working_day_from(date_of(2026, 1, 2), -1), std::nullopt);
  EXPECT_FALSE(closed.is_working_day(first));
  EXPECT_EQ(closed.day_off(date_of(2026, 3, 3)), std::nullopt);
  EXPECT_EQ(closed.day_off(date_of(2026, 2, 28)), std::nullopt);
  EXPECT_EQ(closed.day_off(date_of(2026, 1, 2)), std::nullopt);
}

TEST(WorkingCalendar, AHolidayOutsideItsYearsChangesNothing) {
  BankHolidays holidays = two_years();
  holidays.days.push_back({date_of(2028, 1, 3), "After", std::nullopt});
  holidays.days.insert(holidays.days.begin(), {date_of(2025, 12, 25), "Before", std::nullopt});
  const auto made = WorkingCalendar::create(london(), holidays, {}, {.working_week = kEveryDay});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->working_days_after(date_of(2026, 1, 1), date_of(2027, 12, 31)), 728);
  EXPECT_EQ(made->day_off(date_of(2028, 1, 3)), std::nullopt);
}

TEST(WorkingCalendar, WorkingHoursCanTakeTheWholeDay) {
  const auto whole = of_two_years({.opens_s = 0, .closes_s = kSecondsPerDay});
  EXPECT_TRUE(whole.in_working_hours(at(whole, "2026-05-05T00:00")));
  EXPECT_TRUE(whole.in_working_hours(at(whole, "2026-05-05T23:59:59")));
  EXPECT_EQ(whole.close(date_of(2026, 5, 5)), whole.opening(date_of(2026, 5, 6)));
}

TEST(WorkingCalendar, RefusesADayWithoutANameAndYearsThatRunBackwards) {
  const auto fault = [](const BankHolidays& holidays, const Conventions& own) {
    const auto made = WorkingCalendar::create(london(), holidays, {}, own);
    return made ? std::string{} : made.error();
  };
  EXPECT_THAT(fault(two_years(), {.closed_days = {{{}, 2, 1, ""}}}), HasSubstr("needs a name"));
  EXPECT_EQ(fault(two_years(), {.closed_days = {{{}, 2, 29, "Leap"}}}), "");
  BankHolidays holidays = two_years();
  holidays.last = holidays.first;
  EXPECT_EQ(fault(holidays, {}), "");
  holidays.last = holidays.first - std::chrono::days{1};
  EXPECT_THAT(fault(holidays, {}), HasSubstr("ends before it begins"));
}

// It stands in the record of every deadline: the same data have the same name in every release, and
// other data another.
TEST(WorkingCalendar, NamesTheSameDataAlwaysTheSame) {
  const Conventions own{.closed_days = {{{}, 12, 26, "Boxing Day"}, {2026, 8, 14, "Fair Day"}}};
  const std::vector<Closure> closures{{date_of(2026, 12, 29), date_of(2026, 12, 31), "Closed", {}}};
  EXPECT_EQ(england(closures).version(), "england-and-wales 2026.1+495b08e2");
  EXPECT_EQ(england(closures, own).version(), "england-and-wales 2026.1+87c35de1");
  EXPECT_EQ(england({}, {.day_of_event = DayOfEvent::Counts}).version(),
            "england-and-wales 2026.1+c9d80f88");
  std::vector<std::string> versions;
  for (const Conventions& one :
       {Conventions{.opens_s = 8 * kSecondsPerHour}, Conventions{.closes_s = 18 * kSecondsPerHour},
        Conventions{.working_week = kEveryDay}, Conventions{.same_clock = OutsideHours::Stay},
        Conventions{.event = EventOutsideHours::NextOpening}, Conventions{.weeks = Landing::After},
        Conventions{.months = Landing::After}, Conventions{.calendar_days = Landing::After},
        Conventions{.day_of_event = DayOfEvent::Counts},
        Conventions{.closed_days = {{{}, 12, 26, "Boxing Day"}}},
        Conventions{.closed_days = {{2026, 12, 26, "Boxing Day"}}},
        Conventions{.closed_days = {{{}, 12, 27, "Boxing Day"}}},
        Conventions{.closed_days = {{{}, 11, 26, "Boxing Day"}}},
        Conventions{.closed_days = {{{}, 12, 26, "Saint Stephen"}}}}) {
    versions.push_back(england({}, one).version());
  }
  std::ranges::sort(versions);
  EXPECT_EQ(std::ranges::adjacent_find(versions), versions.end());
}

TEST(WorkingCalendar, FindsAHolidayWhateverTheOrderOfItsDays) {
  BankHolidays holidays = two_years();
  holidays.days.push_back({date_of(2026, 1, 1), "New Year", std::nullopt});
  const auto made = WorkingCalendar::create(london(), holidays, {}, {});
  ASSERT_TRUE(made.has_value());
  EXPECT_EQ(made->day_off(date_of(2026, 1, 1))->name, "New Year");
  EXPECT_EQ(made->day_off(date_of(2026, 4, 6))->name, "Easter Monday");
}

}  // namespace
}  // namespace accord
