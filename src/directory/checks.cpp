#include "directory/checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "base/characters.hpp"
#include "calendar/date.hpp"

namespace accord {

namespace {

constexpr std::size_t kLongestId = 64;
constexpr std::string_view kSpan = " to ";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_letter(char c) {
  return is_lower(c) || (c >= 'A' && c <= 'Z');
}

struct SpanWords {
  std::string_view from;
  std::string_view to;
};

SpanWords split_span(std::string_view text) {
  const std::size_t at = text.find(kSpan);
  if (at == std::string_view::npos) {
    return {trimmed(text), trimmed(text)};
  }
  return {trimmed(text.substr(0, at)), trimmed(text.substr(at + kSpan.size()))};
}

/// A day means its first moment, or with `end` the first moment after it.
std::expected<Instant, std::string> read_moment_of_any_year(std::string_view text, bool end,
                                                            const Zone& zone) {
  constexpr std::size_t kDateLength = 10;
  if (text.size() > kDateLength) {
    constexpr std::size_t kLongest = 32;
    if (text.size() > kLongest) {
      return std::unexpected(fmt::format("`{}` is no day and no time", shown(text)));
    }
    return parse_local(zone, text);
  }
  const auto day = parse_date(text);
  if (!day) {
    return std::unexpected(day.error());
  }
  return zone.to_instant({*day, end ? kSecondsPerDay : 0});
}

/// No calendar goes back further, and clocks of the nineteenth century showed other minutes.
std::expected<Instant, std::string> read_moment(std::string_view text, bool end, const Zone& zone) {
  auto moment = read_moment_of_any_year(text, end, zone);
  constexpr std::int64_t kYear2000 = 946'684'800;
  if (moment && moment->seconds < kYear2000) {
    return std::unexpected(fmt::format("`{}` lies before the year 2000", shown(text)));
  }
  return moment;
}

std::optional<std::string> domain_fault(std::string_view domain) {
  constexpr std::size_t kLongestLabel = 63;
  if (domain.find('.') == std::string_view::npos) {
    return "has no dot after the `@`";
  }
  while (true) {
    const std::size_t dot = domain.find('.');
    const std::string_view label = domain.substr(0, dot);
    const bool plain = std::all_of(label.begin(), label.end(),
                                   [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
    if (label.empty() || label.size() > kLongestLabel || !plain || label.front() == '-' ||
        label.back() == '-') {
      return fmt::format("has a domain that cannot exist (`{}`)", shown(label));
    }
    if (dot == std::string_view::npos) {
      return std::nullopt;
    }
    domain.remove_prefix(dot + 1);
  }
}

/// Whether `text` is `word`, in small letters or capitals: spreadsheets write TRUE and FALSE.
bool says(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](char given, char small) {
    return (given >= 'A' && given <= 'Z' ? static_cast<char>(given - 'A' + 'a') : given) == small;
  });
}

}  // namespace

bool is_directory_id(std::string_view text) {
  return !text.empty() && text.size() <= kLongestId && is_lower(text.front()) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return is_lower(c) || is_digit(c) || c == '_'; });
}

std::optional<std::string> text_fault(std::string_view text, std::size_t longest, bool lines) {
  if (text.size() > longest) {
    return fmt::format("is longer than {} characters", longest);
  }
  for (std::size_t i = 0; i < text.size();) {
    const char32_t c = next_character(text, i);
    if (is_plain(c, Lines::One) || (c == '\n' && lines)) {
      continue;
    }
    if (c == '\n') {
      return "goes over more than one line";
    }
    return c < 0xA0 ? "holds a control character"
                    : "holds an invisible mark that changes how it is shown";
  }
  return std::nullopt;
}

std::optional<std::string> phone_fault(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  constexpr std::ptrdiff_t kFewest = 3;
  constexpr std::ptrdiff_t kMost = 24;
  std::string_view number = text;
  if (const std::size_t at = text.find(" ext "); at != std::string_view::npos) {
    const std::string_view extension = text.substr(at + 5);
    if (extension.empty() || !std::all_of(extension.begin(), extension.end(), is_digit)) {
      return "has an extension that is not all digits";
    }
    number = text.substr(0, at);
  }
  for (std::size_t i = 0; i < number.size(); ++i) {
    const char c = number[i];
    if (!is_digit(c) && std::string_view{" ()-"}.find(c) == std::string_view::npos &&
        !(c == '+' && i == 0)) {
      return c > 0x20 && c < 0x7F ? fmt::format("holds `{}`, which no number has", c)
                                  : "holds a character that no number has";
    }
  }
  const auto digits = std::count_if(number.begin(), number.end(), is_digit);
  if (digits < kFewest || digits > kMost || text.size() > kLongest) {
    return fmt::format("has {} digits", digits);
  }
  return std::nullopt;
}

std::optional<std::string> email_fault(std::string_view text) {
  constexpr std::size_t kLongest = 254;
  constexpr std::size_t kLongestLocal = 64;
  constexpr std::string_view kNever = " <>()[],;:\\\"";
  for (const char c : text) {
    if (c <= 0x20 || c >= 0x7F || kNever.find(c) != std::string_view::npos) {
      return c == ' ' ? "holds a space" : "holds a character that no address has";
    }
  }
  const auto ats = std::count(text.begin(), text.end(), '@');
  if (ats != 1) {
    return fmt::format("has {} `@`", ats == 0 ? "no" : fmt::to_string(ats));
  }
  const std::size_t at = text.find('@');
  if (at == 0 || at > kLongestLocal || text.size() > kLongest) {
    return at == 0 ? "has nothing before the `@`" : "is too long";
  }
  return domain_fault(text.substr(at + 1));
}

const std::vector<std::string_view>& directory_sectors() {
  static const std::vector<std::string_view> sectors = {
      "social care", "health", "police",  "education",        "early years", "probation",
      "voluntary",   "faith",  "housing", "district council", "justice",     "other"};
  return sectors;
}

std::expected<std::pair<Instant, Instant>, std::string> read_span(std::string_view from,
                                                                  std::string_view to,
                                                                  const Zone& zone) {
  const auto begin = read_moment(from, false, zone);
  if (!begin) {
    return std::unexpected(begin.error());
  }
  const auto end = read_moment(to, true, zone);
  if (!end) {
    return std::unexpected(end.error());
  }
  if (*end <= *begin) {
    return std::unexpected(
        fmt::format("`{}{}{}` ends before it begins", shown(from), kSpan, shown(to)));
  }
  return std::pair{*begin, *end};
}

std::expected<std::pair<Instant, Instant>, std::string> read_span(std::string_view text,
                                                                  const Zone& zone) {
  const SpanWords words = split_span(text);
  return read_span(words.from, words.to, zone);
}

std::expected<std::pair<std::string, std::string>, std::string> read_days(std::string_view text) {
  const SpanWords words = split_span(text);
  const auto from = parse_date(words.from);
  if (!from) {
    return std::unexpected(from.error());
  }
  const auto to = parse_date(words.to);
  if (!to) {
    return std::unexpected(to.error());
  }
  if (*to < *from) {
    return std::unexpected(fmt::format("`{}` ends before it begins", shown(text)));
  }
  return std::pair{to_iso(*from), to_iso(*to)};
}

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) {
    return std::string{text};
  }
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return std::string{text.substr(0, end)} + "…";
}

bool says_yes(std::string_view text) {
  return says(text, "yes") || says(text, "true");
}

bool says_no(std::string_view text) {
  return says(text, "no") || says(text, "false");
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace accord
