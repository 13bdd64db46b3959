#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/testdata/project_folder.hpp"
#include "ended.hpp"
#include "policy/words.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// The walked partnership's policy as a later version: a stage's title and its time are others.
std::string later(std::string_view version = "later", std::string_view effective = "2026-11-10") {
  std::ifstream file{testdata::project_folder() / "policies" / kPartnership / "policy.yaml"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  const auto line = [&](std::string_view key, std::string_view value) {
    const std::size_t at = text.find(fmt::format("\n{}: ", key)) + 1;
    text.replace(at, text.find('\n', at) - at, fmt::format("{}: {}", key, value));
  };
  line("version", fmt::format("\"{}\"", version));
  line("effective", effective);
  const std::size_t stages = text.find("\nstages:\n");
  const std::size_t days = text.find("within: 5 working days", stages);
  EXPECT_NE(days, std::string::npos);
  text.replace(days, 22, "within: 8 working days");
  return text;
}

class VersionsPage : public testing::Test {
 protected:
  VersionsPage() : site{{kPartnership}} {}

  std::string raised() { return raised_disagreement(site); }
  void adopt(const std::string& text) {
    const auto adopted = site.service().adopt_version(PartnershipId{kPartnership}, text);
    ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  }

  TestSite site;
};

// COV-9: each disagreement keeps the version that it began under; everybody reads which there are,
// from when, and what changed, clause by clause.
TEST_F(VersionsPage, COV_9_EverybodyReadsTheVersionsAndWhatChanged) {
  adopt(later());
  Visitor nobody{site, kPartnership, ""};

  const Shown page = nobody.get("/policy/versions");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.text(),
              AllOf(HasSubstr("Version later In force now"),
                    // It was to hold from 10 November and adopted on the 18th: what was raised in
                    // between is under the version before.
                    HasSubstr("From Wednesday 18 November 2026, 10am on"),
                    HasSubstr("until version later took over on Wednesday 18 November 2026, 10am"),
                    Not(HasSubstr("Open under it"))));
  EXPECT_THAT(nobody.get("/policy").text(), HasSubstr("Versions of the policy"));

  const Shown changed = nobody.get(page.link("What changed in version later"));
  EXPECT_EQ(changed.status, 200);
  EXPECT_THAT(changed.text(),
              AllOf(HasSubstr("What changed since version"), HasSubstr("Clause "),
                    HasSubstr("Changed"), HasSubstr("Before: "), HasSubstr("5 working days"),
                    HasSubstr("Now: "), HasSubstr("8 working days"),
                    Not(HasSubstr("Moving open disagreements")), Not(HasSubstr("accord policy"))));
  EXPECT_EQ(nobody.get("/policy/versions/3").status, 404);
  EXPECT_EQ(nobody.get("/policy/versions/2?since=9").status, 404);
  EXPECT_THAT(nobody.get("/policy/versions/1").text(), HasSubstr("It is the first version"));
}

// What moving would change is for the partnership's own people: each old and new date, who must be
// told, and the command that does it.
TEST_F(VersionsPage, COV_9_ThePartnershipSeesWhatMovingWouldChange) {
  const std::string path = raised();
  ASSERT_NE(path, "");
  adopt(later("later", "2026-11-11"));
  Visitor ruth{site, kPartnership, "ruth_quayle"};

  const Shown list = ruth.get("/policy/versions");
  EXPECT_THAT(list.text(),
              AllOf(HasSubstr("1 open disagreement."), HasSubstr("No open disagreements."),
                    HasSubstr(path.substr(path.rfind('/') + 1, 4))));
  const Shown page = ruth.get(list.link("What changed in version later"));
  EXPECT_THAT(page.text(),
              AllOf(HasSubstr("Moving open disagreements to this version"),
                    HasSubstr("1 open disagreement is under another version."),
                    HasSubstr("What was done stays done"), HasSubstr("To be told:"),
                    HasSubstr("Wednesday 25 November 2026"), HasSubstr("Monday 30 November 2026"),
                    HasSubstr("--move --by ruth_quayle")));
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  EXPECT_THAT(isaac.get("/policy/versions/2").text(), Not(HasSubstr("Moving open")));

  EXPECT_THAT(isaac.get(path).text(), Not(HasSubstr("Moved to version")));
  const auto versions = site.service().policy_versions(PartnershipId{kPartnership}).value();
  const auto moved =
      site.service().move_to_policy(PartnershipId{kPartnership}, versions.back().policy->hash,
                                    {.reason = "The old times were too short.",
                                     .by = {PersonId{"ruth_quayle"}, AgencyId{"partnership"}}});
  ASSERT_TRUE(moved.has_value()) << to_words(moved.error());
  EXPECT_THAT(ruth.get("/policy/versions/2").text(),
              HasSubstr("No open disagreement is under another version."));
  EXPECT_THAT(isaac.get(path).text(),
              AllOf(HasSubstr("version later"), HasSubstr("Moved to version later")));
}

