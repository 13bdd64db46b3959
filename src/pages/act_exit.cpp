#include <fmt/format.h>

#include <algorithm>

#include "disagreement/takers.hpp"
#include "pages/act_form.hpp"
#include "pages/overtaken.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kTake{"disagreement.take"};
constexpr Action kConfirm{"disagreement.confirm"};
constexpr Action kDecline{"disagreement.decline"};

struct NamedExit {
  std::string scope;
  const ExitRule* rule = nullptr;
  const OpenExit* open = nullptr;  ///< none where its stage is not current
};

NamedExit named(const PageContext& context, const OpenedDisagreement& opened) {
  NamedExit found;
  found.scope = context.request().parameter("scope");
  found.rule = opened.policy().exit(found.scope, context.request().parameter("id"));
  for (const OpenExit& open : opened.now().exits) {
    if (open.rule == found.rule) {
      found.open = &open;
    }
  }
  return found;
}

void say_where_it_leads(ActForm& form, const OpenedDisagreement& opened, const ExitRule& rule) {
  if (!rule.note.empty()) {
    form.say(rule.note);
  }
  if (rule.go == "again") {
    form.say(
        "It goes to the next level of management. You do not need the other agency’s "
        "agreement to go on.");
  } else if (!rule.go.empty()) {
    form.say(fmt::format("It goes to “{}”. Escalating is not a complaint about a person.",
                         opened.stage(rule.go)));
  } else if (rule.end) {
    form.say(fmt::format("It ends the disagreement: {}.", in_words(*rule.end)));
  }
  if (!rule.skips.empty()) {
    std::vector<std::string> names;
    for (const std::string& skipped : rule.skips) {
      names.push_back("“" + opened.stage(skipped) + "”");
    }
    form.say("Skipped by this: " + listed(names) + ".");
  }
  if (!rule.signpost.empty()) {
    form.say(rule.signpost);
  }
  form.clause(rule.source.clause);
}

void say_who_must(ActForm& form, const OpenedDisagreement& opened, const NamedExit& exit) {
  if (exit.open == nullptr || exit.open->needed.empty()) {
    return;
  }
  if (exit.open->needed.size() == 1) {
    form.say("It takes effect as soon as it is recorded. Nobody else has to agree.");
    return;
  }
  std::vector<std::string> missing;
  for (const std::string& taker : exit.open->needed) {
    if (std::ranges::find(exit.open->taken, taker) == exit.open->taken.end()) {
      missing.push_back(opened.taker(taker, OpenedDisagreement::Naming::Asked));
    }
  }
  form.say(fmt::format("It takes effect once these have said so in writing: {}.", listed(missing)));
}

/// The terms that somebody of another side has put forward, to be agreed or changed here.
const Terms* terms_of_others(const OpenedDisagreement& opened, const NamedExit& exit) {
  const Terms* terms = exit.open != nullptr ? exit.open->terms : nullptr;
  return terms != nullptr && exit.open->mine && terms->side != opened.my_side() ? terms : nullptr;
}

/// Whether nobody else is waited for once the person who asks has agreed.
bool agreed_by_all_then(const PageContext& context, const OpenedDisagreement& opened,
                        const NamedExit& exit) {
  std::vector<std::string> there = exit.open->taken;
  for (std::string& mine :
       covers(context.actor(), exit.scope, *exit.rule, opened.state(), opened.at())) {
    there.push_back(std::move(mine));
  }
  return std::ranges::all_of(exit.open->needed, [&](const std::string& taker) {
    return std::ranges::find(there, taker) != there.end();
  });
}

/// The name of the field in which the text of that place is written, from 1.
std::string text_field(std::size_t place) {
  return fmt::format("text-{}", place);
}

/// Whether what came is another proposal than `theirs`: a changed word, or an issue beside them.
bool proposes_otherwise(const Form& form, const ExitRule& rule, const Terms& theirs) {
  Texts record;
  for (const std::string& name : rule.record) {
    record.emplace_back(name, form.text(text_field(record.size() + 1)).value_or(""));
  }
  return record != theirs.record || std::ranges::any_of(form.names(), [&](const auto& name) {
           return name.starts_with("issue-") && name.ends_with("-what") &&
                  !form.typed(name).empty();
         });
}

