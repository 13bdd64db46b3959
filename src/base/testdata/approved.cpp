#include "base/testdata/approved.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/testdata/project_folder.hpp"

namespace accord::testdata {

std::string not_as_approved(std::string_view name, const std::string& text) {
  const auto approved = project_folder() / "tests/approved" / name;
  std::stringstream was;
  was << std::ifstream{approved}.rdbuf();
  const auto now = project_folder() / "build/approved" / name;
  if (was.str() == text) {
    std::filesystem::remove(
        now);  // what an earlier run left there is not to be approved by mistake
    return "";
  }
  std::filesystem::create_directories(now.parent_path());
  std::ofstream{now} << text;
  std::istringstream is{text};
  std::string before;
  std::string after;
  int line = 0;
  bool left = true;
  bool right = true;
  while ((left || right) && before == after) {
    ++line;
    left = static_cast<bool>(std::getline(was, before));
    right = static_cast<bool>(std::getline(is, after));
    before = left ? before : "(the end)";
    after = right ? after : "(the end)";
    if (!left && !right) {
      break;
    }
  }
  return "tests/approved/" + std::string{name} + ":" + std::to_string(line) + ": was\n  " + before +
         "\nand is\n  " + after + "\nRead the difference, and if it is meant: cp " + now.string() +
         " " + approved.string();
}

}  // namespace accord::testdata
