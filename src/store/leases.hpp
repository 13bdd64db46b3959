#pragma once

#include <cstdint>
#include <expected>
#include <string_view>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "database/connection.hpp"

namespace accord {

/// Work that one node is enough for: who claims it does it, and the others leave it for as long as
/// the claim holds. It saves work and decides nothing: what is recorded twice is recorded once
/// without it too.
class Leases {
 public:
  explicit Leases(Connection& connection) : connection_(connection) {}

  /// True: it is the holder's until `until`; it was free, or theirs, or their claim had ended.
  [[nodiscard]] std::expected<bool, Fault> claim(const PartnershipId& partnership,
                                                 std::string_view work, std::string_view holder,
                                                 Instant now, Instant until);
  /// Frees it for the next; of another holder's nothing is changed.
  [[nodiscard]] std::expected<void, Fault> release(const PartnershipId& partnership,
                                                   std::string_view work, std::string_view holder);

 private:
  Connection& connection_;
};

}  // namespace accord