/// Theirs, to be read beside the own words that the boxes hold.
void quote_theirs(ActForm& form, const OpenedDisagreement& opened, const Terms& theirs) {
  for (const auto& [name, text] : opened.terms(theirs.record, {})) {
    form.quote(name, text);
  }
  form.say(
      fmt::format("The words in the boxes are yours. If you send them, you propose something else: "
                  "they are put to {} again.",
                  opened.agency(theirs.by.agency)));
}

/// The boxes hold their words: what sending them does, and what changing them does.
void say_theirs_are_below(ActForm& form, const PageContext& context,
                          const OpenedDisagreement& opened, const NamedExit& exit,
                          const Terms& theirs) {
  std::string effect;
  if (!agreed_by_all_then(context, opened, exit)) {
    effect = " It takes effect once the others who are named above have agreed too.";
  } else if (exit.rule->end) {
    effect = " That ends the disagreement.";
  } else {
    effect = " It takes effect at once.";
  }
  form.say(
      fmt::format("The words below are theirs. If you send them unchanged, you agree to "
                  "them.{}",
                  effect));
  form.say(
      fmt::format("If you change a word, or add an outstanding issue, you propose something else: "
                  "it goes back to {}, who has to agree to it anew.",
                  opened.agency(theirs.by.agency)));
}

/// Who has to agree, whose words stand in the boxes, and what sending them does: the text of the
/// button.
std::string_view say_what_sending_does(ActForm& form, const PageContext& context,
                                       const OpenedDisagreement& opened, const NamedExit& exit) {
  const Terms* theirs = terms_of_others(opened, exit);
  const bool own_words =
      theirs != nullptr && form.posted() && proposes_otherwise(context.form(), *exit.rule, *theirs);
  if (!own_words) {  // who has agreed has agreed to other words than these
    say_who_must(form, opened, exit);
  }
  if (theirs == nullptr) {
    return "Record this";
  }
  form.heading(fmt::format("Proposed by {} of {}, {}", opened.person(theirs->by.person),
                           opened.agency(theirs->by.agency), opened.when(theirs->at)));
  if (own_words) {
    quote_theirs(form, opened, *theirs);
    return "Send your changed words";
  }
  say_theirs_are_below(form, context, opened, exit, *theirs);
  return "Confirm, or send your changed words";
}

/// Who leads for the own side in the next stage, where the policy offers a choice.
std::string ask_choice(ActForm& form, const OpenedDisagreement& opened, const ExitRule& rule) {
  const Stage* next = opened.policy().scope(rule.go);
  const SideIndex mine = opened.my_side();
  if (next == nullptr || mine == kNoSide) {
    return "";
  }
  for (const RoleRef& ref : next->representatives) {
    const bool of_my_side = ref.side == SideSelector::EachSide ||
                            ref.side == SideSelector::AnySide ||
                            (ref.side == SideSelector::RaisingSide && mine == 0) ||
                            (ref.side == SideSelector::RespondingSide && mine > 0);
    if (!of_my_side || ref.alternatives.size() < 2) {
      continue;
    }
    ChoiceField field{.name = "choice", .legend = "Who leads for " + opened.side(mine) + " there?"};
    for (const std::string& role : ref.alternatives) {
      field.choices.push_back({role, opened.role(role), "", role == ref.alternatives.front()});
    }
    const auto chosen = form.choose(field);
    return chosen.empty() ? std::string{} : chosen.front();
  }
  return "";
}

Texts ask_record(ActForm& form, const ExitRule& rule, const Terms* standing) {
  Texts texts;
  for (const std::string& name : rule.record) {
    TextField field{.name = text_field(texts.size() + 1), .label = capitalised(name), .rows = 5};
    if (standing != nullptr) {
      const auto there =
          std::ranges::find(standing->record, name, &std::pair<std::string, std::string>::first);
      field.value = there != standing->record.end() ? there->second : std::string{};
    }
    texts.emplace_back(name, form.area(field, fmt::format("Enter {}", name)));
  }
  return texts;
}

Response take(PageContext& context, const OpenedDisagreement& opened, Action action) {
  const NamedExit exit = named(context, opened);
  if (exit.rule == nullptr) {
    return Response::not_found();
  }
  TakeExit command;
  command.scope = exit.scope;
  command.exit = exit.rule->id;
  ActForm form{context, opened, action, name_of(*exit.rule)};
  say_where_it_leads(form, opened, *exit.rule);
  const std::string_view button = say_what_sending_does(form, context, opened, exit);
  command.record = ask_record(form, *exit.rule, exit.open != nullptr ? exit.open->terms : nullptr);
  command.choice = ask_choice(form, opened, *exit.rule);
  if (exit.open != nullptr && exit.open->terms != nullptr) {
    for (const auto& [name, text] : opened.terms({}, exit.open->terms->outstanding)) {
      form.quote(name, text);
    }
  }
  if (exit.rule->end) {
    command.outstanding = ask_undertakings(form, opened, Undertaking::Kind::OutstandingIssue, 0);
  }
  return form.answer(std::move(command), "Recorded: " + name_of(*exit.rule), button);
}

