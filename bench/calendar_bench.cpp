// Deadlines: the aims are 50 ns for 5 working days and 5 µs with the working. Beside them the same
// deadlines by a general date library, which counts day after day and asks a set of holidays; the
// counter `sum` of each is that of all its answers, so that equal sums are equal deadlines.

#include <benchmark/benchmark.h>

#include <array>
#include <boost/date_time/gregorian/gregorian.hpp>
#include <boost/date_time/local_time/local_time.hpp>
#include <cstddef>
#include <cstdint>
#include <set>

#include "base/check.hpp"
#include "calendar/due.hpp"

namespace accord {
namespace {

WorkingCalendar england() {
  auto zone = Zone::load("Europe/London");
  auto holidays = embedded_bank_holidays("england-and-wales");
  ACCORD_CHECK(zone.has_value() && holidays.has_value());
  auto calendar = WorkingCalendar::create(*zone, *holidays);
  ACCORD_CHECK(calendar.has_value());
  return *calendar;
}

/// Starts spread over 2000 to 2055 so that neither the branch predictor nor the cache knows the
/// next.
std::array<Instant, 4096> starts() {
  std::array<Instant, 4096> made{};
  std::uint64_t state = 1;
  for (Instant& start : made) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    start = Instant{946'684'800 + static_cast<std::int64_t>((state >> 33U) % 1'735'689'600U)};
  }
  return made;
}

void measure_due(benchmark::State& state, Limit limit) {
  const WorkingCalendar calendar = england();
  const auto from = starts();
  std::size_t next = 0;
  for ([[maybe_unused]] auto round : state) {
    auto found = due(limit, from[next++ % from.size()], calendar);
    benchmark::DoNotOptimize(found);
  }
  double sum = 0;
  for (const Instant start : from) {
    sum += static_cast<double>(due(limit, start, calendar).value().seconds);
  }
  state.counters["sum"] = sum;
}

void measure_working(benchmark::State& state, Limit limit) {
  const WorkingCalendar calendar = england();
  const auto from = starts();
  std::size_t next = 0;
  for ([[maybe_unused]] auto round : state) {
    auto found = due_with_working(limit, from[next++ % from.size()], calendar);
    benchmark::DoNotOptimize(found);
  }
}

/// Five working days by Boost.Date_Time, written as its documentation would have it.
class Boosted {
 public:
  Boosted() {
    for (const BankHoliday& holiday : england().bank_holidays().days) {
      const std::chrono::year_month_day day{holiday.day};
      holidays_.emplace(static_cast<unsigned short>(static_cast<int>(day.year())),
                        static_cast<unsigned short>(static_cast<unsigned>(day.month())),
                        static_cast<unsigned short>(static_cast<unsigned>(day.day())));
    }
  }

  [[nodiscard]] std::int64_t due(std::int64_t start_s, int working_days) const {
    using boost::local_time::local_date_time;
    const auto start = epoch_ + boost::posix_time::seconds(start_s);
    auto day = local_date_time{start, london_}.local_time().date();
    while (working_days > 0) {
      day += boost::gregorian::days{1};
      const auto weekday = day.day_of_week().as_enum();
      const bool weekend =
          weekday == boost::date_time::Saturday || weekday == boost::date_time::Sunday;
      working_days -= weekend || holidays_.contains(day) ? 0 : 1;
    }
    const local_date_time at{day, boost::posix_time::hours(17), london_,
                             local_date_time::EXCEPTION_ON_ERROR};
    return (at.utc_time() - epoch_).total_seconds();
  }

 private:
  std::set<boost::gregorian::date> holidays_;
  boost::posix_time::ptime epoch_{boost::gregorian::date{1970, 1, 1}};
  boost::local_time::time_zone_ptr london_{
      new boost::local_time::posix_time_zone{"GMT0BST,M3.5.0/1,M10.5.0/2"}};
};

void measure_boost(benchmark::State& state) {
  const Boosted boosted;
  const auto from = starts();
  std::size_t next = 0;
  for ([[maybe_unused]] auto round : state) {
    auto found = boosted.due(from[next++ % from.size()].seconds, 5);
    benchmark::DoNotOptimize(found);
  }
  double sum = 0;
  for (const Instant start : from) {
    sum += static_cast<double>(boosted.due(start.seconds, 5));
  }
  state.counters["sum"] = sum;
}
BENCHMARK(measure_boost)->Name("Boost.Date_Time/5 working days");

constexpr Limit kFiveWorkingDays{.unit = Unit::WorkingDays, .count = 5};
constexpr Limit kSameClock{.unit = Unit::WorkingDaysSameClock, .count = 2, .hours = 48};
constexpr Limit kFourWeeks{.unit = Unit::Weeks, .count = 4};
constexpr Limit kElapsed{.unit = Unit::ElapsedHours, .count = 24};

BENCHMARK_CAPTURE(measure_due, five_working_days, kFiveWorkingDays)->Name("due/5 working days");
BENCHMARK_CAPTURE(measure_due, same_clock, kSameClock)->Name("due/48 hours (2 working days)");
BENCHMARK_CAPTURE(measure_due, four_weeks, kFourWeeks)->Name("due/4 weeks");
BENCHMARK_CAPTURE(measure_due, elapsed, kElapsed)->Name("due/24 hours");
BENCHMARK_CAPTURE(measure_working, five_working_days, kFiveWorkingDays)
    ->Name("due_with_working/5 working days");
BENCHMARK_CAPTURE(measure_working, four_weeks, kFourWeeks)->Name("due_with_working/4 weeks");

void make_calendar(benchmark::State& state) {
  const auto zone = Zone::load("Europe/London").value();
  const auto holidays = embedded_bank_holidays("england-and-wales").value();
  for ([[maybe_unused]] auto round : state) {
    auto made = WorkingCalendar::create(zone, holidays);
    benchmark::DoNotOptimize(made);
  }
}
BENCHMARK(make_calendar)->Name("WorkingCalendar::create, 2000 to 2060");

}  // namespace
}  // namespace accord
