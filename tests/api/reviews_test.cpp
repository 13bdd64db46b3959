// Reviews of the policy and its adoption, over the API: read by everybody, recorded by whom the
// pages let.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "site.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;

constexpr const char* kCommands = "/policy/commands";

Json held() {
  return {{"command", "record_review"},
          {"date", "2026-11-02"},
          {"who", "The policy group"},
          {"what", "Stage 2 is clearer now.\nNothing else was changed."}};
}
Json next() {
  return {{"command", "set_next_review"},
          {"says", "Before the end of term"},
          {"date", "2027-02-19"},
          {"post", "the_board"}};
}
Json adopted() {
  return {{"command", "adopt_policy"},
          {"who", "The governors"},
          {"date", "2026-11-09"},
          {"says", "Spring term"},
          {"review", "2027-03-25"}};
}

// GLO-22: "a policy carries its past reviews, and the next one is a duty".
TEST(Reviews, GLO_22_EverybodyReadsThePastReviewsAndTheNext) {
  ApiSite site;

  const Answer read = site.get("", "/policy/reviews");

  ASSERT_EQ(read.status, 200);
  const Json& next = read.json["next_review"];
  EXPECT_EQ(next["says"], "Spring term 2027");
  EXPECT_EQ(next["date"], "2027-03-26");
  EXPECT_EQ(next["due"], "2027-03-26T17:30:00+00:00");
  EXPECT_EQ(next["post"], nullptr) << "nobody's duty yet";
  EXPECT_EQ(read.json["reviews"][0]["date"], "2025-10");
  EXPECT_EQ(read.json["me"]["may_review"], false);
  EXPECT_EQ(read.json["me"]["may_adopt"], false);
}

// GLO-22: what was held is added to the past, and stays with whoever recorded it.
TEST(Reviews, GLO_22_ThePartnershipRecordsAReviewThatWasHeld) {
  ApiSite site;

  const Answer recorded = site.post("bea", kCommands, held());

  ASSERT_EQ(recorded.status, 200) << recorded.json.dump(1);
  const Json read = site.get("nina", "/policy/reviews").json;
  ASSERT_EQ(read["matching"], 2);
  const Json& review = read["reviews"][0];
  EXPECT_EQ(review["date"], "2026-11-02");
  EXPECT_EQ(review["who"], "The policy group");
  EXPECT_EQ(review["version"], "2026.1");
  EXPECT_EQ(review["by"]["person"], "bea");
  EXPECT_EQ(review["recorded_at"], "2026-11-18T10:00:00+00:00");
  EXPECT_EQ(read["reviews"][1]["by"], nullptr) << "the policy's own text tells of it";
  const Json second = site.get("nina", "/policy/reviews?limit=1&page=2").json;
  EXPECT_EQ(second["reviews"][0]["date"], "2025-10");
}

// GLO-22: the next review is dated, and a named post has it as its duty.
TEST(Reviews, GLO_22_TheNextReviewIsADatedDutyOfANamedPost) {
  ApiSite site;

  ASSERT_EQ(site.post("carol", kCommands, next()).status, 200);

  const Json set = site.get("bea", "/policy/reviews").json["next_review"];
  EXPECT_EQ(set["says"], "Before the end of term");
  EXPECT_EQ(set["post"], "the_board");
  EXPECT_EQ(set["holder"], "bea");
  EXPECT_EQ(set["mine"], true);
  EXPECT_EQ(set["late"], false);
  site.set_now("2027-02-22T09:30");
  EXPECT_EQ(site.get("tess", "/policy/reviews").json["next_review"]["late"], true);
  EXPECT_EQ(site.get("tess", "/policy/reviews").json["next_review"]["mine"], false);
  Json elsewhere = next();
  elsewhere["post"] = "school_head";
  EXPECT_EQ(site.post("carol", kCommands, elsewhere).json["field"], "post");
}

