#pragma once

#include <string>
#include <string_view>

namespace accord {

/// A reference as people read it and as addresses hold it: "4TXR-8B6W".
[[nodiscard]] std::string shown_reference(std::string_view stored);

/// What is stored for a reference as somebody typed it: "4txr 8b6w" is "4TXR-8B6W".
[[nodiscard]] std::string stored_reference(std::string_view typed);

}  // namespace accord
