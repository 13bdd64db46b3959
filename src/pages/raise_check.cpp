#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"
#include "pages/due_words.hpp"
#include "pages/name_check.hpp"
#include "pages/pages_groups.hpp"
#include "pages/raise.hpp"
#include "pages/raise_questions.hpp"
#include "pages/reference.hpp"
#include "pages/work.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kCheck{"raise.check"};
constexpr Action kSend{"raise.send"};
constexpr Action kSent{"raise.sent"};

/// All that the page of a draft shows, to tell whether it is still the same when it is sent.
std::string shown_of(const RaiseAnswers& answers) {
  std::string shown = answers.draft().id;
  for (const auto& [name, value] : answers.draft().fields) {
    shown += fmt::format(" {}:{} {}:{}", name.size(), name, value.size(), value);
  }
  return shown;
}

/// Who answers for a side: the person named, else that agency.
std::string other_side(const Side& side, const Directory& directory) {
  const Agency* agency = directory.agency(side.agency);
  const Person* person = directory.person(side.worker);
  const std::string of = agency != nullptr ? agency->name : side.agency.text();
  return person != nullptr ? fmt::format("{}, {} ({})", person->name, person->job, of)
                           : fmt::format("{}: they are asked to say who answers", of);
}

void put_answers(Dictionary& content, const RaiseAnswers& answers, const PageContext& context) {
  for (const std::string& slug : raise_steps(answers, context)) {
    const Question question = raise_question(slug, answers, context);
    Dictionary& card = content.section("CARD");
    card.set("CARD_TITLE", question.title);
    card.set("CHANGE", context.href(answers.path(slug) + "?from=check"));
    for (const AskedField& asked : question.fields) {
      const std::string answer = answer_of(asked);
      if (answer.empty() && asked.required.empty()) {
        continue;
      }
      card.section("ROW")
          .set("KEY",
               label_of(asked) == question.title ? std::string{"Your answer"} : label_of(asked))
          .set("VALUE", answer.empty() ? std::string{"Not answered yet"} : answer);
    }
  }
}

void put_names(Dictionary& content, const RaiseAnswers& answers) {
  std::string found;
  for (const std::string_view name : {"summary", "what", "why", "change", "impact", "by_reason"}) {
    for (const std::string& one : possible_names(answers.get(name))) {
      found += (found.empty() ? "“" : ", “") + one + "”";
    }
  }
  content.set_if_any("NAMES", "FOUND", found);
}

/// What follows at once: the first stage, who owes what by when, and who is told.
void put_consequences(Dictionary& content, const Disagreement& preview,
                      const PageContext& context) {
  const Circumstances at{context.now(), context.policy(), context.directory(), context.calendar()};
  if (const Visit* visit = preview.stage()) {
    const Stage* stage = context.policy().scope(visit->stage);
    content.section("FOLLOWS").set(
        "TEXT",
        fmt::format("It begins at “{}”.", stage != nullptr ? name_of(*stage) : visit->stage));
  }
  for (std::size_t i = 1; i < preview.raised.sides.size(); ++i) {
    content.section("FOLLOWS").set(
        "TEXT",
        fmt::format("It goes to {}.", other_side(preview.raised.sides[i], context.directory())));
  }
  for (const DutyState& duty : preview.duties) {
    if (!duty.open()) {
      continue;
    }
    const DutyRule* rule = context.policy().duty(duty.scope, duty.id);
    const std::string what =
        rule != nullptr ? rule->what : std::string{"Resolve it here, or take it on"};
    const std::string when =
        duty.deadline.due
            ? fmt::format(" By {}{}.",
                          clock_and_day(*duty.deadline.due, context.now(), context.zone()),
                          date_notes(is_projected(duty, preview, at), duty.deadline.local_target))
            : std::string{};
    content.section("FOLLOWS").set(
        "TEXT", fmt::format("{}: {}.{}", owed_by(duty, preview, at), what, when));
  }
}

