#include "service/service.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "ledger/verify.hpp"
#include "service/demonstration.hpp"
#include "service/random.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;

std::string text_of(const fs::path& path) {
  const std::ifstream file{path};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A database in a folder of its own, with one of the shipped partnerships and its invented people.
class ServiceTest : public testing::TestWithParam<fs::path> {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("accord-service-" + random_hex_128());
    fs::create_directory(folder_);
    const auto components = Service::components();
    auto opened = Database::open({(folder_ / "a.db").string(), Access::Create, 1, {}}, components);
    ASSERT_TRUE(opened.has_value()) << opened.error().what;
    database_ = *std::move(opened);
    clock_.set(Instant{1'795'428'000});  // Monday 23 November 2026, 10am
    service_.emplace(*database_, Service::Options{[this] { return clock_.now(); }, random_hex_128,
                                                  random_reference});
    const auto added = service_->add_partnership({partnership_, "A partnership", true},
                                                 text_of(GetParam() / "policy.yaml"),
                                                 text_of(GetParam() / "demo" / "directory.yaml"));
    ASSERT_TRUE(added.has_value()) << to_words(added.error());
    const auto invented = read_invented(text_of(GetParam() / "demo" / "disagreements.yaml"));
    ASSERT_TRUE(invented.has_value()) << to_line(invented.error().front());
    invented_ = *invented;
  }
  void TearDown() override {
    service_.reset();
    database_.reset();
    fs::remove_all(folder_);
  }

  std::string stage(std::size_t index) {
    const auto staged =
        stage_disagreement(*service_, clock_, clock_.now(), partnership_, invented_.at(index));
    EXPECT_TRUE(staged.has_value()) << staged.error();
    return staged.value_or("");
  }

  Submission note(const DisagreementId& id, const Actor& by, const std::string& text) {
    Submission submission;
    submission.partnership = partnership_;
    submission.disagreement = id;
    submission.command = {by, AddNote{text}};
    submission.command_id = CommandId{random_hex_128()};
    submission.body = text;
    return submission;
  }

  std::string dump() {
    return *database_->read([&](Connection& connection) -> std::expected<std::string, Fault> {
      return ReadModels{connection}.dump(partnership_);
    });
  }

  fs::path folder_;
  std::unique_ptr<Database> database_;
  StagedClock clock_;
  std::optional<Service> service_;
  PartnershipId partnership_{"one"};
  std::vector<InventedDisagreement> invented_;
};

// "Read models are rebuilt on demand, equal to the last byte."
TEST_P(ServiceTest, RebuildsItsListsEqualToTheLastByte) {
  for (std::size_t i = 0; i < std::min<std::size_t>(invented_.size(), 3); ++i) {
    stage(i);
  }
  const std::string before = dump();
  ASSERT_GT(before.size(), 500U);
  const auto rebuilt = service_->rebuild(partnership_);
  ASSERT_TRUE(rebuilt.has_value()) << to_words(rebuilt.error());
  EXPECT_EQ(dump(), before);
}

// A command id makes a repeated submission harmless (S-IDEM).
TEST_P(ServiceTest, AnswersARepeatedSubmissionAsTheFirstTime) {
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
  EXPECT_TRUE(std::holds_alternative<Conflict>(reused.error()));
}

// Nothing is overwritten by somebody who had not seen the other side's entry.
TEST_P(ServiceTest, RefusesWhatWasBasedOnAnOlderVersion) {
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
TEST_P(ServiceTest, ShowsADisagreementOnlyToThoseInIt) {
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

TEST_P(ServiceTest, KeepsARecordThatVerifies) {
  stage(0);
  const auto report = database_->read([](Connection& connection) { return verify(connection); });
  ASSERT_TRUE(report.has_value()) << report.error().what;
  EXPECT_TRUE(report->intact());
}

TEST_P(ServiceTest, KeepsADraftForItsOwnerAlone) {
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

std::vector<fs::path> partnerships() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path{ACCORD_SOURCE_DIR} / "policies")) {
    if (fs::exists(entry.path() / "demo" / "disagreements.yaml")) {
      found.push_back(entry.path());
    }
  }
  std::ranges::sort(found);
  return found;
}

INSTANTIATE_TEST_SUITE_P(Shipped, ServiceTest, testing::ValuesIn(partnerships()),
                         [](const auto& folder) { return folder.param.filename().string(); });

}  // namespace
}  // namespace accord
