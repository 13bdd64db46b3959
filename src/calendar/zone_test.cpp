#include "calendar/zone.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "calendar/test_calendar.hpp"
#include "calendar/zone_table.hpp"

namespace accord {
namespace {

using ::testing::HasSubstr;

std::string local_of(std::string_view utc) {
  return iso_local(london(), *parse_local(london(), std::string{utc} + "Z"));
}

TEST(Zone, ChangesWithTheClocks) {
  EXPECT_EQ(local_of("2026-03-29T00:59:59"), "2026-03-29T00:59:59+00:00");
  EXPECT_EQ(local_of("2026-03-29T01:00:00"), "2026-03-29T02:00:00+01:00");
  EXPECT_EQ(local_of("2026-10-25T00:59:59"), "2026-10-25T01:59:59+01:00");
  EXPECT_EQ(local_of("2026-10-25T01:00:00"), "2026-10-25T01:00:00+00:00");
}

// Timescale rule 1: "A local time that occurs twice when the clocks go back means the first".
TEST(Zone, ReadsATimeThatOccursTwiceAsTheFirst) {
  const Zone zone = london();
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-10-25T00:59:59")),
            "2026-10-25T00:59:59+01:00");
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-10-25T01:00:00")),
            "2026-10-25T01:00:00+01:00");
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-10-25T01:59:59")),
            "2026-10-25T01:59:59+01:00");
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-10-25T02:00:00")),
            "2026-10-25T02:00:00+00:00");
}

// Timescale rule 1: "one that is skipped means the instant of the change".
TEST(Zone, ReadsATimeThatIsSkippedAsTheInstantOfTheChange) {
  const Zone zone = london();
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-03-29T00:59:59")),
            "2026-03-29T00:59:59+00:00");
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-03-29T01:00:00")),
            "2026-03-29T02:00:00+01:00");
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-03-29T01:59:59")),
            "2026-03-29T02:00:00+01:00");
  EXPECT_EQ(iso_local(zone, *parse_local(zone, "2026-03-29T02:00:00")),
            "2026-03-29T02:00:00+01:00");
}

// The C library reads the same files by another road. Every third hour of 130 years, in zones with
// whole and half hours, negative summer time, changes of side of the date line and none at all.
TEST(Zone, AgreesWithTheCLibrary) {
  for (const char* name :
       {"Europe/London", "Europe/Dublin", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kolkata",
        "Pacific/Apia", "America/Nuuk", "UTC"}) {
    const auto zone = Zone::load(name);
    ASSERT_TRUE(zone.has_value()) << zone.error();
    setenv("TZ", name, 1);
    tzset();
    constexpr std::int64_t kStep = 3 * 3600;
    constexpr std::int64_t kUntil = 4'102'444'800;  // 2100-01-01
    for (std::int64_t second = 0; second < kUntil; second += kStep) {
      const time_t at = second;
      tm local{};
      localtime_r(&at, &local);
      ASSERT_EQ(zone->utc_offset_s(Instant{second}), local.tm_gmtoff) << name << ' ' << second;
    }
  }
  setenv("TZ", "UTC", 1);
  tzset();
}

TEST(Zone, RoundTripsEverySecondAroundEveryChange) {
  const Zone zone = london();
  for (std::int64_t hour = 0; hour < 80LL * 365 * 24; ++hour) {
    const Instant before{hour * 3600};
    const Instant after{hour * 3600 + 3600};
    const int change = zone.utc_offset_s(after) - zone.utc_offset_s(before);
    if (change == 0) {
      continue;
    }
    for (std::int64_t second = before.seconds - 4000; second < after.seconds + 4000; ++second) {
      const Instant at{second};
      const LocalTime local = zone.to_local(at);
      const Instant back = zone.to_instant(local);
      ASSERT_EQ(zone.to_local(back), local);
      // Only the second of two equal local times comes back as another instant: the first.
      ASSERT_TRUE(back == at || (change < 0 && back.seconds == second + change)) << second;
    }
  }
}

