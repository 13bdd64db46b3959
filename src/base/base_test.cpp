#include <gtest/gtest.h>

#include <expected>
#include <ranges>
#include <string>
#include <vector>

#include "base/characters.hpp"
#include "base/check.hpp"
#include "base/id.hpp"
#include "base/shared_list.hpp"
#include "base/try.hpp"

namespace accord {
namespace {

std::expected<int, std::string> half(int n) {
  if (n % 2 != 0) {
    return std::unexpected("odd");
  }
  return n / 2;
}

std::expected<int, std::string> quarter(int n) {
  ACCORD_TRY(const int h, half(n));
  return half(h);
}

TEST(Try, PassesTheErrorUp) {
  EXPECT_EQ(quarter(8), 2);
  EXPECT_EQ(quarter(6), std::unexpected("odd"));
  EXPECT_EQ(quarter(3), std::unexpected("odd"));
}

TEST(CheckDeathTest, StopsTheProcessAndSaysWhatDoesNotHold) {
  EXPECT_DEATH(ACCORD_CHECK(1 + 1 == 3), "1 \\+ 1 == 3 does not hold");
}

TEST(Id, ComparesByText) {
  EXPECT_EQ(AgencyId{"school"}, AgencyId{"school"});
  EXPECT_NE(AgencyId{"school"}, AgencyId{"police"});
}

// Unicode has many blanks, and characters that leave nothing on the page.
TEST(HasWords, IsWhatSomebodyCanRead) {
  for (const char* unseen :
       {"", " \t\n", "\u00A0", "\u200B", "\u2060", "\u3000", "\uFEFF", "\u00AD", "\u2003\u200D",
        "\u3164", "\u2800", "\u0301", "\U000E0041"}) {
    EXPECT_FALSE(has_words(unseen)) << characters_in(unseen);
  }
  for (const char* seen :
       {"a", "\u200B7", "?", "\u00E9", "\u4E2D", "\u0639", "\U0001F600", "\u20AC", "e\u0301"}) {
    EXPECT_TRUE(has_words(seen)) << seen;
  }
}

TEST(SharedList, WhatIsDoneToOneCopyIsNotSeenInAnother) {
  SharedList<std::string> one;
  one.push_back("first");
  one.push_back("second");
  SharedList<std::string> other = one;

  other.edit(0) = "changed";
  other.push_back("third");

  EXPECT_EQ(one.size(), 2U);
  EXPECT_EQ(one.front(), "first");
  EXPECT_EQ(std::vector(other.begin(), other.end()),
            (std::vector<std::string>{"changed", "second", "third"}));
}

TEST(SharedList, CopiesAnElementOnlyWhileAnotherListHoldsIt) {
  SharedList<std::string> one;
  one.push_back("first");
  const std::string* alone = &one[0];
  one.edit(0) = "changed";
  EXPECT_EQ(&one[0], alone);

  const SharedList<std::string> other = one;
  EXPECT_EQ(&other[0], alone);
  one.edit(0) = "changed again";
  EXPECT_EQ(&other[0], alone);
  EXPECT_NE(&one[0], alone);
  EXPECT_EQ(other[0], "changed");
}

TEST(SharedList, IsARangeThatCanBeReadFromEitherEnd) {
  static_assert(std::ranges::random_access_range<const SharedList<int>>);
  SharedList<int> list;
  EXPECT_TRUE(list.empty());
  for (const int n : {1, 2, 3}) {
    list.push_back(n);
  }
  EXPECT_EQ(list.end() - list.begin(), 3);
  EXPECT_EQ(*list.rbegin(), 3);
  EXPECT_EQ(list.begin()[1], 2);
  EXPECT_EQ(list.back(), 3);
}

}  // namespace
}  // namespace accord
