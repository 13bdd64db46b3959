#include "database/migration.hpp"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

namespace accord {
namespace {

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

  std::filesystem::path folder_;
  std::unique_ptr<Connection> connection_;
};

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
