#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

constexpr std::array<std::string_view, 6> kDutyWords{"open",    "met",    "late",
                                                     "overdue", "lapsed", "due"};
constexpr std::array<std::string_view, 1> kRightWords{"met"};
constexpr std::array<std::string_view, 3> kStageWords{"begun", "left", "skipped"};
constexpr std::array<std::string_view, 1> kExitWords{"taken"};
constexpr std::array<std::string_view, 2> kKnownWords{"known", "not_known"};
constexpr std::array<std::string_view, 2> kTierWords{"more", "last"};
constexpr std::array<std::string_view, 2> kHoursWords{"working", "outside"};

std::vector<std::string_view> fact_words(const FactRule& fact) {
  std::vector<std::string_view> words{fact.one_of.begin(), fact.one_of.end()};
  if (fact.or_else) {
    words.emplace_back("something else");
  }
  words.insert(words.end(), kKnownWords.begin(), kKnownWords.end());
  return words;
}

/// Whom the policy lets it be about, and an unborn child where it lets it be about a child.
std::vector<std::string_view> whom_of(const Policy& policy) {
  std::vector<std::string_view> words;
  for (const std::string_view word : kWhomWords) {
    if (policy.may_be_about(word == "unborn" ? "child" : word)) {
      words.push_back(word);
    }
  }
  return words;
}

/// Every word that the subject could have.
std::vector<std::string_view> words_of(const Policy& policy, const Subject& subject) {
  const auto listed = [](const auto& words) {
    return std::vector<std::string_view>{words.begin(), words.end()};
  };
  switch (subject.kind) {
    case SubjectKind::Fact: {
      const FactRule* fact = policy.fact(subject.id);
      return fact != nullptr ? fact_words(*fact) : std::vector<std::string_view>{};
    }
    case SubjectKind::Duty: {
      const DutyRule* duty = policy.duty(subject.scope, subject.id);
      return duty != nullptr && duty->is_right() ? listed(kRightWords) : listed(kDutyWords);
    }
    case SubjectKind::Settle: return listed(kDutyWords);
    case SubjectKind::Stage: return listed(kStageWords);
    case SubjectKind::Exit: return listed(kExitWords);
    case SubjectKind::Whom: return whom_of(policy);
    case SubjectKind::Sector: return listed(kSectors);
    case SubjectKind::Raised: return {};
    case SubjectKind::ChildTimescale: return listed(kKnownWords);
    case SubjectKind::Tier: return listed(kTierWords);
    case SubjectKind::Hours: return listed(kHoursWords);
    case SubjectKind::Outcome: break;
  }
  std::vector<std::string_view> words{"known"};
  for (const auto& [word, kind] : kOutcomeWords) {
    words.push_back(word);
  }
  return words;
}

std::string written(const Subject& subject) {
  return subject.scope.empty() ? subject.id : fmt::format("{}.{}", subject.scope, subject.id);
}

bool any_exit(const Policy& policy, auto holds) {
  bool found = false;
  for_each_scope(policy, [&](const Stage& stage) {
    found = found || std::ranges::any_of(stage.exits, holds);
  });
  return found;
}

/// A word that the subject has in principle, and never in this policy.
void check_reachable(const Policy& policy, const Condition& word, Findings& findings) {
  const Subject& subject = word.subject;
  for (const std::string& text : word.words) {
    bool never = false;
    if (subject.kind == SubjectKind::Outcome) {
      const auto kind = outcome_kind(text);
      never = kind && !any_exit(policy, [kind](const ExitRule& exit) { return exit.end == kind; });
    } else if (subject.kind == SubjectKind::Stage && text == "skipped") {
      never = !any_exit(policy, [&subject](const ExitRule& exit) {
        return std::ranges::find(exit.skips, subject.id) != exit.skips.end();
      });
    }
    if (never) {
      findings.add(Finding::Level::Warning, "word-never-comes", word.mark, "",
                   fmt::format("no exit makes `{}` ever `{}`", written(subject), text),
                   "delete the word, or add the exit");
    }
  }
}

void check_place(const Policy& policy, const Condition& word, const ConditionPlace& place,
                 Findings& findings) {
  if (word.subject.kind == SubjectKind::Hours && place.use != ConditionUse::RoleWhen) {
    findings.add(Finding::Level::Error, "hours-outside-roles", word.mark, "",
                 "`hours` is for roles only: a deadline counts hours by its limit",
                 "move it to the `when` of a role, or delete it");
  }
  if (word.subject.kind != SubjectKind::Tier) {
    return;
  }
  const Stage* stage = place.scope.empty() ? nullptr : policy.scope(place.scope);
  const bool has_tiers =
      stage != nullptr &&
      (stage->tiers_up_the_line || (place.scope == "throughout" || place.scope == "after"));
  if (!has_tiers) {
    findings.add(Finding::Level::Warning, "tier-without-tiers", word.mark, "",
                 "`tier` is asked where there are no tiers: it is always `last`",
                 "add `tiers: up_the_line` to the stage, or delete the condition");
  }
}

void check_word(const Policy& policy, const Condition& word, const ConditionPlace& place,
                Findings& findings) {
  const auto possible = words_of(policy, word.subject);
  for (const std::string& text : word.words) {
    if (std::ranges::find(possible, text) == possible.end()) {
      findings.add(Finding::Level::Error, "impossible-word", word.mark, "",
                   fmt::format("`{}` can never be `{}`", written(word.subject), text),
                   did_you_mean(text, possible));
    }
  }
  check_place(policy, word, place, findings);
  check_reachable(policy, word, findings);
}

}  // namespace

void check_words(const Policy& policy, Findings& findings) {
  for_each_condition(policy, [&](const Condition& condition, const ConditionPlace& place) {
    for_each_word(condition,
                  [&](const Condition& word, bool) { check_word(policy, word, place, findings); });
  });
}

}  // namespace accord::checking
