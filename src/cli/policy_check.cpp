#include "cli/policy_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string_view>

#include "calendar/zone.hpp"
#include "cli/exit_code.hpp"
#include "cli/policy_file.hpp"
#include "policy/checker.hpp"

namespace accord {

namespace {

/// A finding, and where it stands in the files that the policy was written in.
struct PlacedFinding {
  FilePlace place;
  Finding finding;
};

PlacedFinding format_error(const FileProblem& problem) {
  return {problem.place,
          {.level = Finding::Level::Error,
           .code = "format",
           .mark = problem.place.mark,
           .message = problem.what,
           .suggestion = problem.mend}};
}

std::vector<PlacedFinding> findings_of(const PolicyFileError& error) {
  std::vector<PlacedFinding> findings;
  std::ranges::transform(error.problems, std::back_inserter(findings), format_error);
  return findings;
}

/// Where the value of a key at the top of the policy stands.
Mark mark_of(const PolicyFile& file, std::string_view key) {
  const auto tree = read_yaml(file.text);
  const auto child = tree ? std::ranges::find(tree->children, key, &YamlNode::key)
                          : std::vector<YamlNode>::const_iterator{};
  return tree && child != tree->children.end() ? child->mark : Mark{1, 1};
}

/// Problems of the file's form and findings of the checker are one list for the reader.
std::vector<PlacedFinding> findings_of(const PolicyFile& file) {
  const auto policy = policy_in(file);
  if (!policy) {
    return findings_of(policy.error());
  }
  std::vector<PlacedFinding> findings;
  // The zones are the machine's, so that only the shell can tell.
  if (const auto zone = Zone::load(policy->zone); !zone) {
    const Mark mark = mark_of(file, "zone");
    findings.push_back({file.place(mark),
                        {.level = Finding::Level::Error,
                         .code = "unknown-zone",
                         .mark = mark,
                         .message = zone.error(),
                         .suggestion = "write a name such as Europe/London"}});
  }
  for (Finding& finding : check_policy(*policy)) {
    findings.push_back({file.place(finding.mark), std::move(finding)});
  }
  return findings;
}

std::string sentence(std::string text) {
  if (text.empty()) {
    return text;
  }
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text + (text.ends_with('?') ? "" : ".");
}

void write_text(const std::string& file, const std::vector<PlacedFinding>& findings,
                std::ostream& out) {
  for (const auto& [place, finding] : findings) {
    out << fmt::format("{}:{}:{}: {}: {}. {} [{}]\n", place.file, place.mark.line,
                       place.mark.column, to_word(finding.level), finding.message,
                       sentence(finding.suggestion), finding.code);
  }
  const auto level = [](const PlacedFinding& one) { return one.finding.level; };
  const auto errors = std::ranges::count(findings, Finding::Level::Error, level);
  const auto warnings = std::ranges::count(findings, Finding::Level::Warning, level);
  out << fmt::format("{}: {} error{}, {} warning{}\n", file, errors, errors == 1 ? "" : "s",
                     warnings, warnings == 1 ? "" : "s");
}

void add_json(const std::vector<PlacedFinding>& findings, nlohmann::ordered_json& list) {
  for (const auto& [place, finding] : findings) {
    list.push_back({{"file", place.file},
                    {"line", place.mark.line},
                    {"column", place.mark.column},
                    {"level", to_word(finding.level)},
                    {"code", finding.code},
                    {"clause", finding.clause},
                    {"message", finding.message},
                    {"suggestion", finding.suggestion}});
  }
}

}  // namespace

int run_policy_check(const PolicyCheckArguments& arguments, std::ostream& out, std::ostream& err) {
  int answer = kDone;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const std::string& file : arguments.files) {
    const auto read = read_policy_file(file);
    if (!read && !read.error().unreadable.empty()) {
      err << "accord policy check: " << read.error().unreadable << '\n';
      answer = kCouldNotRun;
      continue;
    }
    const std::vector<PlacedFinding> findings =
        read ? findings_of(*read) : findings_of(read.error());
    const bool wrong = std::ranges::any_of(findings, [](const PlacedFinding& one) {
      return one.finding.level == Finding::Level::Error;
    });
    if (wrong && answer == kDone) {
      answer = kAnswerIsNo;
    }
    if (arguments.json) {
      add_json(findings, list);
    } else {
      write_text(file, findings, out);
    }
  }
  if (arguments.json) {
    out << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  }
  return answer;
}

}  // namespace accord
