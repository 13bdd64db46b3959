#include "cli/rehearse_coverage.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace accord {

namespace {

void write_rule(const RuleCoverage& rule, std::ostream& out) {
  const std::string& clause = rule.rule.source.clause;
  out << fmt::format("    {} ({}): {}{}: never {}\n", rule.rule.id, rule.rule.under, rule.rule.what,
                     clause.empty() ? "" : ", clause " + clause,
                     fmt::join(rule.never(), ", never "));
}

void write_rules(const Coverage& coverage, bool exercised, std::string_view heading,
                 std::ostream& out) {
  for (const RuleCoverage& rule : coverage.rules()) {
    if (rule.exercised() == exercised && !rule.never().empty()) {
      out << heading;
      heading = "";
      write_rule(rule, out);
    }
  }
}

}  // namespace

void CoverageByPolicy::add(const std::string& file, const Policy& policy,
                           const RehearsalReport& report, const Directory& directory) {
  const auto found = std::ranges::find(policies_, &policy, &One::policy);
  One& one = found != policies_.end()
                 ? *found
                 : policies_.emplace_back(One{file, &policy, Coverage{policy}});
  one.coverage.add(report, directory);
}

void CoverageByPolicy::write_text(std::ostream& out) const {
  int exercised = 0;
  std::size_t rules = 0;
  for (const One& one : policies_) {
    exercised += one.coverage.exercised();
    rules += one.coverage.rules().size();
    out << fmt::format("\n{}: {}: {} of {} rules exercised\n", one.file, one.policy->title,
                       one.coverage.exercised(), one.coverage.rules().size());
    write_rules(one.coverage, false, "  exercised by no rehearsal:\n", out);
    write_rules(one.coverage, true, "  exercised, but not in every way:\n", out);
  }
  out << fmt::format("\n{} of {} rules exercised\n", exercised, rules);
}

nlohmann::ordered_json CoverageByPolicy::to_json() const {
  auto list = nlohmann::ordered_json::array();
  for (const One& one : policies_) {
    auto rules = nlohmann::ordered_json::array();
    for (const RuleCoverage& rule : one.coverage.rules()) {
      rules.push_back({{"id", rule.rule.id},
                       {"under", rule.rule.under},
                       {"what", rule.rule.what},
                       {"clauses", rule.rule.source.clauses},
                       {"exercised", rule.exercised()},
                       {"never", rule.never()}});
    }
    list.push_back({{"file", one.file},
                    {"policy", one.policy->id},
                    {"exercised", one.coverage.exercised()},
                    {"of", one.coverage.rules().size()},
                    {"rules", std::move(rules)}});
  }
  return list;
}

}  // namespace accord
