#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr const char* kReader = "ruth_quayle";

/// A row as it is read out: "Levels of need: 3 raised, 1 open, 1 late".
using Rows = std::vector<std::string>;

std::vector<std::string> all_matches(const std::string& text, const char* pattern) {
  const std::regex wanted{pattern};
  std::vector<std::string> found;
  for (std::sregex_iterator at{text.begin(), text.end(), wanted}; at != std::sregex_iterator{};
       ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

std::string name_in(const std::string& row) {
  const auto names = all_matches(row, "<th scope=\"row\"[^>]*>([^<]*)</th>");
  return names.size() == 1 ? std::regex_replace(names[0], std::regex{"&#39;"}, "'") : "no name";
}

/// Every table of the page, by its caption.
std::map<std::string, Rows> tables(const Shown& page) {
  std::map<std::string, Rows> found;
  for (const std::string& table : all_matches(page.html, "<table([^]*?)</table>")) {
    const auto caption = all_matches(table, "<caption[^>]*>([^<]*)</caption>");
    EXPECT_EQ(caption.size(), 1U);
    Rows& rows = found[caption.empty() ? "" : caption[0]];
    const auto bodies = all_matches(table, "<tbody[^>]*>([^]*)</tbody>");
    EXPECT_EQ(bodies.size(), 1U);
    for (const std::string& row : all_matches(bodies.at(0), "<tr([^]*?)</tr>")) {
      const auto numbers = all_matches(row, "<td[^>]*>([^<]*)</td>");
      EXPECT_EQ(numbers.size(), 3U) << row;
      rows.push_back(name_in(row) + ": " + numbers.at(0) + " raised, " + numbers.at(1) + " open, " +
                     numbers.at(2) + " late");
    }
  }
  return found;
}

/// What stands above the tables: "Raised", "Open", "With something late".
std::map<std::string, std::string> totals(const Shown& page) {
  const auto keys = all_matches(page.html, "<dt[^>]*>([^<]*)</dt>");
  const auto values = all_matches(page.html, "<dd[^>]*>([^<]*)</dd>");
  std::map<std::string, std::string> found;
  for (std::size_t i = 0; i < keys.size() && i < values.size(); ++i) {
    found[keys[i]] = values[i];
  }
  return found;
}

Recorded submitted(TestSite& site, const Side& by, CommandBody body,
                   DisagreementId disagreement = {}) {
  Submission submission;
  submission.partnership = PartnershipId{kPartnership};
  submission.disagreement = std::move(disagreement);
  submission.command = {{by.worker, by.agency}, std::move(body)};
  submission.command_id = CommandId{site.service().new_id()};
  submission.body = submission.command_id.text();
  const auto recorded = site.service().submit(submission);
  EXPECT_TRUE(recorded.has_value()) << to_words(recorded.error());
  return recorded.value_or(Recorded{});
}

/// Raised by the first of the sides with the others.
DisagreementId raised_by(TestSite& site, std::vector<Side> sides, const char* area) {
  Raise raise;
  raise.sides = std::move(sides);
  raise.children = {{"child-1", "MH-20418", "", "Under 1"}};
  raise.matter = {"A referral was closed", "They closed it.", "Nobody has seen the baby.",
                  "See the baby this week.", "Nobody has looked at the room."};
  raise.facts = {{"immediate_danger", "", {"no"}, {}},
                 {"matter", "", {"a disagreement with another agency"}, {}},
                 {"area", "", {area}, {}},
                 {"child_status", "child-1", {"looked after"}, {}}};
  const Side raiser = raise.sides.front();
  return submitted(site, raiser, raise).disagreement;
}

void withdraw(TestSite& site, const Side& by, const DisagreementId& disagreement) {
  TakeExit command;
  command.scope = "throughout";
  command.exit = "withdrawn";
  command.record = {{"why it is withdrawn", "The baby was seen this morning."},
                    {"how the child is safe", "Both parents agreed to a plan."}};
  submitted(site, by, command, disagreement);
}

const Side kTrust{AgencyId{"trust"}, PersonId{"isaac_drummond"}};
const Side kSocialCare{AgencyId{"csc"}, PersonId{"priya_crane"}};
const Side kPractice{AgencyId{"icb"}, PersonId{"rosa_kowalska"}};
const Side kPolice{AgencyId{"police"}, PersonId{"ngozi_tranter"}};

const std::string kSocialCareName = ACCORD_WALKED_RESPONDING_AGENCY;

std::string police_name(TestSite& site) {
  const auto partnership = site.service().partnership(PartnershipId{kPartnership});
  return (*partnership)->directory->agency(kPolice.agency)->name;
}

/// Three of November, of which something is late in December: two are open, one has ended. Three of
/// December: one has ended, and one is with two agencies at once.
void six_disagreements(TestSite& site) {
  (void)at_senior_managers(site);
  (void)ended(site);
  raised_by(site, {kPractice, kSocialCare}, "Provision of services");
  site.pass("2026-12-09T10:00");
  withdraw(site, kPolice, raised_by(site, {kPolice, kSocialCare}, "Levels of need"));
  raised_by(site, {kSocialCare, kTrust, kPolice}, "Roles and responsibilities");
  raised_by(site, {kTrust, kPolice}, "Provision of services");
}

// ALL-11: "Counts and timeliness are kept from the first stage on, by agency, stage, area and
// outcome."
TEST(Figures, ALL_11_CountsEveryDisagreementInEachOfItsTables) {
  TestSite site{{kPartnership}};
  six_disagreements(site);

  const std::string police = police_name(site);
  const Shown page = Visitor{site, kPartnership, kReader}.get("/figures");

  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(totals(page), ElementsAre(Pair("Open", "4"), Pair("Raised", "6"),
                                        Pair("With something late", "3")));
  EXPECT_THAT(
      tables(page),
      ElementsAre(
          Pair("Ended, by outcome", ElementsAre("agreed: 1 raised, 0 open, 1 late",
                                                "withdrawn: 1 raised, 0 open, 0 late")),
          Pair("Open, by stage",
               ElementsAre("Stage 1: discuss with the other worker: 3 raised, 3 open, 1 late",
                           "Stage 3: senior managers: 1 raised, 1 open, 1 late")),
          Pair("What they are about",
               ElementsAre("Levels of need: 3 raised, 1 open, 2 late",
                           "Provision of services: 2 raised, 2 open, 1 late",
                           "Roles and responsibilities: 1 raised, 1 open, 0 late")),
          Pair("Who raises",
               ElementsAre("Cotswold Edge Community Health Trust: 3 raised, 2 open, 2 late",
                           "Cotswold Edge Integrated Care Board and general practice: 1 raised, 1 "
                           "open, 1 late",
                           kSocialCareName + ": 1 raised, 1 open, 0 late",
                           police + ": 1 raised, 0 open, 0 late")),
          Pair("With whom",
               ElementsAre("Cotswold Edge Community Health Trust: 1 raised, 1 open, 0 late",
                           kSocialCareName + ": 4 raised, 2 open, 3 late",
                           police + ": 2 raised, 2 open, 0 late"))));
}

TEST(Figures, ALL_11_SayThatThereIsNothingToCount) {
  TestSite site{{kPartnership}};

  const Shown page = Visitor{site, kPartnership, kReader}.get("/figures");

  EXPECT_TRUE(page.says("No disagreements yet."));
  EXPECT_THAT(totals(page), ElementsAre(Pair("Open", "0"), Pair("Raised", "0"),
                                        Pair("With something late", "0")));
  for (const auto& [caption, rows] : tables(page)) {
    EXPECT_THAT(rows, IsEmpty()) << caption;
  }
}

// ALL-11 and S-AC2: they are the partnership's; for anybody else the page is not there.
TEST(Figures, ALL_11_AreThePartnershipsAlone) {
  TestSite site{{kPartnership}};
  (void)raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor ruth{site, kPartnership, kReader};

  EXPECT_EQ(isaac.get("/figures").status, 404);
  EXPECT_EQ(isaac.get("/work").link("Figures"), "");
  EXPECT_NE(ruth.get("/work").link("Figures"), "");
  EXPECT_THAT(ruth.get("/figures").html, testing::Not(testing::HasSubstr("MH-20418")));
  EXPECT_FALSE(ruth.page().says("A referral was closed"));
}

}  // namespace
}  // namespace accord::test
