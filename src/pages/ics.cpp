#include "pages/ics.hpp"

#include <fmt/format.h>

#include <chrono>

#include "pages/due_words.hpp"

namespace accord {

namespace {

constexpr std::size_t kMostOctets = 75;

bool is_inside_a_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// "20260409T160000Z"
std::string utc(Instant at) {
  const std::chrono::sys_seconds moment{std::chrono::seconds{at.seconds}};
  const auto midnight = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day day{midnight};
  const std::chrono::hh_mm_ss clock{moment - midnight};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::string ics_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') {
      escaped += '\\';
      escaped += c;
    } else if (c == '\n') {
      escaped += "\\n";
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != '\x7F') {
      escaped += c;
    }
  }
  return escaped;
}

std::string ics_line(std::string_view name, std::string_view value) {
  const std::string whole = fmt::format("{}:{}", name, value);
  std::string lines;
  std::string_view rest = whole;
  std::size_t room = kMostOctets;
  while (rest.size() > room) {
    std::size_t cut = room;
    while (cut > 1 && is_inside_a_character(rest[cut])) {
      --cut;
    }
    lines += rest.substr(0, cut);
    lines += "\r\n ";
    rest.remove_prefix(cut);
    room = kMostOctets - 1;  // the space that says that the line goes on
  }
  lines += rest;
  return lines + "\r\n";
}

std::string to_ics(const CalendarEntry& entry) {
  const std::string summary =
      fmt::format("Accord: {} is due{}", entry.reference, date_notes(entry.projected));
  std::string file;
  const auto add = [&](std::string_view name, std::string_view value) {
    file += ics_line(name, value);
  };
  add("BEGIN", "VCALENDAR");
  add("VERSION", "2.0");
  add("PRODID", "-//Accord//Deadlines//EN");
  add("METHOD", "PUBLISH");
  add("BEGIN", "VEVENT");
  add("UID", ics_text(entry.uid));
  add("SEQUENCE", fmt::to_string(entry.revision));
  add("DTSTAMP", utc(entry.made));
  add("DTSTART", utc(entry.due));
  add("DTEND", utc(entry.due));
  add("SUMMARY", ics_text(summary));
  add("DESCRIPTION", "Sign in to Accord to see what is to be done.");
  add("CLASS", "PRIVATE");
  add("TRANSP", "TRANSPARENT");
  add("BEGIN", "VALARM");
  add("ACTION", "DISPLAY");
  add("DESCRIPTION", ics_text(summary));
  add("TRIGGER", "-P1D");
  add("END", "VALARM");
  add("END", "VEVENT");
  add("END", "VCALENDAR");
  return file;
}

}  // namespace accord
