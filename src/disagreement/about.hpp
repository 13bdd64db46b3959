#pragma once

#include <vector>

#include "disagreement/event.hpp"
#include "policy/about_whom.hpp"

namespace accord {

/// The words for those whom a disagreement is about; where nobody is named yet and the policy asks
/// for somebody, for those whom it may be about.
[[nodiscard]] AboutWhom about_whom(const std::vector<Child>& children, const Policy& policy);

}  // namespace accord
