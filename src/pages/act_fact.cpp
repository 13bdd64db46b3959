#include <fmt/format.h>

#include <algorithm>

#include "disagreement/condition.hpp"
#include "pages/act_form.hpp"
#include "pages/contacts.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr Action kFacts{"disagreement.facts.read"};
constexpr Action kFact{"disagreement.fact"};
constexpr Action kDanger{"disagreement.danger"};

/// Whom the fact can be about: the whole disagreement, each agency, or each child.
std::vector<Choice> holders_of(const OpenedDisagreement& opened, const FactRule& rule) {
  std::vector<Choice> found;
  if (rule.held_by == HeldBy::EachSide) {
    for (const Side& side : opened.state().raised.sides) {
      found.push_back({side.agency.text(), opened.agency(side.agency)});
    }
  } else if (rule.held_by == HeldBy::EachChild) {
    for (const Child& child : opened.state().raised.children) {
      found.push_back({child.id, capitalised(opened.holder(child.id))});
    }
  }
  return found;
}

std::string not_answered(const FactRule& rule) {
  return rule.taken_as.empty() ? std::string{"Not answered yet"}
                               : fmt::format("Not said, taken as {}", rule.taken_as);
}

ChoiceField words_field(const FactRule& rule, const FactValue* now) {
  ChoiceField field{.name = rule.id,
                    .legend = rule.asks,
                    .hint = rule.hint,
                    .several = rule.several,
                    .or_else = rule.or_else};
  for (const std::string& word : rule.one_of) {
    const bool chosen =
        now != nullptr && std::ranges::find(now->set.words, word) != now->set.words.end();
    field.choices.push_back({word, capitalised(word), "", chosen});
  }
  return field;
}

void ask_value(ActForm& form, const OpenedDisagreement& opened, const FactRule& rule,
               GivenFact& given) {
  const FactValue* now = opened.state().fact(rule.id, given.holder);
  switch (rule.kind) {
    case FactKind::Words:
      given.words = form.choose(words_field(rule, now), "Select an answer");
      return;
    case FactKind::Moment: {
      WhenField field{.name = rule.id, .legend = rule.asks, .hint = rule.hint};
      if (now != nullptr && now->set.moment) {
        field.value = typed_when(opened.zone(), *now->set.moment);
      }
      given.moment = form.when(field, "The date", "Enter the date and time", form.closes());
      return;
    }
    case FactKind::Text: {
      TextField field{.name = rule.id, .label = rule.asks, .hint = rule.hint, .rows = 4};
      if (now != nullptr && !now->set.words.empty()) {
        field.value = now->set.words.front();
      }
      const std::string text = form.area(field, "Enter your answer");
      if (!text.empty()) {
        given.words = {text};
      }
      return;
    }
  }
}

Response set_fact(PageContext& context, const OpenedDisagreement& opened, Action action) {
  const FactRule* rule = opened.policy().fact(context.request().parameter("fact"));
  if (rule == nullptr) {
    return Response::not_found();
  }
  SetFact command;
  command.fact.fact = rule->id;
  ActForm form{context, opened, action, "Something has changed"};
  if (rule->fastest_first) {
    form.say(rule->slower_by.empty()
                 ? "Either side can make it faster alone. To make it slower takes every side."
                 : fmt::format("Either side can make it faster alone. Slower is for {} to say.",
                               in_words(opened.policy(), rule->slower_by)));
  }
  form.clause(rule->source.clause);
  auto holders = holders_of(opened, *rule);
  if (holders.size() == 1) {
    command.fact.holder = holders.front().value;
  } else if (!holders.empty()) {
    const auto about =
        form.choose({.name = "holder", .legend = "About whom?", .choices = std::move(holders)},
                    "Select whom it is about");
    command.fact.holder = about.empty() ? std::string{} : about.front();
  }
  ask_value(form, opened, *rule, command.fact);
  // A first answer changes nothing: there is nothing to explain.
  const FactValue* now = opened.state().fact(rule->id, command.fact.holder);
  if (now != nullptr && (!now->set.words.empty() || now->set.moment)) {
    command.reason = form.area({.name = "reason", .label = "What has changed?", .rows = 4},
                               "Enter what has changed");
  } else {
    command.reason = form.area({.name = "reason",
                                .label = "How do you know? (optional)",
                                .hint = "Who said it or where it is written, and when.",
                                .rows = 4});
  }
  return form.answer(std::move(command), "Recorded; deadlines follow where the policy says so",
                     "Record it");
}

