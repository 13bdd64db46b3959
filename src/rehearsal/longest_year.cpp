#include "rehearsal/longest_year.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/words.hpp"

namespace accord {

namespace {

constexpr int kMonthsOfAYear = 12;

/// What the policy calls the stage, fact, duty or exit of that id; an id that several of them have
/// is the stage's first.
std::string name_for(std::string_view id, const Policy& policy) {
  if (const Stage* stage = policy.scope(id)) {
    return std::string{name_of(*stage)};
  }
  if (const FactRule* fact = policy.fact(id)) {
    return fact->asks;
  }
  std::vector<const Stage*> scopes{&policy.start, &policy.throughout, &policy.after};
  for (const Stage& stage : policy.stages) {
    scopes.push_back(&stage);
  }
  for (const Stage* scope : scopes) {
    const std::string_view within =
        id.starts_with(scope->id + ".") ? id.substr(scope->id.size() + 1) : id;
    if (const DutyRule* duty = policy.duty(scope->id, within)) {
      return std::string{name_of(*duty)};
    }
    if (const ExitRule* exit = policy.exit(scope->id, within)) {
      return std::string{name_of(*exit)};
    }
  }
  return spaced(id);
}

}  // namespace

int LongestOfYear::levels_of(const Directory& directory) {
  int most = 0;
  for (const Post& post : directory.posts()) {
    int levels = 0;
    const Post* above = directory.post(post.line_manager);
    while (above != nullptr && levels < static_cast<int>(directory.posts().size())) {
      ++levels;
      above = directory.post(above->line_manager);
    }
    most = std::max(most, levels);
  }
  return most;
}

std::expected<LongestOfYear, std::string> LongestOfYear::of(const Policy& policy,
                                                            const WorkingCalendar& calendar,
                                                            const Directory* directory,
                                                            Date first) {
  LongestOfYear year;
  LongestQuestion& question = year.question_;
  question.first = std::clamp(first, calendar.first(), calendar.last());
  question.days =
      static_cast<int>((plus_months(question.first, kMonthsOfAYear) - question.first).count());
  question.levels = directory != nullptr ? levels_of(*directory) : 0;
  auto answers = longest(policy, calendar, question);
  if (!answers) {
    return std::unexpected(answers.error());
  }
  year.answers_ = *std::move(answers);
  return year;
}

std::vector<SaidOfClasses> LongestOfYear::said(const Policy& policy, const Zone& zone) const {
  std::vector<SaidOfClasses> said = said_once(zone, answers_);
  if (question_.levels > 0 && std::ranges::any_of(policy.stages, &Stage::tiers_up_the_line)) {
    for (SaidOfClasses& one : said) {
      one.words += fmt::format("; with {} level{} of management, the most in the directory",
                               question_.levels, question_.levels == 1 ? "" : "s");
    }
  }
  return said;
}

std::string LongestOfYear::over() const {
  const int every = answers_.front().every;
  return fmt::format("{} of raising from {} on, for a year, with every step at its limit",
                     every == 1 ? "every date" : fmt::format("one date in {}", every),
                     to_words(question_.first));
}

std::string with_names(std::string_view words, const Policy& policy) {
  std::string text;
  while (!words.empty()) {
    const std::size_t open = words.find_first_of("`[");
    const std::size_t close = open == std::string_view::npos
                                  ? open
                                  : words.find(words[open] == '`' ? '`' : ']', open + 1);
    if (close == std::string_view::npos) {
      break;
    }
    const std::string_view inside = words.substr(open + 1, close - open - 1);
    text += words.substr(0, open);
    text += words[open] == '`' ? fmt::format("“{}”", name_for(inside, policy))
                               : fmt::format("(clause {})", inside);
    words.remove_prefix(close + 1);
  }
  return text.append(words);
}

}  // namespace accord
