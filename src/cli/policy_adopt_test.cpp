#include "cli/policy_adopt.hpp"

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
#include "cli/partnership_files.hpp"
#include "cli/verify.hpp"

namespace accord {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr Instant kMonday{1'795'428'000};  // Monday 23 November 2026, 10am

/// A demonstration of one shipped partnership, and a next version of its policy.
class PolicyAdopt : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    std::ostringstream silent;
    ASSERT_EQ(run_demo({.database = database_,
                        .policies = testdata::project_folder() / "policies",
                        .now = kMonday},
                       silent, silent),
              kDone)
        << silent.str();
    std::vector<std::filesystem::path> shipped;
    for (const auto& entry :
         std::filesystem::directory_iterator{testdata::project_folder() / "policies"}) {
      shipped.push_back(entry.path());
    }
    const std::filesystem::path folder = std::ranges::min(shipped);
    text_ = *read_file(folder / "policy.yaml");
    put("\nversion: \"", "\nversion: \"next after ");
    const auto effective = text_.find("\neffective: ") + 1;
    text_.replace(effective, text_.find('\n', effective) - effective, "effective: 2026-11-20");
    std::ofstream{file_} << text_;
    const auto people =
        load_directory(folder / "demo" / "directory.yaml", *Zone::load("Europe/London"));
    ASSERT_TRUE(people.has_value()) << people.error();
    for (const Person& person : people->people()) {
      ours_ = person.agency == people->partnership()->id ? person.id.text() : ours_;
    }
  }

  void put(std::string_view from, std::string_view to) {
    std::size_t at = text_.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    for (; at != std::string::npos; at = text_.find(from, at + to.size())) {
      text_.replace(at, from.size(), to);
    }
    std::ofstream{file_} << text_;
  }

  int run(PolicyAdoptArguments asked) {
    asked.file = file_;
    asked.database = database_;
    out_.str("");
    err_.str("");
    return run_policy_adopt(asked, [] { return kMonday; }, out_, err_);
  }
  nlohmann::json answer(PolicyAdoptArguments asked) {
    asked.json = true;
    run(std::move(asked));
    return nlohmann::json::parse(out_.str());
  }

  std::filesystem::path folder_ = std::filesystem::path{testing::TempDir()} / "accord-policy-adopt";
  std::string database_ = (folder_ / "demo.db").string();
  std::string file_ = (folder_ / "policy.yaml").string();
  std::string text_;
  std::string ours_;  ///< somebody of the partnership
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(PolicyAdopt, PutsAVersionInForceAndSaysWhatKeepsItsOwn) {
  ASSERT_EQ(run({.preview = true}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("This is a preview: nothing was changed."));
  EXPECT_THAT(out_.str(), Not(HasSubstr("in force from")));

  ASSERT_EQ(run({}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("in force from Friday 20 November 2026"));
  EXPECT_THAT(out_.str(), HasSubstr("That day has passed: what was raised since then"));
  EXPECT_THAT(out_.str(), HasSubstr("keep the version under which they are."));
  EXPECT_THAT(out_.str(), HasSubstr("next after"));
}

TEST_F(PolicyAdopt, APreviewOfAVersionToComeSaysFromWhenItCanBeMovedTo) {
  put("effective: 2026-11-20", "effective: 2027-02-01");
  ASSERT_EQ(run({.preview = true}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), HasSubstr("Nothing can be moved to it before Monday 1 February 2027"));
  ASSERT_EQ(run({}), kDone) << err_.str();
  EXPECT_THAT(out_.str(), Not(HasSubstr("That day has passed")));
}

// The preview is what is then done: each old and new date, and who has to be told.
TEST_F(PolicyAdopt, MovesWhatItPreviewedAndOnceOnly) {
  put(" working day", "0 working day");
  const auto preview = answer({.preview = true});
  std::size_t dates = 0;
  for (const auto& one : preview.at("disagreements")) {
    for (const auto& duty : one.at("duties")) {
      dates += duty.at("change") == "date" ? 1 : 0;
    }
    EXPECT_TRUE(!one.at("refused").is_null() || !one.at("to_be_told").empty()) << one;
  }
  EXPECT_GT(dates, 0U) << preview.dump(1);

  const PolicyAdoptArguments move{.move = true, .by = ours_, .reason = "The review."};
  const auto moved = answer(move);
  EXPECT_EQ(moved.at("disagreements"), preview.at("disagreements"));
  const auto again = answer(move);
  for (const auto& one : again.at("disagreements")) {
    EXPECT_TRUE(one.at("there_already") == true || !one.at("refused").is_null()) << one;
  }
  std::ostringstream verified;
  EXPECT_EQ(run_verify({.database = database_}, verified, verified), kDone) << verified.str();
}

TEST_F(PolicyAdopt, SaysWhatIsMissing) {
  EXPECT_EQ(run({.move = true}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("--move needs --reason"));
  EXPECT_EQ(run({.move = true, .reason = "x"}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("--move needs --by PERSON"));
  EXPECT_EQ(run({.move = true, .by = "nobody", .reason = "x"}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("nobody of that id"));
  EXPECT_EQ(run({.partnership = "elsewhere"}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("no partnership 'elsewhere'"));
  EXPECT_EQ(run({.preview = true, .stages = {"managers"}}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("--stage OLD=NEW"));
  EXPECT_EQ(run({.preview = true, .references = {"nnnn-nnnn"}}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("no disagreement"));

  put("go: ", "go: nowhere_");
  EXPECT_EQ(run({}), kCouldNotRun);
  EXPECT_THAT(err_.str(), HasSubstr("which is no stage"));
}

}  // namespace
}  // namespace accord
