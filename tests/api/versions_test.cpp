// The versions of the policy over the API: which there are, what changed, what moving would change.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ledger/digest.hpp"
#include "site.hpp"

namespace accord::test {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string with(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

/// The same procedure as another version, in which the front line has a day more.
std::string later() {
  std::string text = with(ApiSite::policy_text(), "version: \"2026.1\"", "version: later");
  text = with(text, "effective: 2026-01-05", "effective: 2026-11-17");
  return with(text, "- within: 1 working day\n", "- within: 3 working days\n");
}

void adopt(ApiSite& site, const std::string& text) {
  const auto adopted = site.service().adopt_version(PartnershipId{"northmoor"}, text);
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
}

// COV-9: a disagreement keeps the version under which it began, and everybody reads which there
// are.
TEST(PolicyVersions, COV_9_EverybodyReadsWhichThereAreAndFromWhen) {
  ApiSite site;
  const std::string reference = site.raise();
  adopt(site, later());

  const Json nobody = site.get("", "/policy/versions").json;

  ASSERT_EQ(nobody["versions"].size(), 2U);
  EXPECT_EQ(nobody["versions"][0]["version"], "2026.1");
  EXPECT_EQ(nobody["versions"][0]["in_force"], false);
  EXPECT_EQ(nobody["versions"][1]["version"], "later");
  EXPECT_EQ(nobody["versions"][1]["number"], 2);
  EXPECT_EQ(nobody["versions"][1]["effective"], "2026-11-17T00:00:00+00:00");
  EXPECT_EQ(nobody["versions"][1]["in_force"], true);
  EXPECT_EQ(nobody["me"]["may_preview"], false);
  for (const char* person : {"", "tess", "will"}) {
    const Json first = site.get(person, "/policy/versions").json["versions"][0];
    EXPECT_EQ(first["open"], nullptr) << person;
    EXPECT_EQ(first["owing"], nullptr) << person;
    EXPECT_EQ(first["disagreements"], nullptr) << person;
  }
  const Json ours = site.get("bea", "/policy/versions").json;
  EXPECT_EQ(ours["me"]["may_preview"], true);
  EXPECT_EQ(ours["versions"][0]["open"], 1);
  EXPECT_EQ(ours["versions"][0]["disagreements"], Json::array({reference}));
  EXPECT_EQ(ours["versions"][1]["disagreements"], Json::array());
}

TEST(PolicyVersions, COV_9_EverybodyReadsWhatChangedClauseByClause) {
  ApiSite site;
  adopt(site, later());

  const Json changed = site.get("", "/policy/versions/2/changes").json;

  EXPECT_EQ(changed["version"], "later");
  EXPECT_EQ(changed["since"], "2026.1");
  bool found = false;
  for (const Json& clause : changed["clauses"]) {
    for (const Json& change : clause["changes"]) {
      if (change["before"].is_object() && change["after"].is_object() &&
          change["before"].dump().find("1 working day") != std::string::npos &&
          change["after"].dump().find("3 working days") != std::string::npos) {
        found = true;
        EXPECT_EQ(change["change"], "changed");
      }
    }
  }
  EXPECT_TRUE(found) << changed.dump(1);
  EXPECT_EQ(site.get("", "/policy/versions/1/changes").json["since"], nullptr);
  EXPECT_EQ(site.get("", "/policy/versions/1/changes?since=2").json["since"], "later");
  EXPECT_EQ(site.get("", "/policy/versions/2/changes?since=2").json["clauses"], Json::array());
  EXPECT_EQ(site.get("", "/policy/versions/2/changes?since=x").problem(), "invalid-query");
  EXPECT_EQ(site.get("", "/policy/versions/7/changes").status, 404);
}

// The same access as on the page: the partnership's own people see what moving would change.
TEST(PolicyVersions, COV_9_ThePartnershipSeesEachOldAndNewDateAndWhoIsToBeTold) {
  ApiSite site;
  const std::string reference = site.raise();
  adopt(site, later());
  for (const char* person : {"tess", "will", "hilda"}) {
    EXPECT_EQ(site.get(person, "/policy/versions/2/preview").status, 404) << person;
  }
  EXPECT_EQ(site.get("", "/policy/versions/2/preview").status, 401);

  const Json preview = site.get("bea", "/policy/versions/2/preview").json;

  EXPECT_EQ(preview["version"], "later");
  EXPECT_EQ(preview["matching"], 1);
  const Json& move = preview["disagreements"][0];
  EXPECT_EQ(move["reference"], reference);
  EXPECT_EQ(move["version_before"], "2026.1");
  EXPECT_EQ(move["refused"], nullptr);
  EXPECT_THAT(move["to_be_told"], Contains("Tess Teacher"));
  EXPECT_THAT(move["to_be_told"], Contains("Will Worker"));
  ASSERT_FALSE(move["duties"].empty()) << preview.dump(1);
  EXPECT_EQ(move["duties"][0]["change"], "date");
  EXPECT_LT(move["duties"][0]["from"], move["duties"][0]["to"]);
  EXPECT_EQ(site.disagreement("tess", reference)["policy"]["version"], "2026.1")
      << "nothing is changed by looking";
  EXPECT_EQ(site.get("bea", "/policy/versions/1/preview").json["matching"], 0);
  EXPECT_EQ(site.get("bea", "/policy/versions/2/preview?page=2").json["disagreements"],
            Json::array());
}

// Rule 24: what a side agreed to counts no longer where a newer version made something else of it.
// Nobody said so: it followed.
TEST(PolicyVersions, Rule24_WhatLapsedByAMoveIsNobodysAct) {
  ApiSite site;
  const std::string reference = site.raise();
  const Json talked{{"command", "record_done"},
                    {"number", site.duty(reference, "talk", -1)},
                    {"evidence",
                     {{"mode", "telephone"},
                      {"participants", {"tess", "will"}},
                      {"texts",
                       {{{"name", "why the practice is unsafe"}, {"text", "He is hungry."}},
                        {{"name", "what should change for the child"}, {"text", "A visit."}}}}}}};
  ASSERT_EQ(site.command("tess", reference, talked).status, 200);
  const Json agreed{{"command", "take_exit"},
                    {"scope", "frontline"},
                    {"exit", "agreed"},
                    {"record", {{{"name", "note"}, {"text", "A visit on Friday."}}}}};
  ASSERT_EQ(site.command("will", reference, agreed).status, 200);
  const std::string text =
      with(later(), "{id: agreed, title: Agreed, by: each_side, when: {talk: met}",
           "{id: agreed, title: Agreed, by: [raiser, each_side], when: {talk: met}");
  adopt(site, text);
  const auto moved = site.service().move_to_policy(
      PartnershipId{"northmoor"}, digest_of(text),
      {.reason = "Reviewed", .by = {PersonId{"bea"}, AgencyId{"partnership"}}});
  ASSERT_TRUE(moved.has_value()) << to_words(moved.error());

  const Json events = site.get("tess", "/disagreements/" + reference + "/events").json["events"];
  bool found = false;
  for (const Json& event : events) {
    if (event["event"] == "terms_lapsed") {
      found = true;
      EXPECT_EQ(event["act"], false);
      EXPECT_EQ(event["by"], nullptr);
      EXPECT_EQ(event["details"]["exit"], "agreed");
    }
    EXPECT_NE(event["event"], "terms_declined");
  }
  EXPECT_TRUE(found) << events.dump(1);
}

// COV-9: what a procedure that is extended has and this one removed, and which passages are its
// own.
TEST(PolicyVersions, COV_9_ThePolicySaysWhatWasRemovedAndWhatIsLocal) {
  ApiSite site;
  std::string text = with(later(), "\ndocument:\n",
                          "\nremoved:\n  - {id: leads.newsletter, title: The newsletter, clause: "
                          "\"9\"}\ndocument:\n  - {id: own, text: Ours alone., local: true}\n");
  adopt(site, text);

  const Json policy = site.get("", "/policy").json;

  ASSERT_EQ(policy["removed"].size(), 1U) << policy["version"];
  EXPECT_EQ(policy["removed"][0]["id"], "leads.newsletter");
  EXPECT_EQ(policy["removed"][0]["title"], "The newsletter");
  EXPECT_EQ(policy["removed"][0]["clauses"], Json::array({"9"}));
  EXPECT_EQ(policy["clauses"][0]["id"], "own");
  EXPECT_EQ(policy["clauses"][0]["local"], true);
  EXPECT_EQ(policy["clauses"][1]["local"], false);
}

}  // namespace
}  // namespace accord::test
