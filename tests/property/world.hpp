#pragma once

#include <cstdint>
#include <memory>
#include <optional>
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
  std::string holidays;  ///< the text of the calendar

  [[nodiscard]] Circumstances at(Instant now) const { return {now, policy, directory, calendar}; }
};

/// The same where somebody has left: gone from the people, their posts and the list of who is on
/// call.
[[nodiscard]] World without(const World& world, const PersonId& person);

/// The same where each agency has taken on two more people, who hold no post: where everybody whom
/// a disagreement needs has left, somebody else comes, on each side where both are of one agency.
[[nodiscard]] World with_newcomers(const World& world);

/// The same with one more bank holiday, announced the day before.
[[nodiscard]] World with_bank_holiday(const World& world, Date day);

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
    std::shared_ptr<const World> changed;  ///< what it was given in; null: as it was shipped
    [[nodiscard]] const World& in(const World& shipped) const {
      return changed != nullptr ? *changed : shipped;
    }
  };
  std::uint64_t seed = 0;
  int tried = 0;  ///< commands given, of which some were refused
  std::vector<Event> events;
  std::vector<Step> steps;
  std::vector<Command> commands;  ///< those that were accepted, one for each step
  std::vector<Refusal> refused;   ///< the others
  Disagreement state;
  Instant now;
};

/// At most `length` random commands by people who are in it, at random times, and now and then by
/// somebody who is not. Meanwhile somebody may leave, and a bank holiday may be announced.
[[nodiscard]] Walk walk(const World& world, std::uint64_t seed, int length);

/// Whether permitted commands lead from here to the end of it, other than by withdrawing: none, or
/// where they are held up.
[[nodiscard]] std::optional<std::string> held_up(const World& world, Disagreement disagreement,
                                                 Instant now);

/// Everything in the state but what only counts entries: equal texts, equal states.
[[nodiscard]] std::string to_dump(const Disagreement& disagreement);

}  // namespace accord::property
