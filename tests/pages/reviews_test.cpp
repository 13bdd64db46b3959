#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;

// GLO-22: "a policy carries its past reviews, and the next one is a duty".
TEST(Reviews, GLO_22_ShowsPastReviewsAndTheNextToEverybody) {
  TestSite site{{kPartnership}};
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown page = isaac.get("/policy/reviews");

  EXPECT_EQ(page.status, 200);
  EXPECT_TRUE(page.says("Friday 26 March 2027"));
  EXPECT_TRUE(page.says("“Spring term 2027”"));
  EXPECT_TRUE(page.says("Nobody’s duty yet"));
  EXPECT_TRUE(page.says("2019-01"));
  EXPECT_EQ(isaac.get("/policy/reviews/next").status, 404) << "the partnership sets it";
  EXPECT_EQ(isaac.get("/policy/reviews/held").status, 404);
}

// GLO-22: the next review is dated, and a named post has it among its work.
TEST(Reviews, GLO_22_TheNextReviewIsADatedDutyOfANamedPost) {
  TestSite site{{kPartnership}};
  Visitor ruth{site, kPartnership, "ruth_quayle"};
  ruth.get("/policy/reviews/next");
  const Shown missing = ruth.send({{"says", "Before the end of term"}, {"by-day", "40"}});
  EXPECT_EQ(missing.status, 422);
  EXPECT_THAT(missing.html, HasSubstr("Before the end of term"));
  EXPECT_THAT(missing.html, HasSubstr("value=\"40\""));

  const Shown set = ruth.send(
      {{"by-day", "19"}, {"by-month", "2"}, {"by-year", "2027"}, {"post", "partnership_manager"}});

  EXPECT_EQ(set.status, 200) << set.text();
  EXPECT_TRUE(set.says("Friday 19 February 2027"));
  EXPECT_TRUE(set.says("Business manager: Ruth Quayle"));
  EXPECT_TRUE(ruth.get("/work").says("Review the policy"));
  EXPECT_TRUE(ruth.page().says("Your work 1 (1 to do)")) << "the menu counts it";
  site.set_now("2027-02-22T09:30");
  EXPECT_TRUE(ruth.get("/policy/reviews").says("Late"));
}

TEST(Reviews, GLO_22_AReviewThatWasHeldIsAddedToThePast) {
  TestSite site{{kPartnership}};
  Visitor ruth{site, kPartnership, "ruth_quayle"};
  ruth.get("/policy/reviews/held");
  EXPECT_EQ(ruth.send({{"what", "Stage 2 is clearer now"}}).status, 422);
  EXPECT_THAT(ruth.page().html, HasSubstr("Stage 2 is clearer now</textarea>"));

  const Shown done = ruth.send({{"held-day", "2"},
                                {"held-month", "11"},
                                {"held-year", "2026"},
                                {"who", "The policy group"}});

  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_TRUE(done.says("Monday 2 November 2026 Stage 2 is clearer now"));
  EXPECT_TRUE(done.says("2019-01")) << "what the policy says stays";
}

// GLO-22: "an agency adopts the partnership's protocol as its own, with its governors' agreement
// and a review date ("Spring term 2027": words, to which the agency gives a date)".
TEST(Reviews, GLO_22_AnAgencyAdoptsItWithItsOwnReviewDate) {
  TestSite site{{kPartnership}};
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor lead{site, kPartnership, "elena_pickering"};
  Visitor ruth{site, kPartnership, "ruth_quayle"};
  const Shown refused = isaac.get("/policy/reviews/adopt");
  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.says("An adoption is recorded by the safeguarding lead")) << refused.text();
  EXPECT_FALSE(isaac.get("/policy/reviews").says("Record that"));
  EXPECT_TRUE(lead.get("/policy/reviews").says("Record that"));
  lead.get("/policy/reviews/adopt");

  const Shown done = lead.send({{"who", "The board of the trust"},
                                {"agreed-day", "9"},
                                {"agreed-month", "11"},
                                {"agreed-year", "2026"},
                                {"says", "Spring term"},
                                {"again-day", "25"},
                                {"again-month", "3"},
                                {"again-year", "2027"}});

  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_TRUE(done.says("The board of the trust, Monday 9 November 2026"));
  EXPECT_TRUE(ruth.get("/policy/reviews").says("Thursday 25 March 2027 (“Spring term”)"));
  EXPECT_EQ(ruth.get("/policy/reviews/adopt").status, 404) << "an agency adopts for itself";
}

// What the partnership records of itself stands in the record, and a rebuild leaves it there.
TEST(Reviews, GLO_22_StandInTheRecordAndSurviveARebuild) {
  TestSite site{{kPartnership}};
  PartnershipEntry entry;
  entry.kind = PartnershipEntry::Kind::PolicyAdopted;
  entry.by = {PersonId{"elena_pickering"}, AgencyId{"trust"}};
  entry.fields = {{"who", "The board"}, {"date", "2026-11-09"}, {"review", "2027-03-25"}};
  const PartnershipId id{kPartnership};
  const CommandId command{site.service().new_id()};
  ASSERT_TRUE(site.service().add_to_partnership_record(id, entry, command, "once").has_value());
  ASSERT_TRUE(site.service().add_to_partnership_record(id, entry, command, "once").has_value());

  ASSERT_TRUE(site.service().rebuild(id).has_value());

  const auto record = site.service().partnership_record(id);
  ASSERT_TRUE(record.has_value());
  using Kind = PartnershipEntry::Kind;
  std::vector<Kind> kinds;
  for (const PartnershipEntry& one : *record) {
    kinds.push_back(one.kind);
  }
  EXPECT_EQ(kinds, (std::vector{Kind::PartnershipAdded, Kind::DocumentAdded, Kind::DocumentAdded,
                                Kind::PolicyAdopted}))
      << "pressing twice records once";
  EXPECT_EQ(record->back().field("who"), "The board");
  EXPECT_FALSE(site.service().add_to_partnership_record(id, entry, command, "other").has_value());
  entry.by = {PersonId{"isaac_drummond"}, AgencyId{"trust"}};
  const auto not_lead = site.service().add_to_partnership_record(
      id, entry, CommandId{site.service().new_id()}, "isaac");
  ASSERT_FALSE(not_lead.has_value());
  EXPECT_TRUE(std::holds_alternative<Refusal>(not_lead.error())) << "it is their lead's to record";
  entry.by = {PersonId{"ruth_quayle"}, AgencyId{"partnership"}};
  const auto refused = site.service().add_to_partnership_record(
      id, entry, CommandId{site.service().new_id()}, "ruth");
  EXPECT_FALSE(refused.has_value());
  entry.kind = PartnershipEntry::Kind::DocumentAdded;
  const auto alone = site.service().add_to_partnership_record(
      id, entry, CommandId{site.service().new_id()}, "ruth");
  EXPECT_FALSE(alone.has_value()) << "what was added is recorded with its row alone";
}

}  // namespace
}  // namespace accord::test
