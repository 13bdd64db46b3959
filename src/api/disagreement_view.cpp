#include <nlohmann/json.hpp>

#include "access/advice.hpp"
#include "api/deadline_json.hpp"
#include "api/shown_fields.hpp"
#include "api/views.hpp"
#include "disagreement/roles.hpp"
#include "policy/words.hpp"
#include "telling/names.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
using Shown = ShownFields<Json>;

std::string_view to_word(DutyStatus status) {
  switch (status) {
    case DutyStatus::Open: return "open";
    case DutyStatus::Met: return "met";
    case DutyStatus::Lapsed: return "lapsed";
  }
  return "";
}

std::string what_of(const DutyState& duty, const Policy& policy) {
  if (duty.undertaking) {
    return duty.undertaking->what;
  }
  if (duty.is_settle()) {
    const Stage* stage = policy.scope(duty.scope);
    return "Resolve it at “" + (stage != nullptr ? name_of(*stage) : duty.scope) +
           "”, or take it on";
  }
  const DutyRule* rule = policy.duty(duty.scope, duty.id);
  return rule != nullptr ? rule->what : duty.id;
}

Json raised_json(const Disagreement& state, const Shown& shown, bool with_advice) {
  Json json;
  json["by"] = shown.write(state.raiser);
  json["at"] = shown.write(state.raised_at);
  json["talked_to"] = with_advice ? Json(state.raised.talked_to) : Json(nullptr);
  json["matter"] = shown.write(state.raised.matter);
  json["children"] = shown.write(state.raised.children);
  return json;
}

Json sides_json(const Disagreement& state, const Shown& shown) {
  Json array = Json::array();
  for (SideIndex i = 0; i < static_cast<SideIndex>(state.raised.sides.size()); ++i) {
    const Side& side = state.raised.sides[static_cast<std::size_t>(i)];
    const Ower* speaks = state.representative(i);
    Json json;
    json["side"] = i;
    json["agency"] = shown.write(side.agency);
    json["worker"] = shown.write(side.worker);
    json["representative"] = speaks != nullptr ? shown.write(*speaks) : Json(nullptr);
    array.push_back(std::move(json));
  }
  return array;
}

Json facts_json(const Disagreement& state, const Shown& shown) {
  Json array = Json::array();
  for (const FactValue& value : state.facts) {
    // The last of a fact and holder holds; the earlier ones stand in the record.
    if (state.fact(value.set.fact, value.set.holder) != &value) {
      continue;
    }
    Json json = shown.write(value.set);
    json["since"] = shown.write(value.since);
    json["by"] = shown.write(value.by);
    array.push_back(std::move(json));
  }
  return array;
}

Json visit_json(const Visit& visit, const Policy& policy, const Shown& shown, bool current) {
  const Stage* stage = policy.scope(visit.stage);
  Json json;
  json["stage"] = visit.stage;
  json["title"] = stage != nullptr ? name_of(*stage) : visit.stage;
  json["visit"] = visit.number;
  json["tier"] = visit.tier;
  json["more_tiers"] = visit.more_tiers;
  json["current"] = current;
  json["skipped"] = visit.skipped;
  json["begun_at"] = shown.write(visit.begun_at);
  json["left_at"] = shown.write(visit.left_at);
  return json;
}

Json stages_json(const Disagreement& state, const Policy& policy, const Shown& shown) {
  Json array = Json::array();
  for (const Visit& visit : state.visits) {
    array.push_back(visit_json(visit, policy, shown, &visit == state.stage()));
  }
  return array;
}

Json child_timescale_json(const Disagreement& state, const Shown& shown) {
  if (!state.child_timescale) {
    return nullptr;
  }
  const ChildTimescale& child = *state.child_timescale;
  return {{"at", shown.write(child.at)},
          {"reason", child.reason},
          {"side", Shown::write_side(child.side)},
          {"since", shown.write(child.since)}};
}

Json terms_json(const Terms& terms, const Shown& shown) {
  return {{"record", shown.write(terms.record)}, {"outstanding", shown.write(terms.outstanding)},
          {"by", shown.write(terms.by)},         {"side", Shown::write_side(terms.side)},
          {"at", shown.write(terms.at)},         {"sequence", terms.sequence}};
}

