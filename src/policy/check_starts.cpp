#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "policy/checking.hpp"
#include "policy/walk.hpp"
#include "policy/words.hpp"

namespace accord::checking {
namespace {

bool has_word(const Condition& condition, std::string_view word) {
  return std::ranges::find(condition.words, word) != condition.words.end();
}

/// Where a clock runs: what is certain there.
struct Where {
  const Stage* scope = nullptr;
  const Condition* owed_when = nullptr;  ///< of a duty: it is owed only then
};

/// Clocks whose start may never come: everything that they wait for is somebody's to do, or lies on
/// a way that need not be taken.
class Starts {
 public:
  explicit Starts(const Policy& policy) : policy_(policy) {}

  void check(Findings& findings) {
    for_each_scope(policy_, [&](const Stage& stage) {
      const bool in_stage = std::ranges::find(kScopes, stage.id) == kScopes.end();
      if (in_stage) {
        check_clock(stage.settle, {&stage, nullptr}, fmt::format("leaving `{}`", stage.id), true,
                    findings);
      }
      for (const DutyRule& duty : stage.duties) {
        check_clock(duty.due, {&stage, &duty.when}, fmt::format("the duty `{}`", duty.id), false,
                    findings);
      }
    });
  }

 private:
  void check_clock(const Clock& clock, const Where& where, const std::string& what, bool settles,
                   Findings& findings) {
    const auto starts = [&](const Bound& bound) {
      return !bound.from || bound.within.at_least_before || certain(*bound.from, where);
    };
    if (clock.empty() || std::ranges::any_of(clock, starts)) {
      return;
    }
    const Bound& first = clock.front();
    // A duty without a time has no date to lose; a moment is given by somebody who is asked for it.
    if (!settles && !states_a_time(first.within)) {
      return;
    }
    findings.add(settles ? Finding::Level::Warning : Finding::Level::Note, "clock-may-never-start",
                 first.from->mark, first.source.clause,
                 fmt::format("the time of {} runs from {}, which may never come{}", what,
                             anchor_in_words(policy_, *first.from),
                             settles ? ": a local target is all that there is then"
                                     : ": it has no date until then"),
                 "write `from: {any: […]}` with what comes at the latest, or a second limit from "
                 "`raised` or the beginning of the stage `when: {not: …}`");
  }

  [[nodiscard]] bool certain(const Condition& condition, const Where& where) {
    const auto is_certain = [&](const Condition& part) { return certain(part, where); };
    switch (condition.kind) {
      case Condition::Kind::Always: return true;
      case Condition::Kind::All: return std::ranges::all_of(condition.parts, is_certain);
      case Condition::Kind::Any: return std::ranges::any_of(condition.parts, is_certain);
      case Condition::Kind::Not: return true;  // what is not so yet
      case Condition::Kind::Word: break;
    }
    return (where.owed_when != nullptr && implies(*where.owed_when, condition)) ||
           every_way_in_implies(condition, where) || word_certain(condition, where);
  }

  /// Whether the word holds wherever the condition does.
  [[nodiscard]] static bool implies(const Condition& condition, const Condition& word) {
    const auto does = [&](const Condition& part) { return implies(part, word); };
    if (condition.kind == Condition::Kind::All) {
      return std::ranges::any_of(condition.parts, does);
    }
    if (condition.kind == Condition::Kind::Any) {
      return !condition.parts.empty() && std::ranges::all_of(condition.parts, does);
    }
    const Subject& a = condition.subject;
    const Subject& b = word.subject;
    return condition.kind == Condition::Kind::Word && a.kind == b.kind && a.scope == b.scope &&
           a.id == b.id &&
           (word.words.empty() || std::ranges::all_of(condition.words, [&](const std::string& one) {
              return has_word(word, one) || (has_word(word, "known") && one != "not_known") ||
                     (has_word(word, "met") && one == "late");
            }));
  }

  /// Whether the stage begins only where the word holds, or held before: on each way that leads to
  /// it some exit asks for it.
  [[nodiscard]] bool every_way_in_implies(const Condition& word, const Where& where) const {
    std::set<std::string_view> seen{where.scope->id};
    std::vector<std::string_view> asked{where.scope->id};
    bool any = false;
    while (!asked.empty()) {
      const std::string_view id = asked.back();
      asked.pop_back();
      bool all = true;
      for_each_scope(policy_, [&](const Stage& stage) {
        for (const ExitRule& exit : stage.exits) {
          if (exit.go != id) {
            continue;
          }
          any = true;
          if (implies(exit.when, word)) {
            continue;
          }
          const bool from_stage = std::ranges::find(kScopes, stage.id) == kScopes.end();
          all = all && from_stage && is_past(word);
          if (seen.insert(stage.id).second) {
            asked.push_back(stage.id);
          }
        }
      });
      if (!all) {
        return false;
      }
    }
    return any;
  }

