#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pages/disagreement.hpp"
#include "pages/fields.hpp"

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

/// A form on which something is done to a disagreement. Each field is declared once: asked for, it
/// answers what was posted, says what is missing, and is shown again as it was typed.
///
///     ActForm form{context, opened, kNote, "Add a note"};
///     const std::string text = form.area({.name = "text", .label = "Your note"}, "Enter the
///     note"); return form.answer(AddNote{text}, "Note added", "Add the note");
///
/// A GET shows it; a POST submits it, unless "add another" was pressed or something is missing.
class ActForm {
 public:
  ActForm(PageContext& context, const OpenedDisagreement& opened, Action action,
          std::string heading);

  /// Whether the form came, to be submitted.
  [[nodiscard]] bool submitted() const { return submitted_; }
  [[nodiscard]] bool posted() const { return posted_; }

  /// @name What stands on it, in order
  /// @{
  void say(std::string_view paragraph);
  void quote(std::string_view label, std::string_view text);
  void clause(const std::string& clause);
  void heading(std::string_view text);
  void link(std::string_view path, std::string_view text);
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
  /// @}

  /// Somebody of `agency` (empty: anybody), by name, job and agency.
  [[nodiscard]] std::vector<Choice> persons(const AgencyId& agency = {}) const;
  /// When the working day ends: the time of a date given without one.
  [[nodiscard]] int closes() const;

  void add_problem(const std::string& field, const std::string& message);
  [[nodiscard]] bool is_whole() const { return submitted_ && !context_.has_problems(); }

  /// Shows the form, or submits `body` and goes back to the disagreement, where `done` is shown. A
  /// refusal is shown on the form, with all that was typed.
  [[nodiscard]] Response answer(CommandBody body, std::string_view done, std::string_view button);
  [[nodiscard]] Response show(std::string_view button);

 private:
  void put_typed(TextField& field, const std::string& missing,
                 std::expected<std::string, FieldProblem> value);

  PageContext& context_;
  const OpenedDisagreement& opened_;
  Action action_;
  std::string heading_;
  Dictionary content_;
  bool posted_ = false;
  bool submitted_ = false;
};

/// The handler of a form: opens the disagreement that the address names, or says that there is
/// none.
using ActHandler = Response (*)(PageContext&, const OpenedDisagreement&, Action);
/// GET and POST of `path` below "/d/{ref}".
void add_act(Pages& pages, std::string_view path, Action action, ActHandler handler);

/// The groups of forms (disagreement_page.cpp adds them).
void add_duty_acts(Pages& pages);
void add_exit_acts(Pages& pages);
void add_date_acts(Pages& pages);
void add_fact_acts(Pages& pages);
void add_note_acts(Pages& pages);

/// Rows in which actions or outstanding issues are written, each with who does it and by when.
/// Rows that are left empty are no action.
[[nodiscard]] std::vector<Undertake> ask_undertakings(ActForm& form,
                                                      const OpenedDisagreement& opened,
                                                      Undertaking::Kind kind, int at_least);

}  // namespace accord
