#include <fmt/format.h>

#include <algorithm>

#include "pages/act_form.hpp"

namespace accord {

namespace {

constexpr Action kDebrief{"disagreement.debrief"};

constexpr std::string_view kHeld = "held";
constexpr std::string_view kDeclined = "declined";

/// Every offer and every debrief that is recorded, oldest first.
void show_recorded(ActForm& form, const OpenedDisagreement& opened) {
  for (const Event& event : opened.loaded().events) {
    const auto* done = std::get_if<Done>(&event.body);
    if (done == nullptr || opened.purpose(*done) != Purpose::Debrief) {
      continue;
    }
    const Evidence& evidence = done->evidence;
    std::string words =
        fmt::format("{}, {}", opened.person(event.by.person), opened.when(event.happened_at));
    std::vector<std::string> names;
    for (const PersonId& id : evidence.participants) {
      names.push_back(opened.person(id));
    }
    words += names.empty() ? std::string{} : "\nWho took part: " + listed(names);
    for (const auto& [name, text] : evidence.texts) {
      words += fmt::format("\n{}: {}", capitalised(name), text);
    }
    form.quote(done->number != 0            ? "Offered"
               : evidence.mode == kDeclined ? "Declined"
                                            : "Held",
               words);
  }
}

const OpenRight* right_of(const OpenedDisagreement& opened) {
  const auto& rights = opened.now().rights;
  const auto found = std::ranges::find_if(
      rights, [](const OpenRight& one) { return one.rule->purpose == Purpose::Debrief; });
  return found != rights.end() ? &*found : nullptr;
}

void ask_debrief(ActForm& form, const OpenedDisagreement& opened, RecordDone& command) {
  Evidence& evidence = command.evidence;
  const auto answer =
      form.choose({.name = "answer",
                   .legend = "Was a debrief held?",
                   .choices = {{std::string{kHeld}, "It was held"},
                               {std::string{kDeclined}, "It was offered, and declined",
                                "A debrief is nobody’s duty. Nothing follows from declining it."}}},
                  "Select whether a debrief was held");
  evidence.mode = answer.empty() ? std::string{} : answer.front();
  command.happened = form.when({.name = "when",
                                .legend = "When?",
                                .hint = "Today and now are filled in. Change them where it was "
                                        "earlier.",
                                .value = typed_when(opened.zone(), opened.at().now)},
                               "The date", "Enter when it was held or declined");
  if (command.happened && opened.at().now.seconds - command.happened->seconds < 60) {
    command.happened.reset();
  }
  ChoiceField who{.name = "participants", .legend = "Who took part?", .several = true};
  for (const PersonId& id : opened.people()) {
    who.choices.push_back({id.text(), opened.person(id)});
  }
  for (const std::string& id : form.choose(who)) {
    evidence.participants.emplace_back(id);
  }
  const auto ask = [&](std::string name, std::string label, std::string_view stored) {
    const std::string text = form.area({.name = std::move(name), .label = std::move(label)});
    if (!text.empty()) {
      evidence.texts.emplace_back(stored, text);
    }
  };
  ask("helped", "What helped?", "what helped");
  ask("would", "What would have helped?", "what would have helped");
  ask("learn", "Is there anything that the partnership should learn?",
      "what the partnership should learn");
  if (evidence.mode == kHeld && evidence.texts.empty()) {
    form.add_problem("helped", "Enter what helped, what would have helped, or what to learn");
  }
}

/// ALL-9: "a debrief offered afterwards", to whoever took part; it can be declined.
Response debrief(PageContext& context, const OpenedDisagreement& opened, Action action) {
  ActForm form{context, opened, action, "Debrief"};
  form.say(
      "A debrief is for the people who took part: what helped, and what would have. It is not "
      "about "
      "who was right, and it blames nobody. Everybody who may see this disagreement can read it.");
  show_recorded(form, opened);
  for (const OpenDuty& open : opened.now().duties) {
    if (open.mine && open.rule != nullptr && open.rule->purpose == Purpose::Debrief) {
      form.link(fmt::format("/done/{}", open.duty->number), "Record that you have offered it");
    }
  }
  const OpenRight* right = right_of(opened);
  if (right == nullptr) {
    form.say(opened.state().outcome ? "Whoever took part can record one."
                                    : "It is offered once the disagreement has ended.");
    return form.show("");
  }
  form.heading("Record a debrief");
  RecordDone command;
  command.scope = right->scope;
  command.id = right->rule->id;
  ask_debrief(form, opened, command);
  return form.answer(std::move(command), "The debrief is recorded", "Record the debrief");
}

}  // namespace

void add_debrief_acts(Pages& pages) {
  add_act(pages, "/debrief", kDebrief, debrief);
}

}  // namespace accord
