#pragma once

#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "store/event_json.hpp"
#include "world.hpp"

namespace accord::property {

/// The engine's two functions, as arguments: so that a defect can be planted in either, and seen.
using Evolve = std::function<Disagreement(Disagreement, const Event&)>;
using Decide = std::function<std::expected<std::vector<Event>, Refusal>(
    const Disagreement&, const Command&, const Circumstances&)>;

/// The dump of the state that the record folds to.
[[nodiscard]] std::string folded(const Walk& walk, const Evolve& evolve_with = evolve);

/// The same of the record as it is stored: written as JSON, read again, and folded in two pieces of
/// which the second begins from a copy. An error says what could not be read.
using Store = std::function<std::string(const EventBody&)>;
[[nodiscard]] std::expected<std::string, std::string> folded_from_store(
    const Walk& walk, const Store& stored_as = to_json);

/// The dump of the state after the same commands, when timers woke at random times between them. An
/// error says which command was refused then.
[[nodiscard]] std::expected<std::string, std::string> woken_often(
    const Walk& walk, const World& world, const Decide& decide_with = decide);

}  // namespace accord::property
