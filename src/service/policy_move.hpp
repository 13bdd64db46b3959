#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/actor.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"

namespace accord {

struct Policy;

/// A version of a partnership's policy, as it was adopted. Each is kept for ever.
struct PolicyVersion {
  std::int64_t number = 0;  ///< counts from 1, in the order of adoption
  Instant effective;        ///< what is raised from then on is under it
  Instant adopted;          ///< but nothing that was raised before
  std::shared_ptr<const Policy> policy;
  bool in_force = false;   ///< what is raised now is under it
  std::int64_t open = 0;   ///< the disagreements without an outcome that it governs
  std::int64_t owing = 0;  ///< those with an outcome in which something is still owed
};

/// Which disagreements are to be moved to another version, and what is said of it.
struct PolicyMoves {
  std::vector<std::string> references;        ///< as stored; empty: each that is open
  std::map<std::string, std::string> stages;  ///< a stage of the version before, and where those
                                              ///< that are in it go on
  std::string reason;
  Actor by;  ///< somebody of the partnership
};

/// What a move changes for one duty.
struct MovedDuty {
  enum class Change { Moved, Opened, Lapsed };
  Change change = Change::Moved;
  int number = 0;                    ///< of the duty; 0: the limit on the whole procedure
  std::string what;                  ///< in the words of its version; nothing that somebody typed
  std::vector<std::string> owed_by;  ///< the agencies, by name
  std::string clause;
  std::optional<Instant> from;
  std::optional<Instant> to;
};

/// What moving one disagreement changes, or why it keeps its version.
struct PolicyMove {
  DisagreementId disagreement;
  std::string reference;  ///< as stored
  std::string version_before;
  std::string stage_before;  ///< by name; empty: it has an outcome
  std::string stage_after;
  std::vector<MovedDuty> duties;
  std::vector<std::string> tell;  ///< who has to know of it: who speaks for each side, who owes
  bool there = false;             ///< that version governs it already: nothing is to be done
  std::string refused;            ///< why not, and how to mend it; empty: it can be moved
};

}  // namespace accord
