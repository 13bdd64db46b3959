#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "service/testdata/service_fixture.hpp"

namespace accord {
namespace {

class Demonstrations : public testdata::ServiceTest {};

// People choose a day and an hour; and a second plan does not promise what the first one did.
// As `subjects` and rehearsals can: an adult and a household have no age band.
TEST(Invented, CanBeAboutAnAdultOrAHousehold) {
  const auto about = [](const std::string& whom) {
    return read_invented("disagreements:\n  - {about: A, raised_by: tom, with: care, children: [" +
                         whom +
                         "], what: W, why: Y, change: C, child: D, days_ago: 1, until: talk}\n");
  };
  const auto adult = about("{is: adult, reference: BS-8}, {is: household, reference: BS-9}");
  ASSERT_TRUE(adult.has_value()) << adult.error().front().what;
  EXPECT_EQ(adult->front().children[0].kind, "adult");
  EXPECT_EQ(adult->front().children[1].kind, "household");
  EXPECT_EQ(about("{is: child, age: 5 to 9, reference: A}")->front().children[0].kind, "");
  EXPECT_FALSE(about("{reference: BS-8}").has_value()) << "a child has an age";
}

TEST_P(Demonstrations, InventedPlansFallDueInWorkingHoursAndDoNotRepeat) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 6); ++i) {
    stage(i);
  }
  const auto there = service_->partnership(partnership_);
  ASSERT_TRUE(there.has_value());
  const WorkingCalendar& calendar = *(*there)->calendar;
  const auto rows = *service_->all_disagreements(partnership_);
  for (const DisagreementRow& row : rows) {
    const auto loaded = service_->load_any(partnership_, row.id);
    ASSERT_TRUE(loaded.has_value());
    std::set<std::string> taken_on;
    for (const DutyState& duty : loaded->state.duties) {
      if (!duty.undertaking) {
        continue;
      }
      EXPECT_TRUE(taken_on.insert(duty.undertaking->what).second) << duty.undertaking->what;
      ASSERT_TRUE(duty.deadline.due.has_value());
      const LocalTime due = calendar.zone().to_local(*duty.deadline.due);
      EXPECT_TRUE(calendar.is_working_day(due.day)) << to_iso(due.day);
      EXPECT_TRUE(due.second_of_day >= calendar.opens_s() &&
                  due.second_of_day <= calendar.closes_s() && due.second_of_day % 3600 == 0)
          << due.second_of_day;
    }
  }
}

// What is invented as finished owes nothing any more, also where its way goes through a plan.
TEST_P(Demonstrations, InventedDisagreementsAreFinishedWhereTheySaySo) {
  std::size_t finished = 0;
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    if (!invented_[i].finished) {
      continue;
    }
    ++finished;
    const std::string reference = stage(i);
    const auto rows = *service_->all_disagreements(partnership_);
    const auto row = std::ranges::find(rows, reference, &DisagreementRow::reference);
    ASSERT_NE(row, rows.end()) << reference;
    const auto loaded = service_->load_any(partnership_, row->id);
    ASSERT_TRUE(loaded.has_value()) << to_words(loaded.error());
    EXPECT_TRUE(loaded->state.finished) << "line " << invented_[i].mark.line;
  }
  EXPECT_GT(finished, 0U);
}

// What cannot be finished is said, and does not stay open in silence.
TEST_P(Demonstrations, InventedDisagreementsThatCannotBeFinishedSaySo) {
  const auto one = std::ranges::find_if(invented_, [](const InventedDisagreement& invented) {
    return invented.finished && !invented.considered.empty();
  });
  ASSERT_NE(one, invented_.end());
  InventedDisagreement unread = *one;
  unread.considered = {"\u200B"};
  const auto staged = stage_disagreement(*service_, clock_, clock_.now(), partnership_, unread);
  ASSERT_FALSE(staged.has_value());
  EXPECT_NE(staged.error().find("it is not finished: "), std::string::npos) << staged.error();
}

INSTANTIATE_TEST_SUITE_P(Shipped, Demonstrations, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
