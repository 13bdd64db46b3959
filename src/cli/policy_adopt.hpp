#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace accord {

/// What `accord policy adopt` is asked, as typed.
struct PolicyAdoptArguments {
  std::string file;                     ///< a policy file, one that extends another too
  std::string database;                 ///< such as accord.db
  std::string partnership;              ///< its key; empty: the policy's own
  bool preview = false;                 ///< what moving would change, and nothing else
  bool move = false;                    ///< also move open disagreements to it
  std::vector<std::string> references;  ///< these alone; empty: each that is open
  std::vector<std::string> stages;      ///< OLD=NEW: where those in a stage go on
  std::string by;                       ///< the id of somebody of the partnership, who moves them
  std::string reason;                   ///< why; both sides read it
  bool json = false;
};

/// `accord policy adopt`: puts a version in force from its `effective` on. Open disagreements keep
/// theirs, unless they are moved. The answer is the exit code: 0 done, or shown; 1 some that were
/// to move keep their version; 2 could not run.
[[nodiscard]] int run_policy_adopt(const PolicyAdoptArguments& arguments,
                                   const std::function<Instant()>& now, std::ostream& out,
                                   std::ostream& err);

}  // namespace accord
