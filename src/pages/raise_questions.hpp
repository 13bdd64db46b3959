#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "pages/fields.hpp"
#include "pages/raise_answers.hpp"

namespace accord {

/// A field of a question page, and what to say where it is left empty.
struct AskedField {
  std::variant<TextField, ChoiceField, WhenField> field;
  std::string required{};  ///< the message; empty: may be left out
  int most_characters = 200;
};

/// One page of raising: one thing asked (ui.md, section 7). Where it has one field, the field's
/// label is the heading.
struct Question {
  std::string slug;
  std::string title;
  std::string hint{};
  std::string recap_title{};
  std::string recap{};
  std::vector<std::string> inset{};  ///< the policy's own words
  std::vector<AskedField> fields{};
  std::string add{};  ///< a button that asks for one more: "Add another child"
};

/// The pages in order, without those that would ask nothing.
[[nodiscard]] std::vector<std::string> raise_steps(const RaiseAnswers& answers,
                                                   const PageContext& context);
/// The page with what was answered. @pre `slug` is one of the steps
[[nodiscard]] Question raise_question(std::string_view slug, const RaiseAnswers& answers,
                                      const PageContext& context);
/// The page on which a field stands; `danger` where none does.
[[nodiscard]] std::string step_of(std::string_view field, const RaiseAnswers& answers,
                                  const PageContext& context);

[[nodiscard]] const std::string& name_of(const AskedField& field);
/// What the person reads beside it on the page that shows all answers.
[[nodiscard]] std::string label_of(const AskedField& field);
/// What was answered, in words; empty: nothing.
[[nodiscard]] std::string answer_of(const AskedField& field);

}  // namespace accord
