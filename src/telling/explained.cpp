#include "telling/explained.hpp"

#include "disagreement/roles.hpp"
#include "telling/phrase.hpp"

namespace accord {

namespace {

std::string all_of(const std::vector<Ower>& people, const Names& names) {
  std::vector<std::string> list;
  for (const Ower& one : people) {
    list.push_back(names.ower(one));
  }
  return listed(list);
}

/// Whose date an event gave or moved; none for the whole process, whose words say it all.
const DutyState* dated_by(const Event& event, const Disagreement& after) {
  if (std::holds_alternative<DutyOpened>(event.body)) {
    return after.duties.empty() ? nullptr : &after.duties.back();
  }
  const auto* moved = std::get_if<DeadlineChanged>(&event.body);
  return moved != nullptr && moved->number != 0 ? after.duty(moved->number) : nullptr;
}

/// The working of the date that was recorded, and not of the one that would be computed later.
DeadlineWords words_as_recorded(const Names& names, const DutyState& duty) {
  DutyState recorded = duty;
  recorded.status = DutyStatus::Met;
  DeadlineWords words = deadline_words(names, recorded);
  words.both_may_agree = may_agree_date(names, duty);
  return words;
}

std::string addressed_by(const Event& event, const Names& names) {
  if (const auto* opened = std::get_if<DutyOpened>(&event.body)) {
    return opened->to.empty() ? "" : "To: " + all_of(opened->to, names);
  }
  const auto* done = std::get_if<Done>(&event.body);
  if (done == nullptr) {
    return "";
  }
  std::vector<Ower> told;
  if (const DutyState* duty = names.state().duty(done->number)) {
    told = duty->to;
  } else if (const DutyRule* right = names.policy().duty(done->scope, done->id)) {
    told = resolve_all(right->to, names.state(), names.at());
  }
  return told.empty() ? "" : "Told: " + all_of(told, names);
}

}  // namespace

Explained explain(const Disagreement& before, std::span<const Event> events,
                  const Circumstances& at) {
  Explained told;
  Disagreement state = before;
  const Names names{state, at};
  for (const Event& event : events) {
    apply(state, event);
    const DutyState* dated = dated_by(event, state);
    if (dated != nullptr && dated->deadline.due) {
      told.dates.emplace(event.sequence, words_as_recorded(names, *dated));
    }
    if (std::string whom = addressed_by(event, names); !whom.empty()) {
      told.addressed.emplace(event.sequence, std::move(whom));
    }
  }
  told.entries = chronology(events, names);
  return told;
}

}  // namespace accord
