// What an acknowledged append costs against the least it can cost, a raw SQLite commit of the same
// bytes, and how fast a record is verified. Both are measured in one run, in turns, on the same
// disk: what that disk does at the moment then falls on both.
//
//   ledger_bench [FOLDER] [--json]     the folder lies on the disk to be measured (else: the
//                                      temporary one)
//   ledger_bench --database LOCATION WRITERS    the appends alone, there, for two seconds
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "base/check.hpp"
#include "database/database.hpp"
#include "ledger/ledger.hpp"
#include "ledger/verify.hpp"

namespace accord {
namespace {

using Clock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

constexpr Seconds kTurn{0.3};
constexpr int kTurns = 9;
constexpr int kEventsToVerify = 100'000;

NewEntry event() {
  return {.kind = "discussion_recorded",
          .actor = {PersonId{"p-4711"}, AgencyId{"primary-school"}},
          .happened = Happened{Instant{1'800'000'000}, "stated"},
          .clear = {{"stage", "stage-one"}, {"area", "neglect"}},
          .policy = Digest{},
          .payload = std::vector<std::byte>(400, std::byte{'x'})};
}

StreamId stream(int which) {
  return {PartnershipId{"north"}, DisagreementId{fmt::format("d-{:06}", which)}};
}

// The bytes of such an event, as long as the ledger stores them.
std::vector<std::byte> event_bytes() {
  return *encode({.stream = stream(1),
                  .sequence = 7,
                  .previous = Digest{},
                  .log_index = 70'000,
                  .recorded_at = Instant{1'800'000'000},
                  .command = CommandId{"0123456789abcdef0123456789abcdef"},
                  .command_body = Digest{},
                  .event = event()});
}

// SQLite alone, set up as the ledger's is: one row and one commit at a time, whoever asks.
class Raw {
 public:
  explicit Raw(const std::string& path) : bytes_(event_bytes()) {
    ACCORD_CHECK(sqlite3_open(path.c_str(), &database_) == SQLITE_OK);
    run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (bytes BLOB)");
    const std::string_view sql = "INSERT INTO t (bytes) VALUES (?1)";
    sqlite3_prepare_v2(database_, sql.data(), static_cast<int>(sql.size()), &insert_, nullptr);
  }
  Raw(const Raw&) = delete;
  Raw& operator=(const Raw&) = delete;
  ~Raw() {
    sqlite3_finalize(insert_);
    sqlite3_close(database_);
  }

  void commit_one(int) {
    const std::lock_guard lock{mutex_};
    sqlite3_bind_blob64(insert_, 1, bytes_.data(), bytes_.size(), SQLITE_STATIC);
    ACCORD_CHECK(sqlite3_step(insert_) == SQLITE_DONE);
    sqlite3_reset(insert_);
  }

 private:
  void run(const char* sql) {
    ACCORD_CHECK(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK);
  }

  std::vector<std::byte> bytes_;
  std::mutex mutex_;
  sqlite3* database_ = nullptr;
  sqlite3_stmt* insert_ = nullptr;
};

// The ledger, each writer on disagreements of its own, as different people are.
class Ours {
 public:
  explicit Ours(const std::string& location, int first = 0) : next_(first) {
    auto database = Database::open({.location = location}, std::array{ledger_component()});
    ACCORD_CHECK(database.has_value());
    database_ = *std::move(database);
  }

  /// The disagreement that a writer is at; after 20 events comes the next one.
  struct Place {
    int which = 0;
    std::int64_t version = 20;
  };
  void append_one(int writer) {
    Place& place = places_.at(static_cast<std::size_t>(writer));
    if (place.version == 20) {
      place = {next_++, 0};
    }
    const std::array entries{event()};
    const std::string command = fmt::format("{:016x}{:016x}", place.which, place.version);
    const auto answer =
        database_->write(stream(place.which).partnership,
                         [&](Connection& connection) -> std::expected<Appended, AppendError> {
                           return Ledger{connection}.append({.stream = stream(place.which),
                                                             .expected = Version{place.version},
                                                             .command = CommandId{command},
                                                             .body = {},
                                                             .now = Instant{1'800'000'000},
                                                             .entries = entries});
                         });
    ACCORD_CHECK(answer.has_value());
    place.version = answer->last;
  }

 private:
  std::unique_ptr<Database> database_;
  std::array<Place, 16> places_;
  std::atomic<int> next_;
};

struct Turn {
  double per_second = 0;
  double median_ms = 0;
  double slow_ms = 0;  // 99 of 100 are quicker
};

// How often `work` is done while `writers` do it for one turn, and how long each waits.
Turn measure(int writers, const std::function<void(int)>& work, Seconds turn = kTurn) {
  std::vector<std::vector<double>> waits(static_cast<std::size_t>(writers));
  const auto start = Clock::now();
  {
    std::vector<std::jthread> threads;
    for (int writer = 0; writer < writers; ++writer) {
      threads.emplace_back([&, writer] {
        auto& mine = waits[static_cast<std::size_t>(writer)];
        for (auto now = start; now - start < turn;) {
          const auto before = Clock::now();
          work(writer);
          now = Clock::now();
          mine.push_back(Seconds{now - before}.count() * 1e3);
        }
      });
    }
  }
  const Seconds took = Clock::now() - start;
  std::vector<double> all;
  for (const auto& mine : waits) {
    all.insert(all.end(), mine.begin(), mine.end());
  }
  std::ranges::sort(all);
  return {static_cast<double>(all.size()) / took.count(), all[all.size() / 2],
          all[all.size() * 99 / 100]};
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

struct Comparison {
  int writers = 0;
  double per_second = 0;
  double raw_per_second = 0;
  double ratio = 0;
  double least_ratio = 0;
  double most_ratio = 0;
  double wait_ms = 0;
  double slow_ms = 0;
};

Comparison compare(int writers, Raw& raw, Ours& ours) {
  std::vector<double> raw_rates;
  std::vector<double> our_rates;
  std::vector<double> ratios;
  std::vector<double> waits;
  std::vector<double> slow;
  for (int turn = 0; turn < kTurns; ++turn) {
    const Turn theirs = measure(writers, [&](int writer) { raw.commit_one(writer); });
    const Turn mine = measure(writers, [&](int writer) { ours.append_one(writer); });
    raw_rates.push_back(theirs.per_second);
    our_rates.push_back(mine.per_second);
    ratios.push_back(mine.per_second / theirs.per_second);
    waits.push_back(mine.median_ms);
    slow.push_back(mine.slow_ms);
  }
  return {writers,
          median(our_rates),
          median(raw_rates),
          median(ratios),
          *std::ranges::min_element(ratios),
          *std::ranges::max_element(ratios),
          median(waits),
          median(slow)};
}

struct Verification {
  double verified_s = 0;
  double replayed_s = 0;
  double hashed_s = 0;
};

Verification verify_speed(const std::string& path) {
  const auto database = Database::open({.location = path}, std::array{ledger_component()});
  ACCORD_CHECK(database.has_value());
  const std::array entries{event()};
  for (int i = 0; i < kEventsToVerify;) {
    const auto stored = (*database)->write(
        stream(0).partnership, [&](Connection& connection) -> std::expected<bool, AppendError> {
          Ledger ledger{connection};
          for (const int end = i + 1000; i < end; ++i) {
            const auto answer = ledger.append({.stream = stream(i / 50),
                                               .expected = Version{i % 50},
                                               .command = CommandId{fmt::format("c-{}", i)},
                                               .body = {},
                                               .now = Instant{1'800'000'000 + i},
                                               .entries = entries});
            ACCORD_CHECK(answer.has_value());
          }
          return true;
        });
    ACCORD_CHECK(stored.has_value());
  }
  const auto timed = [&](const auto& work) {
    const auto start = Clock::now();
    ACCORD_CHECK((*database)->read_every(work).has_value());
    return Seconds{Clock::now() - start}.count();
  };
  const double verified = timed([](Connection& connection) {
    auto report = verify(connection);
    ACCORD_CHECK(report && report->intact() && report->entries == kEventsToVerify);
    return report;
  });
  const double replayed = timed([](Connection& connection) {
    return Ledger{connection}.replay(
        PartnershipId{"north"}, 0, [](const StoredEntry&) { return std::expected<void, Fault>{}; });
  });
  // The least that any verification can do: read the bytes and hash them.
  const double hashed = timed([](Connection& connection) -> std::expected<bool, Fault> {
    auto rows = connection.rows<Bytes>("SELECT bytes FROM ledger_entry");
    ACCORD_CHECK(rows.has_value() && rows->size() == kEventsToVerify);
    Hasher hasher;
    Digest last{};
    for (const auto& [bytes] : *rows) {
      last = leaf_hash(hasher, bytes);
    }
    return last != Digest{};
  });
  return {verified, replayed, hashed};
}

void print_text(const std::vector<Comparison>& comparisons, const Verification& verification) {
  fmt::print(
      "Acknowledged appends of {} bytes, and raw SQLite commits of the same bytes (WAL, FULL)\n\n"
      "| writers    | appends/s| raw/s    | ratio (least to most) | wait, ms | 99th, ms |\n"
      "|------------|----------|----------|-----------------------|----------|----------|\n",
      event_bytes().size());
  for (const Comparison& one : comparisons) {
    fmt::print(
        "| {:2} at once  | {:8.0f} | {:8.0f} | {:5.2f} ({:.2f} to {:.2f})   | {:8.2f} | {:8.2f} "
        "|\n",
        one.writers, one.per_second, one.raw_per_second, one.ratio, one.least_ratio, one.most_ratio,
        one.wait_ms, one.slow_ms);
  }
  fmt::print("\n{} events: verify {:.2f} s; replay {:.2f} s; read and hash alone {:.2f} s\n",
             kEventsToVerify, verification.verified_s, verification.replayed_s,
             verification.hashed_s);
}

void print_json(const std::vector<Comparison>& comparisons, const Verification& verification) {
  fmt::print("{{\"bytes\": {}, \"appends\": [", event_bytes().size());
  for (const Comparison& one : comparisons) {
    fmt::print(
        "{}{{\"writers\": {}, \"per_second\": {:.1f}, \"raw_per_second\": {:.1f}, \"ratio\": "
        "{:.3f}, "
        "\"least_ratio\": {:.3f}, \"most_ratio\": {:.3f}, \"wait_ms\": {:.3f}, \"slow_ms\": "
        "{:.3f}}}",
        &one == comparisons.data() ? "" : ", ", one.writers, one.per_second, one.raw_per_second,
        one.ratio, one.least_ratio, one.most_ratio, one.wait_ms, one.slow_ms);
  }
  fmt::print(
      "], \"events\": {}, \"verify_s\": {:.3f}, \"replay_s\": {:.3f}, \"hash_s\": {:.3f}}}\n",
      kEventsToVerify, verification.verified_s, verification.replayed_s, verification.hashed_s);
}

/// Disagreements of their own in each run: a database that is there already holds those before.
int append_there(const std::string& location, int writers) {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const auto second = std::chrono::duration_cast<std::chrono::seconds>(since).count() % 20'000;
  Ours ours{location, static_cast<int>(second) * 100'000};
  const Turn turn = measure(writers, [&](int writer) { ours.append_one(writer); }, Seconds{2});
  fmt::print("{{\"per_second\": {:.1f}, \"wait_ms\": {:.3f}, \"slow_ms\": {:.3f}}}\n",
             turn.per_second, turn.median_ms, turn.slow_ms);
  return 0;
}

}  // namespace
}  // namespace accord

int main(int argc, char** argv) {
  namespace fs = std::filesystem;
  if (argc == 4 && std::string_view{argv[1]} == "--database") {
    return accord::append_there(argv[2], std::clamp(std::atoi(argv[3]), 1, 16));
  }
  fs::path where = fs::temp_directory_path();
  bool json = false;
  for (int i = 1; i < argc; ++i) {
    const bool asks_json = std::string_view{argv[i]} == "--json";
    json = json || asks_json;
    where = asks_json ? where : fs::path{argv[i]};
  }
  std::string folder = (where / "accord-bench-XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) {
    std::fprintf(stderr,
                 "ledger_bench: cannot make a folder there: name one that may be written to\n");
    return 2;
  }
  std::vector<accord::Comparison> comparisons;
  for (const int writers : {1, 4, 16}) {
    accord::Raw raw{fmt::format("{}/raw{}.db", folder, writers)};
    accord::Ours ours{fmt::format("{}/ledger{}.db", folder, writers)};
    comparisons.push_back(accord::compare(writers, raw, ours));
  }
  const accord::Verification verification = accord::verify_speed(folder + "/verify.db");
  fs::remove_all(folder);
  (json ? accord::print_json : accord::print_text)(comparisons, verification);
  return 0;
}
