#include "disagreement/course.hpp"

#include <algorithm>

#include "base/check.hpp"
#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"

namespace accord {

namespace {

/// More rounds than any policy needs: the checker refuses exits that go round without an act.
constexpr int kMaxRounds = 200;

}  // namespace

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
      if (instant < now && (again || instant > from) && (!next || instant < *next)) {
        next = instant;
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

void Course::close_start() {
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (duty.open() && duty.scope == "start") {
      follow(DutyLapsed{duty.number, "the disagreement was raised"});
    }
  }
}

/// What is done at the deadline is in time: only the passing of that instant makes it overdue.
void Course::record_overdue(bool at_the_instant) {
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || duty.overdue_at || !duty.deadline.due) {
      continue;
    }
    const Instant due = *duty.deadline.due;
    if (due < at_.now || (at_the_instant && due == at_.now)) {
      follow_at(*duty.deadline.due, DutyOverdue{duty.number});
    }
  }
}

void Course::settle_down(bool by_act, const std::string& why, bool refix) {
  int rounds = 0;
  bool changed = true;
  while (changed) {
    ACCORD_CHECK(++rounds < kMaxRounds);
    changed = one_round(by_act);
    update_deadlines(why, refix);
  }
  close_throughout();
  finish_if_done();
}

bool Course::one_round(bool by_act) {
  if (state_.version == 0) {
    return false;
  }
  bool changed = meet_by_condition();
  changed = drop_takes() || changed;
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

bool Course::drop_takes() {
  bool changed = false;
  for (std::size_t i = 0; i < state_.takes.size(); ++i) {
    const Take take = state_.takes[i];
    const ExitRule* exit = policy().exit(take.taken.scope, take.taken.exit);
    if (exit == nullptr || since(exit->when, {state_, at_.now, &at_.calendar})) {
      continue;
    }
    follow(TermsDeclined{take.taken.scope, take.taken.exit, take.taken.side,
                         "It is no longer open under the procedure."},
           exit->source.clause);
    changed = true;
  }
  return changed;
}

bool Course::fire_exits(bool by_act) {
  if (state_.outcome) {
    return false;
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
    if (!since(exit.when, {state_, at_.now, &at_.calendar})) {
      continue;
    }
    Texts record;
    for (const Terms& terms : state_.terms) {
      if (terms.scope == scope.id && terms.exit == exit.id) {
        record = terms.record;
      }
    }
    fire(scope.id, exit, record);
    return true;
  }
  return false;
}

void Course::fire(const std::string& scope, const ExitRule& exit, const Texts& record) {
  // Each side's choice of who leads for it next goes with its take, which ends when the exit fires.
  Choices choices;
  for (const Take& take : state_.takes) {
    if (!take.taken.choice.empty()) {
      choices.emplace_back(take.taken.side, take.taken.choice);
    }
  }
  follow(ExitFired{scope, exit.id}, exit.source.clause);
  const Visit* visit = state_.stage();
  if (exit.go == "again") {
    ACCORD_CHECK(visit != nullptr);
    const Stage* stage = policy().scope(visit->stage);
    end_tier("the next tier began");
    next_tier(*stage);
    return;
  }
  if (visit != nullptr) {
    const Visit left = *visit;
    end_tier("the stage was left");
    follow(StageLeft{left.stage, left.number}, exit.source.clause);
  }
  for (const std::string& skipped : exit.skips) {
    follow(StageSkipped{skipped}, exit.source.clause);
  }
  if (exit.end) {
    follow(Resolved{*exit.end, scope, exit.id, record}, exit.source.clause);
    return;
  }
  const Stage* next = policy().scope(exit.go);
  ACCORD_CHECK(next != nullptr);
  begin_stage(*next, choices);
}

void Course::end_tier(const std::string& why) {
  const Visit* visit = state_.stage();
  ACCORD_CHECK(visit != nullptr);
  const std::string stage = visit->stage;
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || duty.scope != stage) {
      continue;
    }
    if (duty.is_settle()) {
      const bool late = duty.deadline.due && at_.now > *duty.deadline.due;
      follow(DutyMet{duty.number, late});
    } else {
      follow(DutyLapsed{duty.number, why});
    }
  }
}

