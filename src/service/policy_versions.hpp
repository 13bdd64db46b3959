#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"
#include "service/policy_move.hpp"

namespace accord {

/// From when a version governs what is raised. The one with which a partnership was added governs
/// what is older too: for it, the day that the policy itself names.
[[nodiscard]] Instant in_force_from(const PolicyVersion& version, const Zone& zone);

/// The place of the version of that number among all; none: there is no such version.
[[nodiscard]] std::optional<std::size_t> place_of(const std::vector<PolicyVersion>& all,
                                                  std::string_view number);

}  // namespace accord
