#include "cli/deadline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"

namespace accord {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Answer {
  int exit_code = 0;
  std::string out;
  std::string err;
};

Answer ask(const DeadlineArguments& arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int exit_code = run_deadline(arguments, out, err);
  return {exit_code, out.str(), err.str()};
}

DeadlineArguments easter() {
  DeadlineArguments arguments;
  arguments.from = "2026-04-02T16:30";
  arguments.limit = "5 working days";
  return arguments;
}

// ALL-5: the deadline is "shown as a date and time with the reason for it".
TEST(DeadlineCommand, ALL_5_TellsPeopleTheDayTheHourAndWhy) {
  const Answer answer = ask(easter());
  EXPECT_EQ(answer.exit_code, kDone);
  EXPECT_THAT(answer.err, IsEmpty());
  EXPECT_THAT(answer.out, HasSubstr("Due Monday 13 April 2026, 5pm\n"));
  EXPECT_THAT(answer.out,
              HasSubstr("    -  Friday 3 April 2026          bank holiday: Good Friday\n"));
  EXPECT_THAT(answer.out, HasSubstr("    5  Monday 13 April 2026         working day 5 of 5\n"));
  EXPECT_THAT(answer.out, HasSubstr("england-and-wales 2026.1"));
}

TEST(DeadlineCommand, GivesProgramsJson) {
  DeadlineArguments arguments = easter();
  arguments.json = true;
  const Answer answer = ask(arguments);
  EXPECT_EQ(answer.exit_code, kDone);
  const auto json = nlohmann::json::parse(answer.out);
  EXPECT_EQ(json.at("due"), "2026-04-13T17:00:00+01:00");
  EXPECT_EQ(json.at("start"), "2026-04-02T16:30:00+01:00");
  EXPECT_EQ(json.at("limit"), "5 working days");
  EXPECT_EQ(json.at("calendar"), "england-and-wales");
  EXPECT_EQ(json.at("zone"), "Europe/London");
  EXPECT_EQ(json.at("projected"), false);
  ASSERT_EQ(json.at("working").size(), 12U);
  EXPECT_EQ(json.at("working")[1].at("date"), "2026-04-03");
  EXPECT_EQ(json.at("working")[1].at("counted"), false);
  EXPECT_EQ(json.at("working")[1].at("why"), "bank holiday: Good Friday");
  EXPECT_EQ(json.at("working")[11].at("counted"), true);
}

TEST(DeadlineCommand, WritesTheOffsetAndNeverZ) {
  DeadlineArguments arguments = easter();
  arguments.from = "2026-12-24T10:00";
  arguments.limit = "1 working day";
  arguments.json = true;
  EXPECT_EQ(nlohmann::json::parse(ask(arguments).out).at("due"), "2026-12-29T17:00:00+00:00");
}

TEST(DeadlineCommand, FollowsCalendarZoneHoursAndClosures) {
  DeadlineArguments scotland = easter();
  scotland.calendar = "scotland";  // Easter Monday is no bank holiday there
  EXPECT_THAT(ask(scotland).out, HasSubstr("Due Friday 10 April 2026, 5pm"));

  DeadlineArguments closed = easter();
  closed.closed = {"2026-04-07..2026-04-08=Offices closed", "2026-04-10"};
  closed.closes = "17:30";
  const Answer answer = ask(closed);
  EXPECT_THAT(answer.out, HasSubstr("Due Thursday 16 April 2026, 5:30pm"));
  EXPECT_THAT(answer.out, HasSubstr("closed: Offices closed"));
  EXPECT_THAT(answer.out, HasSubstr("closed: declared closure"));

  DeadlineArguments abroad = easter();
  abroad.zone = "America/New_York";
  abroad.json = true;
  EXPECT_EQ(nlohmann::json::parse(ask(abroad).out).at("due"), "2026-04-13T17:00:00-04:00");
}

TEST(DeadlineCommand, SaysWhatIsProjected) {
  DeadlineArguments arguments = easter();
  arguments.from = "2040-06-01T10:00";
  EXPECT_THAT(ask(arguments).out,
              HasSubstr("* projected: bank holidays after Sunday 31 December 2028"));
}

// Timescale rule 1: "a local time that occurs twice means the first".
TEST(DeadlineCommand, SaysWhichOfTwoTimesIsTakenAndHowToSayTheOther) {
  DeadlineArguments arguments = easter();
  arguments.from = "2026-10-25T01:30";
  arguments.limit = "24 hours";
  const Answer first = ask(arguments);
  EXPECT_THAT(first.out, HasSubstr("Due Monday 26 October 2026, 12:30am"));
  EXPECT_THAT(first.out,
              HasSubstr("Note: 1:30am comes twice that day: the clocks go back then. The "
                        "first is taken, 2026-10-25T01:30:00+01:00; for the second "
                        "write --from 2026-10-25T01:30:00+00:00\n"));
  arguments.json = true;
  EXPECT_THAT(nlohmann::json::parse(ask(arguments).out).at("note").get<std::string>(),
              HasSubstr("comes twice"));

  arguments.json = false;
  arguments.from = "2026-10-25T01:30:00+00:00";
  const Answer second = ask(arguments);
  EXPECT_THAT(second.out, HasSubstr("Due Monday 26 October 2026, 1:30am"));
  EXPECT_THAT(second.out, testing::Not(HasSubstr("Note:")));

  arguments.from = "2026-03-29T01:30";
  EXPECT_THAT(ask(arguments).out,
              HasSubstr("Note: 1:30am does not come that day: the clocks go forward then. "
                        "2026-03-29T02:00:00+01:00 is taken.\n"));
}

TEST(DeadlineCommand, ALimitWithoutATimeIsTheAnswerNo) {
  DeadlineArguments arguments = easter();
  arguments.limit = "as soon as possible";
  const Answer people = ask(arguments);
  EXPECT_EQ(people.exit_code, kAnswerIsNo);
  EXPECT_THAT(people.out, IsEmpty());
  EXPECT_THAT(people.err, HasSubstr("set a local target"));
  arguments.json = true;
  const Answer programs = ask(arguments);
  EXPECT_EQ(programs.exit_code, kAnswerIsNo);
  EXPECT_TRUE(nlohmann::json::parse(programs.out).at("due").is_null());
}

TEST(DeadlineCommand, SaysWhatIsWrongAndLeavesStandardOutputEmpty) {
  struct BadCommand {
    std::string DeadlineArguments::* which;
    std::string value;
    std::string message;
  };
  const std::vector<BadCommand> cases = {
      {&DeadlineArguments::from, "yesterday", "'yesterday' is no date and time"},
      {&DeadlineArguments::from, "2026-04-02", "write a date and a time"},
      {&DeadlineArguments::from, "2060-12-30T10:00", "england-and-wales ends on 2060-12-31"},
      {&DeadlineArguments::from, "1999-12-30T10:00", "england-and-wales begins on 2000-01-01"},
      {&DeadlineArguments::limit, "5 days", "it does not say which days"},
      {&DeadlineArguments::calendar, "wales", "there is no calendar 'wales'"},
      {&DeadlineArguments::calendar, "./none.calendar", "there is no such file"},
      {&DeadlineArguments::calendar, "/", "it is a folder"},
      {&DeadlineArguments::calendar, "bank-holidays.json", "accord calendar import"},
      {&DeadlineArguments::zone, "Mars/Base", "there is no time zone 'Mars/Base'"},
      {&DeadlineArguments::opens, "9", "'9' is no time of day"},
      {&DeadlineArguments::closes, "09:00", "begin before they end"},
  };
  for (const BadCommand& bad : cases) {
    DeadlineArguments arguments = easter();
    arguments.*bad.which = bad.value;
    const Answer answer = ask(arguments);
    EXPECT_EQ(answer.exit_code, kCouldNotRun) << bad.value;
    EXPECT_THAT(answer.out, IsEmpty());
    EXPECT_THAT(answer.err, HasSubstr(bad.message));
  }
  DeadlineArguments arguments = easter();
  arguments.closed = {"2026-04-31"};
  EXPECT_THAT(ask(arguments).err, HasSubstr("there is no day 2026-04-31"));
}

}  // namespace
}  // namespace accord
