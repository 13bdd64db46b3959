#pragma once

#include <expected>
#include <map>
#include <string>

#include "disagreement/disagreement.hpp"
#include "ledger/ledger.hpp"
#include "policy/policy.hpp"
#include "store/documents.hpp"

namespace accord {

/// Derives what is kept for lists from the record of one partnership, and from nothing else.
class Derivation {
 public:
  /// Reads the record and the documents through `connection`.
  Derivation(Connection& connection, PartnershipId partnership)
      : connection_(connection), partnership_(std::move(partnership)) {}

  /// Writes what the events of one disagreement give into the lists that `into` has.
  [[nodiscard]] std::expected<void, Fault> write(const DisagreementId& id, Connection& into);

 private:
  [[nodiscard]] std::expected<const Policy*, Fault> policy(const std::string& hash);

  Connection& connection_;
  PartnershipId partnership_;
  std::map<std::string, Policy> policies_;  ///< by hash
};

/// Makes the lists of one partnership anew from its record, and notes that this release made them.
/// Belongs inside a unit of work: others see the old lists or the new ones.
[[nodiscard]] std::expected<void, Fault> rebuild_read_models(Connection& connection,
                                                             const PartnershipId& partnership);

/// The same for what has events from place `log_index` of the record on; for all where another
/// release made the lists, or none.
[[nodiscard]] std::expected<void, Fault> bring_up_read_models(Connection& connection,
                                                              const PartnershipId& partnership,
                                                              std::int64_t log_index);

}  // namespace accord
