#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace accord {

class Pages;

/// `/d/{ref}/calendar/{number}.ics`: the date of one open duty.
void add_calendar_acts(Pages& pages);

/// A deadline for somebody's own calendar, which others may read: a reference and a time, and
/// nothing about a child, a person or an agency.
struct CalendarEntry {
  std::string uid;        ///< the same for ever, so that a later file replaces the entry
  std::string reference;  ///< "7K3Q-9M2D"
  Instant due;
  Instant made;
  std::int64_t revision = 0;  ///< grows whenever the date may have changed
  bool projected = false;     ///< the date rests on bank holidays that are not yet published
};

/// The file (RFC 5545): UTC, CRLF, lines of at most 75 octets, a reminder the day before.
[[nodiscard]] std::string to_ics(const CalendarEntry& entry);

/// `name:value` as lines of a calendar file: folded at 75 octets, never inside a character.
[[nodiscard]] std::string ics_line(std::string_view name, std::string_view value);

/// Text as a value: backslash, semicolon, comma and line ends escaped, other controls left out.
[[nodiscard]] std::string ics_text(std::string_view text);

}  // namespace accord
