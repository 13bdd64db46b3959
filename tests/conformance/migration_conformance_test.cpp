// What a migration does, whichever engine it is made on.
#include <gtest/gtest.h>

#include <array>

#include "conformance/place.hpp"
#include "database/migration.hpp"

namespace accord::conformance {
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

class MigrationConformance : public testing::TestWithParam<Keeper> {
 protected:
  std::expected<void, Fault> migrate_to(std::span<const Migration> migrations) {
    const std::array components{Component{"test", migrations}};
    return migrate(*connection_, components);
  }
  std::expected<void, Fault> check(std::span<const Migration> migrations) {
    const std::array components{Component{"test", migrations}};
    return check_version(*connection_, components);
  }

  std::unique_ptr<TestDatabase> place_ = GetParam().make();
  std::unique_ptr<Connection> connection_ = *open_connection(place_->location(), Access::Create);
};

TEST_P(MigrationConformance, MakesEachStepOnce) {
  for (int i = 0; i < 2; ++i) {
    const auto done = migrate_to(kExpanded);
    ASSERT_TRUE(done) << done.error().what;
  }
  EXPECT_EQ(connection_->rows<std::int64_t>("SELECT id FROM a")->size(), 1);
  EXPECT_TRUE(check(kExpanded));
}

TEST_P(MigrationConformance, AStepThatFailsHalfWayLeavesNothingAndCanBeMadeLater) {
  const auto failed = migrate_to(kBroken);
  ASSERT_FALSE(failed);
  EXPECT_TRUE(check(kFirst)) << "the first step stands";
  EXPECT_FALSE(connection_->rows<std::string>("SELECT word FROM a"));

  const auto done = migrate_to(kExpanded);
  EXPECT_TRUE(done) << done.error().what;
}

// "Mixed versions N/N+1 run together; schema changes expand-then-contract".
TEST_P(MigrationConformance, AnEarlierReleaseWorksWithTablesThatWereOnlyAddedTo) {
  ASSERT_TRUE(migrate_to(kExpanded));
  EXPECT_TRUE(migrate_to(kFirst));
  EXPECT_TRUE(check(kFirst));
}

TEST_P(MigrationConformance, AnEarlierReleaseRefusesTablesThatItWouldMisread) {
  ASSERT_TRUE(migrate_to(kContracted));
  for (const auto& answer : {migrate_to(kFirst), check(kFirst)}) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, FaultKind::NewerVersion);
    EXPECT_NE(answer.error().what.find("made by a later release of Accord"), std::string::npos);
    EXPECT_NE(answer.error().what.find("install the later release"), std::string::npos);
  }
}

TEST_P(MigrationConformance, CheckingChangesNothingAndSaysThatTablesAreMissing) {
  const auto empty = check(kFirst);
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().kind, FaultKind::NotADatabase);
  EXPECT_FALSE(connection_->rows<std::string>("SELECT component FROM schema_step"));

  ASSERT_TRUE(migrate_to(kFirst));
  EXPECT_FALSE(check(kExpanded));
}

INSTANTIATE_TEST_SUITE_P(Keepers, MigrationConformance, testing::ValuesIn(every_keeper()),
                         [](const auto& keeper) { return keeper.param.name; });

}  // namespace
}  // namespace accord::conformance
