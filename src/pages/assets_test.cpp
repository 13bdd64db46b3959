#include "pages/assets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>
#include <string>

#include "web_assets.hpp"

namespace accord {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;

TEST(Assets, HaveAddressesThatChangeWithTheirBytes) {
  EXPECT_THAT(asset_url("accord.css"), MatchesRegex("/assets/[0-9a-f]{16}/accord.css"));
  EXPECT_FALSE(find_asset("nothing.css").has_value());
}

// A style sheet asks for its images beside it: each must be there.
TEST(Assets, HoldEveryImageThatAStyleSheetAsksFor) {
  int images = 0;
  for (const EmbeddedFile& file : web_assets()) {
    if (!file.path.ends_with(".css")) {
      continue;
    }
    const std::string css{file.bytes};
    const std::regex url{R"(url\(([^)]*)\))"};
    for (std::sregex_iterator it{css.begin(), css.end(), url}, end; it != end; ++it) {
      EXPECT_TRUE(find_asset((*it)[1].str()).has_value()) << file.path << ": " << (*it)[1];
      ++images;
    }
  }
  EXPECT_GT(images, 0);
}

// Services outside gov.uk use the design system "except logos and fonts".
TEST(Assets, HoldNothingThatBelongsToGovUkAlone) {
  for (const EmbeddedFile& file : web_assets()) {
    EXPECT_THAT(std::string{file.bytes}, Not(HasSubstr("GDS Transport"))) << file.path;
    EXPECT_THAT(std::string{file.bytes}, Not(HasSubstr("@font-face"))) << file.path;
    EXPECT_THAT(std::string{file.path}, Not(HasSubstr("crest"))) << file.path;
  }
}

}  // namespace
}  // namespace accord
