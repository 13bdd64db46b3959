#pragma once

#include <expected>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "api/problem.hpp"

namespace accord {

inline constexpr std::size_t kMostBodyBytes = std::size_t{512} * 1024;
inline constexpr int kMostDepth = 16;
inline constexpr std::size_t kMostValues = 5'000;

/// Reads a body strictly: UTF-8, one value and nothing after it, no key twice, not deeper than
/// `kMostDepth`, not more than `kMostValues` values. What two programs could read differently is
/// refused. The error names the place.
[[nodiscard]] std::expected<nlohmann::ordered_json, BodyError> parse_json(std::string_view body);

/// `key` as a piece of a JSON pointer (RFC 6901).
[[nodiscard]] std::string pointer_piece(std::string_view key);

}  // namespace accord
