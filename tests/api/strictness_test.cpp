// What is not taken, and that each refusal is a problem document that says what, where and how to
// mend it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/parse_json.hpp"
#include "site.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;

/// The places of the errors, "; " between them.
std::string pointers(const Answer& answer) {
  std::string all;
  const Json errors = answer.json.value("errors", Json::array());
  for (const Json& error : errors) {
    all += (all.empty() ? "" : "; ") + error["pointer"].get<std::string>();
  }
  return all;
}

class Strictness : public testing::Test {
 protected:
  void expect_wrong(const std::string& body, const std::string& places, const std::string& words) {
    const Answer answer = site_.post_text("tess", path_, body);
    EXPECT_EQ(answer.status, 400) << body.substr(0, 200) << answer.json.dump();
    EXPECT_EQ(answer.problem(), "invalid-body");
    EXPECT_EQ(pointers(answer), places) << body.substr(0, 200);
    EXPECT_THAT(answer.json.dump(), HasSubstr(words));
  }

  ApiSite site_;
  std::string reference_ = site_.raise();
  std::string path_ = fmt::format("/disagreements/{}/commands", reference_);
};

TEST_F(Strictness, ABodyHasToBeOneJsonObject) {
  expect_wrong("", "", "empty");
  expect_wrong("   \n", "", "empty");
  expect_wrong("nonsense", "", "no JSON");
  expect_wrong(R"({"command": "add_note", "text": "a")", "/text", "no JSON");
  expect_wrong(R"({"command": "add_note", "text": "a"} {})", "", "no JSON");
  expect_wrong("{'command': 'add_note'}", "", "no JSON");
  expect_wrong(R"({"command": "add_note", "text": NaN})", "/text", "no JSON");
  expect_wrong(R"([{"command": "add_note"}])", "", "a list");
  expect_wrong("null", "", "null");
  expect_wrong("{\"command\": \"add_note\", \"text\": \"\xC3\x28\"}", "", "UTF-8");
  expect_wrong("\xEF\xBB\xBF\xEF\xBB\xBF{}", "", "no JSON");
  expect_wrong(R"({"command": "add_note", "text": "\ud800"})", "/text", "no JSON");
}

TEST_F(Strictness, NoKeyStandsTwiceAndNoneIsUnknown) {
  expect_wrong(R"({"command": "add_note", "text": "a", "text": "b"})", "/text", "twice");
  expect_wrong(R"({"command": "add_note", "command": "correct"})", "/command", "twice");
  expect_wrong(R"({"command": "record_done", "evidence": {"mode": "a", "mode": "b"}})",
               "/evidence/mode", "twice");
  expect_wrong(R"({"command": "add_note", "text": "a", "a/b~c": 1})", "/a~1b~0c",
               "The keys are: command, text");
  expect_wrong(R"({"command": "set_fact", "fact": {"fact": "area", "fcat": 1}})", "/fact/fcat",
               "no such key");
}

TEST_F(Strictness, EveryFaultIsSaidWithItsPlace) {
  expect_wrong(R"({"command": "agree_date", "number": "4", "reason": 7, "till": null})",
               "/number; ; /reason; /till", "'to' is missing");
  expect_wrong(R"({"command": "agree_date", "number": 4.0, "to": "2026-11-20T12:00:00+00:00"})",
               "/number", "a whole number");
  expect_wrong(R"({"command": "agree_date", "number": 99999999999, "to": "2026-11-20T12:00:00Z"})",
               "/number", "a smaller number");
  expect_wrong(R"({"command": "correct", "sequence": 18446744073709551615})", "/sequence",
               "a whole number");
  expect_wrong(R"({"command": "take_exit", "scope": "a", "exit": "b", "record": [{"name": 1}]})",
               "/record/0/name; /record/0", "'text' is missing");
  expect_wrong(R"({"command": "rebind", "side": -2, "person": "yara"})", "/side", "A side is");
  expect_wrong(R"({"command": "undertake", "kind": "wish", "what": "x", "agency": "csc",
                   "due": "2026-11-20T12:00:00Z"})",
               "/kind", "outstanding_issue");
}

TEST_F(Strictness, AnInstantHasItsSecondsAndOffset) {
  for (const char* wrong : {"2026-11-20T12:00:00", "2026-11-20T12:00Z", "2026-11-20 12:00:00Z",
                            "2026-11-20", "2026-02-30T12:00:00Z", "2026-11-20T25:00:00Z",
                            "2026-11-20T12:00:00+0000", "now", "", "2026-11-20T12:00:00+00:00 "}) {
    expect_wrong(fmt::format(R"({{"command": "set_child_timescale", "to": "{}"}})", wrong), "/to",
                 "seconds and offset");
  }
}

