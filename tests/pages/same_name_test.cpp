#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "ended.hpp"

namespace accord::test {
namespace {

/// From now on the two have the same name, each with their own number.
void rename_in_directory(TestSite& site, std::string_view name, std::string_view to) {
  std::ostringstream text;
  text << std::ifstream{testdata::project_folder() / "policies" / kPartnership / "demo" /
                        "directory.yaml"}
              .rdbuf();
  std::string renamed = text.str();
  const std::string from = "name: " + std::string{name};
  ASSERT_NE(renamed.find(from), std::string::npos);
  renamed.replace(renamed.find(from), from.size(), "name: " + std::string{to});
  const auto replaced = site.service().replace_directory(PartnershipId{kPartnership}, renamed);
  ASSERT_TRUE(replaced.has_value()) << to_words(replaced.error());
  site.set_now("2026-11-18T10:05");  // what was read is kept for a minute
}

constexpr const char* kNamedNurse = "Elena Pickering";
constexpr const char* kHerNumber = "01632 960136";

// ALL-9: whoever helps is reached by their own number, whatever somebody else is called.
TEST(SameName, ALL_9_TwoPeopleOfOneNameAreBothWhomToTalkTo) {
  TestSite site{{kPartnership}};
  rename_in_directory(site, kNamedNurse, "Femi Heaton");
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown page = isaac.get("/raise");

  EXPECT_TRUE(page.says("01632 960131")) << page.text();
  EXPECT_TRUE(page.says(kHerNumber)) << page.text();
}

// The safeguarding lead of a side has the name of whoever raised it: both stand there.
TEST(SameName, TwoPeopleOfOneNameAreBothOnTheirSide) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  rename_in_directory(site, kNamedNurse, "Isaac Drummond");
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown page = isaac.get(path);

  EXPECT_TRUE(page.says("01632 960128")) << page.text();
  EXPECT_TRUE(page.says(kHerNumber)) << page.text();
}

}  // namespace
}  // namespace accord::test
