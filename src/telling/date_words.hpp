#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "calendar/working_calendar.hpp"

namespace accord {

/// Whether a date that is kept without its working, as lists and the chronology have it, may still
/// move: it lies beyond the bank holidays that are published. Ask it of no date that somebody
/// chose.
[[nodiscard]] bool lies_beyond_published(std::optional<Instant> due,
                                         const WorkingCalendar& calendar);

/// What is said once where a date is marked so.
inline constexpr std::string_view kWhatProjectedMeans =
    "A projected date rests on bank holidays that are not yet published: it may move.";

/// What stands behind a date wherever it is said: " (a projected date)", " (a local target)", both,
/// or nothing.
[[nodiscard]] std::string date_notes(bool projected, bool local_target = false);

/// "5pm today", "5pm yesterday, Tuesday 7 April", "5pm on Thursday 9 April 2026", local to `zone`.
[[nodiscard]] std::string clock_and_day(Instant at, Instant now, const Zone& zone);

}  // namespace accord
