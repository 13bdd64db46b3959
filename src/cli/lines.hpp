#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accord {

/// How wide a text for a terminal is.
inline constexpr std::size_t kTerminalColumns = 96;

/// `text` broken at blanks so that no line is longer than a terminal is wide, as far as its words
/// allow. The first line begins with `first`, those under it with as many blanks as `under`; each
/// ends with a line end. Line ends of `text` are kept.
[[nodiscard]] std::string in_lines(std::string_view text, std::string_view first,
                                   std::size_t under);

}  // namespace accord
