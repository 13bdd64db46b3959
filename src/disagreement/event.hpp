#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/actor.hpp"
#include "base/id.hpp"
#include "base/instant.hpp"
#include "policy/policy.hpp"
#include "policy/renamed.hpp"

namespace accord {

/// What is recorded of a disagreement: acts by a person, and the consequences that the policy gives
/// them (docs/kernel.md, rule 2). `decide` makes them all; `evolve` only remembers them. Every
/// event can be applied without policy, directory or calendar.

/// 0 is the raising side, 1… the responding sides; kNoSide a post of the partnership or nobody's.
using SideIndex = int;
inline constexpr SideIndex kNoSide = -1;

/// Named texts, in the order in which the policy asks for them.
using Texts = std::vector<std::pair<std::string, std::string>>;

struct Side {
  AgencyId agency;
  PersonId worker;  ///< the practitioner; may be empty on a responding side: it asks for a person
  std::string sector;  ///< of the agency when it was raised: what a policy asks about does not move
};

/// Whom it is about: a child, but where the policy also lets it be an adult or a household.
struct Child {
  std::string id;               ///< child-1 …
  std::string reference;        ///< the raising agency's own reference; never a name
  std::string other_reference;  ///< the responding agency's, if known
  std::string age_band;         ///< Unborn, Under 1, 1 to 4 …
  std::string kind;             ///< adult, household; empty: a child
};

/// Somebody who owes, takes or is told: a role resolved against the directory when it was bound.
struct Ower {
  SideIndex side = kNoSide;
  std::string role;  ///< representative, raiser, or the policy's role id
  PostId post;       ///< may be empty: a person without a post, or nobody yet
  PersonId person;   ///< empty: nobody fills the role; the disagreement asks for a person
  bool proxy = false;
  bool deputy = false;
  bool outside_line = false;   ///< chosen outside the side's line of management: stays there
  std::vector<PostId> passed;  ///< vacant posts passed on the way up (kernel rule 8)

  /// Of no side, and nobody fills it: then it is for anybody of the partnership.
  [[nodiscard]] bool asks_partnership() const { return side == kNoSide && person.empty(); }

  bool operator==(const Ower&) const = default;
};

/// A deadline with what it was computed from. `due` empty: its clock has not started.
struct DeadlineState {
  /// What binds: a bound of the clock (its index from 0), or one of these.
  enum : int {
    kNone = -1,
    kCap = -2,
    kChildTimescale = -3,
    kLocalTarget = -4,
    kWithSettle = -5,
    kUndertaken = -6
  };
  std::optional<Instant> due;
  int bound = kNone;
  bool local_target = false;      ///< `due` is a local target, not the document's
  std::optional<Instant> target;  ///< an aim beside it, or the next step when `due` has passed
  std::vector<std::optional<Instant>> anchors;  ///< of each bound, once its condition was true

