#pragma once

#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "database/testing/test_database.hpp"

namespace accord::conformance {

using testdata::TemporaryFolder;
using testdata::TestDatabase;

/// Where the record may be kept: a further kind is one more line in `every_keeper`.
struct Keeper {
  std::string name;
  testdata::Kept kept;

  [[nodiscard]] std::unique_ptr<TestDatabase> make() const {
    return std::make_unique<TestDatabase>(kept);
  }

  friend void PrintTo(const Keeper& keeper, std::ostream* out) { *out << keeper.name; }
};

/// A SQLite file, and a database of a PostgreSQL server.
[[nodiscard]] inline std::vector<Keeper> every_keeper() {
  return {{"Sqlite", testdata::Kept::Sqlite}, {"Postgres", testdata::Kept::Postgres}};
}

}  // namespace accord::conformance
