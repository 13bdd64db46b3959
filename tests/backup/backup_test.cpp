// A backup is a database: it has what its database had at a moment, what was added since comes to
// it alone, and it can be restored.
#include "cli/backup.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "base/testdata/project_folder.hpp"
#include "cli/copy.hpp"
#include "cli/drill.hpp"
#include "cli/exit_code.hpp"
#include "cli/partial_file.hpp"
#include "cli/rebuild.hpp"
#include "cli/restore.hpp"
#include "cli/verify.hpp"
#include "database/testing/test_database.hpp"
#include "ledger/digest.hpp"
#include "service/demonstration.hpp"
#include "service/random.hpp"
#include "service/service.hpp"
#include "store/drafts.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr Instant kNow{1'795'428'000};  // Monday 23 November 2026, 10am
constexpr std::int64_t kHour = 3'600;

std::string text_of(const fs::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

fs::path shipped(std::size_t which) {
  std::vector<fs::path> policies{fs::directory_iterator{testdata::project_folder() / "policies"},
                                 {}};
  std::ranges::sort(policies);
  return policies.at(which);
}

/// A database with work in it.
class Working {
 public:
  explicit Working(const std::string& location)
      : database_(*Database::open({.location = location}, Service::components())),
        service_(*database_, {[this] { return clock_.now(); }, random_hex_128, random_reference}) {
    clock_.set(kNow);
  }

  void add(const PartnershipId& partnership, std::size_t which) {
    const fs::path policy = shipped(which);
    clock_.set(Instant{kNow.seconds - 366 * 24 * kHour});
    ASSERT_TRUE(service_.add_partnership({partnership, "A partnership", true},
                                         text_of(policy / "policy.yaml"),
                                         text_of(policy / "demo" / "directory.yaml")));
    clock_.set(kNow);
    raise(partnership, which, 0);
    raise(partnership, which, 1);
  }
  /// One of the disagreements of the demonstration, with all its events.
  void raise(const PartnershipId& partnership, std::size_t which, std::size_t number) {
    const auto invented = *read_invented(text_of(shipped(which) / "demo" / "disagreements.yaml"));
    const auto staged =
        stage_disagreement(service_, clock_, kNow, partnership, invented.at(number));
    ASSERT_TRUE(staged) << staged.error();
  }
  void read_directory_again(const PartnershipId& partnership, std::size_t which) {
    ASSERT_TRUE(service_.replace_directory(
        partnership, fmt::format("{}# read again: {}\n",
                                 text_of(shipped(which) / "demo" / "directory.yaml"), ++read_)));
  }
  void draft(const PartnershipId& partnership, const std::string& id, const std::string& words) {
    ASSERT_TRUE(service_.save_draft(
        partnership, {id, PersonId{"somebody"}, "raise", "", {{"summary", words}}, kNow}));
  }
  [[nodiscard]] Service& service() { return service_; }

 private:
  std::unique_ptr<Database> database_;
  StagedClock clock_;
  Service service_;
  int read_ = 0;
};

const PartnershipId kOne{"one"};
const PartnershipId kTwo{"two"};

class BackupTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made() = std::make_unique<testdata::TemporaryFolder>();
    Working working{made_file()};
    working.add(kOne, 0);
    working.draft(kOne, "first", "not sent yet");
  }
  static void TearDownTestSuite() { made().reset(); }

  static std::unique_ptr<testdata::TemporaryFolder>& made() {
    static std::unique_ptr<testdata::TemporaryFolder> folder;
    return folder;
  }
  static std::string made_file() { return made()->file("made.db"); }

  void SetUp() override {
    const auto copied = copy_database({.from = made_file(), .to = database(), .partnership = ""});
    ASSERT_TRUE(copied) << copied.error().what;
    const auto from = *open_connection(made_file(), Access::Read);
    const auto drafts = Drafts{*from}.of(kOne, PersonId{"somebody"});
    ASSERT_EQ(drafts->size(), 1U);
  }

  [[nodiscard]] std::string database() const { return database_.location(); }
  [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }
  [[nodiscard]] std::string backup() const { return file("backup.db"); }

  /// What a command answers, and what it said in `said_`.
  int back_up(const std::string& from, const std::string& to, Instant at = kNow) {
    return heard([&](auto& out, auto& err) {
      return run_backup({.database = from, .to = to}, [at] { return at; }, out, err);
    });
  }
  int back_up(Instant at = kNow) { return back_up(database(), backup(), at); }
  int restore(const std::string& from, const std::string& to, const std::string& which = "") {
    return heard([&](auto& out, auto& err) {
      return run_restore({.from = from, .to = to, .partnership = which}, out, err);
    });
  }
  int drill(const std::string& from, bool json = false, Instant now = kNow,
            const std::string& scratch = "") {
    return heard([&](auto& out, auto& err) {
      DrillArguments asked;
      asked.from = from;
      asked.scratch = scratch.empty() ? file("") : scratch;
      asked.json = json;
      asked.oldest = "26h";
      asked.now = now;
      return run_drill(asked, out, err);
    });
  }
  int verified(const std::string& location) {
    return heard([&](auto& out, auto& err) { return run_verify({location, false}, out, err); });
  }

  /// "one 57 2a8f…", each.
  static std::vector<std::string> heads(const std::string& location) {
    const auto connection = open_connection(location, Access::Read);
    EXPECT_TRUE(connection) << location;
    const auto moment = Transaction::survey(**connection);
    const auto found = Ledger{**connection}.partnerships();
    std::vector<std::string> lines;
    for (const PartnershipHead& head : *found) {
      lines.push_back(
          fmt::format("{} {} {}", head.partnership.text(), head.entries, to_hex(head.head)));
    }
    return lines;
  }
  static std::int64_t events(const std::string& location) {
    const auto connection = *open_connection(location, Access::Read);
    const auto moment = Transaction::survey(*connection);
    return (*Ledger{*connection}.head(kOne))->entries;
  }
  std::vector<std::string> names() {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator{file("")}) {
      const std::string name = entry.path().filename().string();
      if (!name.ends_with("-wal") && !name.ends_with("-shm")) {
        found.push_back(name);
      }
    }
    std::ranges::sort(found);
    return found;
  }

  /// Does to a file what its tables would refuse.
  static void damage(const std::string& location, const std::string& sql) {
    const auto connection = *open_connection(location, Access::Write);
    ASSERT_TRUE(testdata::remove_guards(*connection));
    const auto changed = connection->run(sql);
    ASSERT_TRUE(changed) << changed.error().what;
    EXPECT_GT(*changed, 0) << sql;
  }

  testdata::TestDatabase database_;
  testdata::TemporaryFolder folder_;
  std::string said_;

 private:
  template <typename Run>
  int heard(Run run) {
    std::ostringstream out;
    const int answer = run(out, out);
    said_ = out.str();
    return answer;
  }
};

