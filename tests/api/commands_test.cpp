// Every command over the API, and what the answers promise: one road, one access, once each.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "api/command_reader.hpp"
#include "site.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;

Json record(const char* name, const char* text) {
  return Json::array({{{"name", name}, {"text", text}}});
}

/// Sends commands and remembers which were taken.
class Story {
 public:
  explicit Story(ApiSite& site) : site_(site) {}

  Json does(std::string_view person, Json body) {
    const std::string name = body["command"];
    const bool raising = name == "raise";
    const Answer answer = raising ? site_.post(person, "/disagreements", body)
                                  : site_.command(person, reference, body);
    EXPECT_EQ(answer.status, raising ? 201 : 200) << name << ": " << answer.json.dump(1);
    if (answer.status < 300) {
      taken.insert(name);
      EXPECT_EQ(answer.header("ETag"), fmt::format("\"{}\"", answer.json.value("version", 0)));
    }
    return answer.json;
  }

  std::string reference;
  std::set<std::string, std::less<>> taken;

 private:
  ApiSite& site_;
};

void talk_and_agree_dates(ApiSite& site, Story& story) {
  const int settle = site.duty(story.reference, "settle", -1);
  for (const char* person : {"tess", "will"}) {
    story.does(person,
               {{"command", "agree_date"},
                {"number", settle},
                {"to", "2026-11-20T12:00:00+00:00"},
                {"reason", "The nurse is back then; he stays with his aunt until Friday."}});
  }
  const Json agreed = site.disagreement("tess", story.reference);
  for (const Json& duty : agreed["duties"]) {
    if (duty["number"] == settle) {
      EXPECT_EQ(duty["deadline"]["due"], "2026-11-20T12:00:00+00:00");
      EXPECT_EQ(duty["agreed"], "2026-11-20T12:00:00+00:00");
    }
  }
  Json texts = record("why the practice is unsafe", "He is hungry.");
  texts.push_back({{"name", "what should change for the child"}, {"text", "A visit."}});
  story.does("tess",
             {{"command", "record_done"},
              {"number", site.duty(story.reference, "talk", -1)},
              {"evidence",
               {{"mode", "telephone"}, {"participants", {"tess", "will"}}, {"texts", texts}}}});
}

void decline_and_go_up(ApiSite& site, Story& story) {
  story.does("will", {{"command", "take_exit"},
                      {"scope", "frontline"},
                      {"exit", "agreed"},
                      {"record", record("note", "A visit on Friday.")}});
  const Json asked = site.disagreement("tess", story.reference);
  bool standing = false;
  for (const Json& exit : asked["ways_on"]["exits"]) {
    standing = standing || (exit["exit"] == "agreed" && exit["mine"] == true &&
                            exit["terms"]["record"][0]["text"] == "A visit on Friday.");
  }
  EXPECT_TRUE(standing) << asked["ways_on"].dump(1);
  story.does("tess", {{"command", "decline_terms"},
                      {"scope", "frontline"},
                      {"exit", "agreed"},
                      {"reason", "We said Thursday."}});
  story.does("tess",
             {{"command", "take_exit"},
              {"scope", "frontline"},
              {"exit", "not_agreed"},
              {"record", record("why it is not resolved", "No visit before the weekend.")}});
}

// GLO-7: what is recorded of a discussion includes who took part, as on its page.
TEST(Commands, GLO_7_ADiscussionIsTakenOnlyWithWhoTookPart) {
  ApiSite site;
  const std::string reference = site.raise();
  Json texts = record("why the practice is unsafe", "Ms Adeyemi, their duty manager, agreed.");
  texts.push_back({{"name", "what should change for the child"}, {"text", "A visit."}});
  const auto talked = [&](Json evidence) {
    evidence["mode"] = "telephone";
    return site.command("tess", reference,
                        {{"command", "record_done"},
                         {"number", site.duty(reference, "talk", -1)},
                         {"evidence", std::move(evidence)}});
  };

  const Answer unsaid = talked({{"texts", texts}});
  EXPECT_EQ(unsaid.problem(), "refused") << unsaid.json.dump(1);
  EXPECT_EQ(unsaid.json.value("field", ""), "participants");
  EXPECT_THAT(unsaid.json.value("instead", ""), HasSubstr("evidence.participants"));
  EXPECT_EQ(talked({{"participants", Json::array()}}).json.value("field", ""), "participants")
      << "nobody is named, and no words say who";
  EXPECT_EQ(talked({{"participants", {"ghost"}}, {"texts", texts}}).json.value("field", ""),
            "participants");

  const Answer in_words = talked({{"participants", Json::array()}, {"texts", texts}});
  EXPECT_EQ(in_words.status, 200) << in_words.json.dump(1);
}

