#include "cli/calendar_apply.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "calendar/bank_holidays.hpp"
#include "cli/demo.hpp"
#include "cli/exit_code.hpp"
#include "cli/verify.hpp"

namespace accord {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr Instant kNow{1'795'428'000};  // Monday 23 November 2026, 10am

// "Announce a bank holiday and every open deadline is re-derived, explained, recorded": over the
// whole demonstration, from the file to the verified record.
TEST(CalendarApply, PreviewsThenMovesEveryOpenDeadlineAndRecordsWhy) {
  const auto folder = std::filesystem::path{testing::TempDir()} / "accord-calendar-apply";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  const std::string database = (folder / "demo.db").string();
  const std::string file = (folder / "new.calendar").string();
  std::ofstream{file} << embedded_calendar_text("england-and-wales").value()
                      << "added 2026-11-25: Day of mourning, announced 2026-11-23\n";
  std::ostringstream out;
  std::ostringstream err;
  ASSERT_EQ(
      run_demo(
          {.database = database, .policies = testdata::project_folder() / "policies", .now = kNow},
          out, err),
      kDone)
      << err.str();
  const auto run = [&](const CalendarApplyArguments& asked) {
    out.str("");
    err.str("");
    return run_calendar_apply(asked, [] { return kNow; }, out, err);
  };

  ASSERT_EQ(run({.file = file, .database = database}), kDone) << err.str();
  EXPECT_THAT(out.str(), HasSubstr("would move"));
  EXPECT_THAT(out.str(), HasSubstr("added Wednesday 25 November 2026 (Day of mourning)"));
  EXPECT_THAT(out.str(), HasSubstr("nothing was changed. Run it again with --yes."));

  ASSERT_EQ(run({.file = file, .database = database, .json = true}), kDone);
  const auto preview = nlohmann::json::parse(out.str());
  EXPECT_EQ(preview.at("applied"), false);
  std::size_t count = 0;
  for (const auto& partnership : preview.at("partnerships")) {
    count += partnership.at("moved").size();
    for (const auto& moved : partnership.at("moved")) {
      EXPECT_FALSE(moved.at("owed_by").empty()) << moved;
      EXPECT_LT(moved.at("from").get<std::string>(), moved.at("to").get<std::string>());
    }
  }

  EXPECT_GT(count, 0U);

  ASSERT_EQ(run({.file = file, .database = database, .yes = true, .json = true}), kDone)
      << err.str();
  const auto applied = nlohmann::json::parse(out.str());
  EXPECT_EQ(applied.at("applied"), true);
  EXPECT_EQ(applied.at("partnerships"), preview.at("partnerships"));

  ASSERT_EQ(run({.file = file, .database = database, .yes = true}), kDone);
  EXPECT_THAT(out.str(), HasSubstr(": 0 open deadlines moved.")) << "what is done is done once";
  // One that was interrupted says and records the same as the first time.
  EXPECT_THAT(out.str(), HasSubstr("added Wednesday 25 November 2026 (Day of mourning)"));
  out.str("");
  EXPECT_EQ(run_verify({.database = database}, out, err), kDone) << out.str();

  EXPECT_EQ(run({.file = file, .database = database, .partnership = "elsewhere"}), kCouldNotRun);
  EXPECT_THAT(err.str(), StartsWith("accord calendar apply: the database has no partnership"));
  EXPECT_EQ(run({.file = "scotland", .database = database}), kCouldNotRun);
  EXPECT_THAT(err.str(), HasSubstr("no partnership of the database counts by 'scotland'"));
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace accord
