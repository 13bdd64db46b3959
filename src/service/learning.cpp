#include "service/learning.hpp"

#include "base/try.hpp"
#include "ledger/digest.hpp"

namespace accord {

namespace {

constexpr std::size_t kKeyLength = 16;

}  // namespace

std::string learning_key(const DisagreementId& id) {
  const std::string text = "learning/" + id.text();
  return to_hex(sha256(std::as_bytes(std::span{text}))).substr(0, kKeyLength);
}

Purpose purpose_of(const Loaded& loaded, const Done& done) {
  const Policy& policy = *loaded.rules.policy;
  const DutyState* duty = done.number > 0 ? loaded.state.duty(done.number) : nullptr;
  const DutyRule* rule =
      duty != nullptr ? policy.duty(duty->scope, duty->id) : policy.duty(done.scope, done.id);
  // A right that was used under another name before the disagreement was moved to this version.
  for (auto before = loaded.earlier.rbegin(); rule == nullptr && before != loaded.earlier.rend();
       ++before) {
    rule = before->rules.policy->duty(done.scope, done.id);
  }
  return rule != nullptr ? rule->purpose : Purpose::None;
}

LearningCard learning_card(const Service& service, const Loaded& loaded, const Actor& viewer) {
  LearningCard card;
  card.key = learning_key(loaded.id);
  if (const FactValue* area = loaded.state.fact("area")) {
    card.area = area->set.words;
  }
  const bool learns = may(loaded.relations, Act::Learn) ||
                      serves_partnership(viewer, *loaded.partnership->directory);
  for (const Event& event : loaded.events) {
    const auto* done = std::get_if<Done>(&event.body);
    if (done == nullptr) {
      continue;
    }
    const Purpose purpose = purpose_of(loaded, *done);
    if (purpose == Purpose::LearningPoint && learns) {
      card.points.push_back(done->evidence.texts);
    } else if (purpose == Purpose::LearningConsidered) {
      card.considered.push_back(done->evidence.texts);
    }
  }
  const Outlook now = outlook(loaded.state, viewer, service.circumstances(loaded));
  for (const OpenDuty& open : now.duties) {
    if (open.rule == nullptr || open.rule->purpose != Purpose::LearningConsidered) {
      continue;
    }
    card.open = true;
    if (open.mine && card.waiting == 0) {
      card.waiting = open.duty->number;
      card.rule = open.rule;
    }
  }
  return card;
}

std::expected<std::vector<Loaded>, ServiceError> list_learning(Service& service,
                                                               const PartnershipId& partnership,
                                                               const Actor& viewer) {
  return service.about(partnership, {Purpose::LearningPoint, Purpose::LearningConsidered}, viewer);
}

std::expected<Loaded, ServiceError> waiting_learning(Service& service,
                                                     const PartnershipId& partnership,
                                                     std::string_view key, const Actor& viewer) {
  ACCORD_TRY(auto all, list_learning(service, partnership, viewer));
  for (Loaded& loaded : all) {
    if (learning_key(loaded.id) == key && learning_card(service, loaded, viewer).waiting != 0) {
      return std::move(loaded);
    }
  }
  return std::unexpected(NotThere{});
}

}  // namespace accord
