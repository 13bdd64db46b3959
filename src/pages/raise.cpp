#include "pages/raise.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "disagreement/written.hpp"
#include "pages/contacts.hpp"
#include "pages/pages_groups.hpp"
#include "pages/raise_questions.hpp"
#include "pages/reference.hpp"
#include "pages/sent_again.hpp"
#include "pages/work.hpp"
#include "service/recorded.hpp"

namespace accord {

namespace {

constexpr Action kBegin{"raise.begin"};
constexpr Action kReadRaise{"raise.read"};
constexpr Action kAnswer{"raise.answer"};
constexpr std::string_view kNow = "now";
constexpr std::string_view kElsewhere = "elsewhere";
constexpr std::string_view kCheckStep = "check";

/// What says that we gave this id to a draft of theirs: no other becomes one.
std::string sealed(const PageContext& context, const std::string& draft) {
  return fmt::format("{}/{}", context.actor().person.text(), draft);
}

std::string seal_of(const PageContext& context, const std::string& draft) {
  return context.key().token(sealed(context, draft), kBegin);
}

/// The message of one field, also where a box of it or its "something else" is what is wrong.
std::string problem_of(const PageContext& context, const std::string& name, std::string& box) {
  for (const std::string_view part : {"", "-other", "-day", "-month", "-year", "-time"}) {
    const std::string field = fmt::format("{}{}", name, part);
    if (std::string message = context.problem_of(field); !message.empty()) {
      box = field;
      return message;
    }
  }
  return "";
}

void put_field(Dictionary& content, AskedField asked, const PageContext& context,
               const std::string& caption) {
  Dictionary& item = content.section("FIELD");
  std::visit(
      [&](auto& field) {
        std::string box;
        field.error = problem_of(context, field.name, box);
        if (field.heading) {
          field.caption = caption;
        }
        if constexpr (requires { field.error_field; }) {
          field.error_field = box;
        }
        put(item, "CONTROL", field);
      },
      asked.field);
}

Response ask(PageContext& context, const RaiseAnswers& answers, std::string_view slug) {
  const auto steps = raise_steps(answers, context);
  const auto here = std::ranges::find(steps, slug);
  if (here == steps.end()) {
    return Response::not_found();
  }
  const Question question = raise_question(slug, answers, context);
  const std::string caption = fmt::format("Raise a disagreement: question {} of {}",
                                          here - steps.begin() + 1, steps.size());
  Dictionary content;
  context.hide(content, kAnswer);
  const bool begun = !answers.draft().fields.empty();
  content.set("ACTION", context.href(begun ? answers.path(slug)
                                           : fmt::format("{}?new={}", answers.path(slug),
                                                         seal_of(context, answers.draft().id))));
  const bool heading_in_field = question.fields.size() == 1;
  if (!heading_in_field) {
    Dictionary& head = content.section("HEAD");
    head.set("CAPTION", caption).set("TITLE", question.title);
    head.set_if_any("HINT", "HINT_TEXT", question.hint);
  }
  if (!question.recap.empty()) {
    content.section("RECAP").set("RECAP_TITLE", question.recap_title).set("RECAP", question.recap);
  }
  for (const AskedField& asked : question.fields) {
    put_field(content, asked, context, caption);
  }
  for (const std::string& text : question.inset) {
    content.section("INSET").set("TEXT", text);
  }
  content.set_if_any("ADD", "ADD_TEXT", question.add);
  content.show_if(context.request().asked("from") == kCheckStep || context.form().has("check"),
                  "FROM_CHECK");
  put_contacts(content, people_to_talk_to(context));
  put_guide(content, context.agency());
  if (here == steps.begin()) {
    context.frame.back = Link{"Back to your work", context.href("/work")};
  } else {
    context.frame.back = Link{"Back", context.href(answers.path(*(here - 1)))};
  }
  return context.page("raise.html", question.title, std::move(content));
}

bool answers_nobody(const std::vector<std::string>& chosen) {
  return chosen == std::vector<std::string>{"nobody"};
}

/// Reads one field of the page into the answers. What cannot be taken is a problem, and what was
/// typed is kept all the same.
void take_field(PageContext& context, RaiseAnswers& answers, const AskedField& asked,
                std::string_view slug) {
  const Form& form = context.form();
  const std::string& name = name_of(asked);
  bool given = false;
  if (const auto* text = std::get_if<TextField>(&asked.field)) {
    const auto most = static_cast<std::size_t>(asked.most_characters);
    const auto value = text->rows > 0 ? form.text(name, most) : form.line(name, most);
    if (!value) {
      context.add_problem(value.error());
    }
    answers.set(name, {value.value_or(form.typed(name))});
    given = !answers.get(name).empty();
  } else if (std::holds_alternative<WhenField>(asked.field)) {
    const TypedWhen typed = typed_when(form, name);
    answers.set(name + "-day", {typed.day});
    answers.set(name + "-month", {typed.month});
    answers.set(name + "-year", {typed.year});
    answers.set(name + "-time", {typed.time});
    given = !typed.empty();
    const auto when =
        parse_when(typed, name, "The date", context.zone(), context.calendar().closes_s());
    if (!when) {
      context.add_problem(when.error());
    }
  } else {
    const auto& choices = std::get<ChoiceField>(asked.field);
    std::vector<std::string> chosen;
    for (const std::string& value : form.all_typed(name)) {
      if (std::ranges::any_of(choices.choices,
                              [&](const Choice& choice) { return choice.value == value; })) {
        chosen.push_back(value);
      }
    }
    const auto other = form.line(name + "-other", kMostInLine);
    if (!other) {
      context.add_problem(other.error());
    }
    if (choices.or_else) {
      answers.set(name + "-other", {other.value_or(form.typed(name + "-other"))});
      // Nobody can take a chosen one back: what was written in its place is the answer. That
      // somebody was talked to stands beside whoever is written as well.
      const bool instead = slug != "talked" || answers_nobody(chosen);
      if (!choices.several && instead && !answers.get(name + "-other").empty()) {
        chosen.clear();
      }
    }
    given = !chosen.empty() || (choices.or_else && !answers.get(name + "-other").empty());
    answers.set(name, chosen);
  }
  if (!given && !asked.required.empty()) {
    context.add_problem(name, asked.required);
  }
}

void take_children(PageContext& context, RaiseAnswers& answers) {
  const Policy& policy = context.policy();
  const bool one_kind = about_whom(policy).one_kind;
  for (int i = 1; i <= answers.children(); ++i) {
    const std::string kind = fmt::format("child-{}-kind", i);
    if (!one_kind && answers.get(kind).empty() &&
        !answers.get(fmt::format("child-{}-reference", i)).empty()) {
      context.add_problem(kind, "Select who it is");
    }
    for (const char* part : {"reference", "other"}) {
      const std::string name = fmt::format("child-{}-{}", i, part);
      if (const auto wrong = wrong_in_reference(answers.get(name)); !wrong.empty()) {
        context.add_problem(name, fmt::format("This {}. Enter a reference, like MH-20418", wrong));
      }
    }
  }
}

void take_timescale(PageContext& context, RaiseAnswers& answers) {
  const auto by = parse_when(answers.when("by"), "by", "The date", context.zone(),
                             context.calendar().closes_s());
  if (answers.get("needed") == "sooner") {
    if (by && !*by) {
      context.add_problem("by-day", "Enter the date that protects " + answers.about().the);
    } else if (by && **by < context.now()) {
      context.add_problem("by-day",
                          "The date must be still to come. Somebody in danger now needs help "
                          "now: call 999");
    }
    if (answers.get("by_reason").empty()) {
      context.add_problem("by_reason",
                          "Enter why " + answers.about().does("needs", "need") + " it by then");
    }
  }
  const auto happened =
      parse_when(answers.when("happened"), "happened", "The date", context.zone(), 0);
  if (!happened || !*happened) {
    return;
  }
  const LocalTime now = context.zone().to_local(context.now());
  const LocalTime then = context.zone().to_local(**happened);
  if (**happened > context.now()) {
    const bool today = then.day == now.day;
    context.add_problem(
        today ? "happened-time" : "happened-day",
        today ? fmt::format("The time you put it to them must be past: it is {} now",
                            clock_words(now.second_of_day))
              : std::string{"The date you put it to them must be today or in the past"});
  } else if ((*happened)->seconds < context.now().seconds - kTenYearsInSeconds) {
    context.add_problem("happened-day", "That is more than ten years ago: check the year");
  }
}

/// What one page asks beyond each field by itself.
void take_together(PageContext& context, RaiseAnswers& answers, std::string_view slug) {
  for (const Contradiction& one : answers.contradictions()) {
    if (one.step == slug) {
      context.add_problem(std::string{one.field}, std::string{one.what});
    }
  }
  if (slug == "children") {
    take_children(context, answers);
  }
  if (slug == "agencies" && answers.has("agency", context.actor().agency.text()) &&
      answers.agencies().size() > 1) {
    context.add_problem("agency",
                        "Select your own agency alone, or other agencies: not both together");
  }
  if (slug == "timescale") {
    take_timescale(context, answers);
  }
}

std::expected<void, ServiceError> save(PageContext& context, const RaiseAnswers& answers) {
  Draft draft = answers.draft();
  draft.updated_at = context.now();
  return context.service().save_draft(context.id(), draft);
}

/// The fields that stand on the page now: more can come to be asked by what was answered on it.
std::vector<std::string> names_on(std::string_view slug, const RaiseAnswers& answers,
                                  const PageContext& context) {
  std::vector<std::string> names;
  for (const AskedField& asked : raise_question(slug, answers, context).fields) {
    names.push_back(name_of(asked));
  }
  return names;
}

std::string next_step(PageContext& context, const RaiseAnswers& answers, std::string_view slug) {
  if (slug == "danger" && answers.danger()) {
    return std::string{kNow};
  }
  if (slug == "scope" && answers.diversion() != nullptr) {
    return std::string{kElsewhere};
  }
  if (context.form().has("check")) {
    return std::string{kCheckStep};
  }
  const auto steps = raise_steps(answers, context);
  const auto here = std::ranges::find(steps, slug);
  return here == steps.end() || here + 1 == steps.end() ? std::string{kCheckStep} : *(here + 1);
}

Response answer(PageContext& context) {
  auto answers = raise_answers(context);
  if (!answers) {
    return answers.error();
  }
  const std::string slug = context.request().parameter("step");
  const auto steps = raise_steps(*answers, context);
  if (std::ranges::find(steps, slug) == steps.end()) {
    return Response::not_found();
  }
  if (slug == "children") {  // first: it decides what the page must have
    answers->set("no_child", context.form().all_typed("no_child"));
  }
  const Question question = raise_question(slug, *answers, context);
  const auto before = names_on(slug, *answers, context);
  for (const AskedField& asked : question.fields) {
    take_field(context, *answers, asked, slug);
  }
  take_together(context, *answers, slug);
  const bool later = context.form().has("later");
  const bool add = context.form().has("add") && slug == "children";
  if (add) {
    answers->set("children", {fmt::to_string(answers->children() + 1)});
  }
  if (const auto saved = save(context, *answers); !saved) {
    return context.failed(saved.error());
  }
  if (later) {
    return context.go("/work", "Saved. Nothing has been sent");
  }
  if (context.has_problems()) {
    return ask(context, *answers, slug);
  }
  const auto after = names_on(slug, *answers, context);
  const bool more = std::ranges::any_of(after, [&](const std::string& name) {
    return std::ranges::find(before, name) == before.end();
  });
  return context.go(answers->path(add || more ? slug : next_step(context, *answers, slug)));
}

/// "Call 999 now": after "yes" or "not sure". It never stops anybody from recording.
Response danger_now(PageContext& context, const RaiseAnswers& answers) {
  Dictionary content;
  const auto steps = raise_steps(answers, context);
  content.set("CARRY_ON", context.href(answers.path(steps[1])));
  put_contacts(content, duty_safeguarding_teams(context));
  put_contacts(content, people_to_talk_to(context));
  Dictionary* on_call_now = nullptr;
  for (const std::string_view role : {"on_call_manager", "on_call_director"}) {
    const auto on_call = context.directory().on_call(context.actor().agency, role, context.now());
    const Person* who = on_call ? context.directory().person(on_call->person) : nullptr;
    if (who != nullptr) {
      if (on_call_now == nullptr) {
        on_call_now = &content.section("ANY_ON_CALL");
      }
      Dictionary& entry = on_call_now->section("ON_CALL");
      entry.set("NAME", who->name).set("JOB", who->job).set("PHONE", on_call->phone);
    }
  }
  context.frame.back = Link{"Back", context.href(answers.path("danger"))};
  content.set("IN_DANGER", answers.about().does("is", "are"));
  return context.page("raise_now.html", "Call 999 now", std::move(content));
}

Response elsewhere(PageContext& context, const RaiseAnswers& answers) {
  const ExitRule* exit = answers.diversion();
  if (exit == nullptr) {
    return context.go(answers.path("scope"));
  }
  Dictionary content;
  content.set("TITLE", exit->title).set("SIGNPOST", exit->signpost);
  if (!exit->source.clause.empty()) {
    content.section("CLAUSE")
        .set("HREF", context.href("/policy#" + clause_anchor(exit->source.clause)))
        .set("TEXT", "Clause " + exit->source.clause);
  }
  content.set("STILL", context.href(answers.path("scope")));
  put_contacts(content, people_to_talk_to(context));
  context.frame.back = Link{"Back", context.href(answers.path("scope"))};
  return context.page("raise_elsewhere.html", exit->title, std::move(content));
}

Response show_question(PageContext& context) {
  const auto answers = raise_answers(context);
  if (!answers) {
    return answers.error();
  }
  const std::string step = context.request().parameter("step");
  if (step == kNow) {
    return danger_now(context, *answers);
  }
  if (step == kElsewhere) {
    return elsewhere(context, *answers);
  }
  return ask(context, *answers, step);
}

/// Nothing was saved under this id by whoever asks: a mistyped address, or another person's draft.
Response no_draft(PageContext& context) {
  Dictionary content;
  content.set("HEADING", "There is no draft here");
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "The address may be damaged, or the draft is another person’s. What you began and did "
           "not send stands under “Your work”.");
  content.section("LINK").set("HREF", context.href("/work")).set("TEXT", "Your work");
  content.section("LINK").set("HREF", context.href("/raise")).set("TEXT", "Raise a disagreement");
  show_typed(content, context.form());
  return context.page("failed.html", "There is no draft here", std::move(content), 404);
}

/// What stands where a draft stood, once it was sent: reached by going back in the browser.
Response sent_before(PageContext& context, const std::string& reference) {
  const bool typed = !is_safe(context.request().method);
  Dictionary content;
  content.set("HEADING", "You have sent this");
  content.section("PARAGRAPH")
      .set("SENTENCE", fmt::format("It is disagreement {} now. What was sent stands in its record: "
                                   "you can add to it, and cannot change or remove it.",
                                   reference));
  if (typed) {
    content.section("PARAGRAPH")
        .set("SENTENCE",
             "What you have just typed was not recorded. It stands below, so that you can copy it "
             "into a note or a correction there.");
    show_typed(content, context.form());
  }
  content.section("LINK")
      .set("HREF", context.href("/d/" + percent_encode(reference)))
      .set("TEXT", "Open disagreement " + reference);
  content.section("LINK")
      .set("HREF", context.href("/raise"))
      .set("TEXT", "Raise another disagreement");
  return context.page("failed.html", "You have sent this", std::move(content), typed ? 409 : 200);
}

}  // namespace

