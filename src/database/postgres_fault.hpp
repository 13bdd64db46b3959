#pragma once

#include <string_view>

#include "database/fault.hpp"

namespace accord {

/// What an SQLSTATE of PostgreSQL means to whoever called (PostgreSQL, appendix A).
[[nodiscard]] FaultKind kind_of_state(std::string_view state);

/// True when a COMMIT that was answered with this SQLSTATE has certainly stored nothing.
[[nodiscard]] bool nothing_stored(std::string_view state);

/// How an operator mends it; empty, or a sentence after a blank.
[[nodiscard]] std::string_view server_remedy(FaultKind kind);

}  // namespace accord
