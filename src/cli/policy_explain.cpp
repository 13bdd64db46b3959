#include "cli/policy_explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/exit_code.hpp"
#include "cli/policy_file.hpp"
#include "policy/change_lines.hpp"
#include "policy/changes.hpp"
#include "policy/explain.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

/// Why there is no policy, and the exit code that says so.
struct NoPolicy {
  std::string words;
  int exit_code;
};

std::expected<Policy, NoPolicy> load(const std::string& path, std::string_view command) {
  const auto file = read_policy_file(path);
  if (!file && !file.error().unreadable.empty()) {
    return std::unexpected(NoPolicy{
        fmt::format("accord policy {}: {}\n", command, file.error().unreadable), kCouldNotRun});
  }
  auto policy =
      file ? policy_in(*file) : std::expected<Policy, PolicyFileError>{std::unexpect, file.error()};
  if (!policy) {
    return std::unexpected(NoPolicy{to_lines(policy.error()) + "\n", kAnswerIsNo});
  }
  return *std::move(policy);
}

/// A text of several lines, each with that indent and none empty at the end.
std::string indented(std::string text, std::string_view by) {
  text.erase(text.find_last_not_of(" \n") + 1);
  std::string out{by};
  for (const char c : text) {
    out += c;
    if (c == '\n') {
      out += by;
    }
  }
  return out + "\n";
}

Json to_json(const RuleInWords& rule) {
  return {{"id", rule.id},
          {"under", rule.under},
          {"what", rule.what},
          {"lines", rule.lines},
          {"clauses", rule.source.clauses},
          {"reading", rule.source.reading},
          {"local", rule.source.local}};
}

void print_rule(const RuleInWords& rule, std::ostream& out) {
  const std::vector<std::string> lines = lines_of(rule);
  out << indented(lines.front(), "  ");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    out << indented(lines[i], "      ");
  }
}

void print_change(const PolicyChange& change, std::ostream& out) {
  const ChangeInLines said = in_lines(change);
  out << indented(fmt::format("{}, {}: {}", said.kind, said.under, said.what), "  ");
  for (const std::string& line : said.lines) {
    out << indented(line, "      ");
  }
  for (const std::string& line : said.before) {
    out << indented("before: " + line, "      ");
  }
  for (const std::string& line : said.now) {
    out << indented("now:    " + line, "      ");
  }
  if (!said.moved_from.empty()) {
    out << fmt::format("      moved from {} to {}\n", said.moved_from, said.under);
  }
}

Json to_json(const PolicyChange& change) {
  return {{"change", !change.before  ? "new"
                     : !change.after ? "gone"
                                     : "changed"},
          {"id", change.rule().id},
          {"before", change.before ? to_json(*change.before) : Json{}},
          {"after", change.after ? to_json(*change.after) : Json{}}};
}

}  // namespace

int run_policy_explain(const PolicyExplainArguments& arguments, std::ostream& out,
                       std::ostream& err) {
  const auto policy = load(arguments.file, "explain");
  if (!policy) {
    err << policy.error().words;
    return policy.error().exit_code;
  }
  std::vector<RuleInWords> rules = explain(*policy);
  if (!arguments.clause.empty()) {
    if (policy->clause(arguments.clause) == nullptr) {
      std::vector<std::string_view> ids;
      for (const ClauseText& clause : policy->document) {
        ids.push_back(clause.id);
      }
      err << fmt::format(
          "accord policy explain: {}: the document has no clause `{}`. It has: {}.\n",
          arguments.file, arguments.clause, fmt::join(ids, ", "));
      return kCouldNotRun;
    }
    std::erase_if(rules, [&](const RuleInWords& rule) {
      return !carries_out(rule, arguments.clause) && rule.id != "clause." + arguments.clause;
    });
  }
  if (arguments.json) {
    Json list = Json::array();
    for (const RuleInWords& rule : rules) {
      list.push_back(to_json(rule));
    }
    out << list.dump(2) << '\n';
    return kDone;
  }
  out << fmt::format("{}: {}\n", policy->partnership, policy->title);
  std::string under;
  for (const RuleInWords& rule : rules) {
    if (rule.under != under) {
      under = rule.under;
      out << '\n' << under << '\n';
    }
    print_rule(rule, out);
  }
  return kDone;
}

int run_policy_diff(const PolicyDiffArguments& arguments, std::ostream& out, std::ostream& err) {
  const auto older = load(arguments.older, "diff");
  const auto newer = load(arguments.newer, "diff");
  for (const auto* policy : {&older, &newer}) {
    if (!*policy) {
      err << policy->error().words;
      return kCouldNotRun;
    }
  }
  const auto changes = policy_changes(*older, *newer);
  const auto groups = by_clause(changes, *older, *newer);
  if (arguments.json) {
    Json list = Json::array();
    for (const ClauseChanges& group : groups) {
      Json of_clause = Json::array();
      for (const PolicyChange& change : group.changes) {
        of_clause.push_back(to_json(change));
      }
      list.push_back({{"clause", group.clause.empty() ? Json{} : Json(group.clause)},
                      {"heading", group.heading},
                      {"changes", std::move(of_clause)}});
    }
    out << list.dump(2) << '\n';
    return changes.empty() ? kDone : kAnswerIsNo;
  }
  for (const ClauseChanges& group : groups) {
    out << (group.clause.empty() ? std::string{"What cites no clause\n"}
                                 : fmt::format("Clause {}{}{}\n", group.clause,
                                               group.heading.empty() ? "" : ": ", group.heading));
    for (const PolicyChange& change : group.changes) {
      print_change(change, out);
    }
    out << '\n';
  }
  out << (changes.empty()
              ? std::string{"The two say the same.\n"}
              : fmt::format("{} change{}.\n", changes.size(), changes.size() == 1 ? "" : "s"));
  return changes.empty() ? kDone : kAnswerIsNo;
}

}  // namespace accord
