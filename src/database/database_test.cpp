#include "database/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

#include "database/text.hpp"

namespace accord {
namespace {

const PartnershipId kSome{"some"};

using std::int64_t;

class DatabaseTest : public testing::Test {
 protected:
  DatabaseTest() {
    std::string name = (std::filesystem::temp_directory_path() / "accord-database-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~DatabaseTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const std::string& name = "a.db") const {
    return (folder_ / name).string();
  }
  std::unique_ptr<Connection> open(Access access = Access::Create) {
    auto connection = open_connection(path(), access);
    EXPECT_TRUE(connection) << connection.error().what;
    return *std::move(connection);
  }

  std::filesystem::path folder_;
};

void define(Connection& connection, std::string_view statement) {
  const auto done = connection.define(statement);
  ASSERT_TRUE(done) << done.error().what;
}

std::optional<FaultKind> kind_of(const auto& answer) {
  return answer ? std::nullopt : std::optional{answer.error().kind};
}

constexpr std::string_view kTable =
    "CREATE TABLE t (id {i64} NOT NULL PRIMARY KEY, word TEXT, data {blob}, yes {bool}) {strict}";
constexpr std::string_view kInsert = "INSERT INTO t (id, word, data, yes) VALUES ($1, $2, $3, $4)";

// S-DUR1: "WAL, synchronous=FULL set explicitly, foreign_keys=ON, trusted_schema=OFF".
TEST_F(DatabaseTest, S_DUR1_EveryCommitWaitsForTheDisk) {
  const auto connection = open();
  const auto setting = [&](std::string_view pragma) {
    return std::get<0>(connection->row<int64_t>(pragma)->value());
  };
  EXPECT_EQ(setting("PRAGMA synchronous"), 2);
  EXPECT_EQ(setting("PRAGMA foreign_keys"), 1);
  EXPECT_EQ(setting("PRAGMA trusted_schema"), 0);
  EXPECT_EQ(std::get<0>(connection->row<std::string>("PRAGMA journal_mode")->value()), "wal");
}

TEST_F(DatabaseTest, OnlyItsOwnerMayReadTheFile) {
  open();
  const auto rights = std::filesystem::status(path()).permissions();
  EXPECT_EQ(rights, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST(Text, IsStorableWhenItIsShortestFormUtf8WithoutNulOrSurrogates) {
  for (const std::string_view good :
       {"", "a", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
        "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"}) {
    EXPECT_TRUE(is_storable(good)) << good;
  }
  for (const std::string_view bad :
       {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xc2", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe2\x82", "a\xe2\x82z"}) {
    EXPECT_FALSE(is_storable(bad)) << bad;
  }
  EXPECT_FALSE(is_storable(std::string_view{"\0", 1}));
}

TEST_F(DatabaseTest, AnAppendOnlyTableIsNotReplacedInto) {
  const auto connection = open();
  define(*connection, kTable);
  define(*connection, "{append_only t}");
  ASSERT_TRUE(connection->run(kInsert, 1, "a", nullptr, nullptr));
  EXPECT_EQ(kind_of(connection->run("INSERT OR REPLACE INTO t (id, word) VALUES (1, 'b')")),
            FaultKind::Forbidden);
  EXPECT_EQ(std::get<0>(connection->row<std::string>("SELECT word FROM t")->value()), "a");
}

TEST_F(DatabaseTest, AWriterThatHoldsTheLockMakesOthersBusyAndReadersSeeThePast) {
  const auto first = open();
  define(*first, kTable);
  const auto second = open(Access::Write);
  ASSERT_TRUE(second->execute("PRAGMA busy_timeout=1", {}, {}));
  const auto reader = open(Access::Read);

  const auto transaction = Transaction::begin(*first, Connection::Purpose::Write);
  ASSERT_TRUE(first->run(kInsert, 1, "a", nullptr, nullptr));

  const auto refused = Transaction::begin(*second, Connection::Purpose::Write);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, FaultKind::Busy);
  EXPECT_TRUE(refused.error().retryable());
  EXPECT_EQ(std::get<0>(reader->row<int64_t>("SELECT COUNT(*) FROM t")->value()), 0);
}

TEST_F(DatabaseTest, ADiskThatIsFullStoresNothingAndSaysSo) {
  const auto connection = open();
  define(*connection, kTable);
  ASSERT_TRUE(connection->execute("PRAGMA max_page_count=20", {}, {}));
  const auto answer = connection->run(kInsert, 1, "a", Bytes(1'000'000), nullptr);
  EXPECT_EQ(kind_of(answer), FaultKind::Full);
  EXPECT_NE(answer.error().what.find("free some space"), std::string::npos);
  EXPECT_EQ(std::get<0>(connection->row<int64_t>("SELECT COUNT(*) FROM t")->value()), 0);
}

TEST_F(DatabaseTest, SaysWhatCannotBeOpenedAndHowToMendIt) {
  const auto missing = open_connection(path("none.db"), Access::Write);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().what.find("There is no database " + path("none.db")),
            std::string::npos);

  const auto folder = open_connection((folder_ / "none" / "a.db").string(), Access::Create);
  ASSERT_FALSE(folder);
  EXPECT_NE(folder.error().what.find("Choose a folder that exists"), std::string::npos);

  const auto server = open_connection("postgresql://localhost/accord", Access::Create);
  ASSERT_FALSE(server);
  EXPECT_NE(server.error().what.find("PostgreSQL"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists("postgresql:"));
}

TEST_F(DatabaseTest, LeavesAFileThatIsNotAccordsAsItIs) {
  const std::string text(5000, 'x');
  std::ofstream{path("notes.txt")} << text;
  const auto notes = open_connection(path("notes.txt"), Access::Create);
  ASSERT_FALSE(notes);
  EXPECT_EQ(notes.error().kind, FaultKind::NotADatabase);
  EXPECT_EQ(std::filesystem::file_size(path("notes.txt")), text.size());

  sqlite3* other = nullptr;
  sqlite3_open(path("other.db").c_str(), &other);
  sqlite3_exec(other, "CREATE TABLE t (x)", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  const auto size = std::filesystem::file_size(path("other.db"));
  for (const Access access : {Access::Create, Access::Write, Access::Read}) {
    const auto connection = open_connection(path("other.db"), access);
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().kind, FaultKind::NotADatabase);
  }
  EXPECT_EQ(std::filesystem::file_size(path("other.db")), size);
}

// An operator who copies a database that nobody serves copies one file, and it holds everything.
TEST_F(DatabaseTest, LeavesOneFileBehindWhenItIsClosed) {
  static constexpr std::array<std::string_view, 1> kStatements{kTable};
  static constexpr std::array kMigrations{Migration{1, 1, "first", kStatements}};
  const std::array components{Component{"test", kMigrations}};
  {
    const auto database = Database::open({.location = path()}, components);
    ASSERT_TRUE(database) << database.error().what;
    ASSERT_TRUE((*database)->write(kSome, [](Connection& connection) {
      return connection.run(kInsert, 1, "a", nullptr, nullptr);
    }));
    ASSERT_TRUE((*database)->read(kSome, [](Connection& connection) {
      return connection.row<int64_t>("SELECT COUNT(*) FROM t");
    }));
    ASSERT_TRUE(std::filesystem::exists(path("a.db-wal")));
  }
  EXPECT_FALSE(std::filesystem::exists(path("a.db-wal")));
  EXPECT_FALSE(std::filesystem::exists(path("a.db-shm")));
}

// Without rights to anything of root's while it lives; somebody else has none anyway.
class AsNobody {
 public:
  AsNobody() { EXPECT_TRUE(::geteuid() != 0 || ::seteuid(65534) == 0); }
  AsNobody(const AsNobody&) = delete;
  AsNobody& operator=(const AsNobody&) = delete;
  ~AsNobody() { EXPECT_TRUE(::getuid() != 0 || ::seteuid(0) == 0); }
};

class ReadOnlyTest : public DatabaseTest {
 protected:
  ReadOnlyTest() {
    connection_ = open();
    define(*connection_, kTable);
    EXPECT_TRUE(connection_->run(kInsert, 1, "a", nullptr, nullptr));
  }
  ~ReadOnlyTest() override { allow(std::filesystem::perms::owner_all); }

  // Who may look into the folder and at the files may change neither.
  void allow(std::filesystem::perms rights) { std::filesystem::permissions(folder_, rights); }
  void make_read_only() {
    for (const auto& file : std::filesystem::directory_iterator{folder_}) {
      std::filesystem::permissions(file, std::filesystem::perms{0444});
    }
    allow(std::filesystem::perms{0555});
  }

  std::unique_ptr<Connection> connection_;
};

// A copy on a medium that cannot be written, or an auditor who has no right to write.
TEST_F(ReadOnlyTest, ReadsAFileBesideWhichNothingMayBeWritten) {
  connection_.reset();
  make_read_only();
  const AsNobody nobody;
  const auto connection = open_connection(path(), Access::Read);
  ASSERT_TRUE(connection) << connection.error().what;
  EXPECT_EQ(std::get<0>((*connection)->row<std::string>("SELECT word FROM t")->value()), "a");
  EXPECT_EQ(kind_of((*connection)->run(kInsert, 2, "b", nullptr, nullptr)), FaultKind::ReadOnly);
}

TEST_F(ReadOnlyTest, ReadsAFileWhoseNameReadsLikeAnAddress) {
  connection_.reset();
  std::filesystem::rename(path(), path("a?b#c%20.db"));
  make_read_only();
  const AsNobody nobody;
  const auto connection = open_connection(path("a?b#c%20.db"), Access::Read);
  ASSERT_TRUE(connection) << connection.error().what;
}

// Read as it lies, it would be without its last changes and say nothing of that.
TEST_F(ReadOnlyTest, RefusesAFileWhoseLastChangesStandBesideIt) {
  std::filesystem::copy(path(), path("copy.db"));
  std::filesystem::copy(path("a.db-wal"), path("copy.db-wal"));
  make_read_only();
  const AsNobody nobody;
  const auto connection = open_connection(path("copy.db"), Access::Read);
  ASSERT_FALSE(connection);
  EXPECT_EQ(connection.error().kind, FaultKind::ReadOnly);
  EXPECT_NE(connection.error().what.find("Copy both files to a folder"), std::string::npos)
      << connection.error().what;
}

// A server that is silent holds who asked it, and nobody else for longer than it is worth.
TEST_F(DatabaseTest, WhoWaitsForAConnectionThatIsUsedForTooLongIsTold) {
  const auto database = Database::open(
      {.location = path(), .readers = 1, .longest_wait = std::chrono::milliseconds{50}}, {});
  ASSERT_TRUE(database) << database.error().what;
  const auto nothing = [](Connection&) -> std::expected<void, Fault> { return {}; };
  std::expected<void, Fault> behind;

  const auto held = (*database)->read(kSome, [&](Connection&) -> std::expected<void, Fault> {
    std::jthread{[&] { behind = (*database)->read(kSome, nothing); }}.join();
    return {};
  });

  EXPECT_TRUE(held);
  ASSERT_FALSE(behind);
  EXPECT_EQ(behind.error().kind, FaultKind::Unavailable);
  EXPECT_TRUE((*database)->read(kSome, nothing));
}

// S-DUR1: what was acknowledged is found again. In a file that has no name any more nobody would.
TEST_F(DatabaseTest, S_DUR1_RefusesToStoreInAFileThatWasRemovedOrReplaced) {
  const auto connection = open();
  define(*connection, kTable);
  const auto store = [&](int64_t id) -> std::expected<void, Fault> {
    auto transaction = *Transaction::begin(*connection, Connection::Purpose::Write);
    EXPECT_TRUE(connection->run(kInsert, id, "a", nullptr, nullptr));
    return transaction.commit();
  };
  ASSERT_TRUE(store(1));
  for (const std::string suffix : {"", "-wal"}) {
    const std::string file = path() + suffix;
    std::filesystem::rename(file, path("away"));
    const auto removed = store(2);
    ASSERT_EQ(kind_of(removed), FaultKind::Unavailable) << suffix;
    EXPECT_NE(removed.error().what.find(file + " was removed or replaced"), std::string::npos)
        << removed.error().what;

    std::filesystem::copy(path("away"), file);
    EXPECT_EQ(kind_of(store(2)), FaultKind::Unavailable) << suffix;

    std::filesystem::rename(path("away"), file);
    EXPECT_TRUE(store(suffix.empty() ? 3 : 4)) << "put back";
  }
  EXPECT_EQ(std::get<0>(connection->row<int64_t>("SELECT COUNT(*) FROM t")->value()), 3);
}

}  // namespace
}  // namespace accord