TEST_F(BackupTest, IsWholeAndItsOwnersAlone) {
  ASSERT_EQ(back_up(), kDone) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr(fmt::format("one: {0} events, {0} of them added. The last was "
                                                 "recorded on Monday 23 November 2026, 10am "
                                                 "(2026-11-23T10:00:00Z).",
                                                 events(database()))),
                           HasSubstr("has everything up to Monday 23 November 2026, 10am")));
  EXPECT_EQ(heads(backup()), heads(database()));
  EXPECT_EQ(verified(backup()), kDone) << said_;
  EXPECT_EQ(names(), std::vector<std::string>{"backup.db"});
  struct stat found{};
  ASSERT_EQ(::stat(backup().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
}

TEST_F(BackupTest, GetsWhatIsNewAndNothingElse) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const auto before = events(backup());
  EXPECT_EQ(back_up(), kDone) << said_;
  EXPECT_THAT(said_, HasSubstr(fmt::format("one: {} events, 0 of them added", before)));
  {
    Working working{database()};
    working.raise(kOne, 0, 2);
    working.read_directory_again(kOne, 0);
    working.add(kTwo, 1);
    working.draft(kOne, "first", "other words");
    working.draft(kOne, "second", "more");
  }
  EXPECT_EQ(back_up(), kDone) << said_;
  const auto added = events(database()) - before;
  EXPECT_GT(added, 1);
  EXPECT_THAT(said_, AllOf(HasSubstr(fmt::format("{} of them added", added)), HasSubstr("two: ")));
  EXPECT_EQ(heads(backup()), heads(database()));
  EXPECT_EQ(verified(backup()), kDone) << said_;  // the lists too
  const auto connection = *open_connection(backup(), Access::Read);
  const auto drafts = Drafts{*connection}.of(kOne, PersonId{"somebody"});
  ASSERT_EQ(drafts->size(), 2U);
  EXPECT_EQ(Drafts{*connection}.find(kOne, PersonId{"somebody"}, "first")->value().fields.front(),
            (std::pair<std::string, std::string>{"summary", "other words"}));
}

