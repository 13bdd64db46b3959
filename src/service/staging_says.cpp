#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "disagreement/roles.hpp"
#include "ledger/digest.hpp"
#include "service/staging.hpp"

namespace accord {

namespace {

constexpr std::int64_t kDayInSeconds = 24 * 3600;

}  // namespace

std::string Staging::sentence() {
  if (invented_.says.empty()) {
    return invented_.matter.change;
  }
  return invented_.says[said_++ % invented_.says.size()];
}

Texts Staging::texts_for(const std::vector<std::string>& asked) {
  Texts texts;
  for (const std::string& name : asked) {
    texts.emplace_back(name, sentence());
  }
  return texts;
}

Actor Staging::actor_for(const Ower& ower, const Loaded& loaded) const {
  const Directory& directory = *loaded.partnership->directory;
  const auto agency_of_person = [&](const PersonId& id) {
    const Person* person = directory.person(id);
    return person != nullptr ? person->agency : AgencyId{};
  };
  if (ower.side >= 0) {
    const AgencyId& agency = loaded.state.raised.sides[static_cast<std::size_t>(ower.side)].agency;
    if (!ower.person.empty()) {
      return {ower.person, agency};
    }
    const auto anybody = std::ranges::find_if(
        directory.people(), [&](const Person& person) { return person.agency == agency; });
    return {anybody != directory.people().end() ? anybody->id : PersonId{}, agency};
  }
  if (!ower.person.empty()) {
    return {ower.person, agency_of_person(ower.person)};
  }
  const Agency* partnership = directory.partnership();
  const AgencyId agency = partnership != nullptr ? partnership->id : AgencyId{};
  const auto anybody = std::ranges::find_if(
      directory.people(), [&](const Person& person) { return person.agency == agency; });
  return {anybody != directory.people().end() ? anybody->id : PersonId{}, agency};
}

/// What has a page of its own says what that page would have said.
void Staging::say_the_purpose(const DutyRule& rule, const Loaded& loaded, Texts& texts) {
  const auto say = [&](const std::string& words) {
    for (auto& [name, text] : texts) {
      text = words;
    }
  };
  switch (rule.purpose) {
    case Purpose::File:
      texts = {{"a copy of", fmt::format("Entries 1 to {}. Head of the chain: {}",
                                         loaded.state.version, to_hex(loaded.leaves.back()))}};
      break;
    case Purpose::Debrief: say("Everybody who took part"); break;
    case Purpose::LearningPoint:
      say(invented_.learns.empty() ? "There are none beyond what was agreed." : invented_.learns);
      break;
    case Purpose::LearningConsidered:
      for (auto& [name, text] : texts) {
        text = invented_.considered.empty()
                   ? std::string{"It goes into the next training of every agency."}
                   : invented_.considered[considered_++ % invented_.considered.size()];
      }
      break;
    case Purpose::None:
    case Purpose::Monitoring: break;
  }
}

Evidence Staging::evidence_for(const DutyRule& rule, const Loaded& loaded) {
  Evidence evidence;
  evidence.mode = rule.modes.empty() ? "telephone" : rule.modes.front();
  evidence.texts = texts_for(rule.record);
  if (evidence.texts.empty()) {
    evidence.texts.emplace_back("note", sentence());
  }
  say_the_purpose(rule, loaded, evidence.texts);
  if (!rule.meeting) {
    return evidence;
  }
  const Circumstances at = service_.circumstances(loaded);
  const auto barred = resolve_all(rule.meeting->must_not, loaded.state, at);
  const auto seat = [&](const std::string& role, const Actor& who) {
    const bool seated = std::ranges::any_of(
        evidence.seats, [&](const Seat& other) { return other.person == who.person; });
    if (!seated && !who.person.empty()) {
      evidence.seats.push_back({role, who.agency, who.person});
    }
  };
  for (const Ower& ower : resolve_all(rule.meeting->chair, loaded.state, at)) {
    seat(evidence.seats.empty() ? "chair" : "member", actor_for(ower, loaded));
  }
  for (const Ower& ower : resolve_all(rule.meeting->must, loaded.state, at)) {
    seat("member", actor_for(ower, loaded));
  }
  const int needed = std::max(rule.meeting->at_least, rule.meeting->quorum);
  for (const Agency& agency : loaded.partnership->directory->agencies()) {
    const bool side = loaded.state.side_of(agency.id) != kNoSide;
    if (static_cast<int>(evidence.seats.size()) >= needed || side || agency.is_partnership) {
      continue;
    }
    const Holder holder =
        loaded.partnership->directory->holder(agency.safeguarding_lead, clock_.now());
    seat("member", {holder.person, agency.id});
  }
  if (rule.meeting->chair_elected && !evidence.seats.empty()) {
    evidence.seats.front().role = "chair";
  }
  if (rule.meeting->decides == MeetingDecides::Majority) {
    for (Seat& sits : evidence.seats) {
      sits.vote = "for";
    }
  }
  for (const Ower& ower : resolve_all(rule.meeting->hears, loaded.state, at)) {
    seat("hears", actor_for(ower, loaded));
  }
  evidence.minutes = sentence();
  evidence.decision = sentence();
  return evidence;
}

std::vector<Undertake> Staging::actions_for(const DutyRule& rule, const Loaded& loaded) const {
  if (rule.proof != Proof::Plan) {
    return {};
  }
  const auto taken_on = static_cast<std::size_t>(std::ranges::count_if(
      loaded.state.duties, [](const DutyState& duty) { return duty.undertaking.has_value(); }));
  const auto& further = invented_.further_actions;
  Undertake action;
  action.what = taken_on == 0 || further.empty() ? invented_.matter.change
                                                 : further[(taken_on - 1) % further.size()];
  action.agency = loaded.state.raised.sides.back().agency;
  action.due = day_of_action(taken_on);
  return {action};
}

/// Some days ahead, as people choose a day: a working day, at noon, at three or by the close.
Instant Staging::day_of_action(std::size_t taken_on) const {
  constexpr std::array kDaysAhead{4, 7, 9, 14, 18, 21};
  constexpr std::array kHours{12, 15, 17};
  const Instant from = std::max(clock_.now(), real_now_);
  const auto there = service_.partnership(partnership_);
  if (!there) {
    return Instant{from.seconds + 7 * kDayInSeconds};
  }
  const WorkingCalendar& calendar = *(*there)->calendar;
  // Any number that is the disagreement's own: neighbours differ, and each demonstration is alike.
  const std::size_t own = invented_.matter.summary.size() + taken_on;
  const Date day =
      calendar.zone().to_local(from).day + std::chrono::days{kDaysAhead[own % kDaysAhead.size()]};
  return calendar.zone().to_instant(
      {calendar.working_day_on_or_after(day).value_or(day), kHours[own % kHours.size()] * 3600});
}

}  // namespace accord
