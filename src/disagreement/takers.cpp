#include "disagreement/takers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/roles.hpp"

namespace accord {

std::vector<std::string> takers(const ExitRule& exit, const Disagreement& disagreement) {
  std::vector<std::string> needed;
  for (const RoleRef& ref : exit.by) {
    const std::string& name = ref.alternatives.front();
    if (ref.side == SideSelector::AnySide && name == "representative") {
      needed.emplace_back("any");
      continue;
    }
    for (const SideIndex side : sides_of(ref.side, disagreement)) {
      if (name == "representative") {
        needed.push_back("side:" + std::to_string(side));
      } else if (name == "raiser") {
        needed.emplace_back("raiser");
      } else {
        needed.push_back("role:" + name + (side >= 0 ? ":" + std::to_string(side) : ""));
      }
    }
  }
  if (exit.is_for_partnership()) {
    needed.emplace_back("partnership");
  }
  return needed;
}

bool taken_by_all(const ExitRule& exit, const std::string& scope,
                  const Disagreement& disagreement) {
  const bool taken = std::ranges::any_of(disagreement.takes, [&](const Take& take) {
    return take.taken.scope == scope && take.taken.exit == exit.id;
  });
  if (!taken) {
    return false;  // as nearly always
  }
  const auto needed = takers(exit, disagreement);
  return !needed.empty() && std::ranges::all_of(needed, [&](const std::string& taker) {
    return std::ranges::any_of(disagreement.takes, [&](const Take& take) {
      return take.taken.scope == scope && take.taken.exit == exit.id &&
             std::ranges::find(take.taken.covers, taker) != take.taken.covers.end();
    });
  });
}

bool leads_here(const ExitRule& exit, std::string_view scope, const Disagreement& disagreement) {
  const Visit* visit = disagreement.stage();
  return scope == "throughout" && visit != nullptr && visit->stage == exit.go;
}

std::vector<OpenTo> open_by_not_stated(const Disagreement& disagreement, const Policy& policy,
                                       Instant now) {
  std::vector<OpenTo> found;
  const Visit* visit = disagreement.stage();
  const Stage* here = visit != nullptr ? policy.scope(visit->stage) : nullptr;
  const auto add = [&](const Stage& stage) {
    for (const ExitRule& exit : stage.exits) {
      if (exit.by_not_stated && !leads_here(exit, stage.id, disagreement) &&
          since(exit.when, {disagreement, now})) {
        found.push_back({stage.id, &exit});
      }
    }
  };
  if (disagreement.outcome) {
    add(policy.after);
    return found;
  }
  add(policy.throughout);
  if (here != nullptr) {
    add(*here);
  }
  return found;
}

std::vector<std::string> covers(const Actor& actor, const std::string& scope, const ExitRule& exit,
                                const Disagreement& disagreement, const Circumstances& at) {
  std::vector<std::string> found;
  const auto add = [&](const std::string& taker) {
    if (std::ranges::find(found, taker) == found.end()) {
      found.push_back(taker);
    }
  };
  const bool is_raiser = actor.person == disagreement.raiser.person;
  const bool raiser_left = at.directory.person(disagreement.raiser.person) == nullptr;
  const bool onward = !exit.go.empty() && scope != "start";
  for (const RoleRef& ref : exit.by) {
    const std::string& name = ref.alternatives.front();
    for (const SideIndex side : sides_of(ref.side, disagreement)) {
      const std::string of_side = side >= 0 ? ":" + std::to_string(side) : "";
      if (name == "raiser") {
        // Where the raiser has left, whoever speaks for the raising side takes it in their place.
        if (is_raiser || (raiser_left && represents(actor, 0, disagreement, at))) {
          add("raiser");
        }
      } else if (name == "representative") {
        // The raiser may always take an onward exit that the raising side may take (rule 20).
        if (represents(actor, side, disagreement, at) || (is_raiser && onward && side == 0)) {
          add(ref.side == SideSelector::AnySide ? "any" : "side" + of_side);
        }
      } else {
        for (const std::string& alternative : ref.alternatives) {
          RoleRef one;
          one.alternatives.push_back(alternative);
          one.side = ref.side;
          one.of_raiser = ref.of_raiser;
          for (const Ower& ower : resolve(one, disagreement, at)) {
            if (ower.side == side && may_do(actor, {ower}, disagreement, at)) {
              add(fmt::format("role:{}{}", name, of_side));
            }
          }
        }
      }
    }
  }
  if (exit.is_for_partnership() && at.directory.partnership() != nullptr &&
      actor.agency == at.directory.partnership()->id) {
    add("partnership");
  }
  return found;
}

}  // namespace accord
