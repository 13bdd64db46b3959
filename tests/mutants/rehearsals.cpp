// Every rehearsal and every policy of the repository as a test each, as the steps `rehearsals` and
// `policies` of
// ./test play them.

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "cli/policy_check.hpp"
#include "cli/rehearse.hpp"

namespace {

namespace fs = std::filesystem;

class Rehearsed : public testing::Test {
 public:
  explicit Rehearsed(std::string file) : file_{std::move(file)} {}
  void TestBody() override {
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(accord::run_rehearse({.files = {file_}, .coverage = true}, out, err), 0)
        << out.str() << err.str();
  }

 private:
  std::string file_;
};

class Checked : public testing::Test {
 public:
  explicit Checked(std::string file) : file_{std::move(file)} {}
  void TestBody() override {
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(accord::run_policy_check({.files = {file_}}, accord::Instant{1795400000}, out, err),
              0)
        << out.str() << err.str();
  }

 private:
  std::string file_;
};

std::string name_of(const fs::path& file) {
  std::string name = file.lexically_relative(ACCORD_TOP).replace_extension().string();
  std::ranges::replace_if(
      name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
  return name;
}

const bool registered = [] {
  std::vector<fs::path> files;
  for (const char* top : {"policies", "tests/constructs", "tests/protocols"}) {
    for (const auto& one : fs::recursive_directory_iterator{fs::path{ACCORD_TOP} / top}) {
      if (one.path().extension() == ".yaml") {
        files.push_back(one.path());
      }
    }
  }
  std::ranges::sort(files);
  for (const fs::path& file : files) {
    if (file.parent_path().filename() == "rehearsals") {
      testing::RegisterTest("Rehearsals", name_of(file).c_str(), nullptr, nullptr, __FILE__,
                            __LINE__,
                            [file]() -> testing::Test* { return new Rehearsed{file.string()}; });
    } else if (file.filename() == "policy.yaml") {
      testing::RegisterTest("Policies", name_of(file).c_str(), nullptr, nullptr, __FILE__, __LINE__,
                            [file]() -> testing::Test* { return new Checked{file.string()}; });
    }
  }
  return true;
}();

}  // namespace
