#include "disagreement/outlook.hpp"

#include <algorithm>

#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

bool is_mine(const DutyState& duty, const Actor& viewer, const Disagreement& d,
             const Circumstances& at) {
  return !viewer.person.empty() && !duty.is_settle() && may_report(viewer, duty, d, at);
}

OpenExit describe(const std::string& scope, const ExitRule& exit, const Actor& viewer,
                  const Disagreement& d, const Circumstances& at) {
  OpenExit found;
  found.scope = scope;
  found.rule = &exit;
  found.open = since(exit.when, {d, at.now, &at.calendar}).has_value();
  found.until = until_now(exit.until, exit.when, scope, d, at).due;
  if (found.until && at.now > *found.until) {
    found.open = false;
    found.lapsed = true;
  } else if (found.open && leads_here(exit, scope, d)) {
    found.open = false;
    found.closed_because = "another stage is current: this is the one to which it leads";
  } else if (!found.open) {
    found.closed_because = in_words(at.policy, exit.when);
  }
  found.needed = takers(exit, d);
  for (const Take& take : d.takes) {
    if (take.taken.scope == scope && take.taken.exit == exit.id) {
      found.taken.insert(found.taken.end(), take.taken.covers.begin(), take.taken.covers.end());
      found.taken_by_me = found.taken_by_me || take.by.person == viewer.person;
    }
  }
  for (const Terms& terms : d.terms) {
    if (terms.scope == scope && terms.exit == exit.id) {
      found.terms = &terms;
    }
  }
  found.mine = !viewer.person.empty() && !covers(viewer, scope, exit, d, at).empty();
  return found;
}

void add_exits(Outlook& found, const Stage& scope, const Actor& viewer, const Circumstances& at) {
  for (const ExitRule& exit : scope.exits) {
    if (!exit.by.empty() || exit.by_not_stated) {
      found.exits.push_back(describe(scope.id, exit, viewer, found.state, at));
    }
  }
}

void add_rights(Outlook& found, const Stage& scope, const Actor& viewer, const Circumstances& at) {
  for (const DutyRule& rule : scope.duties) {
    if (!rule.is_right() || !since(rule.when, {found.state, at.now, &at.calendar})) {
      continue;
    }
    const auto who = resolve_all(rule.open_to, found.state, at);
    const SideIndex side = acting_side(viewer, found.state, at);
    const bool worker =
        side >= 0 &&
        found.state.raised.sides[static_cast<std::size_t>(side)].worker == viewer.person &&
        std::ranges::any_of(who, [&](const Ower& ower) { return ower.side == side; });
    if (worker || may_do(viewer, who, found.state, at)) {
      const auto until = until_now(rule.until, rule.when, scope.id, found.state, at).due;
      auto& list = until && at.now > *until ? found.lapsed : found.rights;
      list.push_back({scope.id, &rule, until});
    }
  }
}

}  // namespace

Outlook outlook(const Disagreement& disagreement, const Actor& viewer, const Circumstances& at) {
  Outlook found;
  found.state = disagreement;
  const auto passed = decide(disagreement, Command{Actor{}, PassTime{}}, at);
  if (passed) {
    for (const Event& event : *passed) {
      apply(found.state, event);
    }
  }
  for (const DutyState& duty : found.state.duties) {
    if (!duty.open()) {
      continue;
    }
    found.duties.push_back({&duty, at.policy.duty(duty.scope, duty.id), duty.overdue_at.has_value(),
                            is_mine(duty, viewer, found.state, at)});
  }
  std::ranges::stable_sort(found.duties, [](const OpenDuty& a, const OpenDuty& b) {
    const auto& left = a.duty->deadline.due;
    const auto& right = b.duty->deadline.due;
    return left && (!right || *left < *right);
  });
  if (!found.state.outcome) {
    if (const Visit* visit = found.state.stage()) {
      const Stage* stage = at.policy.scope(visit->stage);
      if (stage != nullptr) {
        add_exits(found, *stage, viewer, at);
        add_rights(found, *stage, viewer, at);
      }
    }
    add_exits(found, at.policy.throughout, viewer, at);
    add_rights(found, at.policy.throughout, viewer, at);
  } else {
    add_exits(found, at.policy.after, viewer, at);
    if (!found.state.finished) {
      add_rights(found, at.policy.after, viewer, at);
    }
  }
  return found;
}

std::optional<Instant> next_moment(const Disagreement& disagreement, Instant after) {
  std::optional<Instant> next;
  const auto consider = [&](Instant instant) { next = std::min(instant, next.value_or(instant)); };
  if (disagreement.finished) {
    return next;
  }
  for (const DutyState& duty : disagreement.duties) {
    // In the very second that it is due it is not overdue yet.
    if (duty.open() && duty.deadline.due && !duty.overdue_at && *duty.deadline.due >= after) {
      consider(*duty.deadline.due);
    }
  }
  for (const FactValue& value : disagreement.facts) {
    if (value.set.moment && *value.set.moment > after) {
      consider(*value.set.moment);
    }
  }
  return next;
}

}  // namespace accord
