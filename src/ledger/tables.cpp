#include <array>

#include "ledger/ledger.hpp"

namespace accord {
namespace {

// The primary key (partnership, disagreement, sequence) is what makes two simultaneous appends
// collide. `bytes` are the exact bytes that were hashed: verification reads them and never
// re-serialises. The other columns repeat what the bytes say, so that they can be searched.
constexpr std::string_view kCreateEntry = R"sql(
    CREATE TABLE ledger_entry (
      partnership TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      sequence {i64} NOT NULL,
      log_index {i64} NOT NULL,
      recorded_at_s {i64} NOT NULL,
      kind TEXT NOT NULL,
      command TEXT NOT NULL,
      bytes {blob} NOT NULL,
      leaf_hash {blob} NOT NULL,
      PRIMARY KEY (partnership, disagreement, sequence),
      UNIQUE (partnership, log_index)
    ) {strict}
)sql";

// Where each stream ends. Without it the last events of a stream could go unmissed.
constexpr std::string_view kCreateStream = R"sql(
    CREATE TABLE ledger_stream (
      partnership TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      version {i64} NOT NULL,
      leaf_hash {blob} NOT NULL,
      PRIMARY KEY (partnership, disagreement)
    ) {strict_by_key}
)sql";

// Where a partnership's record ends. Without it a whole stream could go unmissed. Each append locks
// this row, which gives the partnership one order. The tree over the leaves will stand beside it.
constexpr std::string_view kCreatePartnership = R"sql(
    CREATE TABLE ledger_partnership (
      partnership TEXT NOT NULL PRIMARY KEY,
      entries {i64} NOT NULL,
      head {blob} NOT NULL,
      last_recorded_at_s {i64} NOT NULL
    ) {strict_by_key}
)sql";

// A command id is used once in a partnership, for ever.
constexpr std::string_view kCreateCommand = R"sql(
    CREATE TABLE ledger_command (
      partnership TEXT NOT NULL,
      command TEXT NOT NULL,
      disagreement TEXT NOT NULL,
      first_sequence {i64} NOT NULL,
      last_sequence {i64} NOT NULL,
      log_index {i64} NOT NULL,
      recorded_at_s {i64} NOT NULL,
      body_hash {blob} NOT NULL,
      PRIMARY KEY (partnership, command)
    ) {strict_by_key}
)sql";

constexpr std::array<std::string_view, 6> kFirst = {
    kCreateEntry,
    kCreateStream,
    kCreateCommand,
    kCreatePartnership,
    "{append_only ledger_entry}",
    "{append_only ledger_command}",
};

// A release before this one would see nothing, since it does not say what it is about to read.
constexpr std::array<std::string_view, 4> kSecond = {
    "{by_partnership ledger_entry}", "{by_partnership ledger_stream}",
    "{by_partnership ledger_command}", "{by_partnership ledger_partnership}"};

constexpr std::array kMigrations = {
    Migration{.version = 1, .oldest_reader = 1, .name = "the record", .statements = kFirst},
    Migration{
        .version = 2, .oldest_reader = 2, .name = "partnerships apart", .statements = kSecond},
};

}  // namespace

Component ledger_component() {
  return {"ledger", kMigrations};
}

}  // namespace accord