TEST_F(Strictness, ANumberIsWholeAndNotTooLarge) {
  const auto expect = [&](const char* number, const char* words) {
    expect_wrong(fmt::format(R"({{"command": "record_done", "number": {}}})", number), "/number",
                 words);
  };
  expect("2.5", "This has to be a whole number, and is a number with a point or an exponent.");
  expect("3.0", "a number with a point or an exponent");
  expect("1e3", "a number with a point or an exponent");
  expect("\"3\"", "This has to be a whole number, and is a text.");
  expect("4294967296", "a smaller number");
  expect("18446744073709551615", "a smaller number");
}

TEST_F(Strictness, TheCommandIsNamedAndKnown) {
  expect_wrong("{}", "", "'command' has to name the command");
  expect_wrong(R"({"command": 7})", "/command", "has to name");
  expect_wrong(R"({"command": "pass_time"})", "/command", "no such command");
  expect_wrong(R"({"command": ""})", "/command", "no such command");
  expect_wrong(ApiSite::raising().dump(), "/command", "begins a new disagreement");
  const Answer note =
      site_.post("tess", "/disagreements", {{"command", "add_note"}, {"text", "a"}});
  EXPECT_EQ(note.status, 400);
  EXPECT_EQ(pointers(note), "/command");
}

TEST_F(Strictness, AChildHasAReferenceAndAnIdOfItsOwnAndThereMayBeNone) {
  Json raising = ApiSite::raising();
  raising["children"] = Json::array();  // an issue between services, about no one child
  EXPECT_EQ(site_.post("tess", "/disagreements", raising).status, 201);
  raising["children"] = {{{"reference", "1"}}, {{"reference", "1"}}};
  EXPECT_EQ(site_.post("tess", "/disagreements", raising).status, 422);
  raising["children"] = {{{"id", "a"}, {"reference", "1"}}, {{"id", "a"}, {"age_band", "1 to 4"}}};
  EXPECT_EQ(pointers(site_.post("tess", "/disagreements", raising)), "/children/1/id; /children/1");
}

// What the pages offer in a list is taken from that list alone.
TEST_F(Strictness, AnAgeIsOneOfThoseThatAreOffered) {
  Json raising = ApiSite::raising();
  raising["children"] = {{{"reference", "1"}, {"age_band", "banana"}}};
  const Answer refused = site_.post("tess", "/disagreements", raising);
  EXPECT_EQ(pointers(refused), "/children/0/age_band");
  EXPECT_THAT(refused.json.dump(), HasSubstr("Under 1, 1 to 4"));
  raising["children"] = {{{"reference", "1"}, {"age_band", "Under 1"}}};
  EXPECT_EQ(site_.post("tess", "/disagreements", raising).status, 201);
}

