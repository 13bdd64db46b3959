#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accord {

/// Name and value, in the order they came. Names may repeat.
using NamedValues = std::vector<std::pair<std::string, std::string>>;

/// The bytes that `text` stands for: `%41` is `A` and, where `plus_is_space`, `+` is a space.
/// Nothing, where a `%` is not followed by two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

/// `text` as one piece of a path or one name or value of a query: all but letters, digits and
/// `-._~` is percent-encoded.
[[nodiscard]] std::string percent_encode(std::string_view text);

/// ASCII letters in lower case; everything else as it is.
[[nodiscard]] std::string lower_case(std::string_view text);

/// Equal but for the case of ASCII letters.
[[nodiscard]] bool same_letters(std::string_view one, std::string_view other);

/// Without the spaces and tabs around it.
[[nodiscard]] std::string_view without_ends(std::string_view text);

/// The names and values of `stage=2&late=yes`, decoded; an error says what is wrong with it.
[[nodiscard]] std::expected<NamedValues, std::string> parse_query(std::string_view query);

/// The cookies of a Cookie header. A piece that is no cookie (RFC 6265) is left out: a browser
/// sends what other software on the same host has set, and that is no reason to refuse a request.
[[nodiscard]] NamedValues parse_cookies(std::string_view header);

}  // namespace accord
