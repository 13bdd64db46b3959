#include <algorithm>

#include "disagreement/condition.hpp"
#include "disagreement/course.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"

namespace accord {

// A course's duties: opened, met, lapsed and overdue, and their deadlines (kernel rules 10 to 12,
// 14 and 18).

bool Course::open_duties(const Stage& scope) {
  bool changed = false;
  for (const DutyRule& rule : scope.duties) {
    changed = (!rule.is_right() && open_duty(scope, rule)) || changed;
  }
  return changed;
}

namespace {

/// Whether the opening before answers what came to be so at `wanted` (kernel rule 11): it opened
/// for it or after it, or it was still open then.
bool answers(const Opening& before, Instant wanted, Instant governed_since) {
  if (wanted <= before.front().opened_at) {
    return true;
  }
  Instant done = before.front().opened_at;
  for (const DutyState& duty : before) {
    if (duty.status == DutyStatus::Lapsed) {
      return false;  // its condition has been false since
    }
    done = std::max(done, *duty.done_at);
  }
  // What was done before a version came to govern answers also what that version asks of the time
  // before it (kernel rule 24).
  return wanted < done || (done <= governed_since && wanted <= governed_since);
}

}  // namespace

bool Course::open_duty(const Stage& scope, const DutyRule& rule) {
  auto wanted = since(rule.when, {state_, at_.now, &at_.calendar});
  if (!wanted) {
    return false;
  }
  if (state_.outcome) {
    wanted = std::max(*wanted, state_.outcome->at);  // each outcome has what follows it
  }
  if (std::ranges::find(lapsed_now_, &rule) != lapsed_now_.end()) {
    return false;
  }
  const Visit* visit = state_.stage();
  const bool in_stage = visit != nullptr && visit->stage == scope.id;
  const auto before = present_opening(state_, scope.id, rule.id);
  if (!before.empty()) {
    const bool still_open =
        std::ranges::any_of(before, [](const DutyState& duty) { return duty.open(); });
    const bool lapsed = std::ranges::all_of(
        before, [](const DutyState& duty) { return duty.status == DutyStatus::Lapsed; });
    // In a stage: again only after it lapsed. Elsewhere: at each new since (kernel rule 11).
    if (still_open || (in_stage ? !lapsed : answers(before, *wanted, state_.governed_by.since))) {
      return false;
    }
  }
  Instant opened = *wanted == kAlways ? state_.raised_at : *wanted;
  if (in_stage) {
    opened = std::max(opened, visit->tier_begun_at);
  }
  opened = std::max(opened, state_.raised_at);
  open_for(rule, scope, opened);
  return true;
}

void Course::open_for(const DutyRule& rule, const Stage& scope, Instant opened_at) {
  const Visit* visit = state_.stage();
  DutyOpened opened;
  opened.scope = scope.id;
  opened.id = rule.id;
  if (visit != nullptr && visit->stage == scope.id) {
    opened.visit = visit->number;
    opened.tier = visit->tier;
  }
  opened.to = resolve_all(rule.to, state_, at_);
  opened.batch = next_duty();
  const bool any_side = std::ranges::any_of(
      rule.owed_by, [](const RoleRef& ref) { return ref.side == SideSelector::AnySide; });
  std::vector<Ower> owers = resolve_all(rule.owed_by, state_, at_);
  if (any_side) {
    opened.any_side = true;
    opened.owers = std::move(owers);
    make_duty(std::move(opened), opened_at, rule.source.clause);
    return;
  }
  for (Ower& ower : owers) {
    DutyOpened one = opened;
    one.owers.push_back(std::move(ower));
    make_duty(std::move(one), opened_at, rule.source.clause);
  }
}

void Course::make_duty(DutyOpened opened, Instant opened_at, const std::string& clause) {
  opened.number = next_duty();
  if (opened.batch == 0) {
    opened.batch = opened.number;
  }
  DutyState made;
  made.scope = opened.scope;
  made.id = opened.id;
  made.visit = opened.visit;
  made.opened_at = opened_at;
  opened.deadline = deadline_now(made, state_, at_);
  follow_at(opened_at, std::move(opened), clause);
  record_overdue();
}

bool Course::meet_by_condition() {
  bool changed = false;
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || duty.undertaking) {
      continue;
    }
    const DutyRule* rule = policy().duty(duty.scope, duty.id);
    if (rule == nullptr || !rule->met_when) {
      continue;
    }
    if (const auto met = since(*rule->met_when, {state_, at_.now, &at_.calendar})) {
      const Instant done = std::max(*met, duty.opened_at);
      const bool late = duty.deadline.due && done > *duty.deadline.due;
      follow_at(done, DutyMet{duty.number, late}, rule->source.clause);
      changed = true;
    }
  }
  return changed;
}

