#include "ledger/copy.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/try.hpp"

namespace accord {
namespace {

/// A table of the record, read in pieces: `select` gives what comes after `$2` in the order of the
/// column `key`, which `insert` adds as it is.
struct Copied {
  std::string_view select;
  std::string_view insert;
  std::size_t key;
};

constexpr Copied kCopiedPartnership{
    "SELECT partnership, entries, head, last_recorded_at_s FROM ledger_partnership "
    "WHERE partnership = $1 AND partnership > $2",
    "INSERT INTO ledger_partnership (partnership, entries, head, last_recorded_at_s) "
    "VALUES ($1, $2, $3, $4)",
    0};
constexpr Copied kCopiedStreams{
    "SELECT partnership, disagreement, version, leaf_hash FROM ledger_stream "
    "WHERE partnership = $1 AND disagreement > $2 ORDER BY disagreement LIMIT 1000",
    "INSERT INTO ledger_stream (partnership, disagreement, version, leaf_hash) "
    "VALUES ($1, $2, $3, $4)",
    1};
constexpr Copied kCopiedCommands{
    "SELECT partnership, command, disagreement, first_sequence, last_sequence, log_index, "
    "recorded_at_s, body_hash FROM ledger_command "
    "WHERE partnership = $1 AND command > $2 ORDER BY command LIMIT 1000",
    "INSERT INTO ledger_command (partnership, command, disagreement, first_sequence, "
    "last_sequence, log_index, recorded_at_s, body_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    1};
constexpr Copied kCopiedEntries{
    "SELECT partnership, log_index, disagreement, sequence, recorded_at_s, kind, command, bytes, "
    "leaf_hash FROM ledger_entry "
    "WHERE partnership = $1 AND log_index > $2 ORDER BY log_index LIMIT 500",
    "INSERT INTO ledger_entry (partnership, log_index, disagreement, sequence, recorded_at_s, "
    "kind, command, bytes, leaf_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    1};

/// `after` is before every key at first, and then the last that was copied.
template <typename Key>
std::expected<void, Fault> copy_table(Connection& from, Connection& to, const Copied& table,
                                      const PartnershipId& partnership, Key after) {
  for (bool more = true; more;) {
    more = false;
    const std::array<Value, 2> from_here{to_value(partnership), to_value(after)};
    Key last = after;
    const auto copy_row = [&](std::span<const Value> row) -> std::expected<void, Fault> {
      if (!from_value(row[table.key], last)) {
        return std::unexpected(column_fault(table.select, table.key));
      }
      more = true;
      ACCORD_TRY_DO(to.execute(table.insert, row, {}));
      return {};
    };
    ACCORD_TRY_DO(from.execute(table.select, from_here, copy_row));
    after = std::move(last);
  }
  return {};
}

}  // namespace

std::expected<void, Fault> copy_record(Connection& from, Connection& to,
                                       const PartnershipId& partnership) {
  ACCORD_TRY_DO(copy_table(from, to, kCopiedPartnership, partnership, std::string{}));
  ACCORD_TRY_DO(copy_table(from, to, kCopiedStreams, partnership, std::string{}));
  ACCORD_TRY_DO(copy_table(from, to, kCopiedCommands, partnership, std::string{}));
  return copy_table(from, to, kCopiedEntries, partnership, std::int64_t{-1});
}

}  // namespace accord
