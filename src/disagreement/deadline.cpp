#include "disagreement/deadline.hpp"

#include <algorithm>

#include "disagreement/condition.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

/// Where neither the document nor the partnership gives a time, an open disagreement still has a
/// date.
constexpr Limit kLastResort{Unit::WorkingDays, 5};

Limit local_target_of(const Bound* bound, const Policy& policy) {
  if (bound != nullptr && bound->local_target) {
    return *bound->local_target;
  }
  return policy.local_target.value_or(kLastResort);
}

std::optional<Instant> due_or_none(const Limit& limit, Instant start, const Circumstances& at) {
  const auto found = due(limit, start, at.calendar);
  return found ? std::optional{*found} : std::nullopt;
}

/// From when a clock without `from` runs: the later of the tier's beginning and the since of
/// `when`.
Instant default_anchor(const DutyState& duty, const DutyClock& clock, const Disagreement& d,
                       const Circumstances& at) {
  Instant start = duty.opened_at;
  const Visit* visit = d.latest_visit(duty.scope);
  if (visit != nullptr && visit->number == duty.visit) {
    start = visit->tier_begun_at;
  }
  if (clock.rule != nullptr) {
    start = std::max(start, since(clock.rule->when, {d, at.now, &at.calendar}).value_or(start));
  }
  return start;
}

std::optional<Instant> anchor_of(const Bound& bound, const std::optional<Instant>& fixed,
                                 Instant default_start, const Disagreement& d,
                                 const Circumstances& at, bool refix) {
  const bool of_moment = bound.from && is_moment(*bound.from);
  if (fixed && !refix && !(bound.from && names_a_moment(*bound.from))) {
    return fixed;
  }
  const auto found =
      bound.from ? anchor(*bound.from, {d, at.now, &at.calendar}) : std::optional{default_start};
  if (fixed && !refix && !of_moment) {
    // Of several, the earlier binds once it has come; and what has not come yet may still move.
    return found && (*found < *fixed || *fixed > at.now) ? found : fixed;
  }
  // What has begun to run goes on, also where its condition holds no longer (rule 14).
  return found || of_moment ? found : fixed;
}

/// Keeps `candidate` where it is the earliest so far. Not called `bind`: with an optional among the
/// arguments that name would find std::bind, which does nothing.
void bind_if_earlier(DeadlineState& deadline, std::optional<Instant> candidate, int bound) {
  if (candidate && (!deadline.due || *candidate < *deadline.due)) {
    deadline.due = candidate;
    deadline.bound = bound;
    deadline.local_target = false;
  }
}

void keep_earliest(std::optional<Instant>& kept, std::optional<Instant> candidate) {
  if (candidate) {
    kept = std::min(*candidate, kept.value_or(*candidate));
  }
}

bool is_clipped(const DutyState& duty) {
  return duty.scope != "after" && !duty.undertaking;
}

/// Whether the bound counts now; one whose clock was running goes on when the class gets faster.
bool counts(const Bound& bound, bool running, const Disagreement& d, const Circumstances& at) {
  return since(bound.when, {d, at.now, &at.calendar}).has_value() ||
         (running && since(bound.when, {d, at.now, &at.calendar, &at.policy}).has_value());
}

struct Weighing {
  DeadlineState deadline;
  std::optional<Instant> target;  ///< the earliest local target
  /// The date that a slower class gave, where it was a local target: it still binds, so that what
  /// becomes urgent never gains time (timescale rule 13).
  std::optional<Instant> of_slower_class;
};

