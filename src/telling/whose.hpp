#pragma once

#include <string>

#include "disagreement/disagreement.hpp"

namespace accord {

/// Whose deadline it is, in the policy's words; null: that of the whole procedure. What somebody
/// typed stays in the disagreement.
[[nodiscard]] std::string whose_deadline(const DutyState* duty, const Policy& policy);

}  // namespace accord
