#include "calendar/limit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "base/check.hpp"
#include "base/try.hpp"
#include "calendar/date.hpp"

namespace accord {

namespace {

using Words = std::vector<std::string>;
using Parsed = std::expected<Limit, std::string>;

constexpr int kHoursPerDay = 24;
constexpr int kDaysPerWorkingWeek = 5;
constexpr int kMinutesPerHour = 60;
constexpr std::size_t kLongestPart = 6;  ///< "0.25", "1.5": more figures are no time that is meant

/// Lower-case words; a bracket is a word of its own.
Words words_of(std::string_view text) {
  Words words;
  bool in_word = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      in_word = false;
      continue;
    }
    const bool bracket = c == '(' || c == ')';
    if (!in_word || bracket) {
      words.emplace_back();
    }
    words.back().push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    in_word = !bracket;
  }
  return words;
}

std::string joined(const Words& words) {
  return fmt::format("{}", fmt::join(words, " "));
}

/// How much of a text that is refused the answer repeats.
constexpr std::size_t kShown = 60;

std::unexpected<std::string> refused(std::string_view text, std::string_view why) {
  const bool whole = text.size() <= kShown;
  return std::unexpected(
      fmt::format("'{}{}' is no limit: {}", text.substr(0, kShown), whole ? "" : "…", why));
}

constexpr std::array<std::pair<std::string_view, Unit>, 8> kPhrases = {{
    {"same working day", Unit::SameWorkingDay},
    {"next working day", Unit::NextWorkingDay},
    {"immediately", Unit::Immediately},
    {"as soon as possible", Unit::AsSoonAsPossible},
    {"as soon as practicable", Unit::AsSoonAsPossible},  // read; said as the one above
    {"promptly", Unit::Promptly},
    {"without delay", Unit::WithoutDelay},
    {"not stated", Unit::NotStated},
}};

std::string_view phrase_of(Unit unit) {
  const auto* const found =
      std::ranges::find(kPhrases, unit, &std::pair<std::string_view, Unit>::second);
  return found == kPhrases.end() ? std::string_view{} : found->first;
}

/// The units that take a number, by their singular.
constexpr std::array<std::pair<std::string_view, Unit>, 8> kUnits = {{
    {"working day", Unit::WorkingDays},
    {"working hour", Unit::WorkingHours},
    {"minute", Unit::ElapsedMinutes},
    {"hour", Unit::ElapsedHours},
    {"calendar day", Unit::CalendarDays},
    {"clear day", Unit::ClearDays},
    {"week", Unit::Weeks},
    {"month", Unit::Months},
}};

std::string_view singular_of(Unit unit) {
  const auto* const found =
      std::ranges::find(kUnits, unit, &std::pair<std::string_view, Unit>::second);
  return found == kUnits.end() ? std::string_view{} : found->first;
}

std::expected<int, std::string> parse_count(std::string_view word) {
  const bool digits =
      !word.empty() && std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) {
    return std::unexpected(
        "it has to begin with a number in figures, such as '5 working days', or be one of: same "
        "working day, next working day, next Tuesday (any weekday), immediately, as soon as "
        "possible, promptly, without "
        "delay, not stated");
  }
  int count = 0;
  for (const char c : word) {
    count = count * 10 + (c - '0');
    if (count > kLongestLimit) {
      return std::unexpected(fmt::format("the longest is {}", kLongestLimit));
    }
  }
  if (count == 0) {
    return std::unexpected("0 leaves no time at all: write 'immediately' if that is meant");
  }
  return count;
}

/// What to write instead of a unit that is not read.
std::string mend_unit(int count, std::string_view unit) {
  const std::string_view days = count == 1 ? "day" : "days";
  if (unit == "day" || unit == "days") {
    return fmt::format(
        "it does not say which days: write '{0} working {1}', '{0} calendar {1}' or "
        "'{0} clear {1}'",
        count, days);
  }
  if (unit.starts_with("business day")) {
    return fmt::format("write '{} working {}'", count, days);
  }
  if (unit.starts_with("fortnight")) {
    return fmt::format("write '{} weeks'", 2 * count);
  }
  if (unit.starts_with("year")) {
    return fmt::format("the longest unit is the month: write '{} months'", 12 * count);
  }
  if (unit.empty()) {
    return fmt::format("it does not say of what: write '{0} working {1}' or '{0} hour{2}'", count,
                       days, count == 1 ? "" : "s");
  }
  return "the units are working days, working hours, minutes, hours, calendar days, clear days, "
         "weeks, "
         "months";
}