Weighing weigh(const DutyState& duty, const DutyClock& clock, const Disagreement& d,
               const Circumstances& at, bool refix) {
  Weighing found;
  const Instant start = default_anchor(duty, clock, d, at);
  const std::size_t count = clock.bounds == nullptr ? 0 : clock.bounds->size();
  found.deadline.anchors.resize(count);
  for (std::size_t i = 0; i < count; ++i) {
    const Bound& bound = (*clock.bounds)[i];
    auto& anchored = found.deadline.anchors[i];
    if (i < duty.deadline.anchors.size()) {
      anchored = duty.deadline.anchors[i];
    }
    if (!counts(bound, anchored.has_value(), d, at)) {
      if (!bound.from) {
        anchored.reset();  // it has stopped: it starts anew when it counts again
      }
      continue;
    }
    // Without `from`: also not before the bound itself counted (rule 14; timescale rule 13).
    const auto counted = since(bound.when, {d, at.now, &at.calendar});
    anchored = anchor_of(bound, anchored, std::max(start, counted.value_or(start)), d, at, refix);
    const Instant from = anchored.value_or(start);
    if (!anchored && !duty.is_settle()) {
      continue;  // only the duty to leave a stage has a date before its clock starts (rule 14)
    }
    if (!states_a_time(bound.within)) {
      const auto target = due_or_none(local_target_of(&bound, at.policy), from, at);
      keep_earliest(found.target, target);
      const bool was_the_date =
          duty.deadline.local_target && !(bound.unless_both_agree && duty.agreed);
      if (was_the_date && !counts(bound, false, d, at)) {
        keep_earliest(found.of_slower_class, target);
      }
      if (bound.unless_both_agree && duty.agreed) {
        bind_if_earlier(found.deadline, duty.agreed, static_cast<int>(i));
      }
      continue;
    }
    if (const auto& target = bound.aim ? bound.aim : bound.local_target) {
      keep_earliest(found.target, due_or_none(*target, from, at));
    }
    if (!anchored) {
      continue;  // starts when its condition comes true
    }
    bind_if_earlier(found.deadline,
                    bound.unless_both_agree && duty.agreed
                        ? duty.agreed
                        : due_or_none(bound.within, *anchored, at),
                    static_cast<int>(i));
  }
  return found;
}

void bind_local_target(DeadlineState& deadline, Instant target) {
  deadline.due = target;
  deadline.bound = DeadlineState::kLocalTarget;
  deadline.local_target = true;
  if (deadline.target && *deadline.target >= target) {
    deadline.target.reset();
  }
}

/// A duty without a stated limit that counts: the local target is its date.
void fall_back(Weighing& found, const DutyState& duty, const DutyClock& clock,
               const Disagreement& d, const Circumstances& at) {
  if (found.deadline.due) {
    found.deadline.target = found.target;
    if (found.of_slower_class && *found.of_slower_class < *found.deadline.due) {
      bind_local_target(found.deadline, *found.of_slower_class);
    }
    return;
  }
  const bool waits = clock.bounds != nullptr && !clock.bounds->empty() && !found.target;
  if (waits && !duty.is_settle()) {
    return;  // "starts when …"
  }
  if (!found.target) {
    found.target =
        due_or_none(local_target_of(nullptr, at.policy), default_anchor(duty, clock, d, at), at);
  }
  found.deadline.due = found.target;
  found.deadline.bound = DeadlineState::kLocalTarget;
  found.deadline.local_target = true;
}

/// The event of another process before which nobody could do it: "within two working days of the
/// conference". Nothing clips it to a date before that (rule 16).
std::optional<Instant> not_before(const DeadlineState& deadline, const DutyState& duty,
                                  const DutyClock& clock) {
  if (duty.scope != "throughout" || deadline.bound < 0 || clock.bounds == nullptr) {
    return std::nullopt;
  }
  const auto index = static_cast<std::size_t>(deadline.bound);
  const Bound& bound = (*clock.bounds)[index];
  const bool follows = bound.from && is_moment(*bound.from) && !bound.within.at_least_before;
  return follows ? deadline.anchors[index] : std::nullopt;
}

