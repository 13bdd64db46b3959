#include "replay/matched.hpp"

#include <algorithm>
#include <tuple>

#include "disagreement/rename.hpp"

namespace accord {

namespace {

std::vector<SideIndex> sides_of(const DutyState& duty) {
  std::vector<SideIndex> sides;
  for (const Ower& ower : duty.owers) {
    sides.push_back(ower.side);
  }
  std::ranges::sort(sides);
  return sides;
}

bool stands_for(const DutyState& one, const DutyState& other) {
  return std::tie(one.scope, one.id, one.visit, one.tier) ==
         std::tie(other.scope, other.id, other.visit, other.tier);
}

}  // namespace

std::vector<DutyPair> matched(const Disagreement& recorded, const Disagreement& replayed,
                              const Renaming& renaming) {
  Disagreement renamed = recorded;
  rename(renamed, renaming);
  std::vector<DutyPair> pairs;
  for (const DutyState& duty : renamed.duties) {
    pairs.push_back({duty.number, 0});
  }
  std::vector<const DutyState*> free;
  for (const DutyState& duty : replayed.duties) {
    free.push_back(&duty);
  }
  for (const bool by_side : {true, false}) {
    for (DutyPair& pair : pairs) {
      if (pair.replayed != 0) {
        continue;
      }
      const DutyState& duty = *renamed.duty(pair.recorded);
      const auto found = std::ranges::find_if(free, [&](const DutyState* other) {
        return stands_for(duty, *other) && (!by_side || sides_of(duty) == sides_of(*other));
      });
      if (found != free.end()) {
        pair.replayed = (*found)->number;
        free.erase(found);
      }
    }
  }
  for (const DutyState* duty : free) {
    pairs.push_back({0, duty->number});
  }
  return pairs;
}

}  // namespace accord
