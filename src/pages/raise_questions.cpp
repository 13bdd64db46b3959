#include "pages/raise_questions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "disagreement/deadline.hpp"
#include "disagreement/written.hpp"
#include "pages/due_words.hpp"
#include "pages/work.hpp"
#include "policy/words.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

using Answers = RaiseAnswers;
using Fields = std::vector<AskedField>;

AskedField asked_fact(const FactRule& fact, const std::string& holder, const std::string& of,
                      const Answers& answers) {
  const std::string name = fact_field(fact, holder);
  const std::string asks = of.empty() ? fact.asks : fmt::format("{} ({})", fact.asks, of);
  AskedField asked;
  asked.required = fact.required ? "Answer: " + fact.asks : "";
  switch (fact.kind) {
    case FactKind::Moment:
      asked.field =
          WhenField{.name = name, .legend = asks, .hint = fact.hint, .value = answers.when(name)};
      return asked;
    case FactKind::Text:
      asked.field = TextField{
          .name = name, .label = asks, .hint = fact.hint, .value = answers.get(name), .rows = 5};
      asked.most_characters = kMostInMatter;
      return asked;
    case FactKind::Words: break;
  }
  ChoiceField choices{.name = name, .legend = asks, .hint = fact.hint, .several = fact.several};
  for (const std::string& word : fact.one_of) {
    std::string text = word;
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') {
      text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    choices.choices.push_back({word, text, "", answers.has(name, word)});
  }
  choices.or_else = fact.or_else;
  choices.other_value = answers.get(name + "-other");
  asked.field = std::move(choices);
  return asked;
}

void add_facts(Fields& fields, Asked page, const Answers& answers) {
  for (const FactRule* fact : answers.facts(page)) {
    const auto holders = answers.holders(*fact);
    for (const std::string& holder : holders) {
      const std::string of =
          holders.size() > 1 ? answers.get(holder + "-reference") : std::string{};
      fields.push_back(asked_fact(*fact, holder, of, answers));
    }
  }
}

AskedField asked_text(const Answers& answers, TextField field, std::string required, int most) {
  field.value = answers.get(field.name);
  return {std::move(field), std::move(required), most};
}

Question danger(const Answers& answers, const PageContext& context) {
  Question question{.slug = "danger",
                    .title = fmt::format("{} in immediate danger now?",
                                         capitalised(answers.about().asked("is", "are")))};
  AskedField asked;
  if (const FactRule* fact = danger_fact(context.policy())) {
    asked = asked_fact(*fact, "", "", answers);
  } else {
    ChoiceField choices{.name = "danger", .legend = question.title};
    for (const auto& [value, text] :
         {std::pair{"yes", "Yes"}, {"no", "No"}, {"not sure", "Not sure"}}) {
      choices.choices.push_back({value, text, "", answers.has("danger", value)});
    }
    asked.field = std::move(choices);
  }
  asked.required =
      fmt::format("Select yes if {} in immediate danger", answers.about().does("is", "are"));
  question.fields.push_back(std::move(asked));
  return question;
}

Question scope(const Answers& answers, const PageContext& context) {
  Question question{.slug = "scope", .title = "What is this about?"};
  question.inset = words_shown(context.policy(), Words::Shown::Raising);
  add_facts(question.fields, Asked::Scope, answers);
  return question;
}

std::string reference_missing(const Policy& policy) {
  const AboutWhom about = about_whom(policy);
  return fmt::format(
      "Enter your agency’s reference{}{}", about.one_kind ? " for " + about.the : std::string{},
      policy.may_be_about("none") ? ", or say that it is about " + nobody_alone(policy) : "");
}

/// A child, an adult, a household: asked only where the policy lets it be about more than one kind.
AskedField kind_of(const std::string& name, const std::string& of, const Answers& answers,
                   const Policy& policy) {
  ChoiceField kind{.name = name + "-kind", .legend = "Who it is" + of};
  for (const auto& [word, text] : {std::pair{"child", "A child, or an unborn child"},
                                   {"adult", "An adult"},
                                   {"household", "A household"}}) {
    if (policy.may_be_about(word)) {
      kind.choices.push_back({word, text, "", answers.has(kind.name, word)});
    }
  }
  return {std::move(kind)};
}

