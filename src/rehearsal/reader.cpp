#include "rehearsal/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "rehearsal/reading.hpp"
#include "rehearsal/shapes.hpp"

namespace accord {

namespace {

RehearsalHead read_head(const Fields& file) {
  RehearsalHead head;
  head.title = file.need_text("rehearsal");
  head.policy = file.need_text("policy");
  head.directory = file.need_text("directory");
  head.shows = file.texts("shows");
  return head;
}

std::vector<std::string> rule_names(const Policy& policy, bool exits) {
  std::vector<std::string> names;
  const auto add = [&](const Stage& scope) {
    for (const ExitRule& exit : scope.exits) {
      if (exits) {
        names.push_back(scope.id + "." + exit.id);
      }
    }
    for (const DutyRule& duty : scope.duties) {
      if (!exits) {
        names.push_back(scope.id + "." + duty.id);
      }
    }
  };
  add(policy.start);
  for (const Stage& stage : policy.stages) {
    if (!exits) {
      names.push_back(stage.id + ".settle");
    }
    add(stage);
  }
  add(policy.throughout);
  add(policy.after);
  if (!exits) {
    names.emplace_back("undertaken.action");
    names.emplace_back("undertaken.outstanding_issue");
  }
  return names;
}

std::optional<RuleName> find_rule(RehearsalReading& reading, std::string_view text, Mark mark,
                                  bool exits) {
  const std::vector<std::string> names = rule_names(reading.policy, exits);
  std::vector<std::string> fits;
  for (const std::string& name : names) {
    if (name == text || std::string_view{name}.substr(name.find('.') + 1) == text) {
      fits.push_back(name);
    }
  }
  if (fits.size() == 1) {
    const auto dot = fits.front().find('.');
    return RuleName{fits.front().substr(0, dot), fits.front().substr(dot + 1)};
  }
  if (fits.empty()) {
    reading.report_unknown(
        mark, text, exits ? "way out of a stage of the policy" : "duty of the policy", names);
  } else {
    reading.report(mark, fmt::format("several rules are called `{}`", text),
                   fmt::format("say which: {}", fmt::join(fits, ", ")));
  }
  return std::nullopt;
}

RehearsedStep read_step(RehearsalReading& reading, const YamlNode& node,
                        std::optional<Instant> before) {
  const Fields fields{node, rehearsal_shapes::kStep, reading.problems};
  RehearsedStep step;
  step.mark = node.mark;
  if (before && !fields.has("at")) {
    step.at = *before;
  } else if (fields.need("at") != nullptr) {
    step.at = reading.time(fields, "at").value_or(Instant{});
    if (before && step.at < *before) {
      reading.report(fields.get("at")->mark, "this step is earlier than the one before it",
                     "put the steps in the order of their times; what was done earlier and is "
                     "recorded now is said with `happened`");
    }
  }
  step.act = read_act(reading, fields);
  if (const YamlNode* expect = fields.get("expect")) {
    read_expect(reading, *expect, step);
  }
  if (!step.act && step.refused) {
    reading.report(step.refused->first, "nobody does anything in this step that can be refused",
                   "add what is done, or delete `refused`");
  }
  return step;
}

/// A rehearsal that plays nothing, or that expects nothing, would pass whatever the engine does.
void check_expects(RehearsalReading& reading, const Rehearsal& rehearsal, Mark mark) {
  if (rehearsal.steps.empty()) {
    reading.report(mark, "there is no step, so that nothing is played",
                   "add one under `steps`, beginning with `- at:`");
  } else if (std::ranges::none_of(rehearsal.steps, [](const RehearsedStep& step) {
               return step.refused || !step.expected.empty();
             })) {
    reading.report(mark, "no step expects anything, so that nothing can fail",
                   "add `expect:` to a step, with what has to hold after it");
  }
}

const YamlNode* key_of(const YamlNode& node, std::string_view key) {
  const auto found = std::ranges::find(node.children, key, &YamlNode::key);
  return node.is_map() && found != node.children.end() ? &*found : nullptr;
}

/// The path of the version to which a step moves the disagreement; empty: it does not.
std::string moved_to(const YamlNode& step) {
  const YamlNode* move = key_of(step, "move");
  const YamlNode* to = move != nullptr ? key_of(*move, "to") : nullptr;
  return to != nullptr && to->is_scalar() ? to->text : std::string{};
}

/// The version in whose names a step is written. One that is refused moves nothing.
const Policy* governs_from(const YamlNode& step, const std::vector<LaterVersion>& later,
                           const Policy& before) {
  const YamlNode* expect = key_of(step, "expect");
  const auto found = std::ranges::find(later, moved_to(step), &LaterVersion::path);
  const bool refused = expect != nullptr && key_of(*expect, "refused") != nullptr;
  return found != later.end() && !refused ? found->policy : &before;
}

std::vector<std::string> later_versions(const YamlNode& file) {
  std::vector<std::string> paths;
  const YamlNode* steps = key_of(file, "steps");
  for (const YamlNode& step : steps != nullptr ? steps->children : std::vector<YamlNode>{}) {
    std::string path = moved_to(step);
    if (!path.empty() && std::ranges::find(paths, path) == paths.end()) {
      paths.push_back(std::move(path));
    }
  }
  return paths;
}

/// An empty file has no places of its own.
std::vector<Problem> nothing_written() {
  return {{{1, 1}, "nothing is written in this file", "begin it with `rehearsal:`"}};
}

}  // namespace

std::string to_text(const RuleName& name) {
  return name.scope + "." + name.id;
}

void RehearsalReading::report(Mark mark, std::string what, std::string mend) {
  problems.push_back({mark, std::move(what), std::move(mend)});
}

void RehearsalReading::report_unknown(Mark mark, std::string_view text, std::string_view kind,
                                      const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  report(mark, fmt::format("`{}` is no {}", text, kind), did_you_mean(text, views));
}

std::optional<Instant> RehearsalReading::time(const YamlNode& node, std::string_view name) {
  const auto text = scalar_text(node, name, problems);
  if (!text) {
    return std::nullopt;
  }
  const auto at = parse_local(zone, *text);
  if (!at) {
    report(node.mark, fmt::format("`{}`: {}", name, at.error()),
           "write a local time, such as 2026-04-02 16:30");
    return std::nullopt;
  }
  return *at;
}

std::optional<Instant> RehearsalReading::time(const Fields& fields, std::string_view key) {
  const YamlNode* node = fields.get(key);
  return node != nullptr ? time(*node, key) : std::nullopt;
}

PersonId RehearsalReading::person(const YamlNode& node, std::string_view name) {
  const auto text = scalar_text(node, name, problems);
  if (text && directory.person(PersonId{*text}) == nullptr) {
    std::vector<std::string> known;
    for (const Person& one : directory.people()) {
      known.push_back(one.id.text());
    }
    report_unknown(node.mark, *text, "person of the directory", known);
  }
  return PersonId{text.value_or("")};
}

AgencyId RehearsalReading::agency(const YamlNode& node, std::string_view name) {
  const auto text = scalar_text(node, name, problems);
  if (text && directory.agency(AgencyId{*text}) == nullptr) {
    std::vector<std::string> known;
    for (const Agency& one : directory.agencies()) {
      known.push_back(one.id.text());
    }
    report_unknown(node.mark, *text, "agency of the directory", known);
  }
  return AgencyId{text.value_or("")};
}

std::optional<RuleName> RehearsalReading::duty(const YamlNode& node, bool by_key) {
  if (by_key) {
    return find_rule(*this, node.key, node.key_mark, false);
  }
  const auto text = scalar_text(node, "duty", problems);
  return text ? find_rule(*this, *text, node.mark, false) : std::nullopt;
}

std::optional<RuleName> RehearsalReading::exit(const YamlNode& node) {
  const auto text = scalar_text(node, "exit", problems);
  return text ? find_rule(*this, *text, node.mark, true) : std::nullopt;
}

std::string RehearsalReading::stage(const YamlNode& node, std::string_view name) {
  const auto text = scalar_text(node, name, problems);
  std::vector<std::string> known;
  for (const Stage& one : policy.stages) {
    known.push_back(one.id);
  }
  if (text && std::ranges::find(known, *text) == known.end()) {
    report_unknown(node.mark, *text, "stage of the policy", known);
  }
  return text.value_or("");
}

const FactRule* RehearsalReading::fact(std::string_view id, Mark mark) {
  const FactRule* rule = policy.fact(id);
  if (rule == nullptr) {
    std::vector<std::string> known;
    for (const FactRule& one : policy.facts) {
      known.push_back(one.id);
    }
    report_unknown(mark, id, "fact of the policy", known);
  }
  return rule;
}

std::string RehearsalReading::holder(const FactRule& rule, std::string_view name, Mark mark) {
  switch (rule.held_by) {
    case HeldBy::Case:
      if (!name.empty()) {
        report(mark, fmt::format("`{}` has one answer for the whole disagreement", rule.id),
               "delete whom it is about");
      }
      return "";
    case HeldBy::EachSide:
      if (directory.agency(AgencyId{std::string{name}}) == nullptr) {
        report(mark, fmt::format("`{}` is answered by each side", rule.id),
               fmt::format("name the agency whose answer it is: `{}: {{{}: word}}`", rule.id,
                           directory.agencies().empty() ? "agency"
                                                        : directory.agencies().front().id.text()));
      }
      return std::string{name};
    case HeldBy::EachChild: {
      const auto child = children.find(name);
      if (child == children.end()) {
        report(mark, fmt::format("`{}` is answered for each child", rule.id),
               fmt::format("name the child by the reference under `children`: `{}: "
                           "{{reference: word}}`",
                           rule.id));
        return "";
      }
      return child->second;
    }
  }
  return "";
}

void RehearsalReading::check_word(const FactRule& rule, std::string_view word, Mark mark) {
  if (rule.kind == FactKind::Words && !rule.or_else &&
      std::ranges::find(rule.one_of, word) == rule.one_of.end()) {
    report_unknown(mark, word, fmt::format("answer to `{}`", rule.id), rule.one_of);
  }
}

GivenFact RehearsalReading::fact_value(const FactRule& rule, const std::string& of,
                                       const YamlNode& node) {
  GivenFact given;
  given.fact = rule.id;
  given.holder = of;
  if (rule.kind == FactKind::Moment && node.is_scalar()) {
    given.moment = time(node, rule.id);
    return given;
  }
  if (node.is_list()) {
    for (const YamlNode& item : node.children) {
      if (const auto text = scalar_text(item, rule.id, problems)) {
        check_word(rule, *text, item.mark);
        given.words.push_back(*text);
      }
    }
    return given;
  }
  if (const auto text = scalar_text(node, rule.id, problems)) {
    check_word(rule, *text, node.mark);
    given.words.push_back(*text);
  }
  return given;
}

Texts RehearsalReading::says(const Fields& fields, const std::vector<std::string>& asked) {
  Texts texts;
  const YamlNode* node = fields.get("says");
  if (node == nullptr) {
    return texts;
  }
  if (node->is_map()) {
    for (const YamlNode& child : node->children) {
      if (!asked.empty() && std::ranges::find(asked, child.key) == asked.end()) {
        report_unknown(child.key_mark, child.key, "text that the procedure asks for here", asked);
      }
      texts.emplace_back(child.key, scalar_text(child, child.key, problems).value_or(""));
    }
    return texts;
  }
  std::string text = scalar_text(*node, "says", problems).value_or("");
  if (text == "all") {
    text = "As said on the day.";
  }
  for (const std::string& label : asked) {
    texts.emplace_back(label, text);
  }
  if (asked.empty()) {
    texts.emplace_back("what was said", text);
  }
  return texts;
}

std::expected<RehearsalHead, std::vector<Problem>> read_rehearsal_head(const YamlNode& file) {
  if (file.kind == YamlNode::Kind::Empty) {
    return std::unexpected(nothing_written());
  }
  std::vector<Problem> problems;
  const Fields fields{file, rehearsal_shapes::kRehearsal, problems};
  RehearsalHead head = read_head(fields);
  head.later = later_versions(file);
  if (!problems.empty()) {
    return std::unexpected(std::move(problems));
  }
  return head;
}

std::expected<Rehearsal, std::vector<Problem>> read_rehearsal(
    const YamlNode& file, const Policy& policy, const Directory& directory, const Zone& zone,
    const std::vector<LaterVersion>& later) {
  if (file.kind == YamlNode::Kind::Empty) {
    return std::unexpected(nothing_written());
  }
  RehearsalReading reading{policy, directory, zone, {}, {}};
  const Fields fields{file, rehearsal_shapes::kRehearsal, reading.problems};
  Rehearsal rehearsal;
  rehearsal.head = read_head(fields);
  std::optional<Instant> before;
  const Policy* governs = &policy;
  for (const YamlNode& node : fields.list("steps")) {
    governs = governs_from(node, later, *governs);
    // In the names of the version that governs then, where it was moved to another.
    RehearsalReading then{*governs, directory, zone, {}, reading.children};
    rehearsal.steps.push_back(read_step(then, node, before));
    reading.children = std::move(then.children);
    std::ranges::move(then.problems, std::back_inserter(reading.problems));
    before = rehearsal.steps.back().at;
  }
  if (const YamlNode* steps = fields.need("steps")) {
    check_expects(reading, rehearsal, steps->key_mark);
  }
  if (!reading.problems.empty()) {
    std::ranges::stable_sort(reading.problems, {}, &Problem::mark);
    return std::unexpected(std::move(reading.problems));
  }
  return rehearsal;
}

}  // namespace accord
