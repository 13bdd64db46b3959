// What is said of a slip of the pen: each policy of tests/constructs with one line left out, one
// value that means nothing, or one number nine times as large; all messages that the policy as it
// is does not have, as somebody has read and approved them. Where nothing is said, nothing is wrong
// with it that a machine could see.

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/testdata/approved.hpp"
#include "base/testdata/project_folder.hpp"
#include "policy/checker.hpp"
#include "policy/explain.hpp"
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

/// Each rule in words, one text for each.
std::vector<std::string> rules_of(const std::string& text) {
  std::vector<std::string> rules;
  if (const auto policy = read_policy(text)) {
    for (const RuleInWords& rule : explain(*policy)) {
      rules.push_back(fmt::format("{}: {} {}", rule.under, rule.what, fmt::join(rule.lines, " ")));
    }
  }
  return rules;
}

/// Words of the language, and the one that is written instead.
const std::vector<std::pair<std::string, std::string>>& other_words() {
  static const std::vector<std::pair<std::string, std::string>> words{
      {"met", "overdue"},
      {"overdue", "met"},
      {"left", "begun"},
      {"begun", "left"},
      {"each_side", "any_side"},
      {"any_side", "raising_side"},
      {"raising_side", "raiser"},
      {"responding_side", "each_side"},
      {"open_to", "owed_by"},
      {"owed_by", "open_to"},
      {"all", "any"},
      {"any", "all"},
      {"not", "all"},
      {"agreed", "stands"},
      {"decided", "withdrawn"},
      {"stands", "decided"},
      {"working days", "weeks"},
      {"24 hours", "30 minutes"},
      {"known", "not_known"},
      {"taken", "offered"},
      {"majority", "chair"},
      {"meeting", "contact"},
      {"yes", "no"},
      {"line_manager", "worker"}};
  return words;
}

/// The policies with one slip each.
class Slips {
 public:
  explicit Slips(std::vector<std::string> lines) : lines_(std::move(lines)) {
    for (const Said& one : said_of(joined(lines_))) {
      known_.push_back(one.words);
    }
    rules_ = rules_of(joined(lines_));
  }

  std::string text() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string line = lines_[i].substr(0, lines_[i].find(" #"));
      if (line.empty() || line.starts_with('#')) {
        continue;
      }
      slip(i, "left out", std::nullopt);
      replace_each(i, line, std::regex{R"(([a-z_]+): ([^,{}\[\]]+))"}, 2, "nonsense");
      replace_each(i, line, std::regex{R"([\[,] *([a-z_]+)(?=[,\]]))"}, 1, "nonsense");
      replace_each(i, line, std::regex{R"(\b([1-9]) )"}, 1, "");
      for (const auto& [word, other] : other_words()) {
        replace_each(i, line, std::regex{R"(\b()" + word + R"()\b)"}, 1, other);
      }
      too_long(i, line);
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

  /// The first value of each key, of 70 letters.
  void too_long(std::size_t at, const std::string& line) {
    const std::regex pattern{R"(([a-z_]+): ([^,{}\[\]]+))"};
    for (std::sregex_iterator match{line.begin(), line.end(), pattern}, end; match != end;
         ++match) {
      if (!seen_.insert((*match)[1]).second) {
        continue;
      }
      std::string changed = line;
      changed.replace(static_cast<std::size_t>(match->position(2)), (*match)[2].length(),
                      std::string(35, 'x') + std::string(35, 'y'));
      slip(at, fmt::format("`{}` is too long", std::string{(*match)[1]}), changed);
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
    if (what.find("nonsense") != std::string::npos || what.find("too long") != std::string::npos) {
      return;
    }
    for (const std::string& rule : rules_of(joined(lines))) {
      if (std::ranges::find(rules_, rule) == rules_.end()) {
        out_ += fmt::format("    = {}\n", rule);
      }
    }
  }

  std::vector<std::string> lines_;
  std::vector<std::string> known_;
  std::vector<std::string> rules_;
  std::set<std::string> seen_;
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
                                         "03_anchors", "04_every_limit", "04_other_conventions",
                                         "05_bounds_combine", "06_classes", "07_graph",
                                         "08_skipping", "09_side_by_side", "10_endings", "11_roles",
                                         "11_roles_by_sector", "12_gates", "13_rights_that_lapse",
                                         "14_after_the_outcome", "15_meetings", "16_diversion",
                                         "17_subjects", "18_versions", "19_monitoring",
                                         "20_on_call", "21_not_stated", "22_opened_again"),
                         [](const auto& named) { return std::string{named.param}; });

}  // namespace
}  // namespace accord
