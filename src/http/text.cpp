#include "http/text.hpp"

#include <algorithm>

#include "base/characters.hpp"

namespace accord {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

std::optional<unsigned> hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return static_cast<unsigned>(c - '0');
  }
  if (c >= 'a' && c <= 'f') {
    return static_cast<unsigned>(c - 'a') + 10U;
  }
  if (c >= 'A' && c <= 'F') {
    return static_cast<unsigned>(c - 'A') + 10U;
  }
  return std::nullopt;
}

bool is_unreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// RFC 6265: a cookie's value is visible ASCII but for quotes, comma, semicolon and backslash.
bool is_cookie_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < '\x7F' && c != '"' && c != ',' && c != ';' && c != '\\';
  });
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (text.size() - i < 3) {
        return std::nullopt;
      }
      const auto high = hex_value(text[i + 1]);
      const auto low = hex_value(text[i + 2]);
      if (!high || !low) {
        return std::nullopt;
      }
      decoded.push_back(static_cast<char>(*high * 16 + *low));
      i += 2;
    } else {
      decoded.push_back(plus_is_space && text[i] == '+' ? ' ' : text[i]);
    }
  }
  return decoded;
}

std::string percent_encode(std::string_view text) {
  std::string encoded;
  encoded.reserve(text.size());
  for (const char c : text) {
    if (is_unreserved(c)) {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(kHexDigits[byte >> 4U]);
      encoded.push_back(kHexDigits[byte & 15U]);
    }
  }
  return encoded;
}

std::string lower_case(std::string_view text) {
  std::string lowered{text};
  std::ranges::transform(lowered, lowered.begin(), lower);
  return lowered;
}

bool same_letters(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view without_ends(std::string_view text) {
  constexpr std::string_view kBlank = " \t";
  const std::size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) {
    return {};
  }
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

std::expected<NamedValues, std::string> parse_query(std::string_view query) {
  NamedValues pairs;
  while (!query.empty()) {
    const std::string_view piece = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), piece.size() + 1));
    if (piece.empty()) {
      continue;
    }
    const std::size_t equals = piece.find('=');
    auto name = percent_decode(piece.substr(0, equals), true);
    auto value = percent_decode(
        equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1), true);
    if (!name || !value) {
      return std::unexpected(
          "The part of the address after “?” has a “%” that is not followed by "
          "two hexadecimal digits.");
    }
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7F'; };
    if (!is_utf8(*name) || !is_utf8(*value) || std::ranges::any_of(*name, is_control) ||
        std::ranges::any_of(*value, is_control)) {
      return std::unexpected("The part of the address after “?” has characters that are not text.");
    }
    pairs.emplace_back(*std::move(name), *std::move(value));
  }
  return pairs;
}

NamedValues parse_cookies(std::string_view header) {
  NamedValues cookies;
  while (!header.empty()) {
    std::string_view piece = header.substr(0, header.find(';'));
    header.remove_prefix(std::min(header.size(), piece.size() + 1));
    piece = without_ends(piece);
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos || equals == 0) {
      continue;
    }
    const std::string_view name = piece.substr(0, equals);
    std::string_view value = piece.substr(equals + 1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    if (is_cookie_value(name) && is_cookie_value(value)) {
      cookies.emplace_back(name, value);
    }
  }
  return cookies;
}

}  // namespace accord
