#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "rehearsal/reading.hpp"
#include "rehearsal/shapes.hpp"

namespace accord {

namespace {

namespace shapes = rehearsal_shapes;

constexpr std::string_view kNone = "none";
constexpr std::string_view kNobody = "nobody";
constexpr std::string_view kCap = "cap";

bool is_word(const YamlNode& node, std::string_view word) {
  return node.is_scalar() && node.text == word;
}

/// The items of a list, or the one thing that stands there.
std::span<const YamlNode> one_or_all(const YamlNode& node) {
  return node.is_list() ? std::span<const YamlNode>{node.children}
                        : std::span<const YamlNode>{&node, 1};
}

/// The key of a map's child, to be read as a name.
YamlNode key_of(const YamlNode& node) {
  YamlNode name;
  name.kind = YamlNode::Kind::Scalar;
  name.text = node.key;
  name.mark = node.key_mark;
  return name;
}

/// Collects what one step expects.
struct Expecting {
  RehearsalReading& reading;
  RehearsedStep& step;

  template <typename What>
  void add(Mark mark, What what) {
    step.expected.push_back({mark, std::move(what)});
  }

  [[nodiscard]] std::optional<ExpectDeadline::Time> time_or_none(const YamlNode& node,
                                                                 std::string_view name) {
    if (is_word(node, kNone)) {
      return ExpectDeadline::Time{};
    }
    return ExpectDeadline::Time{reading.time(node, name)};
  }
};

void read_deadline(Expecting& to, const YamlNode& node) {
  ExpectDeadline deadline;
  if (node.key != kCap) {
    deadline.duty = to.reading.duty(node, true);
    if (!deadline.duty) {
      return;
    }
  }
  if (!node.is_map()) {
    deadline.due = to.time_or_none(node, node.key);
    to.add(node.key_mark, std::move(deadline));
    return;
  }
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kBinds{
      {{"cap", "cap"},
       {"child_timescale", "child_timescale"},
       {"local_target", "local_target"},
       {"limit", "limit"}}};
  const Fields fields{node, shapes::kDeadline, to.reading.problems};
  if (const YamlNode* due = fields.get("due")) {
    deadline.due = to.time_or_none(*due, "due");
  }
  if (const YamlNode* target = fields.get("target")) {
    deadline.target = to.time_or_none(*target, "target");
  }
  if (fields.has("local_target")) {
    deadline.local_target = fields.flag("local_target");
  }
  if (fields.has("late")) {
    deadline.late = fields.flag("late");
  }
  deadline.by = fields.choice("by", kBinds, std::string_view{});
  to.add(node.key_mark, std::move(deadline));
}

void read_duty_word(Expecting& to, const YamlNode& node) {
  static constexpr std::array<std::string_view, 6> kWords{"open",    "met",    "late",
                                                          "overdue", "lapsed", "none"};
  const auto duty = to.reading.duty(node, true);
  const auto word = scalar_text(node, node.key, to.reading.problems);
  if (!duty || !word) {
    return;
  }
  if (std::ranges::find(kWords, *word) == kWords.end()) {
    to.reading.report(node.mark, fmt::format("`{}` is no state of a duty", *word),
                      did_you_mean(*word, kWords));
  }
  to.add(node.key_mark, ExpectDuty{*duty, *word});
}

void read_people(Expecting& to, const YamlNode& node, ExpectPeople::What what) {
  ExpectPeople expected;
  expected.what = what;
  const auto duty = to.reading.duty(node, true);
  for (const YamlNode& one : one_or_all(node)) {
    expected.people.push_back(is_word(one, kNobody) ? PersonId{}
                                                    : to.reading.person(one, node.key));
  }
  if (duty) {
    expected.duty = *duty;
    to.add(node.key_mark, std::move(expected));
  }
}

void read_speaks(Expecting& to, const YamlNode& node) {
  const YamlNode name = key_of(node);
  ExpectSpeaks speaks;
  speaks.agency = to.reading.agency(name, "speaks");
  speaks.person = is_word(node, kNobody) ? PersonId{} : to.reading.person(node, node.key);
  to.add(node.key_mark, std::move(speaks));
}

void read_exits(Expecting& to, const YamlNode& node) {
  const Fields fields{node, shapes::kExits, to.reading.problems};
  for (const auto& [key, open] : {std::pair{"open", true}, std::pair{"closed", false}}) {
    for (const YamlNode& one : fields.one_or_list(key)) {
      if (const auto exit = to.reading.exit(one)) {
        to.add(one.mark, ExpectExit{*exit, open});
      }
    }
  }
}

void read_fact(Expecting& to, const YamlNode& node) {
  const FactRule* rule = to.reading.fact(node.key, node.key_mark);
  if (rule == nullptr) {
    return;
  }
  const auto add = [&](const YamlNode& value, std::string_view name, Mark mark) {
    const std::string holder = to.reading.holder(*rule, name, mark);
    ExpectFact expected{rule->id, holder, {}};
    for (const YamlNode& word : one_or_all(value)) {
      if (is_word(word, "not_known")) {
        continue;
      }
      if (const auto text = scalar_text(word, rule->id, to.reading.problems)) {
        if (rule->kind == FactKind::Moment) {
          static_cast<void>(to.reading.time(word, rule->id));
        }
        to.reading.check_word(*rule, *text, word.mark);
        expected.words.push_back(*text);
      }
    }
    to.add(mark, std::move(expected));
  };
  if (!node.is_map()) {
    add(node, "", node.key_mark);
    return;
  }
  for (const YamlNode& held : node.children) {
    add(held, held.key, held.key_mark);
  }
}

void read_changed(Expecting& to, const YamlNode& node) {
  const Fields fields{node, shapes::kChanged, to.reading.problems};
  ExpectChanged changed;
  const YamlNode* duty = fields.need("duty");
  if (duty != nullptr && !is_word(*duty, kCap)) {
    changed.duty = to.reading.duty(*duty);
  }
  changed.from = to.reading.time(fields, "from");
  changed.to = to.reading.time(fields, "to");
  changed.why = fields.text("why");
  to.add(node.mark, std::move(changed));
}

void read_shown(Expecting& to, const YamlNode& node) {
  const Fields fields{node, shapes::kShown, to.reading.problems};
  for (const YamlNode& place : node.children) {
    if (!shapes::kShown.has(place.key)) {
      continue;  // an unknown key, which `fields` has reported
    }
    for (const YamlNode& text : fields.one_or_list(place.key)) {
      to.add(
          text.mark,
          ExpectShown{place.key, scalar_text(text, place.key, to.reading.problems).value_or("")});
    }
  }
}

void read_sees(Expecting& to, const YamlNode& node) {
  static constexpr std::array<std::string_view, 4> kWords{"record", "form", "learning", "nothing"};
  const YamlNode name = key_of(node);
  ExpectSees expected{to.reading.person(name, "sees"), {}};
  const auto words = one_or_all(node);
  bool nothing = words.empty();
  for (const YamlNode& one : words) {
    const std::string word = scalar_text(one, node.key, to.reading.problems).value_or("nothing");
    if (std::ranges::find(kWords, word) == kWords.end()) {
      to.reading.report(one.mark, fmt::format("`{}` is nothing that somebody is shown", word),
                        did_you_mean(word, kWords));
    }
    expected.what.record = expected.what.record || word == "record";
    expected.what.form = expected.what.form || word == "form";
    expected.what.learning = expected.what.learning || word == "learning";
    nothing = nothing || word == "nothing";
  }
  if (expected.what.record || nothing) {
    if (words.size() != 1) {
      to.reading.report(node.key_mark,
                        nothing ? "nobody sees nothing and something"
                                : "the form and the learning points stand in the record",
                        nothing ? "write `nothing`, or what they see" : "write `record` alone");
    }
  }
  to.add(node.key_mark, std::move(expected));
}

void read_refused(Expecting& to, const Fields& fields) {
  const YamlNode* node = fields.get("refused");
  if (node == nullptr) {
    return;
  }
  ExpectRefused refused;
  if (node->is_map()) {
    const Fields parts{*node, shapes::kRefused, to.reading.problems};
    refused.because = parts.text("because");
    refused.clause = parts.text("clause");
    refused.instead = parts.text("instead");
  } else {
    refused.because = scalar_text(*node, "refused", to.reading.problems).value_or("");
  }
  to.step.refused.emplace(node->key_mark, std::move(refused));
}

/// Where things stand: the stage, the outcome, the child timescale.
void read_standing(Expecting& to, const Fields& fields) {
  if (const YamlNode* stage = fields.get("stage")) {
    to.add(stage->key_mark,
           ExpectStage{is_word(*stage, kNone) ? std::string{} : to.reading.stage(*stage, "stage")});
  }
  if (const YamlNode* tier = fields.get("tier")) {
    to.add(tier->key_mark, ExpectTier{fields.whole("tier")});
  }
  if (const YamlNode* child = fields.get("child_timescale")) {
    const auto at = to.time_or_none(*child, "child_timescale");
    to.add(child->key_mark, ExpectChildTimescale{at.value_or(std::nullopt)});
  }
  const YamlNode* skipped = fields.get("skipped");
  if (skipped != nullptr && skipped->is_list() && skipped->children.empty()) {
    to.add(skipped->key_mark, ExpectSkipped{});
  }
  for (const YamlNode& stage : fields.one_or_list("skipped")) {
    to.add(stage.mark, ExpectSkipped{to.reading.stage(stage, "skipped")});
  }
  if (const YamlNode* outcome = fields.get("outcome")) {
    const bool none = is_word(*outcome, kNone);
    to.add(outcome->key_mark,
           ExpectOutcome{
               none ? std::nullopt
                    : std::optional{fields.choice("outcome", kOutcomeWords, OutcomeKind::Agreed)}});
  }
  if (const YamlNode* finished = fields.get("finished")) {
    to.add(finished->key_mark, ExpectFinished{fields.flag("finished")});
  }
}

}  // namespace

void read_expect(RehearsalReading& reading, const YamlNode& node, RehearsedStep& step) {
  const Fields fields{node, shapes::kExpect, reading.problems};
  Expecting to{reading, step};
  read_refused(to, fields);
  read_standing(to, fields);
  for (const YamlNode& one : fields.map("deadlines")) {
    read_deadline(to, one);
  }
  for (const YamlNode& one : fields.map("duties")) {
    read_duty_word(to, one);
  }
  for (const YamlNode& one : fields.map("owed")) {
    read_people(to, one, ExpectPeople::What::Owed);
  }
  for (const YamlNode& one : fields.map("told")) {
    read_people(to, one, ExpectPeople::What::Told);
  }
  for (const YamlNode& one : fields.map("speaks")) {
    read_speaks(to, one);
  }
  if (const YamlNode* exits = fields.get("exits")) {
    read_exits(to, *exits);
  }
  for (const YamlNode& one : fields.map("facts")) {
    read_fact(to, one);
  }
  for (const YamlNode& one : fields.one_or_list("changed")) {
    read_changed(to, one);
  }
  if (const YamlNode* shown = fields.get("shown")) {
    read_shown(to, *shown);
  }
  for (const YamlNode& one : fields.map("sees")) {
    read_sees(to, one);
  }
}

}  // namespace accord