/// "48 hours (2 working days)", as the words 48 hours ( 2 working days ).
Parsed parse_same_clock(std::string_view text, int hours, const Words& words) {
  const bool shaped = words.size() == 7 && (words[1] == "hours" || words[1] == "hour") &&
                      words[2] == "(" && words[4] == "working" &&
                      (words[5] == "days" || words[5] == "day") && words[6] == ")";
  if (!shaped) {
    return refused(text, "brackets are read in '48 hours (2 working days)' only");
  }
  const auto days = parse_count(words[3]);
  if (!days) {
    return refused(text, days.error());
  }
  if (hours != *days * kHoursPerDay) {
    return refused(text, fmt::format("it contradicts itself: write '{} hours ({} working {})'",
                                     *days * kHoursPerDay, *days, *days == 1 ? "day" : "days"));
  }
  return Limit{.unit = Unit::WorkingDaysSameClock, .count = *days, .hours = hours};
}

/// "0.5 hours", "half an hour": the number in figures that is meant, where minutes have one.
std::optional<std::string> mend_part(const Words& words) {
  if (words.empty()) {
    return std::nullopt;
  }
  const std::string all = joined(words);
  if (all == "half an hour" || all == "1/2 hour" || all == "½ hour") {
    return "a whole number in figures is meant: write '30 minutes'";
  }
  const std::string& number = words.front();
  const std::size_t point = number.find_first_of(".,");
  const bool broken =
      point != std::string::npos && number.size() <= kLongestPart &&
      std::ranges::count_if(number, [](char c) { return c >= '0' && c <= '9'; }) + 1 ==
          static_cast<std::ptrdiff_t>(number.size()) &&
      number.size() > 1;
  if (!broken) {
    return std::nullopt;
  }
  int numerator = 0;
  int denominator = 1;
  for (std::size_t i = 0; i < number.size(); ++i) {
    if (i != point) {
      numerator = numerator * 10 + (number[i] - '0');
      denominator *= i > point ? 10 : 1;
    }
  }
  const bool hours = words.size() == 2 && (words[1] == "hour" || words[1] == "hours");
  const int minutes = numerator * kMinutesPerHour / denominator;
  if (hours && minutes > 0 && numerator * kMinutesPerHour % denominator == 0) {
    return fmt::format("a whole number in figures is meant: write '{} minutes'", minutes);
  }
  return "a whole number in figures is meant: write it in a smaller unit, such as '30 minutes' for "
         "half an hour";
}

Parsed parse_counted(std::string_view text, const Words& words) {
  if (auto mend = mend_part(words)) {
    return refused(text, *mend);
  }
  const auto count = words.empty() ? parse_count("") : parse_count(words.front());
  if (!count) {
    return refused(text, count.error());
  }
  if (std::ranges::find(words, "(") != words.end()) {
    return parse_same_clock(text, *count, words);
  }
  const std::string unit = joined(Words(words.begin() + 1, words.end()));
  if (unit == "working week" || unit == "working weeks") {
    if (*count > kLongestLimit / kDaysPerWorkingWeek) {
      return refused(text, fmt::format("the longest is {} working days", kLongestLimit));
    }
    return Limit{.unit = Unit::WorkingDays, .count = *count * kDaysPerWorkingWeek};
  }
  for (const auto& [singular, counted] : kUnits) {
    if (unit == singular ||
        (unit.size() == singular.size() + 1 && unit.starts_with(singular) && unit.back() == 's')) {
      return Limit{.unit = counted, .count = *count};
    }
  }
  return refused(text, mend_unit(*count, unit));
}

/// The weekday of a word in lower case, as `weekday_of` numbers it.
std::optional<unsigned> weekday_in(std::string_view word) {
  for (unsigned i = 0; i < weekday_names().size(); ++i) {
    if (words_of(weekday_names()[i]).front() == word) {
      return i;
    }
  }
  return std::nullopt;
}

/// "noon", "midday" or "12:00", in seconds after midnight.
std::optional<int> clock_in(std::string_view word) {
  if (word == "noon" || word == "midday") {
    return kSecondsPerDay / 2;
  }
  const auto digit = [word](std::size_t at) { return word[at] - '0'; };
  const bool shaped =
      word.size() == 5 && word[2] == ':' &&
      std::ranges::all_of(word.substr(0, 2), [](char c) { return c >= '0' && c <= '9'; }) &&
      std::ranges::all_of(word.substr(3), [](char c) { return c >= '0' && c <= '9'; });
  if (!shaped) {
    return std::nullopt;
  }
  const int hours = digit(0) * 10 + digit(1);
  const int minutes = digit(3) * 10 + digit(4);
  if (hours > 23 || minutes >= kMinutesPerHour) {
    return std::nullopt;
  }
  return hours * kSecondsPerHour + minutes * 60;
}

