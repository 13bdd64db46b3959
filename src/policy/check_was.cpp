#include <fmt/format.h>

#include <map>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// An earlier id has one heir: of two, an open disagreement could not say where it goes on.
template <typename Rules>
void check_heirs(const Rules& rules, std::string_view what, Findings& findings) {
  std::map<std::string, std::string> heirs;
  for (const auto& rule : rules) {
    if (rule.was.empty()) {
      heirs.emplace(rule.id, rule.id);
    }
  }
  for (const auto& rule : rules) {
    for (const std::string& was : rule.was) {
      const auto [heir, is_new] = heirs.emplace(was, rule.id);
      if (!is_new && heir->second != rule.id) {
        findings.error(
            "two-heirs", rule.source,
            fmt::format("{} `{}` was `{}`, and so is `{}`", what, rule.id, was, heir->second),
            "say of one of them alone what it was called before");
      }
    }
  }
}

}  // namespace

void check_was(const Policy& policy, Findings& findings) {
  check_heirs(policy.facts, "the fact", findings);
  check_heirs(policy.stages, "the stage", findings);
  for_each_scope(policy, [&](const Stage& stage) {
    check_heirs(stage.duties, "the duty", findings);
    check_heirs(stage.exits, "the exit", findings);
  });
}

}  // namespace accord::checking
