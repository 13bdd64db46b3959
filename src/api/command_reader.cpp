#include "api/command_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>

#include "api/command_fields.hpp"
#include "api/parse_json.hpp"
#include "base/characters.hpp"
#include "disagreement/written.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMostItems = 200;

using Errors = std::vector<BodyError>;

std::string_view kind_in_words(const Json& json) {
  switch (json.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::object: return "an object";
    case Json::value_t::array: return "a list";
    case Json::value_t::string: return "a text";
    case Json::value_t::boolean: return "true or false";
    case Json::value_t::number_integer:
    case Json::value_t::number_unsigned: return "a whole number";
    case Json::value_t::number_float: return "a number with a point or an exponent";
    case Json::value_t::binary:
    case Json::value_t::discarded: break;
  }
  return "nothing";
}

class ReadingFields {
 public:
  static constexpr bool kReading = true;

  ReadingFields(const Json& json, std::string pointer, Errors& errors)
      : json_(json), pointer_(std::move(pointer)), errors_(errors) {}

  template <typename Field>
  void operator()(const char* name, Field& field) {
    known_.push_back(name);
    if (const auto found = json_.find(name); found != json_.end()) {
      read(*found, at(name), field);
    }
  }
  template <typename Field>
  void required(const char* name, Field& field) {
    if (!json_.contains(name)) {
      errors_.push_back({pointer_, fmt::format("'{}' is missing.", name)});
    }
    (*this)(name, field);
  }
  /// What the record has since a later release is asked for like anything else.
  template <typename Field>
  void later(const char* name, Field& field) {
    (*this)(name, field);
  }
  void side(const char* name, SideIndex& side) {
    if (json_.contains(name) && json_[name].is_null()) {
      known_.push_back(name);
      side = kNoSide;
      return;
    }
    (*this)(name, side);
    if (side < kNoSide) {
      errors_.push_back({at(name), "A side is 0 (who raised it), 1, 2 … or null."});
    }
  }
  /// What Accord finds out: of whoever gives it, a key that there is none of.
  template <typename Field>
  void derived(const char* /*name*/, Field& /*field*/) {}
  void knows(std::string_view name) { known_.push_back(name); }

  /// What nobody asked for.
  void done() {
    for (const auto& [key, value] : json_.items()) {
      if (std::ranges::find(known_, key) == known_.end()) {
        errors_.push_back({at(key), fmt::format("There is no such key here. The keys are: {}.",
                                                fmt::join(known_, ", "))});
      }
    }
  }

 private:
  [[nodiscard]] std::string at(std::string_view key) const {
    return pointer_ + "/" + pointer_piece(key);
  }
  void wrong(const std::string& place, std::string_view wanted, const Json& json) {
    errors_.push_back(
        {place, fmt::format("This has to be {}, and is {}.", wanted, kind_in_words(json))});
  }

