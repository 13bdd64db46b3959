#include "rehearsal/longest_run.hpp"

#include <algorithm>

#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr std::string_view kSettle = "settle";
constexpr std::string_view kTheCap = "the limit of the whole";

/// The facts of a class as an invented disagreement has them from raising on. A moment has none:
/// its date is somebody's to give.
void give_facts(const GivenWords& given, Instant raised, Disagreement& d) {
  d.raised.sides.resize(2);
  for (const auto& [key, word] : given) {
    if (is_sector_key(key)) {
      d.raised.sides[key == kRaisingSector ? 0 : 1].sector = word;
      continue;
    }
    const auto equals = key.find('=');
    const std::string said = equals == std::string::npos ? word : key.substr(equals + 1);
    if (!word.empty() && said != "known") {
      d.facts.push_back({{key.substr(0, equals), "", {said}, std::nullopt, ""}, raised, {}});
    }
  }
}

}  // namespace

void Running::run(const LongestQuestion& question, Counting counting) {
  counting_ = counting;
  best_.reset();
  why_.clear();
  // A later hour of a date never brings an earlier deadline, so its last second has the longest.
  constexpr int kLastSecond = kSecondsPerDay - 1;
  for (int day = 0; day < question.days; day += question.every) {
    const Date date = question.first + std::chrono::days{day};
    run_from(calendar_.zone().to_instant({date, kLastSecond}));
    if (beyond_ || (counting == Counting::Stated && !why_.empty())) {
      return;  // without an end on any date
    }
  }
  if (best_) {
    say_with_usual_hour();
  }
}

/// Said with an hour at which people work, where that comes to the same.
void Running::say_with_usual_hour() {
  const LongestWay found = *best_;
  const Date date = calendar_.zone().to_local(found.raised).day;
  for (const Instant usual : {calendar_.opening(date), calendar_.close(date)}) {
    best_.reset();
    run_from(usual);
    if (best_ && best_->until == found.until) {
      return;
    }
  }
  best_ = found;
}

void Running::run_from(Instant raised) {
  raised_ = raised;
  steps_.clear();
  Disagreement d;
  d.version = 1;
  d.raised_at = raised;
  d.seen_until = raised;
  give_facts(given_, raised, d);
  d.cap = cap_now(d, at(raised));
  open(policy_.throughout, d, raised);
  for (const std::size_t place : ways_.first) {
    enter(place, d, raised);
  }
}

/// Opens the duties of a scope on which some limit depends, and a stage's `settle` as the last.
void Running::open(const Stage& stage, Disagreement& d, Instant begun) const {
  const Visit* visit = d.latest_visit(stage.id);
  DutyState duty;
  duty.scope = stage.id;
  duty.visit = visit != nullptr ? visit->number : 0;
  duty.tier = visit != nullptr ? visit->tier : 0;
  duty.opened_at = begun;
  const auto add = [&](const std::string& id) {
    duty.id = id;
    duty.number = duty.batch = static_cast<int>(d.duties.size()) + 1;
    d.duties.push_back(duty);
  };
  for (const DutyRule& rule : stage.duties) {
    if (asked_.contains(&rule) && !rule.is_right() && since(rule.when, {d, begun, &calendar_})) {
      add(rule.id);
    }
  }
  if (&stage != &policy_.throughout) {
    add(std::string{kSettle});
  }
}

void Running::enter(std::size_t place, Disagreement d, Instant begun) {
  const WayStep& step = ways_.steps[place];
  const Visit* before = d.latest_visit(step.by_scope);
  d.fired.push_back({step.by_scope, step.by->id, before != nullptr ? before->number : 0, begun});
  for (const std::string& skipped : step.by->skips) {
    Visit visit;
    visit.stage = skipped;
    visit.skipped = true;
    visit.begun_at = visit.tier_begun_at = begun;
    visit.left_at = begun;
    d.visits.push_back(std::move(visit));
  }
  Visit visit;
  visit.stage = step.stage->id;
  visit.more_tiers = step.again && levels_ > 1;
  visit.begun_at = visit.tier_begun_at = visit.tiers_since = begun;
  d.visits.push_back(std::move(visit));
  d.current = static_cast<int>(d.visits.size()) - 1;
  const std::size_t known = steps_.size();
  RunOut found = run_stage(step, std::move(d), begun);
  if (!beyond_) {
    leave(step, std::move(found.state), found.until);
  }
  steps_.resize(known);
}

void Running::leave(const WayStep& step, Disagreement d, Instant left) {
  if (step.back != nullptr && d.cap.due) {
    end(std::max(left, *d.cap.due));
  } else if (step.back != nullptr) {
    no_end({NoLongest::Why::WayBack, step.stage->id, step.back->source.clause, step.back->id});
  }
  if (step.ends) {
    end(left);
  }
  for (std::size_t i = 0; i < d.duties.size(); ++i) {
    if (d.duties[i].open() && d.duties[i].scope == step.stage->id) {
      DutyState& duty = d.duties.edit(i);
      duty.status = duty.is_settle() ? DutyStatus::Met : DutyStatus::Lapsed;
      duty.done_at = duty.ended_at = left;
    }
  }
  d.visits[static_cast<std::size_t>(d.current)].left_at = left;
  d.current = -1;
  d.seen_until = left;
  for (const std::size_t next : step.onward) {
    enter(next, d, left);
  }
}

