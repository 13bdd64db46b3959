#include "policy/nearest.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <vector>

namespace accord {
namespace {

constexpr std::array<std::string_view, 6> kKnown{"owed_by",  "open_to", "due",
                                                 "met_when", "meeting", "representatives"};

TEST(Nearest, SeesALetterTooManyTooFewAnotherOrTwoExchanged) {
  EXPECT_EQ(nearest("owed_bby", kKnown), "owed_by");
  EXPECT_EQ(nearest("owd_by", kKnown), "owed_by");
  EXPECT_EQ(nearest("owed_bx", kKnown), "owed_by");
  // Exchanged they are one slip, so a word of three letters bears it; two others are two slips.
  EXPECT_EQ(nearest("deu", kKnown), "due");
  EXPECT_EQ(nearest("ude", kKnown), "due");
  EXPECT_EQ(nearest("dxx", kKnown), "");
}

TEST(Nearest, SeesThroughCaseAndWhatStandsBetweenWords) {
  EXPECT_EQ(nearest("Met When", kKnown), "met_when");
  EXPECT_EQ(nearest("met-when", kKnown), "met_when");
}

TEST(Nearest, TakesABeginningOfFourLettersForTheWord) {
  EXPECT_EQ(nearest("repr", kKnown), "representatives");
  EXPECT_EQ(nearest("rep", kKnown), "");
}

TEST(Nearest, TakesTheNearestOfThoseThatAreNear) {
  constexpr std::array<std::string_view, 3> kWords{"planner", "planned", "plan"};
  EXPECT_EQ(nearest("planed", kWords), "planned");
  EXPECT_EQ(nearest("Plan", kWords), "plan");  // and no longer word that begins like it
  EXPECT_EQ(nearest("something else", kWords), "");
}

// A third of the letters may differ, and no more.
TEST(Nearest, ForgivesAThirdOfTheLetters) {
  constexpr std::array<std::string_view, 1> kWord{"abcdef"};
  EXPECT_EQ(nearest("abcdxx", kWord), "abcdef");
  EXPECT_EQ(nearest("abcxxx", kWord), "");
}

TEST(Nearest, LeavesVeryLongWordsAlone) {
  const std::string longest(64, 'a');
  const std::string longer(65, 'a');
  const std::array<std::string_view, 1> longest_known{longest};
  const std::array<std::string_view, 1> longer_known{longer};
  EXPECT_EQ(nearest(longest, longest_known), longest);
  EXPECT_EQ(nearest(longer, longest_known), "");
  EXPECT_EQ(nearest(longest, longer_known), "");
}

TEST(DidYouMean, SaysTheWordOrAllThatThereAre) {
  EXPECT_EQ(did_you_mean("owd_by", kKnown), "did you mean `owed_by`?");
  constexpr std::array<std::string_view, 3> kFew{"a", "", "b"};
  EXPECT_EQ(did_you_mean("something", kFew), "one of: a, b");
  EXPECT_EQ(did_you_mean("something", {}), "there is none to choose from");
}

TEST(DidYouMean, ShowsFortyAtMost) {
  const std::vector<std::string_view> forty(40, "a");
  const std::vector<std::string_view> more(41, "a");
  EXPECT_EQ(did_you_mean("something", forty).size(), std::string{"one of: "}.size() + 40 + 39 * 2);
  EXPECT_TRUE(did_you_mean("something", more).ends_with("a, a, …"));
  EXPECT_EQ(did_you_mean("something", more).size(),
            std::string{"one of: , …"}.size() + 40 + 39 * 2);
}

TEST(Shortened, RepeatsWholeCharactersAndSaysThatThereWereMore) {
  const std::string sixty(60, 'y');
  EXPECT_EQ(shortened(""), "");
  EXPECT_EQ(shortened(sixty), sixty);
  EXPECT_EQ(shortened(sixty + "y"), sixty + "…");
  EXPECT_EQ(shortened(sixty.substr(1) + "é"), sixty.substr(1) + "…") << "é has two bytes";
  EXPECT_EQ(shortened(sixty.substr(2) + "éy"), sixty.substr(2) + "é…");
  EXPECT_EQ(shortened(std::string(61, '\x80')), "…");
}

}  // namespace
}  // namespace accord
