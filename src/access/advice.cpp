#include "access/advice.hpp"

#include <algorithm>

namespace accord {

bool may_read_advice(const std::vector<Relation>& relations) {
  return std::ranges::any_of(relations, [](Relation relation) {
    return relation == Relation::Raiser || relation == Relation::RaisingManager;
  });
}

}  // namespace accord
