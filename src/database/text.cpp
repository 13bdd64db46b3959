#include "database/text.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace accord {
namespace {

// How many bytes follow `lead`, and the least code point that needs so many; -1: no lead byte.
struct Sequence {
  int following;
  std::uint32_t least;
  std::uint32_t bits;
};

Sequence sequence_of(unsigned char lead) {
  if (lead < 0x80) {
    return {0, 0, lead};
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return {1, 0x80, lead & 0x1FU};
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    return {2, 0x800, lead & 0x0FU};
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    return {3, 0x10000, lead & 0x07U};
  }
  return {-1, 0, 0};
}

}  // namespace

bool is_storable(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    auto [following, least, code] = sequence_of(lead);
    if (lead == 0 || following < 0 || text.size() - i < static_cast<std::size_t>(following)) {
      return false;
    }
    for (; following > 0; --following) {
      const auto next = static_cast<unsigned char>(text[i++]);
      if ((next & 0xC0U) != 0x80U) {
        return false;
      }
      code = (code << 6U) | (next & 0x3FU);
    }
    if (code < least || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) {
      return false;
    }
  }
  return true;
}

bool names_each_value(std::string_view sql, std::size_t count) {
  std::vector<bool> named(count);
  for (auto at = sql.find('$'); at != std::string_view::npos; at = sql.find('$', at + 1)) {
    std::size_t number = 0;
    std::from_chars(sql.data() + at + 1, sql.data() + sql.size(), number);
    if (number >= 1 && number <= count) {
      named[number - 1] = true;
    }
  }
  return std::ranges::find(named, false) == named.end();
}

std::string_view table_of(std::string_view statement, std::string_view token) {
  return statement.starts_with(token)
             ? statement.substr(token.size(), statement.size() - token.size() - 1)
             : std::string_view{};
}

void replace_all(std::string& text, std::string_view token, std::string_view with) {
  for (auto at = text.find(token); at != std::string::npos;
       at = text.find(token, at + with.size())) {
    text.replace(at, token.size(), with);
  }
}

}  // namespace accord