// "A JSON API for the same reads and commands": from raising to the outcome, each command once.
TEST(Commands, EveryCommandOfTheEngineIsTakenOverTheApi) {
  ApiSite site;
  Story story{site};
  Json raising = ApiSite::raising();
  raising["before"] = {{{"id", "advice"}, {"evidence", {{"mode", "telephone"}}}}};
  raising["happened"] = "2026-11-18T09:30:00+00:00";
  story.reference = story.does("tess", raising).value("reference", "");
  story.does("will", {{"command", "add_note"}, {"text", "Seen. I ring at eleven."}});
  story.does("tess", {{"command", "correct"}, {"sequence", 1}, {"text", "It was his brother."}});
  const auto urgency = [&](const char* person, const char* word) {
    story.does(person, {{"command", "set_fact"},
                        {"fact", {{"fact", "urgency"}, {"words", {word}}}},
                        {"reason", "He was not in school."}});
  };
  urgency("tess", "urgent");
  urgency("tess", "routine");
  const auto child_date = [&](const char* person, const char* at) {
    story.does(
        person,
        {{"command", "set_child_timescale"}, {"to", at}, {"reason", "The court sits that day."}});
  };
  child_date("tess", "2026-11-25T12:00:00+00:00");
  child_date("will", "2026-11-26T12:00:00+00:00");
  const Json proposals = site.disagreement("tess", story.reference)["proposals"];
  EXPECT_EQ(proposals["facts"].size(), 1U) << proposals.dump(1);
  EXPECT_EQ(proposals["child_timescale"].size(), 1U) << proposals.dump(1);
  urgency("will", "routine");
  story.does("will", {{"command", "undertake"},
                      {"kind", "outstanding_issue"},
                      {"what", "Ask who has his school bag."},
                      {"how", "By telephone, on Monday."},
                      {"agency", "csc"},
                      {"due", "2026-11-27T12:00:00Z"}});
  talk_and_agree_dates(site, story);
  decline_and_go_up(site, story);
  story.does("hugh", {{"command", "rebind"},
                      {"side", 0},
                      {"person", "yara"},
                      {"reason", "Hugh taught the brother."}});
  story.does("yara", {{"command", "take_exit"},
                      {"scope", "throughout"},
                      {"exit", "withdraw"},
                      {"record", record("the reasons", "The visit was made.")}});
  const Json ended = site.disagreement("tess", story.reference);
  EXPECT_EQ(ended["outcome"]["kind"], "withdrawn");
  EXPECT_EQ(ended["stage"], nullptr);
  EXPECT_EQ(ended["outstanding_issues"].size(), 1U);
  const auto names = command_names();
  EXPECT_EQ(story.taken, (std::set<std::string, std::less<>>{names.begin(), names.end()}));
  const Json events =
      site.get("will", fmt::format("/disagreements/{}/events", story.reference)).json;
  EXPECT_EQ(events["events"].size(), ended["version"].get<std::size_t>());
  const Json last = site.get("will", fmt::format("/disagreements/{}/events?after={}",
                                                 story.reference, ended["version"].get<int>() - 1))
                        .json;
  EXPECT_EQ(last["events"].size(), 1U);
  EXPECT_EQ(last["events"][0], events["events"].back());
}

// Clause 5: "Four weeks for all of it, unless urgent." Where waiting would harm the child, the way
// goes straight to the Chair, and the record shows the stage that was left out.
TEST(Commands, AStageThatIsSkippedStandsInTheRecord) {
  ApiSite site;
  Json raising = ApiSite::raising();
  raising["facts"][1]["words"] = {"urgent"};
  const std::string reference =
      site.post("tess", "/disagreements", raising).json.value("reference", "");
  const Answer taken = site.command(
      "tess", reference,
      {{"command", "take_exit"}, {"scope", "frontline"}, {"exit", "straight_to_chair"}});
  ASSERT_EQ(taken.status, 200) << taken.json.dump();
  const Json events =
      site.get("carol", fmt::format("/disagreements/{}/events", reference)).json["events"];
  EXPECT_TRUE(std::ranges::any_of(events, [](const Json& event) {
    return event["event"] == "stage_skipped" && event["details"]["stage"] == "managers";
  }));
  EXPECT_EQ(site.disagreement("carol", reference)["stage"]["stage"], "chair_decides");
}

