#pragma once

#include "policy/policy.hpp"

namespace accord {

/// Whether the procedure has a form that tells the partnership of a disagreement (GLO-15): each
/// disagreement has its page for it then.
[[nodiscard]] bool has_monitoring_form(const Policy& policy);

}  // namespace accord
