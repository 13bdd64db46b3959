#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "calendar/working_calendar.hpp"

namespace accord {

/// How a deadline is said everywhere: a word with its colour, and a clock time (ui.md: "always a
/// clock time"; late is "since" an instant, never a vague count).
struct DueWords {
  std::string tag;        ///< "Late", "Due today", "Due tomorrow", "Due"; "No date yet"
  std::string tag_class;  ///< "govuk-tag--red"; empty: the plain tag
  std::string card;       ///< the class of its card: "accord-duty--overdue"; may be empty
  std::string when;       ///< "Since 5pm yesterday, Tuesday 7 April", "By 5pm"
  bool late = false;
};

/// @param projected the date rests on bank holidays that are not yet published (`is_projected`)
[[nodiscard]] DueWords due_words(std::optional<Instant> due, Instant now, const Zone& zone,
                                 bool projected = false);

/// Whether a date that is kept without its working, as lists and the chronology have it, may still
/// move: it lies beyond the bank holidays that are published. Ask it of no date that somebody
/// chose.
[[nodiscard]] bool lies_beyond_published(std::optional<Instant> due,
                                         const WorkingCalendar& calendar);

/// What is said once on a page where a date is marked so.
inline constexpr std::string_view kWhatProjectedMeans =
    "A projected date rests on bank holidays that are not yet published: it may move.";

/// What stands behind a date wherever it is said: " (a projected date)", " (a local target)", both,
/// or nothing.
[[nodiscard]] std::string date_notes(bool projected, bool local_target = false);

/// "5pm today", "5pm yesterday, Tuesday 7 April", "5pm on Thursday 9 April 2026".
[[nodiscard]] std::string clock_and_day(Instant at, Instant now, const Zone& zone);

}  // namespace accord
