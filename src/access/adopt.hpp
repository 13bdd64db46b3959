#pragma once

#include <expected>

#include "disagreement/decide.hpp"

namespace accord {

/// Whether somebody may record that their agency has adopted the policy (GLO-22): whoever acts for
/// its safeguarding lead. The refusal names them.
[[nodiscard]] std::expected<void, Refusal> may_adopt(const Actor& actor, const Directory& directory,
                                                     Instant at);

}  // namespace accord
