#include "store/stored_event.hpp"

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "store/event_json.hpp"

namespace accord {

namespace {

std::vector<std::byte> to_bytes(const std::string& text) {
  const auto bytes = std::as_bytes(std::span{text});
  return {bytes.begin(), bytes.end()};
}

std::string to_text(const std::vector<std::byte>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// What may be read without a key: nothing about a child, nothing that somebody typed (S-LED1).
std::map<std::string, std::string> clear_parts(const EventBody& body) {
  std::map<std::string, std::string> clear;
  if (const auto* begun = std::get_if<StageBegun>(&body)) {
    clear["stage"] = begun->stage;
  } else if (const auto* opened = std::get_if<DutyOpened>(&body)) {
    clear["duty"] = opened->scope + "." + opened->id;
  } else if (const auto* resolved = std::get_if<Resolved>(&body)) {
    clear["outcome"] = std::string{to_word(resolved->kind)};
  }
  return clear;
}

}  // namespace

NewEntry to_entry(const Event& event) {
  NewEntry entry;
  entry.kind = std::string{kind_of(event.body)};
  entry.kind_version = kEventSchema;
  entry.actor = event.by;
  entry.happened = Happened{event.happened_at, is_act(event.body) ? "stated" : "server"};
  entry.clear = clear_parts(event.body);
  if (!event.clause.empty()) {
    entry.clear["clause"] = event.clause;
  }
  entry.payload = to_bytes(to_json(event.body));
  return entry;
}

std::expected<Event, Fault> to_event(const StoredEntry& stored) {
  const Entry& entry = stored.entry;
  auto body =
      event_from_json(entry.event.kind, entry.event.kind_version, to_text(entry.event.payload));
  if (!body) {
    return std::unexpected(
        Fault{FaultKind::Corrupt, "event " + std::to_string(entry.sequence) + " of disagreement " +
                                      entry.stream.disagreement.text() + ": " + body.error()});
  }
  Event event;
  event.sequence = entry.sequence;
  event.recorded_at = entry.recorded_at;
  event.happened_at = entry.event.happened ? entry.event.happened->at : entry.recorded_at;
  event.by = entry.event.actor;
  const auto clause = entry.event.clear.find("clause");
  event.clause = clause != entry.event.clear.end() ? clause->second : "";
  event.body = *std::move(body);
  return event;
}

}  // namespace accord
