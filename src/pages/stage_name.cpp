#include "pages/stage_name.hpp"

#include "pages/site.hpp"
#include "policy/words.hpp"

namespace accord {

std::string stage_of(const PageContext& context, const DisagreementRow& row) {
  if (row.policy_hash != context.policy().hash) {
    const auto policy = context.service().policy_of(context.id(), row.policy_hash);
    const Stage* stage = policy ? (*policy)->scope(row.stage) : nullptr;
    if (stage != nullptr) {
      return name_of(*stage);
    }
  }
  const Stage* stage = context.policy().scope(row.stage);
  return stage != nullptr ? name_of(*stage) : row.stage;
}

}  // namespace accord
