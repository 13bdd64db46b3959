#include <nlohmann/json.hpp>

#include "access/advice.hpp"
#include "api/shown_fields.hpp"
#include "api/views.hpp"
#include "policy/words.hpp"
#include "service/file_copy.hpp"
#include "service/monitoring.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
using Shown = ShownFields<Json>;

Json copy_json(const CopyOf& copy) {
  return {{"version", copy.version}, {"head", copy.head}, {"in_words", to_words(copy)}};
}

std::string duty_words(const Policy& policy, const std::string& scope, const std::string& id) {
  const DutyRule* rule = policy.duty(scope, id);
  return rule != nullptr ? rule->what : id;
}

Json confirmation_json(const Confirmation& confirmed, const Loaded& loaded, const Shown& shown) {
  const DutyState* duty = loaded.state.duty(confirmed.done->number);
  const std::string& scope = duty != nullptr ? duty->scope : confirmed.done->scope;
  const std::string& id = duty != nullptr ? duty->id : confirmed.done->id;
  Json json;
  json["sequence"] = confirmed.event->sequence;
  json["what"] = duty_words(*loaded.rules.policy, scope, id);
  json["by"] = shown.write(confirmed.event->by);
  json["happened_at"] = shown.write(confirmed.event->happened_at);
  json["copy"] = confirmed.copy ? copy_json(*confirmed.copy) : Json(nullptr);
  json["texts"] = shown.write(confirmed.done->evidence.texts);
  return json;
}

/// What was raised, as the form has it: without the summary and without the children's references.
Json form_raised_json(const Loaded& loaded, const Disagreement& state, const Shown& shown) {
  Json json;
  json["by"] = shown.write(state.raiser);
  json["at"] = shown.write(state.raised_at);
  json["agency"] = shown.write(state.raised.sides.front().agency);
  json["with"] = Json::array();
  for (std::size_t i = 1; i < state.raised.sides.size(); ++i) {
    json["with"].push_back(shown.write(state.raised.sides[i].agency));
  }
  json["talked_to"] =
      may_read_advice(loaded.relations) ? Json(state.raised.talked_to) : Json(nullptr);
  const Matter& matter = state.raised.matter;
  json["what"] = matter.what;
  json["why"] = matter.why;
  json["change"] = matter.change;
  json["child"] = matter.child;
  json["facts"] = Json::array();
  for (const FactValue& value : state.facts) {
    if (state.fact(value.set.fact, value.set.holder) == &value) {
      json["facts"].push_back({{"fact", value.set.fact},
                               {"holder", value.set.holder},
                               {"words", value.set.words},
                               {"moment", shown.write(value.set.moment)}});
    }
  }
  return json;
}

Json form_stages_json(const Disagreement& state, const Policy& policy, const Shown& shown) {
  Json array = Json::array();
  for (const Visit& visit : state.visits) {
    const Stage* stage = policy.scope(visit.stage);
    array.push_back({{"stage", visit.stage},
                     {"title", stage != nullptr ? name_of(*stage) : visit.stage},
                     {"tier", visit.tier},
                     {"current", &visit == state.stage()},
                     {"skipped", visit.skipped},
                     {"begun_at", shown.write(visit.begun_at)},
                     {"left_at", shown.write(visit.left_at)}});
  }
  return array;
}

/// Which duty, right or way on it was; empty for what is about none.
std::string about_of(const EventBody& body, const Policy& policy) {
  const auto exit_words = [&](const std::string& scope, const std::string& id) {
    const ExitRule* rule = policy.exit(scope, id);
    return rule != nullptr ? std::string{name_of(*rule)} : id;
  };
  if (const auto* done = std::get_if<Done>(&body)) {
    return duty_words(policy, done->scope, done->id);
  }
  if (const auto* taken = std::get_if<Taken>(&body)) {
    return exit_words(taken->scope, taken->exit);
  }
  const auto* declined = std::get_if<TermsDeclined>(&body);
  return declined != nullptr ? exit_words(declined->scope, declined->exit) : std::string{};
}

/// What people did, and nothing of what they wrote with it.
Json form_steps_json(const Loaded& loaded, const Shown& shown) {
  Json array = Json::array();
  for (const Event& event : loaded.events) {
    if (is_act(event.body) && !event.by.person.empty()) {
      const std::string about = about_of(event.body, *loaded.rules_at(event.sequence).policy);
      array.push_back({{"sequence", event.sequence},
                       {"event", kind_of(event.body)},
                       {"about", about.empty() ? Json(nullptr) : Json(about)},
                       {"happened_at", shown.write(event.happened_at)},
                       {"by", shown.write(event.by)}});
    }
  }
  return array;
}

