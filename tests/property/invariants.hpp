#pragma once

#include <optional>
#include <string>

#include "world.hpp"

namespace accord::property {

/// What always holds (docs/kernel.md), looked for in a record: the first breach in words, or none.
[[nodiscard]] std::optional<std::string> breach(const Walk& walk, const World& world);

}  // namespace accord::property
