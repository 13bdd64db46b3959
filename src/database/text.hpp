#pragma once

#include <string_view>

namespace accord {

/// True when both engines keep `text` as it is: UTF-8 without NUL.
[[nodiscard]] bool is_storable(std::string_view text);

}  // namespace accord
