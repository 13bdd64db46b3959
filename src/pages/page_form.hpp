#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pages/fields.hpp"
#include "pages/site.hpp"

namespace accord {

/// One of many, where radios would be too long: people of a directory.
struct SelectField {
  std::string name;
  std::string label;
  std::string hint{};
  std::string error{};
  std::string empty = "Choose";   ///< what stands where nothing is chosen
  std::vector<Choice> choices{};  ///< value and text
  std::string value{};
};

/// The number that a hidden field came back with; `otherwise` where it holds none.
[[nodiscard]] std::int64_t typed_number(const Form& form, std::string_view name,
                                        std::int64_t otherwise);

/// A form of a page. Each field is declared once: asked for, it answers what was posted, says what
/// is missing, and is shown again as it was typed.
class PageForm {
 public:
  PageForm(PageContext& context, const Zone& zone, Action action, std::string heading);

  /// Whether the form came, to be submitted.
  [[nodiscard]] bool submitted() const { return submitted_; }
  [[nodiscard]] bool posted() const { return posted_; }

  /// @name What stands on it, in order
  /// @{
  void say(std::string_view paragraph);
  void quote(std::string_view label, std::string_view text);
  void heading(std::string_view text);
  /// `path` is within the partnership: "/policy".
  void link_to(std::string_view path, std::string_view text);
  /// One line; `missing` is the problem where it is left empty, empty where it may be.
  std::string line(TextField field, const std::string& missing = "");
  std::string area(TextField field, const std::string& missing = "");
  /// What was chosen: "Something else" in words too.
  std::vector<std::string> choose(ChoiceField field, const std::string& missing = "");
  std::string select(SelectField field, const std::string& missing = "");
  /// `what` names it in problems: "The date you spoke".
  std::optional<Instant> when(WhenField field, const std::string& what,
                              const std::string& missing = "",
                              std::optional<int> default_time_s = {});
  /// How many rows of fields there are: `at_least`, and one more for each time that the button
  /// `text` was pressed.
  int rows(const std::string& name, int at_least, std::string_view text);
  /// Goes with the form unseen, and comes back with it.
  void keep(std::string_view name, std::int64_t number);
  /// @}

  void add_problem(const std::string& field, const std::string& message);
  [[nodiscard]] bool is_whole() const { return submitted_ && !context_.has_problems(); }

  /// Shows it. With an empty `button` there is nothing to send: a page that only says and links.
  /// `back` is where it leads without recording; `version` is what the person saw.
  [[nodiscard]] Response show(std::string_view caption, const Link& back, std::string_view button,
                              std::optional<std::int64_t> version = {});
  /// As `show`, with that status.
  [[nodiscard]] Response show(std::string_view caption, const Link& back, std::string_view button,
                              std::optional<std::int64_t> version, int status);

 protected:
  /// What was typed, by the labels of its fields and in words; a heading has no text.
  [[nodiscard]] const Texts& typed() const { return typed_; }

  PageContext& context_;
  Action action_;
  std::string heading_;
  Dictionary content_;

 private:
  void put_typed(TextField& field, const std::string& missing,
                 std::expected<std::string, FieldProblem> value);

  void keep_typed(const std::string& label, std::string words);

  const Zone& zone_;
  Texts typed_;
  bool posted_ = false;
  bool submitted_ = false;
};

}  // namespace accord
