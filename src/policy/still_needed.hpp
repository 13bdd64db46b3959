#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "policy/yaml_tree.hpp"

namespace accord {

/// Where something of a policy file is named that is no longer there.
struct StillNeeded {
  std::string by;     ///< `managers.not_settled`, `cap`, a fact or a role
  std::string field;  ///< `when`, `owed_by`, `go`
};

/// The first place in the tree of a policy that names `removed`: a fact, a role, a stage, or a duty
/// or exit as `stage.id`; a `passage` of the document by those who cite it.
[[nodiscard]] std::optional<StillNeeded> still_needed(const YamlNode& policy,
                                                      std::string_view removed, bool passage);

}  // namespace accord
