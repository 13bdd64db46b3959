#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accord {

/// True when both engines keep `text` as it is: UTF-8 without NUL.
[[nodiscard]] bool is_storable(std::string_view text);

/// True when each of $1…$COUNT stands in the statement.
[[nodiscard]] bool names_each_value(std::string_view sql, std::size_t count);

/// Puts `with` wherever `token` stands in `text`.
void replace_all(std::string& text, std::string_view token, std::string_view with);

}  // namespace accord
