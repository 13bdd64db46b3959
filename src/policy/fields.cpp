#include "policy/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/check.hpp"
#include "policy/nearest.hpp"

namespace accord {
namespace {

std::string_view kind_in_words(const YamlNode& node) {
  switch (node.kind) {
    case YamlNode::Kind::Empty: return "nothing";
    case YamlNode::Kind::Scalar: return "a text";
    case YamlNode::Kind::List: return "a list";
    case YamlNode::Kind::Map: return "a map of keys";
  }
  return {};
}

}  // namespace

bool Shape::has(std::string_view key) const {
  return !key.empty() && std::ranges::find(keys, key) != keys.end();
}

std::optional<std::string> scalar_text(const YamlNode& node, std::string_view name,
                                       std::vector<Problem>& problems) {
  if (node.kind == YamlNode::Kind::Empty || (node.is_scalar() && node.text.empty())) {
    problems.push_back(
        {node.mark, fmt::format("`{}` is empty", name), "write it, or delete the key"});
    return std::nullopt;
  }
  if (!node.is_scalar()) {
    problems.push_back({node.mark, fmt::format("`{}` is {}", name, kind_in_words(node)),
                        "write a text here; one with brackets, commas or `: ` goes in quotes"});
    return std::nullopt;
  }
  return node.text;
}

Fields::Fields(const YamlNode& node, const Shape& shape, std::vector<Problem>& problems)
    : node_(node), shape_(shape), problems_(problems) {
  if (!node.is_map()) {
    report(node.mark,
           fmt::format("{} is expected here, and {} stands here", shape.what, kind_in_words(node)),
           "write it as keys, each with its value");
    return;
  }
  for (const YamlNode& child : node.children) {
    if (!shape.has(child.key)) {
      report_unknown(child, shape);
    }
  }
}

void Fields::report_unknown(const YamlNode& child, const Shape& shape) const {
  constexpr std::size_t kWorthASuggestion = 100;
  std::string mend =
      problems_.size() < kWorthASuggestion ? did_you_mean(child.key, shape.keys) : "delete it";
  if (node_.flow && child.kind == YamlNode::Kind::Empty) {
    mend =
        "a comma inside { } begins a new key: put the text in quotes, or write it in block style";
  }
  report(child.key_mark, fmt::format("unknown key `{}` in {}", shortened(child.key), shape.what),
         std::move(mend));
}

void Fields::report(Mark mark, std::string what, std::string mend) const {
  problems_.push_back({mark, std::move(what), std::move(mend)});
}

void Fields::report_choice(const YamlNode& node, std::string_view key, std::string_view text,
                           std::span<const std::string_view> known) const {
  report(node.mark, fmt::format("`{}` cannot be `{}`", key, shortened(text)),
         did_you_mean(text, known));
}

const YamlNode* Fields::get(std::string_view key) const {
  ACCORD_CHECK(shape_.has(key));
  if (!node_.is_map()) {
    return nullptr;
  }
  const auto found = std::ranges::find(node_.children, key, &YamlNode::key);
  return found != node_.children.end() ? &*found : nullptr;
}

const YamlNode* Fields::need(std::string_view key) const {
  const YamlNode* node = get(key);
  if (node == nullptr && node_.is_map()) {
    report(node_.mark, fmt::format("`{}` is missing in {}", key, shape_.what),
           fmt::format("add `{}:`", key));
  }
  return node;
}

std::string Fields::text(std::string_view key) const {
  const YamlNode* node = get(key);
  return node != nullptr ? scalar_text(*node, key, problems_).value_or("") : "";
}

std::string Fields::need_text(std::string_view key) const {
  const YamlNode* node = need(key);
  return node != nullptr ? scalar_text(*node, key, problems_).value_or("") : "";
}

std::vector<std::string> Fields::texts(std::string_view key) const {
  std::vector<std::string> out;
  for (const YamlNode& item : one_or_list(key)) {
    if (auto text = scalar_text(item, key, problems_)) {
      out.push_back(*std::move(text));
    }
  }
  return out;
}

bool Fields::flag(std::string_view key, bool otherwise) const {
  static constexpr std::array<std::pair<std::string_view, bool>, 2> kWords{
      {{"true", true}, {"false", false}}};
  return choice(key, kWords, otherwise);
}

int Fields::whole(std::string_view key, int otherwise) const {
  const YamlNode* node = get(key);
  const auto text = node != nullptr ? scalar_text(*node, key, problems_) : std::nullopt;
  if (!text) {
    return otherwise;
  }
  int value = 0;
  const char* end = text->data() + text->size();
  const auto [stop, error] = std::from_chars(text->data(), end, value);
  if (error != std::errc{} || stop != end || value < 0) {
    report(node->mark, fmt::format("`{}` cannot be `{}`", key, shortened(*text)),
           "write a whole number, such as 3");
    return otherwise;
  }
  return value;
}

std::span<const YamlNode> Fields::list(std::string_view key) const {
  const YamlNode* node = get(key);
  if (node == nullptr) {
    return {};
  }
  if (!node->is_list()) {
    report(node->mark, fmt::format("`{}` is {}", key, kind_in_words(*node)),
           "write a list: each item on a line of its own after `- `");
    return {};
  }
  return node->children;
}

std::span<const YamlNode> Fields::one_or_list(std::string_view key) const {
  const YamlNode* node = get(key);
  if (node == nullptr) {
    return {};
  }
  return node->is_list() ? std::span<const YamlNode>{node->children}
                         : std::span<const YamlNode>{node, 1};
}

std::span<const YamlNode> Fields::map(std::string_view key) const {
  const YamlNode* node = get(key);
  if (node == nullptr) {
    return {};
  }
  if (!node->is_map()) {
    report(node->mark, fmt::format("`{}` is {}", key, kind_in_words(*node)),
           "write keys here, each with its value");
    return {};
  }
  return node->children;
}

}  // namespace accord
