#pragma once

#include <string>

namespace accord::testdata {

/// An empty schema at the server that with_server.sh has started, gone with the object: to a test a
/// database of its own, made in a moment.
class TestSchema {
 public:
  TestSchema();
  TestSchema(const TestSchema&) = delete;
  TestSchema& operator=(const TestSchema&) = delete;
  ~TestSchema();

  /// As `open_connection` takes it.
  [[nodiscard]] const std::string& location() const { return location_; }
  /// True where a server was started; without one a test of PostgreSQL has to say that it fails.
  [[nodiscard]] static bool there_is_a_server();

 private:
  std::string name_;
  std::string location_;
};

}  // namespace accord::testdata
