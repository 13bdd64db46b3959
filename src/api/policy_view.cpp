#include <nlohmann/json.hpp>

#include "api/views.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

std::string_view to_word(FactKind kind) {
  switch (kind) {
    case FactKind::Words: return "words";
    case FactKind::Moment: return "moment";
    case FactKind::Text: return "text";
  }
  return "";
}

std::string_view to_word(HeldBy held) {
  switch (held) {
    case HeldBy::Case: return "case";
    case HeldBy::EachSide: return "each_side";
    case HeldBy::EachChild: return "each_child";
  }
  return "";
}

std::string_view to_word(Asked asked) {
  switch (asked) {
    case Asked::Scope: return "scope";
    case Asked::Matter: return "matter";
    case Asked::Child: return "child";
    case Asked::Timescale: return "timescale";
    case Asked::Later: return "later";
  }
  return "";
}

std::string_view to_word(Words::Shown shown) {
  switch (shown) {
    case Words::Shown::Raising: return "raising";
    case Words::Shown::Answering: return "answering";
    case Words::Shown::Hesitating: return "hesitating";
    case Words::Shown::Speaking: return "speaking";
    case Words::Shown::Policy: return "policy";
  }
  return "";
}

void put_source(Json& json, const Source& source) {
  json["clauses"] = source.clauses;
  json["reading"] = source.reading;
  json["local"] = source.local;
}

/// A condition in words; null where it is always true.
Json when_json(const Policy& policy, const Condition& when) {
  return when.kind == Condition::Kind::Always ? Json(nullptr) : Json(in_words(policy, when));
}

Json clock_json(const Policy& policy, const Clock& clock) {
  Json array = Json::array();
  for (const Bound& bound : clock) {
    Json json;
    json["limit"] = to_text(bound.within);
    json["in_words"] = in_words(policy, bound);
    json["when"] = when_json(policy, bound.when);
    json["unless_both_agree"] = bound.unless_both_agree;
    json["aim"] = bound.aim ? Json(to_text(*bound.aim)) : Json(nullptr);
    json["from_not_stated"] = bound.from_not_stated;
    json["local_target"] = bound.local_target ? Json(to_text(*bound.local_target)) : Json(nullptr);
    put_source(json, bound.source);
    array.push_back(std::move(json));
  }
  return array;
}

Json duty_rule_json(const Policy& policy, const DutyRule& duty) {
  Json json;
  json["id"] = duty.id;
  json["what"] = duty.what;
  json["right"] = duty.is_right();
  json["who"] = in_words(policy, duty.is_right() ? duty.open_to : duty.owed_by);
  json["to"] = duty.to.empty() ? Json(nullptr) : Json(in_words(policy, duty.to));
  json["when"] = when_json(policy, duty.when);
  json["due"] = clock_json(policy, duty.due);
  json["until"] = clock_json(policy, duty.until);
  json["met_when"] = duty.met_when ? Json(in_words(policy, *duty.met_when)) : Json(nullptr);
  json["proof"] = to_word(duty.proof);
  json["record"] = duty.record;
  json["modes"] = duty.modes;
  json["advised"] = duty.advised;
  json["note"] = duty.note;
  put_source(json, duty.source);
  return json;
}

Json exit_rule_json(const Policy& policy, const ExitRule& exit) {
  Json json;
  json["id"] = exit.id;
  json["title"] = name_of(exit);
  json["go"] = exit.go.empty() ? Json(nullptr) : Json(exit.go);
  json["end"] = exit.end ? Json(to_word(*exit.end)) : Json(nullptr);
  json["by"] = exit.by.empty() ? Json(nullptr) : Json(in_words(policy, exit.by));
  json["by_not_stated"] = exit.by_not_stated;
  json["when"] = when_json(policy, exit.when);
  json["until"] = clock_json(policy, exit.until);
  json["record"] = exit.record;
  json["stands_with"] =
      exit.stands_with.empty() ? Json(nullptr) : Json(in_words(policy, exit.stands_with));
  json["signpost"] = exit.signpost;
  json["note"] = exit.note;
  put_source(json, exit.source);
  return json;
}

