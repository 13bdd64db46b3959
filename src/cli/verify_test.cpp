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

#include "base/testdata/project_folder.hpp"
#include "calendar/bank_holidays.hpp"
#include "cli/exit_code.hpp"
#include "cli/rebuild.hpp"
#include "ledger/verify.hpp"
#include "service/demonstration.hpp"
#include "service/random.hpp"
#include "service/service.hpp"
#include "store/documents.hpp"
#include "store/tables.hpp"
#include "store/verify_documents.hpp"
#include "store/verify_read_models.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr Instant kVerified{1'795'428'000};  // Monday 23 November 2026, 10am
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
  std::vector<fs::path> policies{fs::directory_iterator{testdata::project_folder() / "policies"},
                                 {}};
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
    clock.set(Instant{kVerified.seconds - 366 * 24 * 3600});  // before any of its disagreements
    Service service{*database,
                    {[&clock] { return clock.now(); }, random_hex_128, random_reference}};
    const fs::path policy = shipped_policy();
    const fs::path demo = policy / "demo";
    ASSERT_TRUE(service.add_partnership({partnership(), "A partnership", true},
                                        text_of(policy / "policy.yaml"),
                                        text_of(demo / "directory.yaml")));
    clock.set(kVerified);
    const auto invented = *read_invented(text_of(demo / "disagreements.yaml"));
    for (std::size_t i = 0; i < std::min<std::size_t>(invented.size(), 6); ++i) {
      const auto staged = stage_disagreement(service, clock, kVerified, partnership(), invented[i]);
      ASSERT_TRUE(staged) << staged.error();
    }
    ASSERT_TRUE(service.replace_directory(partnership(),
                                          text_of(demo / "directory.yaml") + "# read again\n"));
    const auto there = *service.partnership(partnership());
    ASSERT_TRUE(service.adopt_calendar(
        partnership(), std::string{*embedded_calendar_text(there->policy->calendar)}));
    ASSERT_TRUE(service.adopt_policy(partnership(),
                                     text_of(policy / "policy.yaml") + "# read again\n",
                                     Instant{kVerified.seconds + 24 * 3600}));
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
  /// Changes it as somebody who does not know of the record would, looks, and takes it back.
  void sees(std::string_view sql, std::string_view finding) {
    ASSERT_TRUE(connection_->run("SAVEPOINT before"));
    change(sql);
    const auto record = accord::verify(*connection_);
    ASSERT_TRUE(record && record->intact());
    const auto found = verify_documents(*connection_, *record);
    ASSERT_TRUE(found) << found.error().what;
    EXPECT_THAT(*found, testing::Contains(
                            Discrepancy{partnership(), {}, std::nullopt, std::string{finding}}))
        << sql;
    ASSERT_TRUE(connection_->run("ROLLBACK TO before"));
    ASSERT_TRUE(connection_->run("RELEASE before"));
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

// A terminal obeys what it is sent, and what was damaged may hold anything.
TEST_F(VerifyTest, ShowsWhatIsNoTextByItsBytes) {
  change(
      "INSERT INTO concerned (partnership, who, disagreement) "
      "SELECT CAST(X'61FF1B5B' AS TEXT), 'somebody', MIN(disagreement) FROM disagreement");
  EXPECT_EQ(verify(), kAnswerIsNo);
  EXPECT_THAT(out_.str(), HasSubstr("a\\xff\\x1b["));
  EXPECT_EQ(out_.str().find('\xff'), std::string::npos);
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
  EXPECT_THAT(out_.str(), HasSubstr("one: no event says that it was added, nor any of its "
                                    "documents: its record was removed, or a development version"));

  // Whoever empties the lists too leaves what a new partnership has, but for its first events.
  ASSERT_EQ(run_rebuild(
                {.database = path_}, [] { return kVerified; }, out_, err_),
            kDone)
      << err_.str();
  EXPECT_EQ(verify(), kAnswerIsNo);
}

// Whatever a partnership is decided by was put there by an event of its own, and is what that event
// says: nothing is replaced, dated otherwise, added or removed unseen.
TEST_F(VerifyTest, SeesADocumentThatIsNotWhatWasAdded) {
  EXPECT_EQ(verify(), kDone) << out_.str();
  const auto [text] =
      *connection_
           ->row<std::string>("SELECT text FROM document WHERE kind = 'directory' AND version = 1")
           .value();
  sees(fmt::format("UPDATE document SET text = text || '#', sha256 = '{}' "
                   "WHERE kind = 'directory' AND version = 1",
                   digest_of(text + "#")),
       "version 1 of the directory says otherwise than event 3 of the partnership's own record: "
       "its SHA-256");
  sees("UPDATE document SET text = text || '#' WHERE kind = 'directory' AND version = 1",
       "version 1 of the directory is not the text that was adopted");
  sees("UPDATE document SET effective_s = effective_s - 1 WHERE kind = 'policy' AND version = 2",
       "version 2 of the policy says otherwise than event 6 of the partnership's own record: from "
       "when it is in force");
  sees("UPDATE document SET recorded_at_s = 0 WHERE kind = 'calendar'",
       "version 1 of the calendar says otherwise than event 5 of the partnership's own record: "
       "when it was recorded");
  const std::array<std::tuple<std::string_view, int, int>, 3> latest{
      {{"directory", 2, 4}, {"calendar", 1, 5}, {"policy", 2, 6}}};
  for (const auto& [kind, version, event] : latest) {
    sees(fmt::format("DELETE FROM document WHERE kind = '{}' AND version = {}", kind, version),
         fmt::format("version {} of the {} was removed: event {} of the partnership's own record "
                     "added it",
                     version, kind, event));
    const std::string added = fmt::format(
        "version {} of the {} is there, and no event says that it was added", version + 1, kind);
    sees(fmt::format("INSERT INTO document SELECT partnership, kind, version + 1, effective_s, "
                     "recorded_at_s, sha256, text FROM document "
                     "WHERE kind = '{}' AND version = {}",
                     kind, version),
         added);
    sees(fmt::format("UPDATE document SET version = version + 1 WHERE kind = '{}' AND version = {}",
                     kind, version),
         added);
  }
  sees("UPDATE document SET kind = 'directory', version = 3 WHERE kind = 'calendar'",
       "version 1 of the calendar was removed: event 5 of the partnership's own record added it");
  sees("UPDATE document SET partnership = 'two' WHERE kind = 'calendar'",
       "version 1 of the calendar was removed: event 5 of the partnership's own record added it");
}

TEST_F(VerifyTest, SeesAPartnershipThatIsNotWhatWasAdded) {
  const std::string row =
      "the table partnership says otherwise than event 1 of the partnership's own record: ";
  sees("UPDATE partnership SET name = 'Another'", row + "its name");
  sees("UPDATE partnership SET demonstration = 0", row + "whether it is a demonstration");
  sees("UPDATE partnership SET partnership = 'two'",
       "there are events or documents of it, but the table partnership does not list it");
  change(
      "INSERT INTO partnership SELECT 'two', name, demonstration, lists_version FROM partnership");
  EXPECT_EQ(verify(), kAnswerIsNo);
  EXPECT_THAT(out_.str(), HasSubstr("two: no event says that it was added, nor any of its "
                                    "documents"));
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

  ASSERT_EQ(run_rebuild(
                {.database = path_}, [] { return kVerified; }, out_, err_),
            kDone)
      << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("A partnership (one): the lists of 6 disagreements were made "
                                    "anew from the record.\n"));
  EXPECT_EQ(verify(), kDone) << out_.str();

  EXPECT_EQ(run_rebuild(
                {.database = path_, .partnership = "two"}, [] { return kVerified; }, out_, err_),
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
  Service service{*database, {[] { return kVerified; }, random_hex_128, random_reference}};
  EXPECT_EQ(service.rebuild_outdated().value(), 1);
  EXPECT_EQ(verify(), kDone) << out_.str();
  EXPECT_EQ(service.rebuild_outdated().value(), 0);
}

}  // namespace
}  // namespace accord
