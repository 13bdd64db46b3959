#pragma once

#include <expected>

#include "base/id.hpp"
#include "database/connection.hpp"

namespace accord {

/// Adds the record of one partnership, as it stands in `from`, to `to`, which has none of it: every
/// event byte for byte, in its place, with its hash. Belongs inside a unit of work on `to`, and one
/// moment of `from`. `FaultKind::Unique`: `to` has a record of that partnership.
[[nodiscard]] std::expected<void, Fault> copy_record(Connection& from, Connection& to,
                                                     const PartnershipId& partnership);

}  // namespace accord
