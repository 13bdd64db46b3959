#include "cli/policy_explain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <expected>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/exit_code.hpp"
#include "cli/policy_file.hpp"
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

std::string capital(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'a' + 'A');
  }
  return text;
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

std::vector<std::string> all_lines(const RuleInWords& rule) {
  std::vector<std::string> lines{capital(rule.what)};
  lines.insert(lines.end(), rule.lines.begin(), rule.lines.end());
  std::ranges::copy(in_words(rule.source), std::back_inserter(lines));
  return lines;
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
  const std::vector<std::string> lines = all_lines(rule);
  out << indented(lines.front(), "  ");
  for (std::size_t i = 1; i < lines.size(); ++i) {
    out << indented(lines[i], "      ");
  }
}

/// The lines that one of them has alone, so that a long rule shows only what changed in it.
void print_changed(const RuleInWords& before, const RuleInWords& after, std::ostream& out) {
  const std::vector<std::string> was = all_lines(before);
  const std::vector<std::string> is = all_lines(after);
  const auto print_missing = [&out](const std::vector<std::string>& from,
                                    const std::vector<std::string>& in, std::string_view mark) {
    for (const std::string& line : from) {
      if (std::ranges::find(in, line) == in.end()) {
        out << indented(fmt::format("{} {}", mark, line), "      ");
      }
    }
  };
  print_missing(was, is, "before:");
  print_missing(is, was, "now:   ");
  if (before.under != after.under) {
    out << fmt::format("      moved from {} to {}\n", before.under, after.under);
  }
}

void print_change(const PolicyChange& change, std::ostream& out) {
  const RuleInWords& rule = change.rule();
  const std::string_view kind = !change.before ? "New" : !change.after ? "Gone" : "Changed";
  out << indented(fmt::format("{}, {}: {}", kind, rule.under, capital(rule.what)), "  ");
  if (change.before && change.after) {
    print_changed(*change.before, *change.after, out);
    return;
  }
  const std::vector<std::string> lines = all_lines(rule);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    out << indented(lines[i], "      ");
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
