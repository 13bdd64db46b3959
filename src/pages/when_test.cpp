#include "pages/when.hpp"

#include <gtest/gtest.h>

namespace accord {
namespace {

Zone london() {
  return *Zone::load("Europe/London");
}

TEST(ParseClock, TakesTheWaysInWhichPeopleWriteATime) {
  EXPECT_EQ(parse_clock("5pm"), 17 * 3600);
  EXPECT_EQ(parse_clock("5:30 PM"), 17 * 3600 + 1800);
  EXPECT_EQ(parse_clock("5.30pm"), 17 * 3600 + 1800);
  EXPECT_EQ(parse_clock("9 a.m."), 9 * 3600);
  EXPECT_EQ(parse_clock("17:00"), 17 * 3600);
  EXPECT_EQ(parse_clock("0930"), 9 * 3600 + 1800);
  EXPECT_EQ(parse_clock("12am"), 0);
  EXPECT_EQ(parse_clock("12pm"), 12 * 3600);
  EXPECT_EQ(parse_clock("midday"), 12 * 3600);
  EXPECT_EQ(parse_clock("midnight"), 0);
}

// A bare "5" could be morning or afternoon: it is asked again rather than guessed.
TEST(ParseClock, RefusesWhatIsNoTimeOrCouldBeTwo) {
  for (const char* text :
       {"", "5", "25:00", "13pm", "0pm", "5:7pm", "5:60pm", "noonish", "-1:00"}) {
    EXPECT_FALSE(parse_clock(text).has_value()) << text;
  }
}

TEST(ParseWhen, ReadsTheClockOfTheZoneInSummerAndWinter) {
  EXPECT_EQ(parse_when({"9", "4", "2026", "5pm"}, "by", "The date", london()).value(),
            parse_local(london(), "2026-04-09T17:00").value());
  EXPECT_EQ(parse_when({"9", "Dec", "2026", ""}, "by", "The date", london(), 17 * 3600).value(),
            parse_local(london(), "2026-12-09T17:00").value());
  EXPECT_FALSE(parse_when({}, "by", "The date", london()).value().has_value());
}

TEST(ParseWhen, NamesTheBoxToMend) {
  const auto field = [](const TypedWhen& typed) {
    const auto when = parse_when(typed, "by", "The date", london());
    return when ? std::string{"none"} : when.error().field + ": " + when.error().message;
  };

  EXPECT_EQ(field({"9", "", "2026", "5pm"}), "by-month: The date must include a month");
  EXPECT_EQ(field({"31", "4", "2026", "5pm"}), "by-day: The date must be a real date");
  EXPECT_EQ(field({"9", "13", "2026", "5pm"}), "by-month: The date must have a month from 1 to 12");
  EXPECT_EQ(field({"9", "4", "26", "5pm"}),
            "by-year: The date must have a year of 4 numbers, such as 2026");
  EXPECT_EQ(field({"9", "4", "2026", ""}), "by-time: The date must include a time, such as 5pm");
  EXPECT_EQ(field({"9", "4", "2026", "soon"}),
            "by-time: “soon” is not a time. Enter a time, such as 9:30am or 5pm");
}

// On 25 October 2026 the clocks go back from 2am to 1am: 1:30am comes twice. Which was meant is
// asked, and what was asked can be typed and is typed again.
TEST(ParseWhen, AsksWhichOfTwoWhereTheClocksGoBack) {
  const auto typed = [](const std::string& time) {
    return parse_when({"25", "10", "2026", time}, "by", "The date", london());
  };
  const Instant first = parse_local(london(), "2026-10-25T01:30+01:00").value();
  const Instant second = parse_local(london(), "2026-10-25T01:30+00:00").value();

  ASSERT_FALSE(typed("1:30am").has_value());
  EXPECT_EQ(typed("1:30am").error().field, "by-time");
  EXPECT_EQ(typed("1:30am").error().message,
            "1:30am comes twice on Sunday 25 October 2026, because the clocks go back. Enter "
            "“1:30am first” for the one before they do, or “1:30am second” for the one after");
  EXPECT_EQ(typed("1:30am first").value(), first);
  EXPECT_EQ(typed("01:30 Second").value(), second);
  EXPECT_EQ(typed_when(london(), first).time, "1:30am first");
  EXPECT_EQ(typed_when(london(), second).time, "1:30am second");
  for (const std::string time : {"12:59am", "2am", "5pm"}) {
    EXPECT_TRUE(typed(time).has_value()) << time;
  }
  ASSERT_FALSE(typed("2am second").has_value());
  EXPECT_EQ(typed("2am second").error().message,
            "There is one 2am on Sunday 25 October 2026. Enter “2am”");
  EXPECT_EQ(typed("second").error().field, "by-time");
}

TEST(ParseWhen, RefusesATimeThatTheClocksSkip) {
  const auto when = parse_when({"29", "3", "2026", "1:30am"}, "by", "The date", london());

  ASSERT_FALSE(when.has_value());
  EXPECT_EQ(when.error().message,
            "There is no 1:30am on Sunday 29 March 2026: the clocks go forward, to 2am. Enter "
            "another time");
  EXPECT_TRUE(parse_when({"29", "3", "2026", "2am"}, "by", "The date", london()).has_value());
}

TEST(TypedWhen, IsWhatSomebodyWouldType) {
  const auto typed = typed_when(london(), parse_local(london(), "2026-04-09T17:00").value());
  EXPECT_EQ(words_of(typed), "9 4 2026 5pm");
  EXPECT_EQ(words_of(TypedWhen{.day = "31", .month = "", .year = "2026", .time = ""}), "31 2026");
  EXPECT_EQ(words_of(TypedWhen{}), "");
}

}  // namespace
}  // namespace accord
