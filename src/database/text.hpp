#pragma once

#include <string>
#include <string_view>

namespace accord {

/// True when both engines keep `text` as it is: UTF-8 without NUL.
[[nodiscard]] bool is_storable(std::string_view text);

/// Puts `with` wherever `token` stands in `text`.
void replace_all(std::string& text, std::string_view token, std::string_view with);

}  // namespace accord
