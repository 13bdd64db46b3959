#include "rehearsal/ways.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "policy/walk.hpp"

namespace accord {

namespace {

constexpr std::string_view kYes = "yes";

/// A fact that has one word at a time.
bool has_one_word(const FactRule& fact) {
  return fact.kind == FactKind::Words && !fact.several && fact.held_by == HeldBy::Case;
}

std::string key_of(const FactRule& fact, std::string_view word) {
  return has_one_word(fact) ? fact.id
                            : fmt::format("{}={}", fact.id, word == "not_known" ? "known" : word);
}

/// What is so from raising on, whatever is done: facts, and the sectors of the sides.
bool is_given(const Subject& subject) {
  return subject.kind == SubjectKind::Fact || subject.kind == SubjectKind::Sector;
}

/// Every word of a fact or a sector that a condition of the policy asks for.
std::set<std::string> words_asked(const Policy& policy, std::string_view fact) {
  std::set<std::string> asked;
  for_each_condition(policy, [&](const Condition& condition, const ConditionPlace&) {
    for_each_word(condition, [&](const Condition& word, bool) {
      if (is_given(word.subject) && word.subject.id == fact) {
        asked.insert(word.words.begin(), word.words.end());
      }
    });
  });
  return asked;
}

/// The words that a condition asks for; of the others the first, which stands for all.
template <typename Words>
std::vector<std::string> told_apart(const Words& all, const std::set<std::string>& asked) {
  std::vector<std::string> words;
  bool other = false;
  for (const auto& one : all) {
    std::string word{one};
    const bool is_asked = asked.contains(word);
    if (is_asked || !other) {
      words.push_back(std::move(word));
    }
    other = other || !is_asked;
  }
  return words;
}

/// The words that a key can have.
std::vector<std::string> words_of_key(const Policy& policy, const std::string& key) {
  if (is_sector_key(key)) {
    return told_apart(kSectors, words_asked(policy, key));
  }
  const FactRule* fact = policy.fact(key);
  if (fact == nullptr || !has_one_word(*fact)) {
    return {std::string{kYes}, ""};
  }
  const std::set<std::string> asked = words_asked(policy, fact->id);
  std::vector<std::string> words = told_apart(fact->one_of, asked);
  if (fact->or_else && asked.contains("something else")) {
    words.emplace_back("something else");
  }
  if (!fact->required || fact->when.kind != Condition::Kind::Always) {
    words.emplace_back();
  }
  return words;
}

/// What is known of a condition on a way: it holds, cannot hold, may; or a fact would tell.
struct OnWay {
  enum class Holds { No, Yes, Maybe, Ask };
  Holds holds = Holds::Maybe;
  std::string key;  ///< of Holds::Ask
};

OnWay on_way(bool holds) {
  return {holds ? OnWay::Holds::Yes : OnWay::Holds::No, ""};
}

/// Where a way has come to.
struct Going {
  std::vector<std::pair<const Stage*, const ExitRule*>> left;  ///< each with the exit taken
  const Stage* stage = nullptr;
  const ExitRule* route = nullptr;
  std::set<std::string, std::less<>> skipped;
  GivenWords given;

