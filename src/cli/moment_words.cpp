#include "cli/moment_words.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/utc.hpp"
#include "calendar/zone.hpp"

namespace accord {

std::string in_words_and_utc(Instant at) {
  const auto zone = Zone::load("Europe/London");
  return zone ? fmt::format("{} ({})", to_words(*zone, at), to_utc_text(at)) : to_utc_text(at);
}

std::string length_in_words(std::int64_t seconds) {
  constexpr std::array<std::pair<std::int64_t, std::string_view>, 3> kUnits{
      {{86'400, "days"}, {3'600, "hours"}, {60, "minutes"}}};
  for (const auto& [length, name] : kUnits) {
    if (seconds >= 2 * length) {
      return fmt::format("{} {}", seconds / length, name);
    }
  }
  return fmt::format("{} second{}", seconds, seconds == 1 ? "" : "s");
}

std::optional<std::int64_t> read_length(std::string_view text) {
  std::int32_t count = 0;
  const char* const end = text.data() + text.size();
  const auto [unit, wrong] = std::from_chars(text.data(), end, count);
  if (wrong != std::errc{} || count <= 0 || end - unit != 1) {
    return std::nullopt;
  }
  switch (*unit) {
    case 'm': return count * std::int64_t{60};
    case 'h': return count * std::int64_t{3'600};
    case 'd': return count * std::int64_t{86'400};
    default: return std::nullopt;
  }
}

}  // namespace accord
