#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/characters.hpp"
#include "disagreement/decide.hpp"

namespace accord {

/// What may be written, wherever it comes from: pages show these limits beside their fields, and
/// `decide` holds every command to them. In characters.
/// A moment further away than this is a slip of the pen, and is put into words where it is none.
inline constexpr std::int64_t kTenYearsInSeconds = std::int64_t{3653} * 24 * 60 * 60;

inline constexpr int kMostInText = 20'000;  ///< any one text
inline constexpr int kMostInSummary = 120;
inline constexpr int kMostInMatter = 3'000;  ///< what, why; a fact that is told in words
inline constexpr int kMostInWish = 1'500;    ///< what should change, what it means
inline constexpr int kMostInReference = 40;
inline constexpr int kMostInReason = 300;  ///< why a child needs it by a date, when raised
inline constexpr int kMostInLine = 200;    ///< any other line

/// The ages that are offered for a child.
inline constexpr std::array<std::string_view, 6> kAgeBands{"Unborn",  "Under 1",  "1 to 4",
                                                           "5 to 11", "12 to 15", "16 to 17"};

/// Why `reference` is taken for something else: "looks like a name", "reads as a date", "has no
/// figure in it". Empty: nothing. What is typed by mistake cannot be removed from the record.
[[nodiscard]] std::string_view wrong_in_reference(std::string_view reference);

/// Refuses a command with a text that is too long for its place, or with characters that are no
/// text or turn the direction of what follows, or with a name for a reference.
[[nodiscard]] std::expected<void, Refusal> check_written(const CommandBody& command,
                                                         const Policy& policy);

/// The same of one text: `field` is where it stands and `what` is what it is called there. A text
/// that is left empty is none to refuse.
[[nodiscard]] std::expected<void, Refusal> check_written(const std::string& text,
                                                         const std::string& field,
                                                         const std::string& what, Lines lines);

}  // namespace accord
