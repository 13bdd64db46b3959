#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "policy/checking.hpp"
#include "policy/walk.hpp"
#include "policy/words.hpp"

namespace accord::checking {
namespace {

bool is_automatic(const ExitRule& exit) {
  return exit.by.empty() && !exit.by_not_stated;
}

/// Whether the word comes to a subject by time alone.
bool comes_by_time(const Condition& word) {
  const SubjectKind kind = word.subject.kind;
  if (kind == SubjectKind::Fact || kind == SubjectKind::ChildTimescale) {
    return word.words.empty();
  }
  return (kind == SubjectKind::Duty || kind == SubjectKind::Settle) &&
         std::ranges::any_of(word.words, [](const std::string& text) {
           return text == "overdue" || text == "due";
         });
}

/// What is known of a condition at the moment at which a stage begins.
enum class AtEntry { False, True, Unknown };

AtEntry negated(AtEntry value) {
  switch (value) {
    case AtEntry::False: return AtEntry::True;
    case AtEntry::True: return AtEntry::False;
    case AtEntry::Unknown: return AtEntry::Unknown;
  }
  return AtEntry::Unknown;
}

AtEntry word_at_entry(const Condition& word, std::string_view stage) {
  const Subject& subject = word.subject;
  if (subject.kind == SubjectKind::Stage && subject.id == stage &&
      word.words == std::vector<std::string>{"begun"}) {
    return AtEntry::True;
  }
  if (subject.kind == SubjectKind::Outcome) {
    return AtEntry::False;
  }
  // Duties and exits of the stage belong to the visit that begins; `open` may come at once.
  const bool of_the_visit = subject.scope == stage && (subject.kind == SubjectKind::Duty ||
                                                       subject.kind == SubjectKind::Settle ||
                                                       subject.kind == SubjectKind::Exit);
  const bool asks_open = std::ranges::find(word.words, "open") != word.words.end();
  return of_the_visit && !asks_open ? AtEntry::False : AtEntry::Unknown;
}

AtEntry at_entry(const Condition& condition, std::string_view stage) {
  switch (condition.kind) {
    case Condition::Kind::Always: return AtEntry::True;
    case Condition::Kind::Word: return word_at_entry(condition, stage);
    case Condition::Kind::Not: return negated(at_entry(condition.parts.front(), stage));
    case Condition::Kind::All:
    case Condition::Kind::Any: break;
  }
  const AtEntry decisive = condition.kind == Condition::Kind::All ? AtEntry::False : AtEntry::True;
  bool unknown = false;
  for (const Condition& part : condition.parts) {
    const AtEntry value = at_entry(part, stage);
    if (value == decisive) {
      return decisive;
    }
    unknown = unknown || value == AtEntry::Unknown;
  }
  return unknown ? AtEntry::Unknown : negated(decisive);
}

void check_waiting(const Stage& stage, Findings& findings) {
  for (const ExitRule& exit : stage.exits) {
    if (!is_automatic(exit)) {
      continue;
    }
    bool waits = false;
    for_each_word(exit.when, [&waits](const Condition& word, bool holds) {
      waits = waits || (holds && comes_by_time(word));
    });
    if (waits) {
      findings.error("exit-waits-for-time", exit.source,
                     fmt::format("the exit `{}` has no `by` and waits for time: time opens doors, "
                                 "people walk through them",
                                 exit.id),
                     "add `by:` with who takes it");
    }
    if (exit.when.kind == Condition::Kind::Always && stage.id != "start") {
      findings.error(
          "exit-fires-at-once", exit.source,
          fmt::format("the exit `{}` has neither `by` nor `when`: it would fire at once", exit.id),
          "add `by:` with who takes it, or `when:`");
    }
    if (!exit.record.empty() && stage.id != "start") {
      findings.warning(
          "record-without-by", exit.source,
          fmt::format("the exit `{}` fires by itself, so nobody writes its `record`", exit.id),
          "move `record` to the duty whose act fires it, or add `by:`");
    }
  }
}

/// The automatic exits as edges between stages, each only where its condition may hold on entry.
class Circles {
 public:
  explicit Circles(const Policy& policy) : policy_(policy) {
    for (std::size_t i = 0; i < policy.stages.size(); ++i) {
      index_.try_emplace(policy.stages[i].id, i);
    }
    state_.resize(policy.stages.size());
  }

