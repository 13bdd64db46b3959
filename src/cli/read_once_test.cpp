#include "cli/read_once.hpp"

#include <gtest/gtest.h>

#include "base/testdata/project_folder.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;

// Each reading of a policy checks all of it: a hundred rehearsals of one need it once. That the
// files are gone shows that nothing reads them again.
TEST(ReadOnce, ReadsAFileOnceHoweverItsPathIsWritten) {
  const fs::path folder = fs::temp_directory_path() / "accord_read_once_test";
  fs::remove_all(folder);
  fs::create_directories(folder / "rehearsals");
  const fs::path shipped =
      fs::directory_iterator{testdata::project_folder() / "policies"} -> path();
  fs::copy_file(shipped / "policy.yaml", folder / "policy.yaml");
  fs::copy_file(shipped / "demo/directory.yaml", folder / "directory.yaml");
  ReadOnce files;
  const auto first = files.partnership(folder / "policy.yaml", folder / "directory.yaml");
  ASSERT_TRUE(first.has_value()) << first.error();

  fs::remove(folder / "policy.yaml");
  fs::remove(folder / "directory.yaml");
  const auto again = files.partnership(folder / "rehearsals/../policy.yaml",
                                       folder / "rehearsals/../directory.yaml");
  fs::remove_all(folder);

  ASSERT_TRUE(again.has_value()) << again.error();
  EXPECT_EQ(again->policy, first->policy);
  EXPECT_EQ(again->calendar, first->calendar);
}

}  // namespace
}  // namespace accord
