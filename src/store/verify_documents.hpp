#pragma once

#include <expected>
#include <vector>

#include "ledger/verify.hpp"

namespace accord {

/// What is wrong with what partnerships were added with, and the record was made under: a row of a
/// partnership or a document that no event of the partnership's own stream added, or that says
/// otherwise than its event; an event whose row is gone; a text that does not give its hash. Empty
/// where the database has no documents at all. For a record that `verify` found intact.
[[nodiscard]] std::expected<std::vector<Discrepancy>, Fault> verify_documents(
    Connection& connection, const VerifyReport& record);

}  // namespace accord
