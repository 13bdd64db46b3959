// What `verify` finds in a record that somebody changed behind Accord's back, with every right to
// the file and with the triggers gone. Each test changes a small record inside a transaction,
// looks, and takes the change back.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>

#include "conformance/engine.hpp"
#include "conformance/sample.hpp"
#include "ledger/verify.hpp"

namespace accord::conformance {
namespace {

// A value that owns what it holds.
using Cell = std::variant<std::int64_t, std::string, Bytes>;
using Cells = std::vector<std::pair<std::string, Cell>>;  // by column

Value as_value(const Cell& cell) {
  return std::visit([](const auto& held) { return to_value(held); }, cell);
}

class Tampered : public testing::Test {
 protected:
  Tampered() {
    connection_ = *open_connection(path(), Access::Create);
    const std::array components{ledger_component()};
    EXPECT_TRUE(migrate(*connection_, components));
    add(stream("a"), 0, "c1", {"one", "two"});
    add(stream("b"), 0, "c2", {"other"});
    add(stream("a"), 2, "c3", {"three"});
    add(stream("a"), 3, "c4", {"four", "five"});
    add(stream("b"), 1, "c5", {"another"});
    add(stream("a", "south"), 0, "c1", {"south"});
    for (const std::string_view trigger :
         {"ledger_entry_refuses_update", "ledger_entry_refuses_delete",
          "ledger_command_refuses_update", "ledger_command_refuses_delete"}) {
      EXPECT_TRUE(connection_->run(std::string{"DROP TRIGGER "} + std::string{trigger}));
    }
  }

  [[nodiscard]] std::string path() const { return folder_.file("ledger.db"); }

  void add(const StreamId& to, std::int64_t expected, const std::string& command,
           const std::vector<std::string>& words) {
    std::vector<NewEntry> entries;
    for (const auto& word : words) {
      entries.push_back(event(word));
    }
    auto transaction = Transaction::begin(*connection_, Connection::Purpose::Write);
    ASSERT_TRUE(Ledger{*connection_}.append({.stream = to,
                                             .expected = Version{expected},
                                             .command = CommandId{command},
                                             .body = body(command),
                                             .now = Instant{now_ += 60},
                                             .entries = entries}));
    ASSERT_TRUE(transaction->commit());
  }

  // What verification finds after `change`, which is taken back.
  std::vector<Discrepancy> found_after(const std::function<void()>& change) {
    const auto transaction = Transaction::begin(*connection_, Connection::Purpose::Write);
    change();
    auto report = verify(*connection_);
    EXPECT_TRUE(report) << report.error().what;
    return report ? std::move(report->findings) : std::vector<Discrepancy>{};
  }
  std::vector<Discrepancy> found_after(std::initializer_list<std::string_view> statements) {
    return found_after([&] {
      for (const auto statement : statements) {
        run(statement);
      }
    });
  }
  void run(std::string_view statement) {
    const auto done = connection_->run(statement);
    EXPECT_TRUE(done) << done.error().what;
    EXPECT_GT(done.value_or(0), 0) << statement << " changed nothing";
  }
  static bool names(const std::vector<Discrepancy>& findings, const StreamId& stream,
                    std::optional<std::int64_t> sequence) {
    return std::ranges::any_of(findings, [&](const Discrepancy& finding) {
      return finding.partnership == stream.partnership &&
             finding.disagreement == stream.disagreement && finding.sequence == sequence;
    });
  }

  std::vector<Cells> rows_of(const std::string& table);
  // Puts `cell` into one column of the row that `row` shows. False: a constraint of the table
  // refused.
  bool put(const std::string& table, const Cells& row, const std::string& column, const Cell& cell);