  bool operator==(const DeadlineState&) const = default;
};

/// An action of a plan, or an outstanding issue: owed by a named person by a date.
struct Undertaking {
  enum class Kind { Action, OutstandingIssue };
  Kind kind = Kind::Action;
  std::string what;
  std::string how;  ///< how it will be pursued (ALL-7)
  Ower owner;
  Instant due;
};

struct Seat {
  std::string role;  ///< chair, must, member, hears
  AgencyId agency;
  PersonId person;
  std::string vote{};      ///< on what was decided: for, against, abstains; empty: none
  std::string conflict{};  ///< the conflict of interest that they declared; empty: none
};

/// What proves that a duty was done or a right used. Which parts are needed is the duty's `proof`.
struct Evidence {
  std::string mode;  ///< how: face to face, telephone, e-mail, meeting …
  std::vector<PersonId> participants;
  Texts texts;              ///< what the policy asks to be recorded, and what was said
  std::vector<Seat> seats;  ///< of a meeting
  std::string minutes;
  std::string decision;
};

// --- Acts ---------------------------------------------------------------------------------------

/// The concern, in the raiser's words (GLO-7).
struct Matter {
  std::string summary;  ///< a plain statement; the heading of its page
  std::string what;     ///< what they decided, did or did not do
  std::string why;      ///< why it is not safe for the child
  std::string change;   ///< what should change
  std::string child;    ///< what it means for the child, day to day
};

struct Raised {
  PartnershipId partnership;
  std::string reference;  ///< eight letters and digits for people; gives no right
  std::string policy;     ///< its key
  std::string policy_version;
  std::string policy_hash;
  std::vector<Side> sides;
  std::vector<Child> children;
  Matter matter;
  std::string talked_to;  ///< whom the raiser talked it through with (ALL-9)
};

/// A fact's words, text or moment. `holder`: empty, an agency (each_side) or a child's id.
struct FactSet {
  std::string fact;
  std::string holder;
  std::vector<std::string> words;  ///< or one text; empty: no longer known
  std::optional<Instant> moment;
  std::string reason;
};

/// One side's wish for a slower class: it holds once every side has said the same (rule 13).
struct FactProposed {
  FactSet fact;
  SideIndex side = kNoSide;
};

struct ChildTimescaleSet {
  std::optional<Instant> to;  ///< none: lifted
  std::string reason;
  SideIndex side = kNoSide;
};

/// One side's wish to put the child timescale back or lift it: needs every side (kernel rule 16).
struct ChildTimescaleProposed {
  std::optional<Instant> to;
  std::string reason;
  SideIndex side = kNoSide;
};

/// Something was done: a duty (its number) or a right (`number` 0: scope and id name it).
struct Done {
  int number = 0;
  std::string scope;
  std::string id;
  SideIndex side = kNoSide;
  Evidence evidence;
};

/// Somebody takes an exit. It fires when everybody named in `by` has.
struct Taken {
  std::string scope;
  std::string exit;
  SideIndex side = kNoSide;
  std::vector<std::string>
      covers;    ///< the takers that this take counts for: raiser, side:0, role:chair
  Texts record;  ///< new terms; with `outstanding` empty too: the standing terms are confirmed
  std::string choice;                    ///< the role that leads for this side in the next stage
  std::vector<Undertaking> outstanding;  ///< issues of these terms: undertaken when the exit fires
};

/// "This is not what we agreed": the standing terms of an exit fall, with the reason.
struct TermsDeclined {
  std::string scope;
  std::string exit;
  SideIndex side = kNoSide;
  std::string reason;
};

struct DateProposed {
  int number = 0;  ///< the duty
  Instant to;
  std::string reason;
  SideIndex side = kNoSide;
};

struct Undertaken {
  Undertaking undertaking;
  int number = 0;  ///< the duty that it becomes
};

/// Adds to an earlier event; nothing is overwritten (ALL-6). `happened` moves the time of what was
/// done.
struct Corrected {
  std::int64_t sequence = 0;
  std::string text;
  std::optional<Instant> happened;
  int number = 0;  ///< the duty whose time moves; 0: that of a right, where `happened` is given
};

struct Noted {
  std::string text;
};

/// Somebody else answers for a side or a duty (`number`), with the reason.
struct Rebound {
  int number = 0;  ///< 0: the side's representative
  SideIndex side = kNoSide;
  Ower ower;
  std::string reason;
  std::optional<bool> more_tiers;  ///< of the present tier, where another speaker may change it
};

/// Another version of the policy governs from here on (kernel rule 24). Whatever had fallen due was
/// recorded under the one before; what was discharged stays discharged.
struct PolicyChanged {
  std::string policy;  ///< its key
  std::string policy_version;
  std::string policy_hash;
  std::vector<Renamed> renamed;    ///< what that version calls otherwise
  std::optional<bool> more_tiers;  ///< of the present tier, where that version changes it
  std::string reason;
};

// --- Consequences -------------------------------------------------------------------------------

struct StageBegun {
  std::string stage;
  int visit = 1;
  int tier = 1;
  bool more_tiers = false;
  std::vector<Ower> representatives;  ///< of every side that has one
};

struct StageLeft {
  std::string stage;
  int visit = 1;
};

struct StageSkipped {
  std::string stage;
};

struct ExitFired {
  std::string scope;
  std::string exit;
};

struct DutyOpened {
  int number = 0;  ///< counts the duties of the disagreement from 1
  int batch = 0;   ///< owers of one opening share it
  std::string scope;
  std::string id;  ///< `settle` for the duty to leave the stage
  int visit = 0;   ///< of the stage; 0 outside stages
  int tier = 0;
  bool any_side = false;  ///< one duty that any of the owers may meet
  std::vector<Ower> owers;
  std::vector<Ower> to;
  DeadlineState deadline;
};

struct DutyMet {
  int number = 0;
  bool late = false;
};

struct DutyOverdue {
  int number = 0;
};

struct DutyLapsed {
  int number = 0;
  std::string why;
};

/// `number` 0: the cap on the whole process.
struct DeadlineChanged {
  int number = 0;
  DeadlineState from;
  DeadlineState to;
  std::string why;
};

/// Every side has confirmed another date for a duty (GLO-8, LEE-3).
struct DateAgreed {
  int number = 0;
  Instant to;
};

struct Resolved {
  OutcomeKind kind = OutcomeKind::Agreed;
  std::string scope;
  std::string exit;
  Texts record;
};

/// What was agreed of an exit no longer counts, by the policy: it is not open any more, or a newer
/// version made something else of it.
struct TermsLapsed {
  std::string scope;
  std::string exit;
  SideIndex side = kNoSide;  ///< whose agreement it was
  std::string why;
};

struct Finished {};

using EventBody =
    std::variant<Raised, FactSet, FactProposed, ChildTimescaleSet, ChildTimescaleProposed, Done,
                 Taken, TermsDeclined, DateProposed, Undertaken, Corrected, Noted, Rebound,
                 PolicyChanged, StageBegun, StageLeft, StageSkipped, ExitFired, DutyOpened, DutyMet,
                 DutyOverdue, DutyLapsed, DeadlineChanged, DateAgreed, Resolved, Finished,
                 TermsLapsed>;

struct Event {
  std::int64_t sequence = 0;  ///< from 1, without a gap
  Instant recorded_at;
  Instant happened_at;  ///< may be earlier: what was done, or a deadline that passed
  Actor by;             ///< empty in a consequence
  std::string clause;   ///< the clause of the rule that it follows; may be empty
  EventBody body;
};

/// The stored name of an event's kind: "raised", "stage_begun" …
[[nodiscard]] std::string_view kind_of(const EventBody& body);

/// Whether a person did it, rather than the policy.
[[nodiscard]] bool is_act(const EventBody& body);

}  // namespace accord
