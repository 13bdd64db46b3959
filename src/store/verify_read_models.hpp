#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "ledger/verify.hpp"

namespace accord {

/// What of the lists, duties and figures is not what the record gives.
struct ReadModelsReport {
  std::vector<Discrepancy> findings;  ///< at most `VerifyReport::kMostFindings`
  std::int64_t findings_left_out = 0;
  bool looked_at = false;  ///< false: there are none, or an earlier release made their tables
};

/// Derives every list anew from the record, beside the database, and holds row against row: one
/// that was changed, removed or added. Names tables and columns, never what stands in them. For a
/// record that `verify` found intact.
[[nodiscard]] std::expected<ReadModelsReport, Fault> verify_read_models(Connection& connection,
                                                                        const VerifyReport& record);

}  // namespace accord
