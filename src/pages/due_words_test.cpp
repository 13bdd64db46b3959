#include "pages/due_words.hpp"

#include <gtest/gtest.h>

namespace accord {
namespace {

DueWords at(const char* due, const char* now = "2026-04-08T10:00") {
  const Zone zone = *Zone::load("Europe/London");
  return due_words(parse_local(zone, due).value(), parse_local(zone, now).value(), zone);
}

// ui.md, states: "Late", then "Since 5pm yesterday, Tuesday 7 April" (an instant, never a count).
TEST(DueWords, SayAnInstantAndAWord) {
  EXPECT_EQ(at("2026-04-07T17:00").when, "Since 5pm yesterday, Tuesday 7 April");
  EXPECT_EQ(at("2026-04-07T17:00").tag, "Late");
  EXPECT_EQ(at("2026-04-08T17:00").tag, "Due today");
  EXPECT_EQ(at("2026-04-08T17:00").when, "By 5pm");
  EXPECT_EQ(at("2026-04-09T17:00").tag, "Due tomorrow");
  EXPECT_EQ(at("2026-04-10T09:30").when, "By 9:30am on Friday 10 April");
  EXPECT_EQ(at("2027-01-04T17:00").when, "By 5pm on Monday 4 January 2027");
}

// Met exactly at the due instant is in time (timescale rule 9).
TEST(DueWords, AreNotLateAtTheDueInstantItself) {
  EXPECT_FALSE(at("2026-04-08T10:00").late);
  EXPECT_TRUE(at("2026-04-08T09:59").late);
}

// Timescale rule 2: a date beyond the bank holidays that are published may move, and says so.
TEST(DueWords, MarkADateThatIsProjected) {
  const Zone zone = *Zone::load("Europe/London");
  const auto say = [&](const char* due, bool projected) {
    const Instant now = parse_local(zone, "2029-01-03T10:00").value();
    return due_words(parse_local(zone, due).value(), now, zone, projected).when;
  };
  EXPECT_EQ(say("2029-01-05T17:00", true), "By 5pm on Friday 5 January (a projected date)");
  EXPECT_EQ(say("2029-01-02T17:00", true),
            "Since 5pm yesterday, Tuesday 2 January (a projected date)");
  EXPECT_EQ(say("2029-01-03T17:00", true), "By 5pm (a projected date)");
  EXPECT_EQ(say("2029-01-03T17:00", false), "By 5pm");
  EXPECT_EQ(date_notes(true, true), " (a projected date, a local target)");
  EXPECT_EQ(date_notes(false, true), " (a local target)");
}

// Kernel rule 18: "An overdue duty stays so until met, whatever date is set later."
TEST(DueWords, StayLateWhenALaterDateWasSet) {
  const Zone zone = Zone::load("Europe/London").value();
  const auto at = [&](const char* text) { return parse_local(zone, text).value(); };
  const DueWords words = due_words(at("2026-04-13T17:00"), at("2026-04-08T09:00"), zone, false,
                                   at("2026-04-07T17:00"));
  EXPECT_EQ(words.tag, "Late");
  EXPECT_TRUE(words.late);
  EXPECT_EQ(
      words.when,
      "Since 5pm yesterday, Tuesday 7 April. A later date was set: by 5pm on Monday 13 April");
}

}  // namespace
}  // namespace accord
