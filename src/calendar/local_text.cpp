#include <fmt/format.h>

#include <cstdlib>
#include <optional>

#include "base/try.hpp"
#include "calendar/zone.hpp"

namespace accord {

namespace {

constexpr std::string_view kShape =
    "write a date and a time, such as 2026-04-02T16:30, with an offset such as +01:00 if it is not "
    "local";

constexpr std::size_t kMostShown = 40;
constexpr std::size_t kDateSize = 10;
constexpr int kFirstYearWritten = 1900;
constexpr int kLastYearWritten = 2199;

/// The two figures at `at`, or nothing.
std::optional<int> two_figures(std::string_view text, std::size_t at) {
  const auto figure = [&](std::size_t i) { return i < text.size() ? text[i] - '0' : -1; };
  const int tens = figure(at);
  const int ones = figure(at + 1);
  if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
    return std::nullopt;
  }
  return tens * 10 + ones;
}

/// "16:30" or "16:30:15" from the front of `text`, in seconds; what follows stays in `text`.
std::optional<int> take_clock(std::string_view& text) {
  const auto hour = two_figures(text, 0);
  const auto minute = two_figures(text, 3);
  if (!hour || !minute || text[2] != ':' || *hour > 23 || *minute > 59) {
    return std::nullopt;
  }
  int seconds = *hour * kSecondsPerHour + *minute * 60;
  text.remove_prefix(5);
  if (text.starts_with(':')) {
    const auto second = two_figures(text, 1);
    if (!second || *second > 59) {
      return std::nullopt;
    }
    seconds += *second;
    text.remove_prefix(3);
  }
  return seconds;
}

/// "+01:00", "-05:30" or "Z", in seconds east of UTC.
std::optional<int> parse_offset(std::string_view text) {
  if (text == "Z" || text == "z") {
    return 0;
  }
  const bool shaped = text.size() == 6 && (text[0] == '+' || text[0] == '-');
  std::string_view clock = shaped ? text.substr(1) : std::string_view{};
  const auto seconds = take_clock(clock);
  if (!seconds || !clock.empty()) {
    return std::nullopt;
  }
  return text[0] == '-' ? -*seconds : *seconds;
}

}  // namespace

std::string iso_local(const Zone& zone, Instant at) {
  const LocalTime local = zone.to_local(at);
  const int offset = zone.utc_offset_s(at);
  const int size = std::abs(offset);
  return fmt::format("{}T{:02}:{:02}:{:02}{}{:02}:{:02}", to_iso(local.day),
                     local.second_of_day / kSecondsPerHour,
                     local.second_of_day % kSecondsPerHour / 60, local.second_of_day % 60,
                     offset < 0 ? '-' : '+', size / kSecondsPerHour, size % kSecondsPerHour / 60);
}

std::expected<Instant, std::string> parse_local(const Zone& zone, std::string_view text) {
  const auto refused = [&](std::string_view why) {
    return std::unexpected(
        fmt::format("'{}' is no date and time: {}", text.substr(0, kMostShown), why));
  };
  if (text.size() <= kDateSize || (text[kDateSize] != 'T' && text[kDateSize] != ' ')) {
    return refused(kShape);
  }
  const auto day = parse_date(text.substr(0, kDateSize));
  if (!day) {
    return refused(day.error());
  }
  if (year_of(*day) < kFirstYearWritten || year_of(*day) > kLastYearWritten) {
    return refused("years from 1900 to 2199 are read");
  }
  std::string_view rest = text.substr(kDateSize + 1);
  const auto second = take_clock(rest);
  if (!second) {
    return refused(kShape);
  }
  const LocalTime local{*day, *second};
  if (rest.empty()) {
    return zone.to_instant(local);
  }
  const auto offset = parse_offset(rest);
  if (!offset) {
    return refused(kShape);
  }
  return Instant{std::int64_t{day->time_since_epoch().count()} * kSecondsPerDay + *second -
                 *offset};
}

std::string to_words(const Zone& zone, Instant at) {
  const LocalTime local = zone.to_local(at);
  return fmt::format("{}, {}", to_words(local.day), clock_words(local.second_of_day));
}

}  // namespace accord
