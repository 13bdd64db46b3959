#include "cli/verify.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <tuple>

#include "cli/exit_code.hpp"
#include "cli/rebuild.hpp"
#include "ledger/verify.hpp"
#include "service/demonstration.hpp"
#include "service/random.hpp"
#include "service/service.hpp"
#include "store/tables.hpp"
#include "store/verify_read_models.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr Instant kNow{1'795'428'000};  // Monday 23 November 2026, 10am
constexpr std::array<std::string_view, 4> kReadTables{"disagreement", "duty", "concerned",
                                                      "child_fact"};

std::string text_of(const fs::path& path) {
  const std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The first of the shipped policies that asks something of each child, so that no list stays
/// empty.
fs::path shipped_policy() {
  std::vector<fs::path> policies{fs::directory_iterator{ACCORD_SOURCE_DIR "/policies"}, {}};
  std::ranges::sort(policies);
  const auto found = std::ranges::find_if(policies, [](const fs::path& policy) {
    return text_of(policy / "policy.yaml").contains("held_by: each_child");
  });
  return found != policies.end() ? *found : fs::path{};
}

/// A database with one of the shipped partnerships and some disagreements, made once; each test
/// tampers with a copy of its own.
class VerifyTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder() = fs::temp_directory_path() / ("accord-verify-" + random_hex_128());
    fs::create_directory(folder());
    auto database =
        *Database::open({.location = (folder() / "made.db").string()}, Service::components());
    StagedClock clock;
    clock.set(kNow);
    Service service{*database,
                    {[&clock] { return clock.now(); }, random_hex_128, random_reference}};
    const fs::path policy = shipped_policy();
    const fs::path demo = policy / "demo";
    ASSERT_TRUE(service.add_partnership({partnership(), "A partnership", true},
                                        text_of(policy / "policy.yaml"),
                                        text_of(demo / "directory.yaml")));
    const auto invented = *read_invented(text_of(demo / "disagreements.yaml"));
    for (std::size_t i = 0; i < std::min<std::size_t>(invented.size(), 6); ++i) {
      const auto staged = stage_disagreement(service, clock, kNow, partnership(), invented[i]);
      ASSERT_TRUE(staged) << staged.error();
    }
  }
  static void TearDownTestSuite() { fs::remove_all(folder()); }

  static fs::path& folder() {
    static fs::path made;
    return made;
  }
  static const PartnershipId& partnership() {
    static const PartnershipId id{"one"};
    return id;
  }

  void SetUp() override {
    fs::copy_file(folder() / "made.db", path_, fs::copy_options::overwrite_existing);
    connection_ = *open_connection(path_, Access::Write);
  }
  void TearDown() override {
    connection_.reset();
    fs::remove(path_);
  }

  void change(std::string_view sql) {
    const auto changed = connection_->run(sql);
    ASSERT_TRUE(changed) << changed.error().what;
    EXPECT_GT(*changed, 0) << sql;
  }
  int verify(bool json = false) {
    out_.str("");
    return run_verify({.database = path_, .json = json}, out_, err_);
  }
  std::vector<std::string> found_in_lists() {
    std::vector<std::string> found;
    const auto record = accord::verify(*connection_);
    EXPECT_TRUE(record && record->intact());
    const auto report = verify_read_models(*connection_, *record);
    EXPECT_TRUE(report) << report.error().what;
    for (const Discrepancy& finding : report->findings) {
      found.push_back(finding.what);
    }
    return found;
  }

  std::string path_ = (folder() / "tampered.db").string();
  std::unique_ptr<Connection> connection_;
  std::ostringstream out_;
  std::ostringstream err_;
};

// "State and lists are derived: they can be dropped and rebuilt from the ledger, equal to the last
// byte." So a list that says something else was changed by somebody, whichever column it is.
TEST_F(VerifyTest, SeesAChangeInEveryColumnOfEveryReadTable) {
  EXPECT_THAT(found_in_lists(), testing::IsEmpty());
  for (const std::string_view table : kReadTables) {
    const auto columns = *connection_->rows<std::string, std::string, std::int64_t>(
        "SELECT name, type, pk FROM pragma_table_info($1) "
        "WHERE name NOT IN ('partnership', 'disagreement')",
        table);
    EXPECT_FALSE(columns.empty());
    for (const auto& [column, type, key] : columns) {
      const auto transaction =
          *Transaction::begin(*connection_, Connection::Purpose::Write);  // never committed
      change(type == "TEXT"
                 ? fmt::format("UPDATE {0} SET {1} = {1} || 'x'", table, column)
                 : fmt::format("UPDATE {0} SET {1} = COALESCE({1}, 0) + 1000", table, column));
      const auto found = found_in_lists();
      ASSERT_FALSE(found.empty()) << table << " " << column;
      EXPECT_THAT(found.front(), HasSubstr(fmt::format("the table {} ", table)));
      EXPECT_THAT(found.front(), HasSubstr(key > 0 ? "a row" : column));
    }
  }
}

