#include <algorithm>

#include "base/check.hpp"
#include "disagreement/disagreement.hpp"
#include "disagreement/rename.hpp"

namespace accord {

namespace {

DutyState& duty_at(Disagreement& disagreement, int number) {
  ACCORD_CHECK(number >= 1 && static_cast<std::size_t>(number) <= disagreement.duties.size());
  return disagreement.duties.edit(static_cast<std::size_t>(number) - 1);
}

/// One overload for each kind of event; each does no more than remember.
struct Applied {
  Disagreement& d;
  const Event& event;

  void operator()(const Raised& body) const {
    d.raised = body;
    d.governed_by = {body.policy, body.policy_version, body.policy_hash, event.happened_at,
                     event.sequence};
    d.raiser = event.by;
    d.raised_at = event.happened_at;
    for (std::size_t side = 0; side < body.sides.size(); ++side) {
      Ower worker;
      worker.side = static_cast<SideIndex>(side);
      worker.role = "representative";
      worker.person = body.sides[side].worker;
      d.representatives.push_back(std::move(worker));
    }
  }

  void operator()(const FactSet& body) const {
    d.facts.push_back({body, event.happened_at, event.by});
    std::erase_if(d.fact_proposals, [&](const FactProposed& p) {
      return p.fact.fact == body.fact && p.fact.holder == body.holder;
    });
  }

  void operator()(const FactProposed& body) const {
    std::erase_if(d.fact_proposals, [&](const FactProposed& p) {
      return p.side == body.side && p.fact.fact == body.fact.fact &&
             p.fact.holder == body.fact.holder;
    });
    d.fact_proposals.push_back(body);
  }

  void operator()(const ChildTimescaleSet& body) const {
    d.child_timescale_proposals.clear();
    d.child_timescale.reset();
    if (body.to) {
      d.child_timescale = ChildTimescale{*body.to, body.reason, body.side, event.happened_at};
    }
  }

  void operator()(const ChildTimescaleProposed& body) const {
    std::erase_if(d.child_timescale_proposals,
                  [&](const ChildTimescaleProposed& p) { return p.side == body.side; });
    d.child_timescale_proposals.push_back(body);
  }

  void operator()(const Done& body) const {
    if (body.number == 0) {
      const Visit* visit = d.latest_visit(body.scope);
      d.rights.push_back({body.scope, body.id, visit != nullptr ? visit->number : 0,
                          visit != nullptr ? visit->tier : 0, event.happened_at, event.by,
                          event.sequence});
      return;
    }
    DutyState& duty = duty_at(d, body.number);
    duty.done_at = event.happened_at;
    duty.done_sequence = event.sequence;
    duty.done_by = event.by;
  }

  void operator()(const Taken& body) const {
    // Rule 20: a side's later take replaces its earlier one, of whatever exit and whoever took it.
    std::erase_if(d.takes, [&](const Take& take) {
      const bool of_same_person = take.taken.side == body.side && take.by.person == event.by.person;
      const bool of_same_taker =
          take.taken.exit != body.exit &&
          std::ranges::find_first_of(take.taken.covers, body.covers) != take.taken.covers.end();
      return take.taken.scope == body.scope && (of_same_person || of_same_taker);
    });
    if (!body.record.empty() || !body.outstanding.empty()) {
      // New terms: whoever confirmed the old ones has not confirmed these.
      std::erase_if(d.takes, [&](const Take& take) {
        return take.taken.scope == body.scope && take.taken.exit == body.exit;
      });
      std::erase_if(d.terms, [&](const Terms& terms) {
        return terms.scope == body.scope && terms.exit == body.exit;
      });
      d.terms.push_back({body.scope, body.exit, body.record, body.outstanding, event.by, body.side,
                         event.recorded_at, event.sequence});
    }
    d.takes.push_back({body, event.by, event.recorded_at, event.sequence});
  }

  void operator()(const TermsDeclined& body) const { forget(body.scope, body.exit); }
  void operator()(const TermsLapsed& body) const { forget(body.scope, body.exit); }
  void forget(const std::string& scope, const std::string& exit) const {
    std::erase_if(d.takes, [&](const Take& take) {
      return take.taken.scope == scope && take.taken.exit == exit;
    });
    std::erase_if(d.terms,
                  [&](const Terms& terms) { return terms.scope == scope && terms.exit == exit; });
  }

  void operator()(const DateProposed& body) const {
    auto& proposed = duty_at(d, body.number).proposed;
    std::erase_if(proposed, [&](const ProposedDate& p) { return p.side == body.side; });
    proposed.push_back({body.side, body.to, body.reason});
  }

