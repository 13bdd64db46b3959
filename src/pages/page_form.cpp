#include "pages/page_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace accord {

namespace {

/// Enough for any plan; the form as a whole holds no more fields than `kMostFields`.
constexpr int kMostRows = 20;

}  // namespace

std::int64_t typed_number(const Form& form, std::string_view name, std::int64_t otherwise) {
  std::int64_t number = otherwise;
  const std::string typed = form.typed(name);
  std::from_chars(typed.data(), typed.data() + typed.size(), number);
  return number;
}

PageForm::PageForm(PageContext& context, const Zone& zone, Action action, std::string heading)
    : context_(context), action_(action), heading_(std::move(heading)), zone_(zone) {
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
}

void PageForm::link_to(std::string_view path, std::string_view text) {
  content_.include("PART", "act_text.html")
      .section("LINK")
      .set("HREF", context_.href(path))
      .set("WORDS", text);
}

void PageForm::say(std::string_view paragraph) {
  content_.include("PART", "act_text.html").section("PARAGRAPH").set("WORDS", paragraph);
}

void PageForm::quote(std::string_view label, std::string_view text) {
  content_.include("PART", "act_text.html").section("QUOTE").set("LABEL", label).set("WORDS", text);
}

void PageForm::heading(std::string_view text) {
  content_.include("PART", "act_text.html").section("HEADING").set("WORDS", text);
  typed_.emplace_back(text, "");
}

void PageForm::keep_typed(const std::string& label, std::string words) {
  if (!words.empty()) {
    typed_.emplace_back(label, std::move(words));
  }
}

void PageForm::add_problem(const std::string& field, const std::string& message) {
  if (submitted_) {
    context_.add_problem(field, message);
  }
}

void PageForm::put_typed(TextField& field, const std::string& missing,
                         std::expected<std::string, FieldProblem> value) {
  field.value = context_.form().typed(field.name);
  keep_typed(field.label, field.value);
  if (!value) {
    add_problem(field.name, value.error().message);
  } else if (value->empty() && !missing.empty()) {
    add_problem(field.name, missing);
  }
  field.error = context_.problem_of(field.name);
}

std::string PageForm::line(TextField field, const std::string& missing) {
  std::string answer;
  if (posted_) {
    const auto value = context_.form().line(field.name);
    put_typed(field, missing, value);
    answer = value.value_or("");
  }
  put(content_, "PART", field);
  return answer;
}

std::string PageForm::area(TextField field, const std::string& missing) {
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

std::vector<std::string> PageForm::choose(ChoiceField field, const std::string& missing) {
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
    keep_typed(field.legend, words_of(field));
    field.error = context_.problem_of(field.name);
  }
  put(content_, "PART", field);
  return answers;
}

std::string PageForm::select(SelectField field, const std::string& missing) {
  std::string answer;
  if (posted_) {
    const auto value = context_.form().line(field.name);
    field.value = context_.form().typed(field.name);
    const auto choice = std::ranges::find(field.choices, field.value, &Choice::value);
    const bool offered = choice != field.choices.end();
    if (offered && !field.value.empty()) {
      keep_typed(field.label, choice->text);
    }
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

std::optional<Instant> PageForm::when(WhenField field, const std::string& what,
                                      const std::string& missing,
                                      std::optional<int> default_time_s) {
  std::optional<Instant> answer;
  if (posted_) {
    field.value = typed_when(context_.form(), field.name);
    const auto value = parse_when(field.value, field.name, what, zone_, default_time_s);
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
    if (answer) {
      keep_typed(field.legend, to_words(zone_, *answer));
    } else {
      keep_typed(field.legend, words_of(field.value));
    }
  }
  put(content_, "PART", field);
  return answer;
}

int PageForm::rows(const std::string& name, int at_least, std::string_view text) {
  int number = at_least;
  if (posted_) {
    const std::int64_t typed = typed_number(context_.form(), name + "-rows", at_least);
    number = static_cast<int>(std::clamp<std::int64_t>(typed, at_least, kMostRows));
    number = std::min(number + (context_.form().has(name + "-add") ? 1 : 0), kMostRows);
  }
  keep(name + "-rows", number);
  content_.section("ADD").set("NAME", name).set("TEXT", text);
  return number;
}

void PageForm::keep(std::string_view name, std::int64_t number) {
  content_.include("PART", "act_text.html")
      .section("KEPT")
      .set("NAME", name)
      .set("NUMBER", fmt::to_string(number));
}

Response PageForm::show(std::string_view caption, const Link& back, std::string_view button,
                        std::optional<std::int64_t> version) {
  const bool problems = context_.has_problems() || context_.frame.refusal.has_value();
  return show(caption, back, button, version, problems ? 422 : 200);
}

Response PageForm::show(std::string_view caption, const Link& back, std::string_view button,
                        std::optional<std::int64_t> version, int status) {
  content_.set("CAPTION", caption).set("HEADING", heading_);
  content_.set("ACTION", context_.request().path);
  if (!button.empty()) {
    content_.section("SUBMIT").set("BUTTON", button).set("CANCEL", back.href);
  }
  context_.hide(content_, action_, version);
  context_.frame.back = back;
  return context_.page("act.html", fmt::format("{} – {}", heading_, caption), std::move(content_),
                       status);
}

}  // namespace accord