  TemporaryFolder folder_;
  std::int64_t now_ = 1'800'000'000;
  std::unique_ptr<Connection> connection_;
};

std::vector<Cells> Tampered::rows_of(const std::string& table) {
  std::vector<std::string> columns;
  const auto described =
      connection_->rows<std::string>("SELECT name FROM pragma_table_info($1)", table);
  for (const auto& [name] : *described) {
    columns.push_back(name);
  }
  std::vector<Cells> rows;
  const auto read = connection_->execute(
      "SELECT * FROM " + table, {},
      [&](std::span<const Value> values) -> std::expected<void, Fault> {
        Cells row;
        for (std::size_t i = 0; i < values.size(); ++i) {
          if (const auto* const number = std::get_if<std::int64_t>(&values[i])) {
            row.emplace_back(columns[i], *number);
          } else if (const auto* const text = std::get_if<std::string_view>(&values[i])) {
            row.emplace_back(columns[i], std::string{*text});
          } else if (const auto* const bytes = std::get_if<BytesView>(&values[i])) {
            row.emplace_back(columns[i], Bytes(bytes->begin(), bytes->end()));
          }
        }
        rows.push_back(std::move(row));
        return {};
      });
  EXPECT_TRUE(read);
  return rows;
}

bool Tampered::put(const std::string& table, const Cells& row, const std::string& column,
                   const Cell& cell) {
  // Text goes in as a blob, so that bytes that are no UTF-8 get there too.
  const bool text = std::holds_alternative<std::string>(cell);
  std::string sql = "UPDATE " + table + " SET " + column + (text ? " = CAST($1 AS TEXT)" : " = $1");
  std::vector<Value> values;
  if (text) {
    values.emplace_back(std::as_bytes(std::span{std::get<std::string>(cell)}));
  } else {
    values.push_back(as_value(cell));
  }
  for (const auto& [name, held] : row) {
    values.push_back(as_value(held));
    sql +=
        (values.size() == 2 ? " WHERE " : " AND ") + name + " = $" + std::to_string(values.size());
  }
  const auto done = connection_->execute(sql, values, {});
  if (!done) {
    EXPECT_TRUE(done.error().kind == FaultKind::Unique) << done.error().what;
    return false;
  }
  EXPECT_EQ(*done, 1);
  return true;
}

// Every value that differs from `cell` by one flipped bit: each bit of a text or a number; in each
// byte of a blob one bit, in the next byte another.
std::vector<Cell> flipped(const Cell& cell) {
  std::vector<Cell> flips;
  if (const auto* const number = std::get_if<std::int64_t>(&cell)) {
    for (unsigned bit = 0; bit < 64; ++bit) {
      flips.emplace_back(static_cast<std::int64_t>(static_cast<std::uint64_t>(*number) ^
                                                   (std::uint64_t{1} << bit)));
    }
  } else if (const auto* const text = std::get_if<std::string>(&cell)) {
    for (std::size_t i = 0; i < text->size() * 8; ++i) {
      auto changed = *text;
      changed[i / 8] =
          static_cast<char>(static_cast<unsigned char>(changed[i / 8]) ^ (1U << (i % 8)));
      flips.emplace_back(std::move(changed));
    }
  } else {
    const auto& bytes = std::get<Bytes>(cell);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      auto changed = bytes;
      changed[i] ^= static_cast<std::byte>(1U << (i % 8));
      flips.emplace_back(std::move(changed));
    }
  }
  return flips;
}

const Cell& cell_of(const Cells& row, std::string_view column) {
  return std::ranges::find(row, column, &std::pair<std::string, Cell>::first)->second;
}

// What a row is about, as a finding would name it.
StreamId stream_of(const Cells& row) {
  const bool has_stream =
      std::ranges::any_of(row, [](const auto& column) { return column.first == "disagreement"; });
  return {PartnershipId{std::get<std::string>(cell_of(row, "partnership"))},
          has_stream ? DisagreementId{std::get<std::string>(cell_of(row, "disagreement"))}
                     : DisagreementId{}};
}

TEST_F(Tampered, TheUntouchedRecordIsInOrder) {
  const auto report = verify(*connection_);
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->intact());
  EXPECT_EQ(report->entries, 8);
  EXPECT_EQ(report->streams, 3);
}

// S-LED5: "`accord verify`: chain, gaps, order". Each byte of each column of each event, alone.
TEST_F(Tampered, S_LED5_EveryFlippedByteOfAnEventIsFoundWhereItIs) {
  int looked = 0;
  for (const Cells& row : rows_of("ledger_entry")) {
    const StreamId stream = stream_of(row);
    const auto sequence = std::get<std::int64_t>(cell_of(row, "sequence"));
    for (const auto& [column, cell] : row) {
      const bool place =
          column == "partnership" || column == "disagreement" || column == "sequence";
      for (const Cell& changed : flipped(cell)) {
        bool stored = false;
        const auto findings =
            found_after([&] { stored = put("ledger_entry", row, column, changed); });
        if (!stored) {
          continue;  // the place is taken: the engine itself refuses
        }
        ++looked;
        ASSERT_FALSE(findings.empty()) << column << " of event " << sequence;
        if (!place) {
          EXPECT_TRUE(names(findings, stream, sequence)) << column << " of event " << sequence;
        } else {  // the event is elsewhere now: its old stream says so
          EXPECT_TRUE(std::ranges::any_of(findings,
                                          [&](const Discrepancy& finding) {
                                            return finding.partnership == stream.partnership &&
                                                   (finding.disagreement == stream.disagreement ||
                                                    finding.disagreement.empty());
                                          }))
              << column << " of event " << sequence;
        }
      }
    }
  }
  EXPECT_GT(looked, 3500);
}