// The clock is the service's: a deadline that has passed is late, and its working says how it was
// found. Frontline staff have "1 working day" (clause 2) or, where urgent, "24 hours".
TEST(Commands, AnswersWithTheDeadlineAndItsWorking) {
  ApiSite site{"2026-11-20T16:30"};
  const std::string reference = site.raise();
  const auto settle = [&] {
    Json found = site.disagreement("tess", reference);
    for (const Json& duty : found["duties"]) {
      if (duty["duty"] == "settle") {
        return duty;
      }
    }
    return Json{};
  };
  Json friday = settle();
  EXPECT_EQ(friday["deadline"]["due"], "2026-11-23T17:30:00+00:00");
  EXPECT_EQ(friday["deadline"]["binds"], "limit");
  EXPECT_EQ(friday["late"], false);
  const Json working = friday["deadline"]["limits"][0]["working"];
  ASSERT_EQ(working["working"].size(), 4U);
  EXPECT_EQ(working["working"][1]["why"], "Saturday");
  EXPECT_EQ(working["working"][3]["counted"], true);
  site.set_now("2026-11-24T09:00");
  EXPECT_EQ(settle()["late"], true);
  const Json owed = site.get("tess", "/work").json;
  EXPECT_GE(owed["duties"].size(), 1U);
  const Json late = site.get("tess", "/disagreements?state=late").json["disagreements"];
  ASSERT_EQ(late.size(), 1U) << "a date that has passed is late before a timer has recorded it";
  EXPECT_EQ(late[0]["late"], true);
  ASSERT_TRUE(site.service().pass_time().has_value());
  EXPECT_EQ(site.get("tess", "/disagreements?state=late").json["disagreements"].size(), 1U);
}

// What somebody owes comes in pages as every list does, the earliest deadline first on the first.
TEST(Work, StandsOnPagesThatLeadToEachOther) {
  ApiSite site;
  for (int i = 0; i < 3; ++i) {
    site.raise();
  }
  Json whole = site.get("tess", "/work").json;
  const std::size_t all = whole["duties"].size();
  ASSERT_GE(all, 3U);
  EXPECT_EQ(whole["matching"], all);
  EXPECT_TRUE(whole["next"].is_null());
  Json read = Json::array();
  std::string address = "/work?limit=2";
  for (int page = 1; !address.empty(); ++page) {
    Json part = site.get("tess", address).json;
    EXPECT_EQ(part["page"], page);
    EXPECT_EQ(part["matching"], all);
    EXPECT_LE(part["duties"].size(), 2U);
    read.insert(read.end(), part["duties"].begin(), part["duties"].end());
    address = part["next"].is_null() ? "" : part["next"].get<std::string>();
  }
  EXPECT_EQ(read, whole["duties"]);
  EXPECT_EQ(site.get("tess", "/work?page=9").json["duties"].size(), 0U);
  for (const char* wrong : {"limit=0", "limit=201", "page=0", "state=open"}) {
    EXPECT_EQ(site.get("tess", fmt::format("/work?{}", wrong)).problem(), "invalid-query") << wrong;
  }
}

