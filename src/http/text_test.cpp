#include "http/text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/characters.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::Pair;

TEST(PercentCoding, GoesBothWaysForEveryByte) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) {
    all.push_back(static_cast<char>(byte));
  }
  EXPECT_EQ(percent_decode(percent_encode(all), true), all);
  EXPECT_EQ(percent_encode("a b/ë?"), "a%20b%2F%C3%AB%3F");
}

TEST(PercentCoding, RefusesHalfACode) {
  EXPECT_EQ(percent_decode("100%", false), std::nullopt);
  EXPECT_EQ(percent_decode("%4", false), std::nullopt);
  EXPECT_EQ(percent_decode("%4g", false), std::nullopt);
  EXPECT_EQ(percent_decode("%+1", true), std::nullopt);
  EXPECT_EQ(percent_decode("a+b%2b", true), "a b+");
  EXPECT_EQ(percent_decode("a+b", false), "a+b");
}

TEST(Utf8, TakesCharactersOfEveryLengthAndNothingElse) {
  EXPECT_TRUE(is_utf8("a\xC3\xAB\xE2\x82\xAC\xF0\x9F\x98\x80"));
  for (const char* bad : {"\x80", "\xC3", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80",
                          "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
    EXPECT_FALSE(is_utf8(bad)) << bad;
    EXPECT_TRUE(is_utf8(shown_as_utf8(bad))) << bad;
  }
  EXPECT_EQ(shown_as_utf8("a\xFFz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(characters_in("Zo\xC3\xAB"), 3U);
  std::size_t at = 0;
  EXPECT_EQ(next_character("\xF0\x9F\x98\x80z", at), U'\U0001F600');
  EXPECT_EQ(at, 4U);
}

// What ends a line is no part of one, whichever mark it is; a text of many lines may have it.
TEST(Characters, OfOneLineNeitherEndItNorTurnIt) {
  for (const char* mark : {"\n", "\xC2\x85", "\u2028", "\u2029", "\u200F", "\u202E", "\u2066"}) {
    EXPECT_FALSE(is_plain(std::string{"a"} + mark + "b", Lines::One)) << mark;
  }
  EXPECT_TRUE(is_plain("a\u2028b\n", Lines::Many));
  EXPECT_FALSE(is_plain("a\u202Eb", Lines::Many));
}

TEST(Query, DecodesPairsInOrder) {
  EXPECT_THAT(parse_query("stage=2&late&stage=3&who=Zo%C3%AB+O&&=x").value(),
              ElementsAre(Pair("stage", "2"), Pair("late", ""), Pair("stage", "3"),
                          Pair("who", "Zoë O"), Pair("", "x")));
}

TEST(Query, RefusesWhatIsNoText) {
  for (const char* bad : {"a=%zz", "a%=1", "a=%FF", "a=%00", "a=%0A", "%7F=1"}) {
    EXPECT_FALSE(parse_query(bad).has_value()) << bad;
  }
}

TEST(Cookies, AreReadAndOthersLeftOut) {
  EXPECT_THAT(parse_cookies("__Host-accord=abc; other=\"q\"; junk; =x; bad=a\\b;sp=a b; last=1"),
              ElementsAre(Pair("__Host-accord", "abc"), Pair("other", "q"), Pair("last", "1")));
}

}  // namespace
}  // namespace accord
