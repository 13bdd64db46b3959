#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "ended.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kGuide = "Ring the safeguarding advice line, then tell your team leader";
constexpr const char* kTheirGuide = "Speak to your team manager the same day";

/// The trust's guide from now on.
void write_guide(TestSite& site, const std::string& guide) {
  std::ostringstream read;
  read << std::ifstream{testdata::project_folder() / "policies" / kPartnership / "demo" /
                        "directory.yaml"}
              .rdbuf();
  std::string text = read.str();
  const std::size_t at = text.find(std::string{"guide: \""} + kGuide);
  ASSERT_NE(at, std::string::npos);
  text.replace(at, text.find('\n', at) - at, "guide: \"" + guide + "\"");
  const auto replaced = site.service().replace_directory(PartnershipId{kPartnership}, text);
  ASSERT_TRUE(replaced.has_value()) << to_words(replaced.error());
  site.set_now("2026-11-18T10:05");  // what was read is kept for a minute
}

// LIN-16: "know how to escalate: … a one-page guide per agency": each reads their own, where they
// raise and where something is next.
TEST(Guide, LIN_16_OfOnesOwnAgencyStandsWhereItIsNeeded) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};

  EXPECT_TRUE(isaac.get("/raise").says(kGuide));
  const Shown mine = isaac.get(path);
  EXPECT_TRUE(mine.says(kGuide)) << mine.text();
  EXPECT_FALSE(mine.says(kTheirGuide));
  const Shown theirs = priya.get(path);
  EXPECT_TRUE(theirs.says(kTheirGuide)) << theirs.text();
  EXPECT_FALSE(theirs.says(kGuide));
}

TEST(Guide, LIN_16_IsALinkWhereItIsAnAddress) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  write_guide(site, "https://trust.example/escalate?from=accord");
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  EXPECT_EQ(isaac.get("/raise").link("Your agency’s one-page guide"),
            "https://trust.example/escalate?from=accord");
  EXPECT_EQ(isaac.get(path).link("Your agency’s one-page guide"),
            "https://trust.example/escalate?from=accord");
  write_guide(site, "javascript:alert(1)");
  EXPECT_THAT(isaac.get("/raise").html, Not(HasSubstr("href=\"javascript")));
}

}  // namespace
}  // namespace accord::test
