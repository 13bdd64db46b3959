#pragma once

#include <span>
#include <string>
#include <string_view>

namespace accord {

/// As much of a text that is refused as the answer repeats: whole characters, and a mark where it
/// was longer.
[[nodiscard]] std::string shortened(std::string_view text);

/// The candidate that `word` was probably meant to be: few letters apart, or equal but for case,
/// spaces and hyphens. Empty when none is near.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> candidates);

/// "did you mean `owed_by`?", or "one of: a, b, c" when nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> candidates);

}  // namespace accord
