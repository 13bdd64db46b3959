#pragma once

#include <string>

#include "base/instant.hpp"

namespace accord {

/// "2026-11-23T10:00:00Z" (RFC 3339), for a program and for a log.
[[nodiscard]] std::string to_utc_text(Instant at);

}  // namespace accord
