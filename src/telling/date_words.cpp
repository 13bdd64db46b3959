#include "telling/date_words.hpp"

#include <fmt/format.h>

namespace accord {

namespace {

/// "Tuesday 7 April": the year only where it is another.
std::string day_words(Date day, Date today) {
  std::string words = to_words(day);
  if (year_of(day) == year_of(today)) {
    words.resize(words.rfind(' '));
  }
  return words;
}

}  // namespace

std::string clock_and_day(Instant at, Instant now, const Zone& zone) {
  const LocalTime local = zone.to_local(at);
  const Date today = zone.to_local(now).day;
  const std::string clock = clock_words(local.second_of_day);
  const auto days = (local.day - today).count();
  if (days == 0) {
    return clock + " today";
  }
  if (days == 1) {
    return fmt::format("{} tomorrow, {}", clock, day_words(local.day, today));
  }
  if (days == -1) {
    return fmt::format("{} yesterday, {}", clock, day_words(local.day, today));
  }
  return fmt::format("{} on {}", clock, day_words(local.day, today));
}

bool lies_beyond_published(std::optional<Instant> due, const WorkingCalendar& calendar) {
  return due && calendar.is_projected(calendar.zone().to_local(*due).day);
}

std::string date_notes(bool projected, bool local_target) {
  if (!projected && !local_target) {
    return "";
  }
  return fmt::format(" ({}{}{})", projected ? "a projected date" : "",
                     projected && local_target ? ", " : "", local_target ? "a local target" : "");
}

}  // namespace accord
