#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "calendar/zone.hpp"
#include "store/event_fields.hpp"

namespace accord {

/// Events and their parts as the API shows them: instants local with their offset, an empty id or
/// side as null, named texts as a list of name and text.
/// @tparam Json nlohmann's; a parameter so that no header brings it in
template <typename Json>
struct ShownFields {
  static constexpr bool kReading = false;
  const Zone& zone;
  Json json = Json::object();

  template <typename Field>
  void operator()(const char* name, const Field& field) {
    json[name] = write(field);
  }
  void side(const char* name, SideIndex side) { json[name] = write_side(side); }
  template <typename Field>
  void later(const char* name, const Field& field) {
    json[name] = write(field);
  }

  template <typename Field>
  void derived(const char* name, const Field& field) {
    json[name] = write(field);
  }

  static Json write_side(SideIndex side) { return side < 0 ? Json(nullptr) : Json(side); }
  [[nodiscard]] Json write(const std::string& text) const { return text; }
  [[nodiscard]] Json write(std::int64_t number) const { return number; }
  [[nodiscard]] Json write(int number) const { return number; }
  [[nodiscard]] Json write(bool truth) const { return truth; }
  [[nodiscard]] Json write(Instant at) const { return iso_local(zone, at); }
  template <typename Tag>
  [[nodiscard]] Json write(const Id<Tag>& id) const {
    return id.empty() ? Json(nullptr) : Json(id.text());
  }
  [[nodiscard]] Json write(OutcomeKind kind) const { return std::string{to_word(kind)}; }
  [[nodiscard]] Json write(Undertaking::Kind kind) const {
    return kind == Undertaking::Kind::Action ? "action" : "outstanding_issue";
  }
  [[nodiscard]] Json write(const Actor& actor) const {
    return actor.person.empty()
               ? Json(nullptr)
               : Json{{"person", actor.person.text()}, {"agency", actor.agency.text()}};
  }
  [[nodiscard]] Json write(const Texts& texts) const {
    Json array = Json::array();
    for (const auto& [name, text] : texts) {
      array.push_back({{"name", name}, {"text", text}});
    }
    return array;
  }
  [[nodiscard]] Json write(const DeadlineState& deadline) const {
    Json shown = Json::object();
    shown["due"] = write(deadline.due);
    shown["target"] = write(deadline.target);
    shown["local_target"] = deadline.local_target;
    shown["binds"] = binding(deadline.bound);
    return shown;
  }
  template <typename T>
  [[nodiscard]] Json write(const std::optional<T>& maybe) const {
    return maybe ? write(*maybe) : Json(nullptr);
  }
  template <typename T>
  [[nodiscard]] Json write(const std::vector<T>& many) const {
    Json array = Json::array();
    for (const T& one : many) {
      array.push_back(write(one));
    }
    return array;
  }
  template <typename T>
    requires std::is_class_v<T>
  [[nodiscard]] Json write(const T& fields) const {
    ShownFields io{zone};
    list_fields<ShownFields>(io, fields);
    return std::move(io.json);
  }

  /// What binds a deadline: "limit" for a limit of the document.
  [[nodiscard]] static std::string binding(int bound) {
    switch (bound) {
      case DeadlineState::kNone: return "nothing";
      case DeadlineState::kCap: return "cap";
      case DeadlineState::kChildTimescale: return "child_timescale";
      case DeadlineState::kLocalTarget: return "local_target";
      case DeadlineState::kWithSettle: return "stage";
      case DeadlineState::kUndertaken: return "named_date";
      default: return "limit";
    }
  }
};

}  // namespace accord