void Course::begin_stage(const Stage& stage, const Choices& choices) {
  const Visit* before = state_.latest_visit(stage.id);
  StageBegun begun;
  begun.stage = stage.id;
  begun.visit = before != nullptr ? before->number + 1 : 1;
  begun.representatives = representatives_for(stage, state_, at_, choices);
  std::vector<Ower> speakers = begun.representatives;
  for (const Ower& ower : state_.representatives) {
    const bool replaced =
        std::ranges::any_of(speakers, [&](const Ower& other) { return other.side == ower.side; });
    if (!replaced) {
      speakers.push_back(ower);
    }
  }
  begun.more_tiers = stage.tiers_up_the_line && has_more_tiers(speakers, at_);
  follow(std::move(begun), stage.source.clause);
  open_settle(stage);
}

void Course::next_tier(const Stage& stage) {
  const Visit* visit = state_.stage();
  StageBegun begun;
  begun.stage = stage.id;
  begun.visit = visit->number;
  begun.tier = visit->tier + 1;
  begun.representatives = one_tier_up(state_, at_);
  std::vector<Ower> speakers = begun.representatives;
  for (const Ower& ower : state_.representatives) {
    const bool raised =
        std::ranges::any_of(speakers, [&](const Ower& other) { return other.side == ower.side; });
    if (!raised) {
      speakers.push_back(ower);
    }
  }
  begun.more_tiers = has_more_tiers(speakers, at_);
  follow(std::move(begun), stage.source.clause);
  open_settle(stage);
}

void Course::open_settle(const Stage& stage) {
  const Visit* visit = state_.stage();
  DutyOpened opened;
  opened.scope = stage.id;
  opened.id = "settle";
  opened.visit = visit->number;
  opened.tier = visit->tier;
  if (stage.settled_by.empty()) {
    RoleRef sides;
    sides.side = SideSelector::EachSide;
    sides.alternatives.emplace_back("representative");
    opened.owers = resolve_all({sides}, state_, at_);
  } else {
    opened.owers = resolve_all(stage.settled_by, state_, at_);
  }
  opened.any_side = opened.owers.size() > 1;
  const std::string clause =
      stage.settle.empty() ? stage.source.clause : stage.settle.front().source.clause;
  make_duty(std::move(opened), visit->tier_begun_at, clause);
}

void Course::make_duty(DutyOpened opened, Instant opened_at, const std::string& clause) {
  opened.number = next_duty();
  if (opened.batch == 0) {
    opened.batch = opened.number;
  }
  DutyState made;
  made.number = opened.number;
  made.scope = opened.scope;
  made.id = opened.id;
  made.visit = opened.visit;
  made.tier = opened.tier;
  made.opened_at = opened_at;
  opened.deadline = deadline_now(made, state_, at_);
  follow_at(opened_at, std::move(opened), clause);
  record_overdue();
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
      changed = true;
    }
  }
  return changed;
}

bool Course::open_duties(const Stage& scope) {
  bool changed = false;
  for (const DutyRule& rule : scope.duties) {
    changed = (!rule.is_right() && open_duty(scope, rule)) || changed;
  }
  return changed;
}

bool Course::open_duty(const Stage& scope, const DutyRule& rule) {
  const auto wanted = since(rule.when, {state_, at_.now, &at_.calendar});
  if (!wanted) {
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
    if (still_open || (in_stage ? !lapsed : *wanted <= before.front().opened_at)) {
      return false;
    }
  }
  Instant opened = *wanted == kAlways ? state_.raised_at : *wanted;
  if (in_stage) {
    opened = std::max(opened, visit->tier_begun_at);
  }
  if (&scope == &policy().after && state_.outcome) {
    opened = std::max(opened, state_.outcome->at);
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

void Course::close_throughout() {
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open() || (duty.scope != "throughout" && duty.scope != "after")) {
      continue;
    }
    const DutyRule* rule = policy().duty(duty.scope, duty.id);
    if (rule != nullptr && !since(rule->when, {state_, at_.now, &at_.calendar})) {
      follow(DutyLapsed{duty.number, "it is no longer owed"}, rule->source.clause);
    }
  }
}