void clip(DeadlineState& deadline, const DutyState& duty, const DutyClock& clock,
          const Disagreement& d, const Circumstances& at) {
  const std::optional<Instant> before = deadline.due;
  const bool was_local = deadline.local_target;
  const Instant earliest = not_before(deadline, duty, clock).value_or(kAlways);
  if (d.cap.due && *d.cap.due >= earliest) {
    bind_if_earlier(deadline, d.cap.due, DeadlineState::kCap);
  }
  if (d.child_timescale && d.child_timescale->at >= earliest) {
    bind_if_earlier(deadline, d.child_timescale->at, DeadlineState::kChildTimescale);
  }
  if (deadline.due == before) {
    return;
  }
  // Clipped: what the document's clock or the local target said stays as the next step to aim at
  // where the clipping instant had passed when the duty began (timescale rule 12).
  const Instant start = default_anchor(duty, clock, d, at);
  if (*deadline.due <= start) {
    deadline.target =
        was_local ? before
                  : due_or_none(local_target_of(&clock.bounds->front(), at.policy), start, at);
  }
}

}  // namespace

DutyClock clock_of(const Policy& policy, std::string_view scope, std::string_view id) {
  DutyClock clock;
  clock.scope = policy.scope(scope);
  if (clock.scope == nullptr) {
    return clock;
  }
  const bool in_stage = scope != "start" && scope != "throughout" && scope != "after";
  if (id == "settle") {
    clock.bounds = &clock.scope->settle;
    return clock;
  }
  clock.rule = policy.duty(scope, id);
  if (clock.rule != nullptr && !clock.rule->due.empty()) {
    clock.bounds = &clock.rule->due;
  } else if (clock.rule != nullptr && in_stage) {
    clock.bounds = &clock.scope->settle;
    clock.with_settle = true;
  }
  return clock;
}

DeadlineState deadline_now(const DutyState& duty, const Disagreement& disagreement,
                           const Circumstances& at, bool refix) {
  if (duty.undertaking) {
    return duty.deadline;
  }
  const DutyClock clock = clock_of(at.policy, duty.scope, duty.id);
  if (clock.with_settle) {
    for (const DutyState& settle : present_opening(disagreement, duty.scope, "settle")) {
      DeadlineState same = deadline_now(settle, disagreement, at, refix);
      same.anchors.clear();
      return same;
    }
  }
  Weighing found = weigh(duty, clock, disagreement, at, refix);
  fall_back(found, duty, clock, disagreement, at);
  if (is_clipped(duty) && found.deadline.due) {
    clip(found.deadline, duty, clock, disagreement, at);
  }
  return found.deadline;
}

namespace {

/// From when the time of a right or an exit runs that has no `from` (kernel rule 26), as far as its
/// own `when` says.
Instant way_began(const Condition& when, std::string_view scope, const Disagreement& d,
                  const Asking& asking) {
  Instant start = scope == "after" && d.outcome ? d.outcome->at : d.raised_at;
  if (const Visit* visit = d.stage(); visit != nullptr && visit->stage == scope) {
    start = visit->tier_begun_at;
  }
  return std::max(start, since(when, asking).value_or(start));
}

}  // namespace

DeadlineState until_now(const Clock& until, const Condition& when, std::string_view scope,
                        const Disagreement& disagreement, const Circumstances& at) {
  const Disagreement& d = disagreement;
  const Asking asking{d, at.now, &at.calendar};
  DeadlineState found;
  found.anchors.resize(until.size());
  if (until.empty()) {
    return found;
  }
  const Instant start = way_began(when, scope, d, asking);
  const bool opened = since(when, asking).has_value();
  for (std::size_t i = 0; i < until.size(); ++i) {
    const Bound& bound = until[i];
    const auto counted = since(bound.when, asking);
    if (!counted || (!bound.from && !opened)) {
      continue;
    }
    found.anchors[i] =
        bound.from ? anchor(*bound.from, asking) : std::optional{std::max(start, *counted)};
    if (found.anchors[i]) {
      bind_if_earlier(found, due_or_none(bound.within, *found.anchors[i], at), static_cast<int>(i));
    }
  }
  return found;
}

DeadlineState cap_now(const Disagreement& disagreement, const Circumstances& at, bool refix) {
  DutyState whole;
  whole.opened_at = disagreement.raised_at;
  whole.deadline = disagreement.cap;
  DutyClock clock;
  clock.bounds = &at.policy.cap;
  DeadlineState found = weigh(whole, clock, disagreement, at, refix).deadline;
  found.target.reset();
  return found;
}

