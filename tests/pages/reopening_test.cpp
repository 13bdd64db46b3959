#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/testdata/project_folder.hpp"
#include "ended.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kWayBack =
    "  exits:\n    - {id: reopen, title: Open it again, by: any_side, record: [what has changed], "
    "go: managers, reading: a disagreement that comes back goes to the managers}\n";

/// The walked partnership's procedure with a way to open a disagreement again.
std::string procedure_that_reopens() {
  std::ifstream file{testdata::project_folder() / "policies" / kPartnership / "policy.yaml"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  constexpr std::string_view kAfter = "\nafter:\n";
  text.insert(text.find(kAfter) + kAfter.size(), kWayBack);
  return text;
}

// A procedure that lets an outcome be opened again says so, offers it, and goes on from there.
TEST(Reopening, IsAWayOnOfAnEndedDisagreement) {
  TestSite site{{kPartnership}};
  const auto adopted = site.service().adopt_policy(PartnershipId{kPartnership},
                                                   procedure_that_reopens(), site.now());
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  const std::string path = ended(site);
  Visitor priya{site, kPartnership, "priya_crane"};

  const Shown before = priya.get(path);
  EXPECT_THAT(before.text(), AllOf(HasSubstr("Agreed"), HasSubstr("Open it again"),
                                   Not(HasSubstr("no further way on"))));
  priya.get(path + "/way/after/reopen");
  const Shown asked = priya.send({{"text-1", ""}});
  EXPECT_THAT(asked.text(), HasSubstr("what has changed"));
  priya.send({{"text-1", "Nobody has been to see the baby."}});

  const Shown after = priya.get(path);
  EXPECT_THAT(after.text(),
              AllOf(HasSubstr("Peter Weston"), Not(HasSubstr("Open it again Choose this"))));
  EXPECT_THAT(priya.get("/policy").text(), HasSubstr("By the ways on that stand under"));
}

}  // namespace
}  // namespace accord::test
