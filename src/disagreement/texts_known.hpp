#pragma once

#include <string>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// The texts that a step takes: those that the procedure asks for, what a page of its own writes
/// beside them, and for every step what was said and a note. Any other name is a slip of the pen,
/// under which nobody would look for what was written.

/// Of what is recorded as done; `rule` may be null: of an undertaking.
[[nodiscard]] std::vector<std::string> texts_known(const DutyRule* rule);
/// Of a way on: its terms.
[[nodiscard]] std::vector<std::string> texts_known(const ExitRule& exit);

}  // namespace accord
