#include "pages/act_form.hpp"

#include <fmt/format.h>

#include "disagreement/decide.hpp"
#include "pages/overtaken.hpp"
#include "pages/sent_again.hpp"

namespace accord {

std::optional<Refusal> closed_to(const CommandBody& body, const PageContext& context,
                                 const OpenedDisagreement& opened) {
  if (!opened.state().outcome) {
    return std::nullopt;
  }
  const auto decided = decide(opened.loaded().state, {context.actor(), body}, opened.at());
  return !decided && decided.error().kind == Refusal::Kind::Closed ? std::optional{decided.error()}
                                                                   : std::nullopt;
}

Response show_closed(PageContext& context, const OpenedDisagreement& opened, const Refusal& refusal,
                     const Texts& typed) {
  constexpr std::string_view kHeading = "This cannot be done any more";
  Dictionary content;
  content.set("HEADING", kHeading);
  content.section("PARAGRAPH").set("SENTENCE", to_words(ServiceError{refusal}));
  if (show_typed(content, typed)) {
    content.section("PARAGRAPH")
        .set("SENTENCE", "What you sent stands below. It was not recorded.");
  }
  context.frame.back = Link{"Back to the disagreement", opened.href()};
  return context.page("failed.html", kHeading, std::move(content), 422);
}

ActForm::ActForm(PageContext& context, const OpenedDisagreement& opened, Action action,
                 std::string heading)
    : PageForm(context, opened.zone(), action, std::move(heading)), opened_(opened) {
  put_child(content_, opened);
}

void ActForm::clause(const std::string& name) {
  if (!name.empty()) {
    content_.include("PART", "act_text.html")
        .section("LINK")
        .set("HREF", opened_.clause_href(name))
        .set("WORDS", "Clause " + name);
  }
}

void ActForm::link(std::string_view path, std::string_view text) {
  content_.include("PART", "act_text.html")
      .section("LINK")
      .set("HREF", opened_.href(path))
      .set("WORDS", text);
}

std::vector<Choice> ActForm::persons() const {
  std::vector<Choice> found;
  for (const Person& person : opened_.directory().people()) {
    found.push_back({person.id.text(), fmt::format("{}, {} – {}", person.name, person.job,
                                                   opened_.agency(person.agency))});
  }
  return found;
}

std::vector<Choice> ActForm::persons(const std::vector<PersonId>& people) const {
  std::vector<Choice> found;
  for (const PersonId& id : people) {
    if (const Person* person = opened_.directory().person(id)) {
      found.push_back({id.text(), fmt::format("{}, {}", person->name, person->job)});
    }
  }
  return found;
}

int ActForm::closes() const {
  return opened_.at().calendar.conventions().closes_s;
}

std::int64_t ActForm::seen() const {
  return typed_number(context_.form(), "version", opened_.loaded().state.version);
}

Response ActForm::show(std::string_view button) {
  // What the person saw when they began stays the version, however often the form is shown again.
  const bool problems = context_.has_problems() || context_.frame.refusal.has_value();
  return show(button, seen(), problems ? 422 : 200);
}

Response ActForm::show(std::string_view button, std::int64_t version, int status) {
  return PageForm::show("Disagreement " + opened_.reference(),
                        {"Back to the disagreement", opened_.href()}, button,
                        based_on_what_was_seen_ ? std::optional{version} : std::nullopt, status);
}

Response ActForm::overtaken(const CommandBody& body, std::string_view button) {
  const auto now = open_disagreement(context_);
  if (!now) {
    return context_.failed(now.error());
  }
  const auto decided = decide((*now)->loaded().state, {context_.actor(), body}, (*now)->at());
  if (!decided && decided.error().kind == Refusal::Kind::Closed) {
    return overtaken_for_good(context_, decided.error(), typed());
  }
  put_overtaken(content_, **now, seen());
  // Its fields were made from what was opened: nothing newer is confirmed unread.
  return show(button, opened_.loaded().state.version, 409);
}

Response ActForm::not_recorded(const ServiceError& why, const CommandBody& body,
                               std::string_view button) {
  if (const auto* refusal = std::get_if<Refusal>(&why)) {
    context_.refuse(*refusal);
    return show(button);
  }
  context_.frame.back = Link{"Back to the disagreement", opened_.href()};
  if (std::holds_alternative<Conflict>(why)) {
    return overtaken(body, button);
  }
  if (const auto* before = std::get_if<RecordedBefore>(&why)) {
    return recorded_before(context_, *before, &typed());
  }
  return context_.failed(why);
}

Response ActForm::closed(const Refusal& refusal) {
  return show_closed(context_, opened_, refusal, typed());
}

Response ActForm::answer(const CommandBody& body, std::string_view done, std::string_view button) {
  if (!posted()) {
    if (const auto closed = closed_to(body, context_, opened_)) {
      return show_closed(context_, opened_, *closed);
    }
  }
  if (!is_whole()) {
    return show(button);
  }
  Submission submission = context_.submission(opened_.loaded().id, body);
  if (!based_on_what_was_seen_) {
    submission.based_on.reset();
  }
  const auto recorded = context_.service().submit(submission);
  return recorded ? context_.go(opened_.path(), done)
                  : not_recorded(recorded.error(), body, button);
}

void add_act(Pages& pages, std::string_view path, Action action, ActHandler handler) {
  const auto answer = [action, handler](PageContext& context) {
    const auto opened = open_disagreement(context);
    return opened ? handler(context, **opened, action) : context.failed(opened.error());
  };
  const std::string whole = fmt::format("/d/{{ref}}{}", path);
  pages.get(whole, action, answer);
  pages.post(whole, action, answer);
}

std::vector<Undertake> ask_undertakings(ActForm& form, const OpenedDisagreement& opened,
                                        Undertaking::Kind kind, int at_least) {
  const bool action = kind == Undertaking::Kind::Action;
  const std::string name = action ? "action" : "issue";
  const int rows =
      form.rows(name, at_least, action ? "Add another action" : "Add an outstanding issue");
  std::vector<Choice> whose;
  const auto& sides = opened.state().raised.sides;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto side = static_cast<SideIndex>(i);
    whose.push_back(
        {"agency:" + sides[i].agency.text(), opened.side(side) + ": whoever speaks for it"});
  }
  for (const PersonId& id : opened.people()) {
    const Person* person = opened.directory().person(id);
    if (person != nullptr) {
      whose.push_back({"person:" + id.text(),
                       fmt::format("{}, {}", person->name, opened.agency(person->agency))});
    }
  }
  std::vector<Undertake> found;
  for (int i = 1; i <= rows; ++i) {
    form.heading(fmt::format("{} {}", action ? "Action" : "Outstanding issue", i));
    const std::string row = fmt::format("{}-{}", name, i);
    Undertake one;
    one.kind = kind;
    one.what = form.line(
        {.name = row + "-what", .label = action ? "What will be done?" : "What is outstanding?"});
    if (!action) {
      one.how = form.line({.name = row + "-how", .label = "How will it be pursued?"});
    }
    const std::string who =
        form.select({.name = row + "-who", .label = "Who does it?", .choices = whose});
    const auto due =
        form.when({.name = row + "-due", .legend = "By when?"}, "The date", "", form.closes());
    if (one.what.empty()) {
      if (!who.empty() || due) {
        form.add_problem(row + "-what", fmt::format("Say what will be done in row {}", i));
      }
      continue;
    }
    if (who.empty()) {
      form.add_problem(row + "-who", fmt::format("Say who does “{}”", one.what));
    }
    if (!due) {
      form.add_problem(row + "-due-day", fmt::format("Enter a date for “{}”", one.what));
    }
    if (who.starts_with("person:")) {
      one.person = PersonId{who.substr(7)};
      const Person* person = opened.directory().person(one.person);
      one.agency = person != nullptr ? person->agency : AgencyId{};
    } else if (who.starts_with("agency:")) {
      one.agency = AgencyId{who.substr(7)};
    }
    one.due = due.value_or(Instant{});
    found.push_back(std::move(one));
  }
  return found;
}

}  // namespace accord
