#include "policy/words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "policy/about_whom.hpp"

namespace accord {
namespace {

std::string quoted(std::string_view text) {
  return fmt::format("“{}”", text);
}

/// "a", "a or b", "a, b or c".
std::string joined(const std::vector<std::string>& items, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) {
      out += i + 1 == items.size() ? fmt::format(" {} ", last) : ", ";
    }
    out += items[i];
  }
  return out;
}

/// Whole statements: a comma before the last, so that "a or b" inside one stays together.
std::string joined_statements(const std::vector<std::string>& items, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i > 0) {
      out += i + 1 == items.size() ? fmt::format(", {} ", last) : ", ";
    }
    out += items[i];
  }
  return out;
}

bool is_yes_or_no(const FactRule& fact) {
  return fact.one_of == std::vector<std::string>{"yes", "no"} ||
         fact.one_of == std::vector<std::string>{"no", "yes"};
}

/// `is`: "is", or "became" where it is asked from when.
std::string fact_words(const Policy& policy, const Condition& condition, bool holds,
                       std::string_view is) {
  const FactRule* fact = policy.fact(condition.subject.id);
  const std::string name = spaced(condition.subject.id);
  if (condition.words.empty()) {
    return fmt::format("the {} has {}come", name, holds ? "" : "not yet ");
  }
  if (condition.words == std::vector<std::string>{"known"}) {
    return fmt::format("the {} {} known", name, is);
  }
  if (condition.words == std::vector<std::string>{"not_known"}) {
    return fmt::format("the {} is {}known", name, holds ? "not " : "");
  }
  if (fact != nullptr && is_yes_or_no(*fact) && !fact->asks.empty()) {
    std::vector<std::string> answers = condition.words;
    std::ranges::replace(answers, std::string{"not_known"}, std::string{"not said"});
    return fmt::format("the answer to {} {} {}", quoted(fact->asks), is, joined(answers, "or"));
  }
  std::vector<std::string> words = condition.words;
  const bool taken = fact != nullptr && !fact->taken_as.empty();
  std::ranges::replace(words, std::string{"not_known"},
                       std::string{taken ? "not said" : "not known"});
  for (std::string& word : words) {
    // "the area is “Outcomes of assessments”": a capital inside a sentence needs its marks.
    word = !word.empty() && word.front() >= 'A' && word.front() <= 'Z' ? quoted(word) : word;
  }
  return fmt::format("the {} {} {}", name, is, joined(words, "or"));
}

std::string duty_word(std::string_view word, bool is_right, bool holds) {
  if (is_right) {
    return holds ? "has been used" : "has not been used";
  }
  if (word == "met") {
    return holds ? "is done" : "is not done";
  }
  if (word == "late") {
    return holds ? "was done late" : "was not done late";
  }
  if (word == "due") {
    return holds ? "has come to its time" : "has not come to its time";
  }
  if (word == "lapsed") {
    return holds ? "has lapsed" : "has not lapsed";
  }
  return fmt::format("{} {}", holds ? "is" : "is not", word);
}

/// Of the duty to leave a stage, said of the stage.
std::string settle_word(std::string_view word, bool holds) {
  if (word == "met") {
    return holds ? "has ended" : "has not ended";
  }
  if (word == "late") {
    return holds ? "ended late" : "did not end late";
  }
  if (word == "due") {
    return holds ? "has come to the end of its time" : "has not come to the end of its time";
  }
  if (word == "lapsed") {
    return holds ? "has lapsed" : "has not lapsed";
  }
  if (word == "overdue") {
    return holds ? "has not ended in its time" : "is not past its time";
  }
  return fmt::format("{} {}", holds ? "is" : "is not", word);
}

std::string stage_word(std::string_view word, bool holds) {
  if (word == "begun") {
    return holds ? "has begun" : "has not begun";
  }
  if (word == "left") {
    return holds ? "has ended" : "has not ended";
  }
  return fmt::format("{} {}", holds ? "was" : "was not", word);
}

/// One statement for each word, said of `name`: "“Talk” is done or is overdue".
template <typename Say>
std::string each_word(const std::string& name, const Condition& condition, bool holds, Say say) {
  std::vector<std::string> words;
  for (const std::string& word : condition.words) {
    words.push_back(say(word, holds));
  }
  return fmt::format("{} {}", name, joined(words, holds ? "or" : "and"));
}

