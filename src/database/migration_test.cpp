#include "database/migration.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

namespace accord {
namespace {

constexpr std::array<std::string_view, 2> kOne{
    "CREATE TABLE a (id {i64} NOT NULL PRIMARY KEY) {strict}", "INSERT INTO a (id) VALUES (1)"};
constexpr std::array<std::string_view, 1> kTwo{"ALTER TABLE a ADD COLUMN word TEXT"};
constexpr std::array<std::string_view, 2> kTwoBroken{"ALTER TABLE a ADD COLUMN word TEXT",
                                                     "INSERT INTO nowhere (id) VALUES (1)"};
constexpr std::array kFirst{Migration{1, 1, "a", kOne}};
constexpr std::array kBroken{Migration{1, 1, "a", kOne}, Migration{2, 1, "word", kTwoBroken}};
constexpr std::array kExpanded{Migration{1, 1, "a", kOne}, Migration{2, 1, "word", kTwo}};
constexpr std::array kContracted{Migration{1, 1, "a", kOne}, Migration{2, 2, "word", kTwo}};

class MigrationTest : public testing::Test {
 protected:
  MigrationTest() {
    std::string name =
        (std::filesystem::temp_directory_path() / "accord-migration-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    connection_ = *open_connection((folder_ / "a.db").string(), Access::Create);
  }
  ~MigrationTest() override { std::filesystem::remove_all(folder_); }

  std::expected<void, Fault> migrate_to(std::span<const Migration> migrations) {
    const std::array components{Component{"test", migrations}};
    return migrate(*connection_, components);
  }
  std::expected<void, Fault> check(std::span<const Migration> migrations) {
    const std::array components{Component{"test", migrations}};
    return check_version(*connection_, components);
  }

  std::filesystem::path folder_;
  std::unique_ptr<Connection> connection_;
};

TEST_F(MigrationTest, MakesEachStepOnce) {
  for (int i = 0; i < 2; ++i) {
    const auto done = migrate_to(kExpanded);
    ASSERT_TRUE(done) << done.error().what;
  }
  EXPECT_EQ(connection_->rows<std::int64_t>("SELECT id FROM a")->size(), 1);
  EXPECT_TRUE(check(kExpanded));
}

TEST_F(MigrationTest, AStepThatFailsHalfWayLeavesNothingAndCanBeMadeLater) {
  const auto failed = migrate_to(kBroken);
  ASSERT_FALSE(failed);
  EXPECT_TRUE(check(kFirst)) << "the first step stands";
  EXPECT_FALSE(connection_->rows<std::string>("SELECT word FROM a"));

  const auto done = migrate_to(kExpanded);
  EXPECT_TRUE(done) << done.error().what;
}

// "Mixed versions N/N+1 run together; schema changes expand-then-contract".
TEST_F(MigrationTest, AnEarlierReleaseWorksWithTablesThatWereOnlyAddedTo) {
  ASSERT_TRUE(migrate_to(kExpanded));
  EXPECT_TRUE(migrate_to(kFirst));
  EXPECT_TRUE(check(kFirst));
}

TEST_F(MigrationTest, AnEarlierReleaseRefusesTablesThatItWouldMisread) {
  ASSERT_TRUE(migrate_to(kContracted));
  for (const auto& answer : {migrate_to(kFirst), check(kFirst)}) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, FaultKind::NewerVersion);
    EXPECT_NE(answer.error().what.find("made by a later release of Accord"), std::string::npos);
    EXPECT_NE(answer.error().what.find("install the later release"), std::string::npos);
  }
}

TEST_F(MigrationTest, CheckingChangesNothingAndSaysThatTablesAreMissing) {
  const auto empty = check(kFirst);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().kind, FaultKind::NotADatabase);
  EXPECT_FALSE(connection_->rows<std::string>("SELECT component FROM schema_step"));

  ASSERT_TRUE(migrate_to(kFirst));
  EXPECT_FALSE(check(kExpanded));
}

// Whoever wants to change the record drops what refuses it first.
TEST_F(MigrationTest, SeesWhatWasRemovedAlteredOrAdded) {
  static constexpr std::array<std::string_view, 2> kSmallTable{
      "CREATE TABLE a (id {i64} NOT NULL PRIMARY KEY, word TEXT) {strict}", "{append_only a}"};
  static constexpr std::array<std::string_view, 1> kIndex{"CREATE INDEX by_word ON a (word)"};
  static constexpr std::array kBoth{Migration{1, 1, "a", kSmallTable},
                                    Migration{2, 1, "i", kIndex}};
  ASSERT_TRUE(migrate_to(std::span{kBoth}.first(1)));
  const std::array components{Component{"test", kBoth}};
  const auto found = [&] { return *check_schema(*connection_, components); };
  const auto one = [&] { return found().size() == 1 ? found().front() : "not one finding"; };
  EXPECT_EQ(found(), std::vector<std::string>{}) << "the second step was not made yet";
  ASSERT_TRUE(migrate_to(kBoth));
  EXPECT_EQ(found(), std::vector<std::string>{});

  ASSERT_TRUE(connection_->run("DROP TRIGGER a_refuses_UPDATE"));
  EXPECT_EQ(one(), "the trigger a_refuses_UPDATE of the table a is missing: it was removed");
  ASSERT_TRUE(
      connection_->run("CREATE TRIGGER a_refuses_UPDATE BEFORE UPDATE ON a BEGIN SELECT 1; END"));
  EXPECT_EQ(one(),
            "the trigger a_refuses_UPDATE of the table a is not as Accord made it: it was altered");
  ASSERT_TRUE(connection_->run("DROP TRIGGER a_refuses_UPDATE"));
  ASSERT_TRUE(
      connection_->run("CREATE TRIGGER a_refuses_UPDATE BEFORE UPDATE ON a BEGIN "
                       "SELECT RAISE(ABORT, 'a is only ever added to: no UPDATE'); END"));
  EXPECT_EQ(found(), std::vector<std::string>{});

  ASSERT_TRUE(connection_->run("CREATE INDEX also ON a (word)"));
  EXPECT_EQ(one(), "the index also of the table a was not made by Accord: it was added");
  ASSERT_TRUE(connection_->run("DROP INDEX also"));
  ASSERT_TRUE(connection_->run("ALTER TABLE a ADD COLUMN more TEXT"));
  EXPECT_EQ(one(), "the table a is not as Accord made it: it was altered");
}

}  // namespace
}  // namespace accord
