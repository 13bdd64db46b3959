#include "conformance/place.hpp"

#include <unistd.h>

namespace accord::conformance {
namespace {

class File final : public Place {
 public:
  [[nodiscard]] std::string location() const override { return folder_.file("accord.db"); }

 private:
  TemporaryFolder folder_;
};

class Schema final : public Place {
 public:
  [[nodiscard]] std::string location() const override { return schema_.location(); }

 private:
  testdata::TestSchema schema_;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "accord-ledger-XXXXXX").string();
  path_ = ::mkdtemp(name.data());
}

TemporaryFolder::~TemporaryFolder() {
  std::filesystem::remove_all(path_);
}

std::vector<Keeper> every_keeper() {
  return {{"Sqlite", [] { return std::make_unique<File>(); }},
          {"Postgres", [] { return std::make_unique<Schema>(); }}};
}

}  // namespace accord::conformance
