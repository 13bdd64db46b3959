#pragma once

#include <expected>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "disagreement/command.hpp"
#include "disagreement/disagreement.hpp"

namespace accord {

class Directory;
class WorkingCalendar;

/// All that lies outside the disagreement.
struct Circumstances {
  Instant now;
  const Policy& policy;  ///< the version that the disagreement began under
  const Directory& directory;
  const WorkingCalendar& calendar;
};

/// The domain says no: what rule said it, where it stands, and what to do instead. Words for a
/// person.
struct Refusal {
  enum class Kind {
    NotFound,    ///< no such duty, exit, side or fact
    NotYours,    ///< somebody else has to do it
    NotNow,      ///< a condition of the policy is not met
    Incomplete,  ///< something that must be said is missing
    BadTime,     ///< in the future, or before what it answers
    Elsewhere,   ///< another procedure: `instead` is the signpost (ALL-12)
    Closed,      ///< the disagreement is resolved, or the duty ended
  };
  Kind kind = Kind::NotNow;
  std::string what;     ///< "You cannot take this to the partnership yet."
  std::string rule;     ///< the condition that is false, in plain words; may be empty
  std::string clause;   ///< may be empty
  std::string instead;  ///< what would make it true, and by whom
  std::string field;    ///< the part of the command that it is about; may be empty
};

/// The events to record when `command` is given, or why not: time that has passed first, then the
/// act, then its consequences (docs/kernel.md, rule 3). Pure: the same arguments give the same
/// events.
///
/// @pre  disagreement is folded from its own events; a Raise is given to an empty one.
[[nodiscard]] std::expected<std::vector<Event>, Refusal> decide(const Disagreement& disagreement,
                                                                const Command& command,
                                                                const Circumstances& at);

/// Whether the command agrees to something for a whole side, or takes something on for it: that is
/// for the side's own people, and for nobody who was only told of the disagreement.
[[nodiscard]] bool speaks_for_side(const CommandBody& body, const Disagreement& disagreement,
                                   const Policy& policy);

}  // namespace accord
