#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accord {

/// "Discuss" for "discuss".
[[nodiscard]] std::string capitalised(std::string text);
/// "a, b and c"
[[nodiscard]] std::string listed(const std::vector<std::string>& items,
                                 std::string_view last = " and ");

}  // namespace accord
