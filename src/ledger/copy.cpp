#include "ledger/copy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/try.hpp"

namespace accord {
namespace {

/// A table of the record. `select` gives, in pieces and in the order of the record, the rows of the
/// events from place $2 on: the columns that `insert` adds as they are, and then the place.
struct Copied {
  std::string_view select;
  std::string_view insert;
  std::size_t columns;
};

constexpr Copied kCopiedEntries{
    "SELECT partnership, disagreement, sequence, log_index, recorded_at_s, kind, command, bytes, "
    "leaf_hash, log_index FROM ledger_entry "
    "WHERE partnership = $1 AND log_index >= $2 ORDER BY log_index LIMIT 500",
    "INSERT INTO ledger_entry (partnership, disagreement, sequence, log_index, recorded_at_s, "
    "kind, command, bytes, leaf_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    9};
// A command belongs to its first event, the head of a stream to its last.
constexpr Copied kCopiedCommands{
    "SELECT c.partnership, c.command, c.disagreement, c.first_sequence, c.last_sequence, "
    "c.log_index, c.recorded_at_s, c.body_hash, e.log_index FROM ledger_entry e "
    "JOIN ledger_command c ON c.partnership = e.partnership AND c.command = e.command "
    "AND c.first_sequence = e.sequence "
    "WHERE e.partnership = $1 AND e.log_index >= $2 ORDER BY e.log_index LIMIT 1000",
    "INSERT INTO ledger_command (partnership, command, disagreement, first_sequence, "
    "last_sequence, log_index, recorded_at_s, body_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    8};
constexpr Copied kCopiedStreams{
    "SELECT s.partnership, s.disagreement, s.version, s.leaf_hash, e.log_index "
    "FROM ledger_entry e JOIN ledger_stream s ON s.partnership = e.partnership "
    "AND s.disagreement = e.disagreement AND s.version = e.sequence "
    "WHERE e.partnership = $1 AND e.log_index >= $2 ORDER BY e.log_index LIMIT 1000",
    "INSERT INTO ledger_stream (partnership, disagreement, version, leaf_hash) "
    "VALUES ($1, $2, $3, $4) ON CONFLICT (partnership, disagreement) "
    "DO UPDATE SET version = excluded.version, leaf_hash = excluded.leaf_hash",
    4};

constexpr std::string_view kPutHead = R"sql(
    INSERT INTO ledger_partnership (partnership, entries, head, last_recorded_at_s)
    VALUES ($1, $2, $3, $4) ON CONFLICT (partnership)
    DO UPDATE SET entries = excluded.entries, head = excluded.head,
                  last_recorded_at_s = excluded.last_recorded_at_s
)sql";

constexpr std::string_view kSelectLeaves = R"sql(
    SELECT log_index, leaf_hash FROM ledger_entry
    WHERE partnership = $1 AND log_index >= $2 ORDER BY log_index LIMIT 1000
)sql";
using Leaves = std::vector<std::tuple<std::int64_t, Digest>>;

std::expected<Leaves, Fault> leaves_from(Connection& connection, const PartnershipId& partnership,
                                         std::int64_t place) {
  return connection.rows<std::int64_t, Digest>(kSelectLeaves, partnership, place);
}

std::expected<PartnershipHead, Fault> head_in(Connection& connection,
                                              const PartnershipId& partnership) {
  ACCORD_TRY(const auto head, Ledger{connection}.head(partnership));
  return head.value_or(PartnershipHead{partnership, 0, {}, {}});
}

/// True when the events of `from` lead from the one head to the other.
std::expected<bool, Fault> leads(Connection& from, const PartnershipHead& begin,
                                 const PartnershipHead& end) {
  Hasher hasher;
  Digest head = begin.head;
  std::int64_t place = begin.entries;
  while (place < end.entries) {
    ACCORD_TRY(const Leaves page, leaves_from(from, begin.partnership, place));
    for (const auto& [log_index, leaf] : page) {
      if (log_index != place) {
        return false;
      }
      head = next_head(hasher, head, leaf);
      ++place;
    }
    if (page.empty()) {
      return false;
    }
  }
  return place == end.entries && head == end.head;
}

/// Where the two part; where no event says so, one of the heads is not what its events give.
std::expected<Fork, Fault> where_they_part(Connection& from, Connection& to,
                                           const PartnershipHead& source,
                                           const PartnershipHead& held) {
  const std::int64_t both = std::min(source.entries, held.entries);
  Fork fork{0, source.entries, held.entries};
  while (fork.common < both) {
    ACCORD_TRY(const Leaves there, leaves_from(from, source.partnership, fork.common));
    ACCORD_TRY(const Leaves here, leaves_from(to, source.partnership, fork.common));
    const auto [differs, other] = std::ranges::mismatch(there, here);
    fork.common += differs - there.begin();
    if (differs != there.end() || other != here.end() || there.empty()) {
      break;
    }
  }
  if (fork.common >= both && source.entries >= held.entries) {
    return std::unexpected(
        Fault{FaultKind::Corrupt,
              fmt::format("The record of '{}' does not lead to its own head in one of the two "
                          "databases: \"accord verify\" of each says in which",
                          source.partnership.text())});
  }
  return fork;
}

/// Holds a row of `kCopiedEntries` against the hash of its bytes, and its columns against them.
class EntryCheck {
 public:
  explicit EntryCheck(std::int64_t first) : place_(first) {}

