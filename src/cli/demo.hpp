#pragma once

#include <iosfwd>
#include <string>

#include "base/instant.hpp"

namespace accord {

/// What `accord demo` is asked, as typed.
struct DemoArguments {
  std::string database;
  std::string policies = "policies";  ///< the folder with a folder for each partnership
  Instant now;                        ///< what "days ago" counts from
};

/// `accord demo`: makes a database with a demonstration: each partnership in `policies` with its
/// policy, an invented directory and invented disagreements at every stage. 0 done, 2 could not
/// run: then nothing stands at that path, or what stood there before.
[[nodiscard]] int run_demo(const DemoArguments& arguments, std::ostream& out, std::ostream& err);

}  // namespace accord
