#pragma once

#include "disagreement/disagreement.hpp"
#include "policy/renamed.hpp"

namespace accord {

/// The same disagreement in the names of another version of its policy: stages, duties, exits and
/// facts, present and past. Where two stages became one, their visits are counted through.
void rename(Disagreement& disagreement, const Renaming& renaming);

}  // namespace accord
