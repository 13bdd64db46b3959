#include "access/may.hpp"

#include <algorithm>

#include "directory/directory.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"

namespace accord {

namespace {

void add(std::vector<Relation>& relations, Relation relation) {
  if (std::ranges::find(relations, relation) == relations.end()) {
    relations.push_back(relation);
  }
}

Purpose purpose_of(const DutyState& duty, const Policy& policy) {
  const DutyRule* rule = policy.duty(duty.scope, duty.id);
  return rule != nullptr ? rule->purpose : Purpose::None;
}

/// Whoever a duty told. What is referred without names is read without names.
Relation of_told(Purpose purpose) {
  switch (purpose) {
    case Purpose::LearningPoint: return Relation::LearningGroup;
    case Purpose::Monitoring: return Relation::MonitoringCopy;
    case Purpose::None:
    case Purpose::File:
    case Purpose::Debrief:
    case Purpose::LearningConsidered: break;
  }
  return Relation::Told;
}

Relation of_ower(const Ower& ower, const Directory& directory) {
  if (ower.side >= 0) {
    return ower.side == 0 ? Relation::RaisingManager : Relation::RespondingManager;
  }
  const Post* post = directory.post(ower.post);
  const Agency* agency = post != nullptr ? directory.agency(post->agency) : nullptr;
  return agency != nullptr && agency->is_partnership ? Relation::PartnershipPost
                                                     : Relation::Participant;
}

/// Whom the policy names to make a class slower (`slower_by`) reads what it is about while it is
/// open.
void add_who_may_slow(std::vector<Relation>& found, const Actor& actor,
                      const Disagreement& disagreement, const Circumstances& at) {
  for (const FactRule& fact : at.policy.facts) {
    if (fact.slower_by.empty() || disagreement.outcome) {
      continue;
    }
    for (const Ower& ower : resolve_all(fact.slower_by, disagreement, at)) {
      if (acts_as(actor, ower, disagreement, at)) {
        add(found, of_ower(ower, at.directory));
      }
    }
  }
}

}  // namespace

std::vector<Relation> relations(const Actor& actor, const Disagreement& disagreement,
                                const Circumstances& at) {
  std::vector<Relation> found;
  if (actor.person.empty()) {
    return found;
  }
  if (disagreement.raiser.person == actor.person) {
    add(found, Relation::Raiser);
  }
  for (std::size_t i = 0; i < disagreement.raised.sides.size(); ++i) {
    const Side& side = disagreement.raised.sides[i];
    if (i > 0 && side.worker == actor.person) {
      add(found, Relation::RespondingWorker);
    }
    const Agency* agency = at.directory.agency(side.agency);
    if (agency != nullptr && !agency->safeguarding_lead.empty() &&
        at.directory.acts_for(actor.person, agency->safeguarding_lead, at.now)) {
      add(found, i == 0 ? Relation::RaisingManager : Relation::RespondingManager);
    }
    // Where nobody is named for a side yet, its agency has to be able to find out who it is for.
    if (i > 0 && side.worker.empty() && side.agency == actor.agency) {
      add(found, Relation::RespondingWorker);
    }
  }
  for (const Ower& ower : disagreement.representatives) {
    if (acts_as(actor, ower, disagreement, at)) {
      add(found, ower.side == 0 ? Relation::RaisingManager : Relation::RespondingManager);
    }
  }
  for (const DutyState& duty : disagreement.duties) {
    const Purpose purpose = purpose_of(duty, at.policy);
    const bool learning = purpose == Purpose::LearningConsidered;
    for (const Ower& ower : duty.owers) {
      const bool of_group = learning && ower.side == kNoSide;
      if (acts_as(actor, ower, disagreement, at)) {
        add(found, of_group ? Relation::LearningGroup : of_ower(ower, at.directory));
      }
      if (duty.open() && ower.asks_partnership() && serves_partnership(actor, at.directory)) {
        add(found, of_group ? Relation::LearningGroup : Relation::PartnershipPost);
      }
    }
    for (const Ower& told : duty.to) {
      if (duty.status == DutyStatus::Met && acts_as(actor, told, disagreement, at)) {
        add(found, of_told(purpose));
      }
    }
    if (duty.done_by.person == actor.person) {
      add(found, learning ? Relation::LearningGroup : Relation::Participant);
    }
  }
  for (const OpenTo& open : open_by_not_stated(disagreement, at.policy, at.now)) {
    if (!covers(actor, open.scope, *open.exit, disagreement, at).empty()) {
      add(found, serves_partnership(actor, at.directory) ? Relation::PartnershipPost
                                                         : Relation::Participant);
    }
  }
  add_who_may_slow(found, actor, disagreement, at);
  return found;
}

bool may(const std::vector<Relation>& relations, Act act) {
  return std::ranges::any_of(relations, [act](Relation relation) {
    switch (relation) {
      case Relation::Raiser:
      case Relation::RaisingManager:
      case Relation::RespondingWorker:
      case Relation::RespondingManager:
      case Relation::PartnershipPost: return true;
      case Relation::Participant: return act != Act::Confirm;
      case Relation::Told: return act != Act::Step && act != Act::Confirm;
      case Relation::MonitoringCopy: return act == Act::SeeForm || act == Act::Note;
      case Relation::LearningGroup: return act == Act::Learn || act == Act::Discharge;
    }
    return false;
  });
}

Sees what_is_shown(const Actor& actor, const Disagreement& disagreement, const Circumstances& at) {
  const std::vector<Relation> found = relations(actor, disagreement, at);
  if (may(found, Act::Read)) {
    return {.record = true};
  }
  const auto drawn = [&](const std::string& scope, const std::string& id) {
    const DutyRule* rule = at.policy.duty(scope, id);
    return rule != nullptr && rule->purpose == Purpose::LearningPoint;
  };
  const bool point =
      std::ranges::any_of(disagreement.rights,
                          [&](const RightUsed& right) { return drawn(right.scope, right.id); }) ||
      std::ranges::any_of(disagreement.duties, [&](const DutyState& duty) {
        return duty.status == DutyStatus::Met && drawn(duty.scope, duty.id);
      });
  return {.form = may(found, Act::SeeForm),
          .learning = point && (may(found, Act::Learn) || serves_partnership(actor, at.directory))};
}

bool serves_partnership(const Actor& actor, const Directory& directory) {
  const Agency* agency = directory.agency(actor.agency);
  return agency != nullptr && agency->is_partnership && !actor.person.empty();
}

}  // namespace accord
