#pragma once

#include "base/id.hpp"

namespace accord {

/// Who acts, and for which agency. Both empty where nobody does: the policy, or the service itself.
struct Actor {
  PersonId person;
  AgencyId agency;

  bool operator==(const Actor&) const = default;
};

}  // namespace accord
