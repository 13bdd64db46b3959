#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "policy/checker.hpp"
#include "rehearsal/longest.hpp"

namespace accord {

/// What can be said of a policy only with a calendar or with the people who are to carry it out.

struct WholeFinding {
  Finding finding;
  std::vector<Longest> longest;  ///< of a note that says it: one for each class that it is true of
};

/// The same for programs.
/// @pre `classes`, which have the same answer, has at least one
[[nodiscard]] nlohmann::ordered_json to_json(const std::vector<Longest>& classes, const Zone& zone);

/// The longest time to a final decision, one note for all classes that have the same, over every
/// date of raising in the year from `first`. `directory` may be none; it says how many levels of
/// management there are.
[[nodiscard]] std::vector<WholeFinding> longest_findings(const Policy& policy,
                                                         const WorkingCalendar& calendar,
                                                         const Directory* directory, Date first);

/// The roles that the policy asks for and nobody of the directory fills; and those that decide and
/// that nobody does where their people's own agencies are the sides (kernel rule 25).
[[nodiscard]] std::vector<WholeFinding> role_findings(const Policy& policy,
                                                      const Directory& directory, const Zone& zone,
                                                      Instant now);

}  // namespace accord
