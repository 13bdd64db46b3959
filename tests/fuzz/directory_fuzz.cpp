// A directory in YAML, whatever it holds: read and kept without loss, or refused with a place.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/check.hpp"
#include "directory/reader.hpp"

using namespace accord;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Zone zone = Zone::load("Europe/London").value();
  const auto read =
      read_directory(std::string_view{reinterpret_cast<const char*>(data), size}, zone);
  if (!read) {
    ACCORD_CHECK(!read.error().empty());
    for (const Problem& problem : read.error()) {
      ACCORD_CHECK(problem.mark.line > 0 && !problem.what.empty() && !problem.mend.empty());
    }
    return 0;
  }
  const auto again = read_directory(to_yaml(*read), zone);
  ACCORD_CHECK(again.has_value() && *again == *read);
  return 0;
}
