#include "ledger/ledger.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord {
namespace {

constexpr std::string_view kInsertPartnership = R"sql(
    INSERT INTO ledger_partnership (partnership, entries, head, last_recorded_at_s)
    VALUES ($1, 0, $2, $3) ON CONFLICT DO NOTHING
)sql";

// Changes nothing and locks the row: whoever appends to this partnership waits here.
constexpr std::string_view kLockPartnership = R"sql(
    UPDATE ledger_partnership SET entries = entries WHERE partnership = $1
    RETURNING entries, head, last_recorded_at_s
)sql";

constexpr std::string_view kUpdatePartnership = R"sql(
    UPDATE ledger_partnership SET entries = $2, head = $3, last_recorded_at_s = $4
    WHERE partnership = $1
)sql";

constexpr std::string_view kSelectPartnerships = R"sql(
    SELECT partnership, entries, head, last_recorded_at_s FROM ledger_partnership
    ORDER BY partnership
)sql";

constexpr std::string_view kSelectHead = R"sql(
    SELECT entries, head, last_recorded_at_s FROM ledger_partnership WHERE partnership = $1
)sql";

constexpr std::string_view kSelectStream = R"sql(
    SELECT version, leaf_hash FROM ledger_stream WHERE partnership = $1 AND disagreement = $2
)sql";

constexpr std::string_view kSelectStreams = R"sql(
    SELECT disagreement, version, leaf_hash FROM ledger_stream WHERE partnership = $1
    ORDER BY disagreement
)sql";

constexpr std::string_view kUpsertStream = R"sql(
    INSERT INTO ledger_stream (partnership, disagreement, version, leaf_hash)
    VALUES ($1, $2, $3, $4)
    ON CONFLICT (partnership, disagreement)
    DO UPDATE SET version = excluded.version, leaf_hash = excluded.leaf_hash
)sql";

constexpr std::string_view kInsertEntry = R"sql(
    INSERT INTO ledger_entry (partnership, disagreement, sequence, log_index, recorded_at_s, kind,
                              command, bytes, leaf_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
)sql";

constexpr std::string_view kInsertCommand = R"sql(
    INSERT INTO ledger_command (partnership, command, disagreement, first_sequence, last_sequence,
                                log_index, recorded_at_s, body_hash)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
)sql";

constexpr std::string_view kSelectCommand = R"sql(
    SELECT disagreement, first_sequence, last_sequence, log_index, recorded_at_s, body_hash
    FROM ledger_command WHERE partnership = $1 AND command = $2
)sql";

constexpr std::string_view kSelectEntries = R"sql(
    SELECT sequence, log_index, bytes, leaf_hash FROM ledger_entry
    WHERE partnership = $1 AND disagreement = $2 AND sequence >= $3
    ORDER BY sequence
)sql";

constexpr std::string_view kSelectLog = R"sql(
    SELECT disagreement, sequence, log_index, bytes, leaf_hash FROM ledger_entry
    WHERE partnership = $1 AND log_index >= $2
    ORDER BY log_index LIMIT 200
)sql";

Fault damaged(const StreamId& stream, std::int64_t sequence, std::string_view what) {
  return {
      FaultKind::Corrupt,
      fmt::format("Event {} of {} / {} is not as it was recorded: {}. \"accord verify\" says what "
                  "else was changed; restore a backup from before that.",
                  sequence, stream.partnership.text(), stream.disagreement.text(), what)};
}

// The entry behind stored bytes, held against its hash and its place.
std::expected<StoredEntry, Fault> open_entry(Hasher& hasher, const StreamId& stream,
                                             std::int64_t sequence, std::int64_t log_index,
                                             const Bytes& bytes, const Digest& leaf) {
  if (leaf_hash(hasher, bytes) != leaf) {
    return std::unexpected(damaged(stream, sequence, "its bytes do not give its hash"));
  }
  auto entry = decode(bytes);
  if (!entry) {
    return std::unexpected(damaged(stream, sequence, entry.error().what));
  }
  if (entry->stream != stream || entry->sequence != sequence || entry->log_index != log_index) {
    return std::unexpected(damaged(stream, sequence, "it belongs in another place"));
  }
  return StoredEntry{*std::move(entry), leaf};
}

