#include <fmt/format.h>

#include <algorithm>

#include "rehearsal/reading.hpp"
#include "rehearsal/shapes.hpp"

namespace accord {

namespace {

namespace shapes = rehearsal_shapes;

/// Asked by the engine of everybody who raises; one text may stand for all four.
constexpr std::string_view kEvidence = "It is written down in the rehearsal.";

PersonId person_of(RehearsalReading& reading, const Fields& fields, std::string_view key) {
  const YamlNode* node = fields.get(key);
  return node != nullptr ? reading.person(*node, key) : PersonId{};
}

AgencyId agency_of(RehearsalReading& reading, const Fields& fields, std::string_view key) {
  const YamlNode* node = fields.get(key);
  return node != nullptr ? reading.agency(*node, key) : AgencyId{};
}

/// An action names who does it and by when; with `how` it is an outstanding issue.
Undertake read_undertake(RehearsalReading& reading, const YamlNode& node) {
  const Fields fields{node, shapes::kUndertake, reading.problems};
  Undertake undertake;
  undertake.what = fields.need_text("what");
  undertake.how = fields.text("how");
  undertake.kind =
      fields.has("how") ? Undertaking::Kind::OutstandingIssue : Undertaking::Kind::Action;
  static_cast<void>(fields.need("who"));
  undertake.agency = agency_of(reading, fields, "who");
  undertake.person = person_of(reading, fields, "person");
  static_cast<void>(fields.need("by"));
  undertake.due = reading.time(fields, "by").value_or(Instant{});
  return undertake;
}

std::vector<Undertake> read_undertakes(RehearsalReading& reading, const Fields& fields,
                                       std::string_view key) {
  std::vector<Undertake> list;
  for (const YamlNode& node : fields.list(key)) {
    list.push_back(read_undertake(reading, node));
  }
  return list;
}

Matter read_matter(RehearsalReading& reading, const Fields& raise) {
  Matter matter;
  matter.summary = raise.need_text("about");
  matter.what = matter.summary;
  matter.why = kEvidence;
  matter.change = kEvidence;
  matter.child = kEvidence;
  if (const YamlNode* node = raise.get("matter")) {
    const Fields fields{*node, shapes::kMatter, reading.problems};
    const auto take = [&](std::string_view key, std::string& into) {
      if (fields.has(key)) {
        into = fields.text(key);
      }
    };
    take("what", matter.what);
    take("why", matter.why);
    take("change", matter.change);
    take("child", matter.child);
  }
  return matter;
}

void read_sides(RehearsalReading& reading, const Fields& fields, const Actor& by, Raise& raise) {
  raise.sides.push_back({by.agency, by.person});
  static_cast<void>(fields.need("with"));
  for (const YamlNode& node : fields.one_or_list("with")) {
    Side side;
    if (node.is_map()) {
      const Fields with{node, shapes::kWith, reading.problems};
      static_cast<void>(with.need("agency"));
      side.agency = agency_of(reading, with, "agency");
      side.worker = person_of(reading, with, "worker");
    } else {
      side.agency = reading.agency(node, "with");
    }
    raise.sides.push_back(std::move(side));
  }
}

/// A child's keys are its reference, its age, what it is (`is: adult`) and the facts that the
/// policy asks of each child.
void read_children(RehearsalReading& reading, const Fields& fields, Raise& raise) {
  for (const YamlNode& node : fields.list("children")) {
    Child child;
    child.id = fmt::format("child-{}", raise.children.size() + 1);
    child.reference = child.id;
    for (const YamlNode& part : node.children) {
      const std::string text =
          part.is_scalar() ? scalar_text(part, part.key, reading.problems).value_or("") : "";
      if (part.key == "reference") {
        child.reference = text;
      } else if (part.key == "other_reference") {
        child.other_reference = text;
      } else if (part.key == "age") {
        child.age_band = text;
      } else if (part.key == "is") {
        child.kind = text == "child" ? "" : text;
      } else if (const FactRule* rule = reading.fact(part.key, part.key_mark)) {
        if (rule->held_by == HeldBy::EachChild) {
          raise.facts.push_back(reading.fact_value(*rule, child.id, part));
        } else {
          reading.report(part.key_mark, fmt::format("`{}` is not asked of each child", part.key),
                         "move it to `facts`");
        }
      }
    }
    if (!node.is_map()) {
      reading.report(node.mark, "a child is written as keys",
                     "write - {reference: A1, age: 1 to 4}");
    }
    reading.children.emplace(child.reference, child.id);
    raise.children.push_back(std::move(child));
  }
}

/// `urgency: urgent`, or for each that holds one `level: {csc: 3, school: 4}`.
void read_facts(RehearsalReading& reading, const Fields& fields, Raise& raise) {
  for (const YamlNode& node : fields.map("facts")) {
    const FactRule* rule = reading.fact(node.key, node.key_mark);
    if (rule == nullptr) {
      continue;
    }
    if (!node.is_map()) {
      const std::string holder = reading.holder(*rule, "", node.key_mark);
      raise.facts.push_back(reading.fact_value(*rule, holder, node));
      continue;
    }
    for (const YamlNode& held : node.children) {
      const std::string holder = reading.holder(*rule, held.key, held.key_mark);
      raise.facts.push_back(reading.fact_value(*rule, holder, held));
    }
  }
}

UsedBefore read_before(RehearsalReading& reading, const YamlNode& node) {
  UsedBefore used;
  const YamlNode* name = &node;
  std::optional<Fields> fields;
  if (node.is_map()) {
    fields.emplace(node, shapes::kBefore, reading.problems);
    name = fields->need("duty");
    used.happened = reading.time(*fields, "happened");
    used.evidence.mode = fields->text("mode");
  }
  const auto duty = name != nullptr ? reading.duty(*name) : std::nullopt;
  if (!duty) {
    return used;
  }
  used.id = duty->id;
  if (duty->scope != "start") {
    reading.report(name->mark, fmt::format("`{}` is no step before raising", to_text(*duty)),
                   "name a duty of `start`");
  }
  const DutyRule* rule = reading.policy.duty(duty->scope, duty->id);
  if (fields && rule != nullptr) {
    used.evidence.texts = reading.says(*fields, rule->record);
  }
  return used;
}

Raise read_raise(RehearsalReading& reading, const YamlNode& node, Actor& by) {
  const Fields fields{node, shapes::kRaise, reading.problems};
  Raise raise;
  raise.partnership = PartnershipId{reading.policy.id};
  raise.reference = "REHEARSE";
  read_sides(reading, fields, by, raise);
  raise.matter = read_matter(reading, fields);
  raise.talked_to = fields.text("talked_to");
  raise.happened = reading.time(fields, "happened");
  read_children(reading, fields, raise);
  read_facts(reading, fields, raise);
  for (const YamlNode& used : fields.list("before")) {
    raise.before.push_back(read_before(reading, used));
  }
  if (const YamlNode* child = fields.get("child_timescale")) {
    const Fields limit{*child, shapes::kChildTimescale, reading.problems};
    static_cast<void>(limit.need("to"));
    raise.child_timescale = reading.time(limit, "to");
    raise.child_timescale_reason = limit.text("why");
  }
  return raise;
}

Seat read_seat(RehearsalReading& reading, const YamlNode& node) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSeats{
      {{"chair", "chair"}, {"must", "must"}, {"member", "member"}, {"hears", "hears"}}};
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kVotes{
      {{"for", "for"}, {"against", "against"}, {"abstains", "abstains"}}};
  const Fields fields{node, shapes::kSeat, reading.problems};
  Seat seat;
  seat.role = fields.choice("role", kSeats, std::string_view{"member"});
  seat.person = person_of(reading, fields, "person");
  seat.vote = fields.choice("vote", kVotes, std::string_view{});
  seat.conflict = fields.text("conflict");
  seat.agency = agency_of(reading, fields, "agency");
  if (seat.agency.empty()) {
    if (const Person* person = reading.directory.person(seat.person)) {
      seat.agency = person->agency;
    }
  }
  return seat;
}

void read_record(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kRecord, reading.problems};
  RecordDone record;
  if (const YamlNode* duty = fields.need("duty")) {
    act.duty = reading.duty(*duty);
  }
  act.action = fields.text("action");
  record.happened = reading.time(fields, "happened");
  record.evidence.mode = fields.text("mode");
  for (const YamlNode& person : fields.one_or_list("participants")) {
    record.evidence.participants.push_back(reading.person(person, "participants"));
  }
  for (const YamlNode& seat : fields.list("seats")) {
    record.evidence.seats.push_back(read_seat(reading, seat));
  }
  record.evidence.minutes = fields.text("minutes");
  record.evidence.decision = fields.text("decision");
  record.actions = read_undertakes(reading, fields, "actions");
  if (act.duty) {
    record.scope = act.duty->scope;
    record.id = act.duty->id;
    const DutyRule* rule = reading.policy.duty(record.scope, record.id);
    record.evidence.texts =
        reading.says(fields, rule != nullptr ? rule->record : std::vector<std::string>{});
  }
  act.command = std::move(record);
}

