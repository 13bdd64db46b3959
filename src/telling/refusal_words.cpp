#include "telling/refusal_words.hpp"

namespace accord {

std::string to_words(const Refusal& refusal) {
  std::string words = refusal.what;
  if (!refusal.rule.empty()) {
    words += " It is open when " + refusal.rule + ".";
  }
  if (!refusal.clause.empty()) {
    words += " (Clause " + refusal.clause + ".)";
  }
  return refusal.instead.empty() ? words : words + " " + refusal.instead;
}

}  // namespace accord