/// Whether the policy lets them answer it, whatever they would say.
bool may_answer(const PageContext& context, const OpenedDisagreement& opened,
                const FactRule& rule) {
  SetFact nothing;
  nothing.fact.fact = rule.id;
  const auto decided = decide(opened.loaded().state, {context.actor(), nothing}, opened.at());
  return decided || decided.error().kind != Refusal::Kind::NotYours;
}

/// Which answer has changed: a link for each that the policy asks, where it is theirs to change.
Response choose_fact(PageContext& context) {
  const auto found = open_disagreement(context);
  if (!found) {
    return context.failed(found.error());
  }
  const OpenedDisagreement& opened = **found;
  if (const auto closed = closed_to(SetFact{}, context, opened)) {
    return show_closed(context, opened, *closed);
  }
  Dictionary content;
  content.set("CAPTION", "Disagreement " + opened.reference());
  for (const FactRule& rule : opened.policy().facts) {
    if (!since(rule.when, {opened.state(), opened.at().now, &opened.at().calendar})) {
      continue;
    }
    std::vector<std::string> answers;
    for (const FactValue& value : opened.state().facts) {
      const FactValue* now = opened.state().fact(rule.id, value.set.holder);
      if (value.set.fact == rule.id && now == &value) {
        answers.push_back(opened.value(value.set));
      }
    }
    Dictionary& row = content.section("FACT");
    row.set("ASKS", rule.asks)
        .set("ANSWER", answers.empty() ? not_answered(rule) : listed(answers, "; "));
    if (may_answer(context, opened, rule)) {
      row.section("CHANGE")
          .set("HREF", opened.href("/fact/" + percent_encode(rule.id)))
          .set("OF", rule.asks);
    } else {
      row.section("FOR_OTHERS")
          .set("WHO", rule.set_by.empty() ? "either side" : in_words(opened.policy(), rule.set_by));
    }
  }
  context.frame.back = Link{"Back to the disagreement", opened.href()};
  return context.page("act_facts.html", "What has changed? – " + opened.reference(),
                      std::move(content));
}

/// The classes of the policy, so that what is now urgent runs to urgent times at once.
std::vector<SetFact> ask_classes(ActForm& form, const OpenedDisagreement& opened) {
  std::vector<SetFact> changes;
  for (const FactRule& rule : opened.policy().facts) {
    if (!rule.fastest_first || rule.held_by != HeldBy::Case) {
      continue;
    }
    const FactValue* now = opened.state().fact(rule.id);
    SetFact change;
    change.fact.fact = rule.id;
    change.fact.words = form.choose(words_field(rule, now));
    const bool same = now != nullptr && now->set.words == change.fact.words;
    if (!change.fact.words.empty() && !same) {
      changes.push_back(std::move(change));
    }
  }
  return changes;
}

Response danger(PageContext& context, const OpenedDisagreement& opened, Action action) {
  const FactRule* rule = opened.policy().fact(kImmediateDanger);
  if (rule == nullptr) {
    return Response::not_found();
  }
  ActForm form{context, opened, action, "The risk has changed"};
  const std::string is_in = opened.about().does("is", "are");
  form.say(fmt::format(
      "If {} in danger now, call 999 first. Then record it here: everybody named on this "
      "disagreement sees it at the top of every page of it.",
      is_in));
  for (const Contact& team : duty_safeguarding_teams(context)) {
    form.say(fmt::format("{}, {}: {}.", team.name, team.job, team.phone));
  }
  SetFact command;
  command.fact.fact = rule->id;
  command.fact.words = form.choose(words_field(*rule, opened.state().fact(rule->id)),
                                   fmt::format("Select whether {} in immediate danger", is_in));
  auto classes = ask_classes(form, opened);
  command.reason = form.area({.name = "reason",
                              .label = "What has changed, who was told, and when?",
                              .hint = "Where the danger has passed, say why.",
                              .rows = 5},
                             "Enter what has changed, who was told, and when");
  if (form.is_whole()) {
    // The class goes first: it is refused alone, and what was typed is still on the form.
    int number = 0;
    for (SetFact& change : classes) {
      change.reason = command.reason;
      Submission submission = context.submission(opened.loaded().id, change);
      submission.command_id =
          CommandId{fmt::format("{}-{}", submission.command_id.text(), ++number)};
      const auto recorded = context.service().submit(submission);
      if (!recorded) {
        return form.not_recorded(recorded.error(), change, "Record it");
      }
    }
  }
  return form.answer(std::move(command), "The change of risk is recorded", "Record it");
}

}  // namespace

void add_fact_acts(Pages& pages) {
  pages.get("/d/{ref}/fact", kFacts, choose_fact);
  add_act(pages, "/fact/{fact}", kFact, set_fact);
  add_act(pages, "/danger", kDanger, danger);
}

}  // namespace accord
