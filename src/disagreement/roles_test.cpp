#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using ::testing::HasSubstr;

/// Goes straight to the chair, a post that these people hold.
void go_to_chair(Scene& scene, std::vector<PersonId> holders) {
  auto posts = scene.directory.posts();
  for (Post& post : posts) {
    if (post.role == "chair") {
      post.holders = std::move(holders);
    }
  }
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
}

// LIN-10: "an independent chair selected from the partner organisations (not of a side)".
TEST(SharedPost, LIN_10_AsksAHolderWhoIsOfNoSide) {
  Scene scene;
  go_to_chair(scene, {PersonId{"hugh"}, PersonId{"carol"}});
  EXPECT_EQ(scene.duty("chairing.way").owers.front().person.text(), "carol");
  EXPECT_EQ(scene.done("2026-04-02 17:00", "hugh", "chairing.way").error().kind,
            Refusal::Kind::NotYours);
  EXPECT_TRUE(scene.done("2026-04-02 17:10", "carol", "chairing.way"));
}

TEST(SharedPost, LIN_10_AsksForAPersonWhereAllAreOfASide) {
  Scene scene;
  go_to_chair(scene, {PersonId{"hugh"}, PersonId{"dora"}});
  EXPECT_TRUE(scene.duty("chairing.way").owers.front().person.empty());
  EXPECT_EQ(scene.done("2026-04-02 17:00", "hugh", "chairing.way").error().kind,
            Refusal::Kind::NotYours);
  EXPECT_TRUE(scene.done("2026-04-02 17:10", "carol", "chairing.way"));
}

// LIN-10, GLO-18: who may not sit is named, not the one who speaks for their side.
TEST(Meeting, LIN_10_ARefusedSeatNamesWhoSitsInIt) {
  Scene scene{"owed_by: chair, record: [why], clause: '3'}",
              "owed_by: chair, proof: meeting, meeting: {must_not: [each_side]}, clause: '3'}"};
  go_to_chair(scene, {PersonId{"carol"}});
  RecordDone meeting;
  meeting.number = scene.duty("chairing.way").number;
  meeting.evidence.seats = {{"chair", AgencyId{"partnership"}, PersonId{"carol"}},
                            {"member", AgencyId{"csc"}, PersonId{"iris"}}};
  const auto refused = scene.give("2026-04-02 17:00", "carol", meeting);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "seats");
  EXPECT_EQ(refused.error().clause, "3");
  EXPECT_EQ(refused.error().instead, "iris, of csc, may not sit on it.");

  meeting.evidence.seats.back() = {"member", AgencyId{"csc"}, PersonId{"will"}};
  EXPECT_EQ(scene.give("2026-04-02 17:00", "carol", meeting).error().instead,
            "will may not sit on it.");
  meeting.evidence.seats.back().role = "hears";
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", meeting));
}

}  // namespace
}  // namespace accord