void read_take(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kTake, reading.problems};
  TakeExit take;
  const YamlNode* name = fields.need("exit");
  if (const auto exit = name != nullptr ? reading.exit(*name) : std::nullopt) {
    take.scope = exit->scope;
    take.exit = exit->id;
    take.record = reading.says(fields, reading.policy.exit(exit->scope, exit->id)->record);
  }
  take.choice = fields.text("leads");
  take.outstanding = read_undertakes(reading, fields, "outstanding");
  act.command = std::move(take);
}

void read_decline(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kDecline, reading.problems};
  DeclineTerms decline;
  const YamlNode* name = fields.need("exit");
  if (const auto exit = name != nullptr ? reading.exit(*name) : std::nullopt) {
    decline.scope = exit->scope;
    decline.exit = exit->id;
  }
  decline.reason = fields.text("why");
  act.command = std::move(decline);
}

void read_set(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kSet, reading.problems};
  SetFact set;
  const YamlNode* to = fields.need("to");
  const YamlNode* name = fields.need("fact");
  const FactRule* rule =
      name != nullptr ? reading.fact(fields.need_text("fact"), name->mark) : nullptr;
  if (rule != nullptr && to != nullptr) {
    const std::string of = reading.holder(*rule, fields.text("of"),
                                          fields.has("of") ? fields.get("of")->mark : name->mark);
    set.fact = reading.fact_value(*rule, of, *to);
  }
  set.reason = fields.text("why");
  act.command = std::move(set);
}