TEST_F(VerifyTest, SeesARowRemovedFromOrAddedToAReadTable) {
  for (const std::string_view table : kReadTables) {
    const auto transaction = *Transaction::begin(*connection_, Connection::Purpose::Write);
    change(
        fmt::format("DELETE FROM {0} WHERE disagreement = "
                    "(SELECT MIN(disagreement) FROM {0})",
                    table));
    EXPECT_THAT(found_in_lists(),
                testing::Each(fmt::format("the table {} lacks a row that its events give", table)));
    EXPECT_FALSE(found_in_lists().empty());
  }
  change(
      "INSERT INTO concerned (partnership, who, disagreement) "
      "SELECT partnership, 'somebody', MIN(disagreement) FROM disagreement");
  EXPECT_EQ(verify(), kAnswerIsNo);
  EXPECT_THAT(out_.str(),
              testing::StartsWith("The record is intact, but the database is not as Accord left "
                                  "it: 1 finding.\n"));
  EXPECT_THAT(out_.str(), HasSubstr("the table concerned has a row that its events do not give"));
  EXPECT_THAT(out_.str(), HasSubstr("accord rebuild --database "));
  EXPECT_EQ(verify(true), kAnswerIsNo);
  const auto answer = nlohmann::json::parse(out_.str());
  EXPECT_EQ(answer.at("intact"), false);
  EXPECT_EQ(answer.at("record_intact"), true);
  EXPECT_EQ(answer.at("findings").at(0).at("of"), "lists");
}

// What an earlier release made is no finding, and "intact" is not said of what was not looked at.
TEST_F(VerifyTest, SaysThatListsOfEarlierTablesWereNotLookedAt) {
  connection_.reset();
  fs::remove(path_);
  connection_ = *open_connection(path_, Access::Create);
  const Component store = store_component();
  const std::array earlier{ledger_component(), Component{store.name, store.migrations.first(2)}};
  ASSERT_TRUE(migrate(*connection_, earlier));
  EXPECT_EQ(verify(), kDone) << out_.str();
  EXPECT_THAT(out_.str(), HasSubstr("There are no lists of this release to look at"));
  EXPECT_EQ(verify(true), kDone);
  EXPECT_EQ(nlohmann::json::parse(out_.str()).at("lists_looked_at"), false);
}

TEST_F(VerifyTest, SeesThatWhatRefusesChangesWasDropped) {
  ASSERT_TRUE(connection_->run("DROP TRIGGER ledger_entry_refuses_DELETE"));
  EXPECT_EQ(verify(), kAnswerIsNo);
  EXPECT_THAT(out_.str(),
              HasSubstr("the database: the trigger ledger_entry_refuses_DELETE of the table "
                        "ledger_entry is missing: it was removed\n"));
}

TEST_F(VerifyTest, SeesAPartnershipThatIsListedWhenItsRecordIsGone) {
  const auto triggers = *connection_->rows<std::string, std::string>(
      "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'");
  for (const auto& [name, sql] : triggers) {
    ASSERT_TRUE(connection_->run("DROP TRIGGER " + name));
  }
  for (const std::string_view table :
       {"ledger_entry", "ledger_stream", "ledger_command", "ledger_partnership"}) {
    change(fmt::format("DELETE FROM {}", table));
  }
  for (const auto& [name, sql] : triggers) {
    ASSERT_TRUE(connection_->run(sql));
  }
  EXPECT_EQ(verify(), kAnswerIsNo);
  EXPECT_THAT(out_.str(), HasSubstr("6 findings"));
  EXPECT_THAT(out_.str(), HasSubstr("it stands in the lists, but the record has no events of it"));

  // Whoever empties the lists too leaves what a new partnership has: its head of no events shows.
  ASSERT_EQ(run_rebuild({.database = path_}, [] { return kNow; }, out_, err_), kDone) << err_.str();
  EXPECT_EQ(verify(), kDone);
  EXPECT_THAT(out_.str(), HasSubstr(std::string(64, '-') + "         0  one\n"));
}

TEST_F(VerifyTest, SeesAPartnershipThatHasARecordAndIsNotListed) {
  change("DELETE FROM partnership");
  EXPECT_EQ(verify(), kAnswerIsNo);
  EXPECT_THAT(out_.str(), HasSubstr("the table partnership does not list it"));
}

TEST_F(VerifyTest, ARebuildMendsTheLists) {
  change("UPDATE duty SET status = 'met', person = 'somebody'");
  change("DELETE FROM disagreement");
  EXPECT_EQ(verify(), kAnswerIsNo);

  ASSERT_EQ(run_rebuild({.database = path_}, [] { return kNow; }, out_, err_), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("A partnership (one): the lists of 6 disagreements were made "
                                    "anew from the record.\n"));
  EXPECT_EQ(verify(), kDone) << out_.str();

  EXPECT_EQ(run_rebuild(
                {.database = path_, .partnership = "two"}, [] { return kNow; }, out_, err_),
            kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("accord rebuild: the database has no partnership 'two': it has "
                                    "one"));
}

// A later release may list what an earlier one did not.
TEST_F(VerifyTest, ListsOfAnEarlierReleaseAreMadeAnewOnce) {
  change("UPDATE partnership SET lists_version = 0");
  change("DELETE FROM child_fact");
  connection_.reset();
  const auto database = *Database::open({.location = path_}, Service::components());
  Service service{*database, {[] { return kNow; }, random_hex_128, random_reference}};
  EXPECT_EQ(service.rebuild_outdated().value(), 1);
  EXPECT_EQ(verify(), kDone) << out_.str();
  EXPECT_EQ(service.rebuild_outdated().value(), 0);
}

}  // namespace
}  // namespace accord
