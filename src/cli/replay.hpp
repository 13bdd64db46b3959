#pragma once

#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "base/instant.hpp"

namespace accord {

/// What `accord replay` is asked, as typed.
struct ReplayArguments {
  std::string policy;                   ///< a policy file, one that extends another too
  std::string database;                 ///< such as accord.db
  std::string partnership;              ///< its key; empty: the policy's own
  std::vector<std::string> references;  ///< these alone; empty: every one
  std::vector<std::string> facts;       ///< NAME=WORD: what the records have no answer to
  bool json = false;
};

/// `accord replay`: what another policy would have made of the disagreements that are recorded.
/// Nothing is written. The answer is the exit code: 0 shown; 2 could not run.
[[nodiscard]] int run_replay(const ReplayArguments& arguments, const std::function<Instant()>& now,
                             std::ostream& out, std::ostream& err);

}  // namespace accord
