#include "telling/chronology.hpp"

#include <fmt/format.h>

#include "telling/event_words.hpp"

namespace accord {

namespace {

ChronologyEntry entry_of(const Event& event, const Names& names) {
  ChronologyEntry entry;
  EventWords words = event_words(event.body, names);
  entry.sequence = event.sequence;
  entry.title = std::move(words.title);
  entry.texts = std::move(words.texts);
  entry.by = event.by.person.empty() ? std::string{} : names.person(event.by.person);
  entry.machine = iso_local(names.zone(), event.happened_at);
  entry.happened = names.when(event.happened_at);
  entry.day = to_words(names.zone().to_local(event.happened_at).day);
  if (names.when(event.recorded_at) != entry.happened) {
    entry.recorded = names.when(event.recorded_at);
  }
  entry.clause = event.clause;
  return entry;
}

const Names& names_at(std::int64_t sequence, const Names& present,
                      std::span<const EarlierNames> earlier) {
  for (const EarlierNames& before : earlier) {
    if (sequence < before.until) {
      return before.names;
    }
  }
  return present;
}

}  // namespace

std::vector<ChronologyEntry> chronology(std::span<const Event> events, const Names& present,
                                        std::span<const EarlierNames> earlier) {
  std::vector<ChronologyEntry> entries;
  Instant at{};
  bool raising = false;
  std::string stage = "Raising it";
  for (const Event& event : events) {
    const Names& names = names_at(event.sequence, present, earlier);
    if (const auto* begun = std::get_if<StageBegun>(&event.body)) {
      stage = names.stage(begun->stage);
    } else if (std::holds_alternative<Resolved>(event.body)) {
      stage = "After the outcome";
    }
    const auto* answer = std::get_if<FactSet>(&event.body);
    raising = std::holds_alternative<Raised>(event.body) || (raising && answer != nullptr);
    if (raising && answer != nullptr && event.recorded_at == at) {
      // What was answered when raising belongs to what was raised.
      entries.back().texts.emplace_back(names.fact(answer->fact), names.value(*answer));
      continue;
    }
    const bool follows = !is_act(event.body) && !entries.empty() && event.recorded_at == at &&
                         !entries.back().by.empty();
    if (!follows) {
      entries.push_back(entry_of(event, names));
      entries.back().stage = stage;
      at = event.recorded_at;
      continue;
    }
    const EventWords words = event_words(event.body, names);
    std::string line = words.title;
    for (const auto& [label, text] : words.texts) {
      line += fmt::format(". {}: {}", label, text);
    }
    entries.back().follows.push_back({event.sequence, std::move(line)});
  }
  return entries;
}

}  // namespace accord
