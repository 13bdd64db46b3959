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
  Told,             ///< told by a duty (an independent reviewing officer)
  MonitoringCopy,   ///< has a copy of the monitoring form, and nothing else (GLO-15)
  LearningGroup,    ///< considers what was referred without names, and sees nothing else (ALL-10)
  PartnershipPost,  ///< a post of the partnership that owes or decides something in it; anybody of
                    ///< it while nobody fills what is owed; whoever takes what the document gives
                    ///< to nobody; whoever alone may make a class slower
  Participant,      ///< owes something else in it: a panel member, an action's owner
};

enum class Act {
  Know,       ///< that it exists
  Read,       ///< the shared record
  Write,      ///< add a correction, a contact
  Note,       ///< add a note
  Discharge,  ///< record that what one owes is done
  Step,       ///< take exits, agree dates, set facts: the policy decides which
  Confirm,    ///< confirm an outcome in writing
  SeeForm,    ///< the monitoring form as it was copied
  Learn,      ///< the learning points that were drawn from it
};

[[nodiscard]] std::vector<Relation> relations(const Actor& actor, const Disagreement& disagreement,
                                              const Circumstances& at);

/// Default deny. What a step itself needs is the policy's (`decide`).
[[nodiscard]] bool may(const std::vector<Relation>& relations, Act act);

/// The most that somebody is shown of a disagreement. Whoever reads the record has the form and the
/// learning points with it.
struct Sees {
  bool record = false;
  bool form = false;      ///< the monitoring form, once it was copied to them
  bool learning = false;  ///< the learning points, once one was drawn from it

  bool operator==(const Sees&) const = default;
};

[[nodiscard]] Sees what_is_shown(const Actor& actor, const Disagreement& disagreement,
                                 const Circumstances& at);

/// The partnership's own posts keep its policy's reviews, see every monitoring form's line and
/// every learning point.
[[nodiscard]] bool serves_partnership(const Actor& actor, const Directory& directory);

}  // namespace accord
