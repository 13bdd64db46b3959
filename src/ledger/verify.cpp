#include "ledger/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "base/try.hpp"
#include "database/text.hpp"

namespace accord {
namespace {

// Pages, since what is asked between two rows may not run within a query on every engine.
constexpr std::string_view kSelectByStream = R"sql(
    SELECT partnership, disagreement, sequence, log_index, recorded_at_s, kind, command, bytes,
           leaf_hash
    FROM ledger_entry
    WHERE (partnership, disagreement, sequence) > ($1, $2, $3)
    ORDER BY partnership, disagreement, sequence LIMIT 200
)sql";

constexpr std::string_view kSelectByPlace = R"sql(
    SELECT disagreement, sequence, log_index, recorded_at_s, leaf_hash FROM ledger_entry
    WHERE partnership = $1 AND log_index > $2
    ORDER BY log_index LIMIT 1000
)sql";

constexpr std::string_view kSelectHeldStream = R"sql(
    SELECT version, leaf_hash FROM ledger_stream WHERE partnership = $1 AND disagreement = $2
)sql";

constexpr std::string_view kSelectStreamsWithoutEvents = R"sql(
    SELECT s.partnership, s.disagreement, s.version FROM ledger_stream s
    WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e
                      WHERE e.partnership = s.partnership AND e.disagreement = s.disagreement)
    ORDER BY s.partnership, s.disagreement
)sql";

constexpr std::string_view kSelectHeldCommand = R"sql(
    SELECT disagreement, first_sequence, last_sequence, log_index, recorded_at_s, body_hash
    FROM ledger_command WHERE partnership = $1 AND command = $2
)sql";

constexpr std::string_view kSelectCommandsWithoutEvents = R"sql(
    SELECT c.partnership, c.disagreement, c.first_sequence, c.command FROM ledger_command c
    WHERE NOT EXISTS (SELECT 1 FROM ledger_entry e
                      WHERE e.partnership = c.partnership AND e.disagreement = c.disagreement
                        AND e.sequence = c.first_sequence AND e.command = c.command)
    ORDER BY c.partnership, c.disagreement, c.first_sequence
)sql";

constexpr std::string_view kSelectPartnership = R"sql(
    SELECT entries, head, last_recorded_at_s FROM ledger_partnership WHERE partnership = $1
)sql";

constexpr std::string_view kSelectAnyPartnerships = R"sql(
    SELECT partnership FROM ledger_partnership
    UNION SELECT partnership FROM ledger_entry
    ORDER BY partnership
)sql";

constexpr std::string_view kCountEntries = "SELECT COUNT(*) FROM ledger_entry";

constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();

struct Row {
  StreamId stream;
  std::int64_t sequence = 0;
  std::int64_t log_index = 0;
  Instant recorded_at;
  std::string kind;
  CommandId command;
  Bytes bytes;
  Bytes leaf;
};

// Not `before + 1 == number`: what is stored may be any number.
bool follows(std::int64_t number, std::int64_t before) {
  return number > before &&
         static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(before) == 1;
}

// A name that Accord could have written. Another one cannot be asked for either.
bool is_a_name(const StreamId& stream) {
  return is_storable(stream.partnership.text()) && is_storable(stream.disagreement.text());
}

bool same(const Bytes& stored, const Digest& digest) {
  return std::ranges::equal(stored, digest);
}

class Verifier {
 public:
  explicit Verifier(Connection& connection) : connection_(connection) {}

  std::expected<void, Fault> check_everything() {
    ACCORD_TRY(const auto damages, connection_.self_check());
    for (const auto& damage : damages) {
      report_.findings.push_back({{}, {}, std::nullopt, "the database file is damaged: " + damage});
    }
    ACCORD_TRY_DO(check_streams());
    ACCORD_TRY_DO(check_what_has_no_events());
    ACCORD_TRY(const auto partnerships, connection_.rows<PartnershipId>(kSelectAnyPartnerships));
    for (const auto& [partnership] : partnerships) {
      if (!is_storable(partnership.text())) {
        find({partnership, {}}, std::nullopt, "the partnership's name is no text: it was changed");
        continue;
      }
      ACCORD_TRY_DO(check_partnership(partnership));
    }
    return {};
  }

