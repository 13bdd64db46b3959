#pragma once

#include <optional>
#include <string>

#include "replay.hpp"
#include "world.hpp"

namespace accord::property {

/// What always holds (docs/kernel.md), looked for in a record and in how it folds: the first breach
/// in words, or none.
[[nodiscard]] std::optional<std::string> breach(const Walk& walk, const World& world,
                                                const Evolve& evolve_with = evolve);

}  // namespace accord::property
