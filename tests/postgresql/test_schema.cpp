#include "postgresql/test_schema.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>

#include "base/check.hpp"
#include "database/connection.hpp"

namespace accord::testdata {
namespace {

const char* server() {
  return std::getenv("ACCORD_TEST_POSTGRESQL");
}

void perform(const std::string& statement) {
  const auto connection = open_connection(server(), Access::Write);
  ACCORD_CHECK(connection.has_value());
  ACCORD_CHECK((*connection)->define(statement).has_value());
}

}  // namespace

bool TestSchema::there_is_a_server() {
  return server() != nullptr;
}

TestSchema::TestSchema() {
  static std::atomic<int> made{0};
  ACCORD_CHECK(there_is_a_server());
  name_ = fmt::format("test_{}_{}", ::getpid(), ++made);
  location_ = fmt::format("{}&options=-csearch_path%3D{}", server(), name_);
  perform("CREATE SCHEMA " + name_);
}

TestSchema::~TestSchema() {
  perform("DROP SCHEMA " + name_ + " CASCADE");
}

}  // namespace accord::testdata