namespace {

/// `began`: from when a clock without `from` runs, unless its bound came to count later.
WeighedLimit weighed_bound(const Bound& bound, const DutyState& duty, std::size_t index,
                           const DeadlineState& deadline, Instant began, const Disagreement& d,
                           const Circumstances& at) {
  WeighedLimit weighed;
  weighed.limit = in_words(bound.within);
  weighed.clause = bound.source.clause;
  weighed.reading = bound.source.reading;
  if (bound.from_not_stated) {
    weighed.reading = "The document does not say from when" +
                      std::string{bound.from ? "; this is the partnership’s setting." : "."} +
                      (bound.source.reading.empty() ? "" : " " + bound.source.reading);
  }
  weighed.from = bound.from ? anchor_in_words(at.policy, *bound.from) : "";
  if (index < deadline.anchors.size()) {
    weighed.start = deadline.anchors[index];
  }
  if (!bound.from && weighed.start && *weighed.start > began) {
    weighed.from = anchor_in_words(at.policy, bound.when);
  }
  weighed.counts = counts(bound, weighed.start.has_value(), d, at);
  Limit limit = bound.within;
  if (!states_a_time(limit)) {
    weighed.kind = WeighedLimit::Kind::LocalTarget;
    limit = local_target_of(&bound, at.policy);
    weighed.limit = in_words(limit);
  }
  if (bound.unless_both_agree && duty.agreed) {
    weighed.kind = WeighedLimit::Kind::Agreed;
    weighed.due = duty.agreed;
  } else if (weighed.start) {
    if (auto working = due_with_working(limit, *weighed.start, at.calendar)) {
      weighed.due = working->due;
      weighed.working = std::move(*working);
    }
  }
  return weighed;
}

WeighedLimit weighed_local(const DutyState& duty, const DutyClock& clock, const Disagreement& d,
                           const Circumstances& at) {
  WeighedLimit weighed;
  weighed.kind = WeighedLimit::Kind::LocalTarget;
  const Limit limit = local_target_of(nullptr, at.policy);
  weighed.limit = in_words(limit);
  weighed.start = default_anchor(duty, clock, d, at);
  if (auto working = due_with_working(limit, *weighed.start, at.calendar)) {
    weighed.due = working->due;
    weighed.working = std::move(*working);
  }
  return weighed;
}

WeighedLimit weighed_cap(const Disagreement& d, const Circumstances& at) {
  WeighedLimit weighed;
  weighed.kind = WeighedLimit::Kind::Cap;
  weighed.due = d.cap.due;
  for (std::size_t i = 0; i < at.policy.cap.size(); ++i) {
    const auto anchor = i < d.cap.anchors.size() ? d.cap.anchors[i] : std::nullopt;
    if (static_cast<int>(i) != d.cap.bound || !anchor) {
      continue;
    }
    weighed.limit = in_words(at.policy.cap[i].within);
    weighed.clause = at.policy.cap[i].source.clause;
    weighed.reading = at.policy.cap[i].source.reading;
    weighed.start = anchor;
    if (auto working = due_with_working(at.policy.cap[i].within, *anchor, at.calendar)) {
      weighed.working = std::move(*working);
    }
  }
  return weighed;
}

}  // namespace

