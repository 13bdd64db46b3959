#pragma once

#include <expected>
#include <vector>

#include "calendar/zone.hpp"
#include "directory/directory.hpp"
#include "policy/policy.hpp"
#include "policy/yaml_tree.hpp"
#include "rehearsal/rehearsal.hpp"

namespace accord {

/// What the file says of itself: enough to find the policy and the directory that it needs.
[[nodiscard]] std::expected<RehearsalHead, std::vector<Problem>> read_rehearsal_head(
    const YamlNode& file);

/// The whole rehearsal, or everything that is wrong with it: every name is held against the policy
/// and the directory; after a step that moves it to another version, against that one. Local times
/// are those of `zone`. Pure, and safe with hostile text.
[[nodiscard]] std::expected<Rehearsal, std::vector<Problem>> read_rehearsal(
    const YamlNode& file, const Policy& policy, const Directory& directory, const Zone& zone,
    const std::vector<LaterVersion>& later = {});

}  // namespace accord
