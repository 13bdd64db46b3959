#pragma once

#include <source_location>

namespace accord {

/// Stops the process: something that can only be false through a bug is false. Not for bad input,
/// which is answered with a refusal or a fault.
[[noreturn]] void check_failed(const char* condition,
                               std::source_location where = std::source_location::current());

}  // namespace accord

/// Holds in every build. The text of the condition is what the log shows.
#define ACCORD_CHECK(condition)           \
  do {                                    \
    if (!(condition)) {                   \
      ::accord::check_failed(#condition); \
    }                                     \
  } while (false)
