// Deadlines: the aims are 50 ns for 5 working days and 5 µs with the working.

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>

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
