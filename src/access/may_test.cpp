#include "access/may.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "access/advice.hpp"
#include "directory/directory.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;

/// One team of children's services, whose post three people hold: will raises it with wanda.
Scene raised_inside_a_team() {
  Scene scene;
  auto posts = scene.directory.posts();
  auto people = scene.directory.people();
  for (const char* name : {"wanda", "zed"}) {
    people.push_back({.id = PersonId{name}, .name = name, .agency = AgencyId{"csc"}});
    std::ranges::find(posts, PostId{"csc_worker"}, &Post::id)->holders.emplace_back(name);
  }
  scene.directory = Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
  Raise raise = Scene::raising();
  raise.sides = {{AgencyId{"csc"}, PersonId{"will"}}, {AgencyId{"csc"}, PersonId{"wanda"}}};
  EXPECT_TRUE(scene.give("2026-04-02 16:30", "will", raise));
  return scene;
}

// ALL-9, GLO-4: advice is for the raising side; a post that people of both sides hold gives nobody
// the other side's.
TEST(Relations, ALL_9_ASharedPostGivesNoRelationToTheOtherSide) {
  const Scene scene = raised_inside_a_team();
  const auto of = [&](const char* name) {
    return relations({PersonId{name}, AgencyId{"csc"}}, scene.state,
                     scene.at(scene.london("2026-04-02 17:00")));
  };
  EXPECT_TRUE(may_read_advice(of("will")));
  EXPECT_TRUE(may_read_advice(of("zed"))) << "a colleague in the post may act for the raising side";
  EXPECT_FALSE(may_read_advice(of("wanda")));
  EXPECT_TRUE(may(of("wanda"), Act::Step));
}

// ALL-4: a stage that a post of the partnership settles does not stop where nobody holds the post:
// anybody of the partnership may do what is owed, and so may open it; nobody else may.
TEST(Relations, ALL_4_WhatNobodyFillsIsForThePartnershipsOwnPeople) {
  const auto at_the_chair = [](bool vacant) {
    Scene scene;
    auto posts = scene.directory.posts();
    auto people = scene.directory.people();
    people.push_back({.id = PersonId{"paul"}, .name = "Paul", .agency = AgencyId{"partnership"}});
    if (vacant) {
      std::ranges::find(posts, PostId{"partnership_chair"}, &Post::id)->holders.clear();
    }
    scene.directory =
        Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
    scene.raise("2026-04-02 16:30",
                [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, {}}); });
    EXPECT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.straight"));
    EXPECT_EQ(scene.stage(), "chairing");
    return scene;
  };
  const auto of = [](const Scene& scene, const char* name, const char* agency) {
    return relations({PersonId{name}, AgencyId{agency}}, scene.state,
                     scene.at(scene.london("2026-04-02 18:00")));
  };
  const Scene vacant = at_the_chair(true);
  EXPECT_EQ(of(vacant, "paul", "partnership"), std::vector{Relation::PartnershipPost});
  EXPECT_TRUE(of(vacant, "dora", "csc").empty());
  const Scene filled = at_the_chair(false);
  EXPECT_TRUE(of(filled, "paul", "partnership").empty());
  EXPECT_EQ(of(filled, "carol", "partnership"), std::vector{Relation::PartnershipPost});
}

// ALL-5: "a named decider": where the document names none, whoever may take the way on may also
// open the disagreement, while it stands open and no longer.
TEST(Relations, ALL_5_WhoeverTakesWhatTheDocumentGivesToNobodyCanOpenIt) {
  const auto at_the_chair = [](std::vector<RoleRef> decider, bool chaired) {
    Scene scene;
    for (Stage& stage : scene.policy.stages) {
      if (stage.id == "chairing") {
        stage.exits.front().by = decider;
        stage.exits.front().by_not_stated = true;
      }
    }
    auto people = scene.directory.people();
    auto posts = scene.directory.posts();
    for (const char* name : {"paul", "bea"}) {
      people.push_back({.id = PersonId{name}, .name = name, .agency = AgencyId{"partnership"}});
    }
    Post manager;
    manager.id = PostId{"board_manager"};
    manager.role = "board_manager";
    manager.agency = AgencyId{"partnership"};
    manager.holders = {PersonId{"bea"}};
    posts.push_back(manager);
    scene.directory =
        Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
    RoleRule board;
    board.id = "board";
    board.alternatives.push_back({.post = "board_manager", .in = PostIn::Partnership});
    scene.policy.roles.push_back(board);
    scene.raise("2026-04-02 16:30",
                [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, {}}); });
    EXPECT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.straight"));
    EXPECT_TRUE(!chaired || scene.done("2026-04-02 17:10", "carol", "chairing.way"));
    return scene;
  };
  const auto may_step = [](const Scene& scene, const char* name) {
    return may(relations({PersonId{name}, AgencyId{"partnership"}}, scene.state,
                         scene.at(scene.london("2026-04-02 18:00"))),
               Act::Step);
  };
  EXPECT_FALSE(may_step(at_the_chair({}, false), "paul")) << "it is not open yet";
  Scene anybody = at_the_chair({}, true);
  EXPECT_TRUE(may_step(anybody, "paul"));
  EXPECT_TRUE(anybody.take("2026-04-02 18:00", "paul", "chairing.decided"));
  EXPECT_FALSE(may_step(anybody, "paul")) << "it is decided";

  RoleRef decider;
  decider.alternatives = {"board"};
  Scene named = at_the_chair({decider}, true);
  EXPECT_FALSE(may_step(named, "paul"));
  EXPECT_FALSE(named.take("2026-04-02 18:00", "paul", "chairing.decided"));
  EXPECT_TRUE(may_step(named, "bea"));
  EXPECT_TRUE(named.take("2026-04-02 18:00", "bea", "chairing.decided"));
}

}  // namespace
}  // namespace accord
