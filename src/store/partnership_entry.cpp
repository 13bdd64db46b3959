#include "store/partnership_entry.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <span>

namespace accord {

namespace {

using Kind = PartnershipEntry::Kind;

constexpr std::array<std::pair<std::string_view, Kind>, 5> kKinds{{
    {"policy_reviewed", Kind::PolicyReviewed},
    {"review_set", Kind::ReviewSet},
    {"policy_adopted", Kind::PolicyAdopted},
    {"partnership_added", Kind::PartnershipAdded},
    {"document_added", Kind::DocumentAdded},
}};

}  // namespace

const std::string& PartnershipEntry::field(std::string_view name) const {
  static const std::string kNothing;
  const auto found =
      std::ranges::find_if(fields, [&](const auto& one) { return one.first == name; });
  return found != fields.end() ? found->second : kNothing;
}

std::string_view to_word(Kind kind) {
  return std::ranges::find(kKinds, kind, [](const auto& one) { return one.second; })->first;
}

const DisagreementId& partnership_stream() {
  static const DisagreementId kStream{"partnership"};
  return kStream;
}

std::string to_json(const PartnershipEntry& entry) {
  nlohmann::json json = nlohmann::json::array();
  for (const auto& [name, words] : entry.fields) {
    json.push_back(nlohmann::json::array({name, words}));
  }
  return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::expected<PartnershipEntry, std::string> partnership_entry_from_json(std::string_view kind,
                                                                         std::int64_t version,
                                                                         std::string_view text) {
  const auto known =
      std::ranges::find_if(kKinds, [&](const auto& one) { return one.first == kind; });
  if (known == kKinds.end() || version != kPartnershipEntrySchema) {
    return std::unexpected("unknown kind '" + std::string{kind} + "', version " +
                           std::to_string(version));
  }
  PartnershipEntry entry;
  entry.kind = known->second;
  try {
    entry.fields = nlohmann::json::parse(text).get<decltype(entry.fields)>();
  } catch (const nlohmann::json::exception& error) {
    return std::unexpected(std::string{error.what()});
  }
  return entry;
}

NewEntry to_entry(const PartnershipEntry& entry) {
  NewEntry made;
  made.kind = std::string{to_word(entry.kind)};
  made.kind_version = kPartnershipEntrySchema;
  made.actor = entry.by;
  const std::string text = to_json(entry);
  const auto bytes = std::as_bytes(std::span{text});
  made.payload = {bytes.begin(), bytes.end()};
  return made;
}

std::expected<PartnershipEntry, Fault> to_partnership_entry(const StoredEntry& stored) {
  const NewEntry& event = stored.entry.event;
  auto entry = partnership_entry_from_json(
      event.kind, event.kind_version,
      {reinterpret_cast<const char*>(event.payload.data()), event.payload.size()});
  if (!entry) {
    return std::unexpected(
        Fault{FaultKind::Corrupt, "event " + std::to_string(stored.entry.sequence) +
                                      " of the partnership's own record: " + entry.error()});
  }
  entry->sequence = stored.entry.sequence;
  entry->recorded_at = stored.entry.recorded_at;
  entry->by = event.actor;
  return *std::move(entry);
}

}  // namespace accord
