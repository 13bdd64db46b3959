#pragma once

#include <string>

#include "pages/disagreement.hpp"

namespace accord {

/// The whole record as plain text, to be kept as a file (ALL-6).
[[nodiscard]] std::string record_text(const OpenedDisagreement& opened);

}  // namespace accord