TEST_F(Tampered, S_LED5_EveryFlippedByteOfAHeadOrACommandIsFound) {
  for (const std::string table : {"ledger_stream", "ledger_partnership", "ledger_command"}) {
    for (const Cells& row : rows_of(table)) {
      for (const auto& [column, cell] : row) {
        for (const Cell& changed : flipped(cell)) {
          bool stored = false;
          const auto findings = found_after([&] { stored = put(table, row, column, changed); });
          ASSERT_TRUE(!stored || !findings.empty()) << table << "." << column;
          EXPECT_TRUE(!stored || std::ranges::any_of(findings,
                                                     [&](const Discrepancy& finding) {
                                                       return finding.partnership ==
                                                              stream_of(row).partnership;
                                                     }))
              << table << "." << column;
        }
      }
    }
  }
}

TEST_F(Tampered, ARemovedEventLeavesAGap) {
  EXPECT_TRUE(names(found_after({"DELETE FROM ledger_entry WHERE partnership = 'north' AND "
                                 "disagreement = 'a' AND sequence = 3"}),
                    stream("a"), 4));
  EXPECT_TRUE(names(found_after({"DELETE FROM ledger_entry WHERE partnership = 'north' AND "
                                 "disagreement = 'a' AND sequence = 1"}),
                    stream("a"), 2));
}

TEST_F(Tampered, AnEndThatWasCutOffIsMissedByTheStreamsHead) {
  const auto findings =
      found_after({"DELETE FROM ledger_entry WHERE partnership = 'north' AND "
                   "disagreement = 'a' AND sequence > 3"});
  EXPECT_TRUE(names(findings, stream("a"), 3));
  EXPECT_NE(findings.front().what.find("events were removed"), std::string::npos);
}

TEST_F(Tampered, AnEndThatWasCutOffWithItsHeadIsMissedByThePartnership) {
  const auto findings = found_after(
      {"DELETE FROM ledger_entry WHERE partnership = 'north' AND disagreement = 'b' AND sequence = "
       "2",
       "DELETE FROM ledger_command WHERE partnership = 'north' AND command = 'c5'",
       "UPDATE ledger_stream SET version = 1, leaf_hash = (SELECT leaf_hash FROM ledger_entry "
       "WHERE "
       "partnership = 'north' AND disagreement = 'b' AND sequence = 1) WHERE partnership = 'north' "
       "AND disagreement = 'b'"});
  EXPECT_TRUE(names(findings, stream(""), std::nullopt));
}

TEST_F(Tampered, AWholeStreamThatIsGoneIsMissedByThePartnership) {
  const auto findings = found_after({"DELETE FROM ledger_entry WHERE disagreement = 'b'",
                                     "DELETE FROM ledger_stream WHERE disagreement = 'b'",
                                     "DELETE FROM ledger_command WHERE disagreement = 'b'"});
  ASSERT_FALSE(findings.empty());
  EXPECT_TRUE(names(findings, stream("a"), 3)) << "the gap lies before this event";
  EXPECT_TRUE(names(findings, stream(""), std::nullopt));
}

TEST_F(Tampered, AStreamWhoseEventsAreGoneIsNamed) {
  EXPECT_TRUE(names(found_after({"DELETE FROM ledger_entry WHERE disagreement = 'b'"}), stream("b"),
                    std::nullopt));
}

TEST_F(Tampered, AWholePartnershipWhoseEventsAreGoneIsNamed) {
  const auto findings = found_after({"DELETE FROM ledger_entry WHERE partnership = 'south'",
                                     "DELETE FROM ledger_stream WHERE partnership = 'south'",
                                     "DELETE FROM ledger_command WHERE partnership = 'south'"});
  EXPECT_TRUE(names(findings, stream("", "south"), std::nullopt));
}