TEST(Commands, ARepetitionIsAnsweredAsTheFirstWasAndRecordsNothing) {
  ApiSite site;
  const Answer first =
      site.post("tess", "/disagreements", ApiSite::raising(), {.key = "the-key-1"});
  const Answer again =
      site.post("tess", "/disagreements", ApiSite::raising(), {.key = "the-key-1"});
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.json, first.json);
  EXPECT_EQ(again.header("Location"), first.header("Location"));
  EXPECT_EQ(again.header("Location"),
            "/api/v1/p/northmoor/disagreements/" + first.json.value("reference", ""));
  EXPECT_EQ(site.get("tess", "/disagreements").json["disagreements"].size(), 1U);

  Json other = ApiSite::raising();
  other["talked_to"] = "the head";
  const Answer reused = site.post("tess", "/disagreements", other, {.key = "the-key-1"});
  EXPECT_EQ(reused.status, 409);
  EXPECT_EQ(reused.problem(), "key-reused");
  EXPECT_EQ(reused.json["reference"], first.json["reference"]);
  EXPECT_EQ(reused.json["recorded"], first.json["recorded"]);
  EXPECT_EQ(reused.json["recorded_at"], "2026-11-18T10:00:00+00:00");
  EXPECT_EQ(reused.json["event"], "raised");
  EXPECT_EQ(site.get("tess", "/disagreements").json["disagreements"].size(), 1U);
}

// Whom a line manager should speak to today, and of what they have no part in no more than the
// date.
TEST(Team, SaysWhatWaitsForWhoeverAnswersToSomebody) {
  ApiSite site;
  const std::string reference = site.raise();
  EXPECT_EQ(site.get("tess", "/team").status, 404) << "nobody answers to her";

  const Answer team = site.get("hugh", "/team");

  ASSERT_EQ(team.status, 200);
  ASSERT_EQ(team.json["matching"], 1) << team.json.dump(1);
  const Json& tess = team.json["team"][0];
  EXPECT_EQ(tess["person"], "tess");
  EXPECT_EQ(tess["late"], 0);
  ASSERT_FALSE(tess["duties"].empty());
  EXPECT_EQ(tess["duties"][0]["reference"], nullptr) << "he has no part in it yet";
  EXPECT_EQ(team.json.dump().find(reference), std::string::npos);
  site.set_now("2026-11-24T09:00");
  EXPECT_GE(site.get("hugh", "/team").json["team"][0]["late"].get<int>(), 1);
}

// The list is narrowed, sorted and cut by the database, and each page leads to the next.
TEST(Lists, ComeInPagesThatLeadToTheNext) {
  ApiSite site;
  std::vector<std::string> raised;
  for (int i = 0; i < 5; ++i) {
    site.set_now(fmt::format("2026-11-{}T10:00", 16 + i));
    raised.push_back(site.raise());
  }
  std::ranges::reverse(raised);
  std::vector<std::string> listed;
  std::string address = "/disagreements?state=open&limit=2";
  for (int page = 1; page <= 3; ++page) {
    const Json shown = site.get("tess", address).json;
    EXPECT_EQ(shown["matching"], 5) << shown.dump();
    EXPECT_EQ(shown["page"], page);
    for (const Json& row : shown["disagreements"]) {
      listed.push_back(row["reference"].get<std::string>());
    }
    ASSERT_EQ(shown["next"].is_null(), page == 3) << shown["next"];
    address = page < 3 ? shown["next"].get<std::string>() : "";
  }
  EXPECT_EQ(listed, raised) << "the latest first";
  const auto count = [&](const char* query) {
    return site.get("tess", fmt::format("/disagreements?{}", query)).json.value("matching", -1);
  };
  EXPECT_EQ(count("from=2026-11-18&to=2026-11-19"), 2);
  EXPECT_EQ(count("agency=clinic"), 0);
  EXPECT_EQ(count("stage=frontline"), 5);
  EXPECT_EQ(count(("reference=" + raised.front()).c_str()), 1);
  EXPECT_EQ(count("reference=XXXX-0000"), 0);
  EXPECT_EQ(site.get("tess", "/disagreements?sort=raised&order=asc")
                .json["disagreements"][0]["reference"],
            raised.back());
  for (const char* wrong : {"limit=0", "limit=201", "limit=x", "page=0", "sort=mood", "order=up",
                            "from=18/11/2026", "state=lost"}) {
    const Answer refused = site.get("tess", fmt::format("/disagreements?{}", wrong));
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_EQ(refused.problem(), "invalid-query") << wrong;
  }
}

TEST(Lists, ARecordComesInPartsToo) {
  ApiSite site;
  const std::string path = fmt::format("/disagreements/{}/events", site.raise());
  const Json whole = site.get("tess", path).json;
  EXPECT_TRUE(whole["next"].is_null());
  Json parts = Json::array();
  std::string address = path + "?limit=4";
  while (!address.empty()) {
    const Json part = site.get("tess", address).json;
    ASSERT_LE(part["events"].size(), 4U);
    ASSERT_FALSE(part["events"].empty());
    parts.insert(parts.end(), part["events"].begin(), part["events"].end());
    address = part["next"].is_null() ? "" : part["next"].get<std::string>();
  }
  EXPECT_EQ(parts, whole["events"]);
}

