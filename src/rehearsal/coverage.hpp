#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "directory/directory.hpp"
#include "policy/explain.hpp"
#include "rehearsal/runner.hpp"

namespace accord {

/// Something that can happen to a rule while it is played, and whether it has.
struct RuleMoment {
  std::string what;    ///< "begun", "met", "taken", "filled by the team manager"
  bool needed = true;  ///< without it the rule counts as not exercised
  bool seen = false;
};

/// One rule of a policy that can be played, and what rehearsals have shown of it.
struct RuleCoverage {
  RuleInWords rule;
  std::vector<RuleMoment> moments;

  /// Everything needed has been seen in some rehearsal.
  [[nodiscard]] bool exercised() const;
  /// The first thing needed that has never been seen; where all of that has, whatever else can
  /// happen to it and has not.
  [[nodiscard]] std::vector<std::string> never() const;
};

/// Which rules of a policy its rehearsals have exercised, from the records that they made: stages,
/// duties, rights, ways on, the limits that bound, what was answered, and the ways to fill a role.
/// What a policy only says (its words, its document) is no rule here.
class Coverage {
 public:
  explicit Coverage(const Policy& policy);

  /// Adds what one rehearsal has shown. `directory` is the one that it was played with.
  void add(const RehearsalReport& report, const Directory& directory);

  /// In the order of `explain`.
  [[nodiscard]] const std::vector<RuleCoverage>& rules() const { return rules_; }
  [[nodiscard]] int exercised() const;

 private:
  friend class CoverageOfRun;
  void expect(const std::string& rule, std::string what, bool needed = true);
  void expect_scope(const Stage& scope);
  void see(const std::string& rule, std::string_view what);

  const Policy& policy_;
  std::vector<RuleCoverage> rules_;
  std::map<std::string, std::size_t, std::less<>> at_;  ///< id of a rule → its place
};

}  // namespace accord
