#include <gtest/gtest.h>

#include <expected>
#include <string>

#include "base/check.hpp"
#include "base/id.hpp"
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

}  // namespace
}  // namespace accord
