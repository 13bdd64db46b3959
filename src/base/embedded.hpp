#pragma once

#include <string_view>

namespace accord {

/// A file that is part of the program: put there by `accord_embed` (cmake/embed.cmake).
struct EmbeddedFile {
  std::string_view path;  ///< below the embedded folder, with forward slashes
  std::string_view bytes;
  std::string_view sha256;  ///< lower-case hexadecimal
};

}  // namespace accord
