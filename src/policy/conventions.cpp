#include "policy/conventions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

#include "calendar/date.hpp"
#include "policy/nearest.hpp"

namespace accord {
namespace {

using Applied = std::expected<void, ConventionError>;

constexpr std::array<std::string_view, 10> kKeys{
    "opens",        "closes", "working_week", "same_clock",    "events_outside_hours",
    "day_of_event", "weeks",  "months",       "calendar_days", "closed_days"};
constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 3> kLandings{"before", "after", "stay"};

std::unexpected<ConventionError> refused(std::string_view key, std::string_view value,
                                         std::string mend) {
  return std::unexpected(ConventionError{std::string{key},
                                         fmt::format("`{}` cannot be `{}`", key, shortened(value)),
                                         std::move(mend)});
}

std::optional<int> seconds_of(std::string_view text) {
  const auto digit = [text](std::size_t at) { return text[at] - '0'; };
  const auto is_digit = [text](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
  if (text.size() != 5 || text[2] != ':' || !is_digit(0) || !is_digit(1) || !is_digit(3) ||
      !is_digit(4)) {
    return std::nullopt;
  }
  const int hours = digit(0) * 10 + digit(1);
  const int minutes = digit(3) * 10 + digit(4);
  if (hours > 23 || minutes > 59) {
    return std::nullopt;
  }
  return hours * kSecondsPerHour + minutes * 60;
}

Applied set_time(int& seconds, std::string_view key, std::string_view value) {
  const auto read = seconds_of(value);
  if (!read) {
    return refused(key, value, "write a time of day in quotes, such as \"17:00\"");
  }
  seconds = *read;
  return {};
}

Applied set_landing(Landing& landing, std::string_view key, std::string_view value) {
  constexpr std::array<Landing, 3> kMeanings{Landing::Before, Landing::After, Landing::Stay};
  const auto* found = std::ranges::find(kLandings, value);
  if (found == kLandings.end()) {
    return refused(key, value, did_you_mean(value, kLandings));
  }
  landing = kMeanings[static_cast<std::size_t>(found - kLandings.begin())];
  return {};
}

Applied set_week(std::array<bool, 7>& week, std::string_view value) {
  std::array<bool, 7> read{};
  for (std::string_view rest = value; !rest.empty();) {
    const std::string_view name = rest.substr(0, rest.find(", "));
    rest.remove_prefix(std::min(rest.size(), name.size() + 2));
    const auto* day = std::ranges::find(kDays, name);
    if (day == kDays.end()) {
      return refused("working_week", name, did_you_mean(name, kDays));
    }
    read[static_cast<std::size_t>(day - kDays.begin())] = true;
  }
  if (std::ranges::find(read, true) == read.end()) {
    return refused("working_week", value, "name the working days");
  }
  week = read;
  return {};
}

Applied set_one_of_two(bool& second, std::string_view key, std::string_view value,
                       const std::array<std::string_view, 2>& words) {
  const auto* found = std::ranges::find(words, value);
  if (found == words.end()) {
    return refused(key, value, did_you_mean(value, words));
  }
  second = found == words.begin() + 1;
  return {};
}

Applied apply(Conventions& conventions, std::string_view key, std::string_view value) {
  if (key == "opens") {
    return set_time(conventions.opens_s, key, value);
  }
  if (key == "closes") {
    return set_time(conventions.closes_s, key, value);
  }
  if (key == "working_week") {
    return set_week(conventions.working_week, value);
  }
  if (key == "weeks") {
    return set_landing(conventions.weeks, key, value);
  }
  if (key == "months") {
    return set_landing(conventions.months, key, value);
  }
  if (key == "calendar_days") {
    return set_landing(conventions.calendar_days, key, value);
  }
  bool second = false;
  if (key == "same_clock") {
    Applied applied = set_one_of_two(second, key, value, {"to nearest", "stay"});
    conventions.same_clock = second ? OutsideHours::Stay : OutsideHours::ToNearest;
    return applied;
  }
  if (key == "events_outside_hours") {
    Applied applied = set_one_of_two(second, key, value, {"stay", "next opening"});
    conventions.event = second ? EventOutsideHours::NextOpening : EventOutsideHours::Stay;
    return applied;
  }
  if (key == "day_of_event") {
    Applied applied = set_one_of_two(second, key, value, {"does not count", "counts"});
    conventions.day_of_event = second ? DayOfEvent::Counts : DayOfEvent::DoesNotCount;
    return applied;
  }
  return std::unexpected(ConventionError{std::string{key},
                                         fmt::format("unknown convention `{}`", shortened(key)),
                                         did_you_mean(key, kKeys)});
}

/// "26 December", without a year.
std::optional<ClosedDay> day_of_every_year(std::string_view text) {
  const std::size_t space = text.find(' ');
  const std::string_view number = text.substr(0, space);
  const bool digits = !number.empty() && number.size() <= 2 &&
                      std::ranges::all_of(number, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || space == std::string_view::npos) {
    return std::nullopt;
  }
  const auto months = month_names();
  const auto month = std::ranges::find(months, text.substr(space + 1));
  if (month == months.end()) {
    return std::nullopt;
  }
  ClosedDay day;
  day.month = static_cast<unsigned>(month - months.begin()) + 1;
  day.day = 0;
  for (const char c : number) {
    day.day = day.day * 10 + static_cast<unsigned>(c - '0');
  }
  constexpr std::chrono::year kLeap{2000};
  const bool real = (kLeap / std::chrono::month{day.month} / std::chrono::day{day.day}).ok();
  return real ? std::optional{day} : std::nullopt;
}

}  // namespace

std::expected<ClosedDay, std::string> closed_day_of(const ClosedDayRule& rule) {
  if (auto every = day_of_every_year(rule.day)) {
    every->name = rule.name;
    return *std::move(every);
  }
  const auto date = parse_date(rule.day);
  if (!date) {
    return std::unexpected(fmt::format(
        "`{}` is no day: write a date, `2026-08-14`, or a day of every year, `26 December`",
        shortened(rule.day)));
  }
  const std::chrono::year_month_day day{*date};
  return ClosedDay{.year = static_cast<int>(day.year()),
                   .month = static_cast<unsigned>(day.month()),
                   .day = static_cast<unsigned>(day.day()),
                   .name = rule.name};
}

std::string in_words(const ClosedDayRule& rule) {
  const auto date = parse_date(rule.day);
  return date ? fmt::format("{}, {}", rule.name, to_words(*date))
              : fmt::format("{}, {} of every year", rule.name, rule.day);
}

std::expected<Conventions, ConventionError> conventions_of(const Policy& policy) {
  Conventions conventions;
  for (const auto& [key, value] : policy.conventions) {
    if (auto applied = apply(conventions, key, value); !applied) {
      return std::unexpected(std::move(applied).error());
    }
  }
  for (const ClosedDayRule& rule : policy.closed_days) {
    auto day = closed_day_of(rule);
    if (!day) {
      return std::unexpected(ConventionError{"closed_days", day.error(), "correct it"});
    }
    conventions.closed_days.push_back(*std::move(day));
  }
  if (conventions.opens_s >= conventions.closes_s) {
    return std::unexpected(ConventionError{"closes", "working hours end before they begin",
                                           "let `closes` be later than `opens`"});
  }
  return conventions;
}

}  // namespace accord