std::string outcome_words(const Condition& condition, bool holds) {
  if (condition.words.empty() || condition.words == std::vector<std::string>{"known"}) {
    return holds ? "there is an outcome" : "there is no outcome yet";
  }
  std::vector<std::string> words;
  for (const std::string& word : condition.words) {
    const auto kind = outcome_kind(word);
    words.push_back(kind ? quoted(in_words(*kind)) : word);
  }
  return fmt::format("the outcome {} {}", holds ? "is" : "is not", joined(words, "or"));
}

std::string child_timescale_words(const Policy& policy, const Condition& condition, bool holds) {
  const std::string the = about_whom(policy).the;
  if (condition.words.empty()) {
    return fmt::format("the time set to protect {} has {}come", the, holds ? "" : "not ");
  }
  const bool known = std::ranges::find(condition.words, "known") != condition.words.end();
  return fmt::format("{} time to protect {} is set", known == holds ? "a" : "no", the);
}

std::string whom_words(const Condition& condition, bool holds) {
  std::vector<std::string> whom;
  for (const std::string& word : condition.words) {
    whom.push_back(word == "none" ? "how services work together"
                   : word == "adult" || word == "unborn"
                       ? "an " + word + (word == "unborn" ? " child" : "")
                       : "a " + word);
  }
  return fmt::format("it {} about {}", holds ? "is" : "is not", joined(whom, "or"));
}

/// "“Answer” of “Stage 2”" where a rule of the same kind elsewhere has the same name.
template <typename Rule>
std::string told_apart(const Policy& policy, const Subject& subject, const Rule* rule,
                       std::vector<Rule> Stage::* rules) {
  if (rule == nullptr) {
    return quoted(spaced(subject.id));
  }
  const std::string name = name_of(*rule);
  const auto has_it = [&](const Stage& scope) {
    return std::ranges::any_of(
        scope.*rules, [&](const Rule& other) { return &other != rule && name_of(other) == name; });
  };
  const Stage* stage = policy.scope(subject.scope);
  const bool in_a_stage =
      std::ranges::find(policy.stages, subject.scope, &Stage::id) != policy.stages.end();
  if (!in_a_stage || !(std::ranges::any_of(policy.stages, has_it) || has_it(policy.start) ||
                       has_it(policy.throughout) || has_it(policy.after))) {
    return quoted(name);
  }
  return fmt::format("{} of {}", quoted(name), quoted(name_of(*stage)));
}

std::string word_words(const Policy& policy, const Condition& condition, bool holds) {
  const Subject& subject = condition.subject;
  switch (subject.kind) {
    case SubjectKind::Fact: return fact_words(policy, condition, holds, holds ? "is" : "is not");
    case SubjectKind::Duty: {
      const DutyRule* duty = policy.duty(subject.scope, subject.id);
      const bool right = duty != nullptr && duty->is_right();
      return each_word(
          told_apart(policy, subject, duty, &Stage::duties), condition, holds,
          [right](std::string_view word, bool so) { return duty_word(word, right, so); });
    }
    case SubjectKind::Settle: {
      const Stage* stage = policy.scope(subject.scope);
      return each_word(quoted(stage != nullptr ? name_of(*stage) : spaced(subject.scope)),
                       condition, holds, settle_word);
    }
    case SubjectKind::Stage: {
      const Stage* stage = policy.scope(subject.id);
      return each_word(quoted(stage != nullptr ? name_of(*stage) : spaced(subject.id)), condition,
                       holds, stage_word);
    }
    case SubjectKind::Exit: {
      const ExitRule* exit = policy.exit(subject.scope, subject.id);
      return fmt::format("{} {} chosen", told_apart(policy, subject, exit, &Stage::exits),
                         holds ? "was" : "was not");
    }
    case SubjectKind::Whom: return whom_words(condition, holds);
    case SubjectKind::Sector:
      return fmt::format("the {} agency {} of {}", subject.id.substr(0, subject.id.find('_')),
                         holds ? "is" : "is not", joined(condition.words, "or"));
    case SubjectKind::Raised:
      return holds ? "the disagreement is raised" : "the disagreement is not raised";
    case SubjectKind::ChildTimescale: return child_timescale_words(policy, condition, holds);
    case SubjectKind::Outcome: return outcome_words(condition, holds);
    case SubjectKind::Tier: {
      const bool more = std::ranges::find(condition.words, "more") != condition.words.end();
      return more == holds ? "there is a higher tier of management to go to"
                           : "there is no higher tier of management to go to";
    }
    case SubjectKind::Hours: {
      const bool working = std::ranges::find(condition.words, "working") != condition.words.end();
      return working == holds ? "it is within working hours" : "it is outside working hours";
    }
  }
  return {};
}

