#pragma once

#include <iosfwd>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "rehearsal/coverage.hpp"

namespace accord {

/// What `accord rehearse --coverage` gathers of each policy and says in the end.
class CoverageByPolicy {
 public:
  /// `file` is the policy's path as it is to be shown; the policy outlives this.
  void add(const std::string& file, const Policy& policy, const RehearsalReport& report,
           const Directory& directory);

  /// Each policy with the rules that nothing exercised, and "N of M rules exercised".
  void write_text(std::ostream& out) const;
  [[nodiscard]] nlohmann::ordered_json to_json() const;

 private:
  struct One {
    std::string file;
    const Policy* policy = nullptr;
    Coverage coverage;
  };
  std::vector<One> policies_;  ///< in the order in which the rehearsals name them
};

}  // namespace accord
