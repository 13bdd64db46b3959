#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "database/connection.hpp"
#include "ledger/ledger.hpp"

namespace accord {

/// Something in the record that is not as it was recorded, and where.
struct Discrepancy {
  PartnershipId partnership;             ///< empty: the database as a whole
  DisagreementId disagreement;           ///< empty: the partnership as a whole
  std::optional<std::int64_t> sequence;  ///< none: the stream as a whole
  std::string what;

  bool operator==(const Discrepancy&) const = default;
};

/// What was looked at and what is wrong with it.
struct VerifyReport {
  std::int64_t entries = 0;
  std::int64_t streams = 0;
  std::vector<PartnershipHead> partnerships;
  std::vector<Discrepancy> findings;  ///< at most `kMostFindings`; the first is the place to look
  std::int64_t findings_left_out = 0;

  static constexpr std::size_t kMostFindings = 200;
  [[nodiscard]] bool intact() const { return findings.empty(); }
};

/// Reads the whole record and holds every event against its bytes, its hash, its place in its
/// stream and in its partnership, the heads of both, and the commands.
///
/// Finds every event changed, removed, reordered or added by somebody who does not compute the
/// whole record anew. Against one who does, the heads in the report are compared with heads that
/// were noted elsewhere before.
///
/// A fault means that the check could not be made.
[[nodiscard]] std::expected<VerifyReport, Fault> verify(Connection& connection);

}  // namespace accord
