// What PostgreSQL alone can do to a transaction.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <latch>
#include <thread>

#include "database/database.hpp"
#include "database/testing/test_database.hpp"

namespace accord {
namespace {

using std::int64_t;
using testing::HasSubstr;
using testing::Not;

class PostgresTest : public testing::Test {
 protected:
  PostgresTest() { define("CREATE TABLE t (id {i64} NOT NULL PRIMARY KEY) {strict}"); }

  std::unique_ptr<Connection> open(Access access = Access::Write) {
    auto connection = open_connection(database_.location(), access);
    EXPECT_TRUE(connection) << connection.error().what;
    return *std::move(connection);
  }
  void define(const std::string& statement) {
    const auto done = connection_->define(statement);
    ASSERT_TRUE(done) << done.error().what;
  }
  /// From now on this happens at the end of each transaction that adds to `t`, within its COMMIT.
  void at_commit(const std::string& what) {
    define(
        "CREATE OR REPLACE FUNCTION at_commit() RETURNS trigger LANGUAGE plpgsql AS "
        "$body$ BEGIN " +
        what + " RETURN NULL; END $body$");
    define(
        "CREATE CONSTRAINT TRIGGER at_commit AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED "
        "FOR EACH ROW EXECUTE FUNCTION at_commit()");
  }
  static std::expected<void, Fault> store(Connection& connection, int64_t id) {
    auto transaction = Transaction::begin(connection, Connection::Purpose::Write);
    if (!transaction) {
      return std::unexpected(transaction.error());
    }
    if (const auto added = connection.run("INSERT INTO t (id) VALUES ($1)", id); !added) {
      return std::unexpected(added.error());
    }
    return transaction->commit();
  }
  int64_t count() {
    return std::get<0>(connection_->row<int64_t>("SELECT COUNT(*) FROM t")->value());
  }

  testdata::TestDatabase database_{testdata::Kept::Postgres};
  std::unique_ptr<Connection> connection_ = open();
};

// S-DUR1: "A commit whose wait is cancelled returns success with a WARNING and is visible to
// others". A notice at any other moment, or of a lesser kind, is none.
TEST_F(PostgresTest, S_DUR1_ACommitWithAWarningIsNoAnswer) {
  at_commit("RAISE WARNING 'canceling wait for synchronous replication due to user request';");
  const auto answer = store(*connection_, 1);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, FaultKind::OutcomeUnknown) << answer.error().what;
  EXPECT_EQ(count(), 1) << "it is there, and may be gone with this server";

  define("DROP TRIGGER at_commit ON t");
  ASSERT_TRUE(connection_->define("DO $$ BEGIN RAISE WARNING 'before'; END $$"));
  EXPECT_TRUE(store(*connection_, 2));
  at_commit("RAISE NOTICE 'by the way';");
  EXPECT_TRUE(store(*connection_, 3));
}

TEST_F(PostgresTest, S_DUR1_AConnectionLostWithinTheCommitLeavesItUnknownAndTheNextOneBeginsAnew) {
  at_commit("PERFORM pg_terminate_backend(pg_backend_pid());");
  const auto lost = store(*connection_, 1);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, FaultKind::OutcomeUnknown) << lost.error().what;

  const auto other = open();
  ASSERT_TRUE(other->define("DROP TRIGGER at_commit ON t"));
  const auto next = store(*connection_, 2);
  EXPECT_TRUE(next) << next.error().what;
}

TEST_F(PostgresTest, ACommitThatIsRefusedHasStoredNothing) {
  at_commit("RAISE EXCEPTION 'too late' USING ERRCODE = '40001';");
  const auto refused = store(*connection_, 1);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::Busy) << refused.error().what;
  EXPECT_EQ(count(), 0);
}

TEST_F(PostgresTest, AConnectionThatWasCutOffIsMadeAnewByTheNextTransactionAndByNothingWithinOne) {
  const auto cut = [&] {
    const auto pid =
        std::get<0>(connection_->row<int64_t>("SELECT CAST(pg_backend_pid() AS BIGINT)")->value());
    const auto other = open();
    ASSERT_TRUE(other->row<bool>("SELECT pg_terminate_backend(CAST($1 AS INTEGER))", pid));
  };
  cut();
  EXPECT_TRUE(store(*connection_, 1));

  auto transaction = *Transaction::begin(*connection_, Connection::Purpose::Write);
  ASSERT_TRUE(connection_->run("INSERT INTO t (id) VALUES (2)"));
  cut();
  for (int i = 0; i < 2; ++i) {
    const auto within = connection_->run("INSERT INTO t (id) VALUES (3)");
    ASSERT_FALSE(within);
    EXPECT_EQ(within.error().kind, FaultKind::Unavailable) << within.error().what;
  }
  EXPECT_FALSE(connection_->in_transaction());
  EXPECT_FALSE(transaction.commit());
  EXPECT_TRUE(store(*connection_, 4));
  EXPECT_EQ(count(), 2) << "1 and 4";
}

