#pragma once

#include <string_view>

#include "database/fault.hpp"

namespace accord {

/// What an extended result code of SQLite means to whoever asked.
[[nodiscard]] FaultKind kind_of(int code);

/// What an operator does about it: a sentence after a space, or nothing.
[[nodiscard]] std::string_view remedy(FaultKind kind);

}  // namespace accord
