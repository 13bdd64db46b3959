// Rows of a directory, whatever they hold, under the right header: what is taken of them is kept
// without loss, and what is not comes back with a reason.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "directory/csv.hpp"
#include "directory/reader.hpp"

using namespace accord;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Zone zone = Zone::load("Europe/London").value();
  const std::string text =
      directory_csv_header() + "\n" + std::string{reinterpret_cast<const char*>(data), size};
  const CsvReading reading = read_directory_csv(text, zone, CsvRows::GoodOnes);
  ACCORD_CHECK(reading.directory.has_value() || !reading.problems.empty());
  ACCORD_CHECK(reading.rejected_rows <= reading.rows);
  ACCORD_CHECK(reading.reject_file.empty() == (reading.rejected_rows == 0));
  // The header and the rejected rows.
  const auto rejected = parse_csv(reading.reject_file, {.cell_bytes = std::size_t{1} << 20U});
  ACCORD_CHECK(rejected.has_value());
  ACCORD_CHECK(rejected->empty() || rejected->size() == reading.rejected_rows + 1);
  if (reading.directory) {
    const auto again = read_directory(to_yaml(*reading.directory), zone);
    ACCORD_CHECK(again.has_value() && *again == *reading.directory);
  }
  return 0;
}
