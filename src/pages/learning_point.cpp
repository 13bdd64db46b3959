#include <fmt/format.h>

#include "disagreement/identifying.hpp"
#include "pages/act_form.hpp"

namespace accord {

namespace {

constexpr Action kDraw{"disagreement.learning"};

/// A duty to refer learning, or a right to: what the policy has for the person who asks.
struct WayToRefer {
  int number = 0;  ///< of the duty; 0: a right
  std::string scope;
  const DutyRule* rule = nullptr;
};

std::vector<WayToRefer> ways_to_refer(const OpenedDisagreement& opened) {
  std::vector<WayToRefer> ways;
  for (const OpenDuty& open : opened.now().duties) {
    if (open.mine && open.rule != nullptr && open.rule->purpose == Purpose::LearningPoint) {
      ways.push_back({open.duty->number, open.duty->scope, open.rule});
    }
  }
  for (const OpenRight& right : opened.now().rights) {
    if (right.rule->purpose == Purpose::LearningPoint) {
      ways.push_back({0, right.scope, right.rule});
    }
  }
  return ways;
}

const WayToRefer* choose(ActForm& form, const std::vector<WayToRefer>& ways) {
  if (ways.size() == 1) {
    return &ways.front();
  }
  ChoiceField field{.name = "way", .legend = "What is it for?"};
  for (const WayToRefer& way : ways) {
    field.choices.push_back({way.scope + "." + way.rule->id, way.rule->what});
  }
  const auto chosen = form.choose(field, "Select what it is for");
  for (const WayToRefer& way : ways) {
    if (!chosen.empty() && chosen.front() == way.scope + "." + way.rule->id) {
      return &way;
    }
  }
  return nullptr;
}

void show_drawn(ActForm& form, const OpenedDisagreement& opened) {
  for (const Event& event : opened.loaded().events) {
    const auto* done = std::get_if<Done>(&event.body);
    if (done == nullptr || opened.purpose(*done) != Purpose::LearningPoint) {
      continue;
    }
    for (const auto& [name, words] : done->evidence.texts) {
      form.quote(fmt::format("Drawn out on {}", opened.when(event.happened_at)), words);
    }
  }
}

/// ALL-10: "learning is drawn out, anonymised, referred to the right group". A person writes it:
/// nothing is copied from the record.
Response draw_out(PageContext& context, const OpenedDisagreement& opened, Action action) {
  ActForm form{context, opened, action, "Draw out a learning point"};
  form.say(
      "Write it so that nobody can tell whom it was about, which people or which disagreement it "
      "came "
      "from. The group that considers it sees these words and what area it was about, and nothing "
      "else of this disagreement.");
  show_drawn(form, opened);
  const auto ways = ways_to_refer(opened);
  if (ways.empty()) {
    form.say(opened.state().outcome ? "Drawing one out is for somebody else here."
                                    : "Learning is drawn out once the disagreement has ended.");
    return form.show("");
  }
  const WayToRefer* way = choose(form, ways);
  RecordDone command;
  command.number = way != nullptr ? way->number : 0;
  command.scope = way != nullptr ? way->scope : std::string{};
  command.id = way != nullptr ? way->rule->id : std::string{};
  const std::string text = form.area({.name = "point",
                                      .label = "What is there to learn?",
                                      .hint = "What should change in a policy, in training, or in "
                                              "how agencies work together.",
                                      .rows = 6},
                                     "Enter what there is to learn");
  const auto identifying = what_identifies(opened.state(), opened.directory(), text);
  if (!identifying.empty()) {
    form.add_problem("point", words_to_take_out(identifying));
  }
  if (way != nullptr && !way->rule->record.empty()) {
    for (const std::string& name : way->rule->record) {
      command.evidence.texts.emplace_back(name, text);
    }
  } else {
    command.evidence.texts.emplace_back("the learning point", text);
  }
  return form.answer(std::move(command), "The learning point is referred", "Refer it");
}

}  // namespace

void add_learning_acts(Pages& pages) {
  add_act(pages, "/learning", kDraw, draw_out);
}

}  // namespace accord
