#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "policy/policy.hpp"

namespace accord {

/// The longest time that the process of a policy takes from raising to a final decision, where
/// every step keeps to its limit and uses all of it: worked out over every date of raising, by the
/// engine's own deadlines. Dates are those of the calendar's zone.

struct LongestQuestion {
  Date first;      ///< the first date of raising
  int days = 365;  ///< of how many dates
  int every = 1;   ///< each of them, or one in so many; more where there are very many ways
  int levels = 0;  ///< of management, where a stage goes up the line; 0: not known
};

/// One stage on a way, and until when it lasts.
struct LongestStep {
  std::string stage;
  int level = 1;
  Instant until;
  std::string limit;              ///< "5 working days", "the cap"
  std::string clause;             ///< may be empty
  bool local_target = false;      ///< the document gives no time
  bool by_agreement = false;      ///< both sides may agree another date, which is not counted
  std::vector<std::string> late;  ///< duties that start its clock, done as late as may be
};

struct LongestWay {
  Instant raised;
  Instant until;
  int days = 0;            ///< of the calendar, from the date of raising to that of the decision
  int working_days = 0;    ///< after the date of raising
  bool projected = false;  ///< rests on bank holidays that are not yet published
  std::vector<LongestStep> steps;
};

/// Why there is no longest time.
struct NoLongest {
  enum class Why {
    NotStated,  ///< the document gives a stage no time
    GivenDate,  ///< a limit runs from a date that somebody gives
    Levels,     ///< each level of management has a limit, and their number is not known
    WayBack     ///< an exit leads back
  };
  Why why = Why::NotStated;
  std::string stage;
  std::string clause;
  std::string from;  ///< GivenDate: the fact; WayBack: the exit; NotStated: what starts its clock

  bool operator==(const NoLongest&) const = default;
};

/// A stage whose own limit ends after the limit of the whole process, where every step before it
/// used all of its time: the two contradict each other, and the limit of the whole wins.
struct CutByCap {
  std::string stage;
  std::string limit;   ///< its own: "10 working days"
  std::string clause;  ///< of that limit; may be empty
  Instant raised;
  Instant begun;
  Instant own_end;  ///< by its own limit
  Instant cap;      ///< when the whole ends
  std::string cap_clause;
  std::vector<LongestStep> before;

  /// It begins only when the whole is over.
  [[nodiscard]] bool leaves_nothing() const { return begun >= cap; }
};

/// "not_stated", "given_date", "levels", "way_back"
[[nodiscard]] std::string_view to_word(NoLongest::Why why);

/// The answer for one class: the same words of the facts that limits depend on.
struct Longest {
  int every = 1;  ///< of the dates, one in so many was looked at
  std::vector<std::pair<std::string, std::string>> facts;  ///< "" is not known; empty: for all
  std::optional<LongestWay> stated;    ///< by the document's own limits; none: see `why`
  std::vector<NoLongest> why;          ///< what leaves it without an end; empty beside `stated`
  std::optional<LongestWay> targets;   ///< with the local target where the document gives no time
  std::vector<NoLongest> why_targets;  ///< what that does not count, or counts once
  std::vector<CutByCap> cut;           ///< one for each stage; limits of the document alone
};

/// One answer for each class, at least one. A date agreed by both sides, a child's timescale, a
/// class that changes on the way and a disagreement that is opened again are not counted. The error
/// says what there is too much of to follow.
[[nodiscard]] std::expected<std::vector<Longest>, std::string> longest(
    const Policy& policy, const WorkingCalendar& calendar, const LongestQuestion& question);

/// The answer as a sentence for a policy officer, without a full stop.
[[nodiscard]] std::string in_words(const Zone& zone, const Longest& answer);

/// What is cut, with the arithmetic, likewise.
[[nodiscard]] std::string in_words(const Zone& zone, const Longest& answer, const CutByCap& cut);

/// A sentence and the classes that it is true of.
struct SaidOfClasses {
  std::string words;  ///< names the classes, unless it is true of all
  std::vector<const Longest*> classes;
};

/// The answers as sentences, each said once for all classes that it is true of. They point into
/// `answers`.
[[nodiscard]] std::vector<SaidOfClasses> said_once(const Zone& zone,
                                                   const std::vector<Longest>& answers);

/// A limit of the whole that cuts a stage, and the classes that it does so in.
struct CutOfClasses {
  SaidOfClasses said;
  const CutByCap* cut = nullptr;
};

/// The cuts, likewise.
[[nodiscard]] std::vector<CutOfClasses> cuts_said_once(const Zone& zone,
                                                       const std::vector<Longest>& answers);

}  // namespace accord
