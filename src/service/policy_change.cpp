#include <fmt/format.h>

#include <algorithm>

#include "access/govern.hpp"
#include "base/try.hpp"
#include "calendar/zone.hpp"
#include "disagreement/move_policy.hpp"
#include "policy/words.hpp"
#include "service/cache.hpp"
#include "service/calendar_change.hpp"
#include "service/decided.hpp"
#include "service/service.hpp"
#include "telling/whose.hpp"

namespace accord {

namespace {

constexpr int kMostMoves = 5;  // tries, where somebody adds something meanwhile

Refusal no_move(std::string what, std::string instead, std::string field) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotNow;
  refusal.what = std::move(what);
  refusal.instead = std::move(instead);
  refusal.field = std::move(field);
  return refusal;
}

std::string stage_name(const Disagreement& state, const Policy& policy) {
  const Visit* visit = state.stage();
  const Stage* stage = visit != nullptr ? policy.scope(visit->stage) : nullptr;
  return stage != nullptr ? std::string{name_of(*stage)} : std::string{};
}

void add_once(std::vector<std::string>& names, const std::string& name) {
  if (!name.empty() && std::ranges::find(names, name) == names.end()) {
    names.push_back(name);
  }
}

/// Whoever answers for it, by name; where nobody is named yet, their agency.
void add_people(std::vector<std::string>& names, const std::vector<Ower>& owers,
                const Disagreement& state, const Directory& directory) {
  for (const Ower& ower : owers) {
    const Person* person = directory.person(ower.person);
    if (person != nullptr) {
      add_once(names, person->name);
      continue;
    }
    DutyState asked;
    asked.owers = {ower};
    for (const std::string& agency : agencies_owing(&asked, state, directory)) {
      add_once(names, agency);
    }
  }
}

/// Of several changes to one duty, the whole: from what it was before to what it is in the end.
void add_change(PolicyMove& move, MovedDuty changed) {
  const auto known = std::ranges::find_if(move.duties, [&](const MovedDuty& one) {
    return one.number == changed.number && one.change == MovedDuty::Change::Moved;
  });
  if (known != move.duties.end() && changed.change == MovedDuty::Change::Moved) {
    known->to = changed.to;
    return;
  }
  move.duties.push_back(std::move(changed));
}

/// What the events of a move change, told in the words of the version that asks it.
void add_changes(PolicyMove& move, const std::vector<Event>& events, Disagreement state,
                 const Circumstances& before, const Circumstances& after) {
  const Policy* policy = &before.policy;
  Disagreement then = state;
  for (const Event& event : events) {
    if (std::holds_alternative<PolicyChanged>(event.body)) {
      then = state;
      policy = &after.policy;
    }
    apply(state, event);
    if (policy == &before.policy) {
      continue;
    }
    const auto add = [&](MovedDuty::Change change, int number, std::optional<Instant> from,
                         std::optional<Instant> to) {
      const DutyState* duty = state.duty(number);
      const DutyState* was = then.duty(number);
      const bool gone = change == MovedDuty::Change::Lapsed && was != nullptr;
      add_change(move, {change, number,
                        gone ? whose_deadline(was, before.policy) : whose_deadline(duty, *policy),
                        agencies_owing(duty, state, after.directory), event.clause, from, to});
      if (duty != nullptr) {
        add_people(move.tell, duty->owers, state, after.directory);
      }
    };
    if (const auto* changed = std::get_if<DeadlineChanged>(&event.body)) {
      if (changed->from.due != changed->to.due) {
        add(MovedDuty::Change::Moved, changed->number, changed->from.due, changed->to.due);
      }
    } else if (const auto* opened = std::get_if<DutyOpened>(&event.body)) {
      add(MovedDuty::Change::Opened, opened->number, std::nullopt, opened->deadline.due);
    } else if (const auto* lapsed = std::get_if<DutyLapsed>(&event.body)) {
      add(MovedDuty::Change::Lapsed, lapsed->number, state.duty(lapsed->number)->deadline.due,
          std::nullopt);
    }
  }
  move.stage_after = stage_name(state, *policy);
  std::vector<std::string> tell;
  add_people(tell, state.representatives, state, after.directory);
  for (const DutyState& duty : state.duties) {  // whoever owes something under the new text
    if (duty.open()) {
      add_people(tell, duty.owers, state, after.directory);
    }
  }
  for (const std::string& name : move.tell) {
    add_once(tell, name);
  }
  move.tell = std::move(tell);
}

/// The stage that somebody named for those that are where this one is; empty: none.
std::string named_stage(const PolicyMoves& moves, const Disagreement& state) {
  const Visit* visit = state.stage();
  const auto found = visit != nullptr ? moves.stages.find(visit->stage) : moves.stages.end();
  return found != moves.stages.end() ? found->second : std::string{};
}

std::string in_words(const Refusal& refusal) {
  return refusal.instead.empty() ? refusal.what : refusal.what + " " + refusal.instead;
}

/// What would be recorded, with what it changes; no events where it keeps its version.
struct Considered {
  PolicyMove move;
  std::vector<Event> events;
};

Considered consider(const Loaded& loaded, const Rules& after, const PolicyMoves& moves,
                    Instant now) {
  const Circumstances at{now, *loaded.rules.policy, *loaded.partnership->directory,
                         *loaded.rules.calendar};
  const Circumstances then{now, *after.policy, *loaded.partnership->directory, *after.calendar};
  Considered found;
  found.move.disagreement = loaded.id;
  found.move.reference = loaded.state.raised.reference;
  found.move.version_before = loaded.state.governed_by.version;
  found.move.stage_before = stage_name(loaded.state, at.policy);
  if (loaded.state.governed_by.hash == after.policy->hash) {
    found.move.there = true;
    found.move.stage_after = found.move.stage_before;
    return found;
  }
  const MovePolicy move{named_stage(moves, loaded.state), moves.reason};
  auto events = move_policy(loaded.state, moves.by, move, at, then);
  if (!events) {
    found.move.refused = in_words(events.error());
    return found;
  }
  add_changes(found.move, *events, loaded.state, at, then);
  found.events = *std::move(events);
  return found;
}

}  // namespace