  /// What has once come stays so in the stages after it.
  [[nodiscard]] static bool is_past(const Condition& word) {
    const SubjectKind kind = word.subject.kind;
    return (kind == SubjectKind::Duty && (has_word(word, "met") || has_word(word, "late"))) ||
           (kind == SubjectKind::Stage && has_word(word, "left")) || (kind == SubjectKind::Exit);
  }

  [[nodiscard]] bool word_certain(const Condition& word, const Where& where) {
    const Subject& subject = word.subject;
    switch (subject.kind) {
      case SubjectKind::Raised: return where.scope != &policy_.start;
      case SubjectKind::Outcome: return where.scope == &policy_.after && has_word(word, "known");
      case SubjectKind::Stage:
        if (subject.id == where.scope->id) {
          return has_word(word, "begun");
        }
        return (has_word(word, "begun") || has_word(word, "left")) &&
               always_before(subject.id, where);
      case SubjectKind::Settle:
        if (subject.scope == where.scope->id) {
          return has_word(word, "open");
        }
        return (has_word(word, "due") || has_word(word, "met")) &&
               always_before(subject.scope, where);
      case SubjectKind::Duty: return duty_certain(word, where);
      case SubjectKind::Fact: {
        const FactRule* fact = policy_.fact(subject.id);
        return fact != nullptr && fact->required && (word.words.empty() || has_word(word, "known"));
      }
      case SubjectKind::Exit:
      case SubjectKind::Sector:
      case SubjectKind::Whom:
      case SubjectKind::ChildTimescale:
      case SubjectKind::Tier:
      case SubjectKind::Hours: break;
    }
    return false;
  }

  /// Time comes by itself, where the other clock starts; what people record does not.
  [[nodiscard]] bool duty_certain(const Condition& word, const Where& where) {
    const DutyRule* duty = policy_.duty(word.subject.scope, word.subject.id);
    const Stage* scope = policy_.scope(word.subject.scope);
    const bool is_owed = duty != nullptr && !duty->is_right() &&
                         duty->when.kind == Condition::Kind::Always &&
                         (scope == where.scope || scope == &policy_.throughout);
    if (is_owed && has_word(word, "open")) {
      return true;
    }
    if (!is_owed || !has_word(word, "due") || !asked_.insert(duty).second) {
      return false;
    }
    const Clock& clock = duty->due;
    const bool starts = clock.empty() || std::ranges::any_of(clock, [&](const Bound& bound) {
                          return !bound.from || certain(*bound.from, {scope, &duty->when});
                        });
    asked_.erase(duty);
    return starts;
  }

  /// Whether every way from raising to where the clock runs goes through the stage.
  [[nodiscard]] bool always_before(const std::string& id, const Where& where) const {
    const bool in_stage = std::ranges::find(kScopes, where.scope->id) == kScopes.end();
    if (!in_stage) {
      return false;
    }
    std::set<std::string_view> reached;
    std::vector<const Stage*> open;
    const auto reach = [&](const Stage* next) {
      if (next != nullptr && reached.insert(next->id).second) {
        open.push_back(next);
      }
    };
    reach(&policy_.start);
    while (!open.empty()) {
      const Stage& stage = *open.back();
      open.pop_back();
      if (&stage != &policy_.start) {  // the ends of `start` turn away before anything is raised
        reach(&policy_.throughout);
      }
      for (const ExitRule& exit : stage.exits) {
        if (exit.end && &stage != &policy_.start) {
          reach(&policy_.after);
        }
        reach(exit.go == id || exit.go.empty() ? nullptr : policy_.scope(exit.go));
      }
    }
    return !reached.contains(where.scope->id);
  }

  const Policy& policy_;
  std::set<const DutyRule*> asked_;
};

}  // namespace

void check_starts(const Policy& policy, Findings& findings) {
  Starts{policy}.check(findings);
}

}  // namespace accord::checking
