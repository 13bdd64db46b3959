#pragma once

#include <string>

#include "store/read_models.hpp"

namespace accord {

class PageContext;

/// The name of the stage in which a disagreement is, as the version that governs it has it.
[[nodiscard]] std::string stage_of(const PageContext& context, const DisagreementRow& row);

}  // namespace accord
