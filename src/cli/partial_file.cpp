#include "cli/partial_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <system_error>
#include <utility>

namespace accord {
namespace {

namespace fs = std::filesystem;

std::string words_of(int error) {
  return std::system_category().message(error);
}

/// Waits until the disk has a file, or the names in a folder.
bool flush(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return false;
  }
  const bool flushed = ::fsync(file) == 0;
  ::close(file);
  return flushed;
}

bool is_ours_alone(int folder) {
  struct stat found{};
  constexpr mode_t kOthers = S_IRWXG | S_IRWXO;
  return ::fstat(folder, &found) == 0 && found.st_uid == ::geteuid() &&
         (found.st_mode & kOthers) == 0;
}

void remove_all_in(const fs::path& folder) {
  std::error_code none;
  for (fs::directory_iterator each{folder, none}, end; !none && each != end; each.increment(none)) {
    std::error_code ignored;
    fs::remove_all(each->path(), ignored);
  }
}

}  // namespace

std::expected<PartialFile, std::string> PartialFile::begin(const fs::path& place) {
  const fs::path folder = place.string() + ".partial";
  const auto refuse = [&](std::string_view why) {
    return std::unexpected(fmt::format("{} {}", folder.string(), why));
  };
  constexpr mode_t kOwnerAlone = 0700;
  if (::mkdir(folder.c_str(), kOwnerAlone) != 0 && errno != EEXIST) {
    return refuse(
        fmt::format("cannot be made: {}. Choose a folder that exists and that this user "
                    "may write to",
                    words_of(errno)));
  }
  const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (opened < 0) {
    return refuse(fmt::format("is needed for a while, and is something else: {}. Move it away",
                              words_of(errno)));
  }
  // From here on what was opened is closed with the object.
  PartialFile partial{place, {}, opened};
  if (!is_ours_alone(opened)) {
    return refuse(
        "belongs to another user, or is open to others: remove it, or choose another "
        "folder");
  }
  if (::flock(opened, LOCK_EX | LOCK_NB) != 0) {
    return refuse("is in use: another process is making the same file");
  }
  remove_all_in(folder);
  partial.folder_ = folder;
  return partial;
}

PartialFile::PartialFile(PartialFile&& other) noexcept
    : place_(std::move(other.place_)),
      folder_(std::exchange(other.folder_, {})),
      lock_(std::exchange(other.lock_, -1)) {}

PartialFile::~PartialFile() {
  if (!folder_.empty()) {
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
  }
  if (lock_ >= 0) {
    ::close(lock_);
  }
}

std::expected<void, std::string> PartialFile::put_in_place() {
  const auto fail = [&](int error) {
    return std::unexpected(
        fmt::format("{} could not be put in its place: {}", place_.string(), words_of(error)));
  };
  if (::access(place_.c_str(), F_OK) == 0) {
    return fail(EEXIST);  // made meanwhile by somebody else
  }
  std::error_code failed;
  // Of a database of that name that was deleted: it would be played into this one.
  for (const std::string_view part : {"-wal", "-shm"}) {
    fs::remove(place_.string() + std::string{part}, failed);
  }
  if (!flush(path())) {
    return fail(errno);
  }
  if (::rename(path().c_str(), place_.c_str()) != 0) {
    return fail(errno);
  }
  const fs::path parent = place_.parent_path();
  if (!flush(parent.empty() ? fs::path{"."} : parent)) {
    return fail(errno);
  }
  return {};
}

}  // namespace accord