  void check(Findings& findings) {
    for (std::size_t i = 0; i < policy_.stages.size(); ++i) {
      visit(i, findings);
    }
  }

 private:
  enum class State { New, Open, Closed };

  void visit(std::size_t from, Findings& findings) {
    if (state_[from] != State::New) {
      return;
    }
    // An own stack: a hostile file can make a chain of thousands of stages.
    struct Step {
      std::size_t stage;
      std::vector<const ExitRule*> exits;
    };
    state_[from] = State::Open;
    std::vector<Step> path{{from, firing(from)}};
    while (!path.empty()) {
      Step& step = path.back();
      if (step.exits.empty()) {
        state_[step.stage] = State::Closed;
        path.pop_back();
        continue;
      }
      const ExitRule* exit = step.exits.back();
      step.exits.pop_back();
      const std::size_t to = index_.at(exit->go);
      if (state_[to] == State::Open) {
        findings.error("automatic-circle", exit->source,
                       fmt::format("the exit `{}` closes a circle of exits without `by`: it could "
                                   "go round for ever",
                                   exit->id),
                       "add `by:` to one of them, or a `when` that a new visit makes false");
      } else if (state_[to] == State::New) {
        state_[to] = State::Open;
        path.push_back({to, firing(to)});
      }
    }
  }

  /// The exits that may fire as soon as the stage begins.
  [[nodiscard]] std::vector<const ExitRule*> firing(std::size_t stage) const {
    std::vector<const ExitRule*> out;
    const auto add = [&](const ExitRule& exit) {
      if (is_automatic(exit) && index_.contains(exit.go) &&
          exit.when.kind != Condition::Kind::Always &&
          at_entry(exit.when, policy_.stages[stage].id) != AtEntry::False) {
        out.push_back(&exit);
      }
    };
    std::ranges::for_each(policy_.stages[stage].exits, add);
    std::ranges::for_each(policy_.throughout.exits, add);
    return out;
  }

  const Policy& policy_;
  std::unordered_map<std::string_view, std::size_t> index_;
  std::vector<State> state_;
};

void check_titles(const Stage& stage, Findings& findings) {
  for (const ExitRule& exit : stage.exits) {
    if (exit.title.empty() && !is_automatic(exit)) {
      findings.warning("exit-without-title", exit.source,
                       fmt::format("the exit `{}` has no title for its button", exit.id),
                       "add `title:` with the words on the button");
    }
    if (exit.end == OutcomeKind::Elsewhere && exit.signpost.empty()) {
      findings.warning("no-signpost", exit.source,
                       fmt::format("the exit `{}` ends elsewhere and does not say where", exit.id),
                       "add `signpost:` with what to do instead");
    }
  }
}

/// Whether `first` cannot hold unless `second` does, as far as their words show.
bool needs(const Policy& policy, const Condition& first, const Condition& second) {
  const auto is_part = [&](const Condition& part) { return needs(policy, part, second); };
  return in_words(policy, first) == in_words(policy, second) ||
         (first.kind == Condition::Kind::All && std::ranges::any_of(first.parts, is_part)) ||
         (second.kind == Condition::Kind::Any &&
          std::ranges::any_of(second.parts,
                              [&](const Condition& part) { return needs(policy, first, part); }));
}

/// An exit that somebody takes once something is so, where another has fired by then.
void check_comes_first(const Policy& policy, const Stage& stage, Findings& findings) {
  for (const ExitRule& exit : stage.exits) {
    if (is_automatic(exit)) {
      continue;
    }
    for (const ExitRule& fires : stage.exits) {
      if (is_automatic(fires) && fires.when.kind != Condition::Kind::Always &&
          needs(policy, exit.when, fires.when)) {
        findings.error(
            "exit-comes-too-late", exit.source,
            fmt::format("the exit `{}` is never taken: when it opens, `{}` has no `by` and has "
                        "fired",
                        exit.id, fires.id),
            fmt::format("add `by:` to `{}`, or narrow its `when`", fires.id));
      }
    }
  }
}

}  // namespace

void check_automatic_exits(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&findings](const Stage& stage) {
    check_waiting(stage, findings);
    check_titles(stage, findings);
  });
  for (const Stage& stage : policy.stages) {
    check_comes_first(policy, stage, findings);
  }
  Circles{policy}.check(findings);
}

}  // namespace accord::checking
