#pragma once

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace accord {

/// The largest file that a command reads whole.
inline constexpr std::size_t kLargestFile = 16U << 20U;

/// The bytes of a file. The error names the file, what is wrong and how to mend it.
[[nodiscard]] std::expected<std::string, std::string> read_file(const std::filesystem::path& path);

/// Writes a file whole or not at all: beside it first, so that a full disk leaves what was there.
[[nodiscard]] std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                                          std::string_view bytes);

}  // namespace accord
