// What goes with a disagreement, over the API: the copy for each agency's file, and the monitoring
// form.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

Answer does(ApiSite& site, std::string_view person, const std::string& reference,
            std::string_view duty, int side, const char* name, const std::string& text) {
  return site.command(person, reference,
                      {{"command", "record_done"},
                       {"number", site.duty(reference, duty, side)},
                       {"evidence", {{"texts", Json::array({{{"name", name}, {"text", text}}})}}}});
}

std::string file_copy_of(const std::string& reference) {
  return fmt::format("/disagreements/{}/file-copy", reference);
}
std::string form_of(const std::string& reference) {
  return fmt::format("/disagreements/{}/monitoring", reference);
}

/// Ended, and its form copied to the partnership.
std::string copied(ApiSite& site) {
  const std::string reference = site.withdrawn();
  const Answer done = does(site, "tess", reference, "monitoring", 0,
                           "what the partnership should know", "Referrals are closed unseen.");
  EXPECT_EQ(done.status, 200) << done.json.dump(1);
  return reference;
}

// ALL-6: each agency keeps the record in its own file, and confirms it for itself: from which
// entries, with the head of their chain.
TEST(FileCopy, ALL_6_SaysWhichCopiesEachSideHasConfirmed) {
  ApiSite site;
  const std::string reference = site.withdrawn();
  const Json before = site.get("tess", file_copy_of(reference)).json;
  ASSERT_EQ(before["sides"].size(), 2U) << before.dump(1);
  EXPECT_TRUE(before["sides"][0]["confirmed"].empty());
  EXPECT_EQ(before["owed"][0]["what"], "Put the outcome in your agency's file on the child");
  EXPECT_EQ(before["copy"]["version"], site.disagreement("tess", reference)["version"]);

  const Answer done = does(site, "tess", reference, "file", 0, "a copy of",
                           before["copy"]["in_words"].get<std::string>());

  ASSERT_EQ(done.status, 200) << done.json.dump(1);
  const Json after = site.get("will", file_copy_of(reference)).json;
  ASSERT_EQ(after["sides"][0]["confirmed"].size(), 1U) << after.dump(1);
  const Json& confirmed = after["sides"][0]["confirmed"][0];
  EXPECT_EQ(confirmed["copy"], before["copy"]);
  EXPECT_EQ(confirmed["by"]["person"], "tess");
  EXPECT_TRUE(after["sides"][1]["confirmed"].empty()) << "nobody confirms it for another agency";
  EXPECT_EQ(after["owed"].size(), 1U);
  EXPECT_NE(after["copy"]["head"], before["copy"]["head"]);
  EXPECT_TRUE(site.get("tess", file_copy_of(reference)).json["owed"].empty());
}

// ALL-6: words that the chain does not bear out are shown as they were written, and are no copy.
TEST(FileCopy, ALL_6_AHeadThatTheRecordHasNotIsNoCopy) {
  ApiSite site;
  const std::string reference = site.withdrawn();
  const std::string words = "Entries 1 to 3. Head of the chain: " + std::string(64, 'a');
  ASSERT_EQ(does(site, "tess", reference, "file", 0, "a copy of", words).status, 200);

  const Json confirmed = site.get("tess", file_copy_of(reference)).json["sides"][0]["confirmed"][0];

  EXPECT_EQ(confirmed["copy"], nullptr);
  EXPECT_EQ(confirmed["texts"][0]["text"], words);
}

