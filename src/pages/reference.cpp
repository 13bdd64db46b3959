#include "pages/reference.hpp"

#include <fmt/format.h>

namespace accord {

std::string shown_reference(std::string_view stored) {
  constexpr std::size_t kHalf = 4;
  return stored.size() == 2 * kHalf
             ? fmt::format("{}-{}", stored.substr(0, kHalf), stored.substr(kHalf))
             : std::string{stored};
}

std::string stored_reference(std::string_view typed) {
  std::string stored;
  for (const char c : typed) {
    if (c >= 'a' && c <= 'z') {
      stored += static_cast<char>(c - 'a' + 'A');
    } else if (c != '-' && c != ' ') {
      stored += c;
    }
  }
  return stored;
}

}  // namespace accord
