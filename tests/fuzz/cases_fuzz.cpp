// The table of a rehearsal in a CSV file, whatever it holds: refused with places that exist in the
// table or the rehearsal, or one row after the other in its place.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.hpp"
#include "rehearsal/cases.hpp"

using namespace accord;

namespace {

constexpr std::string_view kRehearsal = R"(
rehearsal: <name>
cases: table.csv
steps:
  - at: <at>
    expect: {outcome: <outcome>}
)";

void check_problems(const std::vector<Problem>& problems, std::string_view text) {
  const auto lines = 1 + std::count(text.begin(), text.end(), '\n');
  for (const Problem& problem : problems) {
    ACCORD_CHECK(problem.mark.line >= 1 && problem.mark.line <= lines + 1);
    ACCORD_CHECK(problem.mark.column >= 1);
    ACCORD_CHECK(!problem.what.empty());
    (void)to_line(problem);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto rehearsal = read_yaml(kRehearsal);
  ACCORD_CHECK(rehearsal.has_value());
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto cases = Cases::read(*rehearsal, text);
  if (!cases) {
    ACCORD_CHECK(!cases.error().in_rehearsal.empty() || !cases.error().in_table.empty());
    check_problems(cases.error().in_rehearsal, kRehearsal);
    check_problems(cases.error().in_table, text);
    return 0;
  }
  ACCORD_CHECK(cases->size() >= 1);
  for (std::size_t i = 0; i < cases->size(); ++i) {
    const RehearsedCase one = cases->at(i);
    ACCORD_CHECK(one.number == static_cast<int>(i) + 1);
    ACCORD_CHECK(one.values.size() >= 3);
    ACCORD_CHECK(!to_text(one).empty());
  }
  return 0;
}
