#include "telling/whose.hpp"

#include <fmt/format.h>

#include "policy/words.hpp"

namespace accord {

std::string whose_deadline(const DutyState* duty, const Policy& policy) {
  if (duty == nullptr) {
    return "the whole procedure";
  }
  if (duty->undertaking) {
    return "an action that was agreed";
  }
  if (duty->is_settle()) {
    const Stage* stage = policy.scope(duty->scope);
    return fmt::format("the stage \"{}\"", stage != nullptr ? name_of(*stage) : duty->scope);
  }
  const DutyRule* rule = policy.duty(duty->scope, duty->id);
  return rule != nullptr ? rule->what : duty->id;
}

}  // namespace accord
