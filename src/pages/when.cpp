#include "pages/when.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>

#include "http/text.hpp"

namespace accord {

namespace {

constexpr std::array<std::string_view, 12> kMonths{"january",   "february", "march",    "april",
                                                   "may",       "june",     "july",     "august",
                                                   "september", "october",  "november", "december"};

std::optional<int> number(std::string_view text, std::size_t most_digits) {
  int value = 0;
  if (text.empty() || text.size() > most_digits) {
    return std::nullopt;
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() && value >= 0
             ? std::optional{value}
             : std::nullopt;
}

std::optional<int> month_of(std::string_view text) {
  if (const auto month = number(text, 2)) {
    return month;
  }
  const std::string lower = lower_case(text);
  for (std::size_t i = 0; i < kMonths.size(); ++i) {
    if (lower.size() >= 3 && kMonths[i].starts_with(lower)) {
      return static_cast<int>(i) + 1;
    }
  }
  return std::nullopt;
}

std::unexpected<FieldProblem> wrong(std::string_view name, std::string_view part,
                                    std::string message) {
  return std::unexpected(
      FieldProblem{fmt::format("{}-{}", name, part), FieldFault::Unreadable, std::move(message)});
}

/// Takes "am" or "pm", however it is spelled, from the end.
std::optional<bool> take_half(std::string& text) {
  for (const auto& [ending, afternoon] :
       {std::pair{"a.m.", false}, {"p.m.", true}, {"am", false}, {"pm", true}}) {
    if (text.ends_with(ending)) {
      text.resize(text.size() - std::string_view{ending}.size());
      return afternoon;
    }
  }
  return std::nullopt;
}

std::expected<int, FieldProblem> time_of(const TypedWhen& typed, std::string_view name,
                                         std::string_view what, std::optional<int> otherwise) {
  if (without_ends(typed.time).empty()) {
    if (otherwise) {
      return *otherwise;
    }
    return wrong(name, "time", fmt::format("{} must include a time, such as 5pm", what));
  }
  if (const auto time = parse_clock(typed.time)) {
    return *time;
  }
  return wrong(name, "time",
               fmt::format("“{}” is not a time. Enter a time, such as 9:30am or 5pm", typed.time));
}

/// The other instant with the clock time of `first`, where the clocks go back between the two.
std::optional<Instant> second_of(const Zone& zone, Instant first) {
  constexpr std::int64_t kPastTheChange = std::int64_t{3} * kSecondsPerHour;
  const int before = zone.utc_offset_s(first);
  const int after = zone.utc_offset_s(Instant{first.seconds + kPastTheChange});
  const Instant second{first.seconds + (before - after)};
  const bool twice = before > after && zone.to_local(second) == zone.to_local(first);
  return twice ? std::optional{second} : std::nullopt;
}

constexpr std::string_view kFirst = "first";
constexpr std::string_view kSecond = "second";

/// Takes the word that says which of two from the end of a time: "1:30am second".
std::string_view take_which(std::string& time) {
  for (const std::string_view word : {kFirst, kSecond}) {
    if (lower_case(time).ends_with(word)) {
      time.resize(time.size() - word.size());
      time = without_ends(time);
      return word;
    }
  }
  return "";
}

/// The instant of a clock time, which on the two nights of the year may be none or two of them.
std::expected<Instant, FieldProblem> instant_of(const LocalTime& local, std::string_view which,
                                                std::string_view name, const Zone& zone) {
  const Instant first = zone.to_instant(local);
  const std::string clock = clock_words(local.second_of_day);
  const std::string day = to_words(local.day);
  if (zone.to_local(first) != local) {
    return wrong(
        name, "time",
        fmt::format("There is no {} on {}: the clocks go forward, to {}. Enter another time", clock,
                    day, clock_words(zone.to_local(first).second_of_day)));
  }
  const auto second = second_of(zone, first);
  if (second && which.empty()) {
    return wrong(name, "time",
                 fmt::format("{0} comes twice on {1}, because the clocks go back. Enter “{0} {2}” "
                             "for the one before they do, or “{0} {3}” for the one after",
                             clock, day, kFirst, kSecond));
  }
  if (!second && !which.empty()) {
    return wrong(name, "time", fmt::format("There is one {0} on {1}. Enter “{0}”", clock, day));
  }
  return which == kSecond ? *second : first;
}

}  // namespace

TypedWhen typed_when(const Form& form, std::string_view name) {
  const auto box = [&](std::string_view part) {
    return std::string{without_ends(form.typed(fmt::format("{}-{}", name, part)))};
  };
  return {box("day"), box("month"), box("year"), box("time")};
}

TypedWhen typed_when(const Zone& zone, Instant at) {
  const LocalTime local = zone.to_local(at);
  const std::chrono::year_month_day date{local.day};
  const Instant first = zone.to_instant(local);
  const bool twice = second_of(zone, first).has_value();
  const std::string which =
      twice ? fmt::format(" {}", at == first ? kFirst : kSecond) : std::string{};
  return {fmt::to_string(static_cast<unsigned>(date.day())),
          fmt::to_string(static_cast<unsigned>(date.month())),
          fmt::to_string(static_cast<int>(date.year())), clock_words(local.second_of_day) + which};
}

std::string words_of(const TypedWhen& typed) {
  std::string words;
  for (const std::string& box : {typed.day, typed.month, typed.year, typed.time}) {
    words += (words.empty() || box.empty() ? "" : " ") + box;
  }
  return words;
}

std::optional<int> parse_clock(std::string_view typed) {
  std::string text;
  for (const char c : lower_case(typed)) {
    if (c != ' ') {
      text += c == '.' && !text.empty() && text.back() >= '0' && text.back() <= '9' ? ':' : c;
    }
  }
  if (text == "midday" || text == "noon" || text == "12noon") {
    return 12 * kSecondsPerHour;
  }
  if (text == "midnight") {
    return 0;
  }
  const auto afternoon = take_half(text);
  const std::size_t colon = text.find(':');
  std::optional<int> hour;
  std::optional<int> minute = 0;
  if (colon != std::string::npos) {
    hour = number(std::string_view{text}.substr(0, colon), 2);
    minute = text.size() == colon + 3 ? number(std::string_view{text}.substr(colon + 1), 2)
                                      : std::nullopt;
  } else if (text.size() == 4 && !afternoon) {
    hour = number(std::string_view{text}.substr(0, 2), 2);
    minute = number(std::string_view{text}.substr(2), 2);
  } else if (afternoon) {
    hour = number(text, 2);
  }
  if (!hour || !minute || *minute > 59) {
    return std::nullopt;
  }
  if (afternoon) {
    if (*hour < 1 || *hour > 12) {
      return std::nullopt;
    }
    hour = *hour % 12 + (*afternoon ? 12 : 0);
  }
  return *hour > 23 ? std::nullopt
                    : std::optional{*hour * kSecondsPerHour + *minute * (kSecondsPerHour / 60)};
}

std::expected<std::optional<Instant>, FieldProblem> parse_when(const TypedWhen& typed,
                                                               std::string_view name,
                                                               std::string_view what,
                                                               const Zone& zone,
                                                               std::optional<int> default_time_s) {
  if (typed.day.empty() && typed.month.empty() && typed.year.empty() &&
      without_ends(typed.time).empty()) {
    return std::nullopt;
  }
  for (const auto& [part, text] :
       {std::pair{"day", &typed.day}, {"month", &typed.month}, {"year", &typed.year}}) {
    if (text->empty()) {
      return wrong(name, part, fmt::format("{} must include a {}", what, part));
    }
  }
  const auto day = number(typed.day, 2);
  const auto month = month_of(typed.month);
  const auto year = number(typed.year, 4);
  if (!year || *year < 1900 || *year > 2199) {
    return wrong(name, "year", fmt::format("{} must have a year of 4 numbers, such as 2026", what));
  }
  if (!month || *month < 1 || *month > 12) {
    return wrong(name, "month", fmt::format("{} must have a month from 1 to 12", what));
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(day.value_or(0))}};
  if (!day || !date.ok()) {
    return wrong(name, "day", fmt::format("{} must be a real date", what));
  }
  TypedWhen without_which = typed;
  const std::string_view which = take_which(without_which.time);
  const auto time = time_of(without_which, name, what, default_time_s);
  if (!time) {
    return std::unexpected(time.error());
  }
  const LocalTime local{Date{date}, *time};
  if (without_which.time.empty()) {
    return zone.to_instant(local);  // nobody typed a time: there is nothing to ask about it
  }
  const auto at = instant_of(local, which, name, zone);
  return at ? std::expected<std::optional<Instant>, FieldProblem>{*at}
            : std::unexpected(at.error());
}

}  // namespace accord
