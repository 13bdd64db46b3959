#pragma once

#include <string>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// Somebody whom a policy will ask for, and the posts that can answer: any of them will do.
struct RoleNeed {
  enum class Where { EachAgency, Sector, Partnership };

  struct Place {
    std::string post;  ///< the role that a post holds, or an agency's equivalent of it
    Where where = Where::EachAgency;
    std::string sector;  ///< of Where::Sector

    bool operator==(const Place&) const = default;
  };

  std::string role;   ///< the role's id in the policy
  std::string title;  ///< "Senior Liaison Officer"
  std::vector<Place> any_of;
  std::string why;  ///< the first thing that it is asked for: "Agree a plan (clause step 3)"

  bool operator==(const RoleNeed&) const = default;
};

/// The roles that the policy asks for, each once, in the order in which it first does. Those that
/// come with the disagreement (raiser, worker, line manager, whoever spoke before) need no post of
/// their own, nor does an alternative to them. Places that only count at times, such as on-call,
/// are left out where others always count.
[[nodiscard]] std::vector<RoleNeed> role_needs(const Policy& policy);

}  // namespace accord