Json form_json(const Loaded& loaded, const Circumstances& at, const Actor& viewer) {
  const Shown shown{at.calendar.zone()};
  const Outlook then = outlook(loaded.state, viewer, at);
  Json json;
  json["as_at"] = shown.write(at.now);
  json["version"] = loaded.state.version;
  json["raised"] = form_raised_json(loaded, then.state, shown);
  json["stages"] = form_stages_json(then.state, at.policy, shown);
  json["steps"] = form_steps_json(loaded, shown);
  return json;
}

Json receipts_json(const Loaded& loaded, const Shown& shown) {
  Json array = Json::array();
  for (const Event* event : form_receipts(loaded)) {
    array.push_back({{"by", shown.write(event->by)},
                     {"at", shown.write(event->recorded_at)},
                     {"text", std::get<Noted>(event->body).text}});
  }
  return array;
}

Json copied_json(const Event& copied, const Shown& shown) {
  return {{"sequence", copied.sequence},
          {"at", shown.write(copied.recorded_at)},
          {"by", shown.write(copied.by)},
          {"texts", shown.write(std::get<Done>(copied.body).evidence.texts)}};
}

}  // namespace

Json file_copy_json(const Loaded& loaded, const Circumstances& at, const Actor& viewer) {
  const Shown shown{at.calendar.zone()};
  const Outlook now = outlook(loaded.state, viewer, at);
  const auto confirmed = confirmations(loaded);
  Json json;
  json["reference"] = loaded.state.raised.reference;
  json["copy"] = copy_json(copy_of(loaded, loaded.state.version));
  json["sides"] = Json::array();
  for (std::size_t i = 0; i < loaded.state.raised.sides.size(); ++i) {
    const AgencyId& agency = loaded.state.raised.sides[i].agency;
    Json of_it = Json::array();
    for (const Confirmation& one : confirmed) {
      if (one.event->by.agency == agency) {
        of_it.push_back(confirmation_json(one, loaded, shown));
      }
    }
    json["sides"].push_back(
        {{"side", i}, {"agency", shown.write(agency)}, {"confirmed", std::move(of_it)}});
  }
  json["owed"] = Json::array();
  for (const DutyState* duty : copies_owed(now)) {
    json["owed"].push_back(
        {{"number", duty->number}, {"what", duty_words(at.policy, duty->scope, duty->id)}});
  }
  return json;
}

namespace {

/// What governed it then: since, another version may have taken over.
Circumstances circumstances_then(const RecordThen& then, const Circumstances& now) {
  return {then.at.value_or(now.now), *then.loaded.rules.policy, now.directory,
          *then.loaded.rules.calendar};
}

}  // namespace

Json monitoring_json(const Loaded& loaded, const Circumstances& at, const Actor& viewer) {
  const Shown shown{at.calendar.zone()};
  const Event* copied = copied_form(loaded);
  Json json;
  json["reference"] = loaded.state.raised.reference;
  json["copied"] = copied != nullptr ? copied_json(*copied, shown) : Json(nullptr);
  if (copied != nullptr) {
    const RecordThen then = as_it_stood(loaded, copied->sequence);
    json["form"] = form_json(then.loaded, circumstances_then(then, at), viewer);
  } else {
    json["form"] = form_json(loaded, at, viewer);
  }
  json["receipts"] = receipts_json(loaded, shown);
  json["me"] = {{"notes_receipt", notes_receipt(loaded) && copied != nullptr}};
  return json;
}

Json form_row_json(const Loaded& loaded, const Circumstances& at, const Actor& viewer) {
  const Shown shown{at.calendar.zone()};
  const Event& copied = *copied_form(loaded);
  const RecordThen stood = as_it_stood(loaded, copied.sequence);
  const Outlook then = outlook(stood.loaded.state, viewer, circumstances_then(stood, at));
  const Visit* visit = then.state.stage();
  const auto receipts = form_receipts(loaded);
  Json json;
  json["reference"] = loaded.state.raised.reference;
  json["agency"] = shown.write(loaded.state.raised.sides.front().agency);
  json["copied_at"] = shown.write(copied.recorded_at);
  json["stage"] = visit != nullptr ? Json(visit->stage) : Json(nullptr);
  json["received"] = nullptr;
  if (!receipts.empty()) {
    json["received"] = {{"by", shown.write(receipts.back()->by)},
                        {"at", shown.write(receipts.back()->recorded_at)}};
  }
  return json;
}

}  // namespace accord
