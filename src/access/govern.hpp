#pragma once

#include <expected>

#include "disagreement/decide.hpp"

namespace accord {

/// Whether somebody may say which version of the policy governs an open disagreement: the
/// partnership's own people, whose policy it is. The refusal says so.
[[nodiscard]] std::expected<void, Refusal> may_govern(const Actor& actor,
                                                      const Directory& directory);

}  // namespace accord
