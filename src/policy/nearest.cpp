#include "policy/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <numeric>
#include <vector>

namespace accord {
namespace {

constexpr std::size_t kLongestWord = 64;
/// So many letters at the beginning of a word tell which is meant.
constexpr std::size_t kTellingBeginning = 4;

/// As people mix them up: case, and what stands between words.
std::string plain(std::string_view word) {
  std::string out;
  for (const char letter : word) {
    out += letter == '-' || letter == ' '
               ? '_'
               : static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
  }
  return out;
}

/// How many letters are to be added, dropped, changed or swapped with the next.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> last(b.size() + 1);
  std::iota(last.begin(), last.end(), 0U);
  std::vector<std::size_t> before_last = last;
  std::vector<std::size_t> row = last;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    before_last = last;
    last = row;
  }
  return last[b.size()];
}

}  // namespace

std::string shortened(std::string_view text) {
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

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.size() > kLongestWord) {
    return {};
  }
  const std::string meant = plain(word);
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, meant.size() / 3) + 1;
  for (const std::string_view candidate : candidates) {
    if (candidate.empty() || candidate.size() > kLongestWord) {
      continue;
    }
    const std::string known = plain(candidate);
    const bool begins = meant.size() >= kTellingBeginning && known.size() > meant.size() &&
                        known.starts_with(meant);
    const std::size_t apart = begins ? 1 : distance(meant, known);
    if (apart < best_distance) {
      best = candidate;
      best_distance = apart;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto meant = nearest(word, candidates); !meant.empty()) {
    return fmt::format("did you mean `{}`?", meant);
  }
  std::vector<std::string_view> known;
  std::ranges::copy_if(candidates, std::back_inserter(known),
                       [](std::string_view candidate) { return !candidate.empty(); });
  if (known.empty()) {
    return "there is none to choose from";
  }
  constexpr std::size_t kShown = 40;
  const bool more = known.size() > kShown;
  known.resize(std::min(known.size(), kShown));
  return fmt::format("one of: {}{}", fmt::join(known, ", "), more ? ", …" : "");
}

}  // namespace accord
