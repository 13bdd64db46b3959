#pragma once

#include <compare>
#include <cstdint>

namespace accord {

/// A moment: whole seconds of UTC since 1970-01-01. Has no zone; `calendar/zone.hpp` shows it in
/// one.
struct Instant {
  std::int64_t seconds = 0;

  auto operator<=>(const Instant&) const = default;
};

}  // namespace accord
