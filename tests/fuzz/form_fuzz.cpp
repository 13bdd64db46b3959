// Whatever is posted: no answer of a form holds what is no text, and what was typed can be shown.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/characters.hpp"
#include "base/check.hpp"
#include "http/form.hpp"

using namespace accord;

namespace {

bool is_clean(std::string_view text, bool many_lines) {
  return is_utf8(text) && std::ranges::none_of(text, [&](char c) {
           return (c >= 0 && c < ' ' && !(many_lines && (c == '\n' || c == '\t'))) || c == '\x7F';
         });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Form form = Form::decode({reinterpret_cast<const char*>(data), size});
  ACCORD_CHECK(form.names().size() <= kMostFields);
  for (const std::string& name : form.names()) {
    ACCORD_CHECK(form.has(name));
    const auto line = form.line(name, 100);
    ACCORD_CHECK(!line || (is_clean(*line, false) && characters_in(*line) <= 100));
    const auto text = form.text(name);
    ACCORD_CHECK(!text || (is_clean(*text, true) && characters_in(*text) <= kMostCharacters));
    if (const auto choices = form.choices(name)) {
      ACCORD_CHECK(
          std::ranges::all_of(*choices, [](const auto& one) { return is_clean(one, false); }));
    }
    // What is shown again and sent back again is taken: the person can mend it.
    const std::string typed = form.typed(name);
    ACCORD_CHECK(is_clean(typed, true));
    const Form again = Form::decode("x=" + percent_encode(typed));
    ACCORD_CHECK(again.text("x", size).has_value());
    ACCORD_CHECK(form.all_typed(name).front() == typed);
  }
  return 0;
}
