#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "disagreement/decide.hpp"

namespace accord {

/// A recorded disagreement run again under another policy: each act that people did is given again
/// at its time, and what then differs is found. It says what the other rules would have made of the
/// same acts, as far as these can still be the same; what people would have done instead it does
/// not say. Pure: instants are UTC; words are for a person, and hold nothing that anybody typed.

/// Who is who and which days count, from an instant on. What it names outlives the replay.
struct Surroundings {
  Instant since;
  const Directory* directory = nullptr;
  const WorkingCalendar* own = nullptr;    ///< by the conventions of the policy of the record
  const WorkingCalendar* other = nullptr;  ///< by those of the other policy
};

/// Something of the record that the other policy has no place for, or the reverse.
struct ReplayNote {
  enum class Kind {
    LeftOut,    ///< recorded, and the other policy does not ask it: it was not given again
    TakenSaid,  ///< it asks for a text that the record does not have: taken as if it had been said
    NoAnswer,   ///< it asks a question that the record has no answer to
    Refused,    ///< an act that it refuses and on which nothing else rests: left out
  };
  Kind kind = Kind::LeftOut;
  Instant at;
  std::string what;
};

/// A duty as it stood where the comparison ends.
struct OwedDuty {
  int number = 0;
  std::string what;
  std::vector<std::string> owed_by;  ///< posts or roles with their agencies
  std::vector<std::string> told;
  std::string clause;          ///< may be empty
  std::optional<Instant> due;  ///< none: no date, or its clock has not started
  bool local_target = false;
  bool late = false;      ///< done after its date, or its date passed without
  std::string_view word;  ///< open, overdue, met, met late, lapsed
};

/// A duty that is not the same in both. One of them is missing where it is owed in the other alone.
struct DutyDifference {
  std::optional<OwedDuty> recorded;
  std::optional<OwedDuty> replayed;
};

/// Where a disagreement stands after the act at which the ways part, and what is owed from there.
struct Place {
  std::string words;             ///< "at “Managers”, level 2", "ended: agreed", "not begun"
  std::vector<OwedDuty> opened;  ///< by that act
  /// Who has still to take what was taken, where it was not enough; without names of people.
  std::vector<std::string> waits_for;
};

enum class ReplayEnd {
  Whole,        ///< compared until now
  Refused,      ///< the other policy refuses an act
  Parted,       ///< one act led elsewhere
  Moved,        ///< the record was moved to another version of its policy
  NotRepeated,  ///< the record cannot be made again even under its own policy
};

struct Replay {
  std::string reference;
  std::string version;  ///< of the policy under which it was raised
  Instant raised_at;
  ReplayEnd end = ReplayEnd::Whole;
  Instant until;                  ///< what is compared lies before it
  std::string act;                ///< at which it ended: "Take “Not agreed”"; empty: none
  std::string by;                 ///< the agency that did it
  std::string why;                ///< Refused: the refusal; NotRepeated: what hinders it
  std::optional<Place> recorded;  ///< Parted, Refused: where the record goes on
  std::optional<Place> replayed;  ///< Parted
  std::vector<ReplayNote> notes;
  std::vector<DutyDifference> duties;
  std::vector<std::string> stages_not_passed;
  std::vector<std::string> stages_newly_passed;
  /// Duties that differ already when the record is made again under its own policy: left out.
  int differing_already = 0;

  /// Nothing would have been otherwise, but for questions that would have been asked besides.
  [[nodiscard]] bool same() const;
};

/// An answer to a question that the records have none to: given with each that is raised.
struct AnswerGiven {
  std::string fact;
  std::string word;
};

/// @param events of one disagreement, from its first
/// @param own    the policy under which it was raised
/// @param surroundings  at least one, oldest first; before the first of them that one holds too
/// @param now    not before the last event: until then time passes in both
[[nodiscard]] Replay replay(std::span<const Event> events, const Policy& own, const Policy& other,
                            std::span<const Surroundings> surroundings, Instant now,
                            std::span<const AnswerGiven> answers = {});

}  // namespace accord
