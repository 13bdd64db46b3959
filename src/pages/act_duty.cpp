#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "disagreement/roles.hpp"
#include "pages/act_form.hpp"
#include "pages/act_meeting.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kDone{"disagreement.done"};
constexpr Action kUse{"disagreement.use"};
constexpr Action kName{"disagreement.name"};
constexpr Action kSpeaker{"disagreement.speaker"};
constexpr Action kUndertake{"disagreement.undertake"};

int number_in(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// Ways of speaking where the policy does not name its own.
const std::vector<std::string> kModes{"face to face", "telephone", "video call", "meeting",
                                      "in writing"};

void ask_mode(ActForm& form, const DutyRule& rule, Evidence& evidence) {
  if (rule.proof != Proof::Contact && rule.modes.empty()) {
    return;
  }
  ChoiceField field{.name = "mode", .legend = "How did you speak?", .or_else = rule.modes.empty()};
  for (const std::string& mode : rule.modes.empty() ? kModes : rule.modes) {
    field.choices.push_back({mode, capitalised(mode)});
  }
  const auto modes = form.choose(field, "Select how you spoke");
  if (!modes.empty()) {
    evidence.mode = modes.front();
  }
}

/// No id of a person: somebody took part whom only the words name.
constexpr std::string_view kNotListed = "not listed";

/// Who can have been spoken to: whoever is in it already, and whoever the rule says to turn to.
std::vector<PersonId> who_may_take_part(const OpenedDisagreement& opened, const DutyRule& rule) {
  std::vector<PersonId> people = opened.people();
  for (const Ower& asked : resolve_all(rule.to, opened.state(), opened.at())) {
    if (!asked.person.empty() && std::ranges::find(people, asked.person) == people.end()) {
      people.push_back(asked.person);
    }
  }
  return people;
}

void ask_participants(ActForm& form, const OpenedDisagreement& opened, const DutyRule& rule,
                      Evidence& evidence) {
  if (rule.proof != Proof::Contact) {
    return;
  }
  ChoiceField field{.name = "participants", .legend = "Who took part?", .several = true};
  for (const PersonId& id : who_may_take_part(opened, rule)) {
    field.choices.push_back({id.text(), opened.person(id)});
  }
  field.choices.push_back(
      {std::string{kNotListed}, "Somebody who is not listed (say who in your words)"});
  for (const std::string& id : form.choose(field, "Select who took part")) {
    if (id != kNotListed) {
      evidence.participants.emplace_back(id);
    }
  }
}

void ask_texts(ActForm& form, const std::vector<std::string>& wanted, Texts& texts) {
  int number = 0;
  for (const std::string& name : wanted) {
    const std::string text =
        form.area({.name = fmt::format("text-{}", ++number), .label = capitalised(name), .rows = 4},
                  fmt::format("Enter {}", name));
    texts.emplace_back(name, text);
  }
}

/// Everything that a duty or a right asks for, from its rule alone.
void ask_evidence(ActForm& form, const OpenedDisagreement& opened, const DutyRule* rule,
                  RecordDone& command) {
  Evidence& evidence = command.evidence;
  if (rule != nullptr) {
    ask_mode(form, *rule, evidence);
    ask_participants(form, opened, *rule, evidence);
  }
  command.happened =
      form.when({.name = "when",
                 .legend = "When was it done?",
                 .hint = "Today and now are filled in. Change them where it was earlier.",
                 .value = typed_when(opened.zone(), opened.at().now)},
                "The date", "Enter when it was done");
  // A minute is typed without its seconds: it never lies before what was recorded within it,
  // however long the form stood open.
  const Instant latest = opened.loaded().events.back().recorded_at;
  const Instant now = opened.at().now;
  // A time that has not come is left as it is typed, and refused in words.
  if (command.happened && *command.happened <= now) {
    if (now.seconds - command.happened->seconds < 60) {
      command.happened.reset();
    } else if (latest.seconds - command.happened->seconds < 60) {
      command.happened = std::max(*command.happened, latest);
    }
  }
  if (rule != nullptr) {
    ask_meeting(form, opened, *rule, evidence);
    ask_texts(form, rule->record, evidence.texts);
  }
  if (rule == nullptr || rule->record.empty()) {
    const std::string note = form.area(
        {.name = "note", .label = "Anything to record with it (you can leave this empty)"});
    if (!note.empty()) {
      evidence.texts.emplace_back("note", note);
    }
  }
  if (rule != nullptr && rule->proof == Proof::Plan) {
    command.actions = ask_undertakings(form, opened, Undertaking::Kind::Action, 1);
    if (command.actions.empty()) {
      form.add_problem("action-1-what", "Enter at least one action, with who does it and by when");
    }
  }
}

Response record_duty(PageContext& context, const OpenedDisagreement& opened, Action action) {
  RecordDone command;
  command.number = number_in(context.request().parameter("number"));
  const DutyState* duty = opened.state().duty(command.number);
  if (duty == nullptr || duty->is_settle()) {
    return Response::not_found();
  }
  const DutyRule* rule = opened.policy().duty(duty->scope, duty->id);
  // What has a page of its own is done there, beside what it is done with.
  const Purpose purpose = rule != nullptr ? rule->purpose : Purpose::None;
  if (is_safe(context.request().method) && purpose == Purpose::File) {
    return context.go(opened.path(fmt::format("/file-copy?duty={}", duty->number)));
  }
  if (is_safe(context.request().method) && purpose == Purpose::LearningPoint) {
    return context.go(opened.path("/learning"));
  }
  ActForm form{context, opened, action, opened.duty(*duty)};
  form.say(fmt::format("Owed by {}.{}", opened.asked(duty->owers),
                       duty->to.empty() ? std::string{} : " To " + opened.owers(duty->to) + "."));
  if (rule != nullptr) {
    if (!rule->note.empty()) {
      form.say(rule->note);
    }
    form.clause(rule->source.clause);
  }
  if (purpose == Purpose::Monitoring) {
    form.link("/monitoring", "See the form as it will be copied");
  } else if (purpose == Purpose::Debrief) {
    form.link("/debrief", "Record a debrief that was held, or declined");
  }
  ask_evidence(form, opened, rule, command);
  return form.answer(std::move(command), "Recorded as done: " + opened.duty(*duty),
                     "Record that it is done");
}

Response use_right(PageContext& context, const OpenedDisagreement& opened, Action action) {
  RecordDone command;
  command.scope = context.request().parameter("scope");
  command.id = context.request().parameter("id");
  const DutyRule* rule = opened.policy().duty(command.scope, command.id);
  if (rule == nullptr || !rule->is_right()) {
    return Response::not_found();
  }
  if (is_safe(context.request().method) && rule->purpose == Purpose::LearningPoint) {
    return context.go(opened.path("/learning"));
  }
  if (is_safe(context.request().method) && rule->purpose == Purpose::Debrief) {
    return context.go(opened.path("/debrief"));
  }
  ActForm form{context, opened, action, rule->what};
  if (!rule->note.empty()) {
    form.say(rule->note);
  }
  form.clause(rule->source.clause);
  ask_evidence(form, opened, rule, command);
  return form.answer(std::move(command), "Recorded: " + rule->what, "Record it");
}

/// Somebody else answers for a duty, or is named where nobody was.
Response name_for_duty(PageContext& context, const OpenedDisagreement& opened, Action action) {
  Rebind command;
  command.number = number_in(context.request().parameter("number"));
  const DutyState* duty = opened.state().duty(command.number);
  if (duty == nullptr) {
    return Response::not_found();
  }
  command.side = acting_side(context.actor(), opened.state(), opened.at());
  const Ower* owes = ower_for(*duty, command.side);
  const Ower asked = owes != nullptr ? *owes : Ower{};
  ActForm form{context, opened, action, "Name somebody else"};
  form.quote("What they will answer for", opened.duty(*duty));
  form.say("Now: " + opened.owers(duty->owers) + ". The date does not move.");
  command.person = PersonId{
      form.select({.name = "person",
                   .label = "Who answers for it now?",
                   .choices = form.persons(who_can_be_named(asked, opened.state(), opened.at()))},
                  "Choose who answers for it now")};
  command.reason = form.area({.name = "reason", .label = "Why?", .rows = 3},
                             "Enter why somebody else answers for it");
  return form.answer(std::move(command), "Somebody else answers for it now", "Name this person");
}

/// By which of the routes that the stage offers the side they speak; the line of management where
/// it offers no choice.
std::string ask_route(ActForm& form, const OpenedDisagreement& opened, SideIndex side) {
  const Visit* visit = opened.state().stage();
  const Stage* stage = visit != nullptr ? opened.policy().scope(visit->stage) : nullptr;
  const auto offered =
      stage != nullptr ? offered_roles(*stage, side, opened.state()) : std::vector<std::string>{};
  if (offered.size() < 2) {
    return "";
  }
  ChoiceField field{.name = "role",
                    .legend = "As what do they speak?",
                    .hint = "Who speaks outside the line of management stays when it goes up."};
  for (const std::string& role : offered) {
    field.choices.push_back({role, opened.role(role), "", role == offered.front()});
  }
  const auto chosen = form.choose(field);
  return chosen.empty() ? std::string{} : chosen.front();
}

Response name_speaker(PageContext& context, const OpenedDisagreement& opened, Action action) {
  Rebind command;
  command.side = number_in(context.request().parameter("side"));
  const auto& sides = opened.state().raised.sides;
  if (command.side < 0 || static_cast<std::size_t>(command.side) >= sides.size()) {
    return Response::not_found();
  }
  const AgencyId& agency = sides[static_cast<std::size_t>(command.side)].agency;
  Ower asked;
  asked.side = command.side;
  ActForm form{context, opened, action, "Who speaks for " + opened.agency(agency) + "?"};
  if (const Ower* speaks = opened.state().representative(command.side)) {
    form.say("Now: " + opened.ower(*speaks) + ".");
  }
  form.say("Nobody can speak for both sides. No deadline moves.");
  command.person = PersonId{
      form.select({.name = "person",
                   .label = "Who speaks now?",
                   .choices = form.persons(who_can_be_named(asked, opened.state(), opened.at()))},
                  "Choose who speaks now")};
  command.role = ask_route(form, opened, command.side);
  command.reason =
      form.area({.name = "reason", .label = "Why?", .rows = 3}, "Enter why somebody else speaks");
  return form.answer(std::move(command), "Somebody else speaks for this agency now",
                     "Name this person");
}

/// One action or outstanding issue by itself.
Response take_on(PageContext& context, const OpenedDisagreement& opened, Action action) {
  ActForm form{context, opened, action, "Take on an action or an outstanding issue"};
  const auto kind = form.choose({.name = "kind",
                                 .legend = "What is it?",
                                 .choices = {{"action", "An action"},
                                             {"issue", "An outstanding issue",
                                              "It stays on the list after the disagreement is "
                                              "resolved, until it is done."}}},
                                "Select what it is");
  const bool issue = kind == std::vector<std::string>{"issue"};
  const auto rows = ask_undertakings(form, opened, Undertaking::Kind::OutstandingIssue, 1);
  if (rows.empty()) {
    form.add_problem("issue-1-what", "Say what will be done");
  }
  Undertake command = rows.empty() ? Undertake{} : rows.front();
  command.kind = issue ? Undertaking::Kind::OutstandingIssue : Undertaking::Kind::Action;
  return form.answer(std::move(command), "Recorded, with who does it and by when", "Record it");
}

}  // namespace

void add_duty_acts(Pages& pages) {
  add_act(pages, "/done/{number}", kDone, record_duty);
  add_act(pages, "/use/{scope}/{id}", kUse, use_right);
  add_act(pages, "/name/{number}", kName, name_for_duty);
  add_act(pages, "/speaker/{side}", kSpeaker, name_speaker);
  add_act(pages, "/undertake", kUndertake, take_on);
}

}  // namespace accord
