#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr const char* kPoint = "Agree before closing a referral who tells the referrer.";

/// Refers the point from a disagreement that has ended; answers its path.
std::string referred(TestSite& site) {
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  isaac.get(path + "/use/after/learning_point");
  const Shown done = isaac.send({{"point", kPoint}});
  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_TRUE(done.says("The learning point is referred"));
  return path;
}

// ALL-10: "drawn out, anonymised": what says which disagreement it was is sent back, with the rest.
TEST(Learning, ALL_10_APointThatNamesSomebodyIsSentBackWithWhatWasTyped) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  isaac.get(path + "/learning");
  EXPECT_EQ(isaac.send({}).status, 422);
  const Shown named = isaac.send({{"point", "Priya Crane closed MH-20418 too soon"}});

  EXPECT_EQ(named.status, 422);
  EXPECT_TRUE(named.says("Take out what says which disagreement it was: MH-20418 and Priya Crane"));
  EXPECT_THAT(named.html, HasSubstr("Priya Crane closed MH-20418 too soon</textarea>"));
}

// ALL-10: "considered there": the group sees the point and nothing else of the disagreement.
TEST(Learning, ALL_10_TheGroupSeesThePointAndNotTheDisagreement) {
  TestSite site{{kPartnership}};
  const std::string path = referred(site);
  Visitor hugh{site, kPartnership, kLearningChair};

  const Shown list = hugh.get("/learning");

  EXPECT_EQ(list.status, 200);
  EXPECT_TRUE(list.says(kPoint));
  EXPECT_TRUE(list.says("Levels of need To be considered"));
  for (const char* hidden : {"MH-20418", "Isaac Drummond", "A referral was closed"}) {
    EXPECT_FALSE(list.says(hidden)) << hidden;
  }
  EXPECT_THAT(list.html, Not(HasSubstr(path.substr(3))));
  for (const char* page : {"", "/record", "/learning", "/note", "/debrief", "/monitoring"}) {
    EXPECT_EQ(hugh.get(path + page).status, 404) << page;
  }
  EXPECT_THAT(hugh.get("/disagreements").html, Not(HasSubstr(path.substr(3))));
}

// ALL-10: "considered there, and shared": the duty ends, and every agency reads what came of it.
TEST(Learning, ALL_10_WhatWasConsideredIsSharedAndTheDutyIsDischarged) {
  TestSite site{{kPartnership}};
  const std::string path = referred(site);
  Visitor hugh{site, kPartnership, kLearningChair};
  Visitor stranger{site, kPartnership, "chloe_kirkby"};
  EXPECT_FALSE(stranger.get("/learning").says(kPoint)) << "not shared yet";
  EXPECT_TRUE(
      hugh.get("/work").says("Consider the learning point, and share what follows from it"));
  EXPECT_THAT(hugh.page().html, Not(HasSubstr(path.substr(3))));

  hugh.get("/learning");
  hugh.get(hugh.page().link("Consider it"));
  const Shown half = hugh.send({{"text-1", "Who tells the referrer"}});
  EXPECT_EQ(half.status, 422);
  EXPECT_THAT(half.html, HasSubstr("Who tells the referrer</textarea>"));
  const Shown done = hugh.send({{"text-2", "A line in the referral form, to every agency"}});

  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_TRUE(done.link("Consider it").empty());
  const Shown shared = stranger.get("/learning");
  EXPECT_TRUE(shared.says("A line in the referral form, to every agency"));
  EXPECT_FALSE(shared.says(kPoint));
}

// Whoever does not owe it has no form for it, and cannot find one by guessing.
TEST(Learning, SAC2_TheFormIsNotThereForAnybodyElse) {
  TestSite site{{kPartnership}};
  referred(site);
  Visitor hugh{site, kPartnership, kLearningChair};
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  hugh.get("/learning");
  const std::string form = hugh.page().link("Consider it");

  EXPECT_EQ(hugh.get(form).status, 200);
  EXPECT_EQ(isaac.get(form).status, 404);
  EXPECT_EQ(hugh.get("/learning/0000000000000000").status, 404);
}

}  // namespace
}  // namespace accord::test
