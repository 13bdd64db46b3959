#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

#include "policy/yaml_tree.hpp"

namespace accord {

/// The parts of a policy's tree by the names that `remove` and conditions give them.

inline constexpr std::array<std::string_view, 3> kTreeScopes{"start", "throughout", "after"};

template <typename Node>
[[nodiscard]] Node* child(Node& map, std::string_view key) {
  const auto found = std::ranges::find(map.children, key, &YamlNode::key);
  return map.is_map() && found != map.children.end() ? &*found : nullptr;
}

[[nodiscard]] std::string_view id_of(const YamlNode& item);
[[nodiscard]] YamlNode scalar(std::string_view key, std::string_view text, Mark mark);
/// Says of an item that it is the partnership's own.
void mark_local(YamlNode& item);

/// Takes out a fact, a role, a stage, `cap`, a passage by its id, or a duty or exit as `stage.id`.
[[nodiscard]] std::optional<YamlNode> take_part(YamlNode& policy, std::string_view name);
/// Takes one field out of a fact, a role, a stage, or of a duty or exit as `stage.id.field`.
[[nodiscard]] bool take_field(YamlNode& policy, std::string_view name);
[[nodiscard]] bool has_part(const YamlNode& policy, std::string_view name);

}  // namespace accord
