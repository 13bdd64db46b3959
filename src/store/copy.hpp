#pragma once

#include <expected>

#include "base/id.hpp"
#include "database/connection.hpp"
#include "ledger/copy.hpp"

namespace accord {

/// Brings one partnership in `to` up to what it is in `from`: its record, see `copy_record`, its
/// documents and drafts; all of it where `to` has nothing. Its lists stay as they are, for
/// `bring_up_read_models`. Belongs inside a unit of work on `to`, and one moment of `from`.
[[nodiscard]] std::expected<Continued, CopyError> copy_partnership(
    Connection& from, Connection& to, const PartnershipId& partnership);

}  // namespace accord
