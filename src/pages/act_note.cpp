#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "pages/act_form.hpp"
#include "telling/event_words.hpp"

namespace accord {

namespace {

constexpr Action kNote{"disagreement.note"};
constexpr Action kCorrect{"disagreement.correct"};

Response note(PageContext& context, const OpenedDisagreement& opened, Action action) {
  ActForm form{context, opened, action, "Add a note"};
  form.say(
      "Both sides see it, with your name and the time. It cannot be changed or removed "
      "afterwards. Do not enter a name or a date of birth.");
  const std::string text =
      form.area({.name = "text", .label = "Your note", .rows = 6}, "Enter the note");
  return form.answer(AddNote{text}, "Note added", "Add the note");
}

Response correct(PageContext& context, const OpenedDisagreement& opened, Action action) {
  Correct command;
  const std::string& number = context.request().parameter("sequence");
  std::from_chars(number.data(), number.data() + number.size(), command.sequence);
  const auto& events = opened.loaded().events;
  const auto event = std::ranges::find(events, command.sequence, &Event::sequence);
  if (event == events.end()) {
    return Response::not_found();
  }
  ActForm form{context, opened, action, fmt::format("Correct entry {}", command.sequence)};
  // As the record tells it: an entry of before a move in the words of the version of its time.
  const auto& earlier = opened.loaded().earlier;
  const auto before = std::ranges::find_if(
      earlier, [&](const EarlierRules& rules) { return command.sequence < rules.until; });
  const auto then = before != earlier.end() ? opened.before(before->until) : nullptr;
  const EventWords words =
      event_words(event->body, then != nullptr ? static_cast<const Names&>(*then) : opened);
  form.quote(opened.when(event->happened_at), words.title);
  for (const auto& [label, text] : words.texts) {
    form.quote(label, text);
  }
  form.say(
      "The entry stays as it is, and your correction stands beside it. If the other side "
      "wrote it, say how you remember it.");
  command.text =
      form.area({.name = "text", .label = "What is wrong, and what is right?", .rows = 5},
                "Enter what is wrong and what is right");
  const auto& state = opened.state();
  const AgencyId& mine = context.actor().agency;
  const bool timed = std::ranges::any_of(state.duties,
                                         [&](const DutyState& duty) {
                                           return duty.done_sequence == command.sequence &&
                                                  duty.done_by.agency == mine;
                                         }) ||
                     std::ranges::any_of(state.rights, [&](const RightUsed& used) {
                       return used.sequence == command.sequence && used.by.agency == mine;
                     });
  if (timed) {
    command.happened = form.when(
        {.name = "happened", .legend = "When did it happen? (only where the time is wrong)"},
        "The date");
  }
  return form.answer(std::move(command), "Correction added", "Add the correction");
}

}  // namespace

void add_note_acts(Pages& pages) {
  add_act(pages, "/note", kNote, note);
  add_act(pages, "/correction/{sequence}", kCorrect, correct);
}

}  // namespace accord
