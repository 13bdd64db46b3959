#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "visitor.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;

constexpr const char* kPartnership = "gloucestershire";

Submission raising(TestSite& site, std::string_view danger = "no") {
  Raise raise;
  raise.sides = {{AgencyId{"trust"}, PersonId{"isaac_drummond"}},
                 {AgencyId{"csc"}, PersonId{"priya_crane"}}};
  raise.children = {{"child-1", "MH-20418", "", "Under 1"}};
  raise.matter = {"A referral was closed without a visit", "They closed the referral.",
                  "Nobody has seen the baby.", "See the baby this week.",
                  "The baby sleeps in a room that nobody has looked at."};
  raise.facts = {{"immediate_danger", "", {std::string{danger}}, {}},
                 {"matter", "", {"a disagreement with another agency"}, {}},
                 {"area", "", {"Levels of need"}, {}},
                 {"child_status", "child-1", {"looked after"}, {}}};
  Submission submission;
  submission.partnership = PartnershipId{kPartnership};
  submission.command = {{PersonId{"isaac_drummond"}, AgencyId{"trust"}}, raise};
  submission.command_id = CommandId{site.service().new_id()};
  submission.body = "raise";
  return submission;
}

/// A disagreement raised by Isaac Drummond of the trust with Priya Crane of children's social care.
std::string raised(TestSite& site, std::string_view danger = "no") {
  const auto recorded = site.service().submit(raising(site, danger));
  EXPECT_TRUE(recorded.has_value()) << to_words(recorded.error());
  return recorded ? "/d/" + recorded->reference : std::string{};
}

// ui.md: "the child first … the next duty, who holds it, and by when … why that date".
TEST(DisagreementPage, ALL_5_SaysWhatComesNextAndWhyThen) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown page = isaac.get(path);

  EXPECT_EQ(page.status, 200);
  const std::string text = page.text();
  for (const char* words : {"A referral was closed without a visit",
                            "The child comes first",
                            "“The baby sleeps in a room that nobody has looked at.”",
                            "Looked after",
                            "Under 1",
                            "Next for you",
                            "Why this deadline?",
                            "Local target",
                            "2 working days from raising",
                            "clause 2.1 a",
                            "5 working days from raising",
                            "clause 1.7, 2.1 d",
                            "Stage 1: discuss with the other worker",
                            "Happening now",
                            "Could come next",
                            "Resolved: both sides agree",
                            "No answer: go to line managers Waiting",
                            "Not open now. It is open when",
                            "Nobody has seen the baby.",
                            "01632 960109",
                            "Raised with Gloucestershire Children's Social Care"}) {
    EXPECT_TRUE(page.says(words)) << words;
  }
  EXPECT_LT(text.find("The child comes first"), text.find("Next for you"));
}

// S-AC2: "whatever does not exist and whatever may not be seen get the same bytes".
TEST(DisagreementPage, SAC2_IsNotThereForWhoMayNotSeeIt) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor stranger{site, kPartnership, "chloe_kirkby"};

  const Shown hidden = stranger.get(path);
  const Shown missing = stranger.get("/d/NONE-NONE");

  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.html, missing.html);
  for (const char* page : {"/note", "/record", "/danger", "/way/discussion/agreed"}) {
    EXPECT_EQ(stranger.get(path + page).status, 404) << page;
  }
}

// Gloucestershire 2.1 a, b: the discussion is recorded with what the clause asks; ALL-3: resolved
// when both sides have confirmed it in writing, and not before.
TEST(DisagreementPage, ALL_3_GoesFromRaisedToResolvedByBothSides) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};

  isaac.get(isaac.get(path).link("Discuss it with the other worker"));
  const Shown incomplete = isaac.send({{"mode", "telephone"}, {"text-1", "Nobody saw the baby"}});
  EXPECT_EQ(incomplete.status, 422);
  EXPECT_TRUE(incomplete.says("There is a problem"));
  EXPECT_TRUE(incomplete.says("Enter what specifically should change for the child"));
  EXPECT_THAT(incomplete.html, HasSubstr("Nobody saw the baby"));
  const Shown talked = isaac.send({{"text-2", "A visit"}, {"text-3", "Nobody knows"}});
  EXPECT_EQ(talked.status, 200);
  EXPECT_TRUE(talked.says("Done: Discuss it with the other worker"));

  isaac.get(path + "/way/discussion/agreed");
  EXPECT_EQ(isaac.send({}).status, 422);
  const Shown proposed = isaac.send({{"text-1", "A visit on Friday"}});
  EXPECT_TRUE(proposed.says("Confirmed Isaac Drummond"));
  EXPECT_TRUE(proposed.says("Waiting Gloucestershire Children's Social Care"));
  EXPECT_FALSE(proposed.says("Resolved Agreed"));

  const Shown asked = priya.get(path);
  EXPECT_TRUE(asked.says("A visit on Friday"));
  EXPECT_THAT(priya.get(asked.link("Read and confirm")).text(), HasSubstr("A visit on Friday"));
  EXPECT_EQ(priya.send({}).status, 422);
  const Shown resolved = priya.send({{"sure", "yes"}});
  EXPECT_EQ(resolved.status, 200);
  EXPECT_TRUE(resolved.says("Resolved Agreed"));
  EXPECT_TRUE(resolved.says("It has an outcome"));
}

}  // namespace
}  // namespace accord::test
