#pragma once

#include <filesystem>

namespace accord::testdata {

/// The folder of the sources that the tests were built from. It alone is compiled with that path,
/// so that the compiler's cache serves every other file in every tree.
[[nodiscard]] std::filesystem::path project_folder();

}  // namespace accord::testdata
