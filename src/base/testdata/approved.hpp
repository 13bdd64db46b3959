#pragma once

#include <string>
#include <string_view>

namespace accord::testdata {

/// Compares a long text with the one that somebody has read and approved, tests/approved/NAME.
/// Empty when they are the same; otherwise the first line that differs and how to approve the new
/// text, which then stands in build/approved/NAME.
[[nodiscard]] std::string not_as_approved(std::string_view name, const std::string& text);

}  // namespace accord::testdata