DeadlineExplained explain_deadline(const DutyState& duty, const Disagreement& disagreement,
                                   const Circumstances& at) {
  DeadlineExplained explained;
  explained.deadline = duty.open() ? deadline_now(duty, disagreement, at) : duty.deadline;
  if (duty.undertaking) {
    WeighedLimit named;
    named.kind = WeighedLimit::Kind::Agreed;
    named.due = duty.undertaking->due;
    named.binds = true;
    explained.limits.push_back(std::move(named));
    return explained;
  }
  const DutyClock clock = clock_of(at.policy, duty.scope, duty.id);
  DeadlineState anchors = explained.deadline;
  const DutyState* clocked = &duty;  // whose clock it is, and so whose date the sides may agree
  if (clock.with_settle) {
    for (const DutyState* settle : latest_opening(disagreement, duty.scope, "settle")) {
      anchors.anchors = deadline_now(*settle, disagreement, at).anchors;
      clocked = settle;
    }
  }
  bool local_listed = false;
  for (std::size_t i = 0; clock.bounds != nullptr && i < clock.bounds->size(); ++i) {
    explained.limits.push_back(weighed_bound((*clock.bounds)[i], *clocked, i, anchors,
                                             default_anchor(*clocked, clock, disagreement, at),
                                             disagreement, at));
    const WeighedLimit& weighed = explained.limits.back();
    local_listed = local_listed || weighed.kind == WeighedLimit::Kind::LocalTarget;
    explained.stated = explained.stated || states_a_time((*clock.bounds)[i].within);
  }
  if (explained.deadline.local_target && !local_listed) {
    explained.limits.push_back(weighed_local(duty, clock, disagreement, at));
  }
  if (is_clipped(duty) && disagreement.cap.due) {
    explained.limits.push_back(weighed_cap(disagreement, at));
  }
  if (is_clipped(duty) && disagreement.child_timescale) {
    WeighedLimit child;
    child.kind = WeighedLimit::Kind::ChildTimescale;
    child.due = disagreement.child_timescale->at;
    child.start = disagreement.child_timescale->since;
    child.reading = disagreement.child_timescale->reason;
    explained.limits.push_back(std::move(child));
  }
  for (WeighedLimit& weighed : explained.limits) {
    weighed.binds = weighed.counts && weighed.due && weighed.due == explained.deadline.due;
    explained.projected =
        explained.projected || (weighed.binds && weighed.working && weighed.working->projected);
  }
  return explained;
}

DeadlineExplained explain_until(const Clock& until, const Condition& when, std::string_view scope,
                                const Disagreement& disagreement, const Circumstances& at) {
  DeadlineExplained explained;
  explained.deadline = until_now(until, when, scope, disagreement, at);
  explained.stated = !until.empty();
  const Instant start = way_began(when, scope, disagreement, {disagreement, at.now, &at.calendar});
  for (std::size_t i = 0; i < until.size(); ++i) {
    explained.limits.push_back(
        weighed_bound(until[i], DutyState{}, i, explained.deadline, start, disagreement, at));
    WeighedLimit& weighed = explained.limits.back();
    weighed.binds = weighed.counts && weighed.due && weighed.due == explained.deadline.due;
    explained.projected =
        explained.projected || (weighed.binds && weighed.working && weighed.working->projected);
  }
  return explained;
}

namespace {

/// Days are counted between a start and a due instant: where neither lies beyond the bank holidays
/// that are published, no day between them does.
bool reaches_beyond(const DeadlineState& deadline, const WorkingCalendar& calendar) {
  const auto beyond = [&](const std::optional<Instant>& at) {
    return at && calendar.is_projected(calendar.zone().to_local(*at).day);
  };
  return beyond(deadline.due) || std::ranges::any_of(deadline.anchors, beyond);
}

}  // namespace

bool is_projected(const DutyState& duty, const Disagreement& disagreement,
                  const Circumstances& at) {
  if (!duty.deadline.due) {
    return false;
  }
  bool beyond = reaches_beyond(duty.deadline, at.calendar);
  if (!beyond && clock_of(at.policy, duty.scope, duty.id).with_settle) {
    const auto settles = latest_opening(disagreement, duty.scope, "settle");
    beyond = std::ranges::any_of(settles, [&](const DutyState* settle) {
      return reaches_beyond(settle->deadline, at.calendar);
    });
  }
  return beyond && explain_deadline(duty, disagreement, at).projected;
}

bool is_cap_projected(const Disagreement& disagreement, const Circumstances& at) {
  const WeighedLimit cap = weighed_cap(disagreement, at);
  return cap.working && cap.working->projected;
}

}  // namespace accord
