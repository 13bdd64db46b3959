#include "base/characters.hpp"

#include <algorithm>
#include <array>

namespace accord {

namespace {

unsigned byte_at(std::string_view text, std::size_t position) {
  return static_cast<unsigned char>(text[position]);
}

bool is_control(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/// Those marks that turn everything that follows, until they are undone.
bool overrides_direction(char32_t c) {
  return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// The line and the paragraph separator of Unicode.
bool ends_line(char32_t c) {
  return c == 0x2028 || c == 0x2029;
}

struct Range {
  char32_t first;
  char32_t last;
};

/// The characters of Unicode that leave nothing on the page: White_Space,
/// Default_Ignorable_Code_Point, Cf and Cc, the blank pattern of braille, and the accents of its
/// general blocks.
constexpr std::array kUnseen{
    Range{0x0000, 0x0020},   Range{0x007F, 0x00A0},   Range{0x00AD, 0x00AD},
    Range{0x0300, 0x036F},   Range{0x061C, 0x061C},   Range{0x115F, 0x1160},
    Range{0x1680, 0x1680},   Range{0x17B4, 0x17B5},   Range{0x180B, 0x180F},
    Range{0x1AB0, 0x1AFF},   Range{0x1DC0, 0x1DFF},   Range{0x2000, 0x200F},
    Range{0x2028, 0x202F},   Range{0x205F, 0x206F},   Range{0x20D0, 0x20FF},
    Range{0x2800, 0x2800},   Range{0x3000, 0x3000},   Range{0x3164, 0x3164},
    Range{0xFE00, 0xFE0F},   Range{0xFE20, 0xFE2F},   Range{0xFEFF, 0xFEFF},
    Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFFB},   Range{0x1BCA0, 0x1BCA3},
    Range{0x1D173, 0x1D17A}, Range{0xE0000, 0xE0FFF},
};

bool is_seen(char32_t c) {
  return std::ranges::none_of(
      kUnseen, [&](const Range& range) { return c >= range.first && c <= range.last; });
}

}  // namespace

std::size_t character_length(std::string_view text, std::size_t position) {
  const unsigned first = byte_at(text, position);
  if (first < 0x80) {
    return 1;
  }
  std::size_t length = 0;
  unsigned low = 0x80;
  unsigned high = 0xBF;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    low = first == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
    high = first == 0xED ? 0x9F : 0xBF;  // no surrogates
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    low = first == 0xF0 ? 0x90 : 0x80;
    high = first == 0xF4 ? 0x8F : 0xBF;
  } else {
    return 0;
  }
  if (text.size() - position < length) {
    return 0;
  }
  const unsigned second = byte_at(text, position + 1);
  if (second < low || second > high) {
    return 0;
  }
  for (std::size_t i = 2; i < length; ++i) {
    const unsigned next = byte_at(text, position + i);
    if (next < 0x80 || next > 0xBF) {
      return 0;
    }
  }
  return length;
}

bool is_utf8(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text, i);
    if (length == 0) {
      return false;
    }
    i += length;
  }
  return true;
}

std::string shown_as_utf8(std::string_view text) {
  std::string shown;
  shown.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = character_length(text, i);
    shown += length == 0 ? std::string_view{"\xEF\xBF\xBD"} : text.substr(i, length);
    i += std::max<std::size_t>(length, 1);
  }
  return shown;
}

std::size_t characters_in(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(
      text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

char32_t next_character(std::string_view text, std::size_t& position) {
  const std::size_t length = std::max<std::size_t>(character_length(text, position), 1);
  const unsigned first = byte_at(text, position);
  char32_t character = length == 1 ? first : first & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    character = (character << 6U) | (byte_at(text, position + i) & 0x3FU);
  }
  position += length;
  return character;
}

bool turns_direction(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || overrides_direction(c);
}

bool has_words(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    if (is_seen(next_character(text, i))) {
      return true;
    }
  }
  return false;
}

bool is_plain(char32_t c, Lines lines) {
  if (lines == Lines::Many) {
    return (!is_control(c) && !overrides_direction(c)) || c == '\n' || c == '\t';
  }
  return !is_control(c) && !turns_direction(c) && !ends_line(c);
}

bool is_plain(std::string_view text, Lines lines) {
  if (!is_utf8(text)) {
    return false;
  }
  for (std::size_t i = 0; i < text.size();) {
    if (!is_plain(next_character(text, i), lines)) {
      return false;
    }
  }
  return true;
}

}  // namespace accord
