#include "service/replay.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/try.hpp"
#include "directory/reader.hpp"
#include "ledger/ledger.hpp"
#include "service/calendar_change.hpp"
#include "store/partnership_entry.hpp"

namespace accord {

namespace {

Refusal not_replayed(std::string what, std::string instead, std::string field) {
  Refusal refusal;
  refusal.kind = Refusal::Kind::NotFound;
  refusal.what = std::move(what);
  refusal.instead = std::move(instead);
  refusal.field = std::move(field);
  return refusal;
}

/// A word for a question of the policy, which offers it.
std::expected<void, ServiceError> check_answers(const std::vector<AnswerGiven>& answers,
                                                const Policy& policy) {
  for (const AnswerGiven& given : answers) {
    const FactRule* rule = policy.fact(given.fact);
    if (rule == nullptr) {
      std::vector<std::string> facts;
      for (const FactRule& one : policy.facts) {
        facts.push_back(one.id);
      }
      return std::unexpected(not_replayed(fmt::format("The policy has no fact `{}`.", given.fact),
                                          fmt::format("It has: {}.", fmt::join(facts, ", ")),
                                          "fact"));
    }
    const bool offered = rule->kind == FactKind::Text || rule->or_else ||
                         std::ranges::find(rule->one_of, given.word) != rule->one_of.end();
    if (rule->kind == FactKind::Moment || !offered) {
      return std::unexpected(not_replayed(
          fmt::format("“{}” is no answer to: {}", given.word, rule->asks),
          rule->kind == FactKind::Moment
              ? std::string{"It asks for a moment, which is not the same for every record."}
              : fmt::format("It takes: {}.", fmt::join(rule->one_of, ", ")),
          "fact"));
    }
  }
  return {};
}

/// Every version of the directory and of the bank holidays that the partnership has adopted.
struct Adopted {
  std::vector<Document> directories;
  std::vector<Document> calendars;
};

std::expected<Adopted, ServiceError> adopted(Service& service, const PartnershipId& id) {
  return service.database().read(
      id, [&](Connection& connection) -> std::expected<Adopted, ServiceError> {
        Documents documents{connection};
        Adopted found;
        ACCORD_TRY(found.directories, documents.all(id, "directory"));
        ACCORD_TRY(found.calendars, documents.all(id, "calendar"));
        return found;
      });
}

/// Of several versions, the one in force at `at`: the latest that is effective by then.
const Document* in_force(const std::vector<Document>& versions, Instant at) {
  const Document* found = nullptr;
  for (const Document& one : versions) {
    if (one.effective <= at && (found == nullptr || one.effective >= found->effective)) {
      found = &one;
    }
  }
  return found;
}

/// The surroundings of every time, for records of one policy. Keeps what they name.
class SurroundingsKept {
 public:
  [[nodiscard]] static std::expected<SurroundingsKept, ServiceError> of(const Adopted& adopted,
                                                                        const Policy& own,
                                                                        const Policy& other);

  [[nodiscard]] std::span<const Surroundings> all() const { return all_; }

 private:
  std::vector<std::shared_ptr<const Directory>> directories_;
  std::vector<std::shared_ptr<const WorkingCalendar>> calendars_;
  std::vector<Surroundings> all_;
};

std::expected<std::shared_ptr<const Directory>, ServiceError> directory_of(const Document& stored,
                                                                           const Zone& zone) {
  auto read = read_directory(stored.text, zone);
  if (!read) {
    return std::unexpected(Fault{
        FaultKind::Corrupt, fmt::format("version {} of the directory cannot be read: restore the "
                                        "database (accord verify says more)",
                                        stored.version)});
  }
  return std::make_shared<const Directory>(*std::move(read));
}

std::expected<SurroundingsKept, ServiceError> SurroundingsKept::of(const Adopted& adopted,
                                                                   const Policy& own,
                                                                   const Policy& other) {
  const auto zone = Zone::load(own.zone);
  if (!zone) {
    return std::unexpected(Fault{FaultKind::Corrupt, zone.error()});
  }
  std::set<Instant> changes;
  for (const auto* versions : {&adopted.directories, &adopted.calendars}) {
    for (const Document& one : *versions) {
      changes.insert(one.effective);
    }
  }
  SurroundingsKept kept;
  for (const Instant since : changes) {
    const Document* people = in_force(adopted.directories, since);
    if (people == nullptr) {
      continue;
    }
    const Document* days = in_force(adopted.calendars, since);
    const std::optional<Document> holidays = days != nullptr ? std::optional{*days} : std::nullopt;
    ACCORD_TRY(auto directory, directory_of(*people, *zone));
    ACCORD_TRY(auto by_own, calendar_for(own, *directory, holidays));
    ACCORD_TRY(auto by_other, calendar_for(other, *directory, holidays));
    kept.all_.push_back({since, directory.get(), by_own.get(), by_other.get()});
    kept.directories_.push_back(std::move(directory));
    kept.calendars_.push_back(std::move(by_own));
    kept.calendars_.push_back(std::move(by_other));
  }
  if (kept.all_.empty()) {
    return std::unexpected(Fault{FaultKind::Corrupt, "the partnership has no directory in force"});
  }
  return kept;
}

/// From the record alone: the lists are made of it, and may be those of an earlier release.
std::expected<std::vector<DisagreementId>, ServiceError> every_disagreement(
    Service& service, const PartnershipId& id) {
  using Ids = std::vector<DisagreementId>;
  return service.database().read(id,
                                 [&](Connection& connection) -> std::expected<Ids, ServiceError> {
                                   ACCORD_TRY(const auto streams, Ledger{connection}.streams(id));
                                   Ids ids;
                                   for (const StreamHead& head : streams) {
                                     if (head.stream.disagreement != partnership_stream()) {
                                       ids.push_back(head.stream.disagreement);
                                     }
                                   }
                                   return ids;
                                 });
}

}  // namespace

std::expected<PolicyReplay, ServiceError> replay_under(Service& service, const PartnershipId& id,
                                                       const std::string& policy_text,
                                                       const ReplayAsked& asked) {
  PolicyReplay done;
  ACCORD_TRY(done.partnership, service.partnership(id));
  ACCORD_TRY(done.policy, checked_policy(policy_text));
  ACCORD_TRY_DO(check_answers(asked.answers, *done.policy));
  ACCORD_TRY(const Adopted documents, adopted(service, id));
  ACCORD_TRY(const auto ids, every_disagreement(service, id));
  std::map<std::string, SurroundingsKept> kept;  // by the hash of the policy of the record
  std::vector<std::string> unknown = asked.references;
  for (const DisagreementId& each : ids) {
    ACCORD_TRY(const Loaded loaded, service.load_any(id, each));
    const bool named = std::erase(unknown, loaded.state.raised.reference) > 0;
    if (!named && !asked.references.empty()) {
      continue;
    }
    const Policy& own = *loaded.rules_at(1).policy;
    if (!kept.contains(own.hash)) {
      ACCORD_TRY(auto around, SurroundingsKept::of(documents, own, *done.policy));
      kept.emplace(own.hash, std::move(around));
    }
    done.disagreements.push_back(replay(loaded.events, own, *done.policy, kept.at(own.hash).all(),
                                        service.now(), asked.answers));
  }
  if (!unknown.empty()) {
    return std::unexpected(
        not_replayed(fmt::format("There is no disagreement {}.", unknown.front()),
                     "Check the reference.", "reference"));
  }
  std::ranges::stable_sort(done.disagreements, {}, [](const Replay& one) {
    return std::pair{one.raised_at, one.reference};
  });
  return done;
}

}  // namespace accord