void read_child_timescale(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kChildTimescale, reading.problems};
  SetChildTimescale set;
  if (fields.need_text("to") != "lifted") {
    set.to = reading.time(fields, "to");
  }
  set.reason = fields.text("why");
  act.command = std::move(set);
}

void read_agree_date(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kAgreeDate, reading.problems};
  AgreeDate agree;
  if (const YamlNode* duty = fields.need("duty")) {
    act.duty = reading.duty(*duty);
  }
  static_cast<void>(fields.need("to"));
  agree.to = reading.time(fields, "to").value_or(Instant{});
  agree.reason = fields.text("why");
  act.command = std::move(agree);
}

void read_correct(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kCorrect, reading.problems};
  Correct correct;
  if (const YamlNode* duty = fields.get("duty")) {
    act.duty = reading.duty(*duty);
  } else if (fields.has("entry")) {
    correct.sequence = fields.whole("entry");
  } else {
    fields.report(node.mark, "what is corrected is not said", "add `duty:` or `entry:`");
  }
  correct.text = fields.text("says");
  correct.happened = reading.time(fields, "happened");
  act.command = std::move(correct);
}

void read_rebind(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kRebind, reading.problems};
  Rebind rebind;
  if (const YamlNode* duty = fields.get("duty")) {
    act.duty = reading.duty(*duty);
  } else if (fields.has("side")) {
    act.side = agency_of(reading, fields, "side");
  } else {
    act.side = act.by.agency;
  }
  static_cast<void>(fields.need("person"));
  rebind.person = person_of(reading, fields, "person");
  rebind.role = fields.text("role");
  rebind.reason = fields.text("why");
  act.command = std::move(rebind);
}

void read_move(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  const Fields fields{node, shapes::kMove, reading.problems};
  MovePolicy move;
  move.stage = fields.text("stage");
  move.reason = fields.text("why");
  act.move.emplace(fields.need_text("to"), std::move(move));
  act.command = PassTime{};
}

void read_body(RehearsalReading& reading, const YamlNode& node, RehearsedAct& act) {
  if (node.key == "raise") {
    act.command = read_raise(reading, node, act.by);
  } else if (node.key == "record") {
    read_record(reading, node, act);
  } else if (node.key == "take") {
    read_take(reading, node, act);
  } else if (node.key == "decline") {
    read_decline(reading, node, act);
  } else if (node.key == "set") {
    read_set(reading, node, act);
  } else if (node.key == "child_timescale") {
    read_child_timescale(reading, node, act);
  } else if (node.key == "agree_date") {
    read_agree_date(reading, node, act);
  } else if (node.key == "undertake") {
    act.command = read_undertake(reading, node);
  } else if (node.key == "correct") {
    read_correct(reading, node, act);
  } else if (node.key == "note") {
    act.command = AddNote{scalar_text(node, "note", reading.problems).value_or("")};
  } else if (node.key == "move") {
    read_move(reading, node, act);
  } else {
    read_rebind(reading, node, act);
  }
}

}  // namespace

std::optional<RehearsedAct> read_act(RehearsalReading& reading, const Fields& step) {
  static constexpr std::array<std::string_view, 12> kActs{
      "raise",      "record",    "take",    "decline", "set",    "child_timescale",
      "agree_date", "undertake", "correct", "note",    "rebind", "move"};
  const YamlNode* found = nullptr;
  for (const std::string_view name : kActs) {
    const YamlNode* node = step.get(name);
    if (node != nullptr && found != nullptr) {
      reading.report(node->key_mark,
                     fmt::format("a step has one act, and `{}` stands here already", found->key),
                     "begin a new step with `- at:`; it may have the same time");
    } else if (node != nullptr) {
      found = node;
    }
  }
  if (found == nullptr) {
    if (const YamlNode* by = step.get("by")) {
      reading.report(by->key_mark, "it is not said what this person does",
                     fmt::format("say it with one of: {} (`set` answers a question of the "
                                 "procedure)",
                                 fmt::join(kActs, ", ")));
    }
    return std::nullopt;
  }
  RehearsedAct act;
  static_cast<void>(step.need("by"));
  act.by.person = person_of(reading, step, "by");
  act.by.agency = agency_of(reading, step, "for");
  const Person* person = reading.directory.person(act.by.person);
  if (act.by.agency.empty() && person != nullptr) {
    act.by.agency = person->agency;
  }
  read_body(reading, *found, act);
  return act;
}

}  // namespace accord