std::expected<PartnershipHead, Fault> lock(Connection& connection,
                                           const PartnershipId& partnership) {
  using Columns = std::tuple<std::int64_t, Digest, Instant>;
  std::optional<Columns> found;
  for (int attempt = 0; attempt < 2 && !found; ++attempt) {
    if (attempt > 0) {
      ACCORD_TRY_DO(connection.run(kInsertPartnership, partnership, Digest{},
                                   std::numeric_limits<std::int64_t>::min()));
    }
    ACCORD_TRY(found, connection.row<std::int64_t, Digest, Instant>(kLockPartnership, partnership));
  }
  ACCORD_CHECK(found.has_value());
  const auto& [entries, head, last] = *found;
  return PartnershipHead{partnership, entries, head, last};
}

std::expected<StreamHead, Fault> head_of(Connection& connection, const StreamId& stream) {
  ACCORD_TRY(const auto row, connection.row<std::int64_t, Digest>(kSelectStream, stream.partnership,
                                                                  stream.disagreement));
  if (!row) {
    return StreamHead{stream, Version{0}, {}};
  }
  return StreamHead{stream, Version{std::get<0>(*row)}, std::get<1>(*row)};
}

}  // namespace

std::expected<Appended, AppendError> Ledger::append(const Append& append) {
  ACCORD_CHECK(!append.entries.empty());
  const StreamId& stream = append.stream;
  ACCORD_TRY(auto partnership, lock(connection_, stream.partnership));

  // The command first: a repetition comes with the version that held before its own success.
  ACCORD_TRY(const auto known, command(stream.partnership, append.command));
  if (known) {
    const bool same = known->body == append.body && known->appended.stream == stream;
    return same ? std::unexpected(AppendError{SameCommand{known->appended}})
                : std::unexpected(AppendError{CommandReused{known->appended}});
  }
  ACCORD_TRY(auto head, head_of(connection_, stream));
  if (head.version != append.expected) {
    return std::unexpected(StreamMoved{head.version});
  }

  partnership.last_recorded_at = std::max(append.now, partnership.last_recorded_at);
  Appended appended{.stream = stream,
                    .first = head.version.number + 1,
                    .last = head.version.number + std::ssize(append.entries),
                    .log_index = partnership.entries,
                    .recorded_at = partnership.last_recorded_at};
  for (const NewEntry& event : append.entries) {
    ACCORD_TRY_DO(add(append, event, head, partnership));
  }
  ACCORD_TRY_DO(connection_.run(kUpsertStream, stream.partnership, stream.disagreement,
                                head.version.number, head.leaf));
  ACCORD_TRY_DO(connection_.run(kUpdatePartnership, stream.partnership, partnership.entries,
                                partnership.head, partnership.last_recorded_at));
  ACCORD_TRY_DO(connection_.run(kInsertCommand, stream.partnership, append.command,
                                stream.disagreement, appended.first, appended.last,
                                appended.log_index, appended.recorded_at, append.body));
  return appended;
}

// Writes one event behind both heads and moves them on.
std::expected<void, Fault> Ledger::add(const Append& append, const NewEntry& event,
                                       StreamHead& head, PartnershipHead& partnership) {
  Entry entry{.stream = append.stream,
              .sequence = head.version.number + 1,
              .previous = std::nullopt,
              .log_index = partnership.entries,
              .recorded_at = partnership.last_recorded_at,
              .command = append.command,
              .command_body = append.body,
              .event = event};
  if (head.version.number > 0) {
    entry.previous = head.leaf;
  }
  const auto bytes = encode(entry);
  if (!bytes) {
    return std::unexpected(
        Fault{FaultKind::BadInput, "An event cannot be recorded: " + bytes.error() + "."});
  }
  head.leaf = leaf_hash(hasher_, *bytes);
  head.version = Version{entry.sequence};
  partnership.head = next_head(hasher_, partnership.head, head.leaf);
  ++partnership.entries;
  ACCORD_TRY_DO(connection_.run(kInsertEntry, entry.stream.partnership, entry.stream.disagreement,
                                entry.sequence, entry.log_index, entry.recorded_at,
                                entry.event.kind, entry.command, *bytes, head.leaf));
  return {};
}

