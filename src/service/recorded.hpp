#pragma once

#include <expected>
#include <optional>

#include "service/service.hpp"

namespace accord {

/// What the command of that id recorded about a disagreement; nothing where none did. It says
/// nothing of who may know: the caller asks.
[[nodiscard]] std::expected<std::optional<Recorded>, ServiceError> find_recorded(
    Service& service, const PartnershipId& partnership, const CommandId& command);

}  // namespace accord