void put_readers(Dictionary& content, const Disagreement& preview, const PageContext& context) {
  const auto add = [&](std::string text) {
    content.section("READER").set("TEXT", std::move(text));
  };
  add("you");
  const Circumstances at{context.now(), context.policy(), context.directory(), context.calendar()};
  for (std::size_t i = 0; i < preview.raised.sides.size(); ++i) {
    const Side& side = preview.raised.sides[i];
    const Agency* agency = context.directory().agency(side.agency);
    if (agency == nullptr) {
      continue;
    }
    std::vector<PersonId> people{side.worker};
    if (const Ower* speaks = preview.representative(static_cast<SideIndex>(i))) {
      std::ranges::copy(who_may_act(*speaks, preview, at), std::back_inserter(people));
    }
    if (side.worker.empty()) {
      add(fmt::format("everybody of {}, until it is known who this is for", agency->name));
    }
    std::set<PersonId> shown{context.actor().person};
    for (const PersonId& id : people) {
      const Person* person = context.directory().person(id);
      if (person != nullptr && shown.insert(id).second) {
        add(fmt::format("{}, {}", person->name, agency->name));
      }
    }
    if (const Post* lead = context.directory().post(agency->safeguarding_lead)) {
      add(fmt::format("the safeguarding lead of {}: {}", agency->name, lead->title));
    }
  }
  add("whoever speaks for each agency, once a stage reaches them");
  add("the partnership: figures and dates only, until a stage reaches it");
}

Response check_page(PageContext& context, const RaiseAnswers& answers) {
  Dictionary content;
  context.hide(content, kSend);
  content.set("SHOWN", context.key().token(shown_of(answers), kSend));
  content.set("ACTION", context.href(answers.path("send")));
  content.set("LATER", context.href("/work"));
  put_answers(content, answers, context);
  put_names(content, answers);
  const auto preview = answers.preview();
  if (preview) {
    Dictionary& ready = content.section("READY");
    put_consequences(ready, *preview, context);
    put_readers(ready, *preview, context);
  } else {
    const Refusal& refusal = preview.error();
    content.section("NOT_READY")
        .set("WHAT", refusal.what)
        .set("HREF",
             context.href(answers.path(step_of(refusal.field, answers, context)) + "?from=check"));
  }
  std::string to;
  for (const AgencyId& id : answers.agencies()) {
    to += (to.empty() ? "" : " and ") + context.directory().agency(id)->name;
  }
  content.set("SEND_TO", to.empty() ? std::string{"Send"} : "Send to " + to);
  const auto steps = raise_steps(answers, context);
  context.frame.back = Link{"Back", context.href(answers.path(steps.back()))};
  return context.page("raise_check.html", "Check your answers before you send them",
                      std::move(content));
}

Response check(PageContext& context) {
  const auto answers = raise_answers(context);
  return answers ? check_page(context, *answers) : answers.error();
}

Response sent_page_of(const PageContext& context, std::string_view reference) {
  return context.go("/raise/sent/" + percent_encode(reference));
}

/// Sends what the draft holds, where that is what the page showed. Sent again, it is answered as it
/// was first: the draft is gone by then, and its id is the command's.
Response send(PageContext& context) {
  const auto before = sent_as(context, context.request().parameter("draft"));
  if (before && !before->empty()) {
    return sent_page_of(context, *before);
  }
  const auto answers = raise_answers(context);
  if (!answers) {
    return answers.error();
  }
  if (!context.key().verify(shown_of(*answers), kSend, context.form().typed("shown"))) {
    context.add_problem("",
                        "Your answers were changed after this page was shown, in another tab or "
                        "window. They stand below as they are now: check them, then send them");
    return check_page(context, *answers);
  }
  // What was saved with a problem can be looked at here, and is not sent: a part would be left out.
  for (const Contradiction& one : answers->contradictions()) {
    context.add_problem("", std::string{one.what});
  }
  if (context.has_problems()) {
    return check_page(context, *answers);
  }
  Submission submission = context.submission(DisagreementId{}, CommandBody{answers->command()});
  submission.command_id = CommandId{answers->draft().id};
  submission.body = fmt::format("{}\n{}", kSend.name(), answers->draft().id);
  const auto recorded = context.service().submit(submission);
  if (!recorded) {
    const auto* refusal = std::get_if<Refusal>(&recorded.error());
    if (refusal == nullptr) {
      return context.failed(recorded.error());
    }
    if (refusal->kind == Refusal::Kind::Elsewhere && answers->diversion() != nullptr) {
      return context.go(answers->path("elsewhere"));
    }
    context.refuse(*refusal);
    return check_page(context, *answers);
  }
  // Failing to forget the draft loses nothing: it only stays in the list of what was begun.
  (void)context.service().remove_draft(context.id(), context.actor().person, answers->draft().id);
  return sent_page_of(context, shown_reference(recorded->reference));
}

