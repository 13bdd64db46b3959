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

constexpr const char* kReader = "ruth_quayle";

/// The demonstration's directory without each of these pieces.
void leave_out(TestSite& site, const std::vector<std::string>& pieces) {
  const auto path =
      testdata::project_folder() / "policies" / kPartnership / "demo" / "directory.yaml";
  std::ostringstream read;
  read << std::ifstream{path}.rdbuf();
  std::string text = read.str();
  for (const std::string& piece : pieces) {
    const std::size_t at = text.find(piece);
    ASSERT_NE(at, std::string::npos) << piece;
    text.erase(at, piece.size());
  }
  const auto replaced = site.service().replace_directory(PartnershipId{kPartnership}, text);
  ASSERT_TRUE(replaced.has_value()) << to_words(replaced.error());
}

/// What the page of figures says of who is missing.
std::string missing(TestSite& site) {
  const std::string text = Visitor{site, kPartnership, kReader}.get("/figures").text();
  const std::size_t from = text.find("Where somebody is missing");
  return from == std::string::npos ? std::string{} : text.substr(from);
}

// LIN-16: "a named supporter and a one-page guide per agency; an agency without one is shown to the
// board".
TEST(Missing, LIN_16_AnAgencyWithoutASupporterOrAGuideIsShownToTheBoard) {
  TestSite site{{kPartnership}};
  EXPECT_THAT(missing(site), Not(HasSubstr("Agencies without a named supporter")));
  EXPECT_THAT(missing(site), HasSubstr("Agencies without a one-page guide Meanwhile their workers "
                                       "have the policy itself to go by. Hawthorn Special School "
                                       "has no one-page guide to raising a disagreement."));

  leave_out(site, {"    supporter: femi_heaton\n"});

  EXPECT_THAT(missing(site), HasSubstr("Cotswold Edge Community Health Trust names nobody who "
                                       "supports a worker who disagrees."));
}

// The board reads which role of which agency nobody fills, and what happens until somebody does.
TEST(Missing, LIN_16_ARoleThatNobodyFillsIsShownToTheBoard) {
  TestSite site{{kPartnership}};
  EXPECT_THAT(missing(site), Not(HasSubstr("Roles that nobody fills")));

  leave_out(site,
            {", held_by: [maeve_orme, sally_boateng], reports_to: partnership_manager, deputy: "
             "partnership_manager",
             "    safeguarding_lead: police_inspector\n"});

  const std::string shown = missing(site);
  EXPECT_THAT(shown, HasSubstr("Roles that nobody fills Meanwhile what the protocol asks of them "
                               "is shown as owed by the role"));
  EXPECT_THAT(
      shown, HasSubstr("has nobody as GSCP Safeguarding Support Unit: Safeguarding Support Unit is "
                       "vacant. The protocol asks for them: "));
  EXPECT_THAT(shown, HasSubstr("Agencies without a safeguarding lead"));
  EXPECT_THAT(shown, HasSubstr("public protection has no safeguarding lead recorded."));
  EXPECT_THAT(shown, Not(HasSubstr("`"))) << "what stands in a file is the operator's";
}

// Somebody's leave passes, and is their agency's to cover.
TEST(Missing, LIN_16_NobodysLeaveIsShown) {
  TestSite site{{kPartnership}, "2026-12-15T10:00"};

  EXPECT_THAT(missing(site), Not(HasSubstr("away")));
}

}  // namespace
}  // namespace accord::test