/// What was to be confirmed has been taken back or changed its stage since the form was opened.
Response nothing_to_confirm(PageContext& context, const OpenedDisagreement& opened) {
  if (is_safe(context.request().method)) {
    return Response::not_found();
  }
  context.frame.back = Link{"Back to the disagreement", opened.href()};
  return overtaken_for_good(context,
                            {.what = "What you were asked to confirm is not proposed any more.",
                             .instead = "Look at the disagreement again: it has moved on."},
                            {});
}

void put_what_is_confirmed(ActForm& form, const OpenedDisagreement& opened, const NamedExit& exit,
                           const Terms& terms) {
  form.quote("What you confirm", name_of(*exit.rule));
  for (const auto& [name, text] : opened.terms(terms.record, terms.outstanding)) {
    form.quote(name, text);
  }
  form.say(
      fmt::format("Written by {}, {}.", opened.person(terms.by.person), opened.when(terms.at)));
  say_who_must(form, opened, exit);
  const std::string tail =
      fmt::format("{}/{}", percent_encode(exit.scope), percent_encode(exit.rule->id));
  form.link("/decline/" + tail, "This is not what we agreed");
}

Response confirm(PageContext& context, const OpenedDisagreement& opened, Action action) {
  const NamedExit exit = named(context, opened);
  if (exit.rule == nullptr) {
    return Response::not_found();
  }
  TakeExit command;
  command.scope = exit.scope;
  command.exit = exit.rule->id;
  const auto closed = closed_to(command, context, opened);
  const Terms* terms = exit.open != nullptr ? exit.open->terms : nullptr;
  if (closed && is_safe(context.request().method)) {
    return show_closed(context, opened, *closed);
  }
  if (!closed && terms == nullptr) {
    return nothing_to_confirm(context, opened);
  }
  ActForm form{context, opened, action, "Read and confirm"};
  if (terms != nullptr) {
    put_what_is_confirmed(form, opened, exit, *terms);
  }
  command.choice = ask_choice(form, opened, *exit.rule);
  // Where there is nothing to confirm any more, what was ticked is said in its words all the same.
  const std::string tick =
      terms != nullptr ? fmt::format("terms-{}", terms->sequence) : context.form().typed("sure");
  form.choose({.name = "sure",
               .legend = "Do you confirm it?",
               .several = true,
               .choices = {{tick, "I confirm that this is what we agreed"}}},
              closed ? "" : "Tick the box to confirm, or say that it is not what was agreed");
  return closed ? form.closed(*closed)
                : form.answer(std::move(command), "Confirmed: " + name_of(*exit.rule), "Confirm");
}

Response decline(PageContext& context, const OpenedDisagreement& opened, Action action) {
  const NamedExit exit = named(context, opened);
  if (exit.rule == nullptr) {
    return Response::not_found();
  }
  ActForm form{context, opened, action, "This is not what we agreed"};
  form.quote("What was proposed", name_of(*exit.rule));
  if (exit.open != nullptr && exit.open->terms != nullptr) {
    for (const auto& [name, text] :
         opened.terms(exit.open->terms->record, exit.open->terms->outstanding)) {
      form.quote(name, text);
    }
  }
  form.say("What was proposed falls, and both sides see your reason. No deadline moves.");
  DeclineTerms command;
  command.scope = exit.scope;
  command.exit = exit.rule->id;
  command.reason = form.area({.name = "reason", .label = "What is not as agreed?", .rows = 5},
                             "Enter why this is not what was agreed");
  return form.answer(std::move(command), "Your reason is recorded; both sides see it",
                     "Record that it is not what we agreed");
}

}  // namespace

void add_exit_acts(Pages& pages) {
  add_act(pages, "/way/{scope}/{id}", kTake, take);
  add_act(pages, "/confirm/{scope}/{id}", kConfirm, confirm);
  add_act(pages, "/decline/{scope}/{id}", kDecline, decline);
}

}  // namespace accord