/// What one side has said and the other has not yet: silence is not consent.
Json proposals_json(const Disagreement& state, const Shown& shown) {
  Json dates = Json::array();
  for (const DutyState& duty : state.duties) {
    for (const ProposedDate& proposed : duty.proposed) {
      if (duty.open() && duty.agreed != std::optional{proposed.to}) {
        dates.push_back({{"number", duty.number},
                         {"to", shown.write(proposed.to)},
                         {"reason", proposed.reason},
                         {"side", Shown::write_side(proposed.side)}});
      }
    }
  }
  Json json;
  json["dates"] = std::move(dates);
  json["child_timescale"] = shown.write(state.child_timescale_proposals);
  json["facts"] = shown.write(state.fact_proposals);
  return json;
}

Json outcome_json(const Disagreement& state, const Circumstances& at, const Shown& shown) {
  if (!state.outcome) {
    return nullptr;
  }
  const Outcome& outcome = *state.outcome;
  const ExitRule* exit = at.policy.exit(outcome.scope, outcome.exit);
  Json json;
  json["kind"] = to_word(outcome.kind);
  json["in_words"] = Names{state, at}.ending(outcome.kind, outcome.scope, outcome.exit);
  json["scope"] = outcome.scope;
  json["exit"] = outcome.exit;
  json["title"] = exit != nullptr ? name_of(*exit) : outcome.exit;
  json["record"] = shown.write(outcome.record);
  json["at"] = shown.write(outcome.at);
  return json;
}

Json exit_json(const OpenExit& exit, const Shown& shown) {
  Json json;
  json["scope"] = exit.scope;
  json["exit"] = exit.rule->id;
  json["title"] = name_of(*exit.rule);
  json["clauses"] = exit.rule->source.clauses;
  json["open"] = exit.open;
  json["closed_because"] = exit.open || exit.lapsed ? Json(nullptr) : Json(exit.closed_because);
  json["until"] = exit.until ? Json(shown.write(*exit.until)) : Json(nullptr);
  json["lapsed"] = exit.lapsed;
  json["record"] = exit.rule->record;
  json["needed"] = exit.needed;
  json["taken"] = exit.taken;
  json["terms"] = exit.terms != nullptr ? terms_json(*exit.terms, shown) : Json(nullptr);
  json["mine"] = exit.mine && exit.open;
  json["taken_by_me"] = exit.taken_by_me;
  return json;
}

/// What may be done now: the exits with who must take them, and the viewer's rights.
Json ways_on_json(const Outlook& now, const Shown& shown) {
  Json json;
  json["exits"] = Json::array();
  for (const OpenExit& exit : now.exits) {
    json["exits"].push_back(exit_json(exit, shown));
  }
  json["rights"] = Json::array();
  for (const auto* rights : {&now.rights, &now.lapsed}) {
    for (const OpenRight& right : *rights) {
      json["rights"].push_back(
          {{"scope", right.scope},
           {"id", right.rule->id},
           {"what", right.rule->what},
           {"until", right.until ? Json(shown.write(*right.until)) : Json(nullptr)},
           {"lapsed", rights == &now.lapsed}});
    }
  }
  return json;
}

Json me_json(const Loaded& loaded, const Disagreement& state, const Circumstances& at,
             const Actor& viewer) {
  return {{"side", Shown::write_side(acting_side(viewer, state, at))},
          {"may_write", may(loaded.relations, Act::Write)},
          {"may_step", may(loaded.relations, Act::Step)},
          {"may_confirm", may(loaded.relations, Act::Confirm)}};
}

Json duties_json(const Outlook& now, const Circumstances& at) {
  Json array = Json::array();
  for (const OpenDuty& open : now.duties) {
    array.push_back(duty_json(*open.duty, now.state, at, open.mine));
  }
  for (const DutyState& duty : now.state.duties) {
    if (!duty.open()) {
      array.push_back(duty_json(duty, now.state, at, false));
    }
  }
  return array;
}