  [[nodiscard]] bool has_left(std::string_view id) const {
    return std::ranges::any_of(left, [&](const auto& one) { return one.first->id == id; });
  }
  [[nodiscard]] bool has_begun(std::string_view id) const {
    return (stage != nullptr && stage->id == id) || has_left(id);
  }
};

bool asks(const Condition& condition, std::string_view word) {
  return std::ranges::find(condition.words, word) != condition.words.end();
}

OnWay fact_on_way(const Policy& policy, const Condition& condition, const GivenWords& given) {
  const FactRule* fact = policy.fact(condition.subject.id);
  if (fact == nullptr) {
    return {};
  }
  const std::vector<std::string> asked =
      condition.words.empty() ? std::vector<std::string>{"known"} : condition.words;
  for (const std::string& word : asked) {
    const std::string key = key_of(*fact, word);
    const auto known = given.find(key);
    if (known == given.end()) {
      return {OnWay::Holds::Ask, key};
    }
    const bool is_known = !known->second.empty();
    const bool is_so = word == "not_known"                       ? !is_known
                       : word == "known" || !has_one_word(*fact) ? is_known
                                                                 : known->second == word;
    if (is_so) {
      return on_way(true);
    }
  }
  return on_way(false);
}

OnWay sector_on_way(const Condition& condition, const GivenWords& given) {
  const auto known = given.find(condition.subject.id);
  return known == given.end() ? OnWay{OnWay::Holds::Ask, condition.subject.id}
                              : on_way(asks(condition, known->second));
}

OnWay exit_on_way(const Condition& condition, const Going& going) {
  const Subject& subject = condition.subject;
  if (subject.scope == "start") {
    return on_way(going.route != nullptr && going.route->id == subject.id);
  }
  const auto found = std::ranges::find_if(
      going.left, [&](const auto& one) { return one.first->id == subject.scope; });
  if (found != going.left.end()) {
    return on_way(found->second != nullptr && found->second->id == subject.id);
  }
  const bool elsewhere = subject.scope == "throughout" || going.has_begun(subject.scope);
  return elsewhere ? OnWay{} : on_way(false);
}

OnWay word_on_way(const Policy& policy, const Condition& condition, const Going& going) {
  const Subject& subject = condition.subject;
  switch (subject.kind) {
    case SubjectKind::Fact: return fact_on_way(policy, condition, going.given);
    case SubjectKind::Stage:
      return on_way((asks(condition, "begun") && going.has_begun(subject.id)) ||
                    (asks(condition, "left") && going.has_left(subject.id)) ||
                    (asks(condition, "skipped") && going.skipped.contains(subject.id)));
    case SubjectKind::Exit: return exit_on_way(condition, going);
    case SubjectKind::Sector: return sector_on_way(condition, going.given);
    case SubjectKind::Whom: return OnWay{};  // a way may be for any of them
    case SubjectKind::Duty:
    case SubjectKind::Settle: {
      const bool of_a_stage = std::ranges::find(kScopes, subject.scope) == kScopes.end();
      return of_a_stage && !going.has_begun(subject.scope) ? on_way(false) : OnWay{};
    }
    case SubjectKind::Raised: return on_way(true);
    case SubjectKind::ChildTimescale: return on_way(asks(condition, "not_known"));
    case SubjectKind::Outcome: return on_way(false);
    case SubjectKind::Tier:
      return going.stage != nullptr && going.stage->tiers_up_the_line
                 ? OnWay{}
                 : on_way(asks(condition, "last"));
    case SubjectKind::Hours: break;
  }
  return {};
}

OnWay condition_on_way(const Policy& policy, const Condition& condition, const Going& going) {
  using Holds = OnWay::Holds;
  if (condition.kind == Condition::Kind::Always) {
    return on_way(true);
  }
  if (condition.kind == Condition::Kind::Word) {
    return word_on_way(policy, condition, going);
  }
  if (condition.kind == Condition::Kind::Not) {
    OnWay part = condition_on_way(policy, condition.parts.front(), going);
    if (part.holds == Holds::No || part.holds == Holds::Yes) {
      return on_way(part.holds == Holds::No);
    }
    return part;
  }
  const bool all = condition.kind == Condition::Kind::All;
  const Holds decisive = all ? Holds::No : Holds::Yes;
  std::optional<OnWay> open;
  for (const Condition& one : condition.parts) {
    OnWay part = condition_on_way(policy, one, going);
    if (part.holds == decisive) {
      return part;
    }
    if (part.holds == Holds::Ask || (part.holds == Holds::Maybe && !open)) {
      open = std::move(part);
    }
  }
  return open.value_or(on_way(all));
}

class Finder {
 public:
  Finder(const Policy& policy, std::size_t most) : policy_(policy), most_(most) {
    for_each_condition(policy, [&](const Condition& condition, const ConditionPlace&) {
      for_each_word(condition, [&](const Condition& word, bool) {
        if (word.subject.kind == SubjectKind::Exit) {
          scopes_asked_.insert(word.subject.scope);
        }
      });
    });
  }