std::expected<std::vector<DisagreementId>, ServiceError> Service::chosen_to_move(
    const PartnershipId& partnership, const PolicyMoves& moves) {
  ACCORD_TRY(const auto rows, all_disagreements(partnership));
  std::vector<DisagreementId> chosen;
  std::vector<std::string> unknown = moves.references;
  for (const DisagreementRow& row : rows) {
    const bool named = std::erase(unknown, row.reference) > 0;
    if (named || (moves.references.empty() && !row.finished)) {
      chosen.push_back(row.id);
    }
  }
  if (!unknown.empty()) {
    return std::unexpected(no_move(fmt::format("There is no disagreement {}.", unknown.front()),
                                   "Check the reference; nothing has been changed.", "move"));
  }
  return chosen;
}

std::expected<void, ServiceError> Service::may_move(const Partnership& there, const Policy& to,
                                                    Instant effective,
                                                    const std::vector<PolicyVersion>& versions,
                                                    const PolicyMoves& moves) {
  ACCORD_TRY_DO(may_govern(moves.by, *there.directory));
  if (effective > options_.now()) {
    return std::unexpected(
        no_move(fmt::format("Version {} comes into force on {}.", to.version,
                            to_words(there.calendar->zone(), effective)),
                "Disagreements can be moved to it from then on; look at the preview until then.",
                "version"));
  }
  if (moves.reason.find_first_not_of(" \t\n") == std::string::npos) {
    return std::unexpected(no_move("The reason is missing.",
                                   "Say why they move to the new version: both sides read it.",
                                   "reason"));
  }
  for (const auto& [from, heir] : moves.stages) {
    const bool known = std::ranges::any_of(versions, [&](const PolicyVersion& version) {
      return version.policy->scope(from) != nullptr;
    });
    if (!known) {
      return std::unexpected(no_move(fmt::format("No version has a stage {}.", from),
                                     "Check its name; nothing has been changed.", "stage"));
    }
  }
  ACCORD_TRY_DO(chosen_to_move(there.row.partnership, moves));
  return {};
}

std::expected<Rules, ServiceError> Service::rules_of_text(const Partnership& there,
                                                          const std::string& text) {
  Rules made;
  ACCORD_TRY(made.policy, checked_policy(text));
  ACCORD_TRY(
      const auto own,
      database_.read(
          there.row.partnership,
          [&](Connection& connection) -> std::expected<std::optional<Document>, ServiceError> {
            ACCORD_TRY(auto found, Documents{connection}.current(there.row.partnership, "calendar",
                                                                 options_.now()));
            return found;
          }));
  ACCORD_TRY(made.calendar, calendar_for(*made.policy, *there.directory, own));
  return made;
}

std::expected<std::shared_ptr<const Policy>, ServiceError> Service::policy_of(
    const PartnershipId& id, const std::string& hash) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const auto its, rules(*there, hash));
  return its.policy;
}

std::expected<std::vector<PolicyVersion>, ServiceError> Service::policy_versions(
    const PartnershipId& id) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const auto rows, all_disagreements(id));
  using All = std::vector<Document>;
  ACCORD_TRY(const auto documents,
             database_.read(id, [&](Connection& connection) -> std::expected<All, ServiceError> {
               ACCORD_TRY(auto found, Documents{connection}.all(id, "policy"));
               return found;
             }));
  std::vector<PolicyVersion> versions;
  for (const Document& document : documents) {
    PolicyVersion version;
    version.number = document.version;
    version.effective = document.effective;
    version.adopted = document.recorded_at;
    ACCORD_TRY(const auto its, rules(*there, document.sha256));
    version.policy = its.policy;
    version.in_force = document.sha256 == there->policy->hash;
    for (const DisagreementRow& row : rows) {
      if (row.policy_hash == document.sha256 && !row.finished) {
        ++(row.outcome.empty() ? version.open : version.owing);
      }
    }
    versions.push_back(std::move(version));
  }
  return versions;
}

