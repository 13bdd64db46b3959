#include "service/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>

#include "calendar/bank_holidays.hpp"
#include "service/testdata/service_fixture.hpp"

namespace accord {
namespace {

/// Every disagreement of a demonstration, run again some days later under a version of its policy.
class Replays : public testdata::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    text_ = testdata::text_of(GetParam() / "policy.yaml");
    clock_.set(kStaged);
    const auto staged = stage_disagreements(*service_, clock_, kStaged, partnership_, invented_);
    ASSERT_TRUE(staged.has_value()) << staged.error();
  }

  /// Under the very policy that they were recorded with.
  std::vector<Replay> again() {
    const auto found = replay_under(*service_, partnership_, text_, {});
    EXPECT_TRUE(found.has_value()) << to_words(found.error());
    return found ? found->disagreements : std::vector<Replay>{};
  }
  void expect_the_same() {
    const std::vector<Replay> all = again();
    EXPECT_EQ(all.size(), invented_.size());
    for (const Replay& one : all) {
      EXPECT_TRUE(one.same()) << one.reference << " " << one.act << ": " << one.why << " "
                              << one.differing_already;
    }
  }
  std::string directory() { return testdata::text_of(GetParam() / "demo" / "directory.yaml"); }

  // The fixture adds the partnership then; what is invented happened in the three months before.
  static constexpr Instant kStaged{1'795'428'000 + std::int64_t{120} * 86'400};
  std::string text_;
};

// ALL-6: what was decided is decided again by the days that counted at that time: those added later
// move what was open then, in the replay as in the record.
TEST_P(Replays, ALL_6_CountTheDaysOfTheTimeOfEachAct) {
  const auto there = service_->partnership(partnership_).value();
  std::string days{embedded_calendar_text(there->policy->calendar).value()};
  for (const char* day : {"2027-03-24", "2027-03-25"}) {
    days += std::string{"added "} + day + ": Day of mourning, announced 2027-03-20\n";
  }
  clock_.set(Instant{kStaged.seconds + 3600});
  const auto moved = service_->adopt_calendar(partnership_, days);
  ASSERT_TRUE(moved.has_value()) << to_words(moved.error());
  ASSERT_GT(*moved, 0);
  clock_.set(Instant{kStaged.seconds + std::int64_t{5} * 86'400});
  ASSERT_TRUE(service_->pass_time().has_value());
  expect_the_same();
}

// And by the people of that time: whoever is nobody's manager today was somebody's then.
TEST_P(Replays, ALL_6_AskThePeopleOfTheTimeOfEachAct) {
  const std::string nobody_above =
      std::regex_replace(directory(), std::regex{", reports_to: [a-z_0-9]+"}, "");
  ASSERT_NE(nobody_above, directory());
  clock_.set(Instant{kStaged.seconds + 3600});
  const auto replaced = service_->replace_directory(partnership_, nobody_above);
  ASSERT_TRUE(replaced.has_value()) << to_words(replaced.error());
  clock_.set(Instant{kStaged.seconds + std::int64_t{2} * 86'400});
  expect_the_same();
}

// One that was moved to another version on purpose is compared until then, by the version before.
TEST_P(Replays, Rule24_CompareUntilItWasMovedToAnotherVersion) {
  std::string next = std::regex_replace(text_, std::regex{"\nversion: \""}, "\nversion: \"next ");
  next = std::regex_replace(next, std::regex{"\neffective: [0-9-]+"}, "\neffective: 2027-03-01");
  Actor ours;
  const auto there = *service_->partnership(partnership_);
  for (const Person& person : there->directory->people()) {
    if (person.agency == there->directory->partnership()->id) {
      ours = {person.id, person.agency};
    }
  }
  ASSERT_TRUE(service_->adopt_version(partnership_, next).has_value());
  clock_.set(Instant{kStaged.seconds + 3600});
  const auto moves = service_->move_to_policy(partnership_, digest_of(next),
                                              {.reason = "The review.", .by = ours});
  ASSERT_TRUE(moves.has_value()) << to_words(moves.error());
  const auto moved = std::ranges::count_if(
      *moves, [](const PolicyMove& move) { return move.refused.empty() && !move.there; });
  ASSERT_GT(moved, 0);
  std::ptrdiff_t until_then = 0;
  for (const Replay& one : again()) {
    EXPECT_TRUE(one.duties.empty() && one.notes.empty() && one.differing_already == 0);
    if (one.end == ReplayEnd::Moved) {
      EXPECT_EQ(one.until, clock_.now());
      ++until_then;
    } else {
      EXPECT_EQ(one.end, ReplayEnd::Whole);
    }
  }
  EXPECT_EQ(until_then, moved);
}

TEST_P(Replays, RefuseAPolicyThatCannotBeUsed) {
  const auto found = replay_under(*service_, partnership_,
                                  std::regex_replace(text_, std::regex{"go: "}, "go: no"), {});
  ASSERT_FALSE(found.has_value());
  EXPECT_NE(to_words(found.error()).find("which is no stage"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Replays, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
