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

/// The walked partnership's procedure with a way back and a right, each with a time of its own.
std::string procedure_with_times() {
  std::ifstream file{testdata::project_folder() / "policies" / kPartnership / "policy.yaml"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  constexpr std::string_view kAfter = "\nafter:\n";
  text.insert(text.find(kAfter) + kAfter.size(),
              "  exits:\n    - {id: reopen, title: Open it again, by: any_side, record: [what has "
              "changed], until: {within: 5 working days}, go: managers, reading: for five days}\n");
  constexpr std::string_view kDuties = "\n  duties:\n";
  text.insert(text.find(kDuties, text.find(kAfter)) + kDuties.size(),
              "    - {id: comment, what: Comment on the outcome, open_to: each_side, until: "
              "{within: 5 working days}, reading: for five days}\n");
  return text;
}

// ALL-2: a time of its own is shown with how it was counted, and then as passed; nothing offers it.
TEST(Lapsing, ALL_2_AWayOnAndARightShowTheirTimeAndThenThatItHasPassed) {
  TestSite site{{kPartnership}};
  const auto adopted =
      site.service().adopt_policy(PartnershipId{kPartnership}, procedure_with_times(), site.now());
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  const std::string path = ended(site);
  Visitor priya{site, kPartnership, "priya_crane"};

  const std::string open = priya.get(path).text();
  EXPECT_THAT(open, AllOf(HasSubstr("It can be taken until"), HasSubstr("5 working days from"),
                          HasSubstr("Comment on the outcome , until")));

  site.pass("2026-12-10T10:00");
  const std::string lapsed = priya.get(path).text();
  EXPECT_THAT(lapsed, AllOf(HasSubstr("Its time has passed: it could be taken until"),
                            HasSubstr("Comment on the outcome: its time has passed"),
                            Not(HasSubstr("It can be taken until"))));
}

}  // namespace
}  // namespace accord::test
