#include "disagreement/identifying.hpp"

#include <algorithm>

#include "directory/directory.hpp"

namespace accord {

namespace {

constexpr std::size_t kShortest = 3;

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool has(std::string_view text, std::string_view words) {
  return !std::ranges::search(text, words, {}, folded, folded).empty();
}

std::string without_hyphens(std::string words) {
  std::erase(words, '-');
  return words;
}

}  // namespace

std::vector<std::string> what_identifies(const Disagreement& disagreement,
                                         const Directory& directory, std::string_view text) {
  std::vector<std::string> found;
  const auto add_if = [&](bool there, const std::string& words) {
    if (there && std::ranges::find(found, words) == found.end()) {
      found.push_back(words);
    }
  };
  const auto look_for_reference = [&](const std::string& reference) {
    add_if(reference.size() >= kShortest &&
               (has(text, reference) || has(text, without_hyphens(reference))),
           reference);
  };
  look_for_reference(disagreement.raised.reference);
  for (const Child& child : disagreement.raised.children) {
    look_for_reference(child.reference);
    look_for_reference(child.other_reference);
  }
  for (const Person& person : directory.people()) {
    add_if(person.name.size() >= kShortest && has(text, person.name), person.name);
  }
  return found;
}

std::string words_to_take_out(const std::vector<std::string>& identifying) {
  std::string words;
  for (std::size_t i = 0; i < identifying.size(); ++i) {
    words += i == 0 ? "" : i + 1 == identifying.size() ? " and " : ", ";
    words += identifying[i];
  }
  return "Take out what says which disagreement it was: " + words;
}

}  // namespace accord