TEST_F(Strictness, TextsAreTextAndHaveTheirLength) {
  expect_wrong(R"({"command": "add_note", "text": "a\u0000b"})", "/text", "control characters");
  expect_wrong(R"({"command": "add_note", "text": "a\u001b[2J"})", "/text", "control characters");
  expect_wrong(fmt::format(R"({{"command": "add_note", "text": "{}"}})", std::string(20'001, 'a')),
               "/text", "Shorten it to 20000");
  const Json note = {{"command", "add_note"}, {"text", "Two lines:\n\tthe second, with ümlauts."}};
  EXPECT_EQ(site_.command("tess", reference_, note).status, 200);
}

TEST_F(Strictness, DepthAndSizeHaveTheirLimits) {
  const std::string deep = std::string(1'000, '[') + std::string(1'000, ']');
  expect_wrong(
      R"({"command": "add_note", "text": )" + deep + "}",
      "/text" +
          [] {
            std::string zeros;
            for (int i = 0; i + 1 < kMostDepth; ++i) {
              zeros += "/0";
            }
            return zeros;
          }(),
      "nested more than");
  std::string many = R"({"command": "add_note", "text": [0)";
  for (std::size_t i = 0; i < kMostValues; ++i) {
    many += ",0";
  }
  const Answer answer = site_.post_text("tess", path_, many + "]}");
  EXPECT_EQ(answer.status, 400);
  EXPECT_THAT(answer.json.dump(), HasSubstr("Send fewer"));
  Json wide = {{"command", "take_exit"}, {"scope", "a"}, {"exit", "b"}, {"record", Json::array()}};
  for (int i = 0; i < 201; ++i) {
    wide["record"].push_back({{"name", "a"}, {"text", "b"}});
  }
  expect_wrong(wide.dump(), "/record", "201 items");
  const Answer large = site_.post_text("tess", path_, std::string(kMostBodyBytes + 1, ' '));
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.problem(), "too-large");
}

TEST_F(Strictness, OnlyJsonIsTaken) {
  const std::string note = R"({"command": "add_note", "text": "a"})";
  for (const char* type : {"application/x-www-form-urlencoded", "text/plain", "application/xml"}) {
    // With our own Origin, so that the edge lets the form through to the API.
    const Answer answer =
        site_.post_text("tess", path_, note,
                        {.headers = {{"content-type", type}, {"origin", "http://127.0.0.1:8080"}}});
    EXPECT_EQ(answer.status, 415) << type;
    EXPECT_EQ(answer.problem(), "wrong-type");
  }
  // As a tool sends it that was told of no type: it is no page of another site.
  for (const char* type : {"application/x-www-form-urlencoded", "text/plain", ""}) {
    const Answer answer =
        site_.post_text("tess", path_, note, {.headers = {{"content-type", type}}});
    EXPECT_EQ(answer.status, 415) << type;
    EXPECT_EQ(answer.problem(), "wrong-type");
    EXPECT_THAT(answer.json["detail"].get<std::string>(),
                HasSubstr("Content-Type: application/json"));
  }
  EXPECT_EQ(
      site_.post_text("tess", path_, note, {.headers = {{"content-encoding", "gzip"}}}).status,
      415);
  EXPECT_EQ(site_
                .post_text("tess", path_, note,
                           {.headers = {{"content-type", "Application/JSON; charset=utf-8"}}})
                .status,
            200);
}

TEST_F(Strictness, AKeyIsNeededForEveryCommand) {
  const Json note = {{"command", "add_note"}, {"text", "a"}};
  for (const char* key : {"short", "has space in it", "quoted\"key\"", "slash/slash/slash"}) {
    const Answer answer = site_.command("tess", reference_, note, {.key = key});
    EXPECT_EQ(answer.status, 400) << key;
    EXPECT_EQ(answer.problem(), "invalid-header");
    EXPECT_THAT(answer.json["detail"].get<std::string>(), HasSubstr("Idempotency-Key"));
  }
  EXPECT_EQ(site_.command("tess", reference_, note, {.headers = {{"idempotency-key", ""}}}).status,
            400);
}

// S-CS: a page of another site can send nothing and read nothing.
TEST_F(Strictness, APageOfAnotherSiteIsRefused) {
  const std::string note = R"({"command": "add_note", "text": "a"})";
  const std::vector<NamedValues> foreign{{{"origin", "https://evil.example"}},
                                         {{"origin", "null"}},
                                         {{"sec-fetch-site", "cross-site"}},
                                         {{"sec-fetch-site", "same-site"}}};
  for (const NamedValues& headers : foreign) {
    const Answer read = site_.get("tess", "/work", {.headers = headers});
    EXPECT_EQ(read.status, 403) << headers.front().second;
    EXPECT_EQ(read.problem(), "foreign-page");
    EXPECT_EQ(read.header("Access-Control-Allow-Origin"), "");
    EXPECT_EQ(site_.get("", "/api/v1/partnerships", {.headers = headers}).status, 403);
    EXPECT_EQ(site_.post_text("tess", path_, note, {.headers = headers}).status, 403);
  }
  EXPECT_EQ(site_.get("tess", "/work", {.headers = {{"sec-fetch-site", "same-origin"}}}).status,
            200);
  EXPECT_EQ(site_.get("tess", "/work").header("Cross-Origin-Resource-Policy"), "same-origin");
}

TEST_F(Strictness, TheRoutersErrorsAreProblemsToo) {
  const Answer nowhere = site_.get("tess", "/api/v2/anything");
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_EQ(nowhere.problem(), "not-found");
  EXPECT_EQ(nowhere.json["instance"], "TEST1-TEST2");
  const Answer wrong = site_.send(Method::Delete, "tess", "/disagreements/" + reference_, "", {});
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.problem(), "wrong-method");
  EXPECT_EQ(wrong.header("Allow"), "GET, HEAD");
}

// What was removed from the database is no address that was not found, and waiting does not mend
// it.
TEST_F(Strictness, SaysThatARecordIsDamaged) {
  const auto deleted = site_.service().database().write(
      PartnershipId{"northmoor"}, [](Connection& connection) -> std::expected<std::int64_t, Fault> {
        return connection.run("DELETE FROM document WHERE kind = 'directory'");
      });
  ASSERT_TRUE(deleted.has_value());

  const Answer answer = site_.get("tess", "/work");

  EXPECT_EQ(answer.status, 500);
  EXPECT_EQ(answer.problem(), "broken");
}

TEST_F(Strictness, AQueryNamesWhatThePathTakesOnce) {
  for (const char* wrong : {"/disagreements?stat=open", "/disagreements?state=open&state=late",
                            "/disagreements?state=closed", "/work?x", "/policy?version=1"}) {
    const Answer answer = site_.get("tess", wrong);
    EXPECT_EQ(answer.status, 400) << wrong;
    EXPECT_EQ(answer.problem(), "invalid-query");
  }
  for (const char* after : {"-1", "x", "", "1x"}) {
    EXPECT_EQ(site_.get("tess", fmt::format("/disagreements/{}/events?after={}", reference_, after))
                  .status,
              400)
        << after;
  }
  EXPECT_EQ(site_.get("tess", "/disagreements?state=open&agency=csc&stage=frontline")
                .json["disagreements"]
                .size(),
            1U);
  EXPECT_EQ(site_.get("tess", "/disagreements?agency=clinic").json["disagreements"].size(), 0U);
}

}  // namespace
}  // namespace accord::test