TEST_F(BackupTest, GoesOnWhileTheServiceRecords) {
  constexpr int kRounds = 12;
  std::thread service{[&] {
    Working working{database()};
    for (int i = 0; i < kRounds; ++i) {
      working.read_directory_again(kOne, 0);
      working.raise(kOne, 0, 2);
    }
  }};
  std::int64_t last = 0;
  for (int i = 0; i < kRounds; ++i) {
    EXPECT_EQ(back_up(), kDone) << said_;
    EXPECT_GE(events(backup()), last);
    last = events(backup());
  }
  service.join();
  EXPECT_EQ(back_up(), kDone) << said_;
  EXPECT_EQ(heads(backup()), heads(database()));
  EXPECT_EQ(verified(backup()), kDone) << said_;
}

// A database that was restored from something older, and went on.
TEST_F(BackupTest, OfAnotherRecordIsRefusedAndStaysAsItWas) {
  const auto common = events(database());
  Working{database()}.read_directory_again(kOne, 0);
  ASSERT_EQ(back_up(), kDone) << said_;
  const auto before = heads(backup());
  const std::string older = file("older.db");
  ASSERT_TRUE(copy_database({.from = made_file(), .to = older, .partnership = ""}));

  EXPECT_EQ(back_up(older, backup(), Instant{kNow.seconds + kHour}), kAnswerIsNo);
  EXPECT_THAT(said_, AllOf(HasSubstr("nothing was added"),
                           HasSubstr(fmt::format("one: the database ends after event {} of its "
                                                 "record, and the backup goes on to event {}",
                                                 common, common + 1))));
  Working{older}.raise(kOne, 0, 2);
  Working{older}.add(kTwo, 1);
  EXPECT_EQ(back_up(older, backup(), Instant{kNow.seconds + kHour}), kAnswerIsNo);
  EXPECT_THAT(said_,
              AllOf(HasSubstr(fmt::format("one: from event {} of its record on", common + 1)),
                    HasSubstr("Keep this backup as it is")));
  EXPECT_EQ(heads(backup()), before);
  EXPECT_EQ(verified(backup()), kDone) << said_;
  EXPECT_EQ(back_up(), kDone) << said_;
  EXPECT_THAT(said_, HasSubstr("(2026-11-23T10:00:00Z).\n"));
}

// An event that was changed with all that hangs on it: the chain leads elsewhere.
TEST_F(BackupTest, NamesTheFirstEventThatIsAnother) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const std::string other = file("other.db");
  ASSERT_TRUE(copy_database({.from = database(), .to = other, .partnership = ""}));
  damage(other, "UPDATE ledger_entry SET leaf_hash = zeroblob(32) WHERE log_index = 4");
  damage(other, "UPDATE ledger_partnership SET head = zeroblob(32)");
  EXPECT_EQ(back_up(other, backup()), kAnswerIsNo);
  EXPECT_THAT(said_, HasSubstr("one: from event 5 of its record on"));
}

TEST_F(BackupTest, HoldsWhatTheDatabaseHasLost) {
  Working{database()}.add(kTwo, 1);
  ASSERT_EQ(back_up(), kDone) << said_;
  EXPECT_EQ(back_up(made_file(), backup()), kAnswerIsNo);
  EXPECT_THAT(said_, HasSubstr("two: the database does not have it, and the backup has"));
  EXPECT_EQ(heads(backup()).size(), 2U);
}

// What is added is held against its hash before it is kept; what is in the backup stays good.
TEST_F(BackupTest, TakesNothingThatIsNotAsItWasRecorded) {
  const std::string working = file("working.db");
  ASSERT_TRUE(copy_database({.from = made_file(), .to = working, .partnership = ""}));
  ASSERT_EQ(back_up(working, backup()), kDone) << said_;
  const auto before = heads(backup());
  Working{working}.read_directory_again(kOne, 0);
  const auto last = events(working) - 1;
  const std::string good = text_of(working);
  for (const std::string& change :
       {fmt::format("UPDATE ledger_entry SET bytes = zeroblob(40) WHERE log_index = {}", last),
        fmt::format("UPDATE ledger_entry SET kind = 'other' WHERE log_index = {}", last),
        fmt::format("UPDATE ledger_entry SET recorded_at_s = 5 WHERE log_index = {}", last),
        std::string{"UPDATE document SET text = text || '!' WHERE kind = 'directory'"}}) {
    const std::string changed = file("changed.db");
    {
      std::ofstream{changed, std::ios::binary} << good;
    }
    damage(changed, change);
    EXPECT_EQ(back_up(changed, backup()), kAnswerIsNo) << change;
    EXPECT_THAT(said_, testing::AnyOf(HasSubstr("is not as it was recorded"),
                                      HasSubstr("is not the text that was adopted")));
    EXPECT_EQ(heads(backup()), before);
    EXPECT_EQ(back_up(changed, file("second.db")), kAnswerIsNo) << change;
    EXPECT_FALSE(fs::exists(file("second.db")));
  }
  EXPECT_EQ(verified(backup()), kDone) << said_;
}

