#include "pages/label.hpp"

#include <utility>

namespace accord {

std::string as_label(std::string name) {
  const bool ended = name.empty() || name.ends_with('?') || name.ends_with(':');
  return ended ? name : std::move(name) + ":";
}

}  // namespace accord
