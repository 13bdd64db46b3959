#include "pages/raise_questions.hpp"

namespace accord {

// A field of a question page, in the words that the page with all answers has of it.

const std::string& name_of(const AskedField& field) {
  return std::visit([](const auto& one) -> const std::string& { return one.name; }, field.field);
}

std::string label_of(const AskedField& field) {
  if (const auto* text = std::get_if<TextField>(&field.field)) {
    return text->label;
  }
  return std::visit(
      [](const auto& one) -> std::string {
        if constexpr (requires { one.legend; }) {
          return one.legend;
        } else {
          return one.label;
        }
      },
      field.field);
}

std::string answer_of(const AskedField& field) {
  if (const auto* text = std::get_if<TextField>(&field.field)) {
    return text->value;
  }
  if (const auto* when = std::get_if<WhenField>(&field.field)) {
    return words_of(when->value);
  }
  return words_of(std::get<ChoiceField>(field.field));
}

}  // namespace accord
