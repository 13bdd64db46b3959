#include "policy/checker.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "policy/checking.hpp"

namespace accord {

std::string_view to_word(Finding::Level level) {
  switch (level) {
    case Finding::Level::Error: return "error";
    case Finding::Level::Warning: return "warning";
    case Finding::Level::Note: return "note";
  }
  return {};
}

std::vector<Finding> check_policy(const Policy& policy) {
  checking::Findings found;
  checking::check_ids(policy, found);
  checking::check_was(policy, found);
  checking::check_references(policy, found);
  checking::check_roles(policy, found);
  checking::check_meetings(policy, found);
  checking::check_words(policy, found);
  checking::check_graph(policy, found);
  checking::check_automatic_exits(policy, found);
  checking::check_times(policy, found);
  checking::check_anchors(policy, found);
  checking::check_starts(policy, found);
  checking::check_unused(policy, found);
  checking::check_opening(policy, found);
  checking::check_possible(policy, found);
  checking::check_endings(policy, found);
  checking::check_document(policy, found);
  std::vector<Finding> findings = found.take();
  // What never starts is said once.
  std::set<Mark> never;
  for (const Finding& finding : findings) {
    if (finding.code == "clock-never-starts") {
      never.insert(finding.mark);
    }
  }
  std::erase_if(findings, [&](const Finding& finding) {
    return finding.code == "clock-may-never-start" && never.contains(finding.mark);
  });
  std::ranges::sort(findings, {}, [](const Finding& finding) {
    return std::tuple{finding.mark, std::string_view{finding.code},
                      std::string_view{finding.message}};
  });
  return findings;
}

bool has_error(const std::vector<Finding>& findings) {
  return std::ranges::any_of(
      findings, [](const Finding& finding) { return finding.level == Finding::Level::Error; });
}

}  // namespace accord
