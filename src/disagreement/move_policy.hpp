#pragma once

#include <expected>
#include <string>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// To put an open disagreement under another version of its policy (kernel rule 24). It is not a
/// command of the disagreement: it changes by which policy commands are decided.
struct MovePolicy {
  std::string stage;   ///< of the new version: where it goes on; empty: by its id, or by `was`
  std::string reason;  ///< read by both sides
};

/// The events to record, or why not. Time passes first under `before`, the version that governs it:
/// whatever had fallen due is recorded under the rules of its time. Then it goes on under `after`.
/// What is met stays met; an exit that fires by itself may fire, but no outcome is reached or
/// reopened. Whether `by` may is asked before (access/govern.hpp). Pure.
///
/// @pre  both are of one instant; `before.policy` is the one that governs the disagreement.
[[nodiscard]] std::expected<std::vector<Event>, Refusal> move_policy(
    const Disagreement& disagreement, const Actor& by, const MovePolicy& move,
    const Circumstances& before, const Circumstances& after);

}  // namespace accord
