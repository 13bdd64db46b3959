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
    const auto opened = since(clock.rule->when, {d, at.now, &at.calendar});
    if (opened && *opened > start) {
      start = *opened;
    }
  }
  return start;
}

std::optional<Instant> anchor_of(const Bound& bound, const std::optional<Instant>& fixed,
                                 Instant default_start, const Disagreement& d,
                                 const Circumstances& at, bool refix) {
  const bool moves = refix || (bound.from && is_moment(*bound.from));
  if (fixed && !moves) {
    return fixed;
  }
  return bound.from ? anchor(*bound.from, {d, at.now, &at.calendar}) : std::optional{default_start};
}

/// Keeps `candidate` where it is the earliest so far.
void bind(DeadlineState& deadline, std::optional<Instant> candidate, int bound) {
  if (candidate && (!deadline.due || *candidate < *deadline.due)) {
    deadline.due = candidate;
    deadline.bound = bound;
    deadline.local_target = false;
  }
}

void keep_earliest(std::optional<Instant>& kept, std::optional<Instant> candidate) {
  if (candidate && (!kept || *candidate < *kept)) {
    kept = candidate;
  }
}

bool is_clipped(const DutyState& duty) {
  return duty.scope != "after" && !duty.undertaking;
}

struct Weighing {
  DeadlineState deadline;
  std::optional<Instant> target;  ///< the earliest local target
  bool stated = false;            ///< some bound that counts gives a time
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
    if (!since(bound.when, {d, at.now, &at.calendar})) {
      continue;
    }
    anchored = anchor_of(bound, anchored, start, d, at, refix);
    const Instant from = anchored.value_or(start);
    if (!states_a_time(bound.within)) {
      keep_earliest(found.target, due_or_none(local_target_of(&bound, at.policy), from, at));
      if (bound.unless_both_agree && duty.agreed) {
        found.stated = true;
        bind(found.deadline, duty.agreed, static_cast<int>(i));
      }
      continue;
    }
    if (bound.local_target) {
      keep_earliest(found.target, due_or_none(*bound.local_target, from, at));
    }
    if (!anchored) {
      continue;  // starts when its condition comes true
    }
    found.stated = true;
    bind(found.deadline,
         bound.unless_both_agree && duty.agreed ? duty.agreed
                                                : due_or_none(bound.within, *anchored, at),
         static_cast<int>(i));
  }
  return found;
}

/// A duty without a stated limit that counts: the local target is its date.
void fall_back(Weighing& found, const DutyState& duty, const DutyClock& clock,
               const Disagreement& d, const Circumstances& at) {
  if (found.deadline.due) {
    found.deadline.target = found.target;
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

void clip(DeadlineState& deadline, const DutyState& duty, const DutyClock& clock,
          const Disagreement& d, const Circumstances& at) {
  const std::optional<Instant> before = deadline.due;
  const bool was_local = deadline.local_target;
  bind(deadline, d.cap.due, DeadlineState::kCap);
  if (d.child_timescale) {
    bind(deadline, d.child_timescale->at, DeadlineState::kChildTimescale);
  }
  if (deadline.due == before) {
    return;
  }
  // Clipped: what the document's clock or the local target said stays as the next step to aim at
  // where the clipping instant had passed when the duty began (timescale rule 12).
  const Instant start = default_anchor(duty, clock, d, at);
  if (*deadline.due <= start) {
    const Bound* bound =
        clock.bounds != nullptr && !clock.bounds->empty() ? &clock.bounds->front() : nullptr;
    deadline.target =
        was_local ? before : due_or_none(local_target_of(bound, at.policy), start, at);
  } else if (was_local) {
    deadline.target.reset();
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
    for (const DutyState* settle : latest_opening(disagreement, duty.scope, "settle")) {
      DeadlineState same = deadline_now(*settle, disagreement, at, refix);
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

DeadlineState cap_now(const Disagreement& disagreement, const Circumstances& at, bool refix) {
  DutyState whole;
  whole.scope = "throughout";
  whole.id = "cap";
  whole.opened_at = disagreement.raised_at;
  whole.deadline = disagreement.cap;
  DutyClock clock;
  clock.bounds = &at.policy.cap;
  DeadlineState found = weigh(whole, clock, disagreement, at, refix).deadline;
  found.target.reset();
  return found;
}

}  // namespace accord
