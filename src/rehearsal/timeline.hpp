#pragma once

#include <expected>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "calendar/working_calendar.hpp"
#include "directory/directory.hpp"
#include "policy/policy.hpp"

namespace accord {

/// What is asked of a policy's timeline: one invented disagreement.
struct TimelineQuestion {
  Instant raised;
  std::string route;                                       ///< an exit of `start`; empty: the first
  std::vector<std::pair<std::string, std::string>> facts;  ///< a fact, and its word or moment
};

/// One duty, and when it is due if each step runs to its limit and moves on then.
struct TimelineRow {
  std::string stage;  ///< or `throughout`; empty: the cap on the whole process
  std::string duty;   ///< its id, `settle` or `cap`
  std::string owed_by;
  std::optional<Instant> due;  ///< none: its clock does not start on this way
  bool not_stated = false;     ///< the document gives no time; `due` is from the local target
  std::string local_target;    ///< then: its limit in words
  std::string clause;
  bool projected = false;  ///< `due` rests on bank holidays that are not yet published
};

/// What the question left open, and was answered for it.
struct TimelineChoice {
  std::string what;  ///< "route", "class", or the name of a fact
  std::string chosen;
  std::vector<std::string> others;  ///< what can be asked for in its place; never empty
  std::string fact;                 ///< whose word it is, of another fact than the class
};

struct Timeline {
  std::vector<TimelineRow> rows;
  std::vector<TimelineChoice> choices;
};

/// Every duty in the order in which they open, a repeated tier once, the cap last. The engine
/// itself is walked, with an invented directory. The error says what to ask instead.
[[nodiscard]] std::expected<Timeline, std::string> timeline(const Policy& policy,
                                                            const WorkingCalendar& calendar,
                                                            const TimelineQuestion& question);

/// Two agencies and the partnership, in each every post that the policy names, and one tier above
/// each.
[[nodiscard]] Directory invented_directory(const Policy& policy);

}  // namespace accord
