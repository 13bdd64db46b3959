// testdata/bank-holidays-2021.json is a part of https://www.gov.uk/bank-holidays.json as it stood
// in December 2021, before the days of September 2022 and May 2023 were announced (Open Government
// Licence v3.0).

#include "cli/bank_holidays_json.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/testdata/project_folder.hpp"
#include "cli/files.hpp"

namespace accord {
namespace {

using ::testing::HasSubstr;

std::string official_json() {
  return read_file(testdata::project_folder() / "src/cli/testdata/bank-holidays-2021.json").value();
}

BankHolidays with_official(std::string_view key) {
  const std::string text = with_official_list(embedded_calendar_text(key).value(),
                                              read_official_list(official_json(), key).value());
  return parse_bank_holidays(text, "imported.calendar").value();
}

bool has(const BankHolidays& holidays, Date day) {
  return std::ranges::find(holidays.days, day, &BankHoliday::day) != holidays.days.end();
}

TEST(ReadOfficialList, ReadsTitlesDatesAndNotes) {
  const auto list = read_official_list(official_json(), "england-and-wales");
  ASSERT_TRUE(list.has_value()) << list.error();
  ASSERT_EQ(list->size(), 25U);
  EXPECT_EQ(list->front(), (BankHoliday{date_of(2020, 1, 1), "New Year’s Day", std::nullopt}));
  EXPECT_EQ((*list)[7],
            (BankHoliday{date_of(2020, 12, 28), "Boxing Day (substitute day)", std::nullopt}));
  EXPECT_EQ(read_official_list(official_json(), "scotland")->size(), 10U);
}

// The rules and the official list are two sources: for the years that the list holds they agree,
// but for the day that had not been announced when the list was made.
TEST(WithOfficialList, AgreesWithTheRulesExceptForWhatWasNotAnnouncedYet) {
  for (const char* key : {"england-and-wales", "scotland"}) {
    const auto rules = embedded_bank_holidays(key).value();
    const auto official = with_official(key);
    for (const BankHoliday& holiday : rules.days) {
      EXPECT_EQ(has(official, holiday.day), holiday.day != date_of(2022, 9, 19))
          << key << ' ' << to_iso(holiday.day);
    }
    EXPECT_EQ(official.days.size() + 1, rules.days.size()) << key;
    EXPECT_EQ(official.published_to, date_of(2022, 12, 31));
    EXPECT_THAT(official.version, HasSubstr("2026.1 + official list to 2022-12-31"));
  }
}

TEST(WithOfficialList, KeepsWhenADayWasAnnounced) {
  const auto official = with_official("england-and-wales");
  const auto jubilee = std::ranges::find(official.days, date_of(2022, 6, 3), &BankHoliday::day);
  ASSERT_NE(jubilee, official.days.end());
  EXPECT_EQ(jubilee->name, "Platinum Jubilee bank holiday");
  EXPECT_EQ(jubilee->announced, date_of(2020, 11, 12));
}

TEST(WithOfficialList, ReplacesAListImportedBefore) {
  const auto list = read_official_list(official_json(), "scotland").value();
  const std::string once = with_official_list(embedded_calendar_text("scotland").value(), list);
  EXPECT_EQ(with_official_list(once, list), once);
}

struct Bad {
  std::string json;
  std::string message;
};

TEST(ReadOfficialList, RefusesAndSaysWhere) {
  const auto events = [](std::string_view inside) {
    return fmt::format(R"({{"scotland": {{"events": [{}]}}}})", inside);
  };
  const std::vector<Bad> cases = {
      {"", "it is no JSON: parse error at line 1"},
      {"{\n\"scotland\": [,]}", "it is no JSON: parse error at line 2, column 14"},
      {"[]", "it holds no \"scotland\""},
      {"{}", "it holds no \"scotland\""},
      {R"({"scotland": []})", "it holds no \"scotland\""},
      {R"({"scotland": {"events": {}}})", "it holds no \"scotland\""},
      {events(""), "no bank holiday at all"},
      {events("5"), "event 1: it is not an object"},
      {events(R"({"date": "2026-01-01"})"), "event 1: it has no title"},
      {events(R"({"title": 5, "date": "2026-01-01"})"), "event 1: it has no title"},
      {events(R"({"title": "A\nday 2026-01-02: B", "date": "2026-01-01"})"),
       "event 1: it has no title of one line"},
      {events(R"({"title": "A"})"), "event 1: it has no date"},
      {events(R"({"title": "A", "date": "1 January"})"), "event 1: '1 January' is not a date"},
      {events(R"({"title": "A", "date": "2026-02-30"})"), "event 1: there is no day 2026-02-30"},
      {events(R"({"title": "A", "date": "2026-01-01"}, {"title": "B", "date": "2026-01-01"})"),
       "two events on 2026-01-01"},
      {std::string(100'000, '['), "nested too deeply"},
      {"{\"scotland\": \"\xff\"}", "it is no JSON"},
  };
  for (const Bad& bad : cases) {
    const auto list = read_official_list(bad.json, "scotland");
    ASSERT_FALSE(list.has_value()) << bad.json.substr(0, 100);
    EXPECT_THAT(list.error(), HasSubstr(bad.message));
    EXPECT_LT(list.error().size(), 400U);
  }
}

}  // namespace
}  // namespace accord