// What no page takes the API refuses too, in words of its own.
TEST(Commands, WhatAPageRefusesIsRefusedHereToo) {
  ApiSite site;
  const auto refused = [&](auto spoil) {
    Json raising = ApiSite::raising();
    spoil(raising);
    const Answer answer = site.post("tess", "/disagreements", raising);
    EXPECT_EQ(answer.status, 422) << answer.json.dump(1);
    EXPECT_EQ(answer.json.dump().find("kept"), std::string::npos) << answer.json.dump();
    return answer.json.value("field", "");
  };
  EXPECT_EQ(refused([](Json& r) { r["children"][0]["reference"] = "Mohammed"; }), "reference");
  EXPECT_EQ(refused([](Json& r) { r["matter"]["summary"] = std::string(121, 'a'); }), "summary");
  EXPECT_EQ(refused([](Json& r) { r["sides"][1] = {{"agency", "partnership"}}; }), "agency");
  EXPECT_EQ(refused([](Json& r) { r["sides"][0]["worker"] = "hugh"; }), "worker");
  EXPECT_EQ(refused([](Json& r) { r["facts"].push_back(r["facts"][1]); }), "urgency");

  Json turned = ApiSite::raising();
  turned["matter"]["why"] = "safe \u202E not";
  const Answer answer = site.post("tess", "/disagreements", turned);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.json["errors"][0]["pointer"], "/matter/why");
}

TEST(Commands, OnePersonsKeyIsNotAnothers) {
  ApiSite site;
  const std::string reference = site.raise();
  const Json note = {{"command", "add_note"}, {"text", "Seen."}};
  const Answer mine = site.command("tess", reference, note, {.key = "the-key-1"});
  const Answer theirs = site.command("will", reference, note, {.key = "the-key-1"});
  EXPECT_EQ(mine.status, 200);
  EXPECT_EQ(theirs.status, 200);
  EXPECT_EQ(theirs.json["version"].get<int>(), mine.json["version"].get<int>() + 1);
}

TEST(Commands, WhatSomebodyElseDidSinceTheVersionSeenIsSaid) {
  ApiSite site;
  const std::string reference = site.raise();
  const Answer seen = site.get("tess", "/disagreements/" + reference);
  const std::string etag = seen.header("ETag");
  const Json note = {{"command", "add_note"}, {"text", "Seen."}};
  EXPECT_EQ(site.command("tess", reference, note, {.if_match = etag}).status, 200);
  EXPECT_EQ(site.command("tess", reference, note, {.if_match = etag}).status, 200)
      << "what one did oneself is no conflict";
  EXPECT_EQ(site.command("will", reference, note).status, 200);
  const Answer moved = site.command("tess", reference, note, {.if_match = etag});
  EXPECT_EQ(moved.status, 412);
  EXPECT_EQ(moved.problem(), "moved-on");
  EXPECT_EQ(fmt::format("\"{}\"", moved.json.value("version", 0)),
            site.get("tess", "/disagreements/" + reference).header("ETag"));
  EXPECT_EQ(site.command("tess", reference, note, {.if_match = "\"999\""}).status, 412);
  EXPECT_EQ(site.command("tess", reference, note, {.if_match = "*"}).status, 200);
  for (const char* wrong : {"7", "W/\"7\"", "\"\"", "\"7", "\"-1\"", "\"7\", \"8\"", "\"x\""}) {
    const Answer refused = site.command("tess", reference, note, {.if_match = wrong});
    EXPECT_EQ(refused.status, 400) << wrong;
    EXPECT_EQ(refused.problem(), "invalid-header");
  }
}