Json outstanding_json(const Disagreement& state) {
  Json array = Json::array();
  for (const DutyState& duty : state.duties) {
    if (duty.undertaking && duty.undertaking->kind == Undertaking::Kind::OutstandingIssue &&
        duty.open()) {
      array.push_back(duty.number);
    }
  }
  return array;
}

}  // namespace

Json duty_json(const DutyState& duty, const Disagreement& state, const Circumstances& at,
               bool mine) {
  const Shown shown{at.calendar.zone()};
  const DutyRule* rule = at.policy.duty(duty.scope, duty.id);
  const DeadlineExplained explained = explain_deadline(duty, state, at);
  Json deadline = shown.write(explained.deadline);
  deadline["stated"] = explained.stated;
  // A duty that has ended keeps the date that it had; only an open one is still being weighed.
  deadline["limits"] = duty.open() ? limits_json(explained, at.calendar.zone()) : Json::array();
  Json json;
  json["number"] = duty.number;
  json["scope"] = duty.scope;
  json["duty"] = duty.id;
  json["what"] = what_of(duty, at.policy);
  json["clauses"] = rule != nullptr ? rule->source.clauses : std::vector<std::string>{};
  json["advised"] = rule != nullptr && rule->advised;
  json["status"] = to_word(duty.status);
  json["late"] = duty.was_late();
  json["mine"] = mine;
  json["owers"] = shown.write(duty.owers);
  json["to"] = shown.write(duty.to);
  json["opened_at"] = shown.write(duty.opened_at);
  json["overdue_at"] = shown.write(duty.overdue_at);
  json["done_at"] = shown.write(duty.done_at);
  json["done_by"] = shown.write(duty.done_by);
  json["deadline"] = std::move(deadline);
  json["agreed"] = shown.write(duty.agreed);
  json["undertaking"] = shown.write(duty.undertaking);
  return json;
}

Json disagreement_json(const Loaded& loaded, const Circumstances& at, const Actor& viewer) {
  const Outlook now = outlook(loaded.state, viewer, at);
  const Disagreement& state = now.state;
  const Shown shown{at.calendar.zone()};
  Json json;
  json["reference"] = state.raised.reference;
  json["version"] = loaded.state.version;
  json["as_at"] = shown.write(at.now);
  json["policy"] = {{"id", state.governed_by.policy},
                    {"version", state.governed_by.version},
                    {"hash", state.governed_by.hash}};
  json["raised"] = raised_json(state, shown, may_read_advice(loaded.relations));
  json["sides"] = sides_json(state, shown);
  json["facts"] = facts_json(state, shown);
  json["child_timescale"] = child_timescale_json(state, shown);
  json["stage"] =
      state.stage() != nullptr ? visit_json(*state.stage(), at.policy, shown, true) : Json(nullptr);
  json["stages"] = stages_json(state, at.policy, shown);
  json["cap"] = shown.write(state.cap);
  json["duties"] = duties_json(now, at);
  json["outstanding_issues"] = outstanding_json(state);
  json["proposals"] = proposals_json(state, shown);
  json["ways_on"] = ways_on_json(now, shown);
  json["outcome"] = outcome_json(state, at, shown);
  json["finished"] = state.finished;
  json["me"] = me_json(loaded, state, at, viewer);
  return json;
}

Json events_json(const Loaded& loaded, const Zone& zone, std::int64_t after, std::int64_t limit) {
  const Shown shown{zone};
  Json array = Json::array();
  for (const Event& event : loaded.events) {
    if (event.sequence <= after || event.sequence - limit > after) {
      continue;
    }
    Json json;
    json["sequence"] = event.sequence;
    json["event"] = kind_of(event.body);
    json["act"] = is_act(event.body);
    json["recorded_at"] = shown.write(event.recorded_at);
    json["happened_at"] = shown.write(event.happened_at);
    json["by"] = shown.write(event.by);
    json["clause"] = event.clause.empty() ? Json(nullptr) : Json(event.clause);
    json["details"] =
        std::visit([&](const auto& details) { return shown.write(details); }, event.body);
    if (std::holds_alternative<Raised>(event.body) && !may_read_advice(loaded.relations)) {
      json["details"]["talked_to"] = nullptr;
    }
    array.push_back(std::move(json));
  }
  return array;
}

}  // namespace accord
