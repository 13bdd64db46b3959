#include "checks.hpp"

#include "invariants.hpp"
#include "replay.hpp"

namespace accord::property {

std::optional<std::string> whatever_breaks(const World& world, const Walk& walk) {
  if (auto found = breach(walk, world)) {
    return found;
  }
  const std::string state = to_dump(walk.state);
  if (folded(walk) != state) {
    return "folding the record gives another state";
  }
  const auto stored = folded_from_store(walk);
  if (!stored) {
    return "the stored record cannot be read: " + stored.error();
  }
  if (*stored != state) {
    return "folding the stored record gives another state";
  }
  const auto woken = woken_often(walk, world);
  if (!woken) {
    return "where timers woke between the commands, one was refused: " + woken.error();
  }
  if (*woken != state) {
    return "where timers woke between the commands, the state is another:\n" + state +
           "and woken often:\n" + *woken;
  }
  const World& now = walk.steps.back().in(world);
  if (const auto where = held_up(now, walk.state, walk.now)) {
    return "no permitted commands lead to the end of it: held up in " + *where;
  }
  return std::nullopt;
}

}  // namespace accord::property
