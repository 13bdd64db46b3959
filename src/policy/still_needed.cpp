#include "policy/still_needed.hpp"

#include <algorithm>
#include <array>

#include "policy/tree_parts.hpp"

namespace accord {
namespace {

constexpr std::array<std::string_view, 4> kConditions{"when", "from", "local_from", "met_when"};
constexpr std::array<std::string_view, 15> kPeople{
    "owed_by",   "open_to",   "to",      "by",           "settled_by",
    "set_by",    "slower_by", "decider", "raising_side", "responding_side",
    "each_side", "any_side",  "must",    "must_not",     "chair"};
constexpr std::array<std::string_view, 2> kStages{"go", "skips"};
constexpr std::array<std::string_view, 2> kJoined{"any", "all"};

template <std::size_t N>
bool names_one_of(std::string_view key, const std::array<std::string_view, N>& keys) {
  return std::ranges::find(keys, key) != keys.end();
}

class Search {
 public:
  Search(std::string_view removed, std::string_view scope, bool passage)
      : removed_(removed),
        passage_(passage),
        bare_(removed.starts_with(std::string{scope} + ".") ? removed.substr(scope.size() + 1)
                                                            : removed) {}

  /// The field of `item` that names it; empty: none.
  [[nodiscard]] std::string_view in(const YamlNode& item) const {
    for (const YamlNode& field : item.children) {
      if (names(field)) {
        return field.key;
      }
    }
    return {};
  }

 private:
  [[nodiscard]] bool means(std::string_view name) const {
    return name == removed_ || name == bare_;
  }

  [[nodiscard]] bool names(const YamlNode& field) const {
    if (passage_) {
      return field.key == "clause" ? in_names(field)
                                   : std::ranges::any_of(field.children, [&](const YamlNode& one) {
                                       return names(one);
                                     });
    }
    if (names_one_of(field.key, kConditions)) {
      return in_condition(field);
    }
    if (names_one_of(field.key, kPeople) || names_one_of(field.key, kStages)) {
      return in_names(field);
    }
    return std::ranges::any_of(field.children, [&](const YamlNode& one) { return names(one); });
  }

  [[nodiscard]] bool in_condition(const YamlNode& node) const {
    if (node.is_scalar()) {
      return means(node.text);
    }
    return std::ranges::any_of(node.children, [&](const YamlNode& one) {
      if (node.is_map() && one.key != "not" && !names_one_of(one.key, kJoined)) {
        return means(one.key);
      }
      return in_condition(one);
    });
  }

  /// A name, `a or b`, or a list of them; of a side: `{each_side: a}`.
  [[nodiscard]] bool in_names(const YamlNode& node) const {
    if (!node.is_scalar()) {
      return std::ranges::any_of(node.children, [&](const YamlNode& one) { return in_names(one); });
    }
    std::string_view text = node.text;
    while (!text.empty()) {
      const std::size_t at = std::min(text.find(" or "), text.size());
      if (means(text.substr(0, at))) {
        return true;
      }
      text.remove_prefix(std::min(at + 4, text.size()));
    }
    return false;
  }

  std::string_view removed_;
  bool passage_;
  std::string_view bare_;
};

/// A stage, or what stands beside the stages: its duties and exits, then itself.
std::optional<StillNeeded> in_scope(const YamlNode& stage, std::string_view id,
                                    std::string_view removed, bool passage) {
  const Search search{removed, id, passage};
  YamlNode own = stage;
  std::erase_if(own.children,
                [](const YamlNode& one) { return one.key == "duties" || one.key == "exits"; });
  for (const YamlNode& list : stage.children) {
    if (list.key != "duties" && list.key != "exits") {
      continue;
    }
    for (const YamlNode& item : list.children) {
      if (const std::string_view field = search.in(item); !field.empty()) {
        return StillNeeded{std::string{id} + "." + std::string{id_of(item)}, std::string{field}};
      }
    }
  }
  if (const std::string_view field = search.in(own); !field.empty()) {
    return StillNeeded{std::string{id}, std::string{field}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<StillNeeded> still_needed(const YamlNode& policy, std::string_view removed,
                                        bool passage) {
  for (const YamlNode& part : policy.children) {
    if (part.key == "stages") {
      for (const YamlNode& stage : part.children) {
        if (auto found = in_scope(stage, id_of(stage), removed, passage)) {
          return found;
        }
      }
    } else if (part.key == "start" || part.key == "throughout" || part.key == "after") {
      if (auto found = in_scope(part, part.key, removed, passage)) {
        return found;
      }
    } else if (part.key == "facts" || part.key == "roles") {
      for (const YamlNode& item : part.children) {
        if (const std::string_view field = Search{removed, "", passage}.in(item); !field.empty()) {
          return StillNeeded{item.key, std::string{field}};
        }
      }
    } else if (part.key == "cap" || part.key == "decider") {
      YamlNode holder{.kind = YamlNode::Kind::Map, .children = {part}};
      if (!Search{removed, "", passage}.in(holder).empty()) {
        return StillNeeded{part.key, part.key == "cap" ? "from" : "decider"};
      }
    }
  }
  return std::nullopt;
}

}  // namespace accord