// A later version may call the stage by another name, or have it no more.
TEST_F(VersionsPage, COV_9_ListsAndFiguresNameTheStageAsItsOwnVersionDoes) {
  ASSERT_NE(raised(), "");
  std::string text = later();
  const auto there = *site.service().partnership(PartnershipId{kPartnership});
  const std::string& title = there->policy->stages.front().title;
  const std::size_t at = text.find(title, text.find("\nstages:\n"));
  ASSERT_NE(at, std::string::npos);
  text.replace(at, title.size(), "Renamed");
  adopt(text);
  Visitor ruth{site, kPartnership, "ruth_quayle"};

  Visitor isaac{site, kPartnership, "isaac_drummond"};

  EXPECT_THAT(isaac.get("/disagreements").html, HasSubstr("<span>" + title + "</span>"));
  EXPECT_THAT(ruth.get("/figures").text(), HasSubstr(title));
  EXPECT_THAT(ruth.get("/figures").text(), Not(HasSubstr("Renamed")));
}

TEST_F(VersionsPage, COV_9_AVersionToComeIsSaidToBeAndInWords) {
  Visitor nobody{site, kPartnership, ""};
  const auto versions = *site.service().policy_versions(PartnershipId{kPartnership});
  EXPECT_THAT(nobody.get("/policy").text(), HasSubstr("in force since Saturday 1 March 2025"));
  adopt(later("later", "2027-03-01"));
  const auto all = *site.service().policy_versions(PartnershipId{kPartnership});
  EXPECT_THAT(nobody.get("/policy?version=" + all.back().policy->hash).text(),
              HasSubstr("Version later, in force from Monday 1 March 2027"));
}

// "People who open it read that version, with its clauses": also once another is in force.
TEST_F(VersionsPage, COV_9_ADisagreementLeadsToTheClausesOfItsOwnVersion) {
  const std::string path = raised();
  adopt(later());
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown own = isaac.get(isaac.get(path).link("policy"));
  EXPECT_EQ(own.status, 200);
  EXPECT_THAT(own.text(), AllOf(HasSubstr("5 working days"), Not(HasSubstr("8 working days")),
                                HasSubstr("which governs what was raised or moved under it")));
  const Shown now = isaac.get(own.link("The version in force now"));
  EXPECT_THAT(now.text(), AllOf(HasSubstr("8 working days"), Not(HasSubstr("moved under it"))));
  EXPECT_THAT(isaac.get(isaac.get("/policy/versions/1").link("clause by clause")).text(),
              HasSubstr("which governs what was raised"));
  EXPECT_EQ(isaac.get("/policy?version=none").status, 404);
}

// A version that another has replaced is compared, and nobody is shown how to move back to it.
TEST_F(VersionsPage, COV_9_OffersNoWayBackToAVersionThatWasReplaced) {
  adopt(later("second", "2026-11-10"));
  adopt(later("third", "2027-01-04") + "\n# another text\n");
  Visitor ruth{site, kPartnership, "ruth_quayle"};
  EXPECT_THAT(ruth.get("/policy/versions/1").text(), Not(HasSubstr("Moving open")));
  const Shown to_come = ruth.get("/policy/versions/3?since=1");
  EXPECT_THAT(to_come.text(),
              AllOf(HasSubstr("Moving open"), HasSubstr("Compare it with version")));
  EXPECT_THAT(ruth.get("/policy/versions").text(), HasSubstr("Version third To come"));
}

// An entry of before a move is quoted as it read then, also where it is corrected.
TEST_F(VersionsPage, COV_9_ACorrectionQuotesAnOldEntryInTheWordsOfItsTime) {
  const std::string path = raised();
  Visitor visitor{site, kPartnership, "isaac_drummond"};
  const auto loaded = site.service().load_any(
      PartnershipId{kPartnership},
      site.service().all_disagreements(PartnershipId{kPartnership}).value().front().id);
  ASSERT_TRUE(loaded.has_value());
  std::int64_t begun = 0;
  std::string stage;
  for (const Event& event : loaded->events) {
    if (const auto* body = std::get_if<StageBegun>(&event.body)) {
      begun = event.sequence;
      stage = name_of(*loaded->rules.policy->scope(body->stage));
      break;
    }
  }
  ASSERT_NE(begun, 0);
  EXPECT_THAT(visitor.get(fmt::format("{}/correction/{}", path, begun)).text(),
              HasSubstr("Begun: " + stage));
  std::string renamed = later("later", "2026-11-11");
  const std::string title = fmt::format("title: \"{}\"", stage);
  const std::size_t at = renamed.find(title);
  ASSERT_NE(at, std::string::npos);
  renamed.replace(at, title.size(), "title: Called otherwise");
  adopt(renamed);
  const auto versions = site.service().policy_versions(PartnershipId{kPartnership}).value();
  ASSERT_TRUE(site.service()
                  .move_to_policy(PartnershipId{kPartnership}, versions.back().policy->hash,
                                  {.reason = "It is called otherwise now.",
                                   .by = {PersonId{"ruth_quayle"}, AgencyId{"partnership"}}})
                  .has_value());
  EXPECT_THAT(visitor.get(path).text(), HasSubstr("Called otherwise"));

  EXPECT_THAT(visitor.get(fmt::format("{}/correction/{}", path, begun)).text(),
              AllOf(HasSubstr("Begun: " + stage), Not(HasSubstr("Begun: Called otherwise"))));
}

}  // namespace
}  // namespace accord::test
