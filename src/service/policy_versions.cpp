#include "service/policy_versions.hpp"

#include <algorithm>
#include <string>

#include "calendar/date.hpp"
#include "policy/policy.hpp"

namespace accord {

Instant in_force_from(const PolicyVersion& version, const Zone& zone) {
  const auto day = parse_date(version.policy->effective);
  return version.effective == Instant{} && day ? zone.to_instant({*day, {}}) : version.effective;
}

std::optional<std::size_t> place_of(const std::vector<PolicyVersion>& all,
                                    std::string_view number) {
  const auto found = std::ranges::find_if(
      all, [&](const PolicyVersion& one) { return std::to_string(one.number) == number; });
  return found == all.end() ? std::nullopt
                            : std::optional{static_cast<std::size_t>(found - all.begin())};
}

}  // namespace accord
