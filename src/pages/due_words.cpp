#include "pages/due_words.hpp"

#include <algorithm>
#include <utility>

namespace accord {

namespace {

DueWords unmarked_words(std::optional<Instant> due, Instant now, const Zone& zone) {
  if (!due) {
    return {"No date yet", "govuk-tag--grey", "accord-duty--optional", "Its time has not started"};
  }
  if (*due < now) {
    return {"Late", "govuk-tag--red", "accord-duty--overdue",
            "Since " + clock_and_day(*due, now, zone), true};
  }
  const LocalTime local = zone.to_local(*due);
  const auto days = (local.day - zone.to_local(now).day).count();
  if (days == 0) {
    return {"Due today", "govuk-tag--orange", "accord-duty--today",
            "By " + clock_words(local.second_of_day)};
  }
  if (days == 1) {
    return {"Due tomorrow", "govuk-tag--yellow", "", "By " + clock_and_day(*due, now, zone)};
  }
  return {"Due", "", "", "By " + clock_and_day(*due, now, zone)};
}

}  // namespace

std::string decapitalised(std::string words) {
  if (!words.empty() && words.front() >= 'A' && words.front() <= 'Z') {
    words.front() = static_cast<char>(words.front() - 'A' + 'a');
  }
  return words;
}

DueWords due_words(std::optional<Instant> due, Instant now, const Zone& zone, bool projected,
                   std::optional<Instant> passed) {
  DueWords words = unmarked_words(due, now, zone);
  words.when += date_notes(projected);
  if (!passed || words.late) {
    return words;
  }
  const std::string later = words.when;
  words = unmarked_words(Instant{std::min(passed->seconds, now.seconds - 1)}, now, zone);
  if (due) {
    words.when += ". A later date was set: " + decapitalised(later);
  }
  return words;
}

}  // namespace accord