void Course::update_deadlines(const std::string& why, bool refix) {
  if (!policy().cap.empty()) {
    DeadlineState cap = cap_now(state_, at_, refix);
    if (cap != state_.cap) {
      follow(DeadlineChanged{0, state_.cap, cap, why}, policy().cap.front().source.clause);
    }
  }
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (!duty.open()) {
      continue;
    }
    DeadlineState now = deadline_now(duty, state_, at_, refix);
    if (now != duty.deadline) {
      const DutyRule* rule = policy().duty(duty.scope, duty.id);
      follow(DeadlineChanged{duty.number, duty.deadline, std::move(now), why},
             rule != nullptr ? rule->source.clause : "");
    }
  }
  record_overdue();
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

std::vector<std::string> takers(const ExitRule& exit, const Disagreement& disagreement) {
  std::vector<std::string> needed;
  for (const RoleRef& ref : exit.by) {
    const std::string& name = ref.alternatives.front();
    if (ref.side == SideSelector::AnySide && name == "representative") {
      needed.emplace_back("any");
      continue;
    }
    for (const SideIndex side : sides_of(ref.side, disagreement)) {
      if (name == "representative") {
        needed.push_back("side:" + std::to_string(side));
      } else if (name == "raiser") {
        needed.emplace_back("raiser");
      } else {
        needed.push_back("role:" + name + (side >= 0 ? ":" + std::to_string(side) : ""));
      }
    }
  }
  if (exit.by_not_stated) {
    needed.emplace_back("partnership");
  }
  return needed;
}

bool taken_by_all(const ExitRule& exit, const std::string& scope,
                  const Disagreement& disagreement) {
  const bool taken = std::ranges::any_of(disagreement.takes, [&](const Take& take) {
    return take.taken.scope == scope && take.taken.exit == exit.id;
  });
  if (!taken) {
    return false;  // as nearly always
  }
  const auto needed = takers(exit, disagreement);
  return !needed.empty() && std::ranges::all_of(needed, [&](const std::string& taker) {
    return std::ranges::any_of(disagreement.takes, [&](const Take& take) {
      return take.taken.scope == scope && take.taken.exit == exit.id &&
             std::ranges::find(take.taken.covers, taker) != take.taken.covers.end();
    });
  });
}

std::vector<std::string> covers(const Actor& actor, const std::string& scope, const ExitRule& exit,
                                const Disagreement& disagreement, const Circumstances& at) {
  std::vector<std::string> found;
  const auto add = [&](const std::string& taker) {
    if (std::ranges::find(found, taker) == found.end()) {
      found.push_back(taker);
    }
  };
  const bool is_raiser = actor.person == disagreement.raiser.person;
  const bool onward = !exit.go.empty() && scope != "start";
  for (const RoleRef& ref : exit.by) {
    const std::string& name = ref.alternatives.front();
    for (const SideIndex side : sides_of(ref.side, disagreement)) {
      const std::string of_side = side >= 0 ? ":" + std::to_string(side) : "";
      if (name == "raiser") {
        if (is_raiser) {
          add("raiser");
        }
      } else if (name == "representative") {
        // The raiser may always take an onward exit that the raising side may take (rule 20).
        if (represents(actor, side, disagreement, at) || (is_raiser && onward && side == 0)) {
          add(ref.side == SideSelector::AnySide ? "any" : "side" + of_side);
        }
      } else {
        for (const std::string& alternative : ref.alternatives) {
          RoleRef one;
          one.alternatives.push_back(alternative);
          one.side = ref.side;
          for (const Ower& ower : resolve(one, disagreement, at)) {
            if (ower.side == side && may_do(actor, {ower}, disagreement, at)) {
              add("role:" + name + of_side);
            }
          }
        }
      }
    }
  }
  if (exit.by_not_stated && at.directory.partnership() != nullptr &&
      actor.agency == at.directory.partnership()->id) {
    add("partnership");
  }
  return found;
}

}  // namespace accord