Json stage_json(const Policy& policy, const Stage& stage) {
  Json json;
  json["id"] = stage.id;
  json["title"] = name_of(stage);
  json["summary"] = stage.summary;
  json["representatives"] =
      stage.representatives.empty() ? Json(nullptr) : Json(in_words(policy, stage.representatives));
  json["tiers_up_the_line"] = stage.tiers_up_the_line;
  json["settle"] = clock_json(policy, stage.settle);
  json["duties"] = Json::array();
  for (const DutyRule& duty : stage.duties) {
    json["duties"].push_back(duty_rule_json(policy, duty));
  }
  json["exits"] = Json::array();
  for (const ExitRule& exit : stage.exits) {
    json["exits"].push_back(exit_rule_json(policy, exit));
  }
  json["note"] = stage.note;
  put_source(json, stage.source);
  return json;
}

Json fact_json(const Policy& policy, const FactRule& fact) {
  Json json;
  json["id"] = fact.id;
  json["asks"] = fact.asks;
  json["hint"] = fact.hint;
  json["kind"] = to_word(fact.kind);
  json["one_of"] = fact.one_of;
  json["several"] = fact.several;
  json["or_else"] = fact.or_else;
  json["fastest_first"] = fact.fastest_first;
  json["slower_by"] =
      fact.slower_by.empty() ? Json(nullptr) : Json(in_words(policy, fact.slower_by));
  json["default"] = fact.taken_as.empty() ? Json(nullptr) : Json(fact.taken_as);
  json["held_by"] = to_word(fact.held_by);
  json["asked"] = to_word(fact.asked);
  json["required"] = fact.required;
  json["when"] = when_json(policy, fact.when);
  put_source(json, fact.source);
  return json;
}

void put_beside(Json& json, const Policy& policy) {
  json["words"] = Json::array();
  for (const Words& words : policy.words) {
    json["words"].push_back({{"shown", to_word(words.shown)}, {"text", words.text}});
  }
  json["related"] = Json::array();
  for (const Related& related : policy.related) {
    json["related"].push_back(
        {{"title", related.title}, {"note", related.note}, {"address", related.address}});
  }
  json["removed"] = Json::array();
  for (const Removed& removed : policy.removed) {
    json["removed"].push_back(
        {{"id", removed.id}, {"title", removed.title}, {"clauses", removed.clauses}});
  }
  json["reviews"] = Json::array();
  for (const Review& review : policy.reviews) {
    json["reviews"].push_back({{"date", review.date}, {"what", review.what}});
  }
}

}  // namespace

Json policy_json(const Policy& policy) {
  Json json;
  json["id"] = policy.id;
  json["title"] = policy.title;
  json["partnership"] = policy.partnership;
  json["version"] = policy.version;
  json["effective"] = policy.effective;
  json["hash"] = policy.hash;
  json["zone"] = policy.zone;
  json["calendar"] = policy.calendar;
  json["closed_days"] = Json::array();
  for (const ClosedDayRule& day : policy.closed_days) {
    json["closed_days"].push_back({{"name", day.name}, {"day", day.day}});
  }
  json["last_updated"] = policy.last_updated;
  json["next_review"] = policy.next_review;
  json["inside_one_agency"] = policy.inside_one_agency_word;
  json["subjects"] = policy.subjects;
  json["reopening"] = policy.reopening;
  json["cap"] = clock_json(policy, policy.cap);
  json["facts"] = Json::array();
  for (const FactRule& fact : policy.facts) {
    json["facts"].push_back(fact_json(policy, fact));
  }
  json["roles"] = Json::array();
  for (const RoleRule& role : policy.roles) {
    json["roles"].push_back({{"id", role.id}, {"title", role.title}});
  }
  json["start"] = stage_json(policy, policy.start);
  json["stages"] = Json::array();
  for (const Stage& stage : policy.stages) {
    json["stages"].push_back(stage_json(policy, stage));
  }
  json["throughout"] = stage_json(policy, policy.throughout);
  json["after"] = stage_json(policy, policy.after);
  json["clauses"] = Json::array();
  for (const ClauseText& clause : policy.document) {
    json["clauses"].push_back({{"id", clause.id},
                               {"heading", clause.heading},
                               {"text", clause.text},
                               {"local", clause.local}});
  }
  put_beside(json, policy);
  return json;
}

}  // namespace accord
