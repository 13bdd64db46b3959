#pragma once

#include <compare>

namespace accord {

/// A place in a file, counted from 1; a column counts characters. Line 0: given by default, not
/// written.
struct Mark {
  int line = 0;
  int column = 0;

  auto operator<=>(const Mark&) const = default;
};

}  // namespace accord
