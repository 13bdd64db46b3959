#pragma once

#include <string>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// Who may do what to a disagreement, in one place, asked under every read and every change.
/// Relations are computed from the record and the directory's posts, never typed into a role field.

enum class Relation {
  Raiser,            ///< raised it
  RaisingManager,    ///< speaks or spoke for the raising side, leads its safeguarding, or was
                     ///< consulted
  RespondingWorker,  ///< the practitioner of a responding side
  RespondingManager,
  Told,             ///< told by a duty (an independent reviewing officer, a monitoring copy)
  PartnershipPost,  ///< a post of the partnership that owes or decides something in it
  Participant,      ///< owes something else in it: a panel member, an action's owner
};

enum class Act {
  Know,     ///< that it exists
  Read,     ///< the shared record
  Write,    ///< add a note, a correction, a contact
  Step,     ///< take exits, agree dates, set facts: the policy decides which
  Confirm,  ///< confirm an outcome in writing
};

[[nodiscard]] std::vector<Relation> relations(const Actor& actor, const Disagreement& disagreement,
                                              const Circumstances& at);

/// Default deny. What a step itself needs is the policy's (`decide`).
[[nodiscard]] bool may(const std::vector<Relation>& relations, Act act);

}  // namespace accord
