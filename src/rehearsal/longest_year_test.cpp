#include "rehearsal/longest_year.hpp"

#include <gtest/gtest.h>

#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::northmoor;
using testdata::read_sound;

TEST(LongestOfYear, IsToldInTheNamesThatThePolicyShows) {
  const Policy policy = read_sound(northmoor());

  EXPECT_EQ(with_names("through `frontline` 1 working day [2], `managers` [3, 4]", policy),
            "through “Frontline staff” 1 working day (clause 2), “Line managers” (clause 3, 4)");
  EXPECT_EQ(with_names("starts again with `frontline.talk`", policy),
            "starts again with “Share information and discuss”");
  EXPECT_EQ(with_names("`no_such_id` runs on", policy), "“no such id” runs on");
  EXPECT_EQ(with_names("a lonely ` stays", policy), "a lonely ` stays");
}

}  // namespace
}  // namespace accord