  void find(const StreamId& stream, std::optional<std::int64_t> sequence, std::string what) {
    if (report_.findings.size() >= VerifyReport::kMostFindings) {
      ++report_.findings_left_out;
      return;
    }
    report_.findings.push_back(
        {stream.partnership, stream.disagreement, sequence, std::move(what)});
  }

  VerifyReport take() { return std::move(report_); }

 private:
  // Where the walk through a stream stands.
  struct Walk {
    StreamId stream;
    std::int64_t sequence = 0;
    Bytes leaf;
    Instant recorded_at{kLeast};
    // The events of the command that were met last.
    CommandId command;
    std::int64_t first = 0;
    std::int64_t first_log_index = 0;
    Instant first_recorded_at;
    Digest body{};
  };

  std::expected<void, Fault> check_streams();
  std::expected<void, Fault> check_event(Walk& walk, const Row& row);
  void check_columns(const Row& row, const Entry& entry);
  void check_link(const Walk& walk, const Row& row, const Entry& entry);
  std::expected<void, Fault> end_command(const Walk& walk);
  std::expected<void, Fault> end_stream(const Walk& walk);
  std::expected<void, Fault> check_what_has_no_events();
  std::expected<void, Fault> check_partnership(const PartnershipId& partnership);
  std::expected<PartnershipHead, Fault> walk_log(const PartnershipId& partnership);

  Connection& connection_;
  Hasher hasher_;
  VerifyReport report_;
};

std::expected<void, Fault> Verifier::check_streams() {
  Walk walk;
  StreamId stream;
  std::int64_t sequence = kLeast;
  for (;;) {
    ACCORD_TRY(auto page,
               (connection_.rows<PartnershipId, DisagreementId, std::int64_t, std::int64_t, Instant,
                                 std::string, CommandId, Bytes, Bytes>(
                   kSelectByStream, stream.partnership, stream.disagreement, sequence)));
    if (page.empty()) {
      break;
    }
    for (auto& [partnership, disagreement, number, log_index, at, kind, command, bytes, leaf] :
         page) {
      const Row row{{std::move(partnership), std::move(disagreement)},
                    number,
                    log_index,
                    at,
                    std::move(kind),
                    std::move(command),
                    std::move(bytes),
                    std::move(leaf)};
      if (row.stream != walk.stream) {
        ACCORD_TRY_DO(end_stream(walk));
        walk = Walk{};
        walk.stream = row.stream;
      }
      ACCORD_TRY_DO(check_event(walk, row));
      stream = row.stream;
      sequence = number;
    }
    if (!is_a_name(stream)) {
      find(stream, sequence, "the events behind it could not be looked at: its name is no text");
      break;
    }
  }
  ACCORD_TRY_DO(end_stream(walk));
  ACCORD_TRY(const auto count, connection_.row<std::int64_t>(kCountEntries));
  if (count && std::get<0>(*count) != report_.entries) {
    find({}, std::nullopt,
         fmt::format("the table of events has {} rows, but its index leads to {}",
                     std::get<0>(*count), report_.entries));
  }
  return {};
}

std::expected<void, Fault> Verifier::check_event(Walk& walk, const Row& row) {
  ++report_.entries;
  if (!same(row.leaf, leaf_hash(hasher_, row.bytes))) {
    find(row.stream, row.sequence, "its bytes do not give its hash: one of them was changed");
  }
  const auto entry = decode(row.bytes);
  if (entry) {
    check_columns(row, *entry);
    check_link(walk, row, *entry);
    if (entry->command != walk.command || walk.first == 0) {
      ACCORD_TRY_DO(end_command(walk));
      walk.command = entry->command;
      walk.first = row.sequence;
      walk.first_log_index = row.log_index;
      walk.first_recorded_at = row.recorded_at;
      walk.body = entry->command_body;
    } else if (entry->command_body != walk.body) {
      find(row.stream, row.sequence, "its command is said to have had another body before");
    }
  } else {
    find(row.stream, row.sequence,
         fmt::format("its bytes are no event: {} (at byte {})", entry.error().what,
                     entry.error().offset));
  }
  walk.sequence = row.sequence;
  walk.leaf = row.leaf;
  walk.recorded_at = std::max(walk.recorded_at, row.recorded_at);
  return {};
}

