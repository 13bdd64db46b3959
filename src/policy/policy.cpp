#include "policy/policy.hpp"

#include <algorithm>

namespace accord {
namespace {

template <typename Rule>
const Rule* find(const std::vector<Rule>& rules, std::string_view id) {
  const auto found = std::ranges::find(rules, id, &Rule::id);
  return found != rules.end() ? &*found : nullptr;
}

template <typename Meaning, std::size_t N>
std::string_view word_of(const std::array<std::pair<std::string_view, Meaning>, N>& words,
                         Meaning meaning) {
  const auto* found =
      std::ranges::find(words, meaning, &std::pair<std::string_view, Meaning>::second);
  return found != words.end() ? found->first : std::string_view{};
}

}  // namespace

bool Policy::may_be_about(std::string_view subject) const {
  return std::ranges::find(subjects, subject) != subjects.end();
}

const FactRule* Policy::fact(std::string_view fact_id) const {
  return find(facts, fact_id);
}

const RoleRule* Policy::role(std::string_view role_id) const {
  return find(roles, role_id);
}

const Stage* Policy::scope(std::string_view scope_id) const {
  if (scope_id == "start") {
    return &start;
  }
  if (scope_id == "throughout") {
    return &throughout;
  }
  if (scope_id == "after") {
    return &after;
  }
  return find(stages, scope_id);
}

const DutyRule* Policy::duty(std::string_view scope_id, std::string_view duty_id) const {
  const Stage* stage = scope(scope_id);
  return stage != nullptr ? find(stage->duties, duty_id) : nullptr;
}

const ExitRule* Policy::exit(std::string_view scope_id, std::string_view exit_id) const {
  const Stage* stage = scope(scope_id);
  return stage != nullptr ? find(stage->exits, exit_id) : nullptr;
}

const ClauseText* Policy::clause(std::string_view clause_id) const {
  return find(document, clause_id);
}

std::string_view to_word(OutcomeKind kind) {
  return word_of(kOutcomeWords, kind);
}

std::optional<OutcomeKind> outcome_kind(std::string_view word) {
  const auto* found =
      std::ranges::find(kOutcomeWords, word, &std::pair<std::string_view, OutcomeKind>::first);
  return found != kOutcomeWords.end() ? std::optional{found->second} : std::nullopt;
}

std::string_view to_word(Proof proof) {
  return word_of(kProofWords, proof);
}

std::string_view to_word(SideSelector side) {
  return word_of(kSideWords, side);
}

std::string_view to_word(MeetingDecides decides) {
  return word_of(kDecidesWords, decides);
}

std::string_view to_word(SubjectKind kind) {
  switch (kind) {
    case SubjectKind::Fact: return "fact";
    case SubjectKind::Duty: return "duty";
    case SubjectKind::Settle: return "settle";
    case SubjectKind::Stage: return "stage";
    case SubjectKind::Exit: return "exit";
    case SubjectKind::Whom: return "whom";
    case SubjectKind::Sector: return "sector";
    case SubjectKind::Raised: return "raised";
    case SubjectKind::ChildTimescale: return "child_timescale";
    case SubjectKind::Outcome: return "outcome";
    case SubjectKind::Tier: return "tier";
    case SubjectKind::Hours: return "hours";
  }
  return {};
}

}  // namespace accord
