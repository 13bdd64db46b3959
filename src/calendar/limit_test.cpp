#include "calendar/limit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace accord {
namespace {

using ::testing::HasSubstr;

TEST(ParseLimit, ReadsEveryUnit) {
  EXPECT_EQ(parse_limit("5 working days"), (Limit{.unit = Unit::WorkingDays, .count = 5}));
  EXPECT_EQ(parse_limit("1 working day"), (Limit{.unit = Unit::WorkingDays, .count = 1}));
  EXPECT_EQ(parse_limit("3 working hours"), (Limit{.unit = Unit::WorkingHours, .count = 3}));
  EXPECT_EQ(parse_limit("30 minutes"), (Limit{.unit = Unit::ElapsedMinutes, .count = 30}));
  EXPECT_EQ(parse_limit("next Tuesday"), (Limit{.unit = Unit::NextWeekday, .weekday = 2}));
  const Limit table{.unit = Unit::NextWeekday,
                    .weekday = 2,
                    .told_by = ToldBy{.weekday = 1, .second_of_day = 12 * 3600}};
  EXPECT_EQ(parse_limit("next Tuesday, if told by noon on Monday"), table);
  EXPECT_EQ(parse_limit("Next tuesday if told by 12:00 on monday"), table);
  EXPECT_EQ(to_text(table), "next Tuesday if told by noon on Monday");
  EXPECT_EQ(parse_limit("24 hours"), (Limit{.unit = Unit::ElapsedHours, .count = 24}));
  EXPECT_EQ(parse_limit("48 hours (2 working days)"),
            (Limit{.unit = Unit::WorkingDaysSameClock, .count = 2, .hours = 48}));
  EXPECT_EQ(parse_limit("24 hours (1 working day)"),
            (Limit{.unit = Unit::WorkingDaysSameClock, .count = 1, .hours = 24}));
  EXPECT_EQ(parse_limit("10 calendar days"), (Limit{.unit = Unit::CalendarDays, .count = 10}));
  EXPECT_EQ(parse_limit("7 clear days"), (Limit{.unit = Unit::ClearDays, .count = 7}));
  EXPECT_EQ(parse_limit("4 weeks"), (Limit{.unit = Unit::Weeks, .count = 4}));
  EXPECT_EQ(parse_limit("6 months"), (Limit{.unit = Unit::Months, .count = 6}));
  EXPECT_EQ(parse_limit("same working day"), (Limit{.unit = Unit::SameWorkingDay}));
  EXPECT_EQ(parse_limit("next working day"), (Limit{.unit = Unit::NextWorkingDay}));
  EXPECT_EQ(parse_limit("immediately"), (Limit{.unit = Unit::Immediately}));
  EXPECT_EQ(parse_limit("as soon as possible"), (Limit{.unit = Unit::AsSoonAsPossible}));
  EXPECT_EQ(parse_limit("as soon as practicable"), (Limit{.unit = Unit::AsSoonAsPossible}));
  EXPECT_EQ(parse_limit("promptly"), (Limit{.unit = Unit::Promptly}));
  EXPECT_EQ(parse_limit("without delay"), (Limit{.unit = Unit::WithoutDelay}));
  EXPECT_EQ(parse_limit("not stated"), (Limit{.unit = Unit::NotStated}));
  EXPECT_EQ(parse_limit("at least 7 clear days before"),
            (Limit{.unit = Unit::ClearDays, .count = 7, .at_least_before = true}));
}

// GLO-2: "1 working week" is five working days (timescale rule 3).
TEST(ParseLimit, GLO_2_AWorkingWeekIsFiveWorkingDays) {
  EXPECT_EQ(parse_limit("1 working week"), parse_limit("5 working days"));
  EXPECT_EQ(parse_limit("2 working weeks"), parse_limit("10 working days"));
}

TEST(ParseLimit, ForgivesCaseAndSpaces) {
  EXPECT_EQ(parse_limit("  48 Hours( 2  Working\tDays )\n"),
            parse_limit("48 hours (2 working days)"));
  EXPECT_EQ(parse_limit("1 working days"), parse_limit("1 working day"));
}

struct BadLimit {
  std::string text;
  std::string mend;  ///< a part of the answer that says what to write instead
};

TEST(ParseLimit, RefusesAndSaysHowToMendIt) {
  const std::vector<BadLimit> cases = {
      {"5 days", "'5 working days', '5 calendar days' or '5 clear days'"},
      {"1 day", "'1 working day'"},
      {"5 business days", "write '5 working days'"},
      {"1 fortnight", "write '2 weeks'"},
      {"1 year", "write '12 months'"},
      {"0.5 hours", "a whole number in figures is meant: write '30 minutes'"},
      {"1.25 hours", "write '75 minutes'"},
      {"0,5 hours", "write '30 minutes'"},
      {"half an hour", "write '30 minutes'"},
      {"0.5 days", "a whole number in figures is meant"},
      {"0.001 hours", "a whole number in figures is meant"},
      {".", "a number in figures"},
      {"1.2.3 hours", "a number in figures"},
      {"next", "write 'next Tuesday'"},
      {"next week", "write 'next Tuesday'"},
      {"next Tusday", "write 'next Tuesday'"},
      {"next Tuesday if told", "'next Tuesday if told by noon on Monday'"},
      {"next Tuesday if told by lunch on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 24:00 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by noon on Tuesday", "on another weekday"},
      {"at least next Tuesday before", "a number in figures"},
      {"0 working days", "0 leaves no time"},
      {"00 hours", "0 leaves no time"},
      {"-1 working days", "a number in figures"},
      {"five working days", "a number in figures"},
      {"a further 1 working day", "a number in figures"},
      {"", "a number in figures"},
      {"soon", "a number in figures"},
      {"5", "it does not say of what"},
      {"10000 working days", "the longest is 9999"},
      {"99999999999999999999 hours", "the longest is 9999"},
      {"2000 working weeks", "the longest is 9999 working days"},
      {"5 working dayss", "the units are"},
      {"48 hours (3 working days)", "write '72 hours (3 working days)'"},
      {"48 hours (2 days)", "'48 hours (2 working days)' only"},
      {"48 hours (2 working days", "'48 hours (2 working days)' only"},
      {"48 hours (0 working days)", "0 leaves no time"},
      {"at least 7 clear days", "end it with 'before'"},
      {"7 clear days before", "needs 'at least'"},
      {"at least before", "a number in figures"},
      {"at least next working day before", "a number in figures"},
      {"before", "needs 'at least'"},
      {"0.5 hours more", "a smaller unit"},
      {"0.5 hour", "write '30 minutes'"},
      {"0.5", "a smaller unit"},
      {"0.0025 hours", "a smaller unit"},
      {"0.00025 hours", "a number in figures"},
      {".5 hours", "write '30 minutes'"},
      {"5. hours", "write '300 minutes'"},
      {"0.x hours", "a number in figures"},
      {"1/2 hour", "write '30 minutes'"},
      {"½ hour", "write '30 minutes'"},
      {"5 fortnights", "write '10 weeks'"},
      {"2 years", "write '24 months'"},
      {"1 business day", "write '1 working day'"},
      {"1", "write '1 working day' or '1 hour'"},
      {"2", "write '2 working days' or '2 hours'"},
      {"5/ hours", "a number in figures"},
      {"5: hours", "a number in figures"},
      {"48 minutes (2 working days)", "'48 hours (2 working days)' only"},
      {"48 hours 2 (working days)", "'48 hours (2 working days)' only"},
      {"48 hours (2 clear days)", "'48 hours (2 working days)' only"},
      {"48 hours (2 working weeks)", "'48 hours (2 working days)' only"},
      {"48 hours (2 working days) more", "'48 hours (2 working days)' only"},
      {"25 hours (1 working day)", "write '24 hours (1 working day)'"},
      {"next Tuesday if told by noon on Monday please", "'next Tuesday if told by noon on Monday'"},
      {"next Sunday by noon", "'next Sunday if told by noon on Saturday'"},
      {"next Tuesday if asked by noon on Monday", "'next Tuesday if told by noon on Monday'"},
      {"next Tuesday when told by noon on Monday", "'next Tuesday if told by noon on Monday'"},
      {"next Tuesday if told at noon on Monday", "'next Tuesday if told by noon on Monday'"},
      {"next Tuesday if told by noon at Monday", "'next Tuesday if told by noon on Monday'"},
      {"next Tuesday if told by noon on Mon", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 12.00 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 12:000 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 12:60 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 1/:00 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by :2:00 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 12:0: on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"next Tuesday if told by 12:/0 on Monday", "'by noon on Monday' or 'by 16:30 on Friday'"},
      {"at most 5 working days before", "needs 'at least'"},
      {std::string(5000, 'y'), "yyy…' is no limit"},
      {std::string(60, 'y'), "'" + std::string(60, 'y') + "' is no limit"},
      {std::string(61, 'y'), "'" + std::string(60, 'y') + "…' is no limit"},
  };
  for (const BadLimit& bad : cases) {
    const auto parsed = parse_limit(bad.text);
    ASSERT_FALSE(parsed.has_value()) << bad.text;
    EXPECT_THAT(parsed.error(), HasSubstr(bad.mend));
    EXPECT_LT(parsed.error().size(), 300U);
  }
}

TEST(ParseLimit, ReadsWhatStandsAtItsEdges) {
  EXPECT_EQ(parse_limit("9999 hours"), (Limit{.unit = Unit::ElapsedHours, .count = 9999}));
  EXPECT_EQ(parse_limit("1999 working weeks"), (Limit{.unit = Unit::WorkingDays, .count = 9995}));
  EXPECT_EQ(parse_limit("24 hour (1 working day)"), parse_limit("24 hours (1 working days)"));
  EXPECT_EQ(parse_limit("next Tuesday,"), parse_limit("next Tuesday"));
  EXPECT_EQ(parse_limit("5\rhours"), parse_limit("5 hours"));
  const auto told = [](std::string_view by) {
    return parse_limit("next Tuesday if told by " + std::string{by} + " on Monday")
        ->told_by->second_of_day;
  };
  EXPECT_EQ(told("midday"), 12 * 3600);
  EXPECT_EQ(told("00:00"), 0);
  EXPECT_EQ(told("09:08"), 9 * 3600 + 8 * 60);
  EXPECT_EQ(told("23:59"), 24 * 3600 - 60);
}

TEST(ParseLimit, ReadsBackWhatItSays) {
  for (const Unit unit : {Unit::WorkingDays, Unit::WorkingHours, Unit::ElapsedMinutes,
                          Unit::ElapsedHours, Unit::WorkingDaysSameClock, Unit::CalendarDays,
                          Unit::ClearDays, Unit::Weeks, Unit::Months}) {
    for (const int count : {1, 2, 5, 21, 400}) {
      for (const bool before : {false, true}) {
        const Limit limit{.unit = unit,
                          .count = count,
                          .hours = unit == Unit::WorkingDaysSameClock ? 24 * count : 0,
                          .at_least_before = before};
        EXPECT_EQ(parse_limit(to_text(limit)), limit) << to_text(limit);
      }
    }
  }
  for (const Unit unit :
       {Unit::SameWorkingDay, Unit::NextWorkingDay, Unit::Immediately, Unit::AsSoonAsPossible,
        Unit::Promptly, Unit::WithoutDelay, Unit::NotStated}) {
    EXPECT_EQ(parse_limit(to_text({.unit = unit})), Limit{.unit = unit});
  }
  for (unsigned weekday = 0; weekday < 7; ++weekday) {
    Limit limit{.unit = Unit::NextWeekday, .weekday = weekday};
    EXPECT_EQ(parse_limit(to_text(limit)), limit) << to_text(limit);
    for (const int second : {0, 9 * 3600 + 5 * 60, 12 * 3600, 24 * 3600 - 60}) {
      limit.told_by = ToldBy{.weekday = (weekday + 3) % 7, .second_of_day = second};
      EXPECT_EQ(parse_limit(to_text(limit)), limit) << to_text(limit);
    }
  }
  EXPECT_EQ(to_text(*parse_limit("48 hours (2 working days)")), "48 hours (2 working days)");
  EXPECT_EQ(to_text(*parse_limit("1 working week")), "5 working days");
}

TEST(StatesATime, IsFalseWhereOnlyALocalTargetGivesADate) {
  EXPECT_TRUE(states_a_time(*parse_limit("1 working day")));
  EXPECT_TRUE(states_a_time(*parse_limit("next Friday")));
  EXPECT_TRUE(states_a_time(*parse_limit("30 minutes")));
  EXPECT_TRUE(states_a_time(*parse_limit("same working day")));
  EXPECT_FALSE(states_a_time(*parse_limit("immediately")));
  EXPECT_FALSE(states_a_time(*parse_limit("as soon as possible")));
  EXPECT_FALSE(states_a_time(*parse_limit("promptly")));
  EXPECT_FALSE(states_a_time(*parse_limit("without delay")));
  EXPECT_FALSE(states_a_time(*parse_limit("not stated")));
}

}  // namespace
}  // namespace accord
