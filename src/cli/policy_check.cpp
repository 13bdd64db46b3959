#include "cli/policy_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>
#include <ostream>

#include "calendar/zone.hpp"
#include "cli/exit_code.hpp"
#include "cli/files.hpp"
#include "policy/checker.hpp"
#include "policy/reader.hpp"

namespace accord {

namespace {

/// Problems of the file's form and findings of the checker are one list for the reader.
std::vector<Finding> findings_of(std::string_view text) {
  const ReadResult policy = read_policy(text);
  std::vector<Finding> findings;
  if (policy) {
    findings = check_policy(*policy);
    // The zones are the machine's, so that only the shell can tell.
    if (const auto zone = Zone::load(policy->zone); !zone) {
      findings.insert(findings.begin(), {.level = Finding::Level::Error,
                                         .code = "unknown-zone",
                                         .mark = {1, 1},
                                         .message = zone.error(),
                                         .suggestion = "write a name such as Europe/London"});
    }
    return findings;
  }
  for (const Problem& problem : policy.error()) {
    findings.push_back({.level = Finding::Level::Error,
                        .code = "format",
                        .mark = problem.mark,
                        .message = problem.what,
                        .suggestion = problem.mend});
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

void write_text(const std::string& file, const std::vector<Finding>& findings, std::ostream& out) {
  for (const Finding& finding : findings) {
    out << fmt::format("{}:{}:{}: {}: {}. {} [{}]\n", file, finding.mark.line, finding.mark.column,
                       to_word(finding.level), finding.message, sentence(finding.suggestion),
                       finding.code);
  }
  const auto errors = std::ranges::count(findings, Finding::Level::Error, &Finding::level);
  const auto warnings = std::ranges::count(findings, Finding::Level::Warning, &Finding::level);
  out << fmt::format("{}: {} error{}, {} warning{}\n", file, errors, errors == 1 ? "" : "s",
                     warnings, warnings == 1 ? "" : "s");
}

void add_json(const std::string& file, const std::vector<Finding>& findings,
              nlohmann::ordered_json& list) {
  for (const Finding& finding : findings) {
    list.push_back({{"file", file},
                    {"line", finding.mark.line},
                    {"column", finding.mark.column},
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
    const auto text = read_file(file);
    if (!text) {
      err << "accord policy check: " << text.error() << '\n';
      answer = kCouldNotRun;
      continue;
    }
    const std::vector<Finding> findings = findings_of(*text);
    if (has_error(findings) && answer == kDone) {
      answer = kAnswerIsNo;
    }
    if (arguments.json) {
      add_json(file, findings, list);
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