TEST(Zone, TakesSecondsOutsideADay) {
  const Zone zone = london();
  const Date day = date_of(2026, 4, 2);
  EXPECT_EQ(zone.to_instant({day, kSecondsPerDay}),
            zone.to_instant({day + std::chrono::days{1}, 0}));
}

TEST(Zone, KnowsTimesBeforeAndAfterTheTable) {
  const Zone zone = london();
  EXPECT_EQ(zone.utc_offset_s(Instant{-5'000'000'000}), -75);  // local mean time, before 1847
  EXPECT_EQ(zone.to_local(Instant{-86'400}), (LocalTime{date_of(1969, 12, 31), 3600}));
  EXPECT_EQ(zone.utc_offset_s(Instant{7'000'000'000}), 3600);  // July 2191
  EXPECT_EQ(zone.utc_offset_s(Instant{9'000'000'000}), 0);
}

TEST(Zone, RefusesWhatIsNoZone) {
  for (const char* name :
       {"", "Mars/Base", "Europe", "../../etc/passwd", "/etc/passwd", "Europe/", "tzdata.zi"}) {
    const auto zone = Zone::load(name);
    ASSERT_FALSE(zone.has_value()) << name;
    EXPECT_THAT(zone.error(), ::testing::AnyOf(HasSubstr("install the package tzdata"),
                                               HasSubstr("such as Europe/London")));
  }
}

TEST(Zone, SaysWhichTables) {
  EXPECT_EQ(london().name(), "Europe/London");
  EXPECT_FALSE(london().tz_version().empty());
}

std::string london_file() {
  std::ifstream file{"/usr/share/zoneinfo/Europe/London", std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

TEST(ReadTzif, SurvivesAnyDamage) {
  const std::string good = london_file();
  ASSERT_TRUE(read_tzif(good, 2100).has_value());
  for (std::size_t size = 0; size < good.size(); ++size) {
    const auto cut = read_tzif(std::string_view{good}.substr(0, size), 2100);
    ASSERT_FALSE(cut.has_value()) << size;
    EXPECT_THAT(cut.error(), HasSubstr("reinstall the package tzdata"));
  }
  for (std::size_t at = 0; at < good.size(); ++at) {
    std::string bad = good;
    bad[at] = static_cast<char>(bad[at] ^ 0x55);
    if (const auto spans = read_tzif(bad, 2100)) {
      EXPECT_FALSE(spans->empty());
    }
  }
}

/// A file without listed changes: its footer says all.
std::string tzif_with_footer(std::string_view footer) {
  const auto header = [](char types, char chars) {
    std::string text = "TZif2" + std::string(15 + 24, '\0');
    text[20 + 4 * 4 + 3] = types;
    text[20 + 5 * 4 + 3] = chars;
    return text;
  };
  const std::string type{"\0\0\0\0\0\0", 6};
  return header(1, 4) + type + std::string(4, '\0') + header(1, 4) + type + std::string(4, '\0') +
         "\n" + std::string{footer} + "\n";
}

TEST(ReadTzif, ReadsEveryKindOfFooter) {
  const auto changes_of_1971 = [](std::string_view footer) {
    std::vector<std::int64_t> found;
    const auto spans = read_tzif(tzif_with_footer(footer), 1972);
    for (const OffsetSpan& span : spans ? *spans : std::vector<OffsetSpan>{}) {
      if (span.begin >= 31'536'000) {
        found.push_back((span.begin - 31'536'000) / 3600);  // hours into 1971
      }
    }
    return found;
  };
  using ::testing::ElementsAre;
  // Julian days without the leap day: J60 is 1 March, the 60th day; 59 from zero is 1 March too.
  EXPECT_THAT(changes_of_1971("XXX0YYY,J60/0,J335/0"), ElementsAre(59 * 24, 334 * 24 - 1));
  EXPECT_THAT(changes_of_1971("XXX0YYY,59/0,334/0"), ElementsAre(59 * 24, 334 * 24 - 1));
  // The last Sundays of March and October; the second of March and the first of November.
  EXPECT_THAT(changes_of_1971("<+00>0<+01>-1,M3.5.0/1,M10.5.0"),
              ElementsAre(86 * 24 + 1, 303 * 24 + 1));
  EXPECT_THAT(changes_of_1971("XXX3YYY,M3.2.0,M11.1.0/-1"),
              ElementsAre(72 * 24 + 2 + 3, 310 * 24 - 1 + 2));
  for (const char* good : {"GMT0BST,M1.1.0,M12.5.6", "GMT0BST,M12.1.0,M1.5.6", "GMT0BST,J365,0",
                           "AbZ-1", "ABC+0130DeF,M3.5.0/-167:59:59,365/1"}) {
    EXPECT_TRUE(read_tzif(tzif_with_footer(good), 1972).has_value()) << good;
  }
  for (const char* bad :
       {"G", "GM0", "GMT", "GMT0BST", "GMT0BST,M0.1.0,M1.1.0", "GMT0BST,M1.6.0,M1.1.0",
        "GMT0BST,M1.1.7,M1.1.0", "GMT0BST,J366,0", "GMT0BST,M1.1.0", "GMT0 ",
        "GMT0BST,M1,1.0,M1.1.0", "GMT0BST,M13.1.0,M10.5.0", "GMT0BST,M3.5.0/1",
        "GMT0BST,M3.5.0/1,M10.5.0x", "<GMT0", "GMT0BST,M3.0.0,M10.5.0", "GMT0BST,J999,J1",
        "GMT0BST,,"}) {
    EXPECT_FALSE(read_tzif(tzif_with_footer(bad), 1972).has_value()) << bad;
  }
}

TEST(ParseLocal, ReadsEveryForm) {
  const Zone zone = london();
  for (const char* text :
       {"2026-04-02T16:30", "2026-04-02 16:30", "2026-04-02T16:30:00", "2026-04-02T15:30Z",
        "2026-04-02T16:30+01:00", "2026-04-02 11:30:00-04:00", "2026-04-02T21:00+05:30"}) {
    const auto at = parse_local(zone, text);
    ASSERT_TRUE(at.has_value()) << at.error();
    EXPECT_EQ(iso_local(zone, *at), "2026-04-02T16:30:00+01:00") << text;
  }
}

TEST(ParseLocal, RefusesAndSaysHowToMendIt) {
  for (const char* text : {"",
                           "2026-04-02",
                           "2026-04-02T",
                           "2026-04-02T16",
                           "2026-04-02T1630",
                           "2026-04-02T16:3",
                           "2026-04-02T24:00",
                           "2026-04-02T16:60",
                           "2026-04-02T16:30:60",
                           "2026-04-02T16:30x",
                           "2026-04-02T16:30+1:00",
                           "2026-04-02T16:30+01",
                           "2026-04-02T16:30:00+0100",
                           "2026-02-29T12:00",
                           "2026-13-01T12:00",
                           "1899-01-01T12:00",
                           "2200-01-01T12:00",
                           "2 April 2026 16:30",
                           "2026-04-02T-1:30",
                           "2026-04-02t16:30",
                           "2026-04-02T16:30+01:00:30",
                           "2026-04-02T16:30x01:00"}) {
    const auto at = parse_local(london(), text);
    ASSERT_FALSE(at.has_value()) << text;
    EXPECT_THAT(at.error(), HasSubstr("is no date and time"));
  }
}

TEST(IsoLocal, NeverSaysZ) {
  const auto utc = Zone::load("UTC");
  const auto newfoundland = Zone::load("America/St_Johns");
  ASSERT_TRUE(utc && newfoundland);
  EXPECT_EQ(iso_local(*utc, Instant{0}), "1970-01-01T00:00:00+00:00");
  EXPECT_EQ(iso_local(*newfoundland, Instant{0}), "1969-12-31T20:30:00-03:30");
}

TEST(ToWords, SaysDayAndClockAsPeopleDo) {
  const Zone zone = london();
  const auto words = [&](const char* text) { return to_words(zone, *parse_local(zone, text)); };
  EXPECT_EQ(words("2026-04-09T17:00"), "Thursday 9 April 2026, 5pm");
  EXPECT_EQ(words("2026-04-08T09:12"), "Wednesday 8 April 2026, 9:12am");
  EXPECT_EQ(words("2026-04-08T12:00"), "Wednesday 8 April 2026, midday");
  EXPECT_EQ(words("2026-04-08T12:05"), "Wednesday 8 April 2026, 12:05pm");
  EXPECT_EQ(words("2026-04-08T00:00"), "Wednesday 8 April 2026, midnight");
  EXPECT_EQ(words("2026-04-08T00:05"), "Wednesday 8 April 2026, 12:05am");
  EXPECT_EQ(words("2026-12-31T23:59:59"), "Thursday 31 December 2026, 11:59pm");
}

TEST(Date, ReadsAndMovesByMonths) {
  EXPECT_EQ(parse_date("2028-02-29"), date_of(2028, 2, 29));
  EXPECT_FALSE(parse_date("2027-02-29").has_value());
  EXPECT_FALSE(parse_date("2027-2-9").has_value());
  EXPECT_EQ(plus_months(date_of(2027, 1, 31), 1), date_of(2027, 2, 28));
  EXPECT_EQ(plus_months(date_of(2028, 1, 31), 1), date_of(2028, 2, 29));
  EXPECT_EQ(plus_months(date_of(2026, 11, 30), 3), date_of(2027, 2, 28));
  EXPECT_EQ(plus_months(date_of(2026, 3, 31), -1), date_of(2026, 2, 28));
  EXPECT_EQ(plus_months(date_of(2026, 12, 15), 14), date_of(2028, 2, 15));
}

// Years that somebody can mean; a slip such as 0226 is no date of a disagreement.
TEST(ParseLocal, ReadsTheYears1900To2199) {
  EXPECT_TRUE(parse_local(london(), "1900-01-01T00:00").has_value());
  EXPECT_TRUE(parse_local(london(), "2199-12-31T23:59").has_value());
  for (const char* text : {"1899-12-31T23:59", "2200-01-01T00:00"}) {
    const auto read = parse_local(london(), text);
    ASSERT_FALSE(read.has_value()) << text;
    EXPECT_THAT(read.error(), HasSubstr("years from 1900 to 2199 are read"));
  }
}

TEST(ClockWords, SayTheHoursOfADayAndItsEnd) {
  EXPECT_EQ(clock_words(0), "midnight");
  EXPECT_EQ(clock_words(60), "12:01am");
  EXPECT_EQ(clock_words(kSecondsPerHour), "1am");
  EXPECT_EQ(clock_words(11 * kSecondsPerHour + 59 * 60 + 59), "11:59am");
  EXPECT_EQ(clock_words(12 * kSecondsPerHour), "midday");
  EXPECT_EQ(clock_words(12 * kSecondsPerHour + 59), "midday");
  EXPECT_EQ(clock_words(13 * kSecondsPerHour), "1pm");
  EXPECT_EQ(clock_words(23 * kSecondsPerHour + 5 * 60), "11:05pm");
  EXPECT_EQ(clock_words(kSecondsPerDay), "midnight") << "the close of a day without an end";
}

TEST(Date, IsWrittenWithFourFiguresTwoAndTwo) {
  EXPECT_EQ(parse_date("0000-01-01").has_value(), true);
  for (const char* bad : {"", "2026-04-9", "2026-04-009", "2026/04-09", "2026-04/09", "202x-04-09",
                          "2026-0x-09", "2026-04-0x", "202/-04-09", "202:-04-09", "2026-04-0:",
                          "2026-04- 9", "-026-04-09", "2026-00-09", "2026-04-00", "2026-13-09"}) {
    EXPECT_FALSE(parse_date(bad).has_value()) << bad;
  }
  EXPECT_EQ(to_iso(date_of(2026, 1, 2)), "2026-01-02");
  EXPECT_EQ(to_words(date_of(2026, 1, 4)), "Sunday 4 January 2026");
  EXPECT_EQ(to_words(date_of(2026, 12, 5)), "Saturday 5 December 2026");
}

struct ListedChange {
  std::int64_t begin;
  unsigned char type;
};

/// A file with these changes, types with these offsets and this footer.
std::string tzif_of(const std::vector<ListedChange>& changes, const std::vector<int>& offsets,
                    std::string_view footer = "", char leap = '\0') {
  const auto number = [](std::int64_t value, int bytes) {
    std::string text;
    for (int i = bytes - 1; i >= 0; --i) {
      text += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return text;
  };
  const std::string empty = "TZif2" + std::string(15 + 24, '\0');
  std::string header = empty;
  header[20 + 2 * 4 + 3] = leap;
  header[20 + 3 * 4 + 3] = static_cast<char>(changes.size());
  header[20 + 4 * 4 + 3] = static_cast<char>(offsets.size());
  std::string block;
  for (const ListedChange& change : changes) {
    block += number(change.begin, 8);
  }
  for (const ListedChange& change : changes) {
    block += static_cast<char>(change.type);
  }
  for (const int offset : offsets) {
    block += number(offset, 4) + std::string(2, '\0');
  }
  return empty + header + block + std::string(static_cast<std::size_t>(12 * leap), '\0') + "\n" +
         std::string{footer} + "\n";
}

std::string read_or_why(const std::string& bytes, int until_year = 1972) {
  const auto spans = read_tzif(bytes, until_year);
  if (!spans) {
    return spans.error().substr(0, spans.error().find("):"));
  }
  std::string text;
  for (const OffsetSpan& span : *spans) {
    text += fmt::format("{}{}", text.empty() ? "" : ", ",
                        text.empty() ? fmt::to_string(span.offset_s)
                                     : fmt::format("{}: {}", span.begin, span.offset_s));
  }
  return text;
}

TEST(ReadTzif, TakesTheChangesInTheirOrder) {
  EXPECT_EQ(read_or_why(tzif_of({{-500, 1}, {1000, 0}}, {0, -3600})), "0, -500: -3600, 1000: 0");
  EXPECT_EQ(read_or_why(tzif_of({{1000, 1}, {2000, 1}, {3000, 0}}, {0, 60})),
            "0, 1000: 60, 3000: 0")
      << "a change to the same offset is none";
  EXPECT_EQ(read_or_why(tzif_of({{1000, 1}, {1000, 2}, {900, 0}, {2000, 1}}, {0, 60, 120})),
            "0, 2000: 60")
      << "a later line of the same moment holds";
  EXPECT_EQ(read_or_why(tzif_of({}, {7})), "7");
}

TEST(ReadTzif, SaysWhatIsDamaged) {
  const std::string damaged = "the time zone file is damaged (";
  EXPECT_EQ(read_or_why(tzif_of({}, {})), damaged + "no offsets");
  EXPECT_EQ(read_or_why(tzif_of({}, {0}, "", '\1')), damaged + "it counts leap seconds");
  EXPECT_EQ(read_or_why(tzif_of({{1, 1}}, {0})), damaged + "an offset that it does not list");
  std::string old = tzif_of({}, {0});
  old[4] = '1';
  EXPECT_EQ(read_or_why(old), damaged + "an old version without 64-bit times");
  old[4] = '3';
  EXPECT_EQ(read_or_why(old), "0");
  std::string many = tzif_of({}, {0});
  many[20 + 1] = '\1';
  many[20 + 2] = '\x86';
  many[20 + 3] = '\xa1';  // 100,001
  EXPECT_EQ(read_or_why(many), damaged + "impossible counts");
  many[20 + 3] = '\xa0';
  EXPECT_EQ(read_or_why(many), damaged + "cut short");
  many.replace(20, 4, "\xff\xff\xff\xff");
  EXPECT_EQ(read_or_why(many), damaged + "impossible counts");
  const std::string whole = tzif_of({}, {0}, "UTC0");
  EXPECT_EQ(read_or_why(whole.substr(0, whole.size() - 1)), damaged + "cut short");
  EXPECT_EQ(read_or_why(whole.substr(0, 43)), damaged + "no TZif header");
  EXPECT_EQ(read_or_why(whole.substr(0, 44)), damaged + "no TZif header");
  EXPECT_EQ(read_or_why(tzif_of({}, {}).substr(0, 88)), damaged + "cut short");
  EXPECT_EQ(read_or_why(whole + "x"), damaged + "cut short");
  for (const char* footer : {"UTC", "UTC00000", "UT0", "<UT0", "UTC0:", "UTC0AAA,M1.1.0,M2.1.0,"}) {
    EXPECT_EQ(read_or_why(tzif_of({}, {0}, footer)), damaged + "a footer that is no POSIX rule")
        << footer;
  }
  EXPECT_EQ(read_or_why(tzif_of({}, {0}, "UTC0000")), "0");
}

// The footer goes on after the last change that is listed, to the end of the year before `until`.
TEST(ReadTzif, TheFooterGoesOnAfterTheLastChange) {
  const std::string footer = "AAA0BBB,J1/0,J32/0";  // 1 January and 1 February at 00:00
  EXPECT_EQ(read_or_why(tzif_of({}, {0}, footer), 1971), "0, 0: 3600, 2674800: 0");
  EXPECT_EQ(read_or_why(tzif_of({}, {0}, footer), 1970), "0");
  // 1971-01-01 is 31536000; 1 February 1971 at 00:00 of summer time, 34210800.
  EXPECT_EQ(read_or_why(tzif_of({{31'536'000, 1}}, {0, 3600}, footer), 1972),
            "0, 31536000: 3600, 34210800: 0");
  EXPECT_EQ(read_or_why(tzif_of({{34'210'800, 1}}, {0, 60}, footer), 1973),
            "0, 34210800: 60, 63072000: 3600, 65746800: 0");
}

// "[+-]h[h[h]][:mm[:ss]]": west of Greenwich is counted positive.
TEST(ReadTzif, ReadsTheTimesOfAFooter) {
  EXPECT_EQ(read_or_why(tzif_of({}, {0}, "AAA-1BBB-3:30:15,0/1:02:03,J365/-1"), 1971),
            "0, 123: 12615, 31433385: 3600");
  EXPECT_EQ(read_or_why(tzif_of({}, {-3600}, "AAA+1BBB,0/+2,J365/0"), 1971),
            "-3600, 10800: 0, 31449600: -3600");
  // A leap year: J59 is 28 February, J60 is 1 March; 59 counted from zero is 29 February.
  EXPECT_EQ(read_or_why(tzif_of({{63'072'000, 1}}, {0, 60}, "AAA0BBB,J59/0,J60/0"), 1973),
            "0, 63072000: 60, 68083200: 3600, 68252400: 0");
  EXPECT_EQ(read_or_why(tzif_of({{63'072'000, 1}}, {0, 60}, "AAA0BBB,59/0,60/0"), 1973),
            "0, 63072000: 60, 68169600: 3600, 68252400: 0");
}

TEST(Zone, IsNamedAsTheTablesNameIt) {
  for (const char* name : {"Zulu", "Etc/GMT0", "Etc/GMT-9", "Etc/GMT+10", "Africa/Abidjan",
                           "Brazil/East", "America/Port_of_Spain"}) {
    EXPECT_TRUE(Zone::load(name).has_value()) << name;
  }
  const auto error = [](const std::string& name) { return Zone::load(name).error(); };
  const std::string longest(64, 'x');
  EXPECT_THAT(error(longest), HasSubstr("install the package tzdata"));
  for (const std::string& bad :
       {longest + "x", std::string{}, std::string{"/UTC"}, std::string{"UTC/"}, std::string{"UT.C"},
        std::string{"UTC@"}, std::string{"UTC["}, std::string{"UTC`"}, std::string{"UTC{"},
        std::string{"UTC:"}, std::string{"UT C"}}) {
    EXPECT_THAT(error(bad), HasSubstr("such as Europe/London")) << bad;
  }
}

TEST(Zone, KnowsTheSecondBefore1970) {
  EXPECT_EQ(london().utc_offset_s(Instant{-1}), 3600);
  EXPECT_EQ(london().utc_offset_s(Instant{0}), 3600);
}

}  // namespace
}  // namespace accord
