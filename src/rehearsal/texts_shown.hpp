#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// What people read of a policy in one place: `raising`, `answering`, `hesitating`, `speaking` and
/// `policy` are the words shown there (ALL-13); `about` its version, reviews and the procedures to
/// read beside it; `document` its own words; `chart` its flowchart, as a list (ALL-15).
[[nodiscard]] std::vector<std::string> texts_shown(const Policy& policy, std::string_view place);

}  // namespace accord
