#include "telling/phrase.hpp"

#include <cstddef>

namespace accord {

std::string capitalised(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') {
    text.front() = static_cast<char>(text.front() - 'a' + 'A');
  }
  return text;
}

std::string listed(const std::vector<std::string>& items, std::string_view last) {
  std::string words;
  for (std::size_t i = 0; i < items.size(); ++i) {
    words += i == 0 ? std::string_view{} : i + 1 == items.size() ? last : std::string_view{", "};
    words += items[i];
  }
  return words;
}

}  // namespace accord
