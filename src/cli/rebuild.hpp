#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "base/instant.hpp"

namespace accord {

/// What `accord rebuild` is asked, as typed.
struct RebuildArguments {
  std::string database;
  std::string partnership;  ///< empty: each
};

/// `accord rebuild`: makes lists and duties anew from the record, which stays as it is; the service
/// may be running. 0 done, 2 could not run.
[[nodiscard]] int run_rebuild(const RebuildArguments& arguments,
                              const std::function<Instant()>& now, std::ostream& out,
                              std::ostream& err);

}  // namespace accord