RunOut Running::run_stage(const WayStep& step, Disagreement d, Instant begun) {
  const Stage& stage = *step.stage;
  RunOut found;
  found.until = begun;
  found.state = std::move(d);
  // One level more than is known of shows whether the stage grows with each.
  const bool known = !step.again || levels_ > 0;
  const int levels = !step.again ? 1 : known ? levels_ : 2;
  for (int level = 1; level <= levels; ++level) {
    Disagreement next = found.state;
    Visit& visit = next.visits[static_cast<std::size_t>(next.current)];
    visit.tier = level;
    visit.more_tiers = level < levels;
    visit.tier_begun_at = visit.tiers_since = found.until;
    open(stage, next, found.until);
    RunOut more = run_level(stage, std::move(next), found.until);
    more.step.level = level;
    if (level > 1 && more.until <= found.until) {
      break;  // its time is for all levels together
    }
    if (!known && level > 1) {
      if (!found.state.cap.due) {
        no_end({NoLongest::Why::Levels, stage.id, more.step.clause, ""});
        break;
      }
      more.until = std::max(found.until, *found.state.cap.due);
      end_with_cap(found.state, more);
    }
    steps_.push_back(more.step);
    found = std::move(more);
  }
  if (const std::string fact = given_date(stage.settle, given_); !fact.empty()) {
    if (found.state.cap.due) {
      found.until = std::max(found.until, *found.state.cap.due);
      end_with_cap(found.state, found);
      steps_.back() = found.step;
    } else {
      no_end({NoLongest::Why::GivenDate, stage.id, stage.settle.front().source.clause, fact});
    }
  }
  return found;
}

void Running::end_with_cap(const Disagreement& d, RunOut& found) const {
  found.step.until = found.until;
  found.step.limit = kTheCap;
  found.step.clause = cap_clause(d.cap);
  found.step.local_target = false;
}

/// A limit of the document that ends after the limit of the whole does, where every step before it
/// has one of the document too. Where a stage has no time at all, that is what is kept.
void Running::note_cut(const Stage& stage, const Disagreement& d, Instant begun) {
  const DutyState& settle = d.duties[d.duties.size() - 1];
  // What lasts until the whole ends for want of a limit of its own tells nothing.
  const auto has_limit = [&](const LongestStep& step) {
    return !step.local_target &&
           (step.limit != kTheCap ||
            std::ranges::find(cut_, step.stage, &CutByCap::stage) != cut_.end());
  };
  if (counting_ != Counting::Targets || settle.deadline.bound != DeadlineState::kCap ||
      !std::ranges::all_of(steps_, has_limit)) {
    return;
  }
  Disagreement alone = d;
  alone.cap = {};
  const DeadlineState own = deadline_now(settle, alone, at(begun));
  if (!own.due || own.local_target || *own.due <= *d.cap.due) {
    return;
  }
  const LongestStep step = step_of(stage, own, alone, begun);
  CutByCap found{stage.id, step.limit, step.clause,       raised_, begun,
                 *own.due, *d.cap.due, cap_clause(d.cap), steps_};
  const auto known = std::ranges::find(cut_, stage.id, &CutByCap::stage);
  if (known == cut_.end()) {
    cut_.push_back(std::move(found));
  } else if (found.leaves_nothing() && !known->leaves_nothing()) {
    *known = std::move(found);
  }
}

LongestStep Running::step_of(const Stage& stage, const DeadlineState& deadline,
                             const Disagreement& d, Instant now) const {
  LongestStep step;
  step.stage = stage.id;
  step.clause = stage.settle.empty() ? stage.source.clause : stage.settle.front().source.clause;
  step.local_target = deadline.local_target;
  if (deadline.bound >= 0) {
    const Bound& bound = stage.settle[static_cast<std::size_t>(deadline.bound)];
    step.limit = in_words(bound.within);
    step.clause = bound.source.clause;
    step.by_agreement = bound.unless_both_agree;
  } else if (deadline.bound == DeadlineState::kCap) {
    step.limit = kTheCap;
    step.clause = cap_clause(d.cap);
  } else {
    step.limit = target_of(stage, d, now);
  }
  return step;
}

/// The local target of the first limit that counts, in words.
std::string Running::target_of(const Stage& stage, const Disagreement& d, Instant now) const {
  const auto counting = std::ranges::find_if(stage.settle, [&](const Bound& bound) {
    return bound.local_target && since(bound.when, {d, now, &calendar_});
  });
  if (counting != stage.settle.end()) {
    return in_words(*counting->local_target);
  }
  return policy_.local_target ? in_words(*policy_.local_target) : std::string{};
}

