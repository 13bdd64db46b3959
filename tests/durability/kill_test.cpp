// S-DUR1: "Recorded is sent only after a COMMIT that returned. Survives kill -9."
//
// A process that appends is killed at a random moment, again and again. What it acknowledged is
// there afterwards, once, where it said, and the record verifies. ACCORD_DURABILITY_CYCLES sets how
// often (the default takes about ten seconds).
//
// This cannot see a missing fsync: what a killed process wrote stays in the system's memory. That
// the engine waits for the disk is held by reading `synchronous` back (database_test.cpp); losing
// power is another harness.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <random>
#include <sstream>
#include <thread>

#include "database/database.hpp"
#include "ledger/ledger.hpp"
#include "ledger/verify.hpp"

namespace accord {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

int cycles() {
  const char* const asked = std::getenv("ACCORD_DURABILITY_CYCLES");
  return asked == nullptr ? 40 : std::atoi(asked);
}

struct Acknowledged {
  std::string command;
  StreamId stream;
  std::int64_t sequence = 0;
};

// The appender as a process of its own.
class Appender {
 public:
  Appender(const std::string& path, const std::string& run) {
    std::array<int, 2> ends{};
    EXPECT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
    child_ = ::fork();
    if (child_ == 0) {
      ::dup2(ends[1], STDOUT_FILENO);
      ::execl(ACCORD_APPENDER, ACCORD_APPENDER, path.c_str(), run.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(ends[1]);
    from_child_ = ends[0];
  }
  Appender(const Appender&) = delete;
  Appender& operator=(const Appender&) = delete;
  ~Appender() { ::close(from_child_); }

  /// Takes in what is acknowledged for `time` after the first line.
  void listen(milliseconds time) {
    auto end = steady_clock::time_point::max();
    while (steady_clock::now() < end) {
      pollfd waiting{from_child_, POLLIN, 0};
      ::poll(&waiting, 1, 5);
      if ((waiting.revents & POLLIN) != 0) {
        if (heard_.empty()) {
          end = steady_clock::now() + time;
        }
        hear();
      } else if ((waiting.revents & POLLHUP) != 0) {
        return;
      }
    }
  }
  /// Kills it, takes in the rest. False: it had ended by itself.
  bool kill() {
    ::kill(child_, SIGKILL);
    int status = 0;
    ::waitpid(child_, &status, 0);
    while (hear()) {
    }
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
  }
  [[nodiscard]] std::vector<Acknowledged> acknowledged() const {
    std::vector<Acknowledged> lines;
    std::istringstream text{heard_};
    std::string command;
    std::string stream;
    std::int64_t sequence = 0;
    while (text >> command >> stream >> sequence) {
      lines.push_back({command, {PartnershipId{"north"}, DisagreementId{stream}}, sequence});
    }
    return lines;
  }

 private:
  bool hear() {
    std::array<char, 65536> buffer{};
    const auto count = ::read(from_child_, buffer.data(), buffer.size());
    heard_.append(buffer.data(), count > 0 ? static_cast<std::size_t>(count) : 0);
    return count > 0;
  }

  pid_t child_ = -1;
  int from_child_ = -1;
  std::string heard_;
};

class KillTest : public testing::Test {
 protected:
  KillTest() { start_afresh(); }
  ~KillTest() override { std::filesystem::remove_all(folder_); }

  void start_afresh() {
    if (!folder_.empty()) {
      std::filesystem::remove_all(folder_);
    }
    std::string name =
        (std::filesystem::temp_directory_path() / "accord-durability-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    acknowledged_.clear();
  }
  [[nodiscard]] std::string path() const { return (folder_ / "ledger.db").string(); }

  // What was acknowledged stands where it was said, once.
  void compare(Connection& connection) {
    Ledger ledger{connection};
    for (int which = 0; which < 3; ++which) {
      const StreamId stream{PartnershipId{"north"}, DisagreementId{std::to_string(which)}};
      const auto entries = ledger.read(stream);
      ASSERT_TRUE(entries) << entries.error().what;
      std::map<std::string, std::int64_t> places;
      for (const auto& [entry, leaf] : *entries) {
        EXPECT_TRUE(places.emplace(entry.command.text(), entry.sequence).second)
            << entry.command.text() << " is there twice";
      }
      for (const Acknowledged& said : acknowledged_) {
        if (said.stream == stream) {
          const auto place = places.find(said.command);
          ASSERT_NE(place, places.end()) << said.command << " was acknowledged and is lost";
          EXPECT_EQ(place->second, said.sequence) << said.command;
        }
      }
    }
    const auto report = verify(connection);
    ASSERT_TRUE(report) << report.error().what;
    ASSERT_TRUE(report->intact()) << report->findings.front().what;
  }

  std::filesystem::path folder_;
  std::vector<Acknowledged> acknowledged_;
  std::mt19937 random_{20260403};
};

TEST_F(KillTest, S_DUR1_WhatWasAcknowledgedSurvivesKillMinusNine) {
  std::size_t all = 0;
  milliseconds slowest{0};
  for (int cycle = 0; cycle < cycles() && !HasFailure(); ++cycle) {
    if (cycle % 40 == 0) {
      start_afresh();
    }
    Appender appender{path(), std::to_string(cycle)};
    appender.listen(milliseconds{20 + random_() % 200});
    ASSERT_TRUE(appender.kill()) << "the appender ended by itself";
    for (auto& line : appender.acknowledged()) {
      acknowledged_.push_back(std::move(line));
      ++all;
    }
    const auto before = steady_clock::now();
    const auto connection = open_connection(path(), Access::Write);
    ASSERT_TRUE(connection) << connection.error().what;
    slowest = std::max(slowest, duration_cast<milliseconds>(steady_clock::now() - before));
    compare(**connection);
  }
  std::printf("%d kills, %zu acknowledged appends, slowest opening %lld ms\n", cycles(), all,
              static_cast<long long>(slowest.count()));
  EXPECT_GT(all, static_cast<std::size_t>(cycles()) * 4)
      << "too few appends to have shown anything";
  EXPECT_LT(slowest, milliseconds{2000});
}

// The same while the tables are being made: the next start goes on where this one stopped.
TEST_F(KillTest, ADatabaseKilledWhileItIsMadeIsFinishedByTheNextStart) {
  for (int cycle = 0; cycle < cycles() && !HasFailure(); ++cycle) {
    start_afresh();
    Appender appender{path(), "0"};
    std::this_thread::sleep_for(std::chrono::microseconds{random_() % 60'000});
    ASSERT_TRUE(appender.kill());
    acknowledged_ = appender.acknowledged();
    const std::array components{ledger_component()};
    const auto database = Database::open({.location = path()}, components);
    ASSERT_TRUE(database) << database.error().what;
    const auto compared =
        (*database)->read_every([&](Connection& connection) -> std::expected<bool, Fault> {
          compare(connection);
          return true;
        });
    ASSERT_TRUE(compared);
  }
}

}  // namespace
}  // namespace accord
