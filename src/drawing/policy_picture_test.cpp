#include "drawing/policy_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "policy/reader.hpp"

namespace accord {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

Policy northmoor(const std::string& hash) {
  std::ifstream file{testdata::project_folder() / "src/policy/testdata/northmoor.yaml"};
  std::ostringstream text;
  text << file.rdbuf();
  ReadResult read = read_policy(text.str());
  EXPECT_TRUE(read.has_value());
  read->hash = hash;
  return *std::move(read);
}

// GLO-21 and ALL-15: the policy with its flowchart; who cannot see the picture is told what it is.
TEST(PolicyPicture, GLO_21_IsAnImageWithATitleAndADescription) {
  PolicyPictures pictures;

  const auto picture = pictures.picture(northmoor("one"));

  ASSERT_NE(picture, nullptr);
  EXPECT_GT(picture->width, 100);
  EXPECT_GT(picture->height, 100);
  EXPECT_THAT(picture->svg, AllOf(StartsWith("<svg role=\"img\" aria-labelledby=\"flowchart-title"),
                                  HasSubstr("<title id=\"flowchart-title\">"),
                                  HasSubstr("<desc id=\"flowchart-description\">A flowchart of ")));
}

TEST(PolicyPicture, IsDrawnOnceForEachPolicy) {
  PolicyPictures pictures;

  const auto first = pictures.picture(northmoor("one"));

  EXPECT_EQ(pictures.picture(northmoor("one")), first);
  EXPECT_NE(pictures.picture(northmoor("two")), first);
}

TEST(PolicyPicture, IsNotTriedAgainWhereItCannotBeDrawn) {
  const auto limits = DrawingLimits{.bytes = 10, .program = "/usr/bin/dot"};
  PolicyPictures pictures{limits};

  EXPECT_EQ(pictures.picture(northmoor("one")), nullptr);
  EXPECT_EQ(pictures.drawings(), 1U);
  EXPECT_EQ(pictures.picture(northmoor("one")), nullptr);
  EXPECT_EQ(pictures.drawings(), 1U);
}

TEST(PolicyPicture, IsAbsentWhereGraphvizIsNotInstalled) {
  PolicyPictures pictures{{.program = "/nowhere/dot"}};
  EXPECT_EQ(pictures.picture(northmoor("one")), nullptr);
}

}  // namespace
}  // namespace accord
