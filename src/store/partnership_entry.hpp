#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/actor.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "ledger/ledger.hpp"

namespace accord {

/// One entry of what a partnership records of itself and of no disagreement: that it was added, and
/// each version of its policy, directory and calendar; a review of its policy, the date and the
/// post of the next one, an agency's adoption (GLO-22). These stand in the ledger, in one stream of
/// the partnership's own (docs/adr/0013-…), and are only ever added to.
struct PartnershipEntry {
  enum class Kind { PolicyReviewed, ReviewSet, PolicyAdopted, PartnershipAdded, DocumentAdded };

  std::int64_t sequence = 0;  ///< 0: not recorded yet
  Instant recorded_at;
  Actor by;  ///< nobody: whoever runs the service, by a command
  Kind kind = Kind::PolicyReviewed;
  std::vector<std::pair<std::string, std::string>> fields;  ///< names of the program, and words

  /// The words of a field; empty: it has none.
  [[nodiscard]] const std::string& field(std::string_view name) const;
};

/// The stored name of a kind: "policy_reviewed" …
[[nodiscard]] std::string_view to_word(PartnershipEntry::Kind kind);

/// The id of the partnership's own stream, where a disagreement's id stands otherwise. Those are 32
/// hexadecimal digits, so none can have this one.
[[nodiscard]] const DisagreementId& partnership_stream();

/// The stored form of an entry's fields, and back. `kind` and the version come from the ledger.
[[nodiscard]] std::string to_json(const PartnershipEntry& entry);
[[nodiscard]] std::expected<PartnershipEntry, std::string> partnership_entry_from_json(
    std::string_view kind, std::int64_t version, std::string_view text);

/// An entry as the ledger has it, and back. `Corrupt` when it is none that Accord knows.
[[nodiscard]] NewEntry to_entry(const PartnershipEntry& entry);
[[nodiscard]] std::expected<PartnershipEntry, Fault> to_partnership_entry(
    const StoredEntry& stored);

inline constexpr std::int64_t kPartnershipEntrySchema = 1;

}  // namespace accord
