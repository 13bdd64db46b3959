// Every date of 2000 to 2060 with 1 to 30 working days, against a count that is slow and obviously
// right: it walks one day after another and looks each up in a set of dates.

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "calendar/due.hpp"
#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

using std::chrono::days;

constexpr int kMostDays = 30;

// Under a sanitizer one date in eleven: it looks for undefined behaviour, the other builds for
// wrong dates.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr days kSweepStep{11};
constexpr int kFewestCompared = 60'000;
#else
constexpr days kSweepStep{1};
constexpr int kFewestCompared = 660'000;
#endif

struct Sweep {
  WorkingCalendar calendar;
  std::set<Date> holidays;

  explicit Sweep(std::string_view key) : calendar(working_calendar(key)) {
    for (const BankHoliday& holiday : calendar.bank_holidays().days) {
      holidays.insert(holiday.day);
    }
  }

  [[nodiscard]] bool works(Date day) const {
    const std::chrono::weekday weekday{day};
    return weekday != std::chrono::Saturday && weekday != std::chrono::Sunday &&
           !holidays.contains(day);
  }
};

class DueSweep : public ::testing::TestWithParam<std::string> {};

TEST_P(DueSweep, EveryDateAndEveryCountAgreeWithTheSlowCount) {
  const Sweep sweep{GetParam()};
  const Zone& zone = sweep.calendar.zone();
  int compared = 0;
  for (Date day = sweep.calendar.first(); day <= sweep.calendar.last(); day += kSweepStep) {
    // An hour that moves through the day, so that none is special.
    const auto index = static_cast<int>((day - sweep.calendar.first()).count());
    const Instant start = zone.to_instant({day, index * 7919 % kSecondsPerDay});
    Date walked = day;
    for (int count = 1; count <= kMostDays; ++count) {
      do {
        walked += days{1};
      } while (!sweep.works(walked));
      const Limit limit{.unit = Unit::WorkingDays, .count = count};
      const auto found = due(limit, start, sweep.calendar);
      if (walked > sweep.calendar.last()) {
        ASSERT_EQ(found, std::unexpected(DueError::CalendarTooShort));
        continue;
      }
      ASSERT_TRUE(found.has_value()) << to_iso(day) << " + " << count;
      ASSERT_EQ(zone.to_local(*found), (LocalTime{walked, 17 * kSecondsPerHour}))
          << to_iso(day) << " + " << count;
      ++compared;
    }
  }
  EXPECT_GT(compared, kFewestCompared);
}

TEST_P(DueSweep, CountingBackIsTheInverse) {
  const Sweep sweep{GetParam()};
  const WorkingCalendar& calendar = sweep.calendar;
  for (Date day = calendar.first(); day <= calendar.last(); day += kSweepStep) {
    ASSERT_EQ(calendar.is_working_day(day), sweep.works(day)) << to_iso(day);
    if (!sweep.works(day)) {
      continue;
    }
    for (int count = 1; count <= kMostDays; ++count) {
      if (const auto later = calendar.working_day_from(day, count)) {
        ASSERT_EQ(calendar.working_day_from(*later, -count), day) << to_iso(day) << " + " << count;
        ASSERT_EQ(calendar.working_days_after(day, *later), count);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Calendars, DueSweep,
                         ::testing::Values("england-and-wales", "scotland", "northern-ireland"),
                         [](const auto& key) {
                           std::string name = key.param;
                           std::erase(name, '-');
                           return name;
                         });

}  // namespace
}  // namespace accord