// GLO-22: "an agency adopts the partnership's protocol as its own, with its governors' agreement
// and a review date".
TEST(Reviews, GLO_22_TheSafeguardingLeadRecordsTheAdoptionOfTheirAgency) {
  ApiSite site;
  EXPECT_EQ(site.get("hilda", "/policy/adoptions").json["me"]["may_adopt"], true);

  ASSERT_EQ(site.post("hilda", kCommands, adopted()).status, 200);
  Json again = adopted();
  again["who"] = "The full governing body";
  ASSERT_EQ(site.post("hilda", kCommands, again).status, 200);

  const Json read = site.get("", "/policy/adoptions").json;
  ASSERT_EQ(read["matching"], 1) << "the latest of each agency";
  EXPECT_EQ(read["adoptions"][0]["agency"], "school");
  EXPECT_EQ(read["adoptions"][0]["who"], "The full governing body");
  EXPECT_EQ(read["adoptions"][0]["review"], "2027-03-25");
  EXPECT_EQ(read["adoptions"][0]["version"], "2026.1");
}

// The same no as on the pages: reviews are not there for an agency, adoption not for the
// partnership, and whoever is no lead is told who is.
TEST(Reviews, GLO_22_WhoMayNotGetsTheSameRefusalAsOnThePage) {
  ApiSite site;
  for (const Json& command : {held(), next()}) {
    const Answer refused = site.post("hilda", kCommands, command);
    EXPECT_EQ(refused.status, 404) << refused.json.dump(1);
    EXPECT_EQ(refused.problem(), "not-found");
  }
  EXPECT_EQ(site.post("bea", kCommands, adopted()).status, 404);

  const Answer not_lead = site.post("tess", kCommands, adopted());

  EXPECT_EQ(not_lead.status, 422);
  EXPECT_EQ(not_lead.json["refusal"], "not_yours");
  EXPECT_EQ(not_lead.json["detail"],
            "An adoption is recorded by the safeguarding lead of Moor School.");
  EXPECT_EQ(not_lead.json["instead"], "Ask Hilda Head, Headteacher, to record it.");
  EXPECT_THAT(site.post("nina", kCommands, adopted()).json["instead"].get<std::string>(),
              HasSubstr("Ask the partnership to name one"));
  EXPECT_EQ(site.get("", "/policy/reviews").json["matching"], 1);
  EXPECT_EQ(site.get("", "/policy/adoptions").json["matching"], 0);
}

TEST(Reviews, GLO_22_ACommandWithoutWhatThePageAsksForIsRefusedWithItsField) {
  ApiSite site;
  const auto refused = [&](const char* person, Json command, const char* field, const Json& value) {
    command[field] = value;
    return site.post(person, kCommands, command);
  };
  for (const auto& [field, value] :
       {std::pair{"who", " "}, {"what", ""}, {"who", "two\nlines"}, {"date", "3026-11-02"}}) {
    const Answer answer = refused("bea", held(), field, value);
    EXPECT_EQ(answer.status, 422) << field << ": " << answer.json.dump(1);
    EXPECT_EQ(answer.json["field"], field);
  }
  EXPECT_EQ(refused("hilda", adopted(), "who", "").json["field"], "who");
  const Answer no_day = refused("bea", held(), "date", "2026-02-30");
  EXPECT_EQ(no_day.status, 400);
  EXPECT_EQ(no_day.json["errors"][0]["pointer"], "/date");
  const Answer other = site.post("bea", kCommands, {{"command", "add_note"}, {"text", "x"}});
  EXPECT_EQ(other.status, 400);
  EXPECT_THAT(other.json["errors"][0]["detail"].get<std::string>(),
              HasSubstr("record_review, set_next_review, adopt_policy"));
  EXPECT_EQ(site.get("", "/policy/reviews").json["matching"], 1);
}

TEST(Reviews, GLO_22_ARepetitionRecordsNothingAndAUsedKeySaysWhatItDid) {
  ApiSite site;
  const Answer first = site.post("bea", kCommands, held(), {.key = "the-key-1"});
  EXPECT_EQ(site.post("bea", kCommands, held(), {.key = "the-key-1"}).json, first.json);
  EXPECT_EQ(site.get("", "/policy/reviews").json["matching"], 2);

  const Answer reused = site.post("bea", kCommands, next(), {.key = "the-key-1"});

  EXPECT_EQ(reused.status, 409);
  EXPECT_EQ(reused.problem(), "key-reused");
  EXPECT_EQ(reused.json["event"], "policy_reviewed");
  EXPECT_EQ(reused.json["recorded"]["first"], first.json["recorded"]);
  EXPECT_FALSE(reused.json.contains("reference")) << "it is of no disagreement";
}

}  // namespace
}  // namespace accord::test
