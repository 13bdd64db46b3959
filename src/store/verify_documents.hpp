#pragma once

#include <expected>
#include <vector>

#include "ledger/verify.hpp"

namespace accord {

/// What is wrong with the texts that the record was made under: a document whose text is not the
/// one that was adopted, or a policy that events name and nobody kept. Empty where the database
/// has no documents at all. For a record that `verify` found intact.
[[nodiscard]] std::expected<std::vector<Discrepancy>, Fault> verify_documents(
    Connection& connection, const VerifyReport& record);

}  // namespace accord
