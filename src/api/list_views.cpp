#include <map>
#include <nlohmann/json.hpp>

#include "api/shown_fields.hpp"
#include "api/views.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
using Shown = ShownFields<Json>;

struct Counted {
  std::int64_t all = 0;
  std::int64_t open = 0;
  std::int64_t late = 0;

  void add(const FigureRow& row) {
    all += row.count;
    open += row.of.outcome.empty() ? row.count : 0;
    late += row.of.late ? row.count : 0;
  }
};

using Counts = std::map<std::string, Counted>;

Json counts_json(const Counts& counts) {
  Json array = Json::array();
  for (const auto& [key, counted] : counts) {
    array.push_back(
        {{"key", key}, {"all", counted.all}, {"open", counted.open}, {"late", counted.late}});
  }
  return array;
}

Json word_or_null(const std::string& word) {
  return word.empty() ? Json(nullptr) : Json(word);
}

}  // namespace

Json partnership_json(const Partnership& partnership, Instant now) {
  const Policy& policy = *partnership.policy;
  Json json;
  json["id"] = partnership.row.partnership.text();
  json["name"] = partnership.row.name;
  json["demonstration"] = partnership.row.demonstration;
  json["zone"] = partnership.calendar->zone().name();
  json["calendar_version"] = partnership.calendar->version();
  json["now"] = iso_local(partnership.calendar->zone(), now);
  json["policy"] = {{"id", policy.id},
                    {"title", policy.title},
                    {"version", policy.version},
                    {"effective", policy.effective},
                    {"hash", policy.hash}};
  return json;
}

Json people_json(const Directory& directory) {
  Json json;
  json["agencies"] = Json::array();
  for (const Agency& agency : directory.agencies()) {
    json["agencies"].push_back({{"id", agency.id.text()},
                                {"name", agency.name},
                                {"sector", agency.sector},
                                {"partnership", agency.is_partnership},
                                {"phone", agency.phone},
                                {"out_of_hours_phone", agency.out_of_hours_phone}});
  }
  json["posts"] = Json::array();
  for (const Post& post : directory.posts()) {
    Json holders = Json::array();
    for (const PersonId& holder : post.holders) {
      holders.push_back(holder.text());
    }
    json["posts"].push_back({{"id", post.id.text()},
                             {"title", post.title},
                             {"role", post.role},
                             {"agency", post.agency.text()},
                             {"line_manager", word_or_null(post.line_manager.text())},
                             {"holders", std::move(holders)}});
  }
  json["people"] = Json::array();
  for (const Person& person : directory.people()) {
    json["people"].push_back({{"id", person.id.text()},
                              {"name", person.name},
                              {"job", person.job},
                              {"agency", person.agency.text()}});
  }
  return json;
}

Json row_json(const DisagreementRow& row, Instant now, const Zone& zone) {
  const Shown shown{zone};
  Json json;
  json["reference"] = row.reference;
  json["summary"] = row.summary;
  json["version"] = row.version;
  json["stage"] = word_or_null(row.stage);
  json["tier"] = row.tier;
  json["area"] = word_or_null(row.area);
  json["urgency"] = word_or_null(row.urgency);
  json["raising"] = shown.write(row.raising);
  json["responding"] = shown.write(row.responding);
  json["raiser"] = shown.write(row.raiser);
  json["raised_at"] = shown.write(row.raised_at);
  json["due"] = shown.write(row.due);
  json["local_target"] = row.local_target;
  // A date that has passed is late whether or not a timer has recorded it yet.
  json["late"] = row.late || (row.outcome.empty() && row.due && *row.due < now);
  json["outcome"] = word_or_null(row.outcome);
  json["resolved_at"] = shown.write(row.resolved_at);
  json["finished"] = row.finished;
  return json;
}

Json learning_json(const LearningCard& card) {
  const auto texts = [](const std::vector<Texts>& all) {
    Json array = Json::array();
    for (const Texts& one : all) {
      Json written = Json::array();
      for (const auto& [name, text] : one) {
        written.push_back({{"name", name}, {"text", text}});
      }
      array.push_back(std::move(written));
    }
    return array;
  };
  Json json;
  json["key"] = card.key;
  json["area"] = card.area;
  json["open"] = card.open;
  json["points"] = texts(card.points);
  json["considered"] = texts(card.considered);
  json["asked"] = nullptr;
  if (card.rule != nullptr) {
    json["asked"] = {{"what", card.rule->what}, {"record", card.rule->record}};
  }
  return json;
}

Json member_json(const TeamMember& member, const std::set<DisagreementId>& known, Instant now,
                 const Zone& zone) {
  const Shown shown{zone};
  Json json;
  json["person"] = shown.write(member.person->id);
  json["late"] = member.late;
  json["duties"] = Json::array();
  for (const DutyRow& duty : member.duties) {
    const bool named = known.contains(duty.disagreement);
    json["duties"].push_back({{"reference", named ? word_or_null(duty.reference) : Json(nullptr)},
                              {"due", shown.write(duty.due)},
                              {"late", duty.due && *duty.due < now}});
  }
  return json;
}

Json figures_json(const std::vector<FigureRow>& rows, Instant now, const Zone& zone) {
  Counted whole;
  Counts by_stage;
  Counts by_outcome;
  Counts by_area;
  Counts by_raising;
  Counts by_responding;
  for (const FigureRow& row : rows) {
    whole.add(row);
    if (row.of.outcome.empty()) {
      by_stage[row.of.stage].add(row);
    } else {
      by_outcome[row.of.outcome].add(row);
    }
    by_area[row.of.area].add(row);
    by_raising[row.of.raising.text()].add(row);
    for (const AgencyId& agency : row.of.responding) {
      by_responding[agency.text()].add(row);
    }
  }
  Json json;
  json["as_at"] = iso_local(zone, now);
  json["all"] = whole.all;
  json["open"] = whole.open;
  json["late"] = whole.late;
  json["by_stage"] = counts_json(by_stage);
  json["by_outcome"] = counts_json(by_outcome);
  json["by_area"] = counts_json(by_area);
  json["by_raising"] = counts_json(by_raising);
  json["by_responding"] = counts_json(by_responding);
  return json;
}

}  // namespace accord