TEST_F(Tampered, TwoEventsThatChangedPlacesAreBothNamed) {
  const auto findings = found_after([&] {
    for (const auto& [from, to] : {std::pair{2, 99}, std::pair{3, 2}, std::pair{99, 3}}) {
      const auto done = connection_->run(
          "UPDATE ledger_entry SET sequence = $1 WHERE partnership = 'north' AND disagreement = "
          "'a' "
          "AND sequence = $2",
          to, from);
      EXPECT_EQ(done, 1);
    }
  });
  EXPECT_TRUE(names(findings, stream("a"), 2));
  EXPECT_TRUE(names(findings, stream("a"), 3));
}

TEST_F(Tampered, WholeRowsThatChangedPlacesAreBothNamed) {
  const auto findings = found_after([&] {
    run("CREATE TABLE held AS SELECT * FROM ledger_entry");
    for (const auto& [from, to] : {std::pair{2, 3}, std::pair{3, 2}}) {
      const auto done = connection_->run(
          "UPDATE ledger_entry SET (bytes, leaf_hash, kind, command, recorded_at_s) = (SELECT "
          "bytes, "
          "leaf_hash, kind, command, recorded_at_s FROM held h WHERE h.partnership = 'north' AND "
          "h.disagreement = 'a' AND h.sequence = $1) WHERE partnership = 'north' AND disagreement "
          "= "
          "'a' AND sequence = $2",
          from, to);
      EXPECT_EQ(done, 1);
    }
  });
  EXPECT_TRUE(names(findings, stream("a"), 2));
  EXPECT_TRUE(names(findings, stream("a"), 3));
}

TEST_F(Tampered, ACopiedEventIsNamed) {
  const auto copy = [&](std::int64_t sequence, std::int64_t log_index) {
    return found_after([&] {
      const auto done = connection_->run(
          "INSERT INTO ledger_entry SELECT partnership, disagreement, $1, $2, recorded_at_s, kind, "
          "command, bytes, leaf_hash FROM ledger_entry WHERE partnership = 'north' AND "
          "disagreement "
          "= 'a' AND sequence = 5",
          sequence, log_index);
      EXPECT_EQ(done, 1);
    });
  };
  EXPECT_TRUE(names(copy(6, 7), stream("a"), 6));
  EXPECT_TRUE(names(copy(0, -1), stream("a"), 0));
  EXPECT_TRUE(names(copy(INT64_MAX, INT64_MAX), stream("a"), INT64_MAX));
  EXPECT_FALSE(copy(INT64_MIN, INT64_MIN).empty());
}

// An event that fits its stream in everything, written by somebody who knows how.
TEST_F(Tampered, AnEventForgedAtTheEndIsMissedByTheHeads) {
  const auto stored = Ledger{*connection_}.read(stream("b"));
  Entry entry = stored->back().entry;
  entry.sequence = 3;
  entry.previous = stored->back().leaf;
  entry.log_index = 7;
  entry.event.payload = bytes_of("forged");
  const auto bytes = *encode(entry);
  Hasher hasher;
  const auto findings = found_after([&] {
    const auto done = connection_->run(
        "INSERT INTO ledger_entry VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        entry.stream.partnership, entry.stream.disagreement, entry.sequence, entry.log_index,
        entry.recorded_at, entry.event.kind, entry.command, bytes, leaf_hash(hasher, bytes));
    EXPECT_EQ(done, 1);
  });
  EXPECT_TRUE(names(findings, stream("b"), 3));
  EXPECT_NE(findings.at(1).what.find("events were added"), std::string::npos)
      << findings.at(1).what;
}

// Words put into somebody's mouth, with the hash made to fit: the next event still points at the
// old.
TEST_F(Tampered, AChangedEventWithItsHashMadeToFitIsFoundAtTheNextOne) {
  const auto stored = Ledger{*connection_}.read(stream("a"));
  const auto forge = [&](std::size_t which) {
    Entry entry = stored->at(which).entry;
    entry.event.payload = bytes_of("forged");
    const auto bytes = *encode(entry);
    Hasher hasher;
    return found_after([&] {
      const auto done = connection_->run(
          "UPDATE ledger_entry SET bytes = $1, leaf_hash = $2 WHERE partnership = 'north' AND "
          "disagreement = 'a' AND sequence = $3",
          bytes, leaf_hash(hasher, bytes), entry.sequence);
      EXPECT_EQ(done, 1);
    });
  };
  EXPECT_TRUE(names(forge(1), stream("a"), 3));
  EXPECT_TRUE(names(forge(4), stream("a"), 5)) << "the last one is held by the stream's head";
}