// Two nodes, one partnership: the second reads what the first has stored, and not what was there.
TEST_F(PostgresTest, WhoeverEntersAPartnershipSeesAllThatWasStoredThere) {
  const auto other = open();
  ASSERT_TRUE(store(*connection_, 1));
  auto first = *Transaction::begin(*connection_, Connection::Purpose::Write);
  ASSERT_TRUE(connection_->enter("north"));
  std::latch begun{1};
  std::expected<int64_t, Fault> seen = 0;
  std::jthread second{[&] {
    const auto transaction = Transaction::begin(*other, Connection::Purpose::Write);
    begun.count_down();
    EXPECT_TRUE(other->enter("north"));
    seen = std::get<0>(other->row<int64_t>("SELECT COUNT(*) FROM t")->value());
  }};
  begun.wait();
  std::this_thread::sleep_for(std::chrono::milliseconds{50});
  ASSERT_TRUE(connection_->run("INSERT INTO t (id) VALUES (2)"));
  ASSERT_TRUE(first.commit());
  second.join();
  EXPECT_EQ(seen, 2);
}

TEST_F(PostgresTest, WritersOfTwoPartnershipsDoNotWaitForEachOther) {
  const auto other = open();
  const auto first = Transaction::begin(*connection_, Connection::Purpose::Write);
  ASSERT_TRUE(connection_->enter("north"));
  const auto second = Transaction::begin(*other, Connection::Purpose::Write);
  EXPECT_TRUE(other->enter("south"));
}

TEST_F(PostgresTest, SeesWhatWasRemovedAlteredAddedOrSwitchedOff) {
  static constexpr std::array<std::string_view, 3> kStatements{
      "CREATE TABLE a (id {i64} NOT NULL PRIMARY KEY, word TEXT) {strict}", "{append_only a}",
      "CREATE INDEX by_word ON a (word) WHERE word IS NOT NULL"};
  static constexpr std::array kFirst{Migration{1, 1, "a", kStatements}};
  const std::array components{Component{"test", kFirst}};
  define("DROP TABLE t");
  ASSERT_TRUE(migrate(*connection_, components));
  const auto found = [&] {
    const auto findings = check_schema(*connection_, components);
    EXPECT_TRUE(findings) << findings.error().what;
    return findings->empty() ? "nothing" : testing::PrintToString(*findings);
  };
  EXPECT_EQ(found(), "nothing");
  const auto finds = [&](const std::string& change, const std::string& what,
                         const std::string& undo) {
    define(change);
    EXPECT_THAT(found(), HasSubstr(what)) << change;
    define(undo);
    EXPECT_EQ(found(), "nothing") << undo;
  };
  finds("ALTER TABLE a DISABLE TRIGGER \"a_refuses_UPDATE\"",
        "the trigger a_refuses_UPDATE of the table a is not as Accord made it",
        "ALTER TABLE a ENABLE TRIGGER \"a_refuses_UPDATE\"");
  finds("CREATE RULE quiet AS ON INSERT TO a DO INSTEAD NOTHING", "the rule quiet of the table a",
        "DROP RULE quiet ON a");
  finds("ALTER TABLE a ALTER COLUMN word SET NOT NULL", "the table a is not as Accord made it",
        "ALTER TABLE a ALTER COLUMN word DROP NOT NULL");
  finds("DROP INDEX by_word", "the index by_word of the table a is missing",
        "CREATE INDEX by_word ON a (word) WHERE word IS NOT NULL");
  finds("CREATE TABLE more (id BIGINT)", "the table more was not made by Accord",
        "DROP TABLE more");
  finds("CREATE FUNCTION help() RETURNS BIGINT LANGUAGE sql AS 'SELECT 1'", "help",
        "DROP FUNCTION help");
}

TEST(Postgres, SaysWhatCannotBeOpenedAndNeverThePassword) {
  ASSERT_EQ(testdata::kept_here(), testdata::Kept::Postgres)
      << "tests/postgresql/with_server.sh runs it";
  const auto what = [](const std::string& location) {
    const auto opened = open_connection(location, Access::Write);
    return opened ? "opened" : opened.error().what;
  };
  const std::string nobody = what("postgresql://amina:s3cret@127.0.0.1:1/accord");
  EXPECT_THAT(nobody, HasSubstr("Look whether the server runs"));
  EXPECT_THAT(nobody, Not(HasSubstr("s3cret")));

  for (const char* const location :
       {"postgresql://amina:s3cret@127.0.0.1:x y:z/accord",
        "postgresql://amina:p/s3cret@127.0.0.1/accord", "postgresql://amina:s3cret/p@host/accord",
        "postgresql://amina:1/s3cret@127.0.0.1/accord"}) {
    EXPECT_THAT(what(location), HasSubstr("postgresql://USER@HOST:PORT/DATABASE"));
    EXPECT_THAT(what(location), Not(HasSubstr("s3cret"))) << location;
  }

  std::string missing = std::getenv("ACCORD_TEST_POSTGRESQL");
  missing.replace(missing.find("/accord?"), 7, "/none");
  EXPECT_THAT(what(missing), HasSubstr("Make the database first"));
}

}  // namespace
}  // namespace accord
