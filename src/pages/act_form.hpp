#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pages/disagreement.hpp"
#include "pages/page_form.hpp"

namespace accord {

/// A form on which something is done to a disagreement:
///
///     ActForm form{context, opened, kNote, "Add a note"};
///     const std::string text = form.area({.name = "text", .label = "Your note"}, "Enter the
///     note"); return form.answer(AddNote{text}, "Note added", "Add the note");
///
/// A GET shows it; a POST submits it, unless "add another" was pressed or something is missing.
class ActForm : public PageForm {
 public:
  ActForm(PageContext& context, const OpenedDisagreement& opened, Action action,
          std::string heading);

  void clause(const std::string& clause);
  /// `path` is below the disagreement's: "/record".
  void link(std::string_view path, std::string_view text);

  /// Anybody, by name, job and agency.
  [[nodiscard]] std::vector<Choice> persons() const;
  /// These people, by name and job.
  [[nodiscard]] std::vector<Choice> persons(const std::vector<PersonId>& people) const;
  /// When the working day ends: the time of a date given without one.
  [[nodiscard]] int closes() const;

  /// What is sent holds whatever has been added since: nobody can be overtaken on this form.
  void hold_whatever_is_added() { based_on_what_was_seen_ = false; }

  /// Shows the form, or submits `body` and goes back to the disagreement, where `done` is shown. A
  /// refusal is shown on the form, with all that was typed; where the disagreement has its outcome
  /// and nothing that could be typed would be taken, it stands in place of the blank form.
  [[nodiscard]] Response answer(const CommandBody& body, std::string_view done,
                                std::string_view button);
  /// With an empty `button` there is nothing to send: a page that only says and links.
  [[nodiscard]] Response show(std::string_view button);
  /// `body` was not recorded. A refusal stands on the form. So does what somebody else added
  /// meanwhile: the form is based on that then, and can be sent again; only where it would be taken
  /// no more, whatever is typed, a page says so that has what was typed, to be copied.
  [[nodiscard]] Response not_recorded(const ServiceError& why, const CommandBody& body,
                                      std::string_view button);
  /// Nothing can be recorded any more: says so, with what was typed under the names of its fields.
  [[nodiscard]] Response closed(const Refusal& refusal);

 private:
  /// The version that the form was opened on.
  [[nodiscard]] std::int64_t seen() const;
  [[nodiscard]] Response show(std::string_view button, std::int64_t version, int status);
  [[nodiscard]] Response overtaken(const CommandBody& body, std::string_view button);

  const OpenedDisagreement& opened_;
  bool based_on_what_was_seen_ = true;
};

/// Why nothing that could be typed would be recorded any more: what is said of `body` as the form
/// stands blank, by the rule that will decide it. None as long as there is no outcome: a way that
/// is not open yet can be read, and is refused with its remedy.
[[nodiscard]] std::optional<Refusal> closed_to(const CommandBody& body, const PageContext& context,
                                               const OpenedDisagreement& opened);
/// Says so in place of the form, with what was typed into it.
[[nodiscard]] Response show_closed(PageContext& context, const OpenedDisagreement& opened,
                                   const Refusal& refusal, const Texts& typed = {});

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
void add_file_copy_acts(Pages& pages);
void add_debrief_acts(Pages& pages);
void add_learning_acts(Pages& pages);

/// Rows in which actions or outstanding issues are written, each with who does it and by when.
/// Rows that are left empty are no action.
[[nodiscard]] std::vector<Undertake> ask_undertakings(ActForm& form,
                                                      const OpenedDisagreement& opened,
                                                      Undertaking::Kind kind, int at_least);

}  // namespace accord
