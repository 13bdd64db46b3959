#include "operations/log.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>
#include <vector>

namespace accord {
namespace {

Instant ten_o_clock() {
  return Instant{1'795'428'000};  // Monday 23 November 2026, 10am
}

TEST(Log, WritesOneObjectALineThatSaysWhenHowGraveAndWhat) {
  std::ostringstream out;
  Log log{out, ten_o_clock, Level::Info};

  log.write(Level::Error, "request", {{"request", "AB"}, {"status", 503}, {"why", "a \"b\"\nc"}});

  EXPECT_EQ(out.str(), R"({"time":"2026-11-23T10:00:00Z","level":"error","event":"request",)"
                       R"("request":"AB","status":503,"why":"a \"b\"\nc"})"
                       "\n");
}

TEST(Log, LeavesOutWhatIsBelowItsLevel) {
  std::ostringstream out;
  Log log{out, ten_o_clock, *parse_level("warning")};

  log.write(Level::Info, "info", {});
  log.write(Level::Warning, "warning", {});

  EXPECT_EQ(nlohmann::json::parse(out.str())["event"], "warning");
  EXPECT_FALSE(parse_level("loud").has_value());
}

// Bytes that are no UTF-8 come from libraries' own words: the line is still JSON.
TEST(Log, IsJsonWhateverTheBytes) {
  std::ostringstream out;
  Log log{out, ten_o_clock, Level::Info};

  log.write(Level::Info, "x", {{"why", "\xff\xfe"}});

  EXPECT_TRUE(nlohmann::json::accept(out.str())) << out.str();
}

TEST(Log, DoesNotMixTheLinesOfSeveralThreads) {
  std::ostringstream out;
  Log log{out, ten_o_clock, Level::Info};
  {
    std::vector<std::jthread> threads;
    for (std::int64_t i = 0; i < 4; ++i) {
      threads.emplace_back([&log, i] {
        for (std::int64_t n = 0; n < 100; ++n) {
          log.write(Level::Info, "n", {{"thread", i}, {"n", n}});
        }
      });
    }
  }
  std::istringstream lines{out.str()};
  std::string line;
  int count = 0;
  while (std::getline(lines, line)) {
    EXPECT_EQ(nlohmann::json::parse(line)["event"], "n");
    ++count;
  }
  EXPECT_EQ(count, 400);
}

}  // namespace
}  // namespace accord
