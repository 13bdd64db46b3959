#include "pages/name_check.hpp"

#include <algorithm>
#include <cctype>

namespace accord {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

struct Word {
  std::string_view text;  ///< without the marks around it
  bool starts_sentence = false;
  bool ends_clause = false;  ///< a comma or a full stop follows
};

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  bool sentence = true;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = text.find_first_of(" \n\t", i);
    end = std::min(end, text.size());
    std::string_view word = text.substr(i, end - i);
    i = end + 1;
    const auto mark = [](char c) {
      return !is_digit(c) && !is_upper(c) && !is_lower(c) && static_cast<unsigned char>(c) < 0x80;
    };
    const bool stop = !word.empty() && (word.back() == '.' || word.back() == '?' ||
                                        word.back() == '!' || word.back() == ':');
    const bool clause = stop || (!word.empty() && (word.back() == ',' || word.back() == ';'));
    while (!word.empty() && mark(word.back())) {
      word.remove_suffix(1);
    }
    while (!word.empty() && mark(word.front())) {
      word.remove_prefix(1);
    }
    if (!word.empty()) {
      words.push_back({word, sentence, clause});
      sentence = stop;
    }
  }
  return words;
}

/// "Zoe", "O'Brien": a capital, then small letters; not "NHS".
bool is_capitalised(std::string_view word) {
  return word.size() >= 2 && is_upper(word.front()) &&
         std::ranges::any_of(word.substr(1), is_lower);
}

/// Months and days stand with a capital and are nobody's name.
bool is_of_the_calendar(std::string_view word) {
  constexpr std::string_view kWords =
      " January February March April May June July August September October November December "
      "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Easter Christmas ";
  return kWords.find(" " + std::string{word} + " ") != std::string_view::npos;
}

/// "14/3/2019", "2019-03-14".
bool is_full_date(std::string_view word) {
  int separators = 0;
  std::size_t digits = 0;
  for (const char c : word) {
    if (c == '/' || c == '-' || c == '.') {
      ++separators;
    } else if (is_digit(c)) {
      ++digits;
    } else {
      return false;
    }
  }
  return separators == 2 && digits >= 4 && digits <= 8;
}

/// The two halves of a postcode: "GL1", "2AB".
bool is_postcode(std::string_view first, std::string_view second) {
  return first.size() >= 2 && first.size() <= 4 && is_upper(first.front()) &&
         std::ranges::any_of(first, is_digit) && second.size() == 3 && is_digit(second[0]) &&
         is_upper(second[1]) && is_upper(second[2]);
}

}  // namespace

std::vector<std::string> possible_names(std::string_view text) {
  std::vector<std::string> found;
  const auto add = [&](std::string what) {
    if (std::ranges::find(found, what) == found.end()) {
      found.push_back(std::move(what));
    }
  };
  const auto words = words_of(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words[i].text;
    if (is_full_date(word)) {
      add(std::string{word});
    }
    if (word.size() == 10 && std::ranges::all_of(word, is_digit)) {
      add(std::string{word});  // an NHS number
    }
    if (i + 1 == words.size() || words[i].ends_clause) {
      continue;
    }
    const std::string_view next = words[i + 1].text;
    const std::string both = std::string{word} + " " + std::string{next};
    if (is_postcode(word, next)) {
      add(both);
    }
    const bool names = is_capitalised(word) && is_capitalised(next) && !is_of_the_calendar(word) &&
                       !is_of_the_calendar(next);
    if (names) {
      add(both);
    }
  }
  return found;
}

}  // namespace accord
