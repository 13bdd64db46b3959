#include "cli/calendar_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "base/testdata/project_folder.hpp"
#include "cli/calendar_source.hpp"
#include "cli/exit_code.hpp"

namespace accord {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::string kOfficial =
    (testdata::project_folder() / "src/cli/testdata/bank-holidays-2021.json").string();

/// A folder of its own, removed afterwards.
class CalendarImport : public ::testing::Test {
 protected:
  CalendarImport()
      : folder_(std::filesystem::temp_directory_path() /
                ("accord_calendar_import_" + std::to_string(getpid()))) {
    std::filesystem::create_directories(folder_);
  }
  ~CalendarImport() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] std::string path(const char* name) const { return (folder_ / name).string(); }

 private:
  std::filesystem::path folder_;
};

TEST(CalendarList, NamesTheDaysOfTheYearsAsked) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(
      run_calendar_list({.calendar = "scotland", .from_year = 2026, .to_year = 2026}, out, err),
      kDone);
  EXPECT_THAT(
      out.str(),
      HasSubstr("Monday 15 June 2026           World Cup bank holiday, announced 2026-02-04\n"));
  EXPECT_THAT(out.str(), ::testing::Not(HasSubstr("2027")));
  EXPECT_THAT(err.str(), IsEmpty());
}

TEST(CalendarList, GivesProgramsJson) {
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_calendar_list({.from_year = 2022, .to_year = 2029, .json = true}, out, err), kDone);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json.at("calendar"), "england-and-wales");
  EXPECT_EQ(json.at("published_to"), "2028-12-31");
  EXPECT_EQ(json.at("days").front().at("date"), "2022-01-03");
  EXPECT_TRUE(json.at("days").front().at("announced").is_null());
  EXPECT_EQ(json.at("days").front().at("projected"), false);
  EXPECT_EQ(json.at("days").back().at("projected"), true);
}

TEST_F(CalendarImport, WritesACalendarThatCanBeUsedAndSaysWhatChanges) {
  std::ostringstream out;
  std::ostringstream err;
  const std::string file = path("official.calendar");
  EXPECT_EQ(run_calendar_import(
                {.file = kOfficial, .calendar = "england-and-wales", .output = file}, out, err),
            kDone);
  EXPECT_THAT(out.str(), IsEmpty());
  EXPECT_THAT(err.str(), HasSubstr("removed  2022-09-19  State Funeral"));
  const auto holidays = load_bank_holidays(file);
  ASSERT_TRUE(holidays.has_value()) << holidays.error();
  EXPECT_EQ(holidays->published_to, date_of(2022, 12, 31));
  EXPECT_FALSE(std::filesystem::exists(file + ".new"));
}

TEST_F(CalendarImport, LeavesAGoodFileAloneWhenTheListIsBad) {
  std::ostringstream out;
  std::ostringstream err;
  const std::string file = path("kept.calendar");
  ASSERT_EQ(run_calendar_import({.file = kOfficial, .output = file}, out, err), kDone);
  const auto before = std::filesystem::last_write_time(file);

  // The list holds no Northern Ireland.
  EXPECT_EQ(run_calendar_import({.file = kOfficial, .calendar = "northern-ireland", .output = file},
                                out, err),
            kCouldNotRun);
  EXPECT_EQ(run_calendar_import({.file = path("none.json"), .output = file}, out, err),
            kCouldNotRun);

  EXPECT_THAT(err.str(), HasSubstr("it holds no \"northern-ireland\""));
  EXPECT_THAT(err.str(), HasSubstr("none.json: there is no such file"));
  EXPECT_EQ(std::filesystem::last_write_time(file), before);
  EXPECT_EQ(
      run_calendar_import({.file = kOfficial, .output = path("no/folder.calendar")}, out, err),
      kCouldNotRun);
  EXPECT_THAT(err.str(), HasSubstr("it cannot be written"));
}

}  // namespace
}  // namespace accord
