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

// What stands before raising, at any time and after the outcome has its earlier names too.
TEST(Renamed, WhatStandsOutsideTheStagesIsRenamedWhereItStands) {
  Policy before;
  Policy after;
  for (const auto scope : {&Policy::start, &Policy::throughout, &Policy::after}) {
    (before.*scope).duties.push_back({.id = "ask"});
    (before.*scope).exits.push_back({.id = "go"});
    (after.*scope).duties.push_back({.id = "ask_now", .was = {"ask", "never"}});
    (after.*scope).exits.push_back({.id = "go_now", .was = {"go"}});
  }
  before.start.id = "start";
  before.throughout.id = "throughout";
  before.after.id = "after";
  const Renaming renaming = renamed_between(before, after);
  EXPECT_EQ(renaming.list().size(), 6U);
  for (const char* scope : {"start", "throughout", "after"}) {
    EXPECT_EQ(renaming.duty(scope, "ask"), "ask_now") << scope;
    EXPECT_EQ(renaming.exit(scope, "go"), "go_now") << scope;
    EXPECT_EQ(renaming.exit(scope, "ask"), "ask") << scope;
  }
}

TEST(Renamed, ConditionsAreTheSameWhereEachPartIs) {
  const auto word = [](SubjectKind kind, const std::string& scope, const std::string& id) {
    return Condition{.kind = Condition::Kind::Word, .subject = {kind, scope, id}, .words = {"met"}};
  };
  const Condition one = word(SubjectKind::Duty, "talk", "ring");
  for (const Condition& other :
       {word(SubjectKind::Exit, "talk", "ring"), word(SubjectKind::Duty, "after", "ring"),
        word(SubjectKind::Duty, "talk", "ask")}) {
    EXPECT_TRUE(is_same(other, other, Renaming{}));
    EXPECT_FALSE(is_same(one, other, Renaming{}));
    const Condition all{.kind = Condition::Kind::All, .parts = {one, one}};
    EXPECT_TRUE(is_same(all, all, Renaming{}));
    EXPECT_FALSE(is_same(all, {.kind = Condition::Kind::All, .parts = {one, other}}, Renaming{}));
    EXPECT_FALSE(is_same(all, {.kind = Condition::Kind::All, .parts = {one}}, Renaming{}));
    EXPECT_FALSE(is_same(all, {.kind = Condition::Kind::Any, .parts = {one, one}}, Renaming{}));
  }
}

TEST(Renamed, RolesAreTheSameOfTheSameSide) {
  const RoleRef head{.side = SideSelector::RaisingSide, .alternatives = {"head"}};
  EXPECT_TRUE(is_same({head}, {head}));
  EXPECT_FALSE(is_same({head}, {{.side = SideSelector::EachSide, .alternatives = {"head"}}}));
  EXPECT_FALSE(is_same({head}, {{.side = SideSelector::RaisingSide, .alternatives = {"lead"}}}));
  EXPECT_FALSE(is_same({head}, {head, head}));
}

}  // namespace
}  // namespace accord
