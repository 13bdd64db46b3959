// What every connection does, whichever engine is behind it.
#include <gtest/gtest.h>

#include <array>

#include "conformance/place.hpp"
#include "database/database.hpp"

namespace accord::conformance {
namespace {

using std::int64_t;

class ConnectionConformance : public testing::TestWithParam<Keeper> {
 protected:
  std::unique_ptr<Connection> open(Access access = Access::Create) {
    auto connection = open_connection(location(), access);
    EXPECT_TRUE(connection) << connection.error().what;
    return *std::move(connection);
  }
  [[nodiscard]] std::string location() const { return place_->location(); }

  std::unique_ptr<TestDatabase> place_ = GetParam().make();
};

void define(Connection& connection, std::string_view statement) {
  const auto done = connection.define(statement);
  ASSERT_TRUE(done) << done.error().what;
}

std::optional<FaultKind> kind_of(const auto& answer) {
  return answer ? std::nullopt : std::optional{answer.error().kind};
}

const PartnershipId kSome{"some"};
constexpr std::string_view kTable =
    "CREATE TABLE t (id {i64} NOT NULL PRIMARY KEY, word TEXT, data {blob}, yes {bool}) {strict}";
constexpr std::string_view kInsert = "INSERT INTO t (id, word, data, yes) VALUES ($1, $2, $3, $4)";

TEST_P(ConnectionConformance, KeepsEveryTypeAsItWas) {
  const auto connection = open();
  define(*connection, kTable);
  const Bytes bytes{std::byte{0}, std::byte{255}};
  ASSERT_TRUE(connection->run(kInsert, 1, "é", bytes, true));
  ASSERT_TRUE(connection->run(kInsert, INT64_MIN, "", Bytes{}, false));
  ASSERT_TRUE(connection->run(kInsert, 3, nullptr, std::optional<Bytes>{}, std::optional<bool>{}));

  const auto rows =
      connection
          ->rows<int64_t, std::optional<std::string>, std::optional<Bytes>, std::optional<bool>>(
              "SELECT id, word, data, yes FROM t ORDER BY id");

  ASSERT_TRUE(rows) << rows.error().what;
  using Row =
      std::tuple<int64_t, std::optional<std::string>, std::optional<Bytes>, std::optional<bool>>;
  EXPECT_EQ(*rows, (std::vector<Row>{{INT64_MIN, "", Bytes{}, false},
                                     {1, "é", bytes, true},
                                     {3, std::nullopt, std::nullopt, std::nullopt}}));
}

// To SQLite `$2` is a name, numbered by its first use.
TEST_P(ConnectionConformance, BindsByNumberWhateverTheOrderInTheText) {
  const auto connection = open();
  const auto row =
      connection->row<std::string, int64_t, std::string>("SELECT $2, $1, $2", 1, "two");
  ASSERT_TRUE(row) << row.error().what;
  EXPECT_EQ(row->value(), (std::tuple{"two", 1, "two"}));
}

TEST_P(ConnectionConformance, RefusesValuesThatTheStatementDoesNotName) {
  const auto connection = open();
  EXPECT_EQ(kind_of(connection->run("SELECT $1::bigint", 1)), FaultKind::Misuse);
  EXPECT_EQ(kind_of(connection->run("SELECT $1", 1, 2)), FaultKind::Misuse);
  EXPECT_EQ(kind_of(connection->run("SELECT $2", 1, 2)), FaultKind::Misuse);
  EXPECT_EQ(kind_of(connection->run("SELECT 1; SELECT 2")), FaultKind::Misuse);
  EXPECT_EQ(kind_of(connection->run("SELEKT 1")), FaultKind::Misuse);
}

TEST_P(ConnectionConformance, RefusesTextThatAnEngineWouldCutOrRefuse) {
  const auto connection = open();
  EXPECT_EQ(kind_of(connection->run("SELECT $1", std::string("a\0b", 3))), FaultKind::BadInput);
  EXPECT_EQ(kind_of(connection->run("SELECT $1", "\xff\xfe")), FaultKind::BadInput);
  EXPECT_TRUE(connection->run("SELECT $1", "😀 é 中"));
}

TEST_P(ConnectionConformance, TellsOneConstraintFromAnother) {
  const auto connection = open();
  define(*connection,
         "CREATE TABLE a (id {i64} NOT NULL PRIMARY KEY, n {i64} NOT NULL CHECK (n > 0)) {strict}");
  define(*connection,
         "CREATE TABLE b (id {i64} NOT NULL PRIMARY KEY REFERENCES a (id)) {strict_by_key}");
  constexpr std::string_view kInsertA = "INSERT INTO a (id, n) VALUES ($1, $2)";
  ASSERT_TRUE(connection->run(kInsertA, 1, 1));

  EXPECT_EQ(kind_of(connection->run(kInsertA, 1, 1)), FaultKind::Unique);
  EXPECT_EQ(kind_of(connection->run(kInsertA, 2, 0)), FaultKind::Check);
  EXPECT_EQ(kind_of(connection->run(kInsertA, 2, nullptr)), FaultKind::NotNull);
  EXPECT_EQ(kind_of(connection->run(kInsertA, 2, "abc")), FaultKind::Check);  // STRICT
  EXPECT_EQ(kind_of(connection->run("INSERT INTO b (id) VALUES ($1)", 9)), FaultKind::ForeignKey);
}

TEST_P(ConnectionConformance, AnAppendOnlyTableRefusesEveryOtherChange) {
  const auto connection = open();
  define(*connection, kTable);
  define(*connection, "{append_only t}");
  ASSERT_TRUE(connection->run(kInsert, 1, "a", nullptr, nullptr));

  EXPECT_EQ(kind_of(connection->run("UPDATE t SET word = 'b'")), FaultKind::Forbidden);
  EXPECT_EQ(kind_of(connection->run("DELETE FROM t")), FaultKind::Forbidden);
  EXPECT_EQ(std::get<0>(connection->row<std::string>("SELECT word FROM t")->value()), "a");
}

TEST_P(ConnectionConformance, ARowOfAnotherTypeIsAFaultAndNoCrash) {
  const auto connection = open();
  EXPECT_EQ(kind_of(connection->rows<int64_t>("SELECT 'a'")), FaultKind::Corrupt);
  EXPECT_EQ(kind_of(connection->rows<std::string>("SELECT NULL")), FaultKind::Corrupt);
  EXPECT_EQ(kind_of(connection->rows<int64_t>("SELECT 1, 2")), FaultKind::Corrupt);
  EXPECT_EQ(kind_of(connection->rows<bool>("SELECT 2")), FaultKind::Corrupt);
  EXPECT_EQ(kind_of(connection->rows<int64_t>("SELECT 1.5")), FaultKind::Misuse);
}

TEST_P(ConnectionConformance, AStatementMayRunWithinItsOwnRows) {
  const auto connection = open();
  define(*connection, kTable);
  for (int id = 1; id <= 3; ++id) {
    ASSERT_TRUE(connection->run(kInsert, id, "w", nullptr, nullptr));
  }
  constexpr std::string_view kSelect = "SELECT id FROM t ORDER BY id";
  int64_t sum = 0;
  const auto done =
      connection->execute(kSelect, {}, [&](std::span<const Value>) -> std::expected<void, Fault> {
        const auto rows = connection->rows<int64_t>(kSelect);
        for (const auto& [id] : *rows) {
          sum += id;
        }
        return {};
      });
  EXPECT_TRUE(done);
  EXPECT_EQ(sum, 18);
}

TEST_P(ConnectionConformance, ATransactionThatWasNotCommittedLeavesNothing) {
  const auto connection = open();
  define(*connection, kTable);
  const auto count = [&] {
    return std::get<0>(connection->row<int64_t>("SELECT COUNT(*) FROM t")->value());
  };
  {
    const auto transaction = Transaction::begin(*connection, Connection::Purpose::Write);
    ASSERT_TRUE(transaction);
    ASSERT_TRUE(connection->run(kInsert, 1, "a", nullptr, nullptr));
  }
  EXPECT_EQ(count(), 0);
  {
    auto transaction = Transaction::begin(*connection, Connection::Purpose::Write);
    ASSERT_TRUE(connection->run(kInsert, 1, "a", nullptr, nullptr));
    {
      const auto savepoint = Savepoint::begin(*connection);
      ASSERT_TRUE(connection->run(kInsert, 2, "a", nullptr, nullptr));
    }
    ASSERT_TRUE(transaction->commit());
  }
  EXPECT_EQ(count(), 1);
}

TEST_P(ConnectionConformance, AReaderCannotWrite) {
  const auto connection = open();
  define(*connection, kTable);
  const auto reader = open(Access::Read);
  EXPECT_EQ(kind_of(reader->run(kInsert, 1, "a", nullptr, nullptr)), FaultKind::ReadOnly);
}

TEST_P(ConnectionConformance, ReadsSeeOneMomentAndWritesAreStored) {
  static constexpr std::array<std::string_view, 1> kStatements{kTable};
  static constexpr std::array kMigrations{Migration{1, 1, "first", kStatements}};
  const std::array components{Component{"test", kMigrations}};
  const auto database = Database::open({.location = location()}, components);
  ASSERT_TRUE(database) << database.error().what;

  const auto written = (*database)->write(kSome, [](Connection& connection) {
    return connection.run(kInsert, 1, "a", nullptr, nullptr);
  });
  ASSERT_TRUE(written) << written.error().what;

  const auto read =
      (*database)->read(kSome, [&](Connection& connection) -> std::expected<int64_t, Fault> {
        (void)connection.row<int64_t>("SELECT COUNT(*) FROM t");
        (void)(*database)->write(
            kSome, [](Connection& other) { return other.run(kInsert, 2, "b", nullptr, nullptr); });
        return std::get<0>(connection.row<int64_t>("SELECT COUNT(*) FROM t")->value());
      });
  EXPECT_EQ(read, 1);
}

INSTANTIATE_TEST_SUITE_P(Keepers, ConnectionConformance, testing::ValuesIn(every_keeper()),
                         [](const auto& keeper) { return keeper.param.name; });

}  // namespace
}  // namespace accord::conformance
