#include <nlohmann/json.hpp>

#include "api/shown_fields.hpp"
#include "api/views.hpp"
#include "service/policy_versions.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
using Shown = ShownFields<Json>;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

Json rule_json(const std::optional<RuleInWords>& rule) {
  if (!rule) {
    return nullptr;
  }
  return {{"id", rule->id},
          {"under", rule->under},
          {"what", rule->what},
          {"lines", rule->lines},
          {"clauses", rule->source.clauses},
          {"reading", rule->source.reading},
          {"local", rule->source.local}};
}

std::string_view to_word(MovedDuty::Change change) {
  switch (change) {
    case MovedDuty::Change::Moved: return "date";
    case MovedDuty::Change::Opened: return "opened";
    case MovedDuty::Change::Lapsed: break;
  }
  return "lapsed";
}

}  // namespace

Json version_json(const PolicyVersion& version, const Zone& zone,
                  const std::vector<DisagreementRow>* rows) {
  Json json;
  json["number"] = version.number;
  json["version"] = version.policy->version;
  json["hash"] = version.policy->hash;
  json["effective"] = Shown{zone}.write(in_force_from(version, zone));
  json["in_force"] = version.in_force;
  json["open"] = nullptr;
  json["owing"] = nullptr;
  json["disagreements"] = nullptr;
  if (rows != nullptr) {
    json["open"] = version.open;
    json["owing"] = version.owing;
    json["disagreements"] = Json::array();
    for (const DisagreementRow& row : *rows) {
      if (!row.finished && row.policy_hash == version.policy->hash) {
        json["disagreements"].push_back(row.reference);
      }
    }
  }
  return json;
}

Json clause_changes_json(const ClauseChanges& group) {
  Json changes = Json::array();
  for (const PolicyChange& change : group.changes) {
    changes.push_back({{"change", !change.before  ? "new"
                                  : !change.after ? "gone"
                                                  : "changed"},
                       {"id", change.rule().id},
                       {"before", rule_json(change.before)},
                       {"after", rule_json(change.after)}});
  }
  return {{"clause", text_or_null(group.clause)},
          {"heading", group.heading},
          {"changes", std::move(changes)}};
}

Json policy_move_json(const PolicyMove& move, const Zone& zone) {
  const Shown shown{zone};
  Json duties = Json::array();
  for (const MovedDuty& duty : move.duties) {
    duties.push_back({{"change", to_word(duty.change)},
                      {"number", duty.number == 0 ? Json(nullptr) : Json(duty.number)},
                      {"what", duty.what},
                      {"owed_by", duty.owed_by},
                      {"clause", text_or_null(duty.clause)},
                      {"from", shown.write(duty.from)},
                      {"to", shown.write(duty.to)}});
  }
  return {{"reference", move.reference},
          {"version_before", move.version_before},
          {"refused", text_or_null(move.refused)},
          {"stage_before", text_or_null(move.stage_before)},
          {"stage_after", text_or_null(move.stage_after)},
          {"duties", std::move(duties)},
          {"to_be_told", move.tell}};
}

}  // namespace accord
