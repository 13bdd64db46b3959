#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace accord {

/// From `begin` (seconds of UTC) on, until the next span begins, clocks are `offset_s` east of UTC.
struct OffsetSpan {
  std::int64_t begin = 0;
  std::int32_t offset_s = 0;
};

/// Begin of the first span: before anything that is asked about.
inline constexpr std::int64_t kBeginningOfTime = -(std::int64_t{1} << 50);

/// The spans of a TZif file (RFC 8536), continued by its footer's rule until the year `until`.
/// Neighbours differ in offset. The error says what is wrong with the bytes.
[[nodiscard]] std::expected<std::vector<OffsetSpan>, std::string> read_tzif(std::string_view bytes,
                                                                            int until_year);

}  // namespace accord
