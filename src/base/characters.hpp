#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace accord {

/// The characters of a text, and which of them may be kept in a record.

/// How many bytes the character at `position` takes; 0 where they are no UTF-8 (RFC 3629, section
/// 4).
/// @pre position < text.size()
[[nodiscard]] std::size_t character_length(std::string_view text, std::size_t position);

/// Whether `text` is UTF-8: no overlong forms, no surrogates, nothing past U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

/// `text` with each byte that is no UTF-8 replaced by U+FFFD, so that it can be shown.
[[nodiscard]] std::string shown_as_utf8(std::string_view text);

/// The characters (code points) in `text`, which is UTF-8.
[[nodiscard]] std::size_t characters_in(std::string_view text);

/// The code points of `text`, which is UTF-8, one after the other.
/// @pre position < text.size(), at the first byte of a character. Moves it behind the character.
[[nodiscard]] char32_t next_character(std::string_view text, std::size_t& position);

/// Characters that turn the direction of what follows: a name typed with one reads differently from
/// what it is (the bidirectional controls of Unicode).
[[nodiscard]] bool turns_direction(char32_t c);

/// Whether `text`, which is UTF-8, has anything to read in it: one character at least that is seen,
/// a letter, a figure, a sign or a mark of punctuation. Blanks of every width, marks without width
/// and accents that stand on nothing are not seen.
[[nodiscard]] bool has_words(std::string_view text);

/// Whether a text is one line (a reference, a heading), or may have line ends and tabs.
enum class Lines { One, Many };

/// Whether a character may stand in what is recorded: no control character, and no mark that turns
/// the direction of all that follows; in one line none that turns it at all or ends the line.
[[nodiscard]] bool is_plain(char32_t c, Lines lines);
/// UTF-8 of such characters alone.
[[nodiscard]] bool is_plain(std::string_view text, Lines lines);

}  // namespace accord
