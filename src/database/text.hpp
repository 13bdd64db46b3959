#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accord {

/// True when both engines keep `text` as it is: UTF-8 without NUL.
[[nodiscard]] bool is_storable(std::string_view text);

/// True when each of $1…$COUNT stands in the statement.
[[nodiscard]] bool names_each_value(std::string_view sql, std::size_t count);

/// "{append_only NAME}", of which `token` is "{append_only ": NAME. Empty: it is another statement.
[[nodiscard]] std::string_view table_of(std::string_view statement, std::string_view token);

/// Puts `with` wherever `token` stands in `text`.
void replace_all(std::string& text, std::string_view token, std::string_view with);

}  // namespace accord
