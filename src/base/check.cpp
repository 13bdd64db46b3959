#include "base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace accord {

void check_failed(const char* condition, std::source_location where) {
  std::fprintf(stderr, "accord: bug: %s does not hold (%s:%u, %s)\n", condition, where.file_name(),
               static_cast<unsigned>(where.line()), where.function_name());
  std::abort();
}

}  // namespace accord
