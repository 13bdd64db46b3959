#include "disagreement/course.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/takers.hpp"

namespace accord {

void Course::act(const Actor& by, EventBody body, Instant happened, std::string clause) {
  Event event;
  event.sequence = state_.version + 1;
  event.recorded_at = recorded_at_;
  event.happened_at = happened;
  event.by = by;
  event.clause = std::move(clause);
  event.body = std::move(body);
  apply(state_, event);
  events_.push_back(std::move(event));
}

void Course::follow_at(Instant happened, EventBody body, std::string clause) {
  act(Actor{}, std::move(body), happened, std::move(clause));
}

void Course::follow(EventBody body, std::string clause) {
  follow_at(at_.now, std::move(body), std::move(clause));
}

void Course::pass_time(Instant from) {
  const Instant now = at_.now;
  while (true) {
    // The earliest instant after `from` and before now at which some word changes by time alone.
    std::optional<Instant> next;
    const auto consider = [&](Instant instant, bool again) {
      if (instant < now && (again || instant > from)) {
        next = std::min(instant, next.value_or(instant));
      }
    };
    for (const DutyState& duty : state_.duties) {
      if (duty.deadline.due) {
        consider(*duty.deadline.due, duty.open() && !duty.overdue_at);
      }
    }
    for (const FactValue& value : state_.facts) {
      if (value.set.moment) {
        consider(*value.set.moment, false);
      }
    }
    if (!next) {
      break;
    }
    at_.now = std::max(*next, state_.raised_at);
    record_overdue(true);
    // Just after the instant: what is done at the deadline is in time.
    settle_down(false, "time passed");
    from = std::max(from, *next);
  }
  at_.now = now;
}

void Course::settle_down(bool by_act, const std::string& why, bool refix) {
  int rounds = 0;
  lapsed_now_.clear();
  moved_now_.clear();
  do {
    bool changed = true;
    while (changed) {
      ACCORD_CHECK(++rounds <= kMostRounds);
      changed = one_round(by_act);
      // What is due or overdue now is a word that something else may wait for.
      changed = update_deadlines(why, refix) || changed;
    }
    // What no longer holds may open something else, and now: not when somebody looks next.
  } while (close_throughout());
  finish_if_done();
}

bool Course::one_round(bool by_act) {
  bool changed = meet_by_condition();
  drop_takes();
  if (fire_exits(by_act)) {
    return true;
  }
  changed = lapse_in_stage() || changed;
  if (const Visit* visit = state_.stage()) {
    const Stage* stage = policy().scope(visit->stage);
    ACCORD_CHECK(stage != nullptr);
    changed = open_duties(*stage) || changed;
  }
  if (!state_.outcome) {
    changed = open_duties(policy().throughout) || changed;
  } else {
    changed = open_duties(policy().after) || changed;
  }
  return changed;
}

void Course::drop_takes() {
  for (std::size_t i = 0; i < state_.takes.size(); ++i) {
    const Take take = state_.takes[i];
    const ExitRule* exit = policy().exit(take.taken.scope, take.taken.exit);
    const bool stands = exit != nullptr && !leads_here(*exit, take.taken.scope, state_) &&
                        since(exit->when, {state_, at_.now, &at_.calendar});
    if (exit == nullptr || stands) {
      continue;
    }
    follow(TermsLapsed{take.taken.scope, take.taken.exit, take.taken.side,
                       "It is no longer open under the procedure."},
           exit->source.clause);
  }
}

bool Course::fire_exits(bool by_act) {
  if (state_.outcome) {
    return fire_in(policy().after, by_act);
  }
  if (const Visit* visit = state_.stage()) {
    const Stage* stage = policy().scope(visit->stage);
    if (stage != nullptr && fire_in(*stage, by_act)) {
      return true;
    }
  }
  return fire_in(policy().throughout, by_act);
}

bool Course::fire_in(const Stage& scope, bool by_act) {
  for (const ExitRule& exit : scope.exits) {
    const bool by_itself = exit.by.empty() && !exit.by_not_stated;
    if (by_itself ? !by_act : !taken_by_all(exit, scope.id, state_)) {
      continue;
    }
    if (leads_here(exit, scope.id, state_) || !since(exit.when, {state_, at_.now, &at_.calendar})) {
      continue;
    }
    const auto until = until_now(exit.until, exit.when, scope.id, state_, at_).due;
    if (by_itself && until && at_.now > *until) {
      continue;  // what is done after its time does not lead on by itself
    }
    Terms agreed;
    for (const Terms& terms : state_.terms) {
      if (terms.scope == scope.id && terms.exit == exit.id) {
        agreed = terms;
      }
    }
    for (Undertaking& issue : agreed.outstanding) {
      act(agreed.by, Undertaken{std::move(issue), next_duty()}, at_.now);
    }
    fire(scope.id, exit, agreed.record);
    return true;
  }
  return false;
}

void Course::finish_if_done() {
  if (!state_.outcome || state_.finished) {
    return;
  }
  const bool owed =
      std::ranges::any_of(state_.duties, [](const DutyState& duty) { return duty.open(); });
  if (!owed) {
    follow(Finished{});
  }
}

}  // namespace accord
