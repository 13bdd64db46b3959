#include "cli/files.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <system_error>

namespace accord {

std::expected<std::string, std::string> read_file(const std::filesystem::path& path) {
  const auto fault = [&](std::string_view why) {
    return std::unexpected(fmt::format("{}: {}", path.string(), why));
  };
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return fault("there is no such file: check the name and the folder");
  }
  if (std::filesystem::is_directory(status)) {
    return fault("it is a folder: name a file in it");
  }
  std::ifstream file{path, std::ios::binary};
  std::string bytes;
  char block[8192];
  while (file.read(block, sizeof block) || file.gcount() > 0) {
    bytes.append(block, static_cast<std::size_t>(file.gcount()));
    if (bytes.size() > kLargestFile) {
      return fault("it is larger than 16 MiB, which no such file needs");
    }
  }
  if (!file.eof()) {
    return fault("it cannot be read: check who may read it");
  }
  return bytes;
}

std::expected<void, std::string> write_file(const std::filesystem::path& path,
                                            std::string_view bytes) {
  std::filesystem::path beside = path;
  beside += ".new";
  std::ofstream file{beside, std::ios::binary | std::ios::trunc};
  file << bytes;
  file.close();
  std::error_code error;
  if (file) {
    std::filesystem::rename(beside, path, error);
  }
  if (!file || error) {
    std::error_code ignored;
    std::filesystem::remove(beside, ignored);
    return std::unexpected(
        fmt::format("{}: it cannot be written: check the folder, the free space and who may write "
                    "there",
                    path.string()));
  }
  return {};
}

}  // namespace accord
