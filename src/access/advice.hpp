#pragma once

#include <vector>

#include "access/may.hpp"

namespace accord {

/// Whether whom the raiser talked it through with may be read. Advice is sought before anything is
/// shared with the other agency (ALL-9, GLO-4): it is known on the raising side, where it supports
/// them, and to nobody else.
[[nodiscard]] bool may_read_advice(const std::vector<Relation>& relations);

}  // namespace accord