// "What the procedure does not allow is refused with the rule, its clause and what to do instead."
TEST(Commands, ARefusalSaysTheRuleTheClauseAndWhatToDoInstead) {
  ApiSite site;
  const std::string reference = site.raise();
  const Answer early = site.command("tess", reference,
                                    {{"command", "take_exit"},
                                     {"scope", "frontline"},
                                     {"exit", "agreed"},
                                     {"record", record("why", "x")}});
  EXPECT_EQ(early.status, 422);
  EXPECT_EQ(early.problem(), "refused");
  EXPECT_EQ(early.json["refusal"], "not_now");
  EXPECT_EQ(early.json["clause"], "2");
  EXPECT_THAT(early.json["rule"].get<std::string>(), HasSubstr("Share information and discuss"));
  EXPECT_THAT(early.json["instead"].get<std::string>(), HasSubstr("First record:"));

  Json complaint = ApiSite::raising();
  complaint["facts"][0]["words"] = {"complaint about a person"};
  const Answer elsewhere = site.post("tess", "/disagreements", complaint);
  EXPECT_EQ(elsewhere.status, 422);
  EXPECT_EQ(elsewhere.json["refusal"], "elsewhere");
  EXPECT_EQ(elsewhere.json["instead"], "Use the complaints procedure of the agency.");

  const Answer theirs = site.command("will", reference,
                                     {{"command", "take_exit"},
                                      {"scope", "throughout"},
                                      {"exit", "withdraw"},
                                      {"record", record("the reasons", "x")}});
  EXPECT_EQ(theirs.status, 422);
  EXPECT_EQ(theirs.json["refusal"], "not_yours");
}

// S-AC2: what is not there and what may not be seen answer alike; never 403.
TEST(Access, WhatMayNotBeSeenAnswersLikeWhatIsNotThere) {
  ApiSite site;
  const std::string reference = site.raise();
  const Json note = {{"command", "add_note"}, {"text", "Seen."}};
  const Answer hidden = site.get("nina", "/disagreements/" + reference);
  const Answer absent = site.get("nina", "/disagreements/XXXX-0000");
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.json, absent.json);
  EXPECT_EQ(hidden.headers, absent.headers);
  EXPECT_EQ(site.get("nina", "/disagreements/" + reference + "/events").json, absent.json);
  EXPECT_EQ(site.command("nina", reference, note).json, absent.json);
  EXPECT_EQ(site.command("nina", "XXXX-0000", note).json, absent.json);
  // Nor does a wrong body or a wrong version say that it is there.
  EXPECT_EQ(site.command("nina", reference, Json::array()).json, absent.json);
  EXPECT_EQ(site.command("nina", reference, note, {.if_match = "x"}).json, absent.json);
  EXPECT_EQ(site.get("nina", "/disagreements").json["disagreements"].size(), 0U);
  EXPECT_EQ(site.get("nina", "/disagreements?reference=" + reference).json["matching"], 0);
  EXPECT_EQ(site.get("nina", "/work").json["duties"].size(), 0U);
  EXPECT_EQ(site.get("will", "/disagreements/" + reference).status, 200);
}

TEST(Access, ALL_11_FiguresAreForThePartnershipsOwnPosts) {
  ApiSite site;
  site.raise();
  EXPECT_EQ(site.get("tess", "/figures").status, 404);
  const Answer figures = site.get("bea", "/figures");
  EXPECT_EQ(figures.status, 200);
  EXPECT_EQ(figures.json["open"], 1);
  EXPECT_EQ(figures.json["by_raising"][0]["key"], "school");
}

TEST(Access, OnlyADemonstrationIsServedAndSomebodyHasToAct) {
  ApiSite site;
  EXPECT_EQ(site.get("tess", "/api/v1/p/real").status, 404);
  EXPECT_EQ(site.get("tess", "/api/v1/p/real/work").json,
            site.get("tess", "/api/v1/p/none/work").json);
  EXPECT_EQ(site.get("", "/api/v1/partnerships").json["partnerships"].size(), 1U);
  for (const char* nobody : {"", "somebody else", "TESS"}) {
    const Answer refused = site.get(nobody, "/work");
    EXPECT_EQ(refused.status, 401) << nobody;
    EXPECT_EQ(refused.problem(), "person-needed");
    EXPECT_NE(refused.header("WWW-Authenticate"), "");
  }
  EXPECT_EQ(site.post("", "/disagreements", ApiSite::raising()).status, 401);
  for (const char* open : {"", "/people", "/policy"}) {
    EXPECT_EQ(site.get("", open).status, 200) << open;
  }
}

}  // namespace
}  // namespace accord::test