  void read(const Json& json, const std::string& place, std::string& text) {
    if (!json.is_string()) {
      return wrong(place, "a text", json);
    }
    const auto& given = json.get_ref<const std::string&>();
    if (const std::size_t is = characters_in(given); is > std::size_t{kMostInText}) {
      errors_.push_back({place, fmt::format("This has {} characters. Shorten it to {} or fewer.",
                                            is, kMostInText)});
    } else if (!is_plain(given, Lines::Many)) {
      errors_.push_back(
          {place,
           "This has control characters, or marks that turn the direction of writing. "
           "Line ends (\\n) and tabs may stand in a text; take the others out."});
    } else {
      text = given;
    }
  }
  void read(const Json& json, const std::string& place, std::int64_t& number) {
    const bool fits = json.is_number_integer() &&
                      (!json.is_number_unsigned() ||
                       json.get<std::uint64_t>() <=
                           static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()));
    if (!fits) {
      return wrong(place, json.is_number_integer() ? "a smaller number" : "a whole number", json);
    }
    number = json.get<std::int64_t>();
  }
  void read(const Json& json, const std::string& place, int& number) {
    std::int64_t wide = number;
    read(json, place, wide);
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) {
      return wrong(place, "a smaller number", json);
    }
    number = static_cast<int>(wide);
  }
  void read(const Json& json, const std::string& place, bool& truth) {
    if (!json.is_boolean()) {
      return wrong(place, "true or false", json);
    }
    truth = json.get<bool>();
  }
  void read(const Json& json, const std::string& place, Instant& at) {
    if (!json.is_string()) {
      return wrong(place, "an instant such as \"2026-04-02T16:30:00+01:00\"", json);
    }
    const auto instant = parse_instant(json.get_ref<const std::string&>());
    if (!instant) {
      errors_.push_back({place, instant.error()});
    } else {
      at = *instant;
    }
  }
  void read(const Json& json, const std::string& place, Date& day) {
    if (!json.is_string()) {
      return wrong(place, "a day such as \"2026-03-27\"", json);
    }
    if (const auto parsed = parse_date(json.get_ref<const std::string&>())) {
      day = *parsed;
    } else {
      errors_.push_back({place, "There is no such day. Write one such as 2026-03-27."});
    }
  }
  template <typename Tag>
  void read(const Json& json, const std::string& place, Id<Tag>& id) {
    if (json.is_null()) {
      id = {};
      return;
    }
    std::string text;
    read(json, place, text);
    id = Id<Tag>{std::move(text)};
  }
  void read(const Json& json, const std::string& place, Undertaking::Kind& kind) {
    std::string word;
    read(json, place, word);
    if (word == "action") {
      kind = Undertaking::Kind::Action;
    } else if (word == "outstanding_issue") {
      kind = Undertaking::Kind::OutstandingIssue;
    } else {
      errors_.push_back({place, "This has to be \"action\" or \"outstanding_issue\"."});
    }
  }
  void read(const Json& json, const std::string& place, Texts& texts) {
    read_list(json, place, texts, [&](const Json& one, const std::string& there, auto& text) {
      if (!one.is_object()) {
        return wrong(there, "an object with name and text", one);
      }
      ReadingFields fields{one, there, errors_};
      fields.required("name", text.first);
      fields.required("text", text.second);
      fields.done();
    });
  }
  template <typename T>
  void read(const Json& json, const std::string& place, std::optional<T>& maybe) {
    maybe.reset();
    if (!json.is_null()) {
      read(json, place, maybe.emplace());
    }
  }
  template <typename T>
  void read(const Json& json, const std::string& place, std::vector<T>& many) {
    read_list(json, place, many,
              [&](const Json& one, const std::string& there, T& item) { read(one, there, item); });
  }
  template <typename T>
    requires std::is_class_v<T>
  void read(const Json& json, const std::string& place, T& fields) {
    if (!json.is_object()) {
      return wrong(place, "an object", json);
    }
    ReadingFields io{json, place, errors_};
    list_fields<ReadingFields>(io, fields);
    io.done();
  }

  template <typename T, typename ReadOne>
  void read_list(const Json& json, const std::string& place, std::vector<T>& many,
                 const ReadOne& read_one) {
    if (!json.is_array()) {
      return wrong(place, "a list", json);
    }
    if (json.size() > kMostItems) {
      errors_.push_back(
          {place, fmt::format("This has {} items. Send {} or fewer.", json.size(), kMostItems)});
      return;
    }
    many.clear();
    for (std::size_t i = 0; i < json.size(); ++i) {
      read_one(json[i], fmt::format("{}/{}", place, i), many.emplace_back());
    }
  }

  /// With its offset: the same instant whatever zone the reader thinks in.
  static std::expected<Instant, std::string> parse_instant(const std::string& text);

  const Json& json_;
  std::string pointer_;
  Errors& errors_;
  std::vector<std::string_view> known_;
};

std::expected<Instant, std::string> ReadingFields::parse_instant(const std::string& text) {
  constexpr std::size_t kDateAndTime = 19;  // 2026-04-02T16:30:00
  constexpr std::string_view kMend =
      "Write an instant with its seconds and offset, such as 2026-04-02T16:30:00+01:00.";
  const std::string_view offset =
      text.size() > kDateAndTime ? std::string_view{text}.substr(kDateAndTime) : std::string_view{};
  const bool offset_given = offset == "Z" || (offset.size() == 6 && offset[3] == ':');
  if (!offset_given || text[10] != 'T' || text[16] != ':') {
    return std::unexpected(std::string{kMend});
  }
  // The zone is asked for local times alone, and this has an offset.
  static const auto utc = Zone::load("UTC");
  if (!utc) {
    return std::unexpected(utc.error());
  }
  const auto at = parse_local(*utc, text);
  if (!at) {
    return std::unexpected(std::string{kMend});
  }
  return *at;
}

