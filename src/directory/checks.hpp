#pragma once

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/instant.hpp"
#include "calendar/zone.hpp"

namespace accord {

/// What one word of a directory may look like, whichever file it comes from. A fault is the end of
/// a sentence about it: "has 2 `@`".

/// Lower-case letters, digits and `_`, the first a letter, at most 64.
[[nodiscard]] bool is_directory_id(std::string_view text);

/// Words for a person: no control characters, no marks that turn the direction of writing (they can
/// make one name look like another), at most `longest` bytes. Line ends only where `lines`.
[[nodiscard]] std::optional<std::string> text_fault(std::string_view text, std::size_t longest,
                                                    bool lines = false);
[[nodiscard]] std::optional<std::string> phone_fault(std::string_view text);
[[nodiscard]] std::optional<std::string> email_fault(std::string_view text);

/// The sectors that a policy's role can be looked for in, and "other".
[[nodiscard]] const std::vector<std::string_view>& directory_sectors();

/// `2026-12-21`, `2026-12-21 to 2027-01-02`, `2026-12-21 09:00 to 2026-12-21T13:00:00Z`. A day is
/// the whole of it, as `to` its end. The error says what is wrong.
[[nodiscard]] std::expected<std::pair<Instant, Instant>, std::string> read_span(
    std::string_view text, const Zone& zone);
/// The same of two separate words.
[[nodiscard]] std::expected<std::pair<Instant, Instant>, std::string> read_span(
    std::string_view from, std::string_view to, const Zone& zone);
/// `2026-12-21 to 2027-01-02` or one day, as two dates, both included.
[[nodiscard]] std::expected<std::pair<std::string, std::string>, std::string> read_days(
    std::string_view text);

/// `text` as a message quotes it: cut after 60 bytes, at the end of a character.
[[nodiscard]] std::string shown(std::string_view text);

[[nodiscard]] std::string_view trimmed(std::string_view text);

/// "yes" and "true", "no" and "false": spreadsheets write the one or the other.
[[nodiscard]] bool says_yes(std::string_view text);
[[nodiscard]] bool says_no(std::string_view text);

}  // namespace accord
