#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// What in `text` would say which disagreement it is about: its reference, a child's, the name of
/// somebody in the directory; each as it is written there, however the text writes it. A learning
/// point has none of them (ALL-10).
[[nodiscard]] std::vector<std::string> what_identifies(const Disagreement& disagreement,
                                                       const Directory& directory,
                                                       std::string_view text);

/// "Take out what says which disagreement it was: MH-20418 and Priya Crane"
[[nodiscard]] std::string words_to_take_out(const std::vector<std::string>& identifying);

}  // namespace accord