/// The latest end of the present level, whatever is recorded in it meanwhile.
RunOut Running::run_level(const Stage& stage, Disagreement d, Instant now) {
  const std::size_t place = d.duties.size() - 1;
  {
    DutyState& settle = d.duties.edit(place);
    settle.deadline = deadline_now(settle, d, at(now));
  }
  RunOut base;
  const DutyState& settle = d.duties[place];
  if (!settle.deadline.due) {
    beyond_ = true;
    return base;
  }
  note_cut(stage, d, now);
  base.until = std::max(now, *settle.deadline.due);
  base.step = step_of(stage, settle.deadline, d, now);
  base.endless = counting_ == Counting::Stated && settle.deadline.local_target;
  if (base.endless && d.cap.due) {
    base.endless = false;
    base.until = std::max(now, *d.cap.due);
    end_with_cap(d, base);
  }
  base.step.until = base.until;
  base.state = std::move(d);
  RunOut best = base;
  try_events(stage, base, now, best);
  return best;
}

void Running::try_events(const Stage& stage, const RunOut& base, Instant now, RunOut& best) {
  const auto& asked = asked_by_.at(&stage);
  bool comes_by_time = false;
  for (std::size_t i = 0; i + 1 < base.state.duties.size(); ++i) {
    const DutyState& duty = base.state.duties[i];
    const DutyRule* rule = policy_.duty(duty.scope, duty.id);
    if (!duty.open() || std::ranges::find(asked, rule) == asked.end()) {
      continue;
    }
    const DeadlineState deadline = deadline_now(duty, base.state, at(now));
    const bool counts = deadline.due && !(counting_ == Counting::Stated && deadline.local_target);
    try_met(stage, i, base, counts ? std::clamp(*deadline.due, now, base.until) : base.until, best);
    if (!counts || *deadline.due < now || duty.overdue_at) {
      continue;
    }
    // Nobody does it, and its time comes.
    RunOut passed = base;
    DutyState& missed = passed.state.duties.edit(i);
    missed.deadline = deadline;
    missed.overdue_at = deadline.due;
    RunOut later = run_level(stage, std::move(passed.state), *deadline.due);
    const bool starts_it = base.endless && !later.endless;
    comes_by_time = comes_by_time || starts_it;
    if (starts_it || later.until > best.until) {
      best = std::move(later);
    }
  }
  for (const DutyRule* rule : asked) {
    const auto same = [&](const DutyRule& one) { return &one == rule; };
    if (rule->is_right() && std::ranges::any_of(stage.duties, same)) {
      try_right(stage, *rule, base, best);
    }
  }
  if (base.endless && !comes_by_time) {
    const auto waits = std::ranges::find_if(
        stage.settle, [](const Bound& bound) { return bound.from && states_a_time(bound.within); });
    const std::string from =
        waits != stage.settle.end() ? anchor_in_words(policy_, *waits->from) : std::string{};
    no_end({NoLongest::Why::NotStated, stage.id, base.step.clause, from});
  }
}

void Running::try_met(const Stage& stage, std::size_t duty, const RunOut& base, Instant when,
                      RunOut& best) {
  Disagreement met = base.state;
  DutyState& done = met.duties.edit(duty);
  done.status = DutyStatus::Met;
  done.done_at = done.ended_at = when;
  const std::string id = done.id;
  keep_if_later(run_level(stage, std::move(met), when), id, best);
}

void Running::keep_if_later(RunOut later, const std::string& recorded, RunOut& best) const {
  if (!beyond_ && later.until > best.until) {
    best = std::move(later);
    best.step.late.insert(best.step.late.begin(), recorded);
  }
}

void Running::try_right(const Stage& stage, const DutyRule& rule, const RunOut& base,
                        RunOut& best) {
  const Visit* visit = base.state.stage();
  const bool used = std::ranges::any_of(base.state.rights, [&](const RightUsed& one) {
    return one.scope == stage.id && one.id == rule.id && one.tier == visit->tier;
  });
  if (used) {
    return;
  }
  Disagreement met = base.state;
  met.rights.push_back({stage.id, rule.id, visit->number, visit->tier, base.until, {}, 0});
  keep_if_later(run_level(stage, std::move(met), base.until), rule.id, best);
}

void Running::no_end(NoLongest why) {
  if (std::ranges::find(why_, why) == why_.end()) {
    why_.push_back(std::move(why));
  }
}

void Running::end(Instant at) {
  const Zone& zone = calendar_.zone();
  const Date first = zone.to_local(raised_).day;
  const Date last = zone.to_local(at).day;
  const int days = static_cast<int>((last - first).count());
  if (!calendar_.covers(last)) {
    beyond_ = true;
    return;
  }
  if (best_ && days <= best_->days) {
    return;
  }
  best_ = LongestWay{
      raised_, at, days, calendar_.working_days_after(first, last), calendar_.is_projected(last),
      steps_};
}

}  // namespace accord
