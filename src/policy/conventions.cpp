#include "policy/conventions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "policy/nearest.hpp"

namespace accord {
namespace {

using Applied = std::expected<void, ConventionError>;

constexpr std::array<std::string_view, 9> kKeys{
    "opens",        "closes", "working_week", "same_clock",   "events_outside_hours",
    "day_of_event", "weeks",  "months",       "calendar_days"};
constexpr std::array<std::string_view, 7> kDays{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                "Thursday", "Friday", "Saturday"};
constexpr std::array<std::string_view, 3> kLandings{"before", "after", "stay"};

std::unexpected<ConventionError> refused(std::string_view key, std::string_view value,
                                         std::string mend) {
  return std::unexpected(ConventionError{
      std::string{key}, fmt::format("`{}` cannot be `{}`", key, value.substr(0, 60)),
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
                                         fmt::format("unknown convention `{}`", key.substr(0, 60)),
                                         did_you_mean(key, kKeys)});
}

}  // namespace

std::expected<Conventions, ConventionError> conventions_of(const Policy& policy) {
  Conventions conventions;
  for (const auto& [key, value] : policy.conventions) {
    if (auto applied = apply(conventions, key, value); !applied) {
      return std::unexpected(std::move(applied).error());
    }
  }
  if (conventions.opens_s >= conventions.closes_s) {
    return std::unexpected(ConventionError{"closes", "working hours end before they begin",
                                           "let `closes` be later than `opens`"});
  }
  return conventions;
}

}  // namespace accord
