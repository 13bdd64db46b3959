#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/verify.hpp"
#include "service/testdata/service_fixture.hpp"

namespace accord {
namespace {

class Submissions : public testdata::ServiceTest {
 protected:
  static void TearDownTestSuite() {
    if (asked_ == 5) {
      EXPECT_GT(told_, 0) << "in no demonstration is anybody only told: the test shows nothing";
    }
  }

  static inline int told_ = 0;   // who was only told, over all partnerships
  static inline int asked_ = 0;  // the partnerships that were looked through for them
};

// A command id makes a repeated submission harmless (S-IDEM).
TEST_P(Submissions, AnswersARepeatedSubmissionAsTheFirstTime) {
  const std::string reference = stage(0);
  const auto row = *service_->all_disagreements(partnership_);
  const auto loaded = service_->load_any(partnership_, row.front().id);
  ASSERT_TRUE(loaded.has_value());
  Submission submission = note(loaded->id, loaded->state.raiser, "Rang at noon.");

  const auto first = service_->submit(submission);
  ASSERT_TRUE(first.has_value()) << to_words(first.error());
  const auto second = service_->submit(submission);
  ASSERT_TRUE(second.has_value()) << to_words(second.error());
  EXPECT_TRUE(second->repeated);
  EXPECT_EQ(second->first, first->first);
  EXPECT_EQ(service_->load_any(partnership_, loaded->id)->state.version, first->last);

  submission.body = "Something else.";
  const auto reused = service_->submit(submission);
  ASSERT_FALSE(reused.has_value());
  const auto* before = std::get_if<RecordedBefore>(&reused.error());
  ASSERT_NE(before, nullptr) << to_words(reused.error());
  EXPECT_EQ(before->first.reference, reference);
  EXPECT_EQ(before->first.last, first->last);
  EXPECT_EQ(before->recorded_at, clock_.now());
  EXPECT_EQ(before->kind, "noted");
  const std::string words = to_words(reused.error());
  EXPECT_NE(words.find("first was recorded and stands"), std::string::npos) << words;
  EXPECT_NE(words.find("nothing of what you sent now"), std::string::npos) << words;

  submission.command.by = {loaded->state.representative(1)->person,
                           loaded->state.raised.sides.back().agency};
  const auto theirs = service_->submit(submission);
  ASSERT_FALSE(theirs.has_value());
  EXPECT_TRUE(std::holds_alternative<Conflict>(theirs.error()))
      << "nobody learns by an id what somebody else recorded with it";
}

// Nothing is overwritten by somebody who had not seen the other side's entry.
TEST_P(Submissions, RefusesWhatWasBasedOnAnOlderVersion) {
  stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto loaded = service_->load_any(partnership_, rows.front().id);
  ASSERT_TRUE(loaded.has_value());
  const Actor raiser = loaded->state.raiser;
  const AgencyId other_agency = loaded->state.raised.sides.back().agency;
  const Actor other{loaded->state.representative(1)->person, other_agency};
  ASSERT_TRUE(service_->submit(note(loaded->id, other, "We have looked again.")).has_value());

  Submission late = note(loaded->id, raiser, "Still unsafe.");
  late.based_on = loaded->state.version;
  const auto answer = service_->submit(late);
  ASSERT_FALSE(answer.has_value());
  EXPECT_TRUE(std::holds_alternative<Conflict>(answer.error()));
}

// Unknown and forbidden answer alike: there is nothing here (S-AC2).
TEST_P(Submissions, ShowsADisagreementOnlyToThoseInIt) {
  const std::string reference = stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto loaded = service_->load_any(partnership_, rows.front().id);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_TRUE(service_->load(partnership_, reference, loaded->state.raiser).has_value());
  const Actor nobody{PersonId{"nobody"}, AgencyId{"nowhere"}};
  const auto forbidden = service_->load(partnership_, reference, nobody);
  const auto unknown = service_->load(partnership_, "0000-0000", nobody);
  ASSERT_FALSE(forbidden.has_value());
  ASSERT_FALSE(unknown.has_value());
  EXPECT_EQ(to_words(forbidden.error()), to_words(unknown.error()));
  EXPECT_FALSE(service_->submit(note(loaded->id, nobody, "Let me in.")).has_value());
}

TEST_P(Submissions, KeepsARecordThatVerifies) {
  stage(0);
  const auto report =
      database_->read_every([](Connection& connection) { return verify(connection); });
  ASSERT_TRUE(report.has_value()) << report.error().what;
  EXPECT_TRUE(report->intact());
}

TEST_P(Submissions, KeepsADraftForItsOwnerAlone) {
  const PersonId mine{"me"};
  const Draft draft{"d1", mine, "raise", "", {{"why", "line one\nline two"}}, clock_.now()};
  ASSERT_TRUE(service_->save_draft(partnership_, draft).has_value());
  const auto kept = service_->draft(partnership_, mine, "d1");
  ASSERT_TRUE(kept.has_value() && kept->has_value());
  EXPECT_EQ((*kept)->fields, draft.fields);
  EXPECT_FALSE(service_->draft(partnership_, PersonId{"you"}, "d1")->has_value());
  Draft theirs = draft;
  theirs.person = PersonId{"you"};
  theirs.fields = {{"why", "overwritten"}};
  ASSERT_TRUE(service_->save_draft(partnership_, theirs).has_value());
  EXPECT_EQ((*service_->draft(partnership_, mine, "d1"))->fields, draft.fields);
}

// Security: whoever was only told of a disagreement has no power to step: what a side agrees to,
// its own people say.
TEST_P(Submissions, WhoWasOnlyToldAgreesToNothing) {
  int told = 0;
  for (std::size_t i = 0; i < invented_.size(); ++i) {
    stage(i);
  }
  const auto rows = *service_->all_disagreements(partnership_);
  const auto shared = *service_->partnership(partnership_);
  for (const DisagreementRow& row : rows) {
    for (const Person& person : shared->directory->people()) {
      const Actor actor{person.id, person.agency};
      const auto loaded = service_->load(partnership_, row.reference, actor);
      if (!loaded || loaded->relations != std::vector{Relation::Told} || loaded->state.outcome) {
        continue;
      }
      ++told;
      Submission lifted = note(loaded->id, actor, "lifted");
      lifted.command.body = SetChildTimescale{std::nullopt, "no longer needed"};
      const auto refused = service_->submit(lifted);
      ASSERT_FALSE(refused);
      const auto* refusal = std::get_if<Refusal>(&refused.error());
      ASSERT_NE(refusal, nullptr) << to_words(refused.error());
      EXPECT_EQ(refusal->what, "You were told of this. What a side agrees to, its own people say.");
      EXPECT_TRUE(service_->submit(note(loaded->id, actor, "noted")));
    }
  }
  told_ += told;
  ++asked_;
}

// What is kept of a record is only where reading goes on: another process adds, and it is seen.
TEST_P(Submissions, SeesWhatAnotherProcessRecorded) {
  stage(0);
  const auto rows = *service_->all_disagreements(partnership_);
  const auto before = service_->load_any(partnership_, rows.front().id);
  ASSERT_TRUE(before.has_value());
  Service other{*database_, {[this] { return clock_.now(); }, random_hex_128, random_reference}};
  ASSERT_TRUE(
      other.submit(note(before->id, before->state.raiser, "From another process.")).has_value());

  const auto after = service_->load_any(partnership_, before->id);
  const auto anew = other.load_any(partnership_, before->id);

  ASSERT_TRUE(after.has_value() && anew.has_value());
  EXPECT_GT(after->state.version, before->state.version);
  EXPECT_EQ(after->events.size(), static_cast<std::size_t>(after->state.version));
  EXPECT_EQ(after->state.version, anew->state.version);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Submissions, testing::ValuesIn(testdata::partnerships()),
                         testdata::name_of_folder);

}  // namespace
}  // namespace accord
