#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "postgresql/test_schema.hpp"

namespace accord::conformance {

/// A folder that is gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Where an empty database can be, gone with the object.
class Place {
 public:
  Place() = default;
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  virtual ~Place() = default;

  /// As `open_connection` takes it.
  [[nodiscard]] virtual std::string location() const = 0;
};

/// Where the record may be kept: a further kind is one more line in `every_keeper`.
struct Keeper {
  std::string name;
  std::function<std::unique_ptr<Place>()> make;

  friend void PrintTo(const Keeper& keeper, std::ostream* out) { *out << keeper.name; }
};

/// A SQLite file, and a schema of a PostgreSQL server.
[[nodiscard]] std::vector<Keeper> every_keeper();

}  // namespace accord::conformance
