#include <fmt/format.h>

#include <algorithm>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// An ending that leaves somebody's worry standing has to say so in writing (ALL-1, ALL-7).
void check_written(const Stage& stage, Findings& findings) {
  for (const ExitRule& exit : stage.exits) {
    if (!exit.record.empty() || exit.by.empty()) {
      continue;
    }
    if (exit.end == OutcomeKind::Withdrawn) {
      findings.warning(
          "withdrawn-without-reason", exit.source,
          fmt::format("the exit `{}` withdraws the disagreement and asks for no reason", exit.id),
          "add `record:` with the reason, so that nobody is talked out of a concern "
          "without a trace");
    } else if (exit.end == OutcomeKind::Stands) {
      findings.warning("stands-without-dissent", exit.source,
                       fmt::format("the exit `{}` lets a decision stand that is not agreed, and "
                                   "records no dissent",
                                   exit.id),
                       "add `record:` with what each side holds");
    }
  }
}

bool names_previous(const std::vector<RoleRef>& who) {
  return std::ranges::any_of(who, [](const RoleRef& ref) {
    return std::ranges::find(ref.alternatives, "previous") != ref.alternatives.end();
  });
}

/// Nobody has spoken for a side before the first stage.
void check_previous(const Policy& policy, Findings& findings) {
  for (const ExitRule& exit : policy.start.exits) {
    const Stage* first = policy.scope(exit.go);
    if (first == nullptr) {
      continue;
    }
    bool duties = false;
    for (const DutyRule& duty : first->duties) {
      duties = duties || names_previous(duty.owed_by) || names_previous(duty.open_to);
    }
    const bool comes_first = std::ranges::none_of(policy.stages, [&](const Stage& stage) {
      return std::ranges::any_of(stage.exits,
                                 [&](const ExitRule& on) { return on.go == first->id; });
    });
    if (comes_first && (duties || names_previous(first->representatives))) {
      findings.error("nobody-before", first->source,
                     fmt::format("the stage `{}` names `previous`, and nobody has spoken before it",
                                 first->id),
                     "name `worker`, `line_manager` or a role of the policy");
    }
  }
}

}  // namespace

void check_endings(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&](const Stage& stage) { check_written(stage, findings); });
  check_previous(policy, findings);
}

}  // namespace accord::checking
