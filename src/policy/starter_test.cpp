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
  EXPECT_EQ(id_of_title("…"), "stage_");
}

}  // namespace
}  // namespace accord
