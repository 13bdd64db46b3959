#include "cli/policy_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <expected>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string_view>

#include "base/try.hpp"
#include "calendar/zone.hpp"
#include "cli/exit_code.hpp"
#include "cli/partnership_files.hpp"
#include "cli/policy_file.hpp"
#include "cli/policy_whole.hpp"
#include "policy/checker.hpp"

namespace accord {

namespace {

/// A finding, and where it stands in the files that the policy was written in.
struct PlacedFinding {
  FilePlace place;
  Finding finding;
  nlohmann::ordered_json more;  ///< for programs
};

/// What the checks need beside the files.
struct Beside {
  std::string directory;
  std::string from;
  Instant now;
};

PlacedFinding format_error(const FileProblem& problem) {
  return {problem.place,
          {.level = Finding::Level::Error,
           .code = "format",
           .mark = problem.place.mark,
           .message = problem.what,
           .suggestion = problem.mend},
          {}};
}

std::expected<std::vector<PlacedFinding>, std::string> findings_of(const PolicyFileError& error) {
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

bool is_wrong(const std::vector<PlacedFinding>& findings) {
  return std::ranges::any_of(findings, [](const PlacedFinding& one) {
    return one.finding.level == Finding::Level::Error;
  });
}

/// What the calendar and the directory show of a policy without an error.
std::expected<std::vector<WholeFinding>, std::string> whole_findings(const Policy& policy,
                                                                     const Beside& beside) {
  std::optional<Directory> directory;
  ACCORD_TRY(const Zone zone, Zone::load(policy.zone));
  if (!beside.directory.empty()) {
    ACCORD_TRY(directory, load_directory(beside.directory, zone));
  }
  ACCORD_TRY(const WorkingCalendar calendar, calendar_of(policy, directory.value_or(Directory{})));
  Date first = zone.to_local(beside.now).day;
  // Nothing is raised under it before it is in force.
  if (const auto effective = parse_date(policy.effective);
      effective && *effective > first && calendar.covers(*effective)) {
    first = *effective;
  }
  if (!beside.from.empty()) {
    ACCORD_TRY(first, parse_date(beside.from));
  }
  std::vector<WholeFinding> findings;
  if (directory) {
    findings = role_findings(policy, *directory, zone, beside.now);
  }
  for (WholeFinding& one :
       longest_findings(policy, calendar, directory ? &*directory : nullptr, first)) {
    findings.push_back(std::move(one));
  }
  return findings;
}

/// Problems of the file's form and findings of the checker are one list for the reader.
std::expected<std::vector<PlacedFinding>, std::string> findings_of(const PolicyFile& file,
                                                                   const Beside& beside) {
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
                         .suggestion = "write a name such as Europe/London"},
                        {}});
  }
  for (Finding& finding : check_policy(*policy)) {
    findings.push_back({file.place(finding.mark), std::move(finding), {}});
  }
  if (is_wrong(findings)) {
    return findings;  // what cannot be executed takes no time
  }
  ACCORD_TRY(std::vector<WholeFinding> whole, whole_findings(*policy, beside));
  for (WholeFinding& one : whole) {
    findings.push_back({file.place(one.finding.mark), std::move(one.finding), {}});
    if (!one.longest.empty()) {
      findings.back().more["longest"] = to_json(one.longest, *Zone::load(policy->zone));
    }
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
  for (const auto& [place, finding, more] : findings) {
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
  for (const auto& [place, finding, more] : findings) {
    list.push_back({{"file", place.file},
                    {"line", place.mark.line},
                    {"column", place.mark.column},
                    {"level", to_word(finding.level)},
                    {"code", finding.code},
                    {"clause", finding.clause},
                    {"message", finding.message},
                    {"suggestion", finding.suggestion}});
    if (!more.is_null()) {
      list.back().update(more);
    }
  }
}

}  // namespace

int run_policy_check(const PolicyCheckArguments& arguments, Instant now, std::ostream& out,
                     std::ostream& err) {
  int answer = kDone;
  const Beside beside{arguments.directory, arguments.from, now};
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const std::string& file : arguments.files) {
    const auto read = read_policy_file(file);
    if (!read && !read.error().unreadable.empty()) {
      err << "accord policy check: " << read.error().unreadable << '\n';
      answer = kCouldNotRun;
      continue;
    }
    const auto findings = read ? findings_of(*read, beside) : findings_of(read.error());
    if (!findings) {
      err << "accord policy check: " << findings.error() << '\n';
      answer = kCouldNotRun;
      continue;
    }
    if (is_wrong(*findings) && answer == kDone) {
      answer = kAnswerIsNo;
    }
    if (arguments.json) {
      add_json(*findings, list);
    } else {
      write_text(file, *findings, out);
    }
  }
  if (arguments.json) {
    out << list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  }
  return answer;
}

}  // namespace accord
