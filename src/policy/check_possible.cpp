#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "policy/checking.hpp"
#include "policy/walk.hpp"
#include "policy/words.hpp"

namespace accord::checking {
namespace {

/// One word that a condition asks for, true or false by itself.
struct Atom {
  const Subject* subject;
  std::string_view word;  ///< empty: the moment itself
};

bool same_subject(const Subject& a, const Subject& b) {
  return a.kind == b.kind && a.scope == b.scope && a.id == b.id;
}

/// Whether a condition can hold at all: every way to make its words true or false is tried, apart
/// from those that no disagreement can be in.
class Possible {
 public:
  Possible(const Policy& policy, std::string_view scope) : policy_(policy), scope_(scope) {}

  [[nodiscard]] bool holds(const Condition& condition) {
    atoms_.clear();
    collect(condition);
    if (atoms_.size() > kMostAtoms) {
      return true;  // too many to try: nothing is claimed
    }
    for (unsigned ways = 0; ways < 1U << atoms_.size(); ++ways) {
      if (can_be(ways) && value(condition, ways)) {
        return true;
      }
    }
    return false;
  }

 private:
  static constexpr std::size_t kMostAtoms = 12;

  [[nodiscard]] std::size_t place_of(const Subject& subject, std::string_view word) const {
    const auto found = std::ranges::find_if(atoms_, [&](const Atom& atom) {
      return same_subject(*atom.subject, subject) && atom.word == word;
    });
    return static_cast<std::size_t>(found - atoms_.begin());
  }

  void add(const Subject& subject, std::string_view word) {
    if (place_of(subject, word) == atoms_.size()) {
      atoms_.push_back({&subject, word});
    }
  }

  /// Whether the word is among those that are true.
  [[nodiscard]] bool is_true(const Subject& subject, std::string_view word, unsigned ways) const {
    return (ways >> place_of(subject, word) & 1U) != 0;
  }

  void collect(const Condition& condition) {
    for_each_word(condition, [this](const Condition& word, bool) {
      if (word.words.empty()) {
        add(word.subject, "");
      }
      for (const std::string& text : word.words) {
        add(word.subject, text);
      }
    });
  }

  [[nodiscard]] bool value(const Condition& condition, unsigned ways) const {
    const auto part_holds = [&](const Condition& part) { return value(part, ways); };
    switch (condition.kind) {
      case Condition::Kind::Always: return true;
      case Condition::Kind::Word:
        if (condition.words.empty()) {
          return is_true(condition.subject, "", ways);
        }
        return std::ranges::any_of(condition.words, [&](const std::string& text) {
          return is_true(condition.subject, text, ways);
        });
      case Condition::Kind::All: return std::ranges::all_of(condition.parts, part_holds);
      case Condition::Kind::Any: return std::ranges::any_of(condition.parts, part_holds);
      case Condition::Kind::Not: return !part_holds(condition.parts.front());
    }
    return true;
  }

  /// Words of one subject that exclude each other.
  [[nodiscard]] bool exclude(const Atom& a, const Atom& b) const {
    if (!same_subject(*a.subject, *b.subject)) {
      return false;
    }
    const auto are = [&](std::string_view one, std::string_view other) {
      return (a.word == one && b.word == other) || (a.word == other && b.word == one);
    };
    switch (a.subject->kind) {
      case SubjectKind::Fact: {
        const FactRule* fact = policy_.fact(a.subject->id);
        const bool one_value = fact != nullptr && fact->kind == FactKind::Words && !fact->several &&
                               fact->held_by == HeldBy::Case;
        if (a.word == "not_known" || b.word == "not_known") {
          return true;
        }
        return one_value && a.word != "known" && b.word != "known" && a.word != b.word;
      }
      case SubjectKind::Duty:
      case SubjectKind::Settle:
        return are("open", "met") || are("open", "lapsed") || are("met", "lapsed") ||
               are("met", "overdue") || are("late", "open");
      case SubjectKind::Stage: return are("skipped", "begun") || are("skipped", "left");
      case SubjectKind::Outcome: return a.word != "known" && b.word != "known";
      case SubjectKind::Tier:
      case SubjectKind::Hours:
      case SubjectKind::ChildTimescale: return a.word != b.word;
      case SubjectKind::Exit:
      case SubjectKind::Whom:    // several may be concerned
      case SubjectKind::Sector:  // several may respond
      case SubjectKind::Raised: break;
    }
    return false;
  }

  /// What cannot be inside this stage: a duty that is always owed in it lapses only on leaving.
  [[nodiscard]] bool never(const Atom& atom) const {
    // Nobody is in a stage that is left or was skipped.
    if (atom.subject->kind == SubjectKind::Stage && atom.subject->id == scope_) {
      return atom.word == "left" || atom.word == "skipped";
    }
    if (atom.subject->kind != SubjectKind::Duty || atom.word != "lapsed" ||
        atom.subject->scope != scope_) {
      return false;
    }
    const DutyRule* duty = policy_.duty(atom.subject->scope, atom.subject->id);
    return duty != nullptr && duty->when.kind == Condition::Kind::Always;
  }

  [[nodiscard]] bool can_be(unsigned ways) const {
    for (std::size_t i = 0; i < atoms_.size(); ++i) {
      if ((ways >> i & 1U) == 0) {
        continue;
      }
      if (never(atoms_[i])) {
        return false;
      }
      for (std::size_t j = 0; j < i; ++j) {
        if ((ways >> j & 1U) != 0 && exclude(atoms_[j], atoms_[i])) {
          return false;
        }
      }
    }
    return true;
  }

  const Policy& policy_;
  std::string_view scope_;
  std::vector<Atom> atoms_;
};

void check_stage(const Policy& policy, const Stage& stage, Findings& findings) {
  Possible possible{policy, stage.id};
  const auto asked = [&](const Condition& when, const Source& source, std::string_view code,
                         const std::string& what) {
    if (!possible.holds(when)) {
      findings.error(std::string{code}, source,
                     fmt::format("{}: it can never be that {}", what, in_words(policy, when)),
                     "change `when`: no disagreement can be in that state here");
    }
  };
  for (const Bound& bound : stage.settle) {
    asked(bound.when, bound.source, "limit-never-counts",
          fmt::format("a limit of `{}` never counts", stage.id));
  }
  for (const DutyRule& duty : stage.duties) {
    asked(duty.when, duty.source, "duty-never-owed",
          fmt::format("the duty `{}` is never owed", duty.id));
    for (const Clock* clock : {&duty.due, &duty.until}) {
      for (const Bound& bound : *clock) {
        asked(bound.when, bound.source, "limit-never-counts",
              fmt::format("a limit of `{}` never counts", duty.id));
      }
    }
  }
  for (const ExitRule& exit : stage.exits) {
    asked(exit.when, exit.source, "exit-never-opens",
          fmt::format("the exit `{}` never opens", exit.id));
    for (const Bound& bound : exit.until) {
      asked(bound.when, bound.source, "limit-never-counts",
            fmt::format("a limit of `{}` never counts", exit.id));
    }
  }
}

}  // namespace

void check_possible(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&](const Stage& stage) { check_stage(policy, stage, findings); });
}

}  // namespace accord::checking
