#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace accord {

/// "Monday 23 November 2026, 10am (2026-11-23T10:00:00Z)": by the clock on the wall in the United
/// Kingdom, and for a program.
[[nodiscard]] std::string in_words_and_utc(Instant at);

/// "3 days", "26 hours", "5 minutes", "40 seconds": whole ones, of the largest unit of which there
/// are two or more.
[[nodiscard]] std::string length_in_words(std::int64_t seconds);

/// The seconds of "90m", "26h" or "2d"; none: it is something else.
[[nodiscard]] std::optional<std::int64_t> read_length(std::string_view text);

}  // namespace accord
