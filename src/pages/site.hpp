#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"
#include "http/router.hpp"
#include "http/security.hpp"
#include "pages/frame.hpp"
#include "pages/template.hpp"
#include "policy/about_whom.hpp"
#include "service/service.hpp"

namespace accord {

class PageContext;

/// A place in the menu. A group of pages adds its own, so the menu names only what is there.
struct MenuEntry {
  int order = 0;  ///< smaller stands first
  std::string text;
  std::string path;                                    ///< "/work", as given to `Pages::get`
  std::function<bool(const PageContext&)> shown = {};  ///< absent: to everybody
  std::function<int(const PageContext&)> waiting =
      {};  ///< how many things wait there; absent: none
};

/// Everything that the pages share while the program runs.
struct Site {
  Service& service;
  Templates templates;
  std::vector<MenuEntry> menu = {};
  /// Whether nothing can be recorded for that partnership just now: said on each page, before
  /// somebody types. Absent: not known. Called for each request.
  std::function<bool(const PartnershipId&)> cannot_record = {};
  /// For tests: told of every marker that a page left empty and every value without a marker.
  std::function<void(const std::vector<std::string>&)> mismatched = {};
};

/// What one person asks for once: who, where, when, and how to answer. Made for every request.
///
/// There is no sign-in: whoever uses a demonstration chooses whom to act as, and says so on every
/// page. A partnership that is no demonstration is not served at all.
class PageContext {
 public:
  PageContext(const Site& site, const Request& request,
              std::shared_ptr<const Partnership> partnership, PersonId person, std::string session);

  PageFrame frame;  ///< filled for the person; a page may add its breadcrumbs, its way back …

  [[nodiscard]] const Site& site() const { return site_; }
  /// What makes and knows the forms of this partnership, on whichever node.
  [[nodiscard]] const CsrfKey& key() const { return key_; }
  [[nodiscard]] const Request& request() const { return request_; }
  [[nodiscard]] const Form& form() const { return request_.form(); }
  [[nodiscard]] Service& service() const { return site_.service; }
  [[nodiscard]] Instant now() const { return now_; }

  [[nodiscard]] const Partnership& partnership() const { return *partnership_; }
  [[nodiscard]] const PartnershipId& id() const { return partnership_->row.partnership; }
  [[nodiscard]] const Policy& policy() const { return *partnership_->policy; }
  /// The words for those whom the policy lets a disagreement be about.
  [[nodiscard]] AboutWhom about() const { return about_whom(policy()); }
  [[nodiscard]] const Directory& directory() const { return *partnership_->directory; }
  [[nodiscard]] const WorkingCalendar& calendar() const { return *partnership_->calendar; }
  [[nodiscard]] const Zone& zone() const { return partnership_->calendar->zone(); }

  /// Who acts; empty only on the pages that do not need to know (`Pages::get_for_anybody`).
  [[nodiscard]] const Actor& actor() const { return actor_; }
  [[nodiscard]] const Person* person() const { return directory().person(actor_.person); }
  [[nodiscard]] const Agency* agency() const { return directory().agency(actor_.agency); }

  /// The address of a page of this partnership: "/p/northmoor/work" for "/work".
  [[nodiscard]] std::string href(std::string_view path) const;
  /// Where that version of the policy is read; `clause` empty: from its beginning.
  [[nodiscard]] std::string policy_href(const Policy& of, std::string_view clause = "") const;
  /// "Thursday 9 April 2026, 5pm", in the partnership's zone.
  [[nodiscard]] std::string words(Instant at) const { return to_words(zone(), at); }

  /// From here on the frame speaks of these: of whom the disagreement is about that is shown.
  void speak_of(const AboutWhom& about);

