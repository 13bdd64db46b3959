#include "database/testing/test_database.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "base/check.hpp"
#include "base/try.hpp"

namespace accord::testdata {
namespace {

/// The address of the server, with its own database.
std::string server() {
  const char* const address = std::getenv("ACCORD_TEST_POSTGRESQL");
  ACCORD_CHECK(address != nullptr);
  return address;
}

void perform(const std::string& statement) {
  const auto connection = open_connection(server(), Access::Write);
  ACCORD_CHECK(connection.has_value());
  ACCORD_CHECK((*connection)->define(statement).has_value());
}

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "accord-test-XXXXXX").string();
  ACCORD_CHECK(::mkdtemp(name.data()) != nullptr);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Kept kept_here() {
  return std::getenv("ACCORD_TEST_POSTGRESQL") != nullptr ? Kept::Postgres : Kept::Sqlite;
}

TestDatabase::TestDatabase(Kept kept) {
  static std::atomic<int> made{0};
  if (kept == Kept::Postgres) {
    name_ = fmt::format("test_{}_{}", ::getpid(), ++made);
    perform("CREATE DATABASE " + name_);
  }
}

TestDatabase::~TestDatabase() {
  if (!name_.empty()) {
    perform(fmt::format("DROP DATABASE {} WITH (FORCE)", name_));
  }
}

std::string TestDatabase::location() const {
  if (name_.empty()) {
    return folder_.file("accord.db");
  }
  std::string address = server();
  constexpr std::string_view kItsOwn = "/accord?";
  return address.replace(address.find(kItsOwn), kItsOwn.size(), "/" + name_ + "?");
}

void TestDatabase::lose() {
  if (name_.empty()) {
    std::filesystem::rename(location(), folder_.file("away.db"));
    return;
  }
  perform(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS false", name_));
  perform(fmt::format("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'",
                      name_));
}

void TestDatabase::find_again() {
  if (name_.empty()) {
    std::filesystem::rename(folder_.file("away.db"), location());
    return;
  }
  perform(fmt::format("ALTER DATABASE {} ALLOW_CONNECTIONS true", name_));
}

std::string TestDatabase::what_is_lost() const {
  return name_.empty() ? "accord.db was removed or replaced" : "cannot be opened";
}

std::string TestDatabase::how_to_mend() const {
  return name_.empty() ? "put the file back" : "Look whether the server runs";
}

std::expected<void, Fault> remove_guards(Connection& connection) {
  ACCORD_TRY(const auto objects, connection.schema());
  for (const SchemaObject& object : objects) {
    if (object.kind == "trigger") {
      const bool by_table = object.definition.contains("EXECUTE FUNCTION");
      ACCORD_TRY_DO(connection.define(
          by_table ? fmt::format("DROP TRIGGER \"{}\" ON {}", object.name, object.table)
                   : fmt::format("DROP TRIGGER \"{}\"", object.name)));
    }
  }
  return {};
}

}  // namespace accord::testdata
