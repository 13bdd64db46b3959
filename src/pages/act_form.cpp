#include "pages/act_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace accord {

namespace {

/// Enough for any plan; the form as a whole holds no more fields than `kMostFields`.
constexpr int kMostRows = 20;

}  // namespace

ActForm::ActForm(PageContext& context, const OpenedDisagreement& opened, Action action,
                 std::string heading)
    : context_(context), opened_(opened), action_(action), heading_(std::move(heading)) {
  posted_ = !is_safe(context.request().method);
  const auto names = context.form().names();
  submitted_ = posted_ && std::ranges::none_of(names, [](const std::string& name) {
                 return name.ends_with("-add");
               });
  if (submitted_) {
    for (const FieldProblem& problem : context.form().problems()) {
      context.add_problem(problem);
    }
  }
  put_child(content_, opened);
}

void ActForm::say(std::string_view paragraph) {
  content_.include("PART", "act_text.html").section("PARAGRAPH").set("WORDS", paragraph);
}

void ActForm::quote(std::string_view label, std::string_view text) {
  content_.include("PART", "act_text.html").section("QUOTE").set("LABEL", label).set("WORDS", text);
}

void ActForm::heading(std::string_view text) {
  content_.include("PART", "act_text.html").section("HEADING").set("WORDS", text);
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

void ActForm::add_problem(const std::string& field, const std::string& message) {
  if (submitted_) {
    context_.add_problem(field, message);
  }
}

void ActForm::put_typed(TextField& field, const std::string& missing,
                        std::expected<std::string, FieldProblem> value) {
  field.value = context_.form().typed(field.name);
  if (!value) {
    add_problem(field.name, value.error().message);
  } else if (value->empty() && !missing.empty()) {
    add_problem(field.name, missing);
  }
  field.error = context_.problem_of(field.name);
}

std::string ActForm::line(TextField field, const std::string& missing) {
  std::string answer;
  if (posted_) {
    const auto value = context_.form().line(field.name);
    put_typed(field, missing, value);
    answer = value.value_or("");
  }
  put(content_, "PART", field);
  return answer;
}

std::string ActForm::area(TextField field, const std::string& missing) {
  std::string answer;
  if (field.rows == 0) {
    field.rows = 4;
  }
  if (posted_) {
    const auto value = context_.form().text(field.name);
    put_typed(field, missing, value);
    answer = value.value_or("");
  }
  put(content_, "PART", field);
  return answer;
}

std::vector<std::string> ActForm::choose(ChoiceField field, const std::string& missing) {
  std::vector<std::string> answers;
  if (posted_) {
    const auto value = context_.form().choices(field.name);
    const auto other = context_.form().line(field.name + "-other");
    answers = value.value_or(std::vector<std::string>{});
    if (field.or_else) {
      field.other_value = context_.form().typed(field.name + "-other");
    }
    if (!value || !other) {
      add_problem(field.name, !value ? value.error().message : other.error().message);
    } else if (field.or_else && !other->empty()) {
      if (!field.several) {
        answers.clear();
      }
      answers.push_back(*other);
    }
    if (answers.empty() && !missing.empty()) {
      add_problem(field.name, missing);
    }
    const auto typed = context_.form().all_typed(field.name);
    for (Choice& choice : field.choices) {
      choice.chosen = std::ranges::find(typed, choice.value) != typed.end();
    }
    field.error = context_.problem_of(field.name);
  }
  put(content_, "PART", field);
  return answers;
}

std::string ActForm::select(SelectField field, const std::string& missing) {
  std::string answer;
  if (posted_) {
    const auto value = context_.form().line(field.name);
    field.value = context_.form().typed(field.name);
    const bool offered =
        std::ranges::find(field.choices, field.value, &Choice::value) != field.choices.end();
    if (!value || (!field.value.empty() && !offered)) {
      add_problem(field.name, "Choose one of those offered");
    } else if (value->empty() && !missing.empty()) {
      add_problem(field.name, missing);
    } else {
      answer = *value;
    }
    field.error = context_.problem_of(field.name);
  }
  Dictionary& part = content_.include("PART", "act_select.html");
  part.set("NAME", field.name).set("LABEL", field.label).set("EMPTY", field.empty);
  part.set_if_any("HINT", "HINT_TEXT", field.hint).set_if_any("ERROR", "ERROR_TEXT", field.error);
  part.show_if(!field.error.empty(), "ERROR_GROUP").show_if(!field.error.empty(), "ERROR_BOX");
  std::string ids = field.hint.empty() ? std::string{} : field.name + "-hint";
  if (!field.error.empty()) {
    ids += (ids.empty() ? "" : " ") + field.name + "-error";
  }
  part.set_if_any("DESCRIBED", "IDS", ids);
  for (const Choice& choice : field.choices) {
    part.section("OPTION")
        .set("VALUE", choice.value)
        .set("TEXT", choice.text)
        .show_if(choice.value == field.value, "CHOSEN");
  }
  return answer;
}

std::optional<Instant> ActForm::when(WhenField field, const std::string& what,
                                     const std::string& missing,
                                     std::optional<int> default_time_s) {
  std::optional<Instant> answer;
  if (posted_) {
    field.value = typed_when(context_.form(), field.name);
    const auto value = parse_when(field.value, field.name, what, opened_.zone(), default_time_s);
    if (!value) {
      field.error_field = value.error().field;
      add_problem(value.error().field, value.error().message);
      field.error = submitted_ ? value.error().message : std::string{};
    } else if (!*value && !missing.empty()) {
      add_problem(field.name + "-day", missing);
      field.error_field = field.name + "-day";
      field.error = submitted_ ? missing : std::string{};
    } else {
      answer = *value;
    }
  }
  put(content_, "PART", field);
  return answer;
}

int ActForm::rows(const std::string& name, int at_least, std::string_view text) {
  int number = at_least;
  if (posted_) {
    const std::string typed = context_.form().typed(name + "-rows");
    std::from_chars(typed.data(), typed.data() + typed.size(), number);
    number += context_.form().has(name + "-add") ? 1 : 0;
    number = std::clamp(number, at_least, kMostRows);
  }
  content_.include("PART", "act_text.html")
      .section("ROWS")
      .set("NAME", name)
      .set("NUMBER", fmt::to_string(number));
  content_.section("ADD").set("NAME", name).set("TEXT", text);
  return number;
}

std::vector<Choice> ActForm::persons(const AgencyId& agency) const {
  std::vector<Choice> found;
  for (const Person& person : opened_.directory().people()) {
    if (agency.empty() || person.agency == agency) {
      found.push_back(
          {person.id.text(),
           fmt::format("{}, {}{}", person.name, person.job,
                       agency.empty() ? " – " + opened_.agency(person.agency) : std::string{})});
    }
  }
  return found;
}

int ActForm::closes() const {
  return opened_.at().calendar.conventions().closes_s;
}

Response ActForm::show(std::string_view button) {
  content_.set("CAPTION", "Disagreement " + opened_.reference()).set("HEADING", heading_);
  content_.set("ACTION", context_.request().path).set("BUTTON", button);
  content_.set("CANCEL", opened_.href());
  // What the person saw when they began stays the version, however often the form is shown again.
  std::int64_t version = opened_.loaded().state.version;
  const std::string typed = context_.form().typed("version");
  std::from_chars(typed.data(), typed.data() + typed.size(), version);
  context_.hide(content_, action_, version);
  context_.frame.back = Link{"Back to the disagreement", opened_.href()};
  return context_.page("act.html", heading_ + " – " + opened_.reference(), std::move(content_));
}

Response ActForm::answer(CommandBody body, std::string_view done, std::string_view button) {
  if (!is_whole()) {
    return show(button);
  }
  const auto recorded =
      context_.service().submit(context_.submission(opened_.loaded().id, std::move(body)));
  if (recorded) {
    return context_.go(opened_.path(), done);
  }
  if (const auto* refusal = std::get_if<Refusal>(&recorded.error())) {
    context_.refuse(*refusal);
    return show(button);
  }
  context_.frame.back = Link{"Back to the disagreement", opened_.href()};
  return context_.failed(recorded.error());
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
