#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <set>

#include "policy/checking.hpp"
#include "policy/explain.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

/// A time that a passage of the document states: "5 working days", "one week", "5 days".
struct Stated {
  std::string words;  ///< as the passage has them
  std::string unit;   ///< "working day", "day", "hour" …
  int count = 0;

  /// In the unit that it can be compared in: a working week is 5 working days.
  [[nodiscard]] std::pair<std::string, int> plain() const {
    return unit == "working week" ? std::pair{std::string{"working day"}, 5 * count}
                                  : std::pair{unit, count};
  }
};

constexpr std::array<std::string_view, 21> kNumbers{
    "zero",     "one",     "two",     "three",     "four",     "five",     "six",
    "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};

std::optional<int> number_of(std::string_view word) {
  if (const auto* found = std::ranges::find(kNumbers, word); found != kNumbers.end()) {
    return static_cast<int>(found - kNumbers.begin());
  }
  const bool digits = !word.empty() && word.size() <= 3 &&
                      std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) {
    return std::nullopt;
  }
  int number = 0;
  for (const char c : word) {
    number = number * 10 + (c - '0');
  }
  return number;
}

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    } else if (!word.empty()) {
      words.push_back(std::move(word));
      word.clear();
    }
  }
  if (!word.empty()) {
    words.push_back(std::move(word));
  }
  return words;
}

std::string singular(std::string word) {
  if (word.ends_with('s')) {
    word.pop_back();
  }
  return word;
}

std::vector<Stated> times_in(std::string_view text) {
  constexpr std::array<std::string_view, 4> kUnits{"day", "hour", "week", "month"};
  constexpr std::array<std::string_view, 3> kKinds{"working", "clear", "calendar"};
  constexpr std::array<std::string_view, 2> kSpokenOf{"those", "these"};  // said before
  const std::vector<std::string> words = words_in(text);
  std::vector<Stated> found;
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    const auto count = number_of(words[i]);
    const bool again = i > 0 && std::ranges::find(kSpokenOf, words[i - 1]) != kSpokenOf.end();
    if (!count || *count == 0 || again) {
      continue;
    }
    const bool kind = std::ranges::find(kKinds, words[i + 1]) != kKinds.end();
    const std::size_t at = i + (kind ? 2 : 1);
    if (at >= words.size() || std::ranges::find(kUnits, singular(words[at])) == kUnits.end()) {
      continue;
    }
    const std::string unit = (kind ? words[i + 1] + " " : "") + singular(words[at]);
    found.push_back(
        {fmt::format("{}", fmt::join(words.begin() + static_cast<std::ptrdiff_t>(i),
                                     words.begin() + static_cast<std::ptrdiff_t>(at) + 1, " ")),
         unit, *count});
  }
  return found;
}

std::vector<Stated> times_of(const Policy& policy, const std::string& clause) {
  const ClauseText* passage = policy.clause(clause);
  return passage != nullptr ? times_in(passage->text) : std::vector<Stated>{};
}

/// Passages that one clock carries out together, and that state different times for it.
void check_clock(const Policy& policy, const Clock& clock, Findings& findings) {
  for (const Bound& bound : clock) {
    if (!bound.source.reading.empty()) {
      continue;  // how the difference is read has been said
    }
    std::optional<Stated> first;
    std::string first_clause;
    for (const std::string& clause : bound.source.clauses) {
      const std::vector<Stated> times = times_of(policy, clause);
      if (times.size() != 1) {
        continue;
      }
      if (first && first->plain() != times.front().plain()) {
        findings.warning(
            "clauses-differ", bound.source,
            fmt::format("the document says “{}” in {} and “{}” in {} of the same limit",
                        first->words, first_clause, times.front().words, clause),
            "choose one, and say in `reading` which and why");
      } else if (!first) {
        first = times.front();
        first_clause = clause;
      }
    }
  }
}

/// "5 days": the document does not say which.
void check_bare_days(const Policy& policy, Findings& findings) {
  const std::vector<RuleInWords> rules = explain(policy);
  for (const ClauseText& passage : policy.document) {
    const bool read = std::ranges::any_of(rules, [&](const RuleInWords& rule) {
      return !rule.source.reading.empty() && carries_out(rule, passage.id);
    });
    std::set<std::string> said;
    for (const Stated& time : times_in(passage.text)) {
      if (time.unit == "day" && !read && said.insert(time.words).second) {
        findings.add(
            Finding::Level::Note, "which-days", passage.mark, passage.id,
            fmt::format("clause {} says “{}” and not which days", passage.id, time.words),
            "say in the `reading` of the rule that carries it out whether they are working "
            "days");
      }
    }
  }
}

}  // namespace

void check_document(const Policy& policy, Findings& findings) {
  check_clock(policy, policy.cap, findings);
  for_each_scope(policy, [&](const Stage& stage) {
    check_clock(policy, stage.settle, findings);
    for (const DutyRule& duty : stage.duties) {
      check_clock(policy, duty.due, findings);
    }
  });
  check_bare_days(policy, findings);
}

}  // namespace accord::checking
