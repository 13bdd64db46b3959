#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "policy/checking.hpp"
#include "policy/walk.hpp"

namespace accord::checking {
namespace {

constexpr std::string_view kSettle = "settle";

/// Words that come only when the clock of their subject has run.
constexpr std::array<std::string_view, 3> kTimeWords{"due", "overdue", "late"};
/// Words with which a duty is over.
constexpr std::array<std::string_view, 5> kEndWords{"due", "overdue", "late", "met", "lapsed"};

template <std::size_t N>
bool only(const std::vector<std::string>& words, const std::array<std::string_view, N>& of) {
  return !words.empty() && std::ranges::all_of(words, [&](const std::string& word) {
    return std::ranges::find(of, word) != of.end();
  });
}

/// The clock of a duty, or of leaving a stage: `managers.settle`.
struct Anchored {
  std::string name;
  const Clock* clock = nullptr;
  bool with_settle = false;  ///< a duty without a time of its own, due with its stage
};

std::string name_of(const Subject& subject) {
  return subject.kind == SubjectKind::Settle ? fmt::format("{}.{}", subject.scope, kSettle)
                                             : fmt::format("{}.{}", subject.scope, subject.id);
}

/// Every clock of the policy, by name.
class Anchors {
 public:
  explicit Anchors(const Policy& policy) {
    for_each_scope(policy, [&](const Stage& stage) {
      const bool in_stage = std::ranges::find(kScopes, stage.id) == kScopes.end();
      const std::string settle = fmt::format("{}.{}", stage.id, kSettle);
      if (in_stage) {
        clocks_.push_back({settle, &stage.settle});
      }
      for (const DutyRule& duty : stage.duties) {
        if (duty.is_right()) {
          continue;  // it has no clock (rule 13)
        }
        // Rule 19: in a stage a duty without a time of its own is due with `settle`.
        const bool with_settle = in_stage && duty.due.empty();
        clocks_.push_back({fmt::format("{}.{}", stage.id, duty.id),
                           with_settle ? &stage.settle : &duty.due, with_settle});
      }
    });
    // What starts by itself first, then what waits for the end of something that starts.
    for (bool more = true; more;) {
      more = false;
      for (const Anchored& one : clocks_) {
        if (!starts_.contains(one.name) && can_start(one)) {
          more = starts_.insert(one.name).second;
        }
      }
    }
  }

  void report(Findings& findings) const {
    std::set<const Bound*> said;  // a duty that is due with `settle` has its bounds
    for (const Anchored& one : clocks_) {
      for (const Bound& bound : *one.clock) {
        if (!one.with_settle && asks_own_end(bound.when, one)) {
          findings.add(Finding::Level::Error, "limit-counts-by-its-own-end", bound.source.mark,
                       bound.source.clause,
                       fmt::format("a limit of `{}` counts only once the time of `{}` has come, "
                                   "which it would then change",
                                   one.name, one.name),
                       "let its `when` ask something else: a passed time is not set anew");
        }
      }
      if (one.with_settle && starts_.contains(one.name)) {
        continue;  // another bound of the stage gives it its time
      }
      for (const Bound& bound : *one.clock) {
        if (bound.from && !can_come(*bound.from, one.name) && said.insert(&bound).second) {
          report(one, *bound.from, bound.source.clause, findings);
        }
      }
    }
  }

 private:
  [[nodiscard]] bool can_start(const Anchored& one) const {
    return one.clock->empty() || std::ranges::any_of(*one.clock, [&](const Bound& bound) {
             return !bound.from || can_come(*bound.from, one.name);
           });
  }

  /// Whether the condition can come to be true before the clock `of` has run.
  [[nodiscard]] bool can_come(const Condition& condition, std::string_view of) const {
    const auto part = [&](const Condition& one) { return can_come(one, of); };
    switch (condition.kind) {
      case Condition::Kind::All: return std::ranges::all_of(condition.parts, part);
      case Condition::Kind::Any: return std::ranges::any_of(condition.parts, part);
      case Condition::Kind::Word: return word_can_come(condition, of);
      case Condition::Kind::Always:
      case Condition::Kind::Not: return true;
    }
    return true;
  }

  [[nodiscard]] bool word_can_come(const Condition& word, std::string_view of) const {
    const Subject& subject = word.subject;
    switch (subject.kind) {
      case SubjectKind::Duty:
      case SubjectKind::Settle: {
        const std::string name = name_of(subject);
        return name == of ? !only(word.words, kEndWords)
                          : !only(word.words, kTimeWords) || starts_.contains(name);
      }
      case SubjectKind::Stage:
        return fmt::format("{}.{}", subject.id, kSettle) != of ||
               !only(word.words, std::array<std::string_view, 1>{"left"});
      case SubjectKind::Fact:
      case SubjectKind::Exit:
      case SubjectKind::Raised:
      case SubjectKind::Whom:
      case SubjectKind::Sector:
      case SubjectKind::ChildTimescale:
      case SubjectKind::Outcome:
      case SubjectKind::Tier:
      case SubjectKind::Hours: return true;
    }
    return true;
  }

  /// Whether the condition asks if the time has come of what runs on the same clock.
  [[nodiscard]] bool asks_own_end(const Condition& condition, const Anchored& one) const {
    bool found = false;
    for_each_word(condition, [&](const Condition& word, bool) {
      const bool timed =
          word.subject.kind == SubjectKind::Duty || word.subject.kind == SubjectKind::Settle;
      const auto of =
          std::ranges::find(clocks_, timed ? name_of(word.subject) : "", &Anchored::name);
      found = found || (of != clocks_.end() && of->clock == one.clock &&
                        std::ranges::any_of(word.words, [](const std::string& text) {
                          return std::ranges::find(kTimeWords, text) != kTimeWords.end();
                        }));
    });
    return found;
  }

  /// The first subject of the condition for whose time the clock waits in vain; empty: its own.
  [[nodiscard]] std::string waits_for(const Condition& condition, std::string_view of) const {
    std::string found;
    for_each_word(condition, [&](const Condition& word, bool) {
      const bool timed =
          word.subject.kind == SubjectKind::Duty || word.subject.kind == SubjectKind::Settle;
      if (found.empty() && timed && !can_come(word, of) && name_of(word.subject) != of) {
        found = name_of(word.subject);
      }
    });
    return found;
  }

  void report(const Anchored& one, const Condition& from, const std::string& clause,
              Findings& findings) const {
    const std::string other = waits_for(from, one.name);
    findings.add(
        Finding::Level::Error, "clock-never-starts", from.mark, clause,
        other.empty()
            ? fmt::format("the clock of `{}` starts from its own end, so it never starts", one.name)
            : fmt::format("the clock of `{}` starts from the end of `{}`, whose own clock never "
                          "starts either",
                          one.name, other),
        "anchor it on what comes before it, such as `from: raised` or the beginning of a stage");
  }

  std::vector<Anchored> clocks_;
  std::set<std::string, std::less<>> starts_;
};

}  // namespace

void check_anchors(const Policy& policy, Findings& findings) {
  Anchors{policy}.report(findings);
}

}  // namespace accord::checking