  void operator()(const Undertaken& body) const {
    DutyState duty;
    duty.number = body.number;
    duty.batch = body.number;
    duty.scope = "undertaken";
    duty.id = body.undertaking.kind == Undertaking::Kind::Action ? "action" : "outstanding_issue";
    duty.owers.push_back(body.undertaking.owner);
    duty.undertaking = body.undertaking;
    duty.opened_at = event.happened_at;
    duty.deadline.due = body.undertaking.due;
    duty.deadline.bound = DeadlineState::kUndertaken;
    ACCORD_CHECK(body.number == static_cast<int>(d.duties.size()) + 1);
    d.duties.push_back(std::move(duty));
  }

  void operator()(const Corrected& body) const {
    if (!body.happened) {
      return;
    }
    for (RightUsed& used : d.rights) {
      if (used.sequence == body.sequence) {
        used.done_at = *body.happened;
      }
    }
    if (body.number == 0) {
      return;
    }
    DutyState& duty = duty_at(d, body.number);
    duty.done_at = body.happened;
    duty.late = duty.deadline.due && *body.happened > *duty.deadline.due;
  }

  void operator()(const Noted&) const {}

  void operator()(const Rebound& body) const {
    if (body.number != 0) {
      DutyState& duty = duty_at(d, body.number);
      const auto held = std::ranges::find_if(
          duty.owers, [&](const Ower& ower) { return ower.side == body.side; });
      (held != duty.owers.end() ? *held : duty.owers.front()) = body.ower;
      return;
    }
    set_representative(body.ower);
    hand_over(body.ower);
    if (body.more_tiers && d.current >= 0) {
      Visit& visit = d.visits[static_cast<std::size_t>(d.current)];
      visit.more_tiers = *body.more_tiers;
      visit.tiers_since = event.happened_at;
    }
    // Named in the first stage, they are the practitioner of that side from then on.
    if (static_cast<std::size_t>(body.side) < d.raised.sides.size() && d.visits.size() == 1 &&
        d.visits.front().tier == 1 &&
        d.raised.sides[static_cast<std::size_t>(body.side)].worker.empty()) {
      d.raised.sides[static_cast<std::size_t>(body.side)].worker = body.ower.person;
    }
  }

  void operator()(const PolicyChanged& body) const {
    d.governed_by = {body.policy, body.policy_version, body.policy_hash, event.happened_at,
                     event.sequence};
    rename(d, Renaming{body.renamed});
    if (body.more_tiers && d.current >= 0) {
      Visit& visit = d.visits[static_cast<std::size_t>(d.current)];
      visit.more_tiers = *body.more_tiers;
      visit.tiers_since = event.happened_at;
    }
  }

  void operator()(const StageBegun& body) const {
    d.previous = d.representatives;
    for (const Ower& ower : body.representatives) {
      set_representative(ower);
      hand_over(ower);
    }
    std::erase_if(d.takes, [&](const Take& take) { return take.taken.scope == body.stage; });
    std::erase_if(d.terms, [&](const Terms& terms) { return terms.scope == body.stage; });
    if (body.tier > 1) {
      ACCORD_CHECK(d.current >= 0);
      Visit& visit = d.visits[static_cast<std::size_t>(d.current)];
      visit.tier = body.tier;
      visit.more_tiers = body.more_tiers;
      visit.tiers_since = event.happened_at;
      visit.tier_begun_at = event.happened_at;
      return;
    }
    Visit visit;
    visit.stage = body.stage;
    visit.number = body.visit;
    visit.more_tiers = body.more_tiers;
    visit.tiers_since = event.happened_at;
    visit.begun_at = event.happened_at;
    visit.tier_begun_at = event.happened_at;
    d.visits.push_back(std::move(visit));
    d.current = static_cast<int>(d.visits.size()) - 1;
    // A stage begins after an outcome only where the procedure opens a disagreement again.
    d.outcome.reset();
    d.finished = false;
  }

  void operator()(const StageLeft& body) const {
    for (Visit& visit : d.visits) {
      if (visit.stage == body.stage && visit.number == body.visit) {
        visit.left_at = event.happened_at;
      }
    }
    d.current = -1;
  }

  void operator()(const StageSkipped& body) const {
    const Visit* before = d.latest_visit(body.stage);
    Visit visit;
    visit.stage = body.stage;
    visit.number = before != nullptr ? before->number + 1 : 1;
    visit.skipped = true;
    visit.begun_at = event.happened_at;
    visit.tier_begun_at = event.happened_at;
    visit.left_at = event.happened_at;
    d.visits.push_back(std::move(visit));
  }

