#include "base/testdata/project_folder.hpp"

namespace accord::testdata {

std::filesystem::path project_folder() {
  return ACCORD_SOURCE_DIR;
}

}  // namespace accord::testdata
