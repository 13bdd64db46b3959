#pragma once

#include <expected>
#include <string>
#include <string_view>

namespace accord {

/// The SVG that `/usr/bin/dot -Tsvg` makes of `dot`. It runs without a shell and with an empty
/// environment, and is stopped after 20 seconds or 16 MiB. The error says how to mend it.
[[nodiscard]] std::expected<std::string, std::string> draw_with_dot(std::string_view dot);

}  // namespace accord
