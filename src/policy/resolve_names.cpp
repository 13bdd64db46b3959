#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "policy/nearest.hpp"
#include "policy/reading.hpp"
#include "policy/walk.hpp"

namespace accord::reading {
namespace {

struct BuiltIn {
  std::string_view word;
  SubjectKind kind;
};
constexpr std::array<BuiltIn, 8> kBuiltIns{{{"raised", SubjectKind::Raised},
                                            {"child_timescale", SubjectKind::ChildTimescale},
                                            {"outcome", SubjectKind::Outcome},
                                            {"tier", SubjectKind::Tier},
                                            {"hours", SubjectKind::Hours},
                                            {"whom", SubjectKind::Whom},
                                            {"raising_sector", SubjectKind::Sector},
                                            {"responding_sector", SubjectKind::Sector}}};

/// What each name of a policy can mean: those of the whole file, and those of each scope.
class Names {
 public:
  explicit Names(const Policy& policy) {
    for (const BuiltIn& built_in : kBuiltIns) {
      add("", built_in.word, built_in.kind, "");
    }
    for (const FactRule& fact : policy.facts) {
      add("", fact.id, SubjectKind::Fact, "");
      moments_.emplace(fact.id, fact.kind == FactKind::Moment);
    }
    for (const Stage& stage : policy.stages) {
      add("", stage.id, SubjectKind::Stage, "");
      add(stage.id, "settle", SubjectKind::Settle, stage.id);
    }
    for_each_scope(policy, [this](const Stage& stage) {
      scopes_.push_back(stage.id);
      for (const DutyRule& duty : stage.duties) {
        add(stage.id, duty.id, SubjectKind::Duty, stage.id);
      }
      for (const ExitRule& exit : stage.exits) {
        add(stage.id, exit.id, SubjectKind::Exit, stage.id);
      }
    });
  }

  /// What `name`, written in `scope`, can mean.
  [[nodiscard]] std::vector<Subject> meanings(std::string_view scope,
                                              const std::string& name) const {
    if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
      const std::string stage = name.substr(0, dot);
      return stage.empty() ? std::vector<Subject>{} : found(stage, name.substr(dot + 1));
    }
    std::vector<Subject> out = found("", name);
    if (!scope.empty()) {
      const auto own = found(scope, name);
      out.insert(out.end(), own.begin(), own.end());
    }
    return out;
  }

  [[nodiscard]] bool is_moment(const Subject& subject) const {
    if (subject.kind == SubjectKind::Fact) {
      const auto fact = moments_.find(subject.id);
      return fact != moments_.end() && fact->second;
    }
    return subject.kind == SubjectKind::Raised || subject.kind == SubjectKind::ChildTimescale;
  }

  /// How an unknown name is mended: the same name in another scope, or one that is near.
  [[nodiscard]] std::string suggestion(std::string_view scope, const std::string& name) const {
    constexpr std::size_t kWorthASearch = 1000;  // no policy has more; a hostile file may
    const std::string_view bare = std::string_view{name}.substr(name.find('.') + 1);
    std::vector<std::string> elsewhere;
    std::vector<std::string> known;
    for (const auto& [key, subjects] : subjects_) {
      const std::size_t colon = key.find(':');
      const std::string_view in{key.data(), colon};
      const std::string_view id = std::string_view{key}.substr(colon + 1);
      const std::string written =
          in.empty() || in == scope ? std::string{id} : fmt::format("{}.{}", in, id);
      if (id == bare) {
        elsewhere.push_back(fmt::format("`{}`", written));
      }
      known.push_back(written);
    }
    std::ranges::sort(elsewhere);
    if (!elsewhere.empty()) {
      return fmt::format("did you mean {}?", fmt::join(elsewhere, " or "));
    }
    if (known.size() <= kWorthASearch) {
      std::ranges::sort(known);
      const std::vector<std::string_view> candidates{known.begin(), known.end()};
      if (const auto meant = nearest(name, candidates); !meant.empty()) {
        return fmt::format("did you mean `{}`?", meant);
      }
    }
    return "write the id of a fact or a stage, or of a duty or an exit: inside its stage by its "
           "id, from elsewhere as `stage.id`";
  }

 private:
  void add(std::string_view scope, std::string_view name, SubjectKind kind,
           std::string_view subject_scope) {
    subjects_[fmt::format("{}:{}", scope, name)].push_back(
        Subject{kind, std::string{subject_scope}, std::string{name}});
  }

  [[nodiscard]] std::vector<Subject> found(std::string_view scope, std::string_view name) const {
    const auto subjects = subjects_.find(fmt::format("{}:{}", scope, name));
    return subjects != subjects_.end() ? subjects->second : std::vector<Subject>{};
  }

  std::unordered_map<std::string, std::vector<Subject>> subjects_;
  std::unordered_map<std::string, bool> moments_;
  std::vector<std::string> scopes_;
};

std::string meaning_in_words(const Subject& subject) {
  return subject.scope.empty() ? fmt::format("the {}", to_word(subject.kind))
                               : fmt::format("the {} of {}", to_word(subject.kind), subject.scope);
}

bool all_same(const std::vector<Subject>& subjects) {
  return std::ranges::all_of(subjects, [&subjects](const Subject& subject) {
    return subject.kind == subjects.front().kind && subject.scope == subjects.front().scope;
  });
}

void resolve(Condition& word, std::string_view scope, const Names& names, Problems& problems) {
  const std::string name = word.subject.id;
  const auto meanings = names.meanings(scope, name);
  if (meanings.empty()) {
    problems.push_back({word.mark, fmt::format("nothing is called `{}`", shortened(name)),
                        problems.size() < kMostProblems ? names.suggestion(scope, name) : ""});
    return;
  }
  if (meanings.size() > 1 && !all_same(meanings)) {
    std::vector<std::string> words;
    std::ranges::transform(meanings, std::back_inserter(words), meaning_in_words);
    problems.push_back({word.mark, fmt::format("`{}` can mean {}", name, fmt::join(words, " and ")),
                        "one name, one meaning: give one of them another id"});
    return;
  }
  word.subject = meanings.front();
  const bool bare = word.words.empty();
  if (bare && !names.is_moment(word.subject)) {
    problems.push_back({word.mark, fmt::format("`{}` is no moment: it needs a word", name),
                        fmt::format("write `{{{}: word}}`", name)});
  }
  if (!bare && word.subject.kind == SubjectKind::Raised) {
    problems.push_back(
        {word.mark, "`raised` takes no word", "write it bare, as in `from: raised`"});
  }
}

/// While nobody has answered, a fact with a default is as if that word had been said.
void take_default(Condition& word, const Policy& policy) {
  const FactRule* fact =
      word.subject.kind == SubjectKind::Fact ? policy.fact(word.subject.id) : nullptr;
  const auto asks = [&word](std::string_view one) {
    return std::ranges::find(word.words, one) != word.words.end();
  };
  if (fact != nullptr && !fact->taken_as.empty() && asks(fact->taken_as) && !asks("not_known")) {
    word.words.emplace_back("not_known");
  }
}

}  // namespace

void resolve_names(Policy& policy, Problems& problems) {
  const Names names{policy};
  for_each_condition(policy, [&](Condition& condition, const ConditionPlace& place) {
    for_each_word(condition, [&](Condition& word, bool) {
      resolve(word, place.scope, names, problems);
      take_default(word, policy);
    });
  });
}

}  // namespace accord::reading
