#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "database/connection.hpp"
#include "database/migration.hpp"
#include "ledger/entry.hpp"

namespace accord {

/// The tables of the ledger, for `Database::open`.
[[nodiscard]] Component ledger_component();

/// What is to be added to a stream, all of it or nothing.
struct Append {
  StreamId stream;
  Version expected;  ///< the version that the decision was based on; 0 for a new stream
  CommandId command;
  Digest body{};  ///< SHA-256 of what was submitted: tells a repetition from another command
  Instant now;
  std::span<const NewEntry> entries;
};

/// Where the events of a command stand.
struct Appended {
  StreamId stream;
  std::int64_t first = 0;      ///< sequence number of its first event
  std::int64_t last = 0;       ///< and of its last, which is the stream's version after it
  std::int64_t log_index = 0;  ///< of its first event
  Instant recorded_at;

  bool operator==(const Appended&) const = default;
};

/// Somebody else added to the stream first: load it again and decide again.
struct StreamMoved {
  Version actual;
};
/// This very command was recorded before: give the first answer again. Nothing is added.
struct SameCommand {
  Appended first;
};
/// The command id belongs to another command: nothing is added, and both can be shown.
struct CommandReused {
  Appended first;
};
using AppendError = std::variant<StreamMoved, SameCommand, CommandReused, Fault>;

/// An entry that was read, with its leaf hash.
struct StoredEntry {
  Entry entry;
  Digest leaf{};
};

/// A stream and where it ends.
struct StreamHead {
  StreamId stream;
  Version version;
  Digest leaf{};  ///< of its last event
};

/// A partnership's record as a whole.
struct PartnershipHead {
  PartnershipId partnership;
  std::int64_t entries = 0;
  Digest head{};
  Instant last_recorded_at;
};

/// The append-only record of one database, seen through a connection.
///
/// Nothing here commits: `append` belongs inside a unit of work (`Database::write`), so that read
/// models are stored with the events or not at all.
class Ledger {
 public:
  explicit Ledger(Connection& connection) : connection_(connection) {}

  /// Adds the events of one command. `recorded_at` is `now`, or the partnership's last if that is
  /// later: the record's clock never goes back.
  /// @pre `entries` is not empty
  [[nodiscard]] std::expected<Appended, AppendError> append(const Append& append);

  /// The events of a stream from `from` (a sequence number) on; empty for a stream that is not
  /// there. An event that is not as it was recorded gives `Corrupt`, which names it.
  [[nodiscard]] std::expected<std::vector<StoredEntry>, Fault> read(const StreamId& stream,
                                                                    std::int64_t from = 1);

  /// Every event of a partnership in the order recorded, from `from_log_index` on, for a rebuild.
  /// A fault from `visit` ends it.
  [[nodiscard]] std::expected<void, Fault> replay(
      const PartnershipId& partnership, std::int64_t from_log_index,
      const std::function<std::expected<void, Fault>(const StoredEntry&)>& visit);

  /// Where the events of a command stand, and the SHA-256 of its body; none if it was not recorded.
  struct CommandRecord {
    Appended appended;
    Digest body{};
  };
  [[nodiscard]] std::expected<std::optional<CommandRecord>, Fault> command(
      const PartnershipId& partnership, const CommandId& command);

  [[nodiscard]] std::expected<Version, Fault> version(const StreamId& stream);
  [[nodiscard]] std::expected<std::vector<StreamHead>, Fault> streams(
      const PartnershipId& partnership);
  [[nodiscard]] std::expected<std::vector<PartnershipHead>, Fault> partnerships();
  /// Where the record of one ends; none: nothing was recorded of it.
  [[nodiscard]] std::expected<std::optional<PartnershipHead>, Fault> head(
      const PartnershipId& partnership);

 private:
  std::expected<void, Fault> add(const Append& append, const NewEntry& event, StreamHead& head,
                                 PartnershipHead& partnership);

  Connection& connection_;
  Hasher hasher_;
};

}  // namespace accord
