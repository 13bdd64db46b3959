#pragma once

#include <iosfwd>
#include <string>

#include "base/instant.hpp"

namespace accord {

/// What `accord drill` is asked, as typed.
struct DrillArguments {
  std::string from;            ///< a backup
  std::string scratch;         ///< a folder or postgresql://…; empty: TMPDIR
  std::string oldest = "26h";  ///< a day, and two hours to make it in
  bool json = false;
  Instant now;
};

/// `accord drill`: restores a backup to a database that is removed again, verifies everything that
/// arrived, and says how long that took. 0 good; 1 not as it was made, or brought up to date longer
/// ago than `oldest`; 2 could not run.
[[nodiscard]] int run_drill(const DrillArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace accord