/// "next Tuesday, if told by noon on Monday", as the words next tuesday, if told by noon on monday.
Parsed parse_weekday(std::string_view text, Words words) {
  constexpr std::size_t kWithTold = 8;
  if (words.size() > 1 && words[1].ends_with(',')) {
    words[1].pop_back();
  }
  const auto weekday = words.size() > 1 ? weekday_in(words[1]) : std::nullopt;
  if (!weekday) {
    return refused(text, "after 'next' comes a weekday or 'working day': write 'next Tuesday'");
  }
  Limit limit{.unit = Unit::NextWeekday, .weekday = *weekday};
  if (words.size() == 2) {
    return limit;
  }
  const bool shaped = words.size() == kWithTold && words[2] == "if" && words[3] == "told" &&
                      words[4] == "by" && words[6] == "on";
  if (!shaped) {
    return refused(text, fmt::format("write 'next {}' or 'next {} if told by noon on {}'",
                                     weekday_names()[*weekday], weekday_names()[*weekday],
                                     weekday_names()[(*weekday + 6) % 7]));
  }
  const auto told = weekday_in(words[7]);
  const auto by = clock_in(words[5]);
  if (!told || !by) {
    return refused(text,
                   "the last moment is a time and a weekday: 'by noon on Monday' or 'by 16:30 "
                   "on Friday'");
  }
  if (*told == *weekday) {
    return refused(text,
                   "whether the same day or a week before is meant is not clear: let the last "
                   "moment be on another weekday");
  }
  limit.told_by = ToldBy{.weekday = *told, .second_of_day = *by};
  return limit;
}

std::string weekday_text(const Limit& limit) {
  const std::string day = fmt::format("next {}", weekday_names()[limit.weekday]);
  if (!limit.told_by) {
    return day;
  }
  const int minutes = limit.told_by->second_of_day / 60;
  const std::string time =
      minutes == 12 * kMinutesPerHour
          ? "noon"
          : fmt::format("{:02}:{:02}", minutes / kMinutesPerHour, minutes % kMinutesPerHour);
  return fmt::format("{} if told by {} on {}", day, time, weekday_names()[limit.told_by->weekday]);
}

}  // namespace

std::expected<Limit, std::string> parse_limit(std::string_view text) {
  Words words = words_of(text);
  const std::string phrase = joined(words);
  for (const auto& [said, unit] : kPhrases) {
    if (phrase == said) {
      return Limit{.unit = unit};
    }
  }
  if (!words.empty() && words[0] == "next") {
    return parse_weekday(text, std::move(words));
  }
  const bool at_least = words.size() >= 2 && words[0] == "at" && words[1] == "least";
  const bool before = !words.empty() && words.back() == "before";
  if (at_least != before) {
    return refused(text, at_least
                             ? "'at least' is counted back: end it with 'before', as in 'at least "
                               "7 clear days before'"
                             : "'before' needs 'at least', as in 'at least 7 clear days before'");
  }
  if (!at_least) {
    return parse_counted(text, words);
  }
  ACCORD_TRY(Limit limit, parse_counted(text, Words(words.begin() + 2, words.end() - 1)));
  limit.at_least_before = true;
  return limit;
}

std::string to_text(const Limit& limit) {
  if (const std::string_view phrase = phrase_of(limit.unit); !phrase.empty()) {
    return std::string{phrase};
  }
  if (limit.unit == Unit::NextWeekday) {
    return weekday_text(limit);
  }
  const std::string_view plural = limit.count == 1 ? "" : "s";
  std::string text;
  if (limit.unit == Unit::WorkingDaysSameClock) {
    text = fmt::format("{} hours ({} working day{})", limit.hours, limit.count, plural);
  } else {
    text = fmt::format("{} {}{}", limit.count, singular_of(limit.unit), plural);
  }
  return limit.at_least_before ? fmt::format("at least {} before", text) : text;
}

bool states_a_time(const Limit& limit) {
  switch (limit.unit) {
    case Unit::WorkingDays:
    case Unit::WorkingHours:
    case Unit::ElapsedMinutes:
    case Unit::ElapsedHours:
    case Unit::WorkingDaysSameClock:
    case Unit::CalendarDays:
    case Unit::ClearDays:
    case Unit::Weeks:
    case Unit::Months:
    case Unit::SameWorkingDay:
    case Unit::NextWorkingDay:
    case Unit::NextWeekday: return true;
    case Unit::Immediately:
    case Unit::AsSoonAsPossible:
    case Unit::Promptly:
    case Unit::WithoutDelay:
    case Unit::NotStated: return false;
  }
  check_failed("limit.unit is a unit");
}

}  // namespace accord
