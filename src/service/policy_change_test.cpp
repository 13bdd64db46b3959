#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "calendar/working_calendar.hpp"
#include "ledger/verify.hpp"
#include "service/testdata/service_fixture.hpp"

namespace accord {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

/// `text` with each `from` replaced by `to`.
std::string with(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos;
       at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

/// Versions of a shipped policy, and a disagreement of its demonstration.
class Versions : public testdata::ServiceTest {
 protected:
  void SetUp() override {
    ServiceTest::SetUp();
    first_ = testdata::text_of(GetParam() / "policy.yaml");
    const auto there = service_->partnership(partnership_);
    ASSERT_TRUE(there.has_value());
    policy_ = (*there)->policy;
    for (const Person& person : (*there)->directory->people()) {
      const Agency* agency = (*there)->directory->agency(person.agency);
      if (agency != nullptr && agency->is_partnership) {
        ours_ = {person.id, person.agency};
      } else {
        theirs_ = {person.id, person.agency};
      }
    }
  }

  /// The same procedure as another version, with a stage called otherwise.
  std::string second(std::string_view effective = "2026-11-01") const {
    std::string text = with(first_, "\nversion: \"", "\nversion: \"next after ");
    const auto at = text.find("\neffective: ");
    return text.substr(0, at) + "\neffective: " + std::string{effective} +
           text.substr(text.find('\n', at + 1));
  }

  /// One that is open, and its reference as stored.
  std::string staged() {
    stage(0);
    return service_->all_disagreements(partnership_)->front().reference;
  }

  std::string first_;
  std::shared_ptr<const Policy> policy_;
  Actor ours_;
  Actor theirs_;
};

TEST_P(Versions, WaitForTheDayFromWhichTheyAreEffective) {
  const auto effective = service_->adopt_version(partnership_, second("2027-01-04"));
  ASSERT_TRUE(effective.has_value()) << to_words(effective.error());
  EXPECT_GT(*effective, clock_.now());
  EXPECT_EQ((*service_->partnership(partnership_))->policy->hash, policy_->hash);
  const auto moved = service_->move_to_policy(partnership_, digest_of(second("2027-01-04")),
                                              {.reason = "reviewed", .by = ours_});
  ASSERT_FALSE(moved.has_value());
  EXPECT_THAT(to_words(moved.error()), HasSubstr("comes into force on Monday 4 January 2027"));

  clock_.set(Instant{effective->seconds + 60});
  EXPECT_NE((*service_->partnership(partnership_))->policy->hash, policy_->hash);
}

TEST_P(Versions, AreRefusedWhereTheyWouldNeverBeInForceOrHaveTheNameOfAnother) {
  ASSERT_TRUE(service_->adopt_version(partnership_, second()).has_value());
  ASSERT_TRUE(service_->adopt_version(partnership_, second()).has_value()) << "the same again";
  EXPECT_EQ(service_->policy_versions(partnership_)->size(), 2U);

  const auto another = service_->adopt_version(partnership_, second("2026-11-02"));
  ASSERT_FALSE(another.has_value());
  EXPECT_THAT(to_words(another.error()), HasSubstr("already, and this is another text"));
  const auto earlier = service_->adopt_version(
      partnership_, with(second("2026-10-01"), "next after", "third after"));
  ASSERT_FALSE(earlier.has_value());
  EXPECT_THAT(to_words(earlier.error()), HasSubstr("would never be in force"));
}

// What is refused changes nothing: adopted and moved is one thing that somebody asked for.
TEST_P(Versions, AreNotAdoptedWhereTheMoveThatGoesWithThemIsRefused) {
  const std::string reference = staged();
  const auto refused = [&](PolicyMoves moves, const std::string& text) {
    const auto adopted = service_->adopt_version(partnership_, text, &moves);
    EXPECT_FALSE(adopted.has_value());
    EXPECT_EQ(service_->policy_versions(partnership_)->size(), 1U);
    return adopted ? std::string{} : to_words(adopted.error());
  };
  EXPECT_THAT(refused({.references = {"NOPENOPE"}, .reason = "reviewed", .by = ours_}, second()),
              HasSubstr("There is no disagreement NOPENOPE"));
  EXPECT_THAT(refused({.reason = "reviewed", .by = theirs_}, second()),
              HasSubstr("Only the partnership's own people"));
  EXPECT_THAT(refused({.reason = "reviewed", .by = ours_}, second("2027-01-04")),
              HasSubstr("comes into force on"));
  EXPECT_THAT(
      refused({.stages = {{"hds", "directors"}}, .reason = "reviewed", .by = ours_}, second()),
      HasSubstr("No version has a stage hds"));
  const PolicyMoves sound{.references = {reference}, .reason = "reviewed", .by = ours_};
  EXPECT_TRUE(service_->adopt_version(partnership_, second(), &sound).has_value());
}

// "Open disagreements keep their version unless moved on purpose, which is recorded."
TEST_P(Versions, OpenDisagreementsKeepTheirsUntilTheyAreMoved) {
  const std::string reference = staged();
  const auto before =
      service_->load_any(partnership_, service_->all_disagreements(partnership_)->front().id);
  ASSERT_TRUE(before.has_value());
  ASSERT_FALSE(before->state.outcome) << "the first of the demonstration is open";
  ASSERT_TRUE(service_->adopt_version(partnership_, second()).has_value());
  EXPECT_EQ(service_->load_any(partnership_, before->id)->rules.policy->hash, policy_->hash);

  const auto preview = service_->preview_policy_change(partnership_, second(), {});
  ASSERT_TRUE(preview.has_value()) << to_words(preview.error());
  ASSERT_EQ(preview->size(), 1U);
  EXPECT_EQ(preview->front().refused, "");
  EXPECT_FALSE(preview->front().tell.empty());
  EXPECT_THAT(preview->front().duties, IsEmpty()) << "the same rules give the same dates";
  EXPECT_EQ(service_->load_any(partnership_, before->id)->state.version, before->state.version);

  const std::string hash = digest_of(second());
  const PolicyMoves moves{.references = {reference}, .reason = "The review.", .by = ours_};
  const auto moved = service_->move_to_policy(partnership_, hash, moves);
  ASSERT_TRUE(moved.has_value()) << to_words(moved.error());
  const auto after = service_->load_any(partnership_, before->id);
  EXPECT_EQ(after->rules.policy->hash, hash);
  ASSERT_EQ(after->earlier.size(), 1U);
  EXPECT_EQ(after->rules_at(1).policy->hash, policy_->hash);
  EXPECT_EQ(service_->all_disagreements(partnership_)->front().policy_hash, hash);
  EXPECT_EQ(service_->policy_versions(partnership_)->back().open, 1);

  const auto again = service_->move_to_policy(partnership_, hash, moves);
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->front().there);
  EXPECT_EQ(service_->load_any(partnership_, before->id)->state.version, after->state.version);

  const std::string lists = dump();
  ASSERT_TRUE(service_->rebuild(partnership_).has_value());
  EXPECT_EQ(dump(), lists) << "lists made anew are by the version that governs now";
}

TEST_P(Versions, AreMovedToByThePartnershipsOwnPeopleAlone) {
  staged();
  ASSERT_TRUE(service_->adopt_version(partnership_, second()).has_value());
  const auto refused = service_->move_to_policy(partnership_, digest_of(second()),
                                                {.reason = "The review.", .by = theirs_});
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(to_words(refused.error()), HasSubstr("Only the partnership's own people"));
  const auto silent = service_->move_to_policy(partnership_, digest_of(second()), {.by = ours_});
  ASSERT_FALSE(silent.has_value());
  EXPECT_THAT(to_words(silent.error()), HasSubstr("reason"));
  const auto unknown = service_->move_to_policy(
      partnership_, digest_of(second()), {.references = {"NONE0000"}, .reason = "x", .by = ours_});
  ASSERT_FALSE(unknown.has_value());
  EXPECT_THAT(to_words(unknown.error()), HasSubstr("no disagreement NONE0000"));
}

INSTANTIATE_TEST_SUITE_P(Shipped, Versions, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
