#pragma once

#include <optional>
#include <string>

#include "world.hpp"

namespace accord::property {

/// Everything that holds of each walk, tried in turn: the first that does not, in words; or none.
[[nodiscard]] std::optional<std::string> whatever_breaks(const World& world, const Walk& walk);

}  // namespace accord::property
