#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// A command that was recorded, with the part of the record that it made.
struct RecordedCommand {
  Command command;  ///< PassTime where time alone was recorded
  Instant at;       ///< when it was recorded
  std::size_t first = 0;
  std::size_t count = 0;
};

/// The commands that made a record, oldest first: from each event that is an act, the command that
/// makes it, with its consequences. The parts cover the record without a gap, until it is moved to
/// another version of its policy, which is no command. Given again at their instants, under the
/// policy and with the directory and the calendar that it was recorded with, they make the same
/// record. Pure.
///
/// @param policy of the record: says by which route somebody speaks outside their line
[[nodiscard]] std::vector<RecordedCommand> commands_of(std::span<const Event> events,
                                                       const Policy& policy,
                                                       const Directory& directory);

}  // namespace accord
