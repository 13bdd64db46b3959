#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "disagreement/event.hpp"

namespace accord {

/// What a person asks for. Times are instants (UTC); a time that is not given is now.

/// A fact given with the command to raise.
struct GivenFact {
  std::string fact;
  std::string holder;
  std::vector<std::string> words;
  std::optional<Instant> moment;
};

/// A right of `start` used before raising: advice, consultation (ALL-9, GLO-4).
struct UsedBefore {
  std::string id;
  std::optional<Instant> happened;
  Evidence evidence;
};

struct Raise {
  PartnershipId partnership;
  std::string reference;
  std::vector<Side> sides;  ///< the first is the actor's own, with the raiser as its worker
  std::vector<Child> children;
  Matter matter;
  std::string talked_to;
  std::vector<GivenFact> facts;
  std::vector<UsedBefore> before;
  std::optional<Instant> happened;  ///< when the concern was first put to the other side
  std::optional<Instant> child_timescale;
  std::string child_timescale_reason;
};

/// Also confirms another side's proposal of the same value.
struct SetFact {
  GivenFact fact;
  std::string reason;
};

struct SetChildTimescale {
  std::optional<Instant> to;  ///< none: lift it
  std::string reason;
};

/// A plan's action or an outstanding issue, given with what it belongs to or by itself.
struct Undertake {
  Undertaking::Kind kind = Undertaking::Kind::Action;
  std::string what;
  std::string how;
  AgencyId agency;  ///< whose action it is
  PersonId person;  ///< may be empty: that side's representative
  Instant due;
};

/// A duty by its number, or a right by scope and id.
struct RecordDone {
  int number = 0;
  std::string scope;
  std::string id;
  std::optional<Instant> happened;
  Evidence evidence;
  std::vector<Undertake> actions;  ///< Proof::Plan needs at least one
};

struct TakeExit {
  std::string scope;  ///< the current stage, or `throughout`
  std::string exit;
  Texts record;  ///< empty: confirm the standing terms
  std::string
      choice;  ///< one of the alternatives of the next stage's representative, for the own side
  std::vector<Undertake> outstanding;
};

struct DeclineTerms {
  std::string scope;
  std::string exit;
  std::string reason;
};

struct AgreeDate {
  int number = 0;
  Instant to;
  std::string reason;
};

struct Correct {
  std::int64_t sequence = 0;
  std::string text;
  std::optional<Instant> happened;
};

struct AddNote {
  std::string text;
};

struct Rebind {
  int number = 0;  ///< a duty; 0: the representative of `side`
  SideIndex side = kNoSide;
  PersonId person;
  PostId post;       ///< may be empty
  std::string role;  ///< of who speaks: an alternative of the stage; empty: of the side's line
  std::string reason;
};

/// Time alone: records what has passed. Also how a changed calendar reaches an open disagreement:
/// every deadline that now differs is recorded, with `why`.
struct PassTime {
  std::string why;
};

using CommandBody = std::variant<Raise, SetFact, SetChildTimescale, Undertake, RecordDone, TakeExit,
                                 DeclineTerms, AgreeDate, Correct, AddNote, Rebind, PassTime>;

struct Command {
  Actor by;  ///< empty only in PassTime
  CommandBody body;
};

}  // namespace accord
