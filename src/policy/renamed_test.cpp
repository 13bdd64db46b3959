#include "policy/renamed.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/checker.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Stages of these ids; of each, what it was.
Policy with_stages(const std::vector<std::pair<std::string, std::vector<std::string>>>& stages) {
  Policy policy;
  for (const auto& [id, was] : stages) {
    Stage stage;
    stage.id = id;
    stage.was = was;
    policy.stages.push_back(std::move(stage));
  }
  return policy;
}

bool has_two_heirs(const Policy& policy) {
  return std::ranges::any_of(check_policy(policy),
                             [](const Finding& finding) { return finding.code == "two-heirs"; });
}

TEST(Renamed, SaysOnlyWhatTheEarlierVersionHadAndIsCalledOtherwise) {
  const Policy before = with_stages({{"talk", {}}, {"managers", {}}});
  const Policy after = with_stages({{"first", {"talk", "chat"}}, {"managers", {"managers"}}});
  EXPECT_THAT(renamed_between(before, after).list(),
              ElementsAre(Renamed{"stage", "", "talk", "first"}));
  EXPECT_THAT(renamed_between(before, before).list(), IsEmpty());
}

TEST(Renamed, TwoStagesCanChangeNames) {
  const Policy before = with_stages({{"a", {}}, {"b", {}}});
  const Renaming renaming = renamed_between(before, with_stages({{"a", {"b"}}, {"b", {"a"}}}));
  EXPECT_EQ(renaming.stage("a"), "b");
  EXPECT_EQ(renaming.stage("b"), "a");
}

TEST(Renamed, WhatSomebodyNamesGoesBeforeTheFile) {
  const Policy before = with_stages({{"a", {}}, {"b", {}}});
  const Policy after = with_stages({{"c", {"a"}}, {"b", {}}});
  EXPECT_EQ(renamed_between(before, after, std::pair{"a", "b"}).stage("a"), "b");
  EXPECT_EQ(
      renamed_between(before, with_stages({{"a", {}}, {"b", {}}}), std::pair{"a", "a"}).stage("a"),
      "a");
}

TEST(Renamed, DutiesAreRenamedWithTheirStage) {
  Policy before = with_stages({{"talk", {}}});
  before.stages.front().duties.push_back({.id = "discuss"});
  Policy after = with_stages({{"first", {"talk"}}});
  after.stages.front().duties.push_back({.id = "meet", .was = {"discuss"}});
  const Renaming renaming = renamed_between(before, after);
  EXPECT_EQ(renaming.duty("talk", "discuss"), "meet");
  EXPECT_EQ(renaming.duty("other", "discuss"), "discuss");

  Condition asked{.kind = Condition::Kind::Word,
                  .subject = {SubjectKind::Duty, "talk", "discuss"},
                  .words = {"met"}};
  Condition now = asked;
  EXPECT_FALSE(is_same(asked, now, renaming));
  now.subject = {SubjectKind::Duty, "first", "meet"};
  EXPECT_TRUE(is_same(asked, now, renaming));
  now.words = {"late"};
  EXPECT_FALSE(is_same(asked, now, renaming));
}

TEST(CheckPolicy, AnEarlierIdHasOneHeir) {
  EXPECT_TRUE(has_two_heirs(with_stages({{"a", {"x"}}, {"b", {"x"}}})));
  EXPECT_TRUE(has_two_heirs(with_stages({{"a", {}}, {"b", {"a"}}})));
  EXPECT_FALSE(has_two_heirs(with_stages({{"a", {"b"}}, {"b", {"a"}}})));
}

}  // namespace
}  // namespace accord