/// Child-1, child-2 … where the caller gave no ids: the facts of a child name it by them.
void name_children(Raise& raise, Errors& errors) {
  std::vector<std::string_view> seen;
  for (std::size_t i = 0; i < raise.children.size(); ++i) {
    Child& child = raise.children[i];
    if (child.id.empty()) {
      child.id = fmt::format("child-{}", i + 1);
    }
    if (std::ranges::find(seen, child.id) != seen.end()) {
      errors.push_back({fmt::format("/children/{}/id", i), "Two of them have the same id."});
    }
    seen.push_back(child.id);
    if (!child.age_band.empty() &&
        std::ranges::find(kAgeBands, child.age_band) == kAgeBands.end()) {
      errors.push_back({fmt::format("/children/{}/age_band", i),
                        fmt::format("No age is called “{}”. Write one of: {}.",
                                    shown_as_utf8(child.age_band), fmt::join(kAgeBands, ", "))});
    }
    if (child.reference.empty()) {
      errors.push_back({fmt::format("/children/{}", i),
                        "'reference' is missing: your agency's own reference, never a name."});
    }
  }
}

/// @tparam Body a variant of commands, each with its fields in command_fields.hpp
template <typename Body, std::size_t index = 0>
bool read_named(std::string_view name, const Json& json, Body& body, Errors& errors) {
  if constexpr (index == std::variant_size_v<Body>) {
    return false;
  } else {
    Body candidate{std::in_place_index<index>};
    if constexpr (!std::is_same_v<std::variant_alternative_t<index, Body>, PassTime>) {
      if (std::visit(CommandName{}, candidate) == name) {
        ReadingFields io{json, "", errors};
        io.knows("command");
        list_fields<ReadingFields>(io, std::get<index>(candidate));
        io.done();
        body = std::move(candidate);
        return true;
      }
    }
    return read_named<Body, index + 1>(name, json, body, errors);
  }
}

template <typename Body, std::size_t index = 0>
void collect_names(std::vector<std::string_view>& names) {
  if constexpr (index < std::variant_size_v<Body>) {
    const auto name = std::visit(CommandName{}, Body{std::in_place_index<index>});
    if (!name.empty()) {
      names.push_back(name);
    }
    collect_names<Body, index + 1>(names);
  }
}

template <typename Body>
std::expected<Body, Errors> read_body(std::string_view text) {
  const auto json = parse_json(text);
  if (!json) {
    return std::unexpected(Errors{json.error()});
  }
  if (!json->is_object()) {
    return std::unexpected(Errors{
        {"", fmt::format("The body has to be an object, and is {}.", kind_in_words(*json))}});
  }
  std::vector<std::string_view> names;
  collect_names<Body>(names);
  if (!json->contains("command") || !(*json)["command"].is_string()) {
    return std::unexpected(
        Errors{{json->contains("command") ? "/command" : "",
                fmt::format("'command' has to name the command: {}.", fmt::join(names, ", "))}});
  }
  Body body;
  Errors errors;
  if (!read_named((*json)["command"].get<std::string>(), *json, body, errors)) {
    return std::unexpected(
        Errors{{"/command", fmt::format("There is no such command. The commands are: {}.",
                                        fmt::join(names, ", "))}});
  }
  if constexpr (std::is_same_v<Body, CommandBody>) {
    if (auto* raise = std::get_if<Raise>(&body); raise != nullptr && errors.empty()) {
      name_children(*raise, errors);
    }
  }
  if (!errors.empty()) {
    return std::unexpected(std::move(errors));
  }
  return body;
}

}  // namespace

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  collect_names<CommandBody>(names);
  return names;
}

std::expected<CommandBody, std::vector<BodyError>> read_command(std::string_view text) {
  return read_body<CommandBody>(text);
}

std::vector<std::string_view> policy_command_names() {
  std::vector<std::string_view> names;
  collect_names<PolicyCommand>(names);
  return names;
}

std::expected<PolicyCommand, std::vector<BodyError>> read_policy_command(std::string_view text) {
  return read_body<PolicyCommand>(text);
}

}  // namespace accord
