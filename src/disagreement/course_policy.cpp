#include <fmt/format.h>

#include <algorithm>

#include "base/check.hpp"
#include "disagreement/course.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"
#include "policy/renamed.hpp"

namespace accord {

// A course that goes on under another version of the policy (kernel rule 24).

namespace {

constexpr std::string_view kNotAsked = "the new version of the procedure does not ask for it";
constexpr std::string_view kOfSomebodyElse =
    "the new version of the procedure asks it of somebody else";

/// Whether what takers agreed to is still the same exit.
bool is_same(const ExitRule& before, const ExitRule& after, const Renaming& renaming) {
  return is_same(before.by, after.by) && before.by_not_stated == after.by_not_stated &&
         renaming.stage(before.go) == after.go && before.end == after.end &&
         before.record == after.record && is_same(before.stands_with, after.stands_with) &&
         std::ranges::equal(before.skips, after.skips, {},
                            [&](const std::string& id) { return renaming.stage(id); });
}

/// Whether the clock of `after` starts when that of `before` did.
bool starts_alike(const Bound& before, const Bound& after, const Renaming& renaming) {
  return before.from.has_value() == after.from.has_value() &&
         (!before.from || is_same(*before.from, *after.from, renaming)) &&
         is_same(before.when, after.when, renaming);
}

/// The anchors that clocks of `after` have already: those of the bounds that start alike.
std::vector<std::optional<Instant>> carried(const std::vector<std::optional<Instant>>& anchors,
                                            const Clock* before, const Clock* after,
                                            const Renaming& renaming) {
  std::vector<std::optional<Instant>> kept;
  if (before == nullptr || after == nullptr) {
    return kept;
  }
  for (const Bound& bound : *after) {
    const auto same = std::ranges::find_if(
        *before, [&](const Bound& one) { return starts_alike(one, bound, renaming); });
    const auto index = static_cast<std::size_t>(same - before->begin());
    kept.push_back(index < anchors.size() ? anchors[index] : std::nullopt);
  }
  return kept;
}

}  // namespace

void Course::change_policy(const Actor& by, PolicyChanged changed, const Policy& before) {
  const Disagreement then = state_;  // in the names of the version before
  const Renaming renaming{changed.renamed};
  const std::string why = fmt::format("moved to version {} of the procedure: {}",
                                      changed.policy_version, changed.reason);
  const Visit* visit = then.stage();
  ACCORD_CHECK(visit != nullptr);
  const Stage* stage = policy().scope(renaming.stage(visit->stage));
  ACCORD_CHECK(stage != nullptr);
  const bool more = stage->tiers_up_the_line && has_more_tiers(then.representatives, at_);
  if (more != visit->more_tiers) {
    changed.more_tiers = more;
  }
  act(by, std::move(changed), at_.now);
  drop_changed_takes(then, before, renaming);
  lapse_changed(then, before);
  redate(then, before, renaming, why);
  settle_down(true, why);
}

void Course::drop_changed_takes(const Disagreement& then, const Policy& before,
                                const Renaming& renaming) {
  for (std::size_t i = 0; i < then.takes.size(); ++i) {
    const Taken was = then.takes[i].taken;
    const std::string scope = renaming.stage(was.scope);
    const std::string id = renaming.exit(was.scope, was.exit);
    const bool stands = std::ranges::any_of(state_.takes, [&](const Take& take) {
      return take.taken.scope == scope && take.taken.exit == id;
    });
    const ExitRule* old = before.exit(was.scope, was.exit);
    const ExitRule* now = policy().exit(scope, id);
    const bool same = old != nullptr && now != nullptr && is_same(*old, *now, renaming);
    if (stands && !same) {
      follow(TermsLapsed{scope, id, was.side,
                         "The new version of the procedure changed what this leads to or who "
                         "has to agree to it."},
             now != nullptr ? now->source.clause : "");
    }
  }
}

void Course::lapse_changed(const Disagreement& then, const Policy& before) {
  bool settle_again = false;
  for (std::size_t i = 0; i < then.duties.size(); ++i) {
    const DutyState& was = then.duties[i];
    if (!was.open() || was.undertaking) {
      continue;
    }
    const DutyState& duty = state_.duties[i];
    const Stage* scope = policy().scope(duty.scope);
    if (duty.is_settle()) {
      const Stage* old = before.scope(was.scope);
      if (old != nullptr && scope != nullptr && !is_same(old->settled_by, scope->settled_by)) {
        follow(DutyLapsed{duty.number, std::string{kOfSomebodyElse}}, scope->source.clause);
        settle_again = true;
      }
      continue;
    }
    const DutyRule* old = before.duty(was.scope, was.id);
    const DutyRule* now = policy().duty(duty.scope, duty.id);
    if (now == nullptr || now->is_right()) {
      follow(DutyLapsed{duty.number, std::string{kNotAsked}});
      continue;
    }
    // Of one that somebody has met, whoever still owes it goes on.
    const bool begun = std::ranges::any_of(then.duties, [&](const DutyState& other) {
      return other.batch == was.batch && other.status == DutyStatus::Met;
    });
    if (!begun && old != nullptr && !is_same(old->owed_by, now->owed_by)) {
      follow(DutyLapsed{duty.number, std::string{kOfSomebodyElse}}, now->source.clause);
    }
  }
  if (settle_again) {
    open_settle(*policy().scope(state_.stage()->stage));
  }
}

void Course::redate(const Disagreement& then, const Policy& before, const Renaming& renaming,
                    const std::string& why) {
  Disagreement anchored = state_;
  anchored.cap.anchors = carried(state_.cap.anchors, &before.cap, &policy().cap, renaming);
  set_cap(cap_now(anchored, at_), why);
  for (std::size_t i = 0; i < then.duties.size(); ++i) {
    DutyState duty = state_.duties[i];
    if (!duty.open() || duty.undertaking) {
      continue;
    }
    const DutyClock old = clock_of(before, then.duties[i].scope, then.duties[i].id);
    const DutyClock now = clock_of(policy(), duty.scope, duty.id);
    const bool owed_alike = old.rule == nullptr || now.rule == nullptr ||
                            is_same(old.rule->when, now.rule->when, renaming);
    duty.deadline.anchors = owed_alike
                                ? carried(duty.deadline.anchors, old.bounds, now.bounds, renaming)
                                : std::vector<std::optional<Instant>>{};
    DeadlineState dated = deadline_now(duty, state_, at_);
    if (dated != state_.duties[i].deadline) {
      follow(DeadlineChanged{duty.number, state_.duties[i].deadline, std::move(dated), why},
             now.rule != nullptr ? now.rule->source.clause : "");
    }
  }
  record_overdue();
}

}  // namespace accord