  /// @name Answers
  /// @{
  /// The page `file` with its title, in the frame. 200, or 422 where there are problems to mend.
  [[nodiscard]] Response page(std::string_view file, std::string_view title, Dictionary content);
  [[nodiscard]] Response page(std::string_view file, std::string_view title, Dictionary content,
                              int status);
  /// 303 to a page of this partnership; `done` is what was recorded, shown there once.
  [[nodiscard]] Response go(std::string_view path, std::string_view done = "") const;
  /// For what no form can mend. NotThere: 404, the same bytes as any other. Conflict: 409 with what
  /// was typed, to be copied. Fault: 503 with the numbers to ring. Refusal: the rule and what to do
  /// instead; where the form can be shown again, use `refuse`.
  [[nodiscard]] Response failed(const ServiceError& error);
  /// @}

  /// @name Forms
  /// @{
  /// Puts the hidden fields of a form into `{{>HIDDEN}}`: the token that says it is ours, the id of
  /// the command that it will send, and the version of the disagreement that the person saw.
  void hide(Dictionary& form, Action action, std::optional<std::int64_t> version = {}) const;
  /// The command id of the form that came, so that pressing twice records once; a new one where
  /// none came.
  [[nodiscard]] CommandId command_id() const;
  /// What the form on this request submits, by whoever acts.
  [[nodiscard]] Submission submission(const DisagreementId& disagreement, CommandBody body) const;

  /// One thing to mend: in the error summary, with a link to the field.
  void add_problem(std::string_view field, std::string message);
  void add_problem(const FieldProblem& problem) { add_problem(problem.field, problem.message); }
  [[nodiscard]] bool has_problems() const { return !problems_.empty(); }
  /// What is wrong with that field; empty: nothing.
  [[nodiscard]] std::string problem_of(std::string_view field) const;
  /// Shows the refusal at the head of the page that is shown next: what, by which rule, where it
  /// stands, and what to do instead.
  void refuse(const Refusal& refusal);
  /// @}

 private:
  friend class Pages;
  void fill_frame();
  [[nodiscard]] std::string out_of_hours() const;

  const Site& site_;
  const Request& request_;
  std::shared_ptr<const Partnership> partnership_;
  CsrfKey key_;
  Instant now_;
  Actor actor_;
  std::string session_;
  std::vector<std::pair<std::string, std::string>> problems_;
};

using PageHandler = std::function<Response(PageContext&)>;

/// Where a group of pages puts its routes. Paths are those of one partnership: "/work" is reached
/// as "/p/{partnership}/work". A POST has been checked for its token before the handler sees it.
class Pages {
 public:
  Pages(Router& router, Site& site) : router_(router), site_(site) {}

  void get(std::string_view path, Action action, PageHandler handler);
  void post(std::string_view path, Action action, PageHandler handler);
  /// Also without a person chosen.
  void get_for_anybody(std::string_view path, Action action, PageHandler handler);
  void post_for_anybody(std::string_view path, Action action, PageHandler handler);
  void menu(MenuEntry entry);

  [[nodiscard]] Router& router() { return router_; }
  [[nodiscard]] Site& site() { return site_; }

 private:
  enum class Needs { Nobody, Person };
  Response answer(const Request& request, Action action, Needs needs, const PageHandler& handler);
  [[nodiscard]] Handler answering(Action action, Needs needs, PageHandler handler);

  Router& router_;
  Site& site_;
};

/// Every route that there is (pages.def lists the groups), the assets too.
/// @pre `site` outlives the router
void add_routes(Router& router, Site& site);

/// Who acts, as the browser's cookie says and our key confirms.
struct ChosenPerson {
  PersonId person;
  std::string session;
};
[[nodiscard]] std::string person_cookie_name(const PartnershipId& partnership);
[[nodiscard]] std::string person_cookie(const Partnership& partnership, const ChosenPerson& chosen);
[[nodiscard]] std::optional<ChosenPerson> chosen_person(const Partnership& partnership,
                                                        const Request& request);
/// What makes and knows the forms and cookies of this partnership, on whichever node.
[[nodiscard]] CsrfKey forms_key(const Partnership& partnership);

}  // namespace accord
