#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "database/connection.hpp"
#include "store/partnership_entry.hpp"

namespace accord {

/// What a partnership keeps beside its record, each version for ever: its policy, its directory,
/// its calendar. The texts are as they were adopted, byte for byte.
struct Document {
  std::string kind;  ///< policy, directory, calendar
  std::int64_t version = 0;
  Instant effective;  ///< in force from then on
  Instant recorded_at;
  std::string sha256;
  std::string text;
};

struct PartnershipRow {
  PartnershipId partnership;
  std::string name;
  bool demonstration = false;      ///< lets one choose a person to act as; nothing else does
  std::int64_t lists_version = 0;  ///< `kReadModelsVersion` of the release that made its lists
};

/// What the partnership's own stream says of a row when it is added. `accord verify` holds each row
/// against its event, and each event against its row.
[[nodiscard]] PartnershipEntry added(const PartnershipRow& row);
[[nodiscard]] PartnershipEntry added(const Document& document);

/// The SHA-256 of a text, as `Document::sha256` and the record's events have it.
[[nodiscard]] std::string digest_of(std::string_view text);

/// The one place where a partnership or a document is added: the row and its event together, within
/// the caller's unit of work (`Database::write`).
class Documents {
 public:
  explicit Documents(Connection& connection) : connection_(connection) {}

  [[nodiscard]] std::expected<void, Fault> add_partnership(const PartnershipRow& row, Instant now);
  [[nodiscard]] std::expected<std::vector<PartnershipRow>, Fault> partnerships();

  /// Adds the next version. The same text again is the same version.
  [[nodiscard]] std::expected<std::int64_t, Fault> put(const PartnershipId& partnership,
                                                       std::string_view kind, std::string_view text,
                                                       Instant effective, Instant now);
  /// A text that is not the one adopted (its hash differs) is a fault: nothing is decided by it.

  /// The version in force at `at`: the latest that is effective by then.
  [[nodiscard]] std::expected<std::optional<Document>, Fault> current(
      const PartnershipId& partnership, std::string_view kind, Instant at);
  [[nodiscard]] std::expected<std::optional<Document>, Fault> by_hash(
      const PartnershipId& partnership, std::string_view kind, std::string_view sha256);
  /// Every version, oldest first.
  [[nodiscard]] std::expected<std::vector<Document>, Fault> all(const PartnershipId& partnership,
                                                                std::string_view kind);
  /// The version before `version`; none: that one is the first.
  [[nodiscard]] std::expected<std::optional<Document>, Fault> before(
      const PartnershipId& partnership, std::string_view kind, std::int64_t version);
  /// The number of documents stored: tells a cache whether it is stale.
  [[nodiscard]] std::expected<std::int64_t, Fault> count(const PartnershipId& partnership);

 private:
  Connection& connection_;
};

}  // namespace accord