// The columns only repeat what was hashed.
void Verifier::check_columns(const Row& row, const Entry& entry) {
  const auto compare = [&](std::string_view column, bool equal) {
    if (!equal) {
      find(row.stream, row.sequence,
           fmt::format("the column {} says something else than the event's own bytes", column));
    }
  };
  compare("partnership", row.stream.partnership == entry.stream.partnership);
  compare("disagreement", row.stream.disagreement == entry.stream.disagreement);
  compare("sequence", row.sequence == entry.sequence);
  compare("log_index", row.log_index == entry.log_index);
  compare("recorded_at_s", row.recorded_at == entry.recorded_at);
  compare("kind", row.kind == entry.event.kind);
  compare("command", row.command == entry.command);
}

// The event follows the one before it: no gap, no other event in its place, no time that goes back.
void Verifier::check_link(const Walk& walk, const Row& row, const Entry& entry) {
  if (!follows(row.sequence, walk.sequence)) {
    find(row.stream, row.sequence,
         fmt::format("it follows event {}: what stood between is missing", walk.sequence));
    return;
  }
  const bool linked = entry.previous ? same(walk.leaf, *entry.previous) : walk.sequence == 0;
  if (!linked) {
    find(row.stream, row.sequence,
         "it was recorded after another event than the one that stands before it");
  }
  if (row.recorded_at < walk.recorded_at) {
    find(row.stream, row.sequence, "it was recorded earlier than the event before it");
  }
}

std::expected<void, Fault> Verifier::end_command(const Walk& walk) {
  if (walk.first == 0 || !is_a_name(walk.stream)) {
    return {};
  }
  using Column = std::int64_t;
  ACCORD_TRY(const auto stored,
             (connection_.row<DisagreementId, Column, Column, Column, Instant, Bytes>(
                 kSelectHeldCommand, walk.stream.partnership, walk.command)));
  if (!stored) {
    find(walk.stream, walk.first, "its command is not in the table of commands");
    return {};
  }
  const auto& [disagreement, first, last, log_index, recorded_at, body] = *stored;
  if (disagreement != walk.stream.disagreement || first != walk.first || last != walk.sequence ||
      log_index != walk.first_log_index || recorded_at != walk.first_recorded_at ||
      !same(body, walk.body)) {
    find(walk.stream, walk.first,
         "the table of commands says something else about its command than the events do");
  }
  return {};
}

std::expected<void, Fault> Verifier::end_stream(const Walk& walk) {
  if (walk.sequence == 0 && walk.leaf.empty()) {
    return {};  // before the first stream
  }
  ACCORD_TRY_DO(end_command(walk));
  ++report_.streams;
  if (!is_a_name(walk.stream)) {
    find(walk.stream, std::nullopt, "the name of the stream is no text: it was changed");
    return {};
  }
  ACCORD_TRY(const auto head,
             (connection_.row<std::int64_t, Bytes>(kSelectHeldStream, walk.stream.partnership,
                                                   walk.stream.disagreement)));
  if (!head) {
    find(walk.stream, std::nullopt, "the stream has events but no head");
  } else if (std::get<0>(*head) != walk.sequence) {
    find(walk.stream, walk.sequence,
         fmt::format("the stream ends here, but its head is event {}: events were {}",
                     std::get<0>(*head), std::get<0>(*head) > walk.sequence ? "removed" : "added"));
  } else if (std::get<1>(*head) != walk.leaf) {
    find(walk.stream, walk.sequence, "the stream's head has another hash than its last event");
  }
  return {};
}

