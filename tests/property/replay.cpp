#include "replay.hpp"

#include <fmt/format.h>

namespace accord::property {

namespace {

/// Entries have other numbers where time was recorded earlier: what is corrected is the same.
void renumber(Correct& correct, const Walk& walk, std::size_t step, const Disagreement& woken) {
  if (!correct.happened) {
    correct.sequence = 1;
    return;
  }
  Disagreement before;
  const std::size_t known = step == 0 ? 0 : walk.steps[step - 1].events;
  for (std::size_t i = 0; i < known; ++i) {
    before = evolve(std::move(before), walk.events[i]);
  }
  for (const DutyState& duty : before.duties) {
    if (duty.done_sequence == correct.sequence) {
      correct.sequence = woken.duty(duty.number)->done_sequence;
      return;
    }
  }
  for (std::size_t i = 0; i < before.rights.size(); ++i) {
    if (before.rights[i].sequence == correct.sequence) {
      correct.sequence = woken.rights[i].sequence;
      return;
    }
  }
}

}  // namespace

std::string folded(const Walk& walk, const Evolve& evolve_with) {
  Disagreement state;
  for (const Event& event : walk.events) {
    state = evolve_with(std::move(state), event);
  }
  return to_dump(state);
}

std::expected<std::string, std::string> folded_from_store(const Walk& walk,
                                                          const Store& stored_as) {
  Disagreement state;
  for (std::size_t i = 0; i < walk.events.size(); ++i) {
    Event event = walk.events[i];
    auto body = event_from_json(kind_of(event.body), kEventSchema, stored_as(event.body));
    if (!body) {
      return std::unexpected(
          fmt::format("entry {} ({}): {}", event.sequence, kind_of(event.body), body.error()));
    }
    event.body = *std::move(body);
    if (i == walk.events.size() / 2) {
      const Disagreement piece = state;
      state = piece;
    }
    state = evolve(std::move(state), event);
  }
  return to_dump(state);
}

std::expected<std::string, std::string> woken_often(const Walk& walk, const World& world,
                                                    const Decide& decide_with) {
  Random random{walk.seed};
  Disagreement woken;
  const auto give = [&](const Command& command, Instant at, const World& in) -> std::string {
    const auto decided = decide_with(woken, command, in.at(at));
    if (!decided) {
      return decided.error().what;
    }
    for (const Event& event : *decided) {
      woken = evolve(std::move(woken), event);
    }
    return "";
  };
  Instant last{};
  for (std::size_t i = 0; i < walk.commands.size(); ++i) {
    const Instant now = walk.steps[i].now;
    const World& in = walk.steps[i].in(world);
    for (int wake = 0; woken.version != 0 && wake < 3 && now > last; ++wake) {
      const auto span = static_cast<std::size_t>(now.seconds - last.seconds);
      last.seconds += static_cast<std::int64_t>(random.below(span));
      if (const std::string refused = give(Command{Actor{}, PassTime{}}, last, in);
          !refused.empty()) {
        return std::unexpected(fmt::format("time could not pass before step {}: {}", i, refused));
      }
    }
    Command command = walk.commands[i];
    if (auto* correct = std::get_if<Correct>(&command.body)) {
      renumber(*correct, walk, i, woken);
    }
    if (const std::string refused = give(command, now, in); !refused.empty()) {
      return std::unexpected(fmt::format("step {}: {}", i, refused));
    }
    last = now;
  }
  return to_dump(woken);
}

}  // namespace accord::property
