#include "calendar/due.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"

namespace accord {
namespace {

WorkingCalendar england(std::vector<Closure> closures = {}, Conventions conventions = {}) {
  auto zone = Zone::load("Europe/London");
  auto holidays = embedded_bank_holidays("england-and-wales");
  ACCORD_CHECK(zone.has_value() && holidays.has_value());
  auto calendar = WorkingCalendar::create(*zone, *holidays, std::move(closures), conventions);
  ACCORD_CHECK(calendar.has_value());
  return *calendar;
}

/// The due instant as a local time, "2026-04-13T17:00:00+01:00", or the words of the error.
std::string due_at(std::string_view start, std::string_view limit,
                   const WorkingCalendar& calendar = england()) {
  const auto from = parse_local(calendar.zone(), start);
  const auto parsed = parse_limit(limit);
  ACCORD_CHECK(from.has_value() && parsed.has_value());
  const auto plain = due(*parsed, *from, calendar);
  const auto working = due_with_working(*parsed, *from, calendar);
  ACCORD_CHECK(plain.has_value() == working.has_value());
  ACCORD_CHECK(!plain || *plain == working->due);
  return plain ? iso_local(calendar.zone(), *plain) : to_words(plain.error());
}

struct Example {
  std::string start, limit, due;
};

// The worked examples of the timescale rules (docs/timescales.md), one row each.
TEST(Due, GivesEveryWorkedExample) {
  const WorkingCalendar calendar = england();
  const std::vector<Example> examples = {
      {"2026-04-02T16:30", "5 working days", "2026-04-13T17:00:00+01:00"},
      {"2026-12-24T10:00", "1 working day", "2026-12-29T17:00:00+00:00"},
      {"2026-11-28T11:00", "1 working day", "2026-11-30T17:00:00+00:00"},
      {"2026-11-27T10:15", "48 hours (2 working days)", "2026-12-01T10:15:00+00:00"},
      {"2026-11-27T19:40", "48 hours (2 working days)", "2026-12-01T17:00:00+00:00"},
      {"2026-10-24T18:00", "24 hours", "2026-10-25T17:00:00+00:00"},
      {"2026-11-30T09:00", "4 weeks", "2026-12-24T17:00:00+00:00"},
      {"2026-11-27T19:40", "1 working day", "2026-11-30T17:00:00+00:00"},
      {"2026-11-30T07:30", "1 working day", "2026-12-01T17:00:00+00:00"},
      {"2026-11-30T07:30", "48 hours (2 working days)", "2026-12-02T09:00:00+00:00"},
      {"2026-11-28T11:00", "48 hours (2 working days)", "2026-12-01T11:00:00+00:00"},
      {"2026-11-27T17:00", "24 hours", "2026-11-28T17:00:00+00:00"},
      {"2026-03-28T18:00", "24 hours", "2026-03-29T19:00:00+01:00"},
      {"2026-05-21T12:00", "1 working week", "2026-05-29T17:00:00+01:00"},
      {"2026-04-24T09:00", "10 working days", "2026-05-11T17:00:00+01:00"},
  };
  for (const Example& example : examples) {
    EXPECT_EQ(due_at(example.start, example.limit, calendar), example.due)
        << example.start << " + " << example.limit;
  }
}

}  // namespace
}  // namespace accord
