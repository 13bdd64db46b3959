#pragma once

#include <filesystem>
#include <string>

#include "database/connection.hpp"

namespace accord::testdata {

/// A folder that is gone with the object.
class TemporaryFolder {
 public:
  TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();

  [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Which engine a test's database is kept by.
enum class Kept { Sqlite, Postgres };

/// PostgreSQL where tests/postgresql/with_server.sh has started a server, and SQLite otherwise.
[[nodiscard]] Kept kept_here();

/// An empty database for one test, gone with the object.
class TestDatabase {
 public:
  explicit TestDatabase(Kept kept = kept_here());
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;
  ~TestDatabase();

  /// As `open_connection` takes it.
  [[nodiscard]] std::string location() const;

  /// Takes the database away while it is in use: the file, or all ways to the server.
  void lose();
  /// Puts it back.
  void find_again();
  /// What a fault says of its being lost, and of how to mend that.
  [[nodiscard]] std::string what_is_lost() const;
  [[nodiscard]] std::string how_to_mend() const;

 private:
  TemporaryFolder folder_;
  std::string name_;  ///< at the server; empty: it is a file
};

/// From now on the tables that are only ever added to let themselves be changed: for tests that
/// damage what is recorded.
[[nodiscard]] std::expected<void, Fault> remove_guards(Connection& connection);

}  // namespace accord::testdata
