#include "disagreement/ending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "directory/directory.hpp"
#include "policy/words.hpp"

namespace accord {

std::string ending_in_words(const Disagreement& disagreement, const Circumstances& at) {
  if (!disagreement.outcome) {
    return {};
  }
  const Outcome& outcome = *disagreement.outcome;
  const ExitRule* exit = at.policy.exit(outcome.scope, outcome.exit);
  std::vector<std::string> whose;
  for (const Ower& ower :
       exit != nullptr ? resolve_all(exit->stands_with, disagreement, at) : std::vector<Ower>{}) {
    const Agency* agency = at.directory.agency(answering_agency(ower, disagreement, at));
    if (agency != nullptr && std::ranges::find(whose, agency->name) == whose.end()) {
      whose.push_back(agency->name);
    }
  }
  if (whose.empty()) {
    return std::string{in_words(outcome.kind)};
  }
  std::string names;
  for (std::size_t i = 0; i < whose.size(); ++i) {
    names += (i == 0 ? "" : i + 1 == whose.size() ? " and " : ", ") + whose[i];
  }
  return fmt::format("not agreed, and the decision of {} stands", names);
}

}  // namespace accord
