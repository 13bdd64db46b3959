#include "policy/about_whom.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace accord {

namespace {

struct Kind {
  std::string_view word;
  std::string_view a;
  std::string_view many;
};

constexpr std::array<Kind, 3> kKinds{{{"child", "a child", "children"},
                                      {"adult", "an adult", "adults"},
                                      {"household", "a household", "households"}}};

/// "a child, an adult or a household"
std::string listed(const std::vector<std::string>& items, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool is_last = i + 1 == items.size();
    text += i == 0 ? items[i]
                   : fmt::format("{}{}", is_last ? fmt::format(" {} ", last) : ", ", items[i]);
  }
  return text;
}

AboutWhom nobody_alone() {
  return {"those affected", "somebody", "one of them", true, false};
}

}  // namespace

std::string AboutWhom::does(std::string_view one, std::string_view more) const {
  return fmt::format("{} {}", the, several ? more : one);
}

std::string AboutWhom::asked(std::string_view one, std::string_view more) const {
  return fmt::format("{} {}", several ? more : one, the);
}

std::string AboutWhom::own(std::string_view what) const {
  if (!one_kind) {
    return fmt::format("the {} of {}", what, the);
  }
  return fmt::format("{}{} {}", the, the.ends_with('s') ? "’" : "’s", what);
}

AboutWhom about_whom(const std::vector<std::string>& kinds) {
  std::vector<std::string> the;
  std::vector<std::string> a;
  std::vector<std::string> words;
  std::ptrdiff_t all = 0;
  for (const Kind& kind : kKinds) {
    const auto count = std::ranges::count(kinds, kind.word);
    if (count > 0) {
      the.push_back(fmt::format("the {}", count == 1 ? kind.word : kind.many));
      a.emplace_back(kind.a);
      words.emplace_back(kind.word);
    }
    all += count;
  }
  if (the.empty()) {
    return nobody_alone();
  }
  return {listed(the, "and"), listed(a, "or"), listed(words, "or"), all > 1, the.size() == 1};
}

AboutWhom about_whom(const Policy& policy) {
  std::vector<std::string> words;
  std::vector<std::string> a;
  for (const Kind& kind : kKinds) {
    if (policy.may_be_about(kind.word)) {
      words.emplace_back(kind.word);
      a.emplace_back(kind.a);
    }
  }
  if (words.empty()) {
    return nobody_alone();
  }
  const std::string each = listed(words, "or");
  return {"the " + each, listed(a, "or"), each, false, words.size() == 1};
}

}  // namespace accord