  void operator()(const ExitFired& body) const {
    const Visit* visit = d.latest_visit(body.scope);
    d.fired.push_back(
        {body.scope, body.exit, visit != nullptr ? visit->number : 0, event.happened_at});
    std::erase_if(d.takes, [&](const Take& take) {
      return take.taken.scope == body.scope && take.taken.exit == body.exit;
    });
    std::erase_if(d.terms, [&](const Terms& terms) {
      return terms.scope == body.scope && terms.exit == body.exit;
    });
  }

  void operator()(const DutyOpened& body) const {
    ACCORD_CHECK(body.number == static_cast<int>(d.duties.size()) + 1);
    DutyState duty;
    duty.number = body.number;
    duty.batch = body.batch;
    duty.scope = body.scope;
    duty.id = body.id;
    duty.visit = body.visit;
    duty.tier = body.tier;
    duty.any_side = body.any_side;
    duty.owers = body.owers;
    duty.to = body.to;
    duty.opened_at = event.happened_at;
    duty.deadline = body.deadline;
    d.duties.push_back(std::move(duty));
  }

  void operator()(const DutyMet& body) const {
    DutyState& duty = duty_at(d, body.number);
    duty.status = DutyStatus::Met;
    duty.late = body.late;
    duty.done_at = event.happened_at;
    duty.ended_at = event.recorded_at;
  }

  void operator()(const DutyOverdue& body) const {
    DutyState& duty = duty_at(d, body.number);
    if (!duty.overdue_at) {
      duty.overdue_at = event.happened_at;
    }
  }

  void operator()(const DutyLapsed& body) const {
    DutyState& duty = duty_at(d, body.number);
    duty.status = DutyStatus::Lapsed;
    duty.ended_at = event.happened_at;
  }

  void operator()(const DeadlineChanged& body) const {
    (body.number == 0 ? d.cap : duty_at(d, body.number).deadline) = body.to;
  }

  void operator()(const DateAgreed& body) const {
    DutyState& duty = duty_at(d, body.number);
    duty.agreed = body.to;
    duty.proposed.clear();
  }

  void operator()(const Resolved& body) const {
    d.outcome = Outcome{body.kind, body.scope, body.exit, body.record, event.happened_at};
    d.takes.clear();
    d.terms.clear();
  }

  void operator()(const Finished&) const { d.finished = true; }

  /// What a side owes, whoever speaks for it owes.
  void hand_over(const Ower& speaks) const {
    const auto is_theirs = [&](const Ower& ower) {
      return ower.side == speaks.side && ower.role == "representative";
    };
    for (std::size_t i = 0; i < d.duties.size(); ++i) {
      if (d.duties[i].open() && std::ranges::any_of(d.duties[i].owers, is_theirs)) {
        std::ranges::replace_if(d.duties.edit(i).owers, is_theirs, speaks);
      }
    }
  }

  void set_representative(const Ower& ower) const {
    for (Ower& held : d.representatives) {
      if (held.side == ower.side) {
        held = ower;
        return;
      }
    }
    d.representatives.push_back(ower);
  }
};

}  // namespace

const Visit* Disagreement::stage() const {
  return current < 0 ? nullptr : &visits[static_cast<std::size_t>(current)];
}

const Visit* Disagreement::latest_visit(std::string_view id) const {
  for (auto visit = visits.rbegin(); visit != visits.rend(); ++visit) {
    if (visit->stage == id) {
      return &*visit;
    }
  }
  return nullptr;
}

const DutyState* Disagreement::duty(int number) const {
  return number >= 1 && static_cast<std::size_t>(number) <= duties.size()
             ? &duties[static_cast<std::size_t>(number) - 1]
             : nullptr;
}

const FactValue* Disagreement::fact(std::string_view id, std::string_view holder) const {
  for (auto value = facts.rbegin(); value != facts.rend(); ++value) {
    if (value->set.fact == id && value->set.holder == holder) {
      return &*value;
    }
  }
  return nullptr;
}

const Ower* Disagreement::representative(SideIndex side) const {
  for (const Ower& ower : representatives) {
    if (ower.side == side) {
      return &ower;
    }
  }
  return nullptr;
}

SideIndex Disagreement::side_of(const AgencyId& agency) const {
  for (std::size_t side = 0; side < raised.sides.size(); ++side) {
    if (raised.sides[side].agency == agency) {
      return static_cast<SideIndex>(side);
    }
  }
  return kNoSide;
}

void apply(Disagreement& disagreement, const Event& event) {
  std::visit(Applied{disagreement, event}, event.body);
  disagreement.version = event.sequence;
  disagreement.seen_until = std::max(disagreement.seen_until, event.recorded_at);
}

Disagreement evolve(Disagreement disagreement, const Event& event) {
  apply(disagreement, event);
  return disagreement;
}

}  // namespace accord