// S-AC2: as on the page, it is there for the sides; for anybody else it answers like what is not
// there.
TEST(FileCopy, SAC2_IsThereForTheSidesAlone) {
  ApiSite site;
  const std::string reference = copied(site);
  const Json absent = site.get("nina", file_copy_of("XXXX-0000")).json;
  EXPECT_EQ(site.get("nina", file_copy_of(reference)).status, 404);
  EXPECT_EQ(site.get("nina", file_copy_of(reference)).json, absent);
  EXPECT_EQ(site.get("bea", file_copy_of(reference)).status, 404);
  EXPECT_EQ(site.get("will", file_copy_of(reference)).status, 200);

  Json raising = ApiSite::raising();
  raising["facts"][1]["words"] = {"urgent"};
  const std::string urgent =
      site.post("tess", "/disagreements", raising).json.value("reference", "");
  site.command("tess", urgent,
               {{"command", "take_exit"}, {"scope", "frontline"}, {"exit", "straight_to_chair"}});
  EXPECT_EQ(site.get("carol", "/disagreements/" + urgent).status, 200);
  EXPECT_EQ(site.get("carol", file_copy_of(urgent)).status, 404) << "the chair is of no side";
}

// GLO-15: the form is what the record said at the entry that copied it, whoever asks and whenever.
TEST(Monitoring, GLO_15_TheFormStaysAsItWasWhenItWasCopied) {
  ApiSite site;
  const std::string reference = copied(site);
  const Json first = site.get("bea", form_of(reference)).json;
  ASSERT_FALSE(first["copied"].is_null()) << first.dump(1);
  EXPECT_EQ(first["copied"]["texts"][0]["text"], "Referrals are closed unseen.");
  EXPECT_EQ(first["form"]["version"], first["copied"]["sequence"]);
  EXPECT_EQ(first["form"]["raised"]["with"], Json::array({"csc"}));
  EXPECT_EQ(first["form"]["steps"].back()["about"], "Copy the monitoring form to the partnership");
  EXPECT_EQ(first["form"]["steps"].back()["sequence"], first["copied"]["sequence"]);

  site.set_now("2026-11-19T10:00");
  ASSERT_EQ(
      site.command("will", reference, {{"command", "add_note"}, {"text", "A word more."}}).status,
      200);

  EXPECT_EQ(site.get("bea", form_of(reference)).json["form"], first["form"]);
  EXPECT_EQ(site.get("tess", form_of(reference)).json["form"]["steps"], first["form"]["steps"]);
}

/// Replaces it wherever it stands.
std::string with(std::string text, std::string_view from, std::string_view to) {
  EXPECT_NE(text.find(from), std::string::npos) << from;
  for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

// COV-9, GLO-15: what was copied under one version is shown by that version, also once another one
// governs, in which its stage has another name.
TEST(Monitoring, COV_9_TheFormIsShownByTheVersionOfItsTime) {
  ApiSite site;
  const PartnershipId here{"northmoor"};
  std::string early = with(ApiSite::policy_text(), "version: \"2026.1\"", "version: early");
  early = with(early, "effective: 2026-01-05", "effective: 2026-11-17");
  const std::size_t duties = early.find("    duties:\n", early.find("- id: frontline"));
  early.insert(duties + std::string_view{"    duties:\n"}.size(),
               "      - id: early_form\n"
               "        what: Copy the form at once\n"
               "        purpose: monitoring\n"
               "        owed_by: raising_side\n"
               "        to: board\n"
               "        due: {within: 2 working days, from: raised}\n"
               "        record: the steps so far\n"
               "        clause: \"2\"\n");
  const auto adopted = site.service().adopt_version(here, early);
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  const std::string reference = site.raise();
  const Answer done =
      does(site, "tess", reference, "early_form", 0, "the steps so far", "A talk on Monday.");
  ASSERT_EQ(done.status, 200) << done.json.dump(1);
  const Json form = site.get("bea", form_of(reference)).json["form"];
  ASSERT_FALSE(form.is_null());

  std::string later = with(early, "version: early", "version: later");
  later = with(later, "- id: frontline\n", "- id: first_talk\n    was: frontline\n");
  later = with(later, "go: frontline", "go: first_talk");
  later = with(later, "frontline.talk", "first_talk.talk");
  const auto next = site.service().adopt_version(here, later);
  ASSERT_TRUE(next.has_value()) << to_words(next.error());
  const auto moved =
      site.service().move_to_policy(here, digest_of(later),
                                    {.references = {},
                                     .reason = "The review.",
                                     .by = {PersonId{"bea"}, AgencyId{"partnership"}}});
  ASSERT_TRUE(moved.has_value()) << to_words(moved.error());
  ASSERT_EQ(moved->front().refused, "");

  EXPECT_EQ(site.get("bea", form_of(reference)).json["form"], form);
  EXPECT_EQ(site.get("bea", "/monitoring").json["forms"][0]["stage"], "frontline");
}

// GLO-15, S-AC2: whoever got a copy sees the form and nothing else; nobody else sees it.
TEST(Monitoring, SAC2_WhoeverGotACopySeesTheFormAndNothingElse) {
  ApiSite site;
  const std::string draft = site.withdrawn();
  EXPECT_EQ(site.get("tess", form_of(draft)).json["copied"], nullptr);
  EXPECT_EQ(site.get("bea", form_of(draft)).status, 404) << "not copied yet";
  const std::string reference = copied(site);

  const Answer form = site.get("bea", form_of(reference));

  EXPECT_EQ(form.status, 200);
  EXPECT_EQ(form.json["me"]["notes_receipt"], true);
  EXPECT_EQ(form.json["form"]["raised"]["talked_to"], nullptr);
  EXPECT_THAT(form.json.dump(), Not(HasSubstr("MS-17")));
  EXPECT_THAT(form.json.dump(), Not(HasSubstr("The visit was made.")));
  EXPECT_EQ(site.get("bea", "/disagreements/" + reference).status, 404);
  const Answer hidden = site.get("nina", form_of(reference));
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.json, site.get("nina", form_of("XXXX-0000")).json);
}

