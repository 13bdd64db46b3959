#pragma once

#include <string>

#include "disagreement/decide.hpp"

namespace accord {

/// A refusal as one text for a person: what is refused, when it is open, its clause, and what to do
/// instead.
[[nodiscard]] std::string to_words(const Refusal& refusal);

}  // namespace accord
