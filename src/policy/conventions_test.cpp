#include "policy/conventions.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace accord {
namespace {

using testing::HasSubstr;

/// What is read of one convention, or "what | mend" of the refusal.
std::expected<Conventions, std::string> with_convention(const std::string& key,
                                                        const std::string& value) {
  Policy policy;
  policy.conventions.emplace_back(key, value);
  auto read = conventions_of(policy);
  if (!read) {
    EXPECT_THAT(read.error().key, testing::AnyOf(key, "closes"));
    return std::unexpected(read.error().what + " | " + read.error().mend);
  }
  return *std::move(read);
}

std::string refusal(const std::string& key, const std::string& value) {
  const auto read = with_convention(key, value);
  return read ? "read" : read.error();
}

std::expected<ClosedDay, std::string> closed_on(const std::string& day) {
  return closed_day_of({.name = "Fair Day", .day = day, .source = {}});
}

TEST(ConventionsOf, WithoutAnyAreTheCalendarsOwn) {
  EXPECT_EQ(conventions_of(Policy{}).value(), Conventions{});
}

// A day has the times 00:00 to 23:59, written with two figures each.
TEST(ConventionsOf, WorkingHoursAreTimesOfADay) {
  EXPECT_EQ(with_convention("opens", "00:00")->opens_s, 0);
  EXPECT_EQ(with_convention("opens", "08:45")->opens_s, 8 * 3600 + 45 * 60);
  EXPECT_EQ(with_convention("closes", "23:59")->closes_s, 24 * 3600 - 60);
  EXPECT_EQ(with_convention("closes", "19:30")->closes_s, 19 * 3600 + 30 * 60);
  for (const std::string bad :
       {"24:00", "17:60", "7:00", "017:00", "17.00", "1x:00", "x1:00", "17:x0", "17:0x", "17:/0",
        "17:0:", "1/:00", "/9:00", "0/:00", "", "noon"}) {
    EXPECT_EQ(refusal("closes", bad), "`closes` cannot be `" + bad +
                                          "` | write a time of day in quotes, such as \"17:00\"");
  }
}

// Closing at the minute of opening would leave no working time at all.
TEST(ConventionsOf, WorkingHoursEndAfterTheyBegin) {
  EXPECT_EQ(with_convention("opens", "16:59")->opens_s, 17 * 3600 - 60);
  EXPECT_EQ(refusal("opens", "17:00"),
            "working hours end before they begin | let `closes` be later than `opens`");
  EXPECT_EQ(refusal("closes", "08:00"), refusal("opens", "17:00"));
}

TEST(ConventionsOf, TheWorkingWeekIsTheDaysThatAreNamed) {
  EXPECT_EQ(with_convention("working_week", "Sunday")->working_week,
            (std::array{true, false, false, false, false, false, false}));
  EXPECT_EQ(with_convention("working_week", "Saturday, Tuesday")->working_week,
            (std::array{false, false, true, false, false, false, true}));
  EXPECT_EQ(refusal("working_week", ""), "`working_week` cannot be `` | name the working days");
  EXPECT_EQ(refusal("working_week", "Monday, Tusday"),
            "`working_week` cannot be `Tusday` | did you mean `Tuesday`?");
}

TEST(ConventionsOf, WhereADayFallsThatIsNoWorkingDay) {
  const std::vector<std::pair<std::string, Landing>> words{
      {"before", Landing::Before}, {"after", Landing::After}, {"stay", Landing::Stay}};
  for (const auto& [word, landing] : words) {
    // Each of the three is its own: the other two stay as they are.
    EXPECT_EQ(with_convention("weeks", word), Conventions{.weeks = landing});
    EXPECT_EQ(with_convention("months", word), Conventions{.months = landing});
    EXPECT_EQ(with_convention("calendar_days", word), Conventions{.calendar_days = landing});
  }
  for (const std::string key : {"weeks", "months", "calendar_days"}) {
    EXPECT_EQ(refusal(key, "beside"),
              "`" + key + "` cannot be `beside` | one of: before, after, stay");
  }
}

TEST(ConventionsOf, TheConventionsThatAreOneOfTwo) {
  EXPECT_EQ(with_convention("same_clock", "to nearest"), Conventions{});
  EXPECT_EQ(with_convention("same_clock", "stay"), Conventions{.same_clock = OutsideHours::Stay});
  EXPECT_EQ(with_convention("events_outside_hours", "stay"), Conventions{});
  EXPECT_EQ(with_convention("events_outside_hours", "next opening"),
            Conventions{.event = EventOutsideHours::NextOpening});
  EXPECT_EQ(with_convention("day_of_event", "does not count"), Conventions{});
  EXPECT_EQ(with_convention("day_of_event", "counts"),
            Conventions{.day_of_event = DayOfEvent::Counts});
  EXPECT_EQ(refusal("same_clock", "z"), "`same_clock` cannot be `z` | one of: to nearest, stay");
  EXPECT_EQ(refusal("events_outside_hours", "z"),
            "`events_outside_hours` cannot be `z` | one of: stay, next opening");
  EXPECT_EQ(refusal("day_of_event", "z"),
            "`day_of_event` cannot be `z` | one of: does not count, counts");
}

TEST(ConventionsOf, AnUnknownOneNamesTheNearest) {
  EXPECT_EQ(refusal("close", "17:00"), "unknown convention `close` | did you mean `closes`?");
  EXPECT_THAT(refusal(std::string(61, 'y'), "17:00"),
              HasSubstr("unknown convention `" + std::string(60, 'y') + "…` |"));
  EXPECT_THAT(refusal("opens", std::string(61, 'y')),
              HasSubstr("cannot be `" + std::string(60, 'y') + "…` |"));
}

// A day of every year is one that some year has; that not every year has it is no slip.
TEST(ClosedDayOf, ADayOfEveryYear) {
  const auto every = [](unsigned month, unsigned day) {
    return ClosedDay{.year = std::nullopt, .month = month, .day = day, .name = "Fair Day"};
  };
  EXPECT_EQ(closed_on("1 January"), every(1, 1));
  EXPECT_EQ(closed_on("09 June"), every(6, 9));
  EXPECT_EQ(closed_on("31 December"), every(12, 31));
  EXPECT_EQ(closed_on("29 February"), every(2, 29));
  for (const std::string bad :
       {"30 February", "31 April", "32 May", "0 May", "001 May", "May", "1", "1 Mai", "x May",
        "/1 May", ":1 May", "1: May", "0: May", "2/ May", " May", "1  May", ""}) {
    const auto read = closed_on(bad);
    ASSERT_FALSE(read.has_value()) << bad;
    EXPECT_EQ(read.error(),
              "`" + bad +
                  "` is no day: write a date, `2026-08-14`, or a day of every year, `26 December`");
  }
}

TEST(ClosedDayOf, ADateIsThatDayAlone) {
  EXPECT_EQ(closed_on("2028-02-29"),
            (ClosedDay{.year = 2028, .month = 2, .day = 29, .name = "Fair Day"}));
  EXPECT_FALSE(closed_on("2026-02-29").has_value());
}

TEST(ClosedDayOf, SaysItInWords) {
  EXPECT_EQ(in_words(ClosedDayRule{.name = "Fair Day", .day = "2026-08-14", .source = {}}),
            "Fair Day, Friday 14 August 2026");
  EXPECT_EQ(in_words(ClosedDayRule{.name = "Boxing Day", .day = "26 December", .source = {}}),
            "Boxing Day, 26 December of every year");
}

TEST(ConventionsOf, ClosedDaysAreKeptInTheirOrderAndOneThatIsNoneIsRefused) {
  Policy policy;
  policy.closed_days.push_back({.name = "Fair Day", .day = "2026-08-14", .source = {}});
  policy.closed_days.push_back({.name = "Boxing Day", .day = "26 December", .source = {}});
  const auto days = conventions_of(policy)->closed_days;
  ASSERT_EQ(days.size(), 2U);
  EXPECT_EQ(days[0].name, "Fair Day");
  EXPECT_EQ(days[1].month, 12U);
  policy.closed_days.push_back({.name = "No Day", .day = "31 June", .source = {}});
  const auto refused = conventions_of(policy);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().key, "closed_days");
  EXPECT_THAT(refused.error().what, HasSubstr("`31 June` is no day"));
}

}  // namespace
}  // namespace accord
