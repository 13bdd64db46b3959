#include "policy/tree_parts.hpp"

#include <span>
#include <string>

namespace accord {

std::string_view id_of(const YamlNode& item) {
  const YamlNode* id = child(item, "id");
  return id != nullptr && id->is_scalar() ? std::string_view{id->text} : std::string_view{};
}

YamlNode scalar(std::string_view key, std::string_view text, Mark mark) {
  return {.kind = YamlNode::Kind::Scalar,
          .text = std::string{text},
          .mark = mark,
          .key = std::string{key},
          .key_mark = mark};
}

void mark_local(YamlNode& item) {
  if (item.is_map() && child(item, "local") == nullptr) {
    item.children.push_back(scalar("local", "true", item.mark));
    item.children.back().extended = item.extended;  // whose place it has
  }
}

namespace {

bool is_among(std::string_view key, std::span<const std::string_view> words) {
  return std::ranges::find(words, key) != words.end();
}

/// Takes what `name_of` calls `id` out of the list or map `key` of `map`.
template <typename NameOf>
std::optional<YamlNode> take_out(YamlNode* map, std::string_view key, std::string_view id,
                                 NameOf name_of) {
  YamlNode* list = map != nullptr ? child(*map, key) : nullptr;
  if (list == nullptr) {
    return std::nullopt;
  }
  const auto found = std::ranges::find_if(
      list->children, [&](const YamlNode& one) { return std::string_view{name_of(one)} == id; });
  if (found == list->children.end()) {
    return std::nullopt;
  }
  YamlNode item = std::move(*found);
  list->children.erase(found);
  return item;
}

std::string_view key_of(const YamlNode& node) {
  return node.key;
}

std::optional<YamlNode> take_key(YamlNode& map, std::string_view key) {
  const auto found = std::ranges::find(map.children, key, &YamlNode::key);
  if (found == map.children.end()) {
    return std::nullopt;
  }
  YamlNode taken{
      .kind = YamlNode::Kind::Map, .mark = found->mark, .key = found->key, .children = {*found}};
  map.children.erase(found);
  return taken;
}

}  // namespace

std::optional<YamlNode> take_part(YamlNode& whole, std::string_view name) {
  const auto first = [](auto... tries) {
    std::optional<YamlNode> item;
    (void)((item = tries()).has_value() || ...);
    return item;
  };
  if (name == "cap") {
    return take_key(whole, name);
  }
  if (auto passage = take_out(&whole, "document", name, id_of)) {
    return passage;
  }
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos) {
    return first([&] { return take_out(&whole, "facts", name, key_of); },
                 [&] { return take_out(&whole, "roles", name, key_of); },
                 [&] { return take_out(&whole, "stages", name, id_of); });
  }
  const std::string_view scope_id = name.substr(0, dot);
  const std::string_view id = name.substr(dot + 1);
  YamlNode* scope = is_among(scope_id, kTreeScopes) ? child(whole, scope_id) : nullptr;
  if (YamlNode* list = child(whole, "stages"); scope == nullptr && list != nullptr) {
    const auto stage = std::ranges::find(list->children, scope_id, id_of);
    scope = stage != list->children.end() ? &*stage : nullptr;
  }
  return first([&] { return take_out(scope, "duties", id, id_of); },
               [&] { return take_out(scope, "exits", id, id_of); });
}

bool take_field(YamlNode& whole, std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos) {
    return false;
  }
  const std::string_view field = name.substr(dot + 1);
  const std::string_view of = name.substr(0, dot);
  const std::size_t in = of.find('.');
  const auto with_id = [](YamlNode* list, std::string_view id) -> YamlNode* {
    const auto found = list != nullptr ? std::ranges::find(list->children, id, id_of)
                                       : std::vector<YamlNode>::iterator{};
    return list != nullptr && found != list->children.end() ? &*found : nullptr;
  };
  const std::string_view first = of.substr(0, in);
  YamlNode* owner =
      is_among(first, kTreeScopes) ? child(whole, first) : with_id(child(whole, "stages"), first);
  if (owner != nullptr && in != std::string_view::npos) {
    YamlNode* duty = with_id(child(*owner, "duties"), of.substr(in + 1));
    owner = duty != nullptr ? duty : with_id(child(*owner, "exits"), of.substr(in + 1));
  } else if (in == std::string_view::npos) {
    for (const std::string_view key : {"facts", "roles"}) {
      YamlNode* items = child(whole, key);
      owner = owner == nullptr && items != nullptr ? child(*items, of) : owner;
    }
  }
  if (owner == nullptr || field == "id" || child(*owner, field) == nullptr) {
    return false;
  }
  std::erase_if(owner->children, [&](const YamlNode& one) { return one.key == field; });
  mark_local(*owner);
  return true;
}

bool has_part(const YamlNode& policy, std::string_view name) {
  YamlNode copy = policy;
  return take_part(copy, name).has_value();
}

}  // namespace accord
