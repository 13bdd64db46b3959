#pragma once

#include <expected>
#include <optional>

#include "base/instant.hpp"
#include "database/connection.hpp"
#include "database/migration.hpp"

namespace accord {

/// The table that makes a database a backup: it says up to which moment.
[[nodiscard]] Component backup_component();

/// Up to when a backup has everything that its database had; none: it is no backup.
[[nodiscard]] std::expected<std::optional<Instant>, Fault> backed_up_until(Connection& connection);

/// Belongs inside the unit of work that brought it up to that moment.
[[nodiscard]] std::expected<void, Fault> note_backed_up(Connection& connection, Instant until);

}  // namespace accord