  std::expected<Ways, std::string> run(const GivenWords& given) {
    Going going;
    going.given = given;
    begin(0, going);
    if (ways_.steps.size() > most_) {
      return std::unexpected(
          fmt::format("more than {} steps on the ways from raising to an outcome", most_));
    }
    return std::move(ways_);
  }

 private:
  /// Raising takes the first exit of `start` whose condition holds.
  void begin(std::size_t place, const Going& going) {
    if (place == policy_.start.exits.size() || too_many()) {
      return;
    }
    const ExitRule& exit = policy_.start.exits[place];
    with_facts(
        exit.when, going,
        [&](const Going& known, bool certain) {
          if (!exit.go.empty()) {
            Going on = known;
            on.route = &exit;
            go_to(exit, policy_.start.id, on, ways_.first);
          }
          if (!certain) {
            begin(place + 1, known);
          }
        },
        [&](const Going& known) { begin(place + 1, known); });
  }

  /// Calls `may` for every way to know the facts under which the condition may hold, and `never`
  /// for those under which it cannot.
  void with_facts(const Condition& condition, const Going& going,
                  const std::function<void(const Going&, bool)>& may,
                  const std::function<void(const Going&)>& never) {
    const OnWay found = condition_on_way(policy_, condition, going);
    if (found.holds == OnWay::Holds::No) {
      never(going);
    } else if (found.holds != OnWay::Holds::Ask) {
      may(going, found.holds == OnWay::Holds::Yes);
    } else {
      for (const std::string& word : words_of_key(policy_, found.key)) {
        Going known = going;
        known.given.emplace(found.key, word);
        with_facts(condition, known, may, never);
      }
    }
  }

  void go_to(const ExitRule& exit, const std::string& scope, Going going,
             std::vector<std::size_t>& from) {
    const Stage* next = policy_.scope(exit.go);
    if (next == nullptr || too_many()) {
      return;
    }
    if (going.stage != nullptr) {
      going.left.emplace_back(going.stage, &exit);
    }
    going.skipped.insert(exit.skips.begin(), exit.skips.end());
    going.stage = next;
    const std::size_t place = ways_.steps.size();
    from.push_back(place);
    WayStep step;
    step.stage = next;
    step.by = &exit;
    step.by_scope = scope;
    step.given = going.given;
    ways_.steps.push_back(std::move(step));
    follow(place, going);
  }

  void follow(std::size_t place, const Going& going) {
    std::set<std::pair<std::string, GivenWords>> done;
    std::vector<std::size_t> onward;
    const auto go = [&](const ExitRule& exit, const Stage& scope) {
      if (&scope == &policy_.throughout && exit.go == going.stage->id) {
        return;  // it leads nowhere from here (kernel rule 20)
      }
      with_facts(
          exit.when, going,
          [&](const Going& known, bool) {
            WayStep& step = ways_.steps[place];
            if (exit.end) {
              step.ends = step.ends || &scope != &policy_.throughout;
            } else if (exit.go == "again") {
              step.again = true;
            } else if (going.has_begun(exit.go)) {
              step.back = step.back == nullptr ? &exit : step.back;
            } else if (scopes_asked_.contains(going.stage->id) ||
                       done.emplace(exit.go, known.given).second) {
              go_to(exit, scope.id, known, onward);
            }
          },
          [](const Going&) {});
    };
    for (const ExitRule& exit : going.stage->exits) {
      go(exit, *going.stage);
    }
    for (const ExitRule& exit : policy_.throughout.exits) {
      go(exit, policy_.throughout);
    }
    WayStep& step = ways_.steps[place];
    step.ends = step.ends || onward.empty();
    step.onward = std::move(onward);
  }

