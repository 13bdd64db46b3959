#include "calendar/bank_holidays.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "calendar/test_calendar.hpp"

namespace accord {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The days of a year, as "01-02".
std::vector<std::string> days_of(std::string_view key, int year) {
  const auto holidays = embedded_bank_holidays(key);
  ACCORD_CHECK(holidays.has_value());
  std::vector<std::string> days;
  for (const BankHoliday& holiday : holidays->days) {
    if (year_of(holiday.day) == year) {
      days.push_back(to_iso(holiday.day).substr(5));
    }
  }
  return days;
}

const BankHoliday& holiday_on(const BankHolidays& holidays, Date day) {
  const auto found = std::ranges::find(holidays.days, day, &BankHoliday::day);
  ACCORD_CHECK(found != holidays.days.end());
  return *found;
}

// The expected days are those of the London Gazette and of https://www.gov.uk/bank-holidays.
TEST(EnglandAndWales, KeepsRegularAndSubstituteDays) {
  EXPECT_THAT(days_of("england-and-wales", 2026),
              ElementsAre("01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"));
  // Christmas Day on a Saturday and Boxing Day on a Sunday: Monday and Tuesday.
  EXPECT_THAT(days_of("england-and-wales", 2027),
              ElementsAre("01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"));
  // New Year's Day on a Saturday.
  EXPECT_THAT(days_of("england-and-wales", 2028),
              ElementsAre("01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"));
  // New Year's Day and Christmas Day on Sundays: Boxing Day stays on its Monday.
  EXPECT_THAT(days_of("england-and-wales", 2017),
              ElementsAre("01-02", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"));
  EXPECT_THAT(days_of("england-and-wales", 2016),
              ElementsAre("01-01", "03-25", "03-28", "05-02", "05-30", "08-29", "12-26", "12-27"));
  EXPECT_THAT(days_of("england-and-wales", 2000),
              ElementsAre("01-03", "04-21", "04-24", "05-01", "05-29", "08-28", "12-25", "12-26"));
}

TEST(EnglandAndWales, KeepsTheDaysAddedAndMovedOnce) {
  EXPECT_THAT(
      days_of("england-and-wales", 2002),
      ElementsAre("01-01", "03-29", "04-01", "05-06", "06-03", "06-04", "08-26", "12-25", "12-26"));
  EXPECT_THAT(
      days_of("england-and-wales", 2011),
      ElementsAre("01-03", "04-22", "04-25", "04-29", "05-02", "05-30", "08-29", "12-26", "12-27"));
  EXPECT_THAT(
      days_of("england-and-wales", 2012),
      ElementsAre("01-02", "04-06", "04-09", "05-07", "06-04", "06-05", "08-27", "12-25", "12-26"));
  EXPECT_THAT(days_of("england-and-wales", 2020),
              ElementsAre("01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"));
  EXPECT_THAT(days_of("england-and-wales", 2022),
              ElementsAre("01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19",
                          "12-26", "12-27"));
  EXPECT_THAT(
      days_of("england-and-wales", 2023),
      ElementsAre("01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"));
}

TEST(EnglandAndWales, SaysWhenTheOneOffsWereAnnounced) {
  const auto holidays = embedded_bank_holidays("england-and-wales");
  ASSERT_TRUE(holidays.has_value());
  EXPECT_EQ(holiday_on(*holidays, date_of(2022, 9, 19)).announced, date_of(2022, 9, 10));
  EXPECT_EQ(holiday_on(*holidays, date_of(2020, 5, 8)).announced, date_of(2019, 6, 7));
  EXPECT_EQ(holiday_on(*holidays, date_of(2026, 12, 28)).announced, std::nullopt);
  EXPECT_EQ(holiday_on(*holidays, date_of(2026, 12, 28)).name, "Boxing Day (substitute day)");
  for (const BankHoliday& holiday : holidays->days) {
    EXPECT_TRUE(!holiday.announced || *holiday.announced < holiday.day) << to_iso(holiday.day);
  }
}

TEST(Scotland, KeepsItsOwnDays) {
  EXPECT_THAT(days_of("scotland", 2026), ElementsAre("01-01", "01-02", "04-03", "05-04", "05-25",
                                                     "06-15", "08-03", "11-30", "12-25", "12-28"));
  // 1 January on a Saturday, 2 January on a Sunday; and on Sunday and Monday.
  EXPECT_THAT(days_of("scotland", 2022),
              ElementsAre("01-03", "01-04", "04-15", "05-02", "06-02", "06-03", "08-01", "09-19",
                          "11-30", "12-26", "12-27"));
  EXPECT_THAT(days_of("scotland", 2012), ElementsAre("01-02", "01-03", "04-06", "05-07", "06-04",
                                                     "06-05", "08-06", "11-30", "12-25", "12-26"));
  // St Andrew's Day has been a bank holiday since 2007; on a Saturday, the Monday is.
  EXPECT_THAT(days_of("scotland", 2006),
              ElementsAre("01-02", "01-03", "04-14", "05-01", "05-29", "08-07", "12-25", "12-26"));
  EXPECT_THAT(days_of("scotland", 2013), ElementsAre("01-01", "01-02", "03-29", "05-06", "05-27",
                                                     "08-05", "12-02", "12-25", "12-26"));
}

TEST(NorthernIreland, KeepsItsOwnDays) {
  EXPECT_THAT(days_of("northern-ireland", 2026),
              ElementsAre("01-01", "03-17", "04-03", "04-06", "05-04", "05-25", "07-13", "08-31",
                          "12-25", "12-28"));
  EXPECT_THAT(days_of("northern-ireland", 2025),
              ElementsAre("01-01", "03-17", "04-18", "04-21", "05-05", "05-26", "07-14", "08-25",
                          "12-25", "12-26"));
  EXPECT_THAT(days_of("northern-ireland", 2024),
              ElementsAre("01-01", "03-18", "03-29", "04-01", "05-06", "05-27", "07-12", "08-26",
                          "12-25", "12-26"));
}

TEST(EmbeddedCalendars, AreAllReadWholeAndNeverFallOnAWeekend) {
  EXPECT_THAT(embedded_calendar_names(),
              ElementsAre("england-and-wales", "northern-ireland", "scotland"));
  for (const std::string& name : embedded_calendar_names()) {
    const auto holidays = embedded_bank_holidays(name);
    ASSERT_TRUE(holidays.has_value()) << holidays.error();
    EXPECT_EQ(holidays->key, name);
    EXPECT_EQ(holidays->first, date_of(2000, 1, 1));
    EXPECT_EQ(holidays->last, date_of(2060, 12, 31));
    for (const BankHoliday& holiday : holidays->days) {
      EXPECT_NE(weekday_of(holiday.day) % 6, 0U) << to_iso(holiday.day);
    }
  }
  const auto none = embedded_bank_holidays("england");
  ASSERT_FALSE(none.has_value());
  EXPECT_THAT(none.error(), HasSubstr("england-and-wales, northern-ireland, scotland"));
}

// The table of the Book of Common Prayer, and the extremes: the earliest and the latest Easter of
// these years, and 2049 and 2076, where simpler rules go wrong.
TEST(EasterSunday, IsTheChurchsDate) {
  EXPECT_EQ(easter_sunday(2000), date_of(2000, 4, 23));
  EXPECT_EQ(easter_sunday(2008), date_of(2008, 3, 23));
  EXPECT_EQ(easter_sunday(2026), date_of(2026, 4, 5));
  EXPECT_EQ(easter_sunday(2038), date_of(2038, 4, 25));
  EXPECT_EQ(easter_sunday(2049), date_of(2049, 4, 18));
  EXPECT_EQ(easter_sunday(2076), date_of(2076, 4, 19));
}

constexpr std::string_view kHead =
    "calendar test\ntitle Test\nversion 1\nyears 2025 to 2028\npublished-to 2026-12-31\n";

std::expected<BankHolidays, std::string> read(std::string_view rest) {
  return parse_bank_holidays(fmt::format("{}{}", kHead, rest), "test.calendar");
}

TEST(ParseBankHolidays, TakesTheOfficialListForItsDates) {
  const auto holidays = read(
      "yearly Boxing Day: 26 December, substitute\n"
      "added 2026-06-15: Party, announced 2026-02-04\n"
      "official 2026-01-01 to 2027-12-31\n"
      "day 2026-06-15: World Cup\n"
      "day 2027-12-27: Boxing Day (substitute day)\n");
  ASSERT_TRUE(holidays.has_value()) << holidays.error();
  ASSERT_EQ(holidays->days.size(), 4U);
  EXPECT_EQ(holidays->days[0].day, date_of(2025, 12, 26));  // the rule, before the list
  EXPECT_EQ(holidays->days[1],
            (BankHoliday{date_of(2026, 6, 15), "World Cup", date_of(2026, 2, 4)}));
  EXPECT_EQ(holidays->days[2].day, date_of(2027, 12, 27));
  EXPECT_EQ(holidays->days[3].day, date_of(2028, 12, 26));  // the rule, after the list
}

TEST(ParseBankHolidays, ForgivesBlankLinesCommentsAndCarriageReturns) {
  EXPECT_TRUE(read("\r\n# a comment\r\n   yearly  A : 1 March \r\n").has_value());
  EXPECT_EQ(read("yearly A: 1 March, from 2027")->days.size(), 2U);
  EXPECT_EQ(read("yearly A: 1 March, until 2025")->days.size(), 1U);
  EXPECT_EQ(read("yearly A: second Monday of June")->days.front().day, date_of(2025, 6, 9));
}

TEST(ParseBankHolidays, KeepsToTheLimitsOfEachLine) {
  for (const char* month : {"April", "June", "September", "November"}) {
    EXPECT_TRUE(read(fmt::format("yearly A: 30 {}", month)).has_value()) << month;
    EXPECT_FALSE(read(fmt::format("yearly A: 31 {}", month)).has_value()) << month;
  }
  for (const char* month : {"January", "March", "May", "July", "August", "October", "December"}) {
    EXPECT_TRUE(read(fmt::format("yearly A: 31 {}", month)).has_value()) << month;
    EXPECT_FALSE(read(fmt::format("yearly A: 0 {}", month)).has_value()) << month;
  }
  EXPECT_TRUE(read("yearly A: 28 February").has_value());
  EXPECT_TRUE(read("yearly A: Easter + 100").has_value());
  EXPECT_FALSE(read("yearly A: Easter + 101").has_value());
  EXPECT_TRUE(read("yearly A: Easter + 0").has_value());
  EXPECT_TRUE(read("yearly A: 1 May, from 1800, until 1800").has_value());
  EXPECT_FALSE(read("yearly A: 1 May, from 1799").has_value());
  EXPECT_FALSE(read("yearly A: 1 May, until 1799").has_value());
  EXPECT_TRUE(read("official 2026-01-01 to 2026-01-01").has_value());
  EXPECT_EQ(
      read("official 2026-01-01 to 2026-01-02\nday 2026-01-01: A\nday 2026-01-02: B")->days.size(),
      2U);
  EXPECT_FALSE(read("official 2026-01-01 to 2026-01-02\nday 2025-12-31: A").has_value());
}

struct BadCalendar {
  std::string text;
  std::string message;
};

TEST(ParseBankHolidays, RefusesAndSaysWhere) {
  const std::vector<BadCalendar> cases = {
      {"holiday 2026-01-01\n", "test.calendar:6: 'holiday' begins no line of a calendar"},
      {"calendar again\n", "test.calendar:6: it is said a second time"},
      {"\nyearly A\n", "test.calendar:7: write 'yearly"},
      {"yearly A: 32 January\n", "'32' is not a number from 1 to 31"},
      {"yearly A: 31 April\n", "'31' is not a number from 1 to 30"},
      {"yearly A: 29 February\n", "'29' is not a number from 1 to 28"},
      {"yearly A: 1 Januar\n", "'Januar' is not a month"},
      {"yearly A: Easter 1\n", "write 'Easter - 2'"},
      {"yearly A: fifth Monday of May\n", "write 'first Monday of May'"},
      {"yearly A: soon\n", "write '25 December'"},
      {"yearly A: 1 May, replace\n", "'replace' is not read here"},
      {"yearly A: 1 May\nyearly B: 1 May\n", "two bank holidays fall on 2025-05-01: A and B"},
      {"added 2026-13-01: A, announced 2025-01-01\n", "there is no day 2026-13-01"},
      {"added 2026-06-01: A\n", "say when it was announced"},
      {"added 2026-06-01: A, announced later\n", "'later' is not a date"},
      {"yearly A: 1 May\nadded 2026-05-01: B, announced 2025-01-01\n",
       "test.calendar:7: 2026-05-01 is already a bank holiday (A)"},
      {"moved 2026-05-01 to 2026-05-08: A, announced 2025-01-01\n",
       "test.calendar:6: 2026-05-01 is no bank holiday"},
      {"moved 2026-05-01: A, announced 2025-01-01\n", "write 'moved 2020-05-04 to"},
      {"official 2027-01-01 to 2026-01-01\n", "it ends before it begins"},
      {"official 2027-01-01\n", "write 'official"},
      {"day 2026-01-01: A\n", "outside the dates of a line 'official"},
      {"official 2026-01-01 to 2026-12-31\nday 2027-01-01: A\n", "2027-01-01 lies outside"},
      {"official 2026-01-01 to 2026-12-31\nday 2026-01-01:\n", "write 'day 2026-01-01"},
      {"years 2028 to 2025\n", "'2025' is not a number from 2028"},
  };
  for (const BadCalendar& bad : cases) {
    const auto holidays = read(bad.text);
    ASSERT_FALSE(holidays.has_value()) << bad.text;
    EXPECT_THAT(holidays.error(), HasSubstr(bad.message));
    EXPECT_THAT(holidays.error(), HasSubstr("test.calendar"));
  }
  const auto headless = parse_bank_holidays("title A\n", "a.calendar");
  ASSERT_FALSE(headless.has_value());
  EXPECT_EQ(headless.error(), "a.calendar: the line 'calendar …' is missing");
}

// Another road to the same date (Clavius; Knuth, The Art of Computer Programming, 1.3.2), for every
// year since the Gregorian calendar began.
TEST(EasterSunday, AgreesWithTheOldTables) {
  for (int year = 1583; year <= 4099; ++year) {
    const int golden = year % 19 + 1;
    const int century = year / 100 + 1;
    const int not_leap = 3 * century / 4 - 12;
    const int moon = (8 * century + 5) / 25 - 5;
    const int sunday = 5 * year / 4 - not_leap - 10;
    int epact = (11 * golden + 20 + moon - not_leap) % 30;
    epact += (epact == 25 && golden > 11) || epact == 24 ? 1 : 0;
    int full_moon = 44 - epact;
    full_moon += full_moon < 21 ? 30 : 0;
    const int day_of_march = full_moon + 7 - (sunday + full_moon) % 7;
    ASSERT_EQ(easter_sunday(year), date_of(year, 3, 1) + std::chrono::days{day_of_march - 1})
        << year;
  }
}

TEST(ParseBankHolidays, CountsFromEasterAndTheMondays) {
  const auto first = [](std::string_view when) {
    const auto holidays = read(fmt::format("yearly A: {}", when));
    return holidays ? to_iso(holidays->days.front().day) : holidays.error();
  };
  EXPECT_EQ(first("Easter + 0"), "2025-04-20");
  EXPECT_EQ(first("Easter +1"), "2025-04-21");
  EXPECT_EQ(first("Easter  -  2"), "2025-04-18");
  EXPECT_EQ(first("first Monday of May"), "2025-05-05");
  EXPECT_EQ(first("third Monday of May"), "2025-05-19");
  EXPECT_EQ(first("fourth Monday of May"), "2025-05-26");
  EXPECT_EQ(first("last Monday of March"), "2025-03-31");
  EXPECT_THAT(first("Easter"), HasSubstr("write '25 December'"));
}

// The first weekday that is free, whatever stands on it.
TEST(ParseBankHolidays, ASubstituteDayIsTheNextFreeOne) {
  const auto days = [](std::string_view rules) {
    std::vector<std::string> found;
    const auto holidays = read(rules);
    ACCORD_CHECK(holidays.has_value());
    for (const BankHoliday& holiday : holidays->days) {
      if (year_of(holiday.day) == 2027) {
        found.push_back(fmt::format("{} {}", to_iso(holiday.day).substr(5), holiday.name));
      }
    }
    return found;
  };
  // 1 May 2027 is a Saturday.
  EXPECT_THAT(
      days("yearly A: 1 May, substitute\nyearly B: 2 May, substitute\n"
           "yearly C: 3 May\nyearly D: 5 May, substitute"),
      ElementsAre("05-03 C", "05-04 A (substitute day)", "05-05 D", "05-06 B (substitute day)"));
  EXPECT_THAT(days("yearly A: 1 May"), ElementsAre("05-01 A"));
  EXPECT_THAT(days("yearly A: 1 May, from 2027"), ElementsAre("05-01 A"));
  EXPECT_THAT(days("yearly A: 1 May, until 2027"), ElementsAre("05-01 A"));
  EXPECT_THAT(days("yearly A: 1 May, from 2028"), ElementsAre());
  EXPECT_THAT(days("yearly A: 1 May, until 2026"), ElementsAre());
}

TEST(ParseBankHolidays, ADayThatIsMovedLeavesItsOwn) {
  const auto moved = read(
      "yearly A: 1 May, from 2026, until 2026\n"
      "moved 2026-05-01 to 2026-05-08: A later, announced 2025-06-07\n");
  ASSERT_TRUE(moved.has_value()) << moved.error();
  EXPECT_THAT(moved->days,
              ElementsAre(BankHoliday{date_of(2026, 5, 8), "A later", date_of(2025, 6, 7)}));
}

TEST(ParseBankHolidays, NeedsEveryLineOfItsHead) {
  const std::vector<std::string> head{"calendar test\n", "title Test\n", "version 1\n",
                                      "years 1970 to 2199\n", "published-to 2026-12-31\n"};
  for (const std::string& left_out : head) {
    std::string text;
    for (const std::string& line : head) {
      text += line == left_out ? "" : line;
    }
    const auto read_without = parse_bank_holidays(text, "t");
    ASSERT_FALSE(read_without.has_value()) << left_out;
    EXPECT_EQ(read_without.error(),
              fmt::format("t: the line '{} …' is missing", left_out.substr(0, left_out.find(' '))));
  }
  const auto with_years = [&](std::string_view years) {
    const auto holidays = parse_bank_holidays(
        fmt::format("{}{}{}years {}\n{}", head[0], head[1], head[2], years, head[4]), "t");
    return holidays ? fmt::format("{} {}", to_iso(holidays->first), to_iso(holidays->last))
                    : holidays.error();
  };
  EXPECT_EQ(with_years("1970 to 2199"), "1970-01-01 2199-12-31");
  EXPECT_EQ(with_years("2026 to 2026"), "2026-01-01 2026-12-31");
  EXPECT_EQ(with_years("02026 to 2026"), "2026-01-01 2026-12-31");
  EXPECT_EQ(with_years("1969 to 2026"), "t:4: '1969' is not a number from 1970 to 2199");
  EXPECT_EQ(with_years("2026 to 2200"), "t:4: '2200' is not a number from 2026 to 2199");
  EXPECT_EQ(with_years("002026 to 2026"), "t:4: '002026' is not a number from 1970 to 2199");
  EXPECT_EQ(with_years("202x to 2026"), "t:4: '202x' is not a number from 1970 to 2199");
  EXPECT_EQ(with_years("202/ to 2026"), "t:4: '202/' is not a number from 1970 to 2199");
  EXPECT_EQ(with_years("201: to 2026"), "t:4: '201:' is not a number from 1970 to 2199");
  EXPECT_EQ(with_years("2026"), "t:4: write 'years 2000 to 2060'");
}

TEST(ParseBankHolidays, SaysWhatALineLacks) {
  const auto error = [](std::string_view line) {
    const auto holidays = read(line);
    return holidays ? "read" : holidays.error();
  };
  const std::string at = "test.calendar:6: ";
  EXPECT_EQ(error("yearly : 1 May"), at + "write 'yearly Boxing Day: 26 December, substitute'");
  EXPECT_EQ(error("added 2026-06-15"),
            at + "write 'added 2011-04-29: Royal wedding, announced 2010-11-23'");
  EXPECT_EQ(error("added 2026-06-15: , announced 2026-02-04"),
            at + "say when it was announced: 'Royal wedding, announced 2010-11-23'");
  EXPECT_EQ(error("day 2026-01-01"), at + "write 'day 2026-01-01: New Year's Day'");
  EXPECT_EQ(error("title"), at + "nothing follows the word");
  EXPECT_EQ(error("version 2"), at + "it is said a second time: remove one of the two");
  EXPECT_THAT(error(std::string(41, 'x')),
              ::testing::StartsWith(at + "'" + std::string(40, 'x') + "' begins no line"));
  EXPECT_EQ(error("\tyearly\tA: 1 May"), at +
                                             "'yearly\tA:' begins no line of a calendar: the words "
                                             "are calendar, title, version, years, published-to, "
                                             "yearly, added, moved, official, day");
}

}  // namespace
}  // namespace accord
