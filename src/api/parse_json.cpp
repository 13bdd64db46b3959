#include "api/parse_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>

#include "base/characters.hpp"

namespace accord {

namespace {

using Json = nlohmann::ordered_json;

/// Builds the value while it is read, and stops at the first thing that is not to be taken.
class Building : public nlohmann::json_sax<Json> {
 public:
  bool null() override { return add(nullptr); }
  bool boolean(bool value) override { return add(value); }
  bool number_integer(number_integer_t value) override { return add(value); }
  bool number_unsigned(number_unsigned_t value) override { return add(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return add(value); }
  bool string(string_t& value) override { return add(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return refuse("Binary values are no JSON."); }
  bool start_object(std::size_t /*size*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    Open& open = open_.back();
    if (!open.keys.insert(name).second) {
      open.key = std::move(name);
      return refuse("This key stands twice in its object. Send it once.");
    }
    open.key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*error*/) override {
    return refuse(fmt::format("This is no JSON: it cannot be read at byte {}.", position));
  }

  Json take() { return std::move(root_); }
  [[nodiscard]] const BodyError& error() const { return error_; }

 private:
  struct Open {
    Json value;
    std::string key{};
    std::set<std::string> keys{};
  };

  bool add(Json value) {
    if (++values_ > kMostValues) {
      return refuse(fmt::format("There are more than {} values. Send fewer.", kMostValues));
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().value.is_array()) {
      open_.back().value.push_back(std::move(value));
    } else {
      open_.back().value[open_.back().key] = std::move(value);
    }
    return true;
  }

  bool open(Json value) {
    if (open_.size() == kMostDepth) {
      return refuse(fmt::format("This is nested more than {} deep.", kMostDepth));
    }
    open_.push_back({.value = std::move(value)});
    return true;
  }

  bool close() {
    Json value = std::move(open_.back().value);
    open_.pop_back();
    return add(std::move(value));
  }

  bool refuse(std::string detail) {
    if (error_.detail.empty()) {
      error_ = {pointer(), std::move(detail)};
    }
    return false;
  }

  [[nodiscard]] std::string pointer() const {
    std::string text;
    for (const Open& one : open_) {
      if (one.value.is_array()) {
        text += fmt::format("/{}", one.value.size());
      } else if (!one.key.empty() || !one.keys.empty()) {
        text += "/" + pointer_piece(one.key);
      }
    }
    return text;
  }

  Json root_;
  std::vector<Open> open_;
  std::size_t values_ = 0;
  BodyError error_;
};

}  // namespace

std::string pointer_piece(std::string_view key) {
  std::string piece;
  for (const char c : key) {
    piece += c == '~' ? std::string{"~0"} : c == '/' ? std::string{"~1"} : std::string{c};
  }
  return piece;
}

std::expected<Json, BodyError> parse_json(std::string_view body) {
  if (!is_utf8(body)) {
    return std::unexpected(BodyError{"", "This is no UTF-8. Send JSON in UTF-8."});
  }
  if (body.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return std::unexpected(BodyError{"", "The body is empty. Send one JSON object."});
  }
  Building building;
  if (!Json::sax_parse(body.begin(), body.end(), &building)) {
    return std::unexpected(building.error());
  }
  return building.take();
}

}  // namespace accord
