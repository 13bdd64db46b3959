#include "store/event_json.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "store/event_fields.hpp"

namespace accord {

namespace {

using Json = nlohmann::json;

struct Writing {
  static constexpr bool kReading = false;
  Json& json;

  template <typename Field>
  void operator()(const char* name, const Field& field) {
    json[name] = write(field);
  }
  void side(const char* name, SideIndex side) { json[name] = write(side); }
  template <typename Field>
  void later(const char* name, const Field& field) {
    json[name] = write(field);
  }

  template <typename Field>
  void derived(const char* name, const Field& field) {
    later(name, field);
  }

  static Json write(const std::string& text) { return text; }
  static Json write(std::int64_t number) { return number; }
  static Json write(int number) { return number; }
  static Json write(bool truth) { return truth; }
  static Json write(Instant instant) { return instant.seconds; }
  template <typename Tag>
  static Json write(const Id<Tag>& id) {
    return id.text();
  }
  static Json write(OutcomeKind kind) { return std::string{to_word(kind)}; }
  static Json write(Undertaking::Kind kind) {
    return kind == Undertaking::Kind::Action ? "action" : "outstanding_issue";
  }
  template <typename T>
  static Json write(const std::optional<T>& maybe) {
    return maybe ? write(*maybe) : Json(nullptr);
  }
  template <typename T>
  static Json write(const std::vector<T>& many) {
    Json array = Json::array();
    for (const T& one : many) {
      array.push_back(write(one));
    }
    return array;
  }
  template <typename A, typename B>
  static Json write(const std::pair<A, B>& both) {
    return Json::array({write(both.first), write(both.second)});
  }
  template <typename T>
    requires std::is_class_v<T>
  static Json write(const T& fields);
};

/// Throws what nlohmann throws; `event_from_json` turns it into words.
struct Reading {
  static constexpr bool kReading = true;
  const Json& json;

  template <typename Field>
  void operator()(const char* name, Field& field) {
    read(json.at(name), field);
  }
  void side(const char* name, SideIndex& side) { read(json.at(name), side); }
  /// A field that earlier records do not have.
  template <typename Field>
  void later(const char* name, Field& field) {
    if (const auto found = json.find(name); found != json.end()) {
      read(*found, field);
    }
  }

  template <typename Field>
  void derived(const char* name, Field& field) {
    later(name, field);
  }

  static void read(const Json& json, std::string& text) { json.get_to(text); }
  static void read(const Json& json, std::int64_t& number) { json.get_to(number); }
  static void read(const Json& json, int& number) { json.get_to(number); }
  static void read(const Json& json, bool& truth) { json.get_to(truth); }
  static void read(const Json& json, Instant& instant) { json.get_to(instant.seconds); }
  template <typename Tag>
  static void read(const Json& json, Id<Tag>& id) {
    id = Id<Tag>{json.get<std::string>()};
  }
  static void read(const Json& json, OutcomeKind& kind) {
    const auto found = outcome_kind(json.get<std::string>());
    if (!found) {
      throw std::invalid_argument("no such outcome: " + json.get<std::string>());
    }
    kind = *found;
  }
  static void read(const Json& json, Undertaking::Kind& kind) {
    kind = json.get<std::string>() == "action" ? Undertaking::Kind::Action
                                               : Undertaking::Kind::OutstandingIssue;
  }
  template <typename T>
  static void read(const Json& json, std::optional<T>& maybe) {
    maybe.reset();
    if (!json.is_null()) {
      read(json, maybe.emplace());
    }
  }
  template <typename T>
  static void read(const Json& json, std::vector<T>& many) {
    many.clear();
    for (const Json& one : json) {
      read(one, many.emplace_back());
    }
  }
  template <typename A, typename B>
  static void read(const Json& json, std::pair<A, B>& both) {
    read(json.at(0), both.first);
    read(json.at(1), both.second);
  }
  template <typename T>
    requires std::is_class_v<T>
  static void read(const Json& json, T& fields);
};

template <typename T>
  requires std::is_class_v<T>
Json Writing::write(const T& fields) {
  Json json = Json::object();
  Writing io{json};
  list_fields<Writing>(io, fields);
  return json;
}

template <typename T>
  requires std::is_class_v<T>
void Reading::read(const Json& json, T& fields) {
  Reading io{json};
  list_fields<Reading>(io, fields);
}

/// The body whose kind is `kind`, read; tries each alternative's name.
template <std::size_t index = 0>
bool read_kind(std::string_view kind, const Json& json, EventBody& body) {
  if constexpr (index == std::variant_size_v<EventBody>) {
    return false;
  } else {
    EventBody candidate{std::in_place_index<index>};
    if (kind_of(candidate) != kind) {
      return read_kind<index + 1>(kind, json, body);
    }
    Reading::read(json, std::get<index>(candidate));
    body = std::move(candidate);
    return true;
  }
}

}  // namespace

std::string to_json(const EventBody& body) {
  const Json json = std::visit([](const auto& fields) { return Writing::write(fields); }, body);
  return json.dump();
}

std::expected<EventBody, std::string> event_from_json(std::string_view kind, std::int64_t schema,
                                                      std::string_view text) {
  if (schema != kEventSchema) {
    return std::unexpected("event schema " + std::to_string(schema) +
                           " is of a later release: update the program");
  }
  try {
    EventBody body;
    if (!read_kind(kind, Json::parse(text), body)) {
      return std::unexpected("no event is called '" + std::string{kind} + "'");
    }
    return body;
  } catch (const std::exception& error) {
    return std::unexpected(std::string{kind} + ": " + error.what());
  }
}

}  // namespace accord
