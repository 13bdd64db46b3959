#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "calendar/zone.hpp"
#include "http/form.hpp"

namespace accord {

/// A date and a time as three boxes and one: what was typed, to be shown again.
struct TypedWhen {
  std::string day;
  std::string month;
  std::string year;
  std::string time;

  [[nodiscard]] bool empty() const {
    return day.empty() && month.empty() && year.empty() && time.empty();
  }
};

/// The fields NAME-day, NAME-month, NAME-year and NAME-time, as typed.
[[nodiscard]] TypedWhen typed_when(const Form& form, std::string_view name);
/// `at` as somebody would type it: "9", "4", "2026", "5pm".
[[nodiscard]] TypedWhen typed_when(const Zone& zone, Instant at);

/// Seconds after midnight for "5pm", "5:30 pm", "17:00", "0930", "midday", "midnight". Nothing
/// where it is no time of day.
[[nodiscard]] std::optional<int> parse_clock(std::string_view text);

/// As it was typed, whether or not it is a date: "31 2 2026 5pm"; empty: nothing.
[[nodiscard]] std::string words_of(const TypedWhen& typed);

/// The instant that was typed, local to `zone`; nothing where all is empty. A month may be a number
/// or a name; a clock time that comes twice needs "first" or "second" behind it. Without a time it
/// is `default_time_s` after midnight; without that one must be given. `what` names it in the
/// error: "The date you spoke must include a month". The problem's field is the box to mend.
[[nodiscard]] std::expected<std::optional<Instant>, FieldProblem> parse_when(
    const TypedWhen& typed, std::string_view name, std::string_view what, const Zone& zone,
    std::optional<int> default_time_s = {});

}  // namespace accord
