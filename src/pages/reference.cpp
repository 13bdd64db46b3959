#include "pages/reference.hpp"

namespace accord {

namespace {
constexpr std::size_t kHalf = 4;
}  // namespace

std::string shown_reference(std::string_view stored) {
  std::string shown{stored};
  return shown.size() == 2 * kHalf ? shown.insert(kHalf, "-") : shown;
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
  return shown_reference(stored);
}

}  // namespace accord
