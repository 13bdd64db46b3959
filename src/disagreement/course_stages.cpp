#include <algorithm>

#include "base/check.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/course.hpp"
#include "disagreement/roles.hpp"

namespace accord {

// A course's stages: how one is left, and how the next one or the next tier begins (kernel rules 7
// to 9 and 22).

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
    end_tier("the stage was left", &left);
    follow(StageLeft{left.stage, left.number}, exit.source.clause);
  }
  Disagreement climbed = exit.skips.empty() ? Disagreement{} : state_;
  for (const std::string& skipped : exit.skips) {
    climb(climbed, *policy().scope(skipped));
    follow(StageSkipped{skipped}, exit.source.clause);
  }
  if (exit.end) {
    follow(Resolved{*exit.end, scope, exit.id, record}, exit.source.clause);
    return;
  }
  const Stage* next = policy().scope(exit.go);
  ACCORD_CHECK(next != nullptr);
  begin_stage(*next, choices, exit.skips.empty() ? state_ : climbed);
}

void Course::climb(Disagreement& from, const Stage& skipped) const {
  for (const Ower& ower : representatives_for(skipped, from, at_, {})) {
    std::erase_if(from.representatives,
                  [&](const Ower& before) { return before.side == ower.side; });
    from.representatives.push_back(ower);
  }
}

bool Course::met_by_leaving(const DutyRule& rule, const Visit& visit) const {
  if (!rule.met_when) {
    return false;
  }
  Disagreement left = state_;
  apply(left, Event{.sequence = state_.version,
                    .recorded_at = recorded_at_,
                    .happened_at = at_.now,
                    .body = StageLeft{visit.stage, visit.number}});
  return since(*rule.met_when, {left, at_.now, &at_.calendar}).has_value();
}

void Course::end_tier(const std::string& why, const Visit* leaving) {
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
      continue;
    }
    const DutyRule* rule = policy().duty(duty.scope, duty.id);
    if (leaving != nullptr && rule != nullptr && met_by_leaving(*rule, *leaving)) {
      const bool late = duty.deadline.due && at_.now > *duty.deadline.due;
      follow(DutyMet{duty.number, late}, rule->source.clause);
    } else {
      follow(DutyLapsed{duty.number, why});
    }
  }
}

void Course::begin_stage(const Stage& stage, const Choices& choices, const Disagreement& spoke) {
  lapsed_now_.clear();
  const Visit* before = state_.latest_visit(stage.id);
  StageBegun begun;
  begun.stage = stage.id;
  begun.visit = before != nullptr ? before->number + 1 : 1;
  begun.representatives = representatives_for(stage, spoke, at_, choices);
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
  lapsed_now_.clear();
  const Visit* visit = state_.stage();
  StageBegun begun;
  begun.stage = stage.id;
  begun.visit = visit->number;
  begun.tier = visit->tier + 1;
  begun.representatives = one_tier_up(state_, at_);
  // A side that stays has nobody above it, or speaks outside its line.
  begun.more_tiers = has_more_tiers(begun.representatives, at_);
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
  opened.owers = resolve_all(stage.settled_by, state_, at_);
  opened.any_side = opened.owers.size() > 1;
  const std::string clause =
      stage.settle.empty() ? stage.source.clause : stage.settle.front().source.clause;
  make_duty(std::move(opened), visit->tier_begun_at, clause);
}

}  // namespace accord