  [[nodiscard]] bool too_many() const { return ways_.steps.size() > most_; }

  const Policy& policy_;
  std::size_t most_;
  std::set<std::string, std::less<>> scopes_asked_;  ///< whose exits some condition asks for
  Ways ways_;
};

void add_keys(const Policy& policy, const Condition& condition, std::vector<std::string>& keys) {
  for_each_word(condition, [&](const Condition& word, bool) {
    if (word.subject.kind == SubjectKind::Sector &&
        std::ranges::find(keys, word.subject.id) == keys.end()) {
      keys.push_back(word.subject.id);
    }
    const FactRule* fact =
        word.subject.kind == SubjectKind::Fact ? policy.fact(word.subject.id) : nullptr;
    if (fact == nullptr) {
      return;
    }
    const std::vector<std::string> asked =
        word.words.empty() ? std::vector<std::string>{"known"} : word.words;
    for (const std::string& text : asked) {
      if (std::string key = key_of(*fact, text); std::ranges::find(keys, key) == keys.end()) {
        keys.push_back(std::move(key));
      }
    }
  });
}

}  // namespace

bool is_sector_key(std::string_view key) {
  return key == kRaisingSector || key == kRespondingSector;
}

std::expected<Ways, std::string> ways_through(const Policy& policy, const GivenWords& given,
                                              std::size_t most) {
  return Finder{policy, most}.run(given);
}

std::expected<std::vector<GivenWords>, std::string> classes_of(const Policy& policy) {
  std::vector<std::string> keys;
  const auto add_clock = [&](const Clock& clock) {
    for (const Bound& bound : clock) {
      add_keys(policy, bound.when, keys);
      if (bound.from) {
        add_keys(policy, *bound.from, keys);
      }
    }
  };
  add_clock(policy.cap);
  for (const Stage& stage : policy.stages) {
    add_clock(stage.settle);
    for (const DutyRule* duty : duties_asked_by(policy, stage.settle)) {
      add_clock(duty->due);
      add_keys(policy, duty->when, keys);
    }
  }
  std::vector<GivenWords> classes{{}};
  for (const std::string& key : keys) {
    std::vector<GivenWords> more;
    for (const GivenWords& one : classes) {
      for (const std::string& word : words_of_key(policy, key)) {
        more.push_back(one);
        more.back().emplace(key, word);
      }
    }
    classes = std::move(more);
    constexpr std::size_t kMostClasses = 64;
    if (classes.size() > kMostClasses) {
      return std::unexpected(
          fmt::format("more than {} classes on which its limits depend", kMostClasses));
    }
  }
  return classes;
}

std::vector<const DutyRule*> duties_asked_by(const Policy& policy, const Clock& clock) {
  std::vector<const DutyRule*> found;
  const auto add = [&](const Condition& condition) {
    for_each_word(condition, [&](const Condition& word, bool) {
      const Subject& subject = word.subject;
      const DutyRule* duty =
          subject.kind == SubjectKind::Duty ? policy.duty(subject.scope, subject.id) : nullptr;
      if (duty != nullptr && std::ranges::find(found, duty) == found.end()) {
        found.push_back(duty);
      }
    });
  };
  for (const Bound& bound : clock) {
    add(bound.when);
    if (bound.from) {
      add(*bound.from);
    }
  }
  return found;
}

std::string given_date(const Clock& clock, const GivenWords& given) {
  for (const Bound& bound : clock) {
    const bool of_fact = bound.from && bound.from->kind == Condition::Kind::Word &&
                         bound.from->words.empty() && bound.from->subject.kind == SubjectKind::Fact;
    const auto known = of_fact ? given.find(bound.from->subject.id + "=known") : given.end();
    if (known != given.end() && !known->second.empty()) {
      return bound.from->subject.id;
    }
  }
  return {};
}

}  // namespace accord