std::expected<Instant, ServiceError> Service::adopt_version(const PartnershipId& id,
                                                            const std::string& policy_text,
                                                            const PolicyMoves* then) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const auto policy, checked_policy(policy_text));
  ACCORD_TRY(const auto versions, policy_versions(id));
  const auto same = std::ranges::find_if(
      versions, [&](const PolicyVersion& version) { return version.policy->hash == policy->hash; });
  if (same != versions.end()) {
    return same->effective;
  }
  const Zone& zone = there->calendar->zone();
  const auto day = parse_date(policy->effective);
  const Instant effective = day ? zone.to_instant({*day, {}}) : options_.now();
  for (const PolicyVersion& version : versions) {
    if (version.policy->version == policy->version) {
      return std::unexpected(
          no_move(fmt::format("The partnership has a version {} already, and this is another text.",
                              policy->version),
                  "Give it a `version` of its own; nothing has been changed.", "policy"));
    }
    if (version.effective > effective) {
      return std::unexpected(
          no_move(fmt::format("It is effective from {}, and version {} is from {}: it would never "
                              "be in force.",
                              to_words(zone, effective), version.policy->version,
                              to_words(zone, version.effective)),
                  "Give it a later `effective`; nothing has been changed.", "policy"));
    }
  }
  if (then != nullptr) {
    ACCORD_TRY_DO(may_move(*there, *policy, effective, versions, *then));
  }
  ACCORD_TRY_DO(adopt_policy(id, policy_text, effective));
  return effective;
}

std::expected<std::vector<PolicyMove>, ServiceError> Service::preview_policy_change(
    const PartnershipId& id, const std::string& policy_text, PolicyMoves moves) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const Rules after, rules_of_text(*there, policy_text));
  return preview_under(id, after, std::move(moves));
}

std::expected<std::vector<PolicyMove>, ServiceError> Service::preview_version(
    const PartnershipId& id, const std::string& hash, PolicyMoves moves) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const Rules after, rules(*there, hash));
  return preview_under(id, after, std::move(moves));
}

std::expected<std::vector<PolicyMove>, ServiceError> Service::preview_under(const PartnershipId& id,
                                                                            const Rules& after,
                                                                            PolicyMoves moves) {
  ACCORD_TRY(const auto chosen, chosen_to_move(id, moves));
  moves.reason = moves.reason.empty() ? "…" : moves.reason;  // asked for when it is done
  std::vector<PolicyMove> found;
  for (const DisagreementId& each : chosen) {
    ACCORD_TRY(const auto loaded, load_any(id, each));
    found.push_back(consider(loaded, after, moves, options_.now()).move);
  }
  return found;
}

std::expected<PolicyMove, ServiceError> Service::move_one(const PartnershipId& id,
                                                          const DisagreementId& each,
                                                          const Rules& after,
                                                          const PolicyMoves& moves) {
  for (int attempt = 0;; ++attempt) {
    ACCORD_TRY(auto loaded, fold(id, each));
    const Instant now = options_.now();
    Considered considered = consider(loaded, after, moves, now);
    if (considered.events.empty()) {
      return std::move(considered.move);
    }
    Submission submission;
    submission.partnership = id;
    submission.disagreement = each;
    submission.command = {moves.by, PassTime{}};
    submission.command_id = CommandId{options_.random_id()};
    submission.body = "move to policy " + after.policy->hash;
    loaded.rules = after;  // what is written of it is by the version that governs it then
    const Decided decided{submission, std::move(loaded), std::move(considered.events), now};
    const auto recorded = database_.write(
        id, [&](Connection& connection) { return store_decided(connection, decided); });
    if (recorded) {
      return std::move(considered.move);
    }
    if (!std::holds_alternative<Conflict>(recorded.error()) || attempt + 1 == kMostMoves) {
      return std::unexpected(recorded.error());
    }
  }
}

std::expected<std::vector<PolicyMove>, ServiceError> Service::move_to_policy(
    const PartnershipId& id, const std::string& hash, const PolicyMoves& moves) {
  ACCORD_TRY(const auto there, partnership(id));
  ACCORD_TRY(const auto versions, policy_versions(id));
  const auto version = std::ranges::find_if(
      versions, [&](const PolicyVersion& one) { return one.policy->hash == hash; });
  if (version == versions.end()) {
    return std::unexpected(
        no_move("The partnership has no such version.", "Adopt it first.", "version"));
  }
  ACCORD_TRY_DO(may_move(*there, *version->policy, version->effective, versions, moves));
  ACCORD_TRY(const Rules after, rules(*there, hash));
  ACCORD_TRY(const auto chosen, chosen_to_move(id, moves));
  std::vector<PolicyMove> moved;
  for (const DisagreementId& each : chosen) {
    ACCORD_TRY(auto one, move_one(id, each, after, moves));
    moved.push_back(std::move(one));
  }
  return moved;
}

}  // namespace accord
