#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "disagreement/decide.hpp"
#include "disagreement/outlook.hpp"

namespace accord::property {

/// A shipped policy with its demonstration's directory.
struct World {
  std::string name;
  Policy policy;
  Directory directory;
  WorkingCalendar calendar;

  [[nodiscard]] Circumstances at(Instant now) const { return {now, policy, directory, calendar}; }
};

/// Every folder of policies/ that has both.
[[nodiscard]] const std::vector<World>& worlds();

/// Small, and the same on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2862933555777941757U + 3037000493U) {}
  /// 0 … below - 1
  std::size_t below(std::size_t below);
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

/// A disagreement as it was walked: its record, and where each command ended.
struct Walk {
  struct Step {
    std::size_t events = 0;  ///< of the record, after the command
    Instant now;
  };
  std::uint64_t seed = 0;
  std::vector<Event> events;
  std::vector<Step> steps;
  std::vector<Command> commands;  ///< those that were accepted, one for each step
  Disagreement state;
  Instant now;
};

/// At most `length` random commands by people who are in it, at random times, and now and then by
/// somebody who is not.
[[nodiscard]] Walk walk(const World& world, std::uint64_t seed, int length);

/// Whether permitted commands lead from here to an outcome, other than by withdrawing it.
[[nodiscard]] bool can_be_ended(const World& world, Disagreement disagreement, Instant now);

/// Everything in the state but what only counts entries: equal texts, equal states.
[[nodiscard]] std::string to_dump(const Disagreement& disagreement);

}  // namespace accord::property
