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

}  // namespace
}  // namespace accord
