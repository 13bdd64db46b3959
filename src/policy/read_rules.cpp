#include <fmt/format.h>

#include <algorithm>

#include "policy/nearest.hpp"
#include "policy/reading.hpp"
#include "policy/shapes.hpp"

namespace accord::reading {
namespace {

template <typename Meaning, std::size_t N>
using Table = std::array<std::pair<std::string_view, Meaning>, N>;

constexpr Table<FactKind, 3> kFactKinds{
    {{"words", FactKind::Words}, {"moment", FactKind::Moment}, {"text", FactKind::Text}}};
constexpr Table<HeldBy, 3> kHeldBy{
    {{"case", HeldBy::Case}, {"each_side", HeldBy::EachSide}, {"each_child", HeldBy::EachChild}}};
constexpr Table<Asked, 5> kAsked{{{"scope", Asked::Scope},
                                  {"matter", Asked::Matter},
                                  {"child", Asked::Child},
                                  {"timescale", Asked::Timescale},
                                  {"later", Asked::Later}}};
constexpr Table<PostIn, 15> kPostIn{{{"own agency", PostIn::OwnAgency},
                                     {"raising agency", PostIn::RaisingAgency},
                                     {"responding agency", PostIn::RespondingAgency},
                                     {"partnership", PostIn::Partnership},
                                     {"social care", PostIn::Sector},
                                     {"health", PostIn::Sector},
                                     {"police", PostIn::Sector},
                                     {"education", PostIn::Sector},
                                     {"early years", PostIn::Sector},
                                     {"probation", PostIn::Sector},
                                     {"voluntary", PostIn::Sector},
                                     {"faith", PostIn::Sector},
                                     {"housing", PostIn::Sector},
                                     {"district council", PostIn::Sector},
                                     {"justice", PostIn::Sector}}};

void read_fact_kind(const Fields& fields, FactRule& fact) {
  fact.one_of = fields.texts("one_of");
  if (const YamlNode* words = fields.get("one_of");
      words != nullptr && words->is_scalar() && words->text.contains(',')) {
    fields.report(words->mark, fmt::format("`{}` is one word here", shortened(words->text)),
                  fmt::format("put the words in brackets: `one_of: [{}]`", words->text));
  }
  if (fields.has("one_of")) {
    fact.kind = fields.choice("kind", kFactKinds, FactKind::Words);
    if (fact.kind != FactKind::Words) {
      fields.report(fields.get("kind")->mark, "a fact with `one_of` is of words",
                    "delete `kind`, or delete `one_of`");
    } else if (fact.one_of.empty()) {
      fields.report(fields.get("one_of")->mark, "`one_of` has no words", "list the words");
    }
    return;
  }
  if (const YamlNode* kind = fields.get("kind")) {
    fact.kind = fields.choice("kind", kFactKinds, FactKind::Moment);
    if (fact.kind == FactKind::Words) {
      fields.report(kind->mark, "a fact of words needs its words", "add `one_of: [word, word]`");
    }
    return;
  }
  fields.report(fields.mark(), "the fact does not say what it is",
                "add `one_of: [word, word]`, `kind: moment` or `kind: text`");
}

/// The word that holds while nobody has answered: one of the fact's own, of the whole disagreement.
void read_default(const Fields& fields, FactRule& fact) {
  const YamlNode* node = fields.get("default");
  if (node == nullptr) {
    return;
  }
  const std::string word = fields.text("default");
  if (fact.required) {
    fields.report(node->key_mark, "`default` stands beside `required`",
                  "keep one: what has to be answered to raise is never left open");
  } else if (fact.kind != FactKind::Words || fact.held_by != HeldBy::Case) {
    fields.report(node->key_mark, "`default` goes with a fact of words that the whole has once",
                  "delete it, or write `one_of` and leave `held_by` out");
  } else if (!word.empty() && std::ranges::find(fact.one_of, word) == fact.one_of.end()) {
    const std::vector<std::string_view> words{fact.one_of.begin(), fact.one_of.end()};
    fields.report(node->mark, fmt::format("`{}` is none of the fact's words", shortened(word)),
                  did_you_mean(word, words));
  } else {
    fact.taken_as = word;
  }
}

FactRule read_fact(const YamlNode& node, Problems& problems) {
  FactRule fact;
  fact.id = node.key;
  check_id(fact.id, node.key_mark, problems);
  const Fields fields{node, shapes::kFact, problems};
  if (!node.is_map()) {
    return fact;
  }
  fact.was = fields.texts("was");
  fact.asks = fields.need_text("asks");
  fact.hint = fields.text("hint");
  read_fact_kind(fields, fact);
  fact.several = fields.flag("several");
  fact.or_else = fields.flag("or_else");
  fact.fastest_first = fields.flag("fastest_first");
  for (const std::string_view key : {"several", "or_else", "fastest_first"}) {
    if (fact.kind != FactKind::Words && fields.has(key)) {
      fields.report(fields.get(key)->key_mark, fmt::format("`{}` goes with `one_of` only", key),
                    "delete it");
    }
  }
  fact.held_by = fields.choice("held_by", kHeldBy, HeldBy::Case);
  fact.slower_by = read_who(fields, "slower_by", problems);
  if (!fact.slower_by.empty() && !fact.fastest_first) {
    fields.report(fields.get("slower_by")->key_mark, "`slower_by` goes with `fastest_first` only",
                  "add `fastest_first: true`, or write `set_by`");
  }
  fact.set_by = read_who(fields, "set_by", problems);
  fact.when = read_condition(fields, "when", problems);
  fact.asked = fields.choice("asked", kAsked, Asked::Later);
  fact.required = fields.flag("required");
  read_default(fields, fact);
  fact.source = read_source(fields);
  fact.source.mark = node.key_mark;
  return fact;
}

RoleAlternative read_alternative(const Fields& fields, Problems& problems) {
  RoleAlternative alternative;
  alternative.post = fields.need_text("post");
  alternative.in = fields.choice("in", kPostIn, PostIn::OwnAgency);
  if (alternative.in == PostIn::Sector) {
    alternative.sector = fields.text("in");
  }
  alternative.when = read_condition(fields, "when", problems);
  alternative.proxy = fields.flag("proxy");
  if (const YamlNode* levels = fields.get("levels")) {
    alternative.levels = fields.whole("levels");
    if (alternative.levels < 1) {
      fields.report(levels->mark, "`levels` counts posts above who speaks",
                    "write 1 or more, or delete it");
      alternative.levels = 1;
    } else if (alternative.post != "line_manager") {
      fields.report(levels->key_mark, "`levels` goes with `post: line_manager` only",
                    "delete it, or write `post: line_manager`");
    }
  }
  return alternative;
}

RoleRule read_role(const YamlNode& node, Problems& problems) {
  RoleRule role;
  role.id = node.key;
  check_id(role.id, node.key_mark, problems);
  if (std::ranges::find(kBuiltInRoles, role.id) != kBuiltInRoles.end()) {
    problems.push_back({node.key_mark, fmt::format("`{}` is a role that every policy has", role.id),
                        "choose another id"});
  }
  const Fields fields{node, shapes::kRole, problems};
  if (!node.is_map()) {
    return role;
  }
  role.title = fields.need_text("title");
  role.source = read_source(fields);
  role.source.mark = node.key_mark;
  if (!fields.has("any_of")) {
    role.alternatives.push_back(read_alternative(fields, problems));
    return role;
  }
  for (const std::string_view key : {"post", "in", "when", "proxy", "levels"}) {
    if (fields.has(key)) {
      fields.report(fields.get(key)->key_mark, fmt::format("`{}` stands beside `any_of`", key),
                    "write it in an item of `any_of`");
    }
  }
  for (const YamlNode& item : fields.list("any_of")) {
    const Fields alternative{item, shapes::kRoleAlternative, problems};
    if (item.is_map()) {
      role.alternatives.push_back(read_alternative(alternative, problems));
    }
  }
  if (role.alternatives.empty()) {
    fields.report(fields.get("any_of")->mark, "`any_of` has no post", "add `{post: …, in: …}`");
  }
  return role;
}

/// Until when a right or an exit stands open: limits alone, since nothing is aimed at or agreed.
Clock read_until(const Fields& fields, const Source& owner, Problems& problems) {
  const YamlNode* node = fields.get("until");
  Clock until = read_clock(fields, "until", owner, problems);
  for (const Bound& bound : until) {
    if (bound.unless_both_agree || bound.aim || bound.local_target) {
      problems.push_back(
          {bound.source.mark, "`until` has neither `unless` nor an aim",
           "delete it: what has lapsed is not agreed, and nobody is reminded of it"});
    } else if (!states_a_time(bound.within)) {
      problems.push_back({node->mark, "`until` is a time, and this gives none",
                          "delete `until` where the document gives no time"});
    }
  }
  return until;
}

void read_owers(const Fields& fields, DutyRule& duty, Problems& problems) {
  duty.owed_by = read_who(fields, "owed_by", problems);
  duty.open_to = read_who(fields, "open_to", problems);
  if (fields.has("owed_by") == fields.has("open_to")) {
    fields.report(fields.mark(),
                  fields.has("owed_by") ? "a duty has `owed_by` and `open_to`"
                                        : "nobody owes the duty and nobody may use it",
                  "write `owed_by` for a duty, or `open_to` for a right");
  }
  if (!fields.has("open_to")) {
    if (const YamlNode* until = fields.get("until")) {
      fields.report(until->key_mark, "a duty has no `until`",
                    "write `due`, or `open_to` in place of `owed_by`");
    }
    return;
  }
  for (const std::string_view key : {"due", "met_when"}) {
    if (fields.has(key)) {
      fields.report(fields.get(key)->key_mark, fmt::format("a right has no `{}`", key),
                    "delete it, or write `owed_by` in place of `open_to`");
    }
  }
}

DutyRule read_duty(const YamlNode& node, Problems& problems) {
  DutyRule duty;
  const Fields fields{node, shapes::kDuty, problems};
  if (!node.is_map()) {
    return duty;
  }
  duty.id = read_id(fields, problems);
  duty.was = fields.texts("was");
  duty.what = fields.need_text("what");
  duty.source = read_source(fields);
  read_owers(fields, duty, problems);
  duty.to = read_who(fields, "to", problems);
  duty.when = read_condition(fields, "when", problems);
  duty.due = read_clock(fields, "due", duty.source, problems);
  duty.until = read_until(fields, duty.source, problems);
  duty.met_when = read_optional_condition(fields, "met_when", problems);
  duty.record = fields.texts("record");
  duty.modes = fields.texts("modes");
  if (const YamlNode* meeting = fields.get("meeting")) {
    duty.meeting = read_meeting(*meeting, problems);
  }
  const Proof usual = duty.meeting ? Proof::Meeting : Proof::Record;
  duty.proof = fields.choice("proof", kProofWords, usual);
  duty.purpose = fields.choice("purpose", kPurposeWords, Purpose::None);
  duty.advised = fields.flag("advised");
  duty.note = fields.text("note");
  return duty;
}

void read_takers(const Fields& fields, ExitRule& exit, Problems& problems) {
  const YamlNode* by = fields.get("by");
  if (by != nullptr && by->is_scalar() && (by->text == "not_stated" || by->text == "not stated")) {
    exit.by_not_stated = true;
  } else if (by != nullptr) {
    exit.by = read_who(*by, problems);
    if (by->is_list() && by->children.empty()) {
      fields.report(by->mark, "`by` is an empty list",
                    "name who takes the exit, or delete `by`: then it fires by itself");
    }
  }
}

ExitRule read_exit(const YamlNode& node, Problems& problems) {
  ExitRule exit;
  const Fields fields{node, shapes::kExit, problems};
  if (!node.is_map()) {
    return exit;
  }
  exit.id = read_id(fields, problems);
  exit.was = fields.texts("was");
  exit.title = fields.text("title");
  exit.source = read_source(fields);
  if (fields.has("go") == fields.has("end")) {
    fields.report(fields.mark(),
                  fields.has("go") ? "an exit has `go` and `end`" : "the exit leads nowhere",
                  "write `go:` with a stage, or `end:` with an outcome");
  }
  exit.go = fields.text("go");
  if (fields.has("end")) {
    exit.end = fields.choice("end", kOutcomeWords, OutcomeKind::Agreed);
  }
  exit.stands_with = read_who(fields, "stands_with", problems);
  if (fields.has("stands_with") && exit.end != OutcomeKind::Stands) {
    fields.report(fields.get("stands_with")->key_mark, "`stands_with` goes with `end: stands` only",
                  "delete it, or write `end: stands`");
  }
  read_takers(fields, exit, problems);
  exit.when = read_condition(fields, "when", problems);
  exit.until = read_until(fields, exit.source, problems);
  exit.record = fields.texts("record");
  exit.skips = fields.texts("skips");
  exit.signpost = fields.text("signpost");
  exit.note = fields.text("note");
  return exit;
}

void read_duties(const Fields& fields, Stage& stage, Problems& problems) {
  for (const YamlNode& node : fields.list("duties")) {
    stage.duties.push_back(read_duty(node, problems));
  }
}

void read_exits(const Fields& fields, Stage& stage, Problems& problems) {
  for (const YamlNode& node : fields.list("exits")) {
    stage.exits.push_back(read_exit(node, problems));
  }
}

void read_representatives(const Fields& fields, Stage& stage, Problems& problems) {
  const YamlNode* node = fields.get("representatives");
  if (node == nullptr) {
    return;
  }
  if (node->is_scalar() && node->text == "none") {
    stage.no_representatives = true;
  } else if (node->is_map()) {
    stage.representatives = read_who(*node, problems);
  } else {
    fields.report(node->mark, "`representatives` says for each side who speaks for it",
                  "write `{each_side: line_manager}`, or `none`");
  }
}

}  // namespace

std::vector<FactRule> read_facts(const Fields& policy, Problems& problems) {
  std::vector<FactRule> facts;
  for (const YamlNode& node : policy.map("facts")) {
    facts.push_back(read_fact(node, problems));
  }
  return facts;
}

std::vector<RoleRule> read_roles(const Fields& policy, Problems& problems) {
  std::vector<RoleRule> roles;
  for (const YamlNode& node : policy.map("roles")) {
    roles.push_back(read_role(node, problems));
  }
  return roles;
}

Stage read_stage(const YamlNode& node, Problems& problems) {
  Stage stage;
  const Fields fields{node, shapes::kStage, problems};
  if (!node.is_map()) {
    return stage;
  }
  static constexpr std::array<std::pair<std::string_view, bool>, 1> kTiers{{{"up_the_line", true}}};
  stage.id = read_id(fields, problems);
  stage.was = fields.texts("was");
  if (const YamlNode* before = fields.get("before")) {
    fields.report(before->mark, "`before` stands in a policy that extends none",
                  "delete it: stages are in the order in which they stand");
  }
  stage.title = fields.need_text("title");
  stage.summary = fields.text("summary");
  stage.source = read_source(fields);
  read_representatives(fields, stage, problems);
  stage.tiers_up_the_line = fields.choice("tiers", kTiers, false);
  stage.settle = read_clock(fields, "settle", stage.source, problems);
  stage.settled_by = read_who(fields, "settled_by", problems);
  if (!fields.has("settled_by")) {
    stage.settled_by = {
        RoleRef{.side = SideSelector::EachSide, .alternatives = {"representative"}}};
  }
  read_duties(fields, stage, problems);
  read_exits(fields, stage, problems);
  stage.note = fields.text("note");
  return stage;
}

Stage read_scope(const Fields& policy, std::string_view key, const Shape& shape,
                 std::string_view title, Problems& problems) {
  Stage stage;
  stage.id = key;
  stage.title = title;
  stage.no_representatives = true;
  const YamlNode* node = policy.get(key);
  if (node == nullptr) {
    return stage;
  }
  const Fields fields{*node, shape, problems};
  if (!node->is_map()) {
    return stage;
  }
  stage.source = read_source(fields);
  stage.source.mark = node->key_mark;
  read_duties(fields, stage, problems);
  if (shape.has("exits")) {
    read_exits(fields, stage, problems);
  }
  stage.note = fields.text("note");
  return stage;
}

}  // namespace accord::reading
