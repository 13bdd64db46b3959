#pragma once

#include <optional>
#include <ranges>

#include "base/instant.hpp"
#include "disagreement/disagreement.hpp"

namespace accord {

class WorkingCalendar;

/// What a condition is asked of. `calendar` is needed only where `hours` may be asked (roles).
struct Asking {
  const Disagreement& disagreement;
  Instant at;
  const WorkingCalendar* calendar = nullptr;
  /// Given: a class that was left for a faster one still has its words, so that a limit already
  /// running under it still binds (timescale rule 13).
  const Policy* left_classes_of = nullptr;
  /// Given: who fills a role of this agency's side is asked, so that of a fact which each side
  /// answers its own answer alone counts.
  const AgencyId* of_side = nullptr;
};

/// The instant since when `condition` is true at `asking.at`; none while it is false (kernel rule
/// 6). The empty condition is true since always (`kAlways`).
[[nodiscard]] std::optional<Instant> since(const Condition& condition, const Asking& asking);

/// The instant from which a clock runs: `since`, but a moment counts before it has come, so that a
/// limit can run backwards from it or forwards to it.
[[nodiscard]] std::optional<Instant> anchor(const Condition& condition, const Asking& asking);

/// Earlier than every event.
inline constexpr Instant kAlways{INT64_MIN};

/// Whether a bare moment stands anywhere in it.
[[nodiscard]] bool names_a_moment(const Condition& condition);

/// Whether the condition is a bare moment (or `raised`): its anchor moves when its value does.
[[nodiscard]] bool is_moment(const Condition& condition);

/// The present owers' duties of a rule: the latest opening of it, empty if it has not opened. They
/// stand side by side in the state, since one opening makes them all.
using Opening = std::ranges::subrange<SharedList<DutyState>::const_iterator>;
[[nodiscard]] Opening present_opening(const Disagreement& disagreement, std::string_view scope,
                                      std::string_view id);
/// The same as pointers, the last first.
[[nodiscard]] std::vector<const DutyState*> latest_opening(const Disagreement& disagreement,
                                                           std::string_view scope,
                                                           std::string_view id);

}  // namespace accord