std::expected<void, Fault> Verifier::check_what_has_no_events() {
  ACCORD_TRY(
      const auto streams,
      (connection_.rows<PartnershipId, DisagreementId, std::int64_t>(kSelectStreamsWithoutEvents)));
  for (const auto& [partnership, disagreement, version] : streams) {
    find({partnership, disagreement}, std::nullopt,
         fmt::format("all its events are missing: there were {}", version));
  }
  ACCORD_TRY(const auto commands,
             (connection_.rows<PartnershipId, DisagreementId, std::int64_t, CommandId>(
                 kSelectCommandsWithoutEvents)));
  for (const auto& [partnership, disagreement, first, command] : commands) {
    find({partnership, disagreement}, first,
         fmt::format("the table of commands has a command ({}) whose event is not here",
                     command.text()));
  }
  return {};
}

// The partnership's record from its entries alone, noting what is out of place on the way.
std::expected<PartnershipHead, Fault> Verifier::walk_log(const PartnershipId& partnership) {
  PartnershipHead walked{partnership, 0, {}, Instant{kLeast}};
  std::int64_t before = -1;
  std::int64_t last = kLeast;
  for (;;) {
    ACCORD_TRY(const auto page,
               (connection_.rows<DisagreementId, std::int64_t, std::int64_t, Instant, Bytes>(
                   kSelectByPlace, partnership, last)));
    if (page.empty()) {
      return walked;
    }
    for (const auto& [disagreement, sequence, log_index, recorded_at, leaf] : page) {
      if (!follows(log_index, before)) {
        find({partnership, disagreement}, sequence,
             fmt::format("it has place {} in the partnership's record, after place {}: what stood "
                         "between is missing",
                         log_index, before));
      }
      if (recorded_at < walked.last_recorded_at) {
        find({partnership, disagreement}, sequence,
             "it was recorded earlier than the event before it in the partnership's record");
      }
      Digest digest{};
      std::copy_n(leaf.begin(), std::min(leaf.size(), digest.size()), digest.begin());
      walked.head = next_head(hasher_, walked.head, digest);
      walked.last_recorded_at = std::max(walked.last_recorded_at, recorded_at);
      ++walked.entries;
      last = log_index;
      before = log_index;
    }
  }
}

std::expected<void, Fault> Verifier::check_partnership(const PartnershipId& partnership) {
  ACCORD_TRY(const auto walked, walk_log(partnership));
  ACCORD_TRY(const auto stored,
             (connection_.row<std::int64_t, Bytes, Instant>(kSelectPartnership, partnership)));
  const StreamId whole{partnership, {}};
  if (walked.entries == 0) {
    find(whole, std::nullopt, "the partnership has a head, but all its events are missing");
  } else if (!stored) {
    find(whole, std::nullopt, "the partnership has events but no head");
  } else if (const auto& [entries, head, last] = *stored; entries != walked.entries) {
    find(whole, std::nullopt,
         fmt::format("the partnership has {} events, but its head counts {}: events were {}",
                     walked.entries, entries, entries > walked.entries ? "removed" : "added"));
  } else if (!same(head, walked.head)) {
    find(whole, std::nullopt,
         "the partnership's head does not follow from its events in their order");
  } else if (last != walked.last_recorded_at) {
    find(whole, std::nullopt, "the partnership's last recorded time is not that of its events");
  }
  report_.partnerships.push_back(walked);
  return {};
}

}  // namespace

std::expected<VerifyReport, Fault> verify(Connection& connection) {
  // One moment is looked at, whatever is appended meanwhile.
  std::optional<Transaction> snapshot;
  if (!connection.in_transaction()) {
    ACCORD_TRY(auto begun, Transaction::survey(connection));
    snapshot.emplace(std::move(begun));
  } else {
    ACCORD_TRY_DO(connection.enter_every());
  }
  Verifier verifier{connection};
  const auto done = verifier.check_everything();
  if (!done) {
    if (done.error().kind != FaultKind::Corrupt) {
      return std::unexpected(done.error());
    }
    // A file too damaged to be read to its end is an answer, not a failure to look.
    verifier.find({}, std::nullopt, done.error().what);
  }
  return verifier.take();
}

}  // namespace accord
