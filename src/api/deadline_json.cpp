#include "api/deadline_json.hpp"

#include <nlohmann/json.hpp>

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

Json instant(const std::optional<Instant>& at, const Zone& zone) {
  return at ? Json(iso_local(zone, *at)) : Json(nullptr);
}

std::string_view to_word(WeighedLimit::Kind kind) {
  switch (kind) {
    case WeighedLimit::Kind::Bound: return "limit";
    case WeighedLimit::Kind::Agreed: return "agreed";
    case WeighedLimit::Kind::Cap: return "cap";
    case WeighedLimit::Kind::ChildTimescale: return "child_timescale";
    case WeighedLimit::Kind::LocalTarget: return "local_target";
  }
  return "";
}

}  // namespace

Json days_json(const std::vector<CountedDay>& days) {
  Json array = Json::array();
  for (const CountedDay& day : days) {
    array.push_back({{"date", to_iso(day.day)},
                     {"counted", day.counted},
                     {"why", day.why},
                     {"number", day.number},
                     {"projected", day.projected}});
  }
  return array;
}

Json working_json(const Working& working, const Zone& zone) {
  Json json;
  json["due"] = iso_local(zone, working.due);
  json["working"] = days_json(working.days);
  json["start"] = iso_local(zone, working.start);
  json["limit"] = to_text(working.limit);
  json["rule"] = working.rule;
  json["projected"] = working.projected;
  json["calendar_version"] = working.calendar_version;
  json["zone"] = working.zone;
  return json;
}

Json limits_json(const DeadlineExplained& explained, const Zone& zone) {
  Json array = Json::array();
  for (const WeighedLimit& limit : explained.limits) {
    Json json;
    json["kind"] = to_word(limit.kind);
    json["limit"] = limit.limit;
    json["clause"] = limit.clause;
    json["reading"] = limit.reading;
    json["from"] = limit.from;
    json["start"] = instant(limit.start, zone);
    json["due"] = instant(limit.due, zone);
    json["counts"] = limit.counts;
    json["binds"] = limit.binds;
    json["working"] = limit.working ? working_json(*limit.working, zone) : Json(nullptr);
    array.push_back(std::move(json));
  }
  return array;
}

}  // namespace accord