// GLO-15: whoever it was copied to says that it came; nobody else does, as on the page.
TEST(Monitoring, GLO_15_WhoeverGotACopySaysThatItCame) {
  ApiSite site;
  const std::string reference = copied(site);
  const std::string path = form_of(reference) + "/commands";
  const Json note = {{"command", "add_note"}, {"text", "On Monday's agenda."}};
  for (const char* person : {"tess", "nina", "carol"}) {
    EXPECT_EQ(site.post(person, path, note).status, 404) << person;
  }
  EXPECT_EQ(site.post("bea", path, {{"command", "record_done"}}).problem(), "invalid-body");

  const Answer noted = site.post("bea", path, note, {.key = "the-key-1"});

  ASSERT_EQ(noted.status, 200) << noted.json.dump(1);
  EXPECT_EQ(site.post("bea", path, note, {.key = "the-key-1"}).json, noted.json);
  EXPECT_EQ(site.post("bea", path, {{"command", "add_note"}}, {.key = "the-key-1"}).status, 409);
  const Json receipts = site.get("tess", form_of(reference)).json["receipts"];
  ASSERT_EQ(receipts.size(), 1U);
  EXPECT_EQ(receipts[0]["text"], "Monitoring form received. On Monday's agenda.");
  EXPECT_EQ(site.get("bea", "/monitoring").json["forms"][0]["received"]["by"]["person"], "bea");
}

// GLO-15: the list has no content, and is there for the partnership's own people alone.
TEST(Monitoring, GLO_15_TheListIsThePartnershipsOwn) {
  ApiSite site;
  EXPECT_EQ(site.get("tess", "/monitoring").status, 404);
  EXPECT_EQ(site.get("bea", "/monitoring").json["matching"], 0);
  copied(site);
  site.set_now("2026-11-19T10:00");
  const std::string latest = copied(site);

  const Json list = site.get("bea", "/monitoring?limit=1").json;

  EXPECT_EQ(list["matching"], 2);
  ASSERT_EQ(list["forms"].size(), 1U);
  const Json& row = list["forms"][0];
  EXPECT_EQ(row["reference"], latest);
  EXPECT_EQ(row["agency"], "school");
  EXPECT_EQ(row["stage"], nullptr);
  EXPECT_EQ(row["received"], nullptr);
  EXPECT_FALSE(list["next"].is_null());
  EXPECT_EQ(site.get("carol", "/monitoring").json["matching"], 0) << "not copied to the chair";
}

}  // namespace
}  // namespace accord::test
