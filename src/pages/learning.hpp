#pragma once

#include <string>
#include <vector>

#include "pages/site.hpp"

namespace accord {

/// What somebody wrote that would say which disagreement it was: a reference, a name.
[[nodiscard]] std::vector<std::string> what_identifies(const Loaded& loaded, std::string_view text);

}  // namespace accord