/// `holds` false: the opposite, carried down to the single words so that it reads as English.
std::string statement(const Policy& policy, const Condition& condition, bool holds, bool nested) {
  switch (condition.kind) {
    case Condition::Kind::Always: return holds ? "always" : "never";
    case Condition::Kind::Word: return word_words(policy, condition, holds);
    case Condition::Kind::Not:
      return condition.parts.empty() ? "never"
                                     : statement(policy, condition.parts.front(), !holds, nested);
    case Condition::Kind::All:
    case Condition::Kind::Any: break;
  }
  const bool all = (condition.kind == Condition::Kind::All) == holds;
  std::vector<std::string> parts;
  for (const Condition& part : condition.parts) {
    parts.push_back(statement(policy, part, holds, condition.parts.size() > 1));
  }
  if (parts.size() == 1) {
    return parts.front();
  }
  const std::string text = joined_statements(parts, all ? "and" : "or");
  return nested ? fmt::format("{} {}", all ? "both" : "either", text) : text;
}

std::string anchor_of_word(const Policy& policy, const Condition& condition) {
  const Subject& subject = condition.subject;
  const std::string_view word =
      condition.words.size() == 1 ? std::string_view{condition.words.front()} : std::string_view{};
  const auto stage_name = [&policy](std::string_view id) {
    const Stage* stage = policy.scope(id);
    return quoted(stage != nullptr ? name_of(*stage) : spaced(id));
  };
  if (subject.kind == SubjectKind::Raised) {
    return "raising";
  }
  if (subject.kind == SubjectKind::Fact && condition.words.empty()) {
    return fmt::format("the {}", spaced(subject.id));
  }
  if (subject.kind == SubjectKind::Fact) {
    Condition said = condition;
    if (said.words.size() > 1) {  // from when it was said; not having said it is no such time
      std::erase(said.words, "not_known");
    }
    return fmt::format("when {}", fact_words(policy, said, true, "became"));
  }
  if (subject.kind == SubjectKind::ChildTimescale && condition.words.empty()) {
    return "the time set to protect " + about_whom(policy).the;
  }
  if (subject.kind == SubjectKind::Outcome && word == "known") {
    return "the outcome";
  }
  if (subject.kind == SubjectKind::Stage && word == "begun") {
    return fmt::format("the beginning of {}", stage_name(subject.id));
  }
  if ((subject.kind == SubjectKind::Stage && word == "left") ||
      (subject.kind == SubjectKind::Settle && word == "met")) {
    return fmt::format("the end of {}",
                       stage_name(subject.scope.empty() ? subject.id : subject.scope));
  }
  if (subject.kind == SubjectKind::Settle && (word == "due" || word == "overdue")) {
    return fmt::format("the end of the time for {}", stage_name(subject.scope));
  }
  return fmt::format("when {}", word_words(policy, condition, true));
}

std::string role_words(const Policy& policy, std::string_view id, bool with_side) {
  if (const RoleRule* role = policy.role(id)) {
    std::string_view title = role->title;
    if (title.starts_with("The ") || title.starts_with("the ")) {
      title.remove_prefix(4);
    }
    return fmt::format("{}{}", with_side ? "" : "the ", title);
  }
  if (id == "raiser") {
    return "the person who raised it";
  }
  if (id == "worker") {
    return "practitioner";
  }
  if (id == "previous") {
    return "representative before";
  }
  return spaced(id);
}

std::string_view side_words(SideSelector side) {
  switch (side) {
    case SideSelector::None: return "";
    case SideSelector::RaisingSide: return "the raising side";
    case SideSelector::RespondingSide: return "the responding side";
    case SideSelector::EachSide: return "each side";
    case SideSelector::AnySide: return "any side";
  }
  return {};
}

}  // namespace

std::string spaced(std::string_view id) {
  std::string out{id};
  std::ranges::replace(out, '_', ' ');
  return out;
}

std::string name_of(const Stage& stage) {
  return stage.title.empty() ? spaced(stage.id) : stage.title;
}

std::string name_of(const ExitRule& exit) {
  return exit.title.empty() ? spaced(exit.id) : exit.title;
}

