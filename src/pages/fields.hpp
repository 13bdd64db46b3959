#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "pages/template.hpp"
#include "pages/when.hpp"

namespace accord {

/// The parts of a form, each a view-model with a template of its own (field_*.html), put into a
/// page at `{{>MARKER}}`. Names are ids too, so that the error summary finds the field.

struct Starter {
  std::string what;   ///< "What worries you"
  std::string words;  ///< "I am worried because …"
};

/// One line, or several where `rows` is not 0.
struct TextField {
  std::string name;
  std::string label;
  std::string hint{};
  std::string value{};
  std::string error{};
  bool heading = false;   ///< the label is the page's heading
  std::string caption{};  ///< above the heading
  int rows = 0;
  int most_characters = 0;          ///< shown with a count; 0: not shown
  std::vector<Starter> starters{};  ///< "Help with the words"
};

struct Choice {
  std::string value;
  std::string text;
  std::string hint{};
  bool chosen = false;
};

/// Radios, or check boxes where `several`.
struct ChoiceField {
  std::string name;
  std::string legend;
  std::string hint{};
  std::string error{};
  bool heading = false;
  std::string caption{};
  bool several = false;
  std::vector<Choice> choices{};
  /// "Something else" in words: a box under the choices, by the name NAME-other. It takes what is
  /// typed without another choice being needed.
  bool or_else = false;
  std::string other_label = "Something else: say it in your own words";
  std::string other_value{};
};

/// Day, month, year, and a time.
struct WhenField {
  std::string name;
  std::string legend;
  std::string hint{};
  std::string error{};
  std::string error_field{};  ///< which box is to be mended, as `parse_when` named it
  bool heading = false;
  std::string caption{};
  TypedWhen value{};
  bool day_only = false;  ///< no box for a time
};

/// What is chosen, as it is offered, and what was typed beside it; empty: nothing.
[[nodiscard]] std::string words_of(const ChoiceField& field);

void put(Dictionary& page, std::string_view marker, const TextField& field);
void put(Dictionary& page, std::string_view marker, const ChoiceField& field);
void put(Dictionary& page, std::string_view marker, const WhenField& field);

}  // namespace accord