Question children(const Answers& answers, const PageContext& context) {
  const Policy& policy = context.policy();
  const AboutWhom about = about_whom(policy);
  Question question{
      .slug = "children",
      .title = about.one_kind ? fmt::format("Which {} is this about?", about.noun)
                              : std::string{"Who is this about?"},
      .hint = "Do not enter a name or a date of birth. Use your agency’s own reference.",
      .add = about.one_kind ? "Add another " + about.noun : std::string{"Add somebody else"}};
  const int count = answers.children();
  for (int i = 1; i <= count; ++i) {
    const std::string name = fmt::format("child-{}", i);
    const std::string of =
        count > 1 ? fmt::format(" ({}{})", about.one_kind ? about.noun + " " : std::string{}, i)
                  : std::string{};
    if (!about.one_kind) {
      question.fields.push_back(kind_of(name, of, answers, policy));
    }
    question.fields.push_back(asked_text(
        answers,
        {.name = name + "-reference",
         .label = "Your agency’s reference" + of,
         .hint = i == 1 ? std::string{}
                 : about.one_kind
                     ? fmt::format("Leave it empty to take this {} off again.", about.noun)
                     : std::string{"Leave it empty to take them off again."}},
        i == 1 && !answers.no_single_child() ? reference_missing(policy) : "", kMostInReference));
    question.fields.push_back(asked_text(
        answers,
        {.name = name + "-other", .label = "The other agency’s reference, if you know it" + of}, "",
        kMostInReference));
    if (!policy.may_be_about("child")) {
      continue;  // the ages are those of children
    }
    ChoiceField age{.name = name + "-age",
                    .legend = (about.one_kind ? "Age" : "Age, of a child") + of};
    for (const std::string_view band : kAgeBands) {
      age.choices.push_back(
          {std::string{band}, std::string{band}, "", answers.has(age.name, band)});
    }
    question.fields.push_back({std::move(age)});
  }
  if (!policy.may_be_about("none")) {
    return question;
  }
  ChoiceField none{.name = "no_child",
                   .legend = fmt::format("Is it about {}?", nobody_alone(policy)),
                   .several = true};
  none.choices.push_back({"yes", "It is an issue between services, about " + nobody_alone(policy),
                          "", answers.no_single_child()});
  question.fields.push_back({std::move(none)});
  return question;
}

Question agencies(const Answers& answers, const PageContext& context) {
  Question question{.slug = "agencies", .title = "Which agency do you disagree with?"};
  ChoiceField field{.name = "agency",
                    .legend = question.title,
                    .hint = "Select more than one if more than one has to act.",
                    .several = true};
  for (const Agency& agency : context.directory().agencies()) {
    const bool own = agency.id == context.actor().agency;
    if (agency.is_partnership || (own && context.policy().inside_one_agency_word == "no")) {
      continue;
    }
    field.choices.push_back({agency.id.text(), agency.name,
                             own ? "Your own agency: a disagreement inside it" : "",
                             answers.has("agency", agency.id.text())});
  }
  question.fields.push_back({std::move(field), "Select the agency you disagree with"});
  return question;
}

Question people(const Answers& answers, const PageContext& context) {
  Question question{.slug = "people",
                    .title = "Who do you disagree with there?",
                    .hint =
                        "If you do not know, their agency is asked to say who answers. The "
                        "time limits run all the same."};
  for (const AgencyId& id : answers.agencies()) {
    const std::string name = "person-" + id.text();
    ChoiceField field{.name = name,
                      .legend = fmt::format("Who do you disagree with at {}?",
                                            context.directory().agency(id)->name)};
    for (const Person& person : context.directory().people()) {
      if (person.agency == id && person.id != context.actor().person) {
        field.choices.push_back({person.id.text(), fmt::format("{}, {}", person.name, person.job),
                                 "", answers.has(name, person.id.text())});
      }
    }
    field.choices.push_back({"unknown", "I do not know, or somebody who is not listed", "",
                             answers.has(name, "unknown")});
    question.fields.push_back({std::move(field),
                               "Select who you disagree with, or that you do "
                               "not know"});
  }
  return question;
}

Question what(const Answers& answers, const PageContext& context) {
  Question question{.slug = "what", .title = "What did they decide, do, or not do?"};
  question.fields.push_back(asked_text(
      answers,
      {.name = "what",
       .label = "What happened",
       .hint =
           context.policy().may_be_about("child")
               ? "Say it plainly, without names. Write “the child”, “a parent”, “another adult”."
               : "Say it plainly, without names. Write what somebody is to whom it is about: "
                 "“a carer”, “another adult”.",
       .rows = 5,
       .most_characters = kMostInMatter},
      "Enter what they decided, did or did not do", kMostInMatter));
  question.fields.push_back(asked_text(answers,
                                       {.name = "summary",
                                        .label = "The same in one line",
                                        .hint = "The heading of its page and its line in lists. "
                                                "No names."},
                                       "", kMostInSummary));
  add_facts(question.fields, Asked::Matter, answers);
  return question;
}

