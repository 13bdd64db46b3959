#include "disagreement/rename.hpp"

#include <map>
#include <tuple>

namespace accord {

namespace {

/// A visit by its earlier name, and the number that it has under its later one.
using Numbers = std::map<std::pair<std::string, int>, int>;

/// One exit, named as `scope` and `exit` by a take, terms, what fired or an outcome.
template <typename Named>
void rename_exit(Named& named, const Renaming& renaming) {
  named.exit = renaming.exit(named.scope, named.exit);
  named.scope = renaming.stage(named.scope);
}

Numbers rename_visits(std::vector<Visit>& visits, const Renaming& renaming) {
  Numbers numbers;
  std::map<std::string, int> last;
  for (Visit& visit : visits) {
    const std::string& now = renaming.stage(visit.stage);
    const int number = ++last[now];
    numbers.emplace(std::pair{visit.stage, visit.number}, number);
    visit.stage = now;
    visit.number = number;
  }
  return numbers;
}

int number_of(const Numbers& numbers, const std::string& scope, int visit) {
  const auto found = numbers.find({scope, visit});
  return found != numbers.end() ? found->second : visit;
}

/// What a duty or the use of a right belongs to.
template <typename Rule>
void rename_rule(Rule& rule, const Renaming& renaming, const Numbers& numbers) {
  rule.visit = number_of(numbers, rule.scope, rule.visit);
  rule.id = renaming.duty(rule.scope, rule.id);
  rule.scope = renaming.stage(rule.scope);
}

}  // namespace

void rename(Disagreement& disagreement, const Renaming& renaming) {
  if (renaming.list().empty()) {
    return;
  }
  Disagreement& d = disagreement;
  for (std::size_t i = 0; i < d.facts.size(); ++i) {
    if (const std::string& id = d.facts[i].set.fact; renaming.fact(id) != id) {
      d.facts.edit(i).set.fact = std::string{renaming.fact(id)};
    }
  }
  for (FactProposed& proposed : d.fact_proposals) {
    proposed.fact.fact = std::string{renaming.fact(proposed.fact.fact)};
  }
  const Numbers numbers = rename_visits(d.visits, renaming);
  for (std::size_t i = 0; i < d.duties.size(); ++i) {
    const DutyState& duty = d.duties[i];
    const bool same = renaming.stage(duty.scope) == duty.scope &&
                      renaming.duty(duty.scope, duty.id) == duty.id &&
                      number_of(numbers, duty.scope, duty.visit) == duty.visit;
    if (!same) {
      rename_rule(d.duties.edit(i), renaming, numbers);
    }
  }
  for (RightUsed& used : d.rights) {
    rename_rule(used, renaming, numbers);
  }
  for (Take& take : d.takes) {
    rename_exit(take.taken, renaming);
  }
  for (Terms& terms : d.terms) {
    rename_exit(terms, renaming);
  }
  for (Fired& fired : d.fired) {
    fired.visit = number_of(numbers, fired.scope, fired.visit);
    rename_exit(fired, renaming);
  }
  if (d.outcome) {
    rename_exit(*d.outcome, renaming);
  }
}

}  // namespace accord
