#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// How the ids of one version of a policy became those of another (`was:` in the file): so that an
/// open disagreement can be moved from one to the other without its past being lost.
struct Renamed {
  std::string kind;   ///< stage, duty, exit or fact
  std::string scope;  ///< of a duty or an exit: where it stood, by its earlier name; else empty
  std::string from;
  std::string to;

  bool operator==(const Renamed&) const = default;
};

/// Reads a list of them: what something is called in the later version. What is not in the list
/// kept its name.
class Renaming {
 public:
  Renaming() = default;
  explicit Renaming(std::vector<Renamed> list) : list_(std::move(list)) {}

  [[nodiscard]] const std::vector<Renamed>& list() const { return list_; }
  /// A stage; `start`, `throughout` and `after` keep their names.
  [[nodiscard]] const std::string& stage(const std::string& id) const;
  [[nodiscard]] const std::string& fact(const std::string& id) const;
  /// `scope` is by its earlier name.
  [[nodiscard]] const std::string& duty(const std::string& scope, const std::string& id) const;
  [[nodiscard]] const std::string& exit(const std::string& scope, const std::string& id) const;

 private:
  [[nodiscard]] const std::string& find(std::string_view kind, std::string_view scope,
                                        const std::string& id) const;

  std::vector<Renamed> list_;
};

/// What is called otherwise in `after`. `named`: a stage of `before` and the one of `after` that
/// somebody says takes its place; it goes before what the file says.
[[nodiscard]] Renaming renamed_between(
    const Policy& before, const Policy& after,
    const std::optional<std::pair<std::string, std::string>>& named = std::nullopt);

/// Whether both ask the same, each in the names of its version.
[[nodiscard]] bool is_same(const Condition& before, const Condition& after,
                           const Renaming& renaming);
/// Whether both name the same roles.
[[nodiscard]] bool is_same(const std::vector<RoleRef>& before, const std::vector<RoleRef>& after);

}  // namespace accord