Question why(const Answers& answers, const PageContext& context) {
  const AboutWhom about = answers.about();
  Question question{.slug = "why",
                    .title = fmt::format("Why is this not safe for {}?", about.the),
                    .recap_title = "You told us what happened",
                    .recap = answers.get("what")};
  question.inset = words_shown(context.policy(), Words::Shown::Hesitating);
  question.inset.insert(question.inset.begin(),
                        "You do not have to be certain, or as senior as the person you disagree "
                        "with. What you know is enough to ask for the decision to be checked.");
  question.fields.push_back(asked_text(
      answers,
      {.name = "why",
       .label = question.title,
       .hint = "Say what you have seen, heard or been told, and what you think could happen. Do "
               "not use names.",
       .rows = 9,
       .most_characters = kMostInMatter,
       .starters = {{"What you know", "On [date] I saw, or was told, …"},
                    {"What worries you", "I am worried because …"},
                    {"What could happen",
                     fmt::format("If nothing changes, I think {} could …", about.the)},
                    {"What you are not sure of",
                     "I may not have the full picture about …, but I would like it checked."},
                    {"To be firm", "I am not able to agree that this is safe, because …"}}},
      "Enter why the decision is not safe for " + about.the, kMostInMatter));
  return question;
}

Question change(const Answers& answers) {
  Question question{.slug = "change", .title = "What should change?"};
  question.fields.push_back(asked_text(
      answers,
      {.name = "change",
       .label = question.title,
       .hint = "Be specific: who should do what, and by when.",
       .rows = 6,
       .most_characters = kMostInWish,
       .starters = {{"Who, what, when", "I would like … to … by …"},
                    {"To be firm", "I am asking for this to be looked at by our managers."}}},
      "Enter what should change", kMostInWish));
  return question;
}

Question impact(const Answers& answers) {
  const AboutWhom about = answers.about();
  Question question{.slug = "impact",
                    .title = fmt::format("What does it mean for {}, day to day?", about.the)};
  question.fields.push_back(
      asked_text(answers,
                 {.name = "impact",
                  .label = question.title,
                  .hint = fmt::format("Put yourself in {}. What is life like if nothing changes? "
                                      "Both agencies read this first.",
                                      about.own("place")),
                  .rows = 6,
                  .most_characters = kMostInWish},
                 "Enter what it means for " + about.the, kMostInWish));
  return question;
}

Question status(const Answers& answers) {
  Question question{.slug = "status",
                    .title = fmt::format("What is {}?", answers.about().own("status"))};
  add_facts(question.fields, Asked::Child, answers);
  return question;
}

/// By when the first stage is to be resolved if this were sent now; empty where nothing says so.
std::string first_limit(const Answers& answers, const PageContext& context) {
  const auto preview = answers.preview();
  if (!preview) {
    return "";
  }
  const Circumstances at{context.now(), context.policy(), context.directory(), context.calendar()};
  for (const DutyState& duty : preview->duties) {
    if (duty.open() && duty.is_settle() && duty.deadline.due) {
      return fmt::format("by {}{}",
                         clock_and_day(*duty.deadline.due, context.now(), context.zone()),
                         date_notes(is_projected(duty, *preview, at), duty.deadline.local_target));
    }
  }
  return "";
}

/// "Within the procedure’s own time: by 5pm on Thursday 26 November". Where it depends on a class
/// that is chosen on this very page: each class with its date.
std::string within_limit(const Answers& answers, const PageContext& context) {
  const std::string start = "Within the procedure’s own time";
  RaiseAnswers without = answers;
  without.set("needed", {"policy"});
  if (const std::string limit = first_limit(without, context); !limit.empty()) {
    return start + ": " + limit;
  }
  std::string classes;
  for (const FactRule* fact : answers.facts(Asked::Timescale)) {
    const std::string name = fact_field(*fact, "");
    if (!fact->required || fact->kind != FactKind::Words || !answers.all(name).empty()) {
      continue;
    }
    for (const std::string& word : fact->one_of) {
      without.set(name, {word});
      if (const std::string limit = first_limit(without, context); !limit.empty()) {
        classes += fmt::format("{} {}, {}", classes.empty() ? ":" : ";", word, limit);
      }
    }
    break;
  }
  return start + classes;
}

