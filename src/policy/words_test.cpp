#include "policy/words.hpp"

#include <gtest/gtest.h>

#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::northmoor;
using testdata::read_sound;

class WordsTest : public testing::Test {
 protected:
  Policy policy = read_sound(northmoor());

  [[nodiscard]] std::string of_exit(std::string_view scope, std::string_view id) const {
    return in_words(policy, policy.exit(scope, id)->when);
  }
};

TEST_F(WordsTest, SaysAConditionInPlainEnglish) {
  EXPECT_EQ(in_words(policy, policy.duty("throughout", "tell_iro")->when),
            "“Line managers” has begun, and the child status is protection plan or looked after");
  EXPECT_EQ(of_exit("frontline", "straight_to_chair"),
            "the urgency is urgent, and “Share information and discuss” is not done");
  EXPECT_EQ(of_exit("managers", "next_tier"), "there is a higher tier of management to go to");
  EXPECT_EQ(of_exit("frontline", "not_agreed"),
            "“Share information and discuss” is done, “Frontline staff” has not ended in its time, "
            "or “Answer in writing” is overdue");
  EXPECT_EQ(in_words(policy, Condition{}), "always");
}

TEST_F(WordsTest, SaysTheOppositeOfACondition) {
  EXPECT_EQ(not_in_words(policy, policy.exit("frontline", "straight_to_chair")->when),
            "the urgency is not urgent, or “Share information and discuss” is done");
  EXPECT_EQ(not_in_words(policy, policy.exit("chair_decides", "decided")->when),
            "“Hold a panel” is not done");
}

TEST_F(WordsTest, SaysWhereAClockStarts) {
  EXPECT_EQ(in_words(policy, policy.scope("frontline")->settle),
            "the earliest of: 1 working day, unless both sides agree another date; 24 hours from "
            "raising (local target: 2 hours), while the urgency is urgent");
  EXPECT_EQ(in_words(policy, policy.scope("managers")->settle),
            "5 working days from the beginning of “Line managers”");
  EXPECT_EQ(in_words(policy, policy.duty("chair_decides", "panel")->due),
            "at least 7 clear days before the discharge date, while the discharge date is known");
  EXPECT_EQ(in_words(policy, policy.duty("after", "report")->due), "2 weeks from the outcome");
  EXPECT_EQ(in_words(policy, Clock{}), "no time stated");
}

TEST_F(WordsTest, SaysWho) {
  EXPECT_EQ(in_words(policy, std::span<const RoleRef>{policy.exit("managers", "agreed")->by}),
            "the person who raised it and each side");
  EXPECT_EQ(in_words(policy, policy.scope("managers")->representatives[0]),
            "each side's line manager or Director");
  EXPECT_EQ(in_words(policy, policy.exit("chair_decides", "decided")->by[0]), "the Chair");
}

}  // namespace
}  // namespace accord
