#pragma once

#include <optional>
#include <string>

#include "calendar/zone.hpp"
#include "telling/date_words.hpp"

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
/// @param passed the date that passed before a later one was set: it stays late (kernel rule 18)
[[nodiscard]] DueWords due_words(std::optional<Instant> due, Instant now, const Zone& zone,
                                 bool projected = false,
                                 std::optional<Instant> passed = std::nullopt);

/// "by 5pm" for "By 5pm": within a sentence.
[[nodiscard]] std::string decapitalised(std::string words);

}  // namespace accord
