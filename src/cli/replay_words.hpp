#pragma once

#include <iosfwd>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "service/replay.hpp"

namespace accord {

/// A replay as a person reads it on a terminal: the sum, then each disagreement that differs.
void write_text(const PolicyReplay& replayed, std::ostream& out);

/// The same for programs (docs/replay.md).
[[nodiscard]] nlohmann::ordered_json to_json(const PolicyReplay& replayed);

}  // namespace accord
