#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/zone.hpp"
#include "directory/directory.hpp"
#include "directory/needs.hpp"

namespace accord {

/// What is missing in a directory, found before a disagreement needs it.
enum class GapKind {
  NoSafeguardingLead,  ///< nobody to tell where a child is in danger
  RoleUnfilled,        ///< the policy asks for a role that nobody fills
  VacantPost,          ///< no holder, and no deputy who stands in
  AwayWithoutDeputy,   ///< at some time all holders are away, and nobody stands in
  LineEndsEarly,       ///< a disagreement cannot go up from here
  NoOnCall,            ///< a statutory agency that cannot be reached at night (LIN-12)
  ClosedWithoutCover,  ///< an agency closes, and nobody is named to answer meanwhile
  NoSupporter,         ///< LIN-16: "a named supporter and a one-page guide per agency"
  NoGuide,
};

/// "no_safeguarding_lead"
[[nodiscard]] std::string_view to_word(GapKind kind);

struct Gap {
  GapKind kind = GapKind::RoleUnfilled;
  AgencyId agency;   ///< empty: of no one agency
  PostId post;       ///< may be empty
  std::string role;  ///< of RoleUnfilled, NoOnCall
  std::string what;  ///< one sentence for a person, without a full stop
  std::string mend;  ///< one sentence, what to do, without a full stop
  std::optional<std::pair<Instant, Instant>> during;  ///< none: all the time

  bool operator==(const Gap&) const = default;
};

/// Every gap in the `days` days from `from`, the most pressing kind first, then in the order of the
/// directory. `needs` is what `role_needs` says of the policy in force.
///
/// On-call is looked at where nobody is at work: in the small hours of every day, and at noon of
/// Saturdays and Sundays. Pure: days and nights are those of `zone`.
[[nodiscard]] std::vector<Gap> readiness(const Directory& directory,
                                         const std::vector<RoleNeed>& needs, const Zone& zone,
                                         Instant from, int days);

}  // namespace accord