std::string name_of(const DutyRule& duty) {
  return duty.what.empty() ? spaced(duty.id) : duty.what;
}

std::string in_words(const Policy& policy, const Condition& condition) {
  return statement(policy, condition, true, false);
}

std::string not_in_words(const Policy& policy, const Condition& condition) {
  return statement(policy, condition, false, false);
}

std::string anchor_in_words(const Policy& policy, const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::Always: return "the beginning";
    case Condition::Kind::Word: return anchor_of_word(policy, condition);
    case Condition::Kind::Not: return fmt::format("when {}", in_words(policy, condition));
    case Condition::Kind::All:
    case Condition::Kind::Any: break;
  }
  std::vector<std::string> parts;
  for (const Condition& part : condition.parts) {
    parts.push_back(anchor_in_words(policy, part));
  }
  if (parts.size() == 1) {
    return parts.front();
  }
  const bool later = condition.kind == Condition::Kind::All;
  return fmt::format("the {} of {}",
                     later ? (parts.size() == 2 ? "later" : "latest")
                           : (parts.size() == 2 ? "earlier" : "earliest"),
                     joined(parts, "and"));
}

std::string in_words(const Policy& policy, const RoleRef& who) {
  const bool with_side = who.side != SideSelector::None;
  if (with_side && who.alternatives == std::vector<std::string>{"representative"}) {
    return std::string{side_words(who.side)};
  }
  std::vector<std::string> names;
  for (const std::string& id : who.alternatives) {
    names.push_back(role_words(policy, id, with_side));
  }
  if (who.of_raiser) {
    return fmt::format("the {} of the person who raised it", joined(names, "or"));
  }
  return with_side ? fmt::format("{}'s {}", side_words(who.side), joined(names, "or"))
                   : joined(names, "or");
}

std::string in_words(const Policy& policy, std::span<const RoleRef> who) {
  std::vector<std::string> names;
  for (const RoleRef& one : who) {
    names.push_back(in_words(policy, one));
  }
  return names.empty() ? "nobody" : joined(names, "and");
}

std::string in_words(const Limit& limit) {
  return limit.unit == Unit::NotStated ? "no time stated" : to_text(limit);
}

std::string in_words(const Policy& policy, const Bound& bound) {
  std::string text = in_words(bound.within);
  if (bound.within.at_least_before) {
    text += bound.from ? fmt::format(" {}", anchor_in_words(policy, *bound.from)) : "";
  } else if (bound.from && bound.within.unit != Unit::NotStated) {
    const std::string_view link =
        bound.within.unit == Unit::NextWeekday ? ", counted from " : " from ";
    text += fmt::format("{}{}", link, anchor_in_words(policy, *bound.from));
  }
  if (bound.from_not_stated) {
    text += bound.from ? " (the document does not say from when: the partnership's setting)"
                       : " (the document does not say from when)";
  }
  if (bound.aim) {
    text += fmt::format(", with the aim of {}", in_words(*bound.aim));
  }
  if (bound.local_target) {
    text += fmt::format(" (local target: {})", in_words(*bound.local_target));
  }
  if (bound.when.kind != Condition::Kind::Always) {
    text += fmt::format(", while {}", in_words(policy, bound.when));
  }
  return text + (bound.unless_both_agree ? ", unless both sides agree another date" : "");
}

std::string in_words(const Policy& policy, const Clock& clock) {
  if (clock.empty()) {
    return "no time stated";
  }
  std::vector<std::string> bounds;
  for (const Bound& bound : clock) {
    bounds.push_back(in_words(policy, bound));
  }
  if (bounds.size() == 1) {
    return bounds.front();
  }
  std::string out = "the earliest of: ";
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    out += (i > 0 ? "; " : "") + bounds[i];
  }
  return out;
}

std::string_view in_words(OutcomeKind outcome) {
  switch (outcome) {
    case OutcomeKind::Agreed: return "agreed";
    case OutcomeKind::Accepted: return "the reasons are understood";
    case OutcomeKind::Decided: return "decided";
    case OutcomeKind::Mediated: return "mediated";
    case OutcomeKind::CourseSet: return "a course is set";
    case OutcomeKind::Stands: return "not agreed, and it stands";
    case OutcomeKind::Withdrawn: return "withdrawn";
    case OutcomeKind::Elsewhere: return "taken elsewhere";
  }
  return {};
}

}  // namespace accord
