#pragma once

#include <optional>
#include <string>
#include <vector>

#include "disagreement/deadline.hpp"
#include "disagreement/decide.hpp"

namespace accord {

/// What stands before people now: who owes what by when, and which ways on are open to whom. What
/// the pages, the API and the rehearsals show; decides nothing.

struct OpenDuty {
  const DutyState* duty = nullptr;
  const DutyRule* rule = nullptr;  ///< none for `settle` and undertakings
  bool late = false;
  bool mine = false;  ///< the viewer may record it
};

struct OpenRight {
  std::string scope;
  const DutyRule* rule = nullptr;
  std::optional<Instant> until = {};  ///< it lapses then (rule 26); none: no time of its own
};

struct OpenExit {
  std::string scope;
  const ExitRule* rule = nullptr;
  bool open = false;             ///< its `when` is true, and its time has not passed
  std::string closed_because;    ///< otherwise: the condition in words; empty: it has lapsed
  std::optional<Instant> until;  ///< it lapses then (rule 26); none: no time of its own
  bool lapsed = false;
  std::vector<std::string> needed;  ///< who must take it: raiser, side:0, role:chair …
  std::vector<std::string> taken;   ///< who has
  const Terms* terms = nullptr;     ///< the standing terms, to be confirmed
  bool mine = false;                ///< the viewer's take would count
  bool taken_by_me = false;
};

struct Outlook {
  Disagreement state;             ///< with all that time has done until now, recorded or not
  std::vector<OpenDuty> duties;   ///< the earliest deadline first
  std::vector<OpenRight> rights;  ///< the viewer's
  std::vector<OpenRight> lapsed;  ///< those of them whose time has passed
  std::vector<OpenExit> exits;    ///< of the stage and of `throughout`
};

/// `viewer` may be empty: nothing is theirs. Pointers are into the Outlook's own state and the
/// policy.
[[nodiscard]] Outlook outlook(const Disagreement& disagreement, const Actor& viewer,
                              const Circumstances& at);

/// The next instant at which time alone changes something; none when nothing waits.
[[nodiscard]] std::optional<Instant> next_moment(const Disagreement& disagreement, Instant after);

}  // namespace accord
