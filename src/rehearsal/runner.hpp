#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "disagreement/decide.hpp"
#include "rehearsal/rehearsal.hpp"

namespace accord {

/// One expectation, and whether it held.
struct RehearsalLine {
  Mark mark;
  int step = 0;  ///< from 1
  Instant at;
  std::string what;  ///< "the stage is line_managers"
  bool passed = false;
  std::string instead;  ///< what was the case; empty where it passed
};

/// A step as it was played: what was tried, and what the record has of it.
struct PlayedStep {
  Mark mark;
  int number = 0;  ///< from 1
  Instant at;
  Command command;                 ///< PassTime where nobody acts, and of a move
  bool moves = false;              ///< it moves the disagreement to another version of its policy
  const Policy* policy = nullptr;  ///< that governs once it is played
  const WorkingCalendar* calendar = nullptr;
  std::optional<Refusal> refused;
  std::size_t first = 0;  ///< its events: from this index of the report's
  std::size_t count = 0;
};

struct RehearsalReport {
  std::vector<RehearsalLine> lines;
  std::vector<Event> events;  ///< the record that the rehearsal made
  std::vector<PlayedStep> steps;
  std::vector<std::string> signposted;  ///< exits of `start` that sent a concern elsewhere

  [[nodiscard]] int passed() const;
  [[nodiscard]] int failed() const;
};

/// Plays the rehearsal through `decide` and `evolve`, and nothing else. A refusal that is not
/// expected is a line that failed; the steps after it are run all the same.
[[nodiscard]] RehearsalReport run_rehearsal(const Rehearsal& rehearsal, const Policy& policy,
                                            const Directory& directory,
                                            const WorkingCalendar& calendar,
                                            const std::vector<LaterVersion>& later = {});

}  // namespace accord
