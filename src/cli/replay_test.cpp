#include "cli/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "base/testdata/project_folder.hpp"
#include "cli/demo.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"

namespace accord {
namespace {

using testing::HasSubstr;

constexpr Instant kReplayed{1'795'428'000};  // Monday 23 November 2026, 10am

std::vector<std::filesystem::path> shipped_policies() {
  std::vector<std::filesystem::path> shipped;
  for (const auto& entry :
       std::filesystem::directory_iterator{testdata::project_folder() / "policies"}) {
    shipped.push_back(entry.path() / "policy.yaml");
  }
  std::ranges::sort(shipped);
  return shipped;
}

/// The demonstration of every shipped partnership, made once, and a version of one of them.
class ReplayCommand : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    std::filesystem::remove_all(folder());
    std::filesystem::create_directories(folder());
    std::ostringstream silent;
    ASSERT_EQ(run_demo({.database = database(),
                        .policies = testdata::project_folder() / "policies",
                        .now = kReplayed},
                       silent, silent),
              kDone)
        << silent.str();
  }
  static void TearDownTestSuite() { std::filesystem::remove_all(folder()); }

  static std::filesystem::path folder() {
    return std::filesystem::path{testing::TempDir()} / "accord-replay";
  }
  static std::string database() { return (folder() / "demo.db").string(); }

  void SetUp() override {
    text_ = *read_file(shipped_policies().front());
    std::ofstream{file_} << text_;
  }
  void put(std::string_view from, std::string_view to) {
    std::size_t at = text_.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    for (; at != std::string::npos; at = text_.find(from, at + to.size())) {
      text_.replace(at, from.size(), to);
    }
    std::ofstream{file_} << text_;
  }
  int run(ReplayArguments asked) {
    asked.policy = asked.policy.empty() ? file_ : asked.policy;
    asked.database = database();
    out_.str("");
    err_.str("");
    return run_replay(asked, [] { return kReplayed; }, out_, err_);
  }
  nlohmann::json answer(ReplayArguments asked = {}) {
    asked.json = true;
    EXPECT_EQ(run(std::move(asked)), kDone) << err_.str();
    return nlohmann::json::parse(out_.str());
  }

  std::string file_ = (folder() / "policy.yaml").string();
  std::string text_;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ReplayCommand, SaysWhatCannotBe) {
  EXPECT_EQ(run({.partnership = "elsewhere"}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("no partnership 'elsewhere'"));
  EXPECT_EQ(run({.references = {"nnnn-nnnn"}}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("There is no disagreement NNNN-NNNN."));
  EXPECT_EQ(run({.facts = {"urgency"}}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("--fact NAME=WORD"));
  EXPECT_EQ(run({.facts = {"no_such=yes"}}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("no fact `no_such`"));
  put("go: ", "go: nowhere_");
  EXPECT_EQ(run({}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("which is no stage"));
}

// It reads and nothing else: not a byte of the database differs.
TEST_F(ReplayCommand, LeavesTheDatabaseAsItIs) {
  const std::string before = *read_file(database());
  const auto written = std::filesystem::last_write_time(database());
  put(" working day", "0 working day");
  ASSERT_EQ(run({}), kDone) << err_.str();
  EXPECT_EQ(*read_file(database()), before);
  EXPECT_EQ(std::filesystem::last_write_time(database()), written);
  EXPECT_THAT(out_.str(), HasSubstr("Nothing was changed."));
}

// What it finds is the other policy's doing: under their own policies the demonstration's
// disagreements differ in nothing, of any partnership.
TEST_F(ReplayCommand, ALL_6_UnderItsOwnPolicyNothingDiffers) {
  for (const std::filesystem::path& policy : shipped_policies()) {
    const auto found = answer({.policy = policy.string()});
    EXPECT_GT(found.at("disagreements").size(), 3U);
    EXPECT_EQ(found.at("sum").at("same"), found.at("disagreements").size()) << policy;
    for (const auto& one : found.at("disagreements")) {
      EXPECT_EQ(one.at("same"), true) << one.dump(1);
    }
  }
}

TEST_F(ReplayCommand, SaysWhichDatesWouldHaveBeenLaterForWhom) {
  put(" working day", "0 working day");
  const auto found = answer();
  const auto& sum = found.at("sum");
  EXPECT_GT(sum.at("dates_later"), 0);
  EXPECT_EQ(sum.at("dates_earlier"), 0);
  int later = 0;
  for (const auto& one : found.at("disagreements")) {
    for (const auto& duty : one.at("duties")) {
      if (duty.at("recorded").is_null() || duty.at("replayed").is_null()) {
        continue;
      }
      later += duty.at("recorded").at("due") != duty.at("replayed").at("due") ? 1 : 0;
      EXPECT_FALSE(duty.at("recorded").at("owed_by").empty()) << duty;
    }
  }
  EXPECT_EQ(sum.at("dates_later"), later);
  ASSERT_EQ(run({}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr(" later\n"));
  EXPECT_THAT(out_.str(), HasSubstr("\n        to "));
}

// Where both sides have to take what one took, the ways part, and it says who is waited for.
TEST_F(ReplayCommand, SaysWhereTheWaysPartAndNothingBeyond) {
  put("by: any_side", "by: each_side");
  const auto found = answer();
  EXPECT_GT(found.at("sum").at("parted"), 0);
  for (const auto& one : found.at("disagreements")) {
    if (one.at("compared") == "parted") {
      EXPECT_NE(one.at("act"), "");
      EXPECT_FALSE(one.at("replayed").at("waits_for").empty()) << one;
      EXPECT_NE(one.at("recorded").at("place"), one.at("replayed").at("place")) << one;
    }
  }
  ASSERT_EQ(run({}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("From here the ways part."));
  EXPECT_THAT(out_.str(), HasSubstr("It would still wait for: "));
  EXPECT_THAT(out_.str(), HasSubstr("From here on nobody knows what they would have done."));
}

// A question that nobody was asked is said once; required, it stops every record unless answered.
TEST_F(ReplayCommand, SaysWhatTheRecordsHaveNoAnswerTo) {
  put("\nfacts:\n",
      "\nfacts:\n  seen: {asks: 'Has the child been seen?', one_of: [seen, unseen]}\n");
  ASSERT_EQ(run({}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("records have no answer: Has the child been seen?"));
  EXPECT_EQ(answer().at("sum").at("same"), answer().at("disagreements").size());

  put("[seen, unseen]}", "[seen, unseen], required: true}");
  const auto stopped = answer();
  EXPECT_EQ(stopped.at("sum").at("refused"), stopped.at("disagreements").size());
  EXPECT_THAT(std::string{stopped.at("disagreements").at(0).at("why")},
              HasSubstr("Has the child been seen?"));
  const auto given = answer({.facts = {"seen=seen"}});
  EXPECT_EQ(given.at("sum").at("same"), given.at("disagreements").size());
  EXPECT_EQ(run({.facts = {"seen=perhaps"}}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("It takes: seen, unseen."));
}

TEST_F(ReplayCommand, TakesTheReferencesThatAreNamed) {
  const auto all = answer();
  ASSERT_GT(all.at("disagreements").size(), 3U);
  const std::string one = all.at("disagreements").at(2).at("reference");
  const auto named = answer({.references = {one}});
  ASSERT_EQ(named.at("disagreements").size(), 1U);
  EXPECT_EQ(named.at("disagreements").at(0), all.at("disagreements").at(2));
}

}  // namespace
}  // namespace accord
