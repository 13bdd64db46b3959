// Every policy that is shipped can be executed, drawn and said in words.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "policy/checker.hpp"
#include "policy/flowchart.hpp"
#include "policy/reader.hpp"

namespace accord {
namespace {

struct File {
  std::string path;
  std::string text;
};

std::vector<File> shipped() {
  std::vector<File> files;
  for (const auto& folder :
       std::filesystem::directory_iterator{testdata::project_folder() / "policies"}) {
    const auto path = folder.path() / "policy.yaml";
    if (std::filesystem::exists(path)) {
      std::stringstream text;
      text << std::ifstream{path}.rdbuf();
      files.push_back({path.string(), text.str()});
    }
  }
  return files;
}

TEST(ShippedPolicies, AreAtLeastFive) {
  EXPECT_GE(shipped().size(), 5U);
}

TEST(ShippedPolicies, HaveNoError) {
  for (const File& file : shipped()) {
    const auto policy = read_policy(file.text);
    if (!policy) {
      for (const Problem& problem : policy.error()) {
        ADD_FAILURE() << file.path << ':' << to_line(problem);
      }
      continue;
    }
    for (const Finding& finding : check_policy(*policy)) {
      EXPECT_NE(finding.level, Finding::Level::Error) << fmt::format(
          "{}:{}:{}: {}", file.path, finding.mark.line, finding.mark.column, finding.message);
    }
    EXPECT_EQ(std::filesystem::path{file.path}.parent_path().filename(), policy->id);
  }
}

// A policy is read and checked in well under a tenth of a second of the processor.
TEST(ShippedPolicies, AreReadAndCheckedQuickly) {
  for (const File& file : shipped()) {
    const std::clock_t begin = std::clock();
    if (const auto policy = read_policy(file.text)) {
      (void)check_policy(*policy);
    }
    EXPECT_LT(std::clock() - begin, CLOCKS_PER_SEC / 5) << file.path;
  }
}

TEST(ShippedPolicies, EveryBoxOfTheFlowchartIsInTheList) {
  for (const File& file : shipped()) {
    const auto policy = read_policy(file.text);
    ASSERT_TRUE(policy.has_value()) << file.path;
    const Flowchart chart = flowchart(*policy);
    std::size_t ways = 0;
    for (const FlowStep& step : as_list(chart)) {
      ways += step.ways.size();
    }
    EXPECT_EQ(ways, chart.arrows.size()) << file.path;
    for (const FlowArrow& arrow : chart.arrows) {
      EXPECT_NE(std::ranges::find(chart.boxes, arrow.to, &FlowBox::id), chart.boxes.end())
          << file.path << ": " << arrow.to;
    }
  }
}

}  // namespace
}  // namespace accord