bool Course::lapse_in_stage() {
  bool changed = false;
  const Visit* visit = state_.stage();
  if (visit == nullptr) {
    return false;
  }
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || duty.is_settle() || duty.undertaking || duty.scope != visit->stage) {
      continue;
    }
    const DutyRule* rule = policy().duty(duty.scope, duty.id);
    if (rule != nullptr && !since(rule->when, {state_, at_.now, &at_.calendar})) {
      follow(DutyLapsed{duty.number, "it is no longer owed"}, rule->source.clause);
      lapsed_now_.push_back(rule);
      changed = true;
    }
  }
  return changed;
}

bool Course::close_throughout() {
  bool lapsed = false;
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || (duty.scope != "throughout" && duty.scope != "after")) {
      continue;
    }
    const DutyRule* rule = policy().duty(duty.scope, duty.id);
    if (rule == nullptr) {
      continue;  // undertaken by somebody: theirs until they did it
    }
    if (duty.scope == "after" && !state_.outcome) {
      follow(DutyLapsed{duty.number, "the disagreement was opened again"}, rule->source.clause);
      lapsed = true;
    } else if (!since(rule->when, {state_, at_.now, &at_.calendar})) {
      follow(DutyLapsed{duty.number, "it is no longer owed"}, rule->source.clause);
      lapsed = true;
    }
  }
  return lapsed;
}

void Course::close_start() {
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (duty.open() && duty.scope == "start") {
      follow(DutyLapsed{duty.number, "the disagreement was raised"});
    }
  }
}

/// What is done at the deadline is in time: only the passing of that instant makes it overdue.
bool Course::record_overdue(bool at_the_instant) {
  bool recorded = false;
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || duty.overdue_at || !duty.deadline.due) {
      continue;
    }
    const Instant due = *duty.deadline.due;
    if (due < at_.now || (at_the_instant && due == at_.now)) {
      follow_at(*duty.deadline.due, DutyOverdue{duty.number});
      recorded = true;
    }
  }
  return recorded;
}

void Course::set_cap(DeadlineState cap, const std::string& why) {
  if (cap != state_.cap) {
    follow(DeadlineChanged{0, state_.cap, std::move(cap), why},
           policy().cap.empty() ? "" : policy().cap.front().source.clause);
  }
}

bool Course::update_deadlines(const std::string& why, bool refix) {
  if (!policy().cap.empty()) {
    set_cap(cap_now(state_, at_, refix), why);
  }
  bool moved = false;
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open()) {
      continue;
    }
    DeadlineState now = deadline_now(duty, state_, at_, refix);
    if (now != duty.deadline) {
      const DutyRule* rule = policy().duty(duty.scope, duty.id);
      moved = (now.due != duty.deadline.due && ++moved_now_[duty.number] <= kMostMoves) || moved;
      follow(DeadlineChanged{duty.number, duty.deadline, std::move(now), why},
             rule != nullptr ? rule->source.clause : "");
    }
  }
  return record_overdue() || moved;
}

}  // namespace accord
