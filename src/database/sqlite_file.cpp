#include "database/sqlite_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace accord {

std::expected<void, Fault> create_database_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
  if (file < 0) {
    if (errno == EEXIST) {
      return {};
    }
    return std::unexpected(Fault{
        FaultKind::Unavailable,
        fmt::format("{} cannot be made: {}. Choose a folder that exists and that this user may "
                    "write to.",
                    path, std::system_category().message(errno))});
  }
  ::close(file);
  const auto parent = std::filesystem::path{path}.parent_path().string();
  const std::string folder = parent.empty() ? std::string{"."} : parent;
  if (const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      directory >= 0) {
    ::fsync(directory);
    ::close(directory);
  }
  return {};
}

std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    // What would end the path, or would be read as an escape.
    if (std::string_view{"?#%"}.find(c) != std::string_view::npos) {
      uri += fmt::format("%{:02X}", static_cast<unsigned>(c));
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

bool has_unmerged_changes(const std::string& path) {
  struct stat found{};
  return ::stat((path + "-wal").c_str(), &found) == 0 && found.st_size > 0;
}

std::optional<OpenedFile::Identity> OpenedFile::identity_of(const std::string& path) {
  struct stat found{};
  if (::stat(path.c_str(), &found) != 0) {
    return std::nullopt;
  }
  return Identity{found.st_dev, found.st_ino};
}

OpenedFile::OpenedFile(std::string path)
    : path_(std::move(path)),
      database_(identity_of(path_)),
      changes_(identity_of(path_ + "-wal")) {}

std::optional<std::string> OpenedFile::displaced() {
  if (identity_of(path_) != database_) {
    return path_;
  }
  const std::string changes = path_ + "-wal";
  const auto now = identity_of(changes);
  if (!changes_) {
    changes_ = now;
  }
  return now == changes_ ? std::nullopt : std::optional{changes};
}

}  // namespace accord