  std::expected<void, Fault> operator()(std::span<const Value> row) {
    StreamId stream;
    std::int64_t sequence = 0;
    std::int64_t log_index = 0;
    std::string kind;
    std::string command;
    Instant recorded_at;
    Digest leaf{};
    const auto* const bytes = std::get_if<BytesView>(&row[7]);
    if (bytes == nullptr || !from_value(row[0], stream.partnership) ||
        !from_value(row[1], stream.disagreement) || !from_value(row[2], sequence) ||
        !from_value(row[3], log_index) || !from_value(row[4], recorded_at) ||
        !from_value(row[5], kind) || !from_value(row[6], command) || !from_value(row[8], leaf)) {
      return std::unexpected(column_fault(kCopiedEntries.select, 0));
    }
    const auto entry = decode(*bytes);
    if (!entry || leaf_hash(hasher_, *bytes) != leaf || log_index != place_ ||
        entry->log_index != log_index || entry->stream != stream || entry->sequence != sequence ||
        entry->recorded_at != recorded_at || entry->event.kind != kind ||
        entry->command.text() != command) {
      return std::unexpected(
          Fault{FaultKind::Corrupt,
                fmt::format("event {} of {} / {} is not as it was recorded. \"accord verify\" of "
                            "the database that it comes from says more",
                            sequence, stream.partnership.text(), stream.disagreement.text())});
    }
    ++place_;
    return {};
  }

 private:
  Hasher hasher_;
  std::int64_t place_;
};

using Check = std::function<std::expected<void, Fault>(std::span<const Value>)>;

std::expected<void, Fault> copy_table(Connection& from, Connection& to, const Copied& table,
                                      const PartnershipHead& behind, const Check& check) {
  std::int64_t place = behind.entries;
  for (bool more = true; more;) {
    more = false;
    const std::array<Value, 2> from_here{to_value(behind.partnership), to_value(place)};
    const auto copy_row = [&](std::span<const Value> row) -> std::expected<void, Fault> {
      if (!from_value(row[table.columns], place)) {
        return std::unexpected(column_fault(table.select, table.columns));
      }
      ++place;
      more = true;
      if (check) {
        ACCORD_TRY_DO(check(row));
      }
      ACCORD_TRY_DO(to.execute(table.insert, row.first(table.columns), {}));
      return {};
    };
    ACCORD_TRY_DO(from.execute(table.select, from_here, copy_row));
  }
  return {};
}

}  // namespace

std::expected<Continued, CopyError> copy_record(Connection& from, Connection& to,
                                                const PartnershipId& partnership) {
  ACCORD_TRY(const PartnershipHead source, head_in(from, partnership));
  ACCORD_TRY(const PartnershipHead held, head_in(to, partnership));
  ACCORD_TRY(const bool goes_on, leads(from, held, source));
  if (!goes_on) {
    ACCORD_TRY(const Fork fork, where_they_part(from, to, source, held));
    return std::unexpected(fork);
  }
  const Continued continued{held, source};
  if (continued.added() > 0) {
    EntryCheck check{held.entries};
    ACCORD_TRY_DO(copy_table(from, to, kCopiedEntries, held, std::ref(check)));
    ACCORD_TRY_DO(copy_table(from, to, kCopiedCommands, held, {}));
    ACCORD_TRY_DO(copy_table(from, to, kCopiedStreams, held, {}));
    ACCORD_TRY_DO(
        to.run(kPutHead, partnership, source.entries, source.head, source.last_recorded_at));
  }
  return continued;
}

}  // namespace accord
