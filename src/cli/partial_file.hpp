#pragma once

#include <expected>
#include <filesystem>
#include <string>

namespace accord {

/// A database file while it is made, in a folder of its own beside its place, NAME.partial: a name
/// is never that of half a database. What a process that was killed left there is removed by the
/// next; two at once are not.
class PartialFile {
 public:
  /// @pre nothing has the name `place` yet
  [[nodiscard]] static std::expected<PartialFile, std::string> begin(
      const std::filesystem::path& place);
  PartialFile(PartialFile&& other) noexcept;
  PartialFile& operator=(PartialFile&&) = delete;
  /// Removes the folder with all that is in it.
  ~PartialFile();

  /// Where the database is made.
  [[nodiscard]] std::string path() const { return (folder_ / "made.db").string(); }

  /// Gives it its name, once the disk has it whole. @pre it is closed
  [[nodiscard]] std::expected<void, std::string> put_in_place();

 private:
  PartialFile(std::filesystem::path place, std::filesystem::path folder, int lock)
      : place_(std::move(place)), folder_(std::move(folder)), lock_(lock) {}

  std::filesystem::path place_;
  std::filesystem::path folder_;
  int lock_;  ///< the folder, open and locked
};

}  // namespace accord
