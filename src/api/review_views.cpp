#include <nlohmann/json.hpp>

#include "api/shown_fields.hpp"
#include "api/views.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;
using Shown = ShownFields<Json>;

Json text_or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(text);
}

void put_recorded(Json& json, const PartnershipEntry& entry, const Zone& zone) {
  const Shown shown{zone};
  json["recorded_at"] = shown.write(entry.recorded_at);
  json["by"] = shown.write(entry.by);
}

}  // namespace

Json next_review_json(const NextReview& next, const Partnership& partnership, const Actor& viewer,
                      Instant now) {
  if (next.says.empty() && !next.day) {
    return nullptr;
  }
  const Directory& directory = *partnership.directory;
  const Shown shown{partnership.calendar->zone()};
  const auto due = next.due(*partnership.calendar);
  const bool named = directory.post(next.post) != nullptr;
  Json json;
  json["says"] = text_or_null(next.says);
  json["date"] = next.day ? Json(to_iso(*next.day)) : Json(nullptr);
  json["due"] = shown.write(due);
  json["late"] = due && *due < now;
  json["post"] = named ? shown.write(next.post) : Json(nullptr);
  json["holder"] = named ? shown.write(directory.holder(next.post, now).person) : Json(nullptr);
  json["mine"] = is_duty_of(next, viewer.person, directory, now);
  return json;
}

Json review_json(const PartnershipEntry& entry, const Zone& zone) {
  Json json;
  json["date"] = entry.field("date");
  json["what"] = entry.field("what");
  json["who"] = text_or_null(entry.field("who"));
  json["version"] = text_or_null(entry.field("version"));
  put_recorded(json, entry, zone);
  return json;
}

Json review_json(const Review& review) {
  return {{"date", review.date}, {"what", review.what},    {"who", nullptr},
          {"version", nullptr},  {"recorded_at", nullptr}, {"by", nullptr}};
}

Json adoption_json(const PartnershipEntry& entry, const Zone& zone) {
  const Shown shown{zone};
  Json json;
  json["agency"] = shown.write(entry.by.agency);
  json["who"] = entry.field("who");
  json["date"] = entry.field("date");
  json["says"] = text_or_null(entry.field("says"));
  json["review"] = text_or_null(entry.field("review"));
  json["version"] = text_or_null(entry.field("version"));
  put_recorded(json, entry, zone);
  return json;
}

}  // namespace accord
