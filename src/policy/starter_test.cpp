#include "policy/starter.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policy/checker.hpp"
#include "policy/reader.hpp"

namespace accord {
namespace {

using testing::IsEmpty;
using Speaking = StarterStage::Speaking;

StarterAnswers answers() {
  return {.id = "northmoor",
          .partnership = "Northmoor \"Safeguarding\" Partnership: North",
          .title = "Escalation # policy",
          .version = "1",
          .effective = "2027-01-04",
          .calendar = "england-and-wales",
          .local_target = "2 working days",
          .stages = {{"Talk", Speaking::Workers, "", "1 working day"},
                     {"Talk", Speaking::LineManagers, "", "not stated"},
                     {"Start", Speaking::Role, "Head of service", "48 hours (2 working days)"}},
          .decider = "Independent Chair",
          .cap = "4 weeks"};
}

std::vector<std::string> errors_of(const StarterAnswers& given) {
  const auto policy = read_policy(starter_policy(given));
  std::vector<std::string> errors;
  if (!policy) {
    for (const Problem& problem : policy.error()) {
      errors.push_back(to_line(problem));
    }
    return errors;
  }
  for (const Finding& finding : check_policy(*policy)) {
    if (finding.level == Finding::Level::Error) {
      errors.push_back(finding.message);
    }
  }
  return errors;
}

TEST(StarterPolicy, HasNoErrorAndSaysWhatWasAnswered) {
  EXPECT_THAT(errors_of(answers()), IsEmpty());
  const auto policy = read_policy(starter_policy(answers()));
  ASSERT_TRUE(policy.has_value());
  EXPECT_EQ(policy->partnership, "Northmoor \"Safeguarding\" Partnership: North");
  EXPECT_EQ(policy->title, "Escalation # policy");
  ASSERT_EQ(policy->stages.size(), 4U);
  EXPECT_EQ(policy->stages[0].id, "talk");
  EXPECT_EQ(policy->stages[1].id, "talk_2");
  EXPECT_EQ(policy->stages[2].id, "start_2");  // `start` has a meaning of its own
  EXPECT_EQ(policy->stages[2].representatives.front().alternatives.front(), "head_of_service");
  EXPECT_EQ(to_text(policy->stages[0].settle.front().within), "1 working day");
  EXPECT_EQ(policy->cap.size(), 1U);
}

TEST(StarterPolicy, WithoutADeciderTheDecisionStandsWithTheDissent) {
  StarterAnswers given = answers();
  given.decider.clear();
  given.cap.clear();
  given.stages.resize(1);
  EXPECT_THAT(errors_of(given), IsEmpty());
  const auto policy = read_policy(starter_policy(given));
  EXPECT_EQ(policy->exit("talk", "stands")->end, OutcomeKind::Stands);
}

TEST(IdOfTitle, IsAnId) {
  EXPECT_EQ(id_of_title("Head of service"), "head_of_service");
  EXPECT_EQ(id_of_title("  Stage 1: talk (again)! "), "stage_1_talk_again");
  EXPECT_EQ(id_of_title("1st"), "stage_1st");
  EXPECT_EQ(id_of_title("Zone talks"), "zone_talks");
  EXPECT_EQ(id_of_title("Answer"), "answer");
  EXPECT_EQ(id_of_title("zz"), "zz");
  EXPECT_EQ(id_of_title("A - B"), "a_b");
  EXPECT_EQ(id_of_title("…"), "stage_");
}

// Roles are said where somebody needs one, and nowhere else.
TEST(StarterPolicy, NamesTheRolesThatItNeeds) {
  const auto roles_of = [](const StarterAnswers& given) {
    EXPECT_THAT(errors_of(given), IsEmpty());
    std::vector<std::string> ids;
    const auto policy = read_policy(starter_policy(given));
    for (const RoleRule& role : policy->roles) {
      ids.push_back(role.id);
    }
    return ids;
  };
  using testing::ElementsAre;
  StarterAnswers given = answers();
  EXPECT_THAT(roles_of(given), ElementsAre("head_of_service", "independent_chair"));
  given.decider.clear();
  EXPECT_THAT(roles_of(given), ElementsAre("head_of_service"));
  given.stages.resize(2);
  EXPECT_THAT(roles_of(given), IsEmpty());
  given.decider = "Chair";
  EXPECT_THAT(roles_of(given), ElementsAre("chair"));
}

TEST(StarterPolicy, LeadsFromEachStageToTheNextAndToTheEnd) {
  const auto policy = read_policy(starter_policy(answers()));
  ASSERT_TRUE(policy.has_value());
  EXPECT_EQ(policy->start.exits.back().go, "talk");
  EXPECT_EQ(policy->exit("talk", "not_agreed")->go, "talk_2");
  EXPECT_EQ(policy->exit("talk_2", "no_answer")->go, "start_2");
  EXPECT_EQ(policy->exit("start_2", "not_agreed")->go, "decision");
  EXPECT_EQ(policy->exit("start_2", "no_answer")->go, "decision");
  EXPECT_EQ(policy->exit("decision", "decided")->end, OutcomeKind::Decided);
  EXPECT_EQ(policy->stages[0].representatives.front().alternatives.front(), "worker");
  EXPECT_EQ(policy->stages[1].representatives.front().alternatives.front(), "line_manager");
  EXPECT_EQ(policy->stages[1].settle.front().source.clauses.front(), "stage 2");
  EXPECT_EQ(policy->document.size(), 5U);
  EXPECT_EQ(policy->document[3].heading, "Start");
  StarterAnswers given = answers();
  given.decider.clear();
  const auto without = read_policy(starter_policy(given));
  ASSERT_TRUE(without.has_value());
  EXPECT_EQ(without->exit("talk_2", "not_agreed")->go, "start_2");
  EXPECT_EQ(without->exit("start_2", "stands")->end, OutcomeKind::Stands);
  EXPECT_EQ(without->exit("start_2", "not_agreed"), nullptr);
}

TEST(StarterPolicy, TakesWhateverATitleHolds) {
  StarterAnswers given = answers();
  given.title = "A \\ and a \" and a\ttab\x1f and é~ ";
  const auto policy = read_policy(starter_policy(given));
  ASSERT_TRUE(policy.has_value());
  EXPECT_EQ(policy->title, "A \\ and a \" and a tab  and é~ ");
}

}  // namespace
}  // namespace accord