std::expected<std::vector<StoredEntry>, Fault> Ledger::read(const StreamId& stream,
                                                            std::int64_t from) {
  ACCORD_TRY(const auto rows, connection_.rows<std::int64_t, std::int64_t, Bytes, Digest>(
                                  kSelectEntries, stream.partnership, stream.disagreement, from));
  std::vector<StoredEntry> entries;
  entries.reserve(rows.size());
  for (const auto& [sequence, log_index, bytes, leaf] : rows) {
    ACCORD_TRY(auto entry, open_entry(hasher_, stream, sequence, log_index, bytes, leaf));
    const bool follows = entries.empty() ? sequence == std::max<std::int64_t>(from, 1)
                                         : entry.entry.previous == entries.back().leaf;
    if (!follows) {
      return std::unexpected(damaged(stream, sequence, "it does not follow the event before it"));
    }
    entries.push_back(std::move(entry));
  }
  return entries;
}

std::expected<void, Fault> Ledger::replay(
    const PartnershipId& partnership, std::int64_t from_log_index,
    const std::function<std::expected<void, Fault>(const StoredEntry&)>& visit) {
  using Row = std::tuple<DisagreementId, std::int64_t, std::int64_t, Bytes, Digest>;
  std::int64_t next = from_log_index;
  for (;;) {
    // A page at a time: `visit` may use the connection, which not every engine allows within a
    // query.
    ACCORD_TRY(const std::vector<Row> page,
               connection_.rows<DisagreementId, std::int64_t, std::int64_t, Bytes, Digest>(
                   kSelectLog, partnership, next));
    if (page.empty()) {
      return {};
    }
    for (const auto& [disagreement, sequence, log_index, bytes, leaf] : page) {
      const StreamId stream{partnership, disagreement};
      if (log_index != next) {
        return std::unexpected(damaged(
            stream, sequence, fmt::format("the event of place {} before it is missing", next)));
      }
      ACCORD_TRY(const auto entry, open_entry(hasher_, stream, sequence, log_index, bytes, leaf));
      ACCORD_TRY_DO(visit(entry));
      ++next;
    }
  }
}

std::expected<std::optional<Ledger::CommandRecord>, Fault> Ledger::command(
    const PartnershipId& partnership, const CommandId& command) {
  using Column = std::int64_t;
  ACCORD_TRY(const auto row,
             connection_.row<DisagreementId, Column, Column, Column, Instant, Digest>(
                 kSelectCommand, partnership, command));
  if (!row) {
    return std::nullopt;
  }
  const auto& [disagreement, first, last, log_index, recorded_at, body] = *row;
  return CommandRecord{{{partnership, disagreement}, first, last, log_index, recorded_at}, body};
}

std::expected<Version, Fault> Ledger::version(const StreamId& stream) {
  ACCORD_TRY(const auto head, head_of(connection_, stream));
  return head.version;
}

std::expected<std::vector<StreamHead>, Fault> Ledger::streams(const PartnershipId& partnership) {
  ACCORD_TRY(const auto rows,
             connection_.rows<DisagreementId, std::int64_t, Digest>(kSelectStreams, partnership));
  std::vector<StreamHead> heads;
  for (const auto& [disagreement, version, leaf] : rows) {
    heads.push_back({{partnership, disagreement}, Version{version}, leaf});
  }
  return heads;
}

std::expected<std::vector<PartnershipHead>, Fault> Ledger::partnerships() {
  ACCORD_TRY(const auto rows,
             connection_.rows<PartnershipId, std::int64_t, Digest, Instant>(kSelectPartnerships));
  std::vector<PartnershipHead> heads;
  for (const auto& [partnership, entries, head, last] : rows) {
    heads.push_back({partnership, entries, head, last});
  }
  return heads;
}

std::expected<std::optional<PartnershipHead>, Fault> Ledger::head(
    const PartnershipId& partnership) {
  ACCORD_TRY(const auto row,
             (connection_.row<std::int64_t, Digest, Instant>(kSelectHead, partnership)));
  if (!row) {
    return std::nullopt;
  }
  const auto& [entries, head, last] = *row;
  return PartnershipHead{partnership, entries, head, last};
}

}  // namespace accord
