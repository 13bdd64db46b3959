#include "service/monitoring.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "service/learning.hpp"

namespace accord {

namespace {

/// What the note of a receipt begins with: so it is told from other notes of the same people.
constexpr std::string_view kReceived = "Monitoring form received.";

}  // namespace

bool has_monitoring_form(const Policy& policy) {
  const auto monitors = [](const Stage& stage) {
    return std::ranges::any_of(
        stage.duties, [](const DutyRule& rule) { return rule.purpose == Purpose::Monitoring; });
  };
  return monitors(policy.throughout) || monitors(policy.after) ||
         std::ranges::any_of(policy.stages, monitors);
}

const Event* copied_form(const Loaded& loaded) {
  const auto& events = loaded.events;
  const auto found = std::find_if(events.rbegin(), events.rend(), [&](const Event& event) {
    const auto* done = std::get_if<Done>(&event.body);
    return done != nullptr && purpose_of(loaded, *done) == Purpose::Monitoring;
  });
  return found != events.rend() ? &*found : nullptr;
}

std::vector<const Event*> form_receipts(const Loaded& loaded) {
  std::vector<const Event*> found;
  for (const Event& event : loaded.events) {
    const auto* noted = std::get_if<Noted>(&event.body);
    if (noted != nullptr && noted->text.starts_with(kReceived)) {
      found.push_back(&event);
    }
  }
  return found;
}

std::string receipt_text(std::string_view note) {
  return note.empty() ? std::string{kReceived} : fmt::format("{} {}", kReceived, note);
}

bool notes_receipt(const Loaded& loaded) {
  return std::ranges::find(loaded.relations, Relation::MonitoringCopy) != loaded.relations.end();
}

RecordThen as_it_stood(const Loaded& loaded, std::int64_t sequence) {
  RecordThen then{
      {loaded.id, loaded.rules_at(sequence), loaded.partnership, {}, {}, {}, loaded.relations, {}},
      {}};
  for (const EarlierRules& before : loaded.earlier) {
    if (before.until <= sequence) {
      then.loaded.earlier.push_back(before);
    }
  }
  for (std::size_t i = 0; i < loaded.events.size() && loaded.events[i].sequence <= sequence; ++i) {
    then.loaded.events.push_back(loaded.events[i]);
    then.loaded.leaves.push_back(loaded.leaves[i]);
    apply(then.loaded.state, loaded.events[i]);
    then.at = loaded.events[i].recorded_at;
  }
  return then;
}

std::expected<Loaded, ServiceError> load_form(Service& service, const PartnershipId& partnership,
                                              const std::string& reference, const Actor& viewer) {
  ACCORD_TRY(auto loaded, service.load(partnership, reference, viewer, Act::SeeForm));
  const bool there = has_monitoring_form(*loaded.rules.policy) &&
                     (copied_form(loaded) != nullptr || may(loaded.relations, Act::Read));
  if (!there) {
    return std::unexpected(NotThere{});
  }
  return loaded;
}

std::expected<std::vector<Loaded>, ServiceError> list_forms(Service& service,
                                                            const PartnershipId& partnership,
                                                            const Actor& viewer) {
  ACCORD_TRY(const auto there, service.partnership(partnership));
  if (!serves_partnership(viewer, *there->directory)) {
    return std::unexpected(NotThere{});
  }
  ACCORD_TRY(auto all, service.about(partnership, {Purpose::Monitoring}, viewer));
  std::erase_if(all, [](const Loaded& loaded) {
    return !may(loaded.relations, Act::SeeForm) || copied_form(loaded) == nullptr;
  });
  return all;
}

}  // namespace accord
