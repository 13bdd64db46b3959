#pragma once

#include <chrono>
#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace accord {

/// What a drawing may take. On a command line somebody waits for their own; in the service
/// everybody does.
struct DrawingLimits {
  std::chrono::milliseconds time{20'000};
  std::size_t bytes = std::size_t{16} << 20U;
  const char* program = "/usr/bin/dot";
};

/// The SVG that `dot -Tsvg` makes of `dot`. It runs without a shell, with an empty environment and
/// with bounded memory, and is stopped at the limits. The error says how to mend it.
[[nodiscard]] std::expected<std::string, std::string> draw_with_dot(
    std::string_view dot, const DrawingLimits& limits = {});

}  // namespace accord
