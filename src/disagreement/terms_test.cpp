#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;

Undertake form_issue(const Scene& scene) {
  Undertake issue;
  issue.kind = Undertaking::Kind::OutstandingIssue;
  issue.what = "The referral form";
  issue.how = "at the forms group";
  issue.agency = AgencyId{"csc"};
  issue.due = scene.london("2026-05-01 12:00");
  return issue;
}

TakeExit agreed(Texts record, std::vector<Undertake> outstanding) {
  return {"talk", "agreed", std::move(record), "", std::move(outstanding)};
}

// ALL-7: "The outcome is confirmed in writing between the parties, with how outstanding issues will
// be pursued, by whom and by when": all of them confirm the same (kernel rule 20).
TEST(TakeExit, ALL_7_AnIssueThatTheLastSideAddsIsPutToTheOthers) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed", {{"why", "a visit"}}));
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", agreed({}, {form_issue(scene)})));

  EXPECT_FALSE(scene.state.outcome);
  ASSERT_EQ(scene.state.terms.size(), 1U);
  EXPECT_EQ(scene.state.terms.front().record.front().second, "a visit");
  ASSERT_EQ(scene.state.terms.front().outstanding.size(), 1U);
  EXPECT_EQ(scene.state.terms.front().outstanding.front().owner.person.text(), "will");
  EXPECT_EQ(scene.count("undertaken.outstanding_issue"), 0);

  ASSERT_TRUE(scene.take("2026-04-02 17:20", "tess", "talk.agreed", {}));
  ASSERT_TRUE(scene.state.outcome);
  EXPECT_EQ(scene.state.outcome->record.front().second, "a visit");
  EXPECT_TRUE(scene.duty("undertaken.outstanding_issue").open());
}

// What was written before stays until the terms are declined, also where somebody rewrites the
// text.
TEST(TakeExit, ALL_7_IssuesStayUntilTheTermsAreDeclined) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(
      scene.give("2026-04-02 17:00", "tess", agreed({{"why", "a visit"}}, {form_issue(scene)})));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.agreed", {{"why", "a letter"}}));
  ASSERT_EQ(scene.state.terms.front().outstanding.size(), 1U);
  ASSERT_TRUE(scene.give("2026-04-02 17:20", "tess", DeclineTerms{"talk", "agreed", "not this"}));
  ASSERT_TRUE(scene.take("2026-04-02 17:30", "tess", "talk.agreed", {{"why", "a visit"}}));
  ASSERT_TRUE(scene.take("2026-04-02 17:40", "will", "talk.agreed", {}));
  ASSERT_TRUE(scene.state.outcome);
  EXPECT_EQ(scene.count("undertaken.outstanding_issue"), 0);
}

// Whoever sends the same text again has confirmed it.
TEST(TakeExit, Rule20_TheSameTextIsAConfirmation) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed", {{"why", "a visit"}}));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.agreed", {{"why", "a visit"}}));
  EXPECT_TRUE(scene.state.outcome);
}

TEST(TakeExit, ALL_7_AnIssueSaysHowAndByWhen) {
  Scene scene;
  scene.raise();
  Undertake unsaid = form_issue(scene);
  unsaid.how = "";
  const auto refused =
      scene.give("2026-04-02 17:00", "tess", agreed({{"why", "a visit"}}, {unsaid}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "how");
  EXPECT_TRUE(scene.state.takes.empty());
}

// A first answer changes nothing; a later one says why.
TEST(SetFact, OnlyAChangeSaysWhy) {
  Scene scene;
  scene.raise();
  const auto set = [&](std::string_view at, std::string_view word, std::string reason) {
    return scene.give(
        at, "tess", SetFact{{"danger", "", {std::string{word}}, std::nullopt}, std::move(reason)});
  };
  ASSERT_TRUE(set("2026-04-02 17:00", "no", ""));
  const auto unsaid = set("2026-04-02 17:10", "yes", "");
  ASSERT_FALSE(unsaid);
  EXPECT_EQ(unsaid.error().field, "reason");
  EXPECT_TRUE(set("2026-04-02 17:20", "yes", "He has come home."));
}

}  // namespace
}  // namespace accord
