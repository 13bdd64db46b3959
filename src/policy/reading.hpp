#pragma once

#include <optional>
#include <string>
#include <vector>

#include "policy/fields.hpp"
#include "policy/policy.hpp"
#include "policy/reader.hpp"

namespace accord::reading {

/// The parts that the rules of a policy are read from. Names in conditions are still as written
/// (in Subject::id): `resolve_names` gives them their meaning when the whole file is read.

using Problems = std::vector<Problem>;

[[nodiscard]] std::string read_id(const Fields& fields, Problems& problems);
/// Reports a text that cannot be an id, or that has a meaning of its own.
void check_id(std::string_view id, Mark mark, Problems& problems);
[[nodiscard]] Source read_source(const Fields& fields);
[[nodiscard]] Condition read_condition(const YamlNode& node, Problems& problems);
/// Kind::Always when the key is missing.
[[nodiscard]] Condition read_condition(const Fields& fields, std::string_view key,
                                       Problems& problems);
[[nodiscard]] std::optional<Condition> read_optional_condition(const Fields& fields,
                                                               std::string_view key,
                                                               Problems& problems);
[[nodiscard]] std::vector<RoleRef> read_who(const YamlNode& node, Problems& problems);
[[nodiscard]] std::vector<RoleRef> read_who(const Fields& fields, std::string_view key,
                                            Problems& problems);
[[nodiscard]] std::optional<Limit> read_limit(const YamlNode& node, std::string_view name,
                                              Problems& problems);
/// Bounds that name no clause have that of their owner.
[[nodiscard]] Clock read_clock(const Fields& fields, std::string_view key, const Source& owner,
                               Problems& problems);

[[nodiscard]] MeetingRule read_meeting(const YamlNode& node, Problems& problems);
[[nodiscard]] std::vector<FactRule> read_facts(const Fields& policy, Problems& problems);
[[nodiscard]] std::vector<RoleRule> read_roles(const Fields& policy, Problems& problems);
[[nodiscard]] Stage read_stage(const YamlNode& node, Problems& problems);
/// `start`, `throughout` or `after`.
[[nodiscard]] Stage read_scope(const Fields& policy, std::string_view key, const Shape& shape,
                               std::string_view title, Problems& problems);

/// Gives every subject its kind, scope and id, and reports the names that mean nothing or two
/// things.
void resolve_names(Policy& policy, Problems& problems);

}  // namespace accord::reading
