// S-AC9: on PostgreSQL a statement that forgets its partnership finds nothing of another.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "database/database.hpp"
#include "database/testing/test_database.hpp"
#include "ledger/ledger.hpp"
#include "store/tables.hpp"

namespace accord {
namespace {

using std::int64_t;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// Every table that Accord makes, with a row of each of two partnerships.
class ApartTest : public testing::Test {
 protected:
  ApartTest() {
    const std::array components{ledger_component(), store_component()};
    EXPECT_TRUE(migrate(*connection_, components));
    const auto found = connection_->rows<std::string>(
        "SELECT CAST(tablename AS TEXT) FROM pg_tables WHERE schemaname = current_schema() "
        "AND tablename <> 'schema_step' ORDER BY tablename");
    for (const auto& [table] : *found) {
      tables_.push_back(table);
      for (const std::string_view partnership : {"north", "south"}) {
        add(table, partnership);
      }
    }
  }

  /// As its columns allow: the partnership, and nothing that means anything.
  std::expected<int64_t, Fault> insert(const std::string& table, std::string_view partnership) {
    const auto columns = connection_->rows<std::string, std::string>(
        "SELECT CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM "
        "information_schema.columns WHERE table_schema = current_schema() AND table_name = $1",
        table);
    std::string names;
    std::string values;
    for (const auto& [name, type] : *columns) {
      names += (names.empty() ? "" : ", ") + name;
      values += values.empty() ? "" : ", ";
      if (name == "partnership") {
        values += "$1";
      } else if (type == "text") {
        values += "'x'";
      } else if (type == "boolean") {
        values += "FALSE";
      } else {
        values += type == "bytea" ? "decode('00', 'hex')" : "1";
      }
    }
    return connection_->run("INSERT INTO " + table + " (" + names + ") VALUES (" + values + ")",
                            partnership);
  }
  void add(const std::string& table, std::string_view partnership) {
    auto unit = *Transaction::begin(*connection_, Connection::Purpose::Write);
    ASSERT_TRUE(connection_->enter(partnership));
    const auto added = insert(table, partnership);
    ASSERT_TRUE(added) << table << ": " << added.error().what;
    ASSERT_TRUE(unit.commit());
  }
  int64_t count(const std::string& table, std::string_view where = "TRUE") {
    const auto row =
        connection_->row<int64_t>("SELECT COUNT(*) FROM " + table + " WHERE " + std::string{where});
    EXPECT_TRUE(row) << table;
    return row ? std::get<0>(**row) : -1;
  }

  testdata::TestDatabase database_{testdata::Kept::Postgres};
  std::unique_ptr<Connection> connection_ = *open_connection(database_.location(), Access::Create);
  std::vector<std::string> tables_;
};

TEST_F(ApartTest, AStatementThatNamesNoPartnershipSeesOnlyTheOneThatWasEntered) {
  ASSERT_GE(tables_.size(), 12U);
  for (const auto purpose : {Connection::Purpose::Read, Connection::Purpose::Write}) {
    const auto unit = *Transaction::begin(*connection_, purpose);
    for (const std::string& table : tables_) {
      EXPECT_EQ(count(table), 0) << table << ", where nothing was entered";
    }
    ASSERT_TRUE(connection_->enter("elsewhere"));
    for (const std::string& table : tables_) {
      EXPECT_EQ(count(table), 0) << table << ", of another";
    }
    ASSERT_TRUE(connection_->enter("north"));
    for (const std::string& table : tables_) {
      EXPECT_EQ(count(table), 1) << table;
      EXPECT_EQ(count(table, "partnership = 'south'"), 0) << table << ", of another by name";
    }
    ASSERT_TRUE(connection_->enter_every());
    for (const std::string& table : tables_) {
      EXPECT_EQ(count(table), 2) << table << ", of every one";
    }
  }
}

TEST_F(ApartTest, WhatWasEnteredEndsWithItsTransaction) {
  {
    const auto unit = *Transaction::begin(*connection_, Connection::Purpose::Read);
    ASSERT_TRUE(connection_->enter_every());
  }
  for (const std::string& table : tables_) {
    EXPECT_EQ(count(table), 0) << table;
  }
}

TEST_F(ApartTest, NothingIsStoredForAnotherPartnership) {
  for (const std::string& table : tables_) {
    const auto unit = *Transaction::begin(*connection_, Connection::Purpose::Write);
    ASSERT_TRUE(connection_->enter("west"));
    const auto added = insert(table, "east");
    ASSERT_FALSE(added) << table;
    EXPECT_THAT(added.error().what, HasSubstr("row-level security")) << table;
  }
}

TEST_F(ApartTest, ARoleThatMayPassOverItDoesNotWrite) {
  std::string above = database_.location();
  constexpr std::string_view kRole = "user=accord";
  above.replace(above.find(kRole), kRole.size(), "user=postgres");
  const auto opened = open_connection(above, Access::Write);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().what, HasSubstr("not written to by the role postgres"));
  EXPECT_THAT(opened.error().what, HasSubstr("createuser accord"));
  EXPECT_TRUE(open_connection(above, Access::Read));
}

TEST_F(ApartTest, VerificationSaysWhatWasTakenAway) {
  const std::array components{ledger_component(), store_component()};
  ASSERT_THAT(*check_schema(*connection_, components), IsEmpty());
  for (const std::string statement :
       {"ALTER TABLE draft NO FORCE ROW LEVEL SECURITY", "DROP POLICY duty_by_partnership ON duty",
        "CREATE POLICY more ON document USING (TRUE)"}) {
    ASSERT_TRUE(connection_->define(statement));
  }
  const auto findings = *check_schema(*connection_, components);
  EXPECT_THAT(findings, testing::UnorderedElementsAre(
                            "the table draft is not as Accord made it: it was altered",
                            "the policy duty_by_partnership of the table duty is missing: it was "
                            "removed",
                            "the policy more of the table document was not made by Accord: it was "
                            "added"));
}

}  // namespace
}  // namespace accord