TEST_F(BackupTest, GoesToNothingThatIsNoBackup) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const std::string in_use = file("in_use.db");
  ASSERT_TRUE(copy_database({.from = made_file(), .to = in_use, .partnership = ""}));
  const std::string as_it_was = text_of(in_use);
  EXPECT_EQ(back_up(database(), in_use), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("in_use.db is no backup"));
  EXPECT_EQ(text_of(in_use), as_it_was);

  EXPECT_EQ(back_up(backup(), backup()), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("are the same file"));
  EXPECT_EQ(back_up(backup(), file("second.db")), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("is itself a backup"));
  EXPECT_EQ(back_up(in_use, "postgresql:///elsewhere"), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("--to is a file"));
  EXPECT_EQ(names(), (std::vector<std::string>{"backup.db", "in_use.db"}));
}

TEST_F(BackupTest, IsNotMadeByTwoAtOnceNorInAnotherUsersFolder) {
  fs::create_directory(backup() + ".partial");
  EXPECT_EQ(back_up(), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("open to others"));
  fs::permissions(backup() + ".partial", fs::perms::owner_all);
  {
    const auto other = PartialFile::begin(backup());
    EXPECT_EQ(back_up(), kCouldNotRun);
    EXPECT_THAT(said_, HasSubstr("another process is making the same file"));
  }
  fs::create_directory(backup() + ".partial");
  fs::permissions(backup() + ".partial", fs::perms::owner_all);
  {
    std::ofstream{backup() + ".partial/made.db"} << "left by one that was killed";
  }
  EXPECT_EQ(back_up(), kDone) << said_;
  EXPECT_EQ(names(), std::vector<std::string>{"backup.db"});
}

TEST_F(BackupTest, IsRestoredWhole) {
  Working{database()}.add(kTwo, 1);
  ASSERT_EQ(back_up(), kDone) << said_;
  const testdata::TestDatabase empty;
  ASSERT_EQ(restore(backup(), empty.location()), kDone) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr("one: "), HasSubstr("restored and verified"),
                           HasSubstr("The backup has everything up to Monday 23 November 2026, "
                                     "10am (2026-11-23T10:00:00Z): what was recorded after that is "
                                     "not here.\nCompare these heads")));
  EXPECT_EQ(heads(empty.location()), heads(database()));
  EXPECT_EQ(verified(empty.location()), kDone) << said_;
  // And it goes on.
  Working{empty.location()}.raise(kOne, 0, 2);
  EXPECT_EQ(verified(empty.location()), kDone) << said_;

  const auto before = heads(empty.location());
  EXPECT_EQ(restore(backup(), empty.location()), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("'one' is in the other database already"));
  EXPECT_EQ(heads(empty.location()), before);
}

TEST_F(BackupTest, IsRestoredByPartnership) {
  Working{database()}.add(kTwo, 1);
  ASSERT_EQ(back_up(), kDone) << said_;
  const testdata::TestDatabase other;
  ASSERT_EQ(restore(backup(), other.location(), "two"), kDone) << said_;
  EXPECT_EQ(heads(other.location()), std::vector<std::string>{heads(database()).back()});
  ASSERT_EQ(restore(backup(), other.location(), "one"), kDone) << said_;
  EXPECT_EQ(heads(other.location()), heads(database()));
  EXPECT_EQ(verified(other.location()), kDone) << said_;
  EXPECT_EQ(restore(backup(), file("new.db"), "three"), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("no partnership 'three': it has one, two"));
}

TEST_F(BackupTest, ThatIsDamagedIsNotRestored) {
  ASSERT_EQ(back_up(), kDone) << said_;
  damage(backup(), "UPDATE ledger_entry SET bytes = zeroblob(40) WHERE log_index = 7");
  EXPECT_EQ(restore(backup(), file("new.db")), kAnswerIsNo);
  EXPECT_THAT(said_, HasSubstr("nothing was restored, since event"));
  EXPECT_EQ(names(), std::vector<std::string>{"backup.db"});
  const testdata::TestDatabase other;
  EXPECT_EQ(restore(backup(), other.location()), kAnswerIsNo);
  if (fs::exists(other.location())) {
    EXPECT_THAT(heads(other.location()), IsEmpty());
  }
  EXPECT_EQ(restore(made_file(), file("new.db")), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("made.db is no backup"));
}

