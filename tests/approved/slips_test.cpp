// What is said of a slip of the pen: each policy of tests/constructs with one line left out, one
// value that means nothing, or one number nine times as large; all messages that the policy as it
// is does not have, as somebody has read and approved them. Where nothing is said, nothing is wrong
// with it that a machine could see.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include "base/testdata/approved.hpp"
#include "base/testdata/project_folder.hpp"
#include "policy/checker.hpp"
#include "policy/reader.hpp"

namespace accord {
namespace {

std::vector<std::string> lines_of(const std::filesystem::path& file) {
  std::ifstream in{file};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) {
    text += line + '\n';
  }
  return text;
}

/// Each message with its place; without the place it is compared with those of the policy as it is.
struct Said {
  std::string place;
  std::string words;
};

std::vector<Said> said_of(const std::string& text) {
  std::vector<Said> said;
  const auto policy = read_policy(text);
  if (!policy) {
    for (const Problem& one : policy.error()) {
      said.push_back({fmt::format("{}:{}", one.mark.line, one.mark.column),
                      fmt::format("{} | {}", one.what, one.mend)});
    }
    return said;
  }
  for (const Finding& one : check_policy(*policy)) {
    said.push_back(
        {fmt::format("{}:{}", one.mark.line, one.mark.column),
         fmt::format("{} {}: {} | {}", to_word(one.level), one.code, one.message, one.suggestion)});
  }
  return said;
}

/// The policies with one slip each.
class Slips {
 public:
  explicit Slips(std::vector<std::string> lines) : lines_(std::move(lines)) {
    for (const Said& one : said_of(joined(lines_))) {
      known_.push_back(one.words);
    }
  }

  std::string text() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string line = lines_[i].substr(0, lines_[i].find(" #"));
      if (line.empty() || line.starts_with('#')) {
        continue;
      }
      slip(i, "left out", std::nullopt);
      replace_each(i, line, std::regex{R"(([a-z_]+): ([^,{}\[\]]+))"}, 2, "nonsense");
      replace_each(i, line, std::regex{R"(\b([1-9]) )"}, 1, "");
    }
    return std::move(out_);
  }

 private:
  /// Group `group` of each match with `with`, or nine times the number that it is.
  void replace_each(std::size_t at, const std::string& line, const std::regex& pattern,
                    std::size_t group, const std::string& with) {
    for (std::sregex_iterator match{line.begin(), line.end(), pattern}, end; match != end;
         ++match) {
      const std::string old = (*match)[group];
      const std::string now = with.empty() ? fmt::to_string(9 * std::stoi(old)) : with;
      std::string changed = line;
      changed.replace(static_cast<std::size_t>(match->position(group)), old.size(), now);
      slip(at, fmt::format("`{}` is `{}`", std::string{(*match)[0]}, now), changed);
    }
  }

  void slip(std::size_t at, const std::string& what, const std::optional<std::string>& line) {
    std::vector<std::string> lines = lines_;
    lines[at] = line.value_or("");
    out_ += fmt::format("{}: {}\n", at + 1, what);
    for (const Said& one : said_of(joined(lines))) {
      if (std::ranges::find(known_, one.words) == known_.end()) {
        out_ += fmt::format("    {} {}\n", one.place, one.words);
      }
    }
  }

  std::vector<std::string> lines_;
  std::vector<std::string> known_;
  std::string out_;
};

class SlipAsApproved : public testing::TestWithParam<const char*> {};

TEST_P(SlipAsApproved, IsSaidWithItsPlaceAndHowToMendIt) {
  const std::string name = GetParam();
  Slips slips{lines_of(testdata::project_folder() / "tests/constructs" / name / "policy.yaml")};
  EXPECT_EQ(testdata::not_as_approved("slips/" + name + ".txt", slips.text()), "");
}

INSTANTIATE_TEST_SUITE_P(Constructs, SlipAsApproved,
                         testing::Values("01_duties_with_clocks", "02_silence_and_answers",
                                         "03_anchors", "05_bounds_combine", "06_classes",
                                         "07_graph", "10_endings", "11_roles", "11_roles_by_sector",
                                         "12_gates", "13_rights_that_lapse", "14_after_the_outcome",
                                         "15_meetings", "16_diversion", "17_subjects", "20_on_call",
                                         "21_not_stated", "22_opened_again"),
                         [](const auto& named) { return std::string{named.param}; });

}  // namespace
}  // namespace accord
