// The engine: the aims are 20 µs for `decide`, 100 µs for folding 200 events, and 1 s on one core
// for re-deriving the deadlines of 100,000 open disagreements after a new bank holiday (10 µs
// each). Beside them what nothing that answers so could do without: a copy of what is answered
// from.

#include <benchmark/benchmark.h>

#include <algorithm>

#include "../tests/property/world.hpp"
#include "base/check.hpp"
#include "policy/conventions.hpp"

namespace accord {
namespace {

using property::Walk;
using property::World;

constexpr std::uint64_t kWalks = 20;

/// Disagreements under every shipped policy, walked at random: as many events as real ones have.
const std::vector<std::pair<const World*, Walk>>& walks() {
  static const auto made = [] {
    std::vector<std::pair<const World*, Walk>> all;
    for (const World& world : property::worlds()) {
      for (std::uint64_t seed = 1; seed <= kWalks; ++seed) {
        all.emplace_back(&world, property::walk(world, seed, 40));
      }
    }
    return all;
  }();
  return made;
}

/// One command of a walk, and what it was given to.
struct Given {
  const World* world;
  Disagreement state;
  Command command;
  Instant now;
};

std::vector<Given> all_given() {
  std::vector<Given> given;
  for (const auto& [world, walk] : walks()) {
    Disagreement state;
    std::size_t event = 0;
    for (std::size_t i = 0; i < walk.steps.size(); ++i) {
      given.push_back({world, state, walk.commands[i], walk.steps[i].now});
      for (; event < walk.steps[i].events; ++event) {
        state = evolve(std::move(state), walk.events[event]);
      }
    }
  }
  return given;
}

void decide_one(benchmark::State& state) {
  const std::vector<Given> given = all_given();
  std::size_t next = 0;
  for ([[maybe_unused]] auto round : state) {
    const Given& one = given[next++ % given.size()];
    auto decided = decide(one.state, one.command, one.world->at(one.now));
    benchmark::DoNotOptimize(decided);
  }
}
BENCHMARK(decide_one)->Name("decide, a command of the shipped policies");

void copy_state(benchmark::State& state) {
  const std::vector<Given> given = all_given();
  std::size_t next = 0;
  for ([[maybe_unused]] auto round : state) {
    Disagreement copy = given[next++ % given.size()].state;
    benchmark::DoNotOptimize(copy);
  }
}
BENCHMARK(copy_state)->Name("copying the disagreement");

std::vector<Event> events_200() {
  std::vector<Event> events;
  for (std::uint64_t seed = 1; events.size() < 200; ++seed) {
    events = property::walk(property::worlds().front(), seed, 400).events;
  }
  events.resize(200);
  return events;
}

void copy_200(benchmark::State& state) {
  const std::vector<Event> events = events_200();
  for ([[maybe_unused]] auto round : state) {
    std::vector<Event> copy = events;
    benchmark::DoNotOptimize(copy);
  }
}
BENCHMARK(copy_200)->Name("copying 200 events");

void fold_200(benchmark::State& state) {
  const std::vector<Event> events = events_200();
  for ([[maybe_unused]] auto round : state) {
    Disagreement folded;
    for (const Event& event : events) {
      apply(folded, event);
    }
    benchmark::DoNotOptimize(folded);
  }
}
BENCHMARK(fold_200)->Name("folding 200 events");

/// The same calendar with one more day off, in the middle of everything.
WorkingCalendar with_a_new_holiday(const World& world, Instant now) {
  const Date day = world.calendar.zone().to_local(now).day + std::chrono::days{2};
  auto made = WorkingCalendar::create(
      world.calendar.zone(), world.calendar.bank_holidays(),
      {{day, day + std::chrono::days{1}, "a day of mourning", std::nullopt}},
      world.calendar.conventions());
  ACCORD_CHECK(made.has_value());
  return *std::move(made);
}

void rederive_100000(benchmark::State& state) {
  struct Open {
    const World* world;
    Disagreement state;
    Instant now;
    WorkingCalendar calendar;
  };
  std::vector<Open> open;
  for (const Given& given : all_given()) {
    if (given.state.version != 0 && !given.state.outcome && open.size() < 200) {
      const Instant seen = given.state.seen_until;
      open.push_back({given.world, given.state, seen, with_a_new_holiday(*given.world, seen)});
    }
  }
  constexpr std::size_t kDisagreements = 100'000;
  std::size_t moved = 0;
  for ([[maybe_unused]] auto round : state) {
    for (std::size_t i = 0; i < kDisagreements; ++i) {
      const Open& one = open[i % open.size()];
      const Circumstances at{one.now, one.world->policy, one.world->directory, one.calendar};
      auto decided = decide(one.state, Command{Actor{}, PassTime{"a new bank holiday"}}, at);
      moved += decided->size();
    }
  }
  ACCORD_CHECK(moved > 0);
}
BENCHMARK(rederive_100000)
    ->Name("re-derive 100,000 open disagreements")
    ->Unit(benchmark::kMillisecond)
    ->Iterations(1);

}  // namespace
}  // namespace accord
