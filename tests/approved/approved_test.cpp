// What Accord says of the small policies of tests/constructs, and what comes of their rehearsals
// with every date and its working, as somebody has read and approved it. A text that is not here is
// not compared: to have one compared, make an empty file of that name, run this, and read what the
// failure names.

#include "base/testdata/approved.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include "base/testdata/project_folder.hpp"
#include "cli/policy_check.hpp"
#include "cli/policy_draw.hpp"
#include "cli/policy_explain.hpp"
#include "cli/rehearse.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;

fs::path construct(const std::string& name) {
  return testdata::project_folder() / "tests/constructs" / name;
}

/// Without the folder in which this tree happens to lie.
std::string without_place(std::string text) {
  const std::string place = testdata::project_folder().string() + "/";
  for (auto at = text.find(place); at != std::string::npos; at = text.find(place)) {
    text.erase(at, place.size());
  }
  return text;
}

/// The names of what is approved in a folder: "15_meetings" or "15_meetings/a_chair_elected".
std::vector<std::string> approved(const std::string& folder) {
  const fs::path top = testdata::project_folder() / "tests/approved" / folder;
  std::vector<std::string> names;
  for (const auto& one : fs::recursive_directory_iterator{top}) {
    if (one.path().extension() == ".txt") {
      names.push_back(one.path().lexically_relative(top).replace_extension().string());
    }
  }
  std::ranges::sort(names);
  return names;
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param;
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

class RehearsedAsApproved : public testing::TestWithParam<std::string> {};

// ALL-5, ALL-6: each entry, each duty with its date, and how the date was found.
TEST_P(RehearsedAsApproved, ALL_5_SaysEachDateAndItsWorking) {
  const fs::path name = GetParam();
  const fs::path file =
      construct(name.parent_path().string()) / "rehearsals" / (name.filename().string() + ".yaml");
  std::ostringstream out;
  EXPECT_EQ(run_rehearse({.files = {file.string()}, .explain = true}, out, out), 0) << out.str();
  EXPECT_EQ(testdata::not_as_approved("rehearsed/" + GetParam() + ".txt", without_place(out.str())),
            "");
}

INSTANTIATE_TEST_SUITE_P(Constructs, RehearsedAsApproved, testing::ValuesIn(approved("rehearsed")),
                         test_name);

class PolicyAsApproved : public testing::TestWithParam<std::string> {};

TEST_P(PolicyAsApproved, IsExplainedCheckedAndListed) {
  const std::string file = (construct(GetParam()) / "policy.yaml").string();
  constexpr Instant kNow{1795400000};  // no matter which: the longest time needs a first date
  std::ostringstream out;
  EXPECT_EQ(run_policy_explain({.file = file}, out, out), 0);
  out << "\nIts check:\n";
  EXPECT_EQ(run_policy_check({.files = {file}}, kNow, out, out), 0);
  out << "\nIts chart:\n";
  EXPECT_EQ(run_policy_draw({.file = file, .list = true}, out, out), 0);
  EXPECT_EQ(testdata::not_as_approved("policies/" + GetParam() + ".txt", without_place(out.str())),
            "");
}

INSTANTIATE_TEST_SUITE_P(Constructs, PolicyAsApproved, testing::ValuesIn(approved("policies")),
                         test_name);

class DrawnAsApproved : public testing::TestWithParam<std::string> {};

TEST_P(DrawnAsApproved, ForGraphvizAndAsBpmn) {
  const std::string file = (construct(GetParam()) / "policy.yaml").string();
  std::ostringstream out;
  EXPECT_EQ(run_policy_draw({.file = file, .dot = true}, out, out), 0);
  EXPECT_EQ(run_policy_draw({.file = file, .bpmn = true}, out, out), 0);
  EXPECT_EQ(testdata::not_as_approved("drawn/" + GetParam() + ".txt", without_place(out.str())),
            "");
}

INSTANTIATE_TEST_SUITE_P(Constructs, DrawnAsApproved, testing::ValuesIn(approved("drawn")),
                         test_name);

}  // namespace
}  // namespace accord