/// Who is to be rung, and the first date that holds both.
void put_call(Dictionary& content, const Loaded& loaded, const PageContext& context) {
  const Directory& directory = context.directory();
  for (std::size_t i = 1; i < loaded.state.raised.sides.size(); ++i) {
    const Side& side = loaded.state.raised.sides[i];
    const Agency* agency = directory.agency(side.agency);
    const Person* person = directory.person(side.worker);
    if (agency != nullptr && !context.calendar().in_working_hours(context.now())) {
      if (const auto there = who_answers_now(context, *agency)) {
        content.section("RING")
            .set("NAME", fmt::format("{}, {}", there->name, there->job))
            .set_if_any("RING_PHONE", "PHONE", there->phone);
        continue;
      }
    }
    const std::string phone = person != nullptr && !person->phone.empty()
                                  ? person->phone
                                  : (agency != nullptr ? agency->phone : std::string{});
    Dictionary& call = content.section("RING");
    call.set("NAME", person != nullptr ? person->name
                                       : (agency != nullptr ? agency->name : side.agency.text()));
    call.set_if_any("RING_PHONE", "PHONE", phone);
  }
  const Circumstances at = context.service().circumstances(loaded);
  const Outlook now = outlook(loaded.state, context.actor(), at);
  for (const OpenDuty& open : now.duties) {
    if (open.duty->deadline.due) {
      const bool local = open.duty->deadline.local_target;
      content.section("FIRST_DATE")
          .set("BY", clock_and_day(*open.duty->deadline.due, context.now(), context.zone()) +
                         date_notes(is_projected(*open.duty, now.state, at)))
          .set("WHAT", open.rule != nullptr ? open.rule->what
                                            : std::string{"Resolve it here, or take it on"})
          .show_if(local, "LOCAL_TARGET");
      return;
    }
  }
}

Response sent(PageContext& context) {
  const std::string reference = stored_reference(context.request().parameter("reference"));
  const auto loaded = context.service().load(context.id(), reference, context.actor());
  if (!loaded) {
    return context.failed(loaded.error());
  }
  Dictionary content;
  content.set("REFERENCE", shown_reference(loaded->state.raised.reference));
  content.set("HREF", context.href(
                          "/d/" + percent_encode(shown_reference(loaded->state.raised.reference))));
  content.set("WORK", context.href("/work"));
  content.set("WHY_NOT_SAFE", loaded->state.raised.matter.why);
  content.set("WHAT_SHOULD_CHANGE", loaded->state.raised.matter.change);
  put_call(content, *loaded, context);
  for (const std::string& text : words_shown(*loaded->rules.policy, Words::Shown::Speaking)) {
    content.section("SPEAKING").set("TEXT", text);
  }
  put_contacts(content, people_to_talk_to(context));
  return context.page("raise_sent.html", "Sent", std::move(content));
}

}  // namespace

void add_raise_check_pages(Pages& pages) {
  pages.get("/raise/{draft}/check", kCheck, check);
  pages.post("/raise/{draft}/send", kSend, send);
  pages.get("/raise/sent/{reference}", kSent, sent);
}

}  // namespace accord