// The whole stream computed anew, and its head: the partnership's head still tells.
TEST_F(Tampered, AStreamComputedAnewIsFoundByThePartnershipsHead) {
  const auto stored = Ledger{*connection_}.read(stream("a"));
  const auto findings = found_after([&] {
    Hasher hasher;
    Digest leaf{};
    for (auto entry : *stored) {
      entry.entry.event.payload = bytes_of("forged");
      if (entry.entry.sequence > 1) {
        entry.entry.previous = leaf;
      }
      const auto bytes = *encode(entry.entry);
      leaf = leaf_hash(hasher, bytes);
      const auto done = connection_->run(
          "UPDATE ledger_entry SET bytes = $1, leaf_hash = $2 WHERE partnership = 'north' AND "
          "disagreement = 'a' AND sequence = $3",
          bytes, leaf, entry.entry.sequence);
      EXPECT_EQ(done, 1);
    }
    EXPECT_EQ(
        connection_->run("UPDATE ledger_stream SET leaf_hash = $1 WHERE partnership = 'north' "
                         "AND disagreement = 'a'",
                         leaf),
        1);
  });
  ASSERT_EQ(findings.size(), 1);
  EXPECT_TRUE(names(findings, stream(""), std::nullopt));
}

TEST_F(Tampered, AnEventMovedToAnotherStreamIsNamed) {
  EXPECT_TRUE(names(found_after({"UPDATE ledger_entry SET disagreement = 'c' WHERE partnership = "
                                 "'north' AND disagreement = 'a' AND sequence = 1"}),
                    stream("c"), 1));
}

TEST_F(Tampered, ACommandTableThatForgetsOrInventsIsFound) {
  EXPECT_TRUE(
      names(found_after({"DELETE FROM ledger_command WHERE partnership = 'north' AND command "
                         "= 'c3'"}),
            stream("a"), 3));
  EXPECT_TRUE(
      names(found_after({"INSERT INTO ledger_command SELECT partnership, 'new', disagreement, "
                         "first_sequence, last_sequence, log_index, recorded_at_s, body_hash "
                         "FROM ledger_command WHERE command = 'c3'"}),
            stream("a"), 3));
}

TEST_F(Tampered, TheReaderOfAStreamRefusesWhatWasChangedToo) {
  const auto transaction = Transaction::begin(*connection_, Connection::Purpose::Write);
  run("UPDATE ledger_entry SET bytes = (SELECT bytes FROM ledger_entry WHERE sequence = 5) WHERE "
      "disagreement = 'b' AND sequence = 1");
  const auto read = Ledger{*connection_}.read(stream("b"));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, FaultKind::Corrupt);
  EXPECT_NE(read.error().what.find("Event 1 of north / b is not as it was recorded"),
            std::string::npos);
  EXPECT_TRUE(Ledger{*connection_}.read(stream("a"))) << "other disagreements are served";
}

// A flipped bit anywhere in the file is found, or lies where it changes nothing.
TEST_F(Tampered, AFlippedBitOfTheFileIsFoundOrHarmless) {
  connection_.reset();
  std::stringstream held;
  held << std::ifstream{path(), std::ios::binary}.rdbuf();
  const auto original = held.str();
  ASSERT_GT(original.size(), 20'000);
  std::mt19937 random{7};
  int found = 0;
  for (int i = 0; i < 400; ++i) {
    auto changed = original;
    const auto at = random() % changed.size();
    changed[at] =
        static_cast<char>(static_cast<unsigned char>(changed[at]) ^ (1U << (random() % 8)));
    const auto copy = folder_.file("copy.db");
    std::ofstream{copy, std::ios::binary | std::ios::trunc} << changed;
    auto connection = open_connection(copy, Access::Read);
    const auto report =
        connection ? verify(**connection)
                   : std::expected<VerifyReport, Fault>{std::unexpected(connection.error())};
    if (!report || !report->intact()) {
      ++found;
      continue;
    }
    EXPECT_EQ(report->entries, 8) << "byte " << at;
    EXPECT_EQ(report->partnerships.size(), 2) << "byte " << at;
    EXPECT_TRUE(Ledger{**connection}.read(stream("a")).has_value()) << "byte " << at;
  }
  EXPECT_GT(found, 20);
}

}  // namespace
}  // namespace accord::conformance
