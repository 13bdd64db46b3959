#pragma once

#include <expected>

#include "base/id.hpp"
#include "database/connection.hpp"

namespace accord {

/// Adds one partnership, with its record, documents and drafts as they stand in `from`, to `to`,
/// which has nothing of it; its lists are made anew there. Belongs inside a unit of work on `to`,
/// and one moment of `from`. `FaultKind::Unique`: `to` has that partnership.
[[nodiscard]] std::expected<void, Fault> copy_partnership(Connection& from, Connection& to,
                                                          const PartnershipId& partnership);

}  // namespace accord
