// What was drawn out of disagreements, over the API: for whom it is on the page, and for nobody
// else.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPoint = "Agree before closing a referral who tells the referrer.";

Json texts(const char* name, const char* text) {
  return Json::array({{{"name", name}, {"text", text}}});
}

/// Raised, withdrawn, and a learning point drawn out of it.
std::string referred(ApiSite& site) {
  const std::string reference = site.withdrawn();
  const Answer done =
      site.command("tess", reference,
                   {{"command", "record_done"},
                    {"scope", "after"},
                    {"id", "learning_point"},
                    {"evidence", {{"texts", texts("the learning point", kPoint)}}}});
  EXPECT_EQ(done.status, 200) << done.json.dump(1);
  return reference;
}

/// What carol considers of the first point on her list.
Answer consider(ApiSite& site, std::string_view person, const std::string& key,
                const Sending& sending = {}) {
  Json texts = Json::array();
  texts.push_back({{"name", "what was considered"}, {"text", "Who tells the referrer"}});
  texts.push_back({{"name", "what is recommended"}, {"text", "A line in the referral form."}});
  return site.post(person, fmt::format("/learning/{}/commands", key),
                   {{"command", "record_done"}, {"evidence", {{"texts", texts}}}}, sending);
}

std::string key_of(ApiSite& site) {
  return site.get("carol", "/learning").json["learning"][0]["key"].get<std::string>();
}

// ALL-10: "considered there": the group sees the point and nothing else of the disagreement.
TEST(Learning, ALL_10_TheGroupReadsThePointAndNotWhereItIsFrom) {
  ApiSite site;
  const std::string reference = referred(site);

  const Answer list = site.get("carol", "/learning");

  ASSERT_EQ(list.status, 200);
  ASSERT_EQ(list.json["matching"], 1) << list.json.dump(1);
  const Json& learning = list.json["learning"][0];
  EXPECT_EQ(learning["points"][0][0]["text"], kPoint);
  EXPECT_EQ(learning["area"], Json::array({"Criteria for referrals"}));
  EXPECT_EQ(learning["open"], true);
  EXPECT_EQ(learning["asked"]["record"],
            Json::array({"what was considered", "what is recommended"}));
  for (const std::string& hidden : {reference, std::string{"MS-17"}, std::string{"tess"}}) {
    EXPECT_THAT(list.json.dump(), Not(HasSubstr(hidden)));
  }
}

// ALL-10: before it is shared, nobody else reads it, as on the page; afterwards what came of it
// alone.
TEST(Learning, ALL_10_EverybodyElseReadsWhatCameOfItAndNeverThePoint) {
  ApiSite site;
  referred(site);
  EXPECT_EQ(site.get("nina", "/learning").json["matching"], 0) << "not shared yet";
  EXPECT_EQ(site.get("bea", "/learning").json["learning"][0]["asked"], nullptr)
      << "the partnership's posts read it, and the chair considers it";

  const Answer recorded = consider(site, "carol", key_of(site));
  EXPECT_EQ(recorded.status, 200) << recorded.json.dump(1);

  const Json shared = site.get("nina", "/learning").json["learning"];
  ASSERT_EQ(shared.size(), 1U);
  EXPECT_EQ(shared[0]["considered"][0][1]["text"], "A line in the referral form.");
  EXPECT_TRUE(shared[0]["points"].empty());
  EXPECT_EQ(shared[0]["open"], false);
  EXPECT_EQ(shared[0]["asked"], nullptr);
  EXPECT_EQ(site.get("carol", "/learning").json["learning"][0]["asked"], nullptr);
  EXPECT_EQ(site.get("", "/learning").problem(), "person-needed");
}

// ALL-10: "anonymised": by the same rule as on the page, however it is written.
TEST(Learning, ALL_10_APointThatSaysWhichDisagreementItWasIsRefused) {
  ApiSite site;
  const std::string reference = site.withdrawn();
  for (const std::string& telling :
       {"In " + reference + " nobody rang", std::string{"Will Worker closed it"},
        std::string{"ms-17 was closed too soon"}}) {
    const Answer refused =
        site.command("tess", reference,
                     {{"command", "record_done"},
                      {"scope", "after"},
                      {"id", "learning_point"},
                      {"evidence", {{"texts", texts("the learning point", telling.c_str())}}}});

    EXPECT_EQ(refused.problem(), "refused") << telling;
    EXPECT_EQ(refused.json.value("field", ""), "the learning point") << refused.json.dump(1);
    EXPECT_THAT(refused.json.value("detail", ""),
                HasSubstr("Take out what says which disagreement it was"));
  }
  EXPECT_EQ(site.get("carol", "/learning").json["matching"], 0);
}

// S-AC2: whoever does not owe it has nothing to record, as on the page; no answer says where it is
// from.
TEST(Learning, SAC2_OnlyWhoeverOwesItRecordsWhatWasConsidered) {
  ApiSite site;
  const std::string reference = referred(site);
  const std::string key = key_of(site);
  for (const char* person : {"tess", "bea", "nina"}) {
    EXPECT_EQ(consider(site, person, key).status, 404) << person;
  }
  EXPECT_EQ(consider(site, "carol", "0000000000000000").status, 404);
  const std::string path = fmt::format("/learning/{}/commands", key);
  const Json bare = {{"command", "record_done"}};
  EXPECT_EQ(site.post("carol", path, bare).problem(), "refused");
  Json numbered = bare;
  numbered["number"] = 1;
  EXPECT_EQ(site.post("carol", path, numbered).problem(), "invalid-body");

  const Answer first = consider(site, "carol", key, {.key = "the-key-1"});
  const Answer again = consider(site, "carol", key, {.key = "the-key-1"});
  const Answer reused = site.post("carol", path, bare, {.key = "the-key-1"});

  EXPECT_EQ(first.status, 200) << first.json.dump(1);
  EXPECT_EQ(again.json, first.json);
  EXPECT_EQ(reused.problem(), "key-reused");
  for (const Answer& answer : {first, again, reused}) {
    EXPECT_THAT(answer.json.dump(), Not(HasSubstr(reference)));
  }
  EXPECT_EQ(consider(site, "carol", key).status, 404) << "nothing waits any more";
}

TEST(Learning, ALL_10_ComesInPages) {
  ApiSite site;
  referred(site);
  site.set_now("2026-11-19T10:00");
  referred(site);

  const Json first = site.get("carol", "/learning?limit=1").json;
  const Json second = site.get("carol", first["next"].get<std::string>()).json;

  EXPECT_EQ(first["matching"], 2);
  EXPECT_EQ(second["learning"].size(), 1U);
  EXPECT_NE(first["learning"][0]["key"], second["learning"][0]["key"]);
  EXPECT_TRUE(second["next"].is_null());
  EXPECT_EQ(site.get("carol", "/learning?limit=0").problem(), "invalid-query");
}

}  // namespace
}  // namespace accord::test