Question timescale(const Answers& answers, const PageContext& context) {
  const AboutWhom about = answers.about();
  Question question{
      .slug = "timescale",
      .title = fmt::format("When does this need resolving to keep {} safe?", about.the),
      .hint = fmt::format("Two dates count: the procedure’s, and one that protects "
                          "{}. The earlier is the one that everybody works to.",
                          about.the)};
  add_facts(question.fields, Asked::Timescale, answers);
  for (AskedField& asked : question.fields) {
    auto* choices = std::get_if<ChoiceField>(&asked.field);
    const bool answered = !choices || std::ranges::any_of(choices->choices, &Choice::chosen);
    const auto facts = answers.facts(Asked::Timescale);
    const auto fact = std::ranges::find_if(facts, [&](const FactRule* one) {
      return choices != nullptr && fact_field(*one, "") == choices->name;
    });
    if (!answered && answers.danger() && fact != facts.end() && (*fact)->fastest_first &&
        !choices->choices.empty()) {
      choices->choices.front().chosen = true;  // what may be danger carries on as urgent
    }
  }
  ChoiceField needed{.name = "needed", .legend = "By when?"};
  const std::string answer = answers.get("needed");
  needed.choices = {{"policy", within_limit(answers, context), "", answer == "policy"},
                    {"sooner", "Sooner: by a date that protects " + about.the, "Give it below.",
                     answer == "sooner"}};
  question.fields.push_back({std::move(needed), "Select when this needs resolving"});
  question.fields.push_back({WhenField{.name = "by",
                                       .legend = "If sooner, by when?",
                                       .hint = "For example 27 3 2026, 12:30pm.",
                                       .value = answers.when("by")}});
  question.fields.push_back(asked_text(
      answers,
      {.name = "by_reason",
       .label = fmt::format("If sooner, why {} need it by then?", about.asked("does", "do"))},
      "", kMostInReason));
  question.fields.push_back(
      {WhenField{.name = "happened",
                 .legend = "Have you put this to them already? If so, when?",
                 .hint = "The time limits run from then. Leave it empty if sending this is the "
                         "first they hear of it.",
                 .value = answers.when("happened")}});
  return question;
}

Question talked(const Answers& answers, const PageContext& context) {
  Question question{.slug = "talked", .title = "Who have you talked it through with?"};
  std::string hint =
      "Your own side alone can read this answer. The other agency sees only whether you talked it "
      "through first.";
  for (const DutyRule& duty : context.policy().start.duties) {
    if (duty.is_right()) {
      hint = fmt::format("{}. {}", duty.what, hint);
      break;
    }
  }
  ChoiceField field{.name = "talked", .legend = question.title, .hint = std::move(hint)};
  for (const Contact& contact : people_to_talk_to(context)) {
    field.choices.push_back({contact.person.text(),
                             fmt::format("{}, {}", contact.name, contact.job), "",
                             answers.has("talked", contact.person.text())});
  }
  field.choices.push_back({"nobody", "Nobody yet",
                           "You can still send this. Your safeguarding lead can see it and "
                           "support you.",
                           answers.has("talked", "nobody")});
  field.or_else = true;
  field.other_label = "Somebody else: their job, and their name if they agree";
  field.other_value = answers.get("talked-other");
  question.fields.push_back({std::move(field), "Select who you have talked it through with"});
  return question;
}

/// Where a page has one field, its label or legend is the page's heading.
void give_heading(Question& question) {
  if (question.fields.size() != 1) {
    return;
  }
  std::visit(
      [&](auto& field) {
        field.heading = true;
        field.hint = field.hint.empty() ? question.hint : field.hint;
      },
      question.fields.front().field);
}

}  // namespace

Question raise_question(std::string_view slug, const RaiseAnswers& answers,
                        const PageContext& context) {
  Question question;
  if (slug == "scope") {
    question = scope(answers, context);
  } else if (slug == "children") {
    question = children(answers, context);
  } else if (slug == "agencies") {
    question = agencies(answers, context);
  } else if (slug == "people") {
    question = people(answers, context);
  } else if (slug == "what") {
    question = what(answers, context);
  } else if (slug == "why") {
    question = why(answers, context);
  } else if (slug == "change") {
    question = change(answers);
  } else if (slug == "impact") {
    question = impact(answers);
  } else if (slug == "status") {
    question = status(answers);
  } else if (slug == "timescale") {
    question = timescale(answers, context);
  } else if (slug == "talked") {
    question = talked(answers, context);
  } else {
    question = danger(answers, context);
  }
  give_heading(question);
  return question;
}

}  // namespace accord