// A backup outlives the release that made it.
TEST_F(BackupTest, OfAnEarlierReleaseIsBroughtUpToDate) {
  ASSERT_EQ(back_up(), kDone) << said_;
  damage(backup(), "DELETE FROM schema_step WHERE component = 'store' AND version >= 6");
  const auto connection = *open_connection(backup(), Access::Write);
  ASSERT_TRUE(connection->define("DROP TABLE lease"));
  EXPECT_EQ(restore(backup(), file("new.db")), kCouldNotRun);
  EXPECT_THAT(said_, AllOf(HasSubstr("of an earlier release"), HasSubstr("accord rebuild")));
  std::ostringstream out;
  ASSERT_EQ(run_rebuild(
                {.database = backup(), .partnership = ""}, [] { return kNow; }, out, out),
            kDone)
      << out.str();
  EXPECT_EQ(restore(backup(), file("new.db")), kDone) << said_;
}

TEST_F(BackupTest, IsDrilled) {
  ASSERT_EQ(back_up(), kDone) << said_;
  EXPECT_EQ(drill(backup(), false, Instant{kNow.seconds + 26 * kHour}), kDone) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr("The backup is intact, and can be restored."),
                           HasSubstr("26 hours ago"), HasSubstr("Disagreements: 2."),
                           HasSubstr("events a second")));
  EXPECT_EQ(names(), std::vector<std::string>{"backup.db"});

  EXPECT_EQ(drill(backup(), true, Instant{kNow.seconds + 26 * kHour + 1}), kAnswerIsNo);
  const auto answer = nlohmann::json::parse(said_);
  EXPECT_EQ(answer["intact"], true);
  EXPECT_EQ(answer["in_time"], false);
  EXPECT_EQ(answer["age_s"], 26 * kHour + 1);
  EXPECT_EQ(answer["complete_until"], "2026-11-23T10:00:00Z");
  EXPECT_EQ(answer["events"], events(database()));
  EXPECT_EQ(answer["disagreements"], 2);
  EXPECT_EQ(answer["bytes"], fs::file_size(backup()));
  EXPECT_EQ(answer["partnerships"][0]["partnership"], "one");
  EXPECT_GT(answer["restore_s"], 0.0);
  EXPECT_GT(answer["verify_s"], 0.0);
}

// A quiet week is no old backup: what counts is when it was brought up to date.
TEST_F(BackupTest, IsAsOldAsItsLastRun) {
  const Instant later{kNow.seconds + 7 * 24 * kHour};
  ASSERT_EQ(back_up(), kDone) << said_;
  EXPECT_EQ(drill(backup(), false, later), kAnswerIsNo);
  EXPECT_THAT(said_, HasSubstr("TOO OLD"));
  ASSERT_EQ(back_up(later), kDone) << said_;
  EXPECT_EQ(drill(backup(), false, later), kDone) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr("0 seconds ago"), HasSubstr("7 days ago")));
}

TEST_F(BackupTest, LeavesNothingWhereItWasDrilled) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const testdata::TestDatabase scratch;
  const bool server = testdata::kept_here() == testdata::Kept::Postgres;
  const std::string where = server ? scratch.location() : file("scratch");
  if (!server) {
    fs::create_directory(where);
  }
  EXPECT_EQ(drill(backup(), false, kNow, where), kDone) << said_;
  if (server) {
    const auto connection = *open_connection(where, Access::Read);
    EXPECT_THAT(*connection->schema(), IsEmpty());
    EXPECT_THAT(*connection->rows<std::string>("SELECT CAST(nspname AS TEXT) FROM pg_namespace "
                                               "WHERE nspname LIKE 'accord%'"),
                IsEmpty());
  } else {
    EXPECT_TRUE(fs::is_empty(where));
  }
  EXPECT_EQ(drill(backup(), false, kNow, file("missing")), kCouldNotRun);
  EXPECT_THAT(said_, HasSubstr("missing is no folder to restore to"));
}

