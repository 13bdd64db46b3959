#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "world.hpp"

namespace accord::property {

/// A random policy that the reader and the checker take, with a random directory.
struct RandomWorld {
  std::uint64_t seed = 0;
  World world;
  std::string policy;                ///< the text of the file
  std::string directory;             ///< likewise
  std::vector<std::string> refused;  ///< why policies of this seed were refused before it
};

/// @pre some policy of the seed's is valid; nearly each is.
[[nodiscard]] RandomWorld random_world(std::uint64_t seed);

}  // namespace accord::property
