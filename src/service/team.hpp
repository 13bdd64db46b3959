#pragma once

#include <set>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// Whom a line manager should speak to today: dates, and nothing of what it is about. What a
/// disagreement is about stays with those who have a part in it.

/// Whoever answers to `manager`: the holders of each post whose line goes to a post that they act
/// for, past posts that nobody holds.
[[nodiscard]] std::vector<PersonId> people_under(const PersonId& manager,
                                                 const Directory& directory, Instant now);

/// One of the team with what waits for them.
struct TeamMember {
  const Person* person = nullptr;  ///< of the partnership's directory
  std::vector<DutyRow> duties;
  std::size_t late = 0;
};

/// Whoever is late first, then by name.
[[nodiscard]] std::expected<std::vector<TeamMember>, ServiceError> team_of(
    Service& service, const Partnership& partnership, const Actor& manager);

/// The disagreements in which `viewer` has a part themselves.
[[nodiscard]] std::expected<std::set<DisagreementId>, ServiceError> disagreements_of(
    Service& service, const PartnershipId& partnership, const Actor& viewer);

}  // namespace accord