TEST_F(BackupTest, IsNotDrilledWithoutRoom) {
  ASSERT_EQ(back_up(), kDone) << said_;
  fs::resize_file(backup(), std::uintmax_t{1} << 43U);  // a hole: it takes no room itself
  EXPECT_EQ(drill(backup()), kCouldNotRun);
  EXPECT_THAT(said_,
              HasSubstr("MiB left, and to restore this backup takes 16777232 MiB: make room"));
}

TEST_F(BackupTest, ThatIsNotAsItWasMadeFailsItsDrill) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const std::string good = text_of(backup());
  const std::string changed = file("changed.db");
  for (const std::string_view change :
       {"UPDATE ledger_entry SET bytes = zeroblob(40) WHERE log_index = 7",
        "UPDATE ledger_entry SET kind = 'other' WHERE log_index = 7",
        "UPDATE ledger_entry SET leaf_hash = zeroblob(32) WHERE log_index = 7",
        "DELETE FROM ledger_entry WHERE log_index = 7",
        "UPDATE ledger_partnership SET head = zeroblob(32)",
        "UPDATE ledger_partnership SET entries = entries - 1",
        "UPDATE ledger_command SET body_hash = zeroblob(32)",
        "DELETE FROM ledger_command WHERE log_index = 0",
        "UPDATE ledger_stream SET leaf_hash = zeroblob(32)",
        "UPDATE document SET text = text || '!' WHERE kind = 'policy'",
        "UPDATE document SET effective_s = 5 WHERE kind = 'policy'",
        "DELETE FROM document WHERE kind = 'directory'", "UPDATE partnership SET name = 'Another'",
        "DELETE FROM partnership"}) {
    {
      std::ofstream{changed, std::ios::binary} << good;
    }
    damage(changed, std::string{change});
    EXPECT_EQ(drill(changed), kAnswerIsNo) << change << "\n" << said_;
    EXPECT_THAT(said_, HasSubstr("The backup is NOT intact: ")) << change;
  }
  EXPECT_EQ(drill(changed, true), kAnswerIsNo);
  EXPECT_EQ(nlohmann::json::parse(said_)["intact"], false);
  EXPECT_EQ(names(), (std::vector<std::string>{"backup.db", "changed.db"}));
}

// As a disk does it. A bit in what is made anew, or in no use, does no harm; every other is found.
TEST_F(BackupTest, WithAFlippedBitIsFoundOrRestoredAllTheSame) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const std::string good = text_of(backup());
  const auto record = heads(backup());
  const std::string changed = file("changed.db");
  int found = 0;
  constexpr std::size_t kFlips = 40;
  for (std::size_t i = 0; i < kFlips; ++i) {
    std::string bytes = good;
    const std::size_t at = (2 * i + 1) * bytes.size() / (2 * kFlips);
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << (i % 8)));
    {
      std::ofstream{changed, std::ios::binary | std::ios::trunc} << bytes;
    }
    const int answer = drill(changed);
    found += answer == kDone ? 0 : 1;
    if (answer == kDone) {
      fs::remove(file("again.db"));
      ASSERT_EQ(restore(changed, file("again.db")), kDone) << said_;
      EXPECT_EQ(heads(file("again.db")), record) << "byte " << at;
      EXPECT_EQ(verified(file("again.db")), kDone) << "byte " << at << said_;
    }
  }
  EXPECT_GT(found, static_cast<int>(kFlips) / 5);  // most of so small a file is in no use
}

TEST_F(BackupTest, WithAFlippedBitInAnEventOrADocumentFailsItsDrill) {
  ASSERT_EQ(back_up(), kDone) << said_;
  const std::string good = text_of(backup());
  std::vector<std::string> pieces{text_of(shipped(0) / "policy.yaml").substr(0, 64)};
  {
    const auto connection = *open_connection(backup(), Access::Read);
    const auto stored = *connection->rows<Bytes>(
        "SELECT bytes FROM ledger_entry WHERE LENGTH(bytes) < 900 ORDER BY log_index");
    for (const auto& [bytes] : stored) {
      pieces.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
  }
  ASSERT_GT(pieces.size(), 10U);
  for (const std::string& piece : pieces) {
    const std::size_t at = good.find(piece);
    ASSERT_NE(at, std::string::npos);
    std::string bytes = good;
    bytes[at + piece.size() / 2] ^= 4;
    {
      std::ofstream{file("changed.db"), std::ios::binary | std::ios::trunc} << bytes;
    }
    EXPECT_EQ(drill(file("changed.db")), kAnswerIsNo) << at << said_;
  }
}

}  // namespace
}  // namespace accord
