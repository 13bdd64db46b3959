#pragma once

#include <expected>
#include <vector>

#include "ledger/verify.hpp"

namespace accord {

/// What is wrong with the texts that the record was made under: a document whose text is not the
/// one that was adopted, or a policy that events name and nobody kept; a partnership that has
/// events and is not listed. Empty where the database has no documents at all. For a record that
/// `verify` found intact.
[[nodiscard]] std::expected<std::vector<Discrepancy>, Fault> verify_documents(
    Connection& connection, const VerifyReport& record);

/// The partnerships that are listed and have no events. One that is new has none yet; one whose
/// head was noted elsewhere had some.
[[nodiscard]] std::expected<std::vector<PartnershipId>, Fault> partnerships_without_events(
    Connection& connection, const VerifyReport& record);

}  // namespace accord
