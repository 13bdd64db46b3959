#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "calendar/zone.hpp"
#include "directory/directory.hpp"
#include "rehearsal/runner.hpp"

namespace accord {

/// `accord rehearse --explain`: the course that a rehearsal took, as people would see it. Each step
/// says what was recorded, every date with its working, whom it told, and a refusal in its words.
struct RehearsalExplained {
  const RehearsalReport& report;
  const Directory& directory;
  const Zone& zone;
};

/// For a terminal. What was expected and did not come stands at its step, with `file` and line.
void write_text(const RehearsalExplained& explained, const std::string& file, std::ostream& out);

/// The same for programs: a list of steps (docs/rehearsals.md).
[[nodiscard]] nlohmann::ordered_json to_json(const RehearsalExplained& explained);

}  // namespace accord