std::expected<std::string, ServiceError> sent_as(const PageContext& context,
                                                 const std::string& draft) {
  ACCORD_TRY(const auto recorded, find_recorded(context.service(), context.id(), CommandId{draft}));
  if (!recorded || recorded->first != 1) {
    return std::string{};
  }
  const auto loaded = context.service().load(context.id(), recorded->reference, context.actor());
  const bool mine = loaded && loaded->events.front().by.person == context.actor().person;
  return mine ? shown_reference(recorded->reference) : std::string{};
}

std::expected<RaiseAnswers, Response> raise_answers(PageContext& context) {
  const auto failed = [&](const ServiceError& error) {
    return std::unexpected(context.failed(error));
  };
  const std::string& id = context.request().parameter("draft");
  if (!is_command_id(id)) {
    return std::unexpected(no_draft(context));
  }
  auto found = context.service().draft(context.id(), context.actor().person, id);
  if (!found) {
    return failed(found.error());
  }
  if (*found && (*found)->kind == "raise") {
    return RaiseAnswers{context, **std::move(found)};
  }
  const auto reference = sent_as(context, id);
  if (!reference) {
    return failed(reference.error());
  }
  if (!reference->empty()) {
    return std::unexpected(sent_before(context, *reference));
  }
  const auto seal = context.request().asked("new");
  if (*found || !seal || !context.key().verify(sealed(context, id), kBegin, *seal)) {
    return std::unexpected(no_draft(context));
  }
  return RaiseAnswers{context, {id, context.actor().person, "raise", "", {}, context.now()}};
}

void add_raise_pages(Pages& pages) {
  pages.get("/raise", kBegin, [](PageContext& context) {
    const std::string id = context.service().new_id();
    return context.go(fmt::format("/raise/{}/danger?new={}", id, seal_of(context, id)));
  });
  pages.get("/raise/{draft}/{step}", kReadRaise, show_question);
  pages.post("/raise/{draft}/{step}", kAnswer, answer);
}

}  // namespace accord
