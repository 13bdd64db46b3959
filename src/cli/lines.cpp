#include "cli/lines.hpp"

#include "base/characters.hpp"

namespace accord {

std::string in_lines(std::string_view text, std::string_view first, std::size_t under) {
  std::string lines;
  std::string line{first};
  bool begun = false;  // whether the line has a word of the text
  const auto end_line = [&] {
    lines += (begun || lines.empty() ? line : "") + '\n';
    line.assign(under, ' ');
    begun = false;
  };
  text = text.substr(0, text.find_last_not_of(" \n") + 1);
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, end);
    if (!word.empty()) {
      const std::size_t wide = characters_in(line) + characters_in(word) + (begun ? 1 : 0);
      if (begun && wide > kTerminalColumns) {
        end_line();
      }
      line.append(begun ? " " : "").append(word);
      begun = true;
    }
    if (end != std::string_view::npos && text[end] == '\n') {
      end_line();
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  end_line();
  return lines;
}

}  // namespace accord
