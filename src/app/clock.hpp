#pragma once

#include <chrono>

#include "base/instant.hpp"

namespace accord {

/// The one clock of the program. Everything else is told the time.
class SystemClock {
 public:
  [[nodiscard]] Instant now() const {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return Instant{std::chrono::floor<std::chrono::seconds>(since).count()};
  }
};

}  // namespace accord
