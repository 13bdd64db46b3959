#pragma once

#include <string>

#include "disagreement/command.hpp"
#include "telling/names.hpp"

namespace accord {

/// What somebody asks for, in a line, as an order and without a full stop: "Take “Not agreed”". For
/// what was refused, of which the record has no event. Names are those of the state that the
/// command meets.
[[nodiscard]] std::string command_words(const CommandBody& body, const Names& names);

}  // namespace accord
