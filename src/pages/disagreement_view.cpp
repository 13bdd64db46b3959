#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "access/advice.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"
#include "pages/contacts.hpp"
#include "pages/disagreement_page.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

std::string day_of(const OpenedDisagreement& opened, Instant at) {
  return to_words(opened.zone().to_local(at).day);
}

std::string state_of(const OpenedDisagreement& opened, const Visit& visit, bool current) {
  if (visit.skipped) {
    return "Skipped";
  }
  const std::string level =
      visit.tier > 1 ? fmt::format(", management level {}", visit.tier) : std::string{};
  if (current) {
    return "Happening now" + level;
  }
  return visit.left_at ? fmt::format("Ended {}{}", day_of(opened, *visit.left_at), level)
                       : "Begun " + day_of(opened, visit.begun_at);
}

/// Every stage that can still come after `from`, with whether it can come next.
void reach(const Policy& policy, const std::string& from, std::set<std::string>& found) {
  const Stage* stage = policy.scope(from);
  if (stage == nullptr) {
    return;
  }
  for (const ExitRule& exit : stage->exits) {
    if (!exit.go.empty() && exit.go != "again" && found.insert(exit.go).second) {
      reach(policy, exit.go, found);
    }
  }
}

DutyLine line_of(const OpenedDisagreement& opened, const OpenDuty& open) {
  DutyLine line;
  const DutyState& duty = *open.duty;
  line.number = duty.number;
  line.what = opened.duty(duty);
  line.who = duty.is_settle() && duty.owers.empty() ? "Each side" : opened.asked(duty.owers);
  line.due = due_words(duty.deadline.due, opened.at().now, opened.zone(),
                       is_projected(duty, opened.state(), opened.at()), duty.overdue_at);
  line.local_target = duty.deadline.local_target;
  line.settles = duty.is_settle();
  line.mine = open.mine && !line.settles;
  if (open.rule != nullptr) {
    line.clause = open.rule->source.clause;
    line.advised = open.rule->advised;
  }
  if (duty.undertaking && !duty.undertaking->how.empty()) {
    line.how = "How it will be pursued: " + duty.undertaking->how;
  }
  return line;
}

}  // namespace

std::vector<StageStep> stage_steps(const OpenedDisagreement& opened) {
  std::vector<StageStep> steps;
  const Disagreement& state = opened.state();
  std::set<std::string> seen;
  for (std::size_t i = 0; i < state.visits.size(); ++i) {
    const Visit& visit = state.visits[i];
    const bool current = static_cast<int>(i) == state.current;
    steps.push_back({opened.stage(visit.stage), state_of(opened, visit, current),
                     current ? StageStep::State::Now : StageStep::State::Done});
    seen.insert(visit.stage);
  }
  const Visit* now = state.stage();
  if (now == nullptr || state.outcome) {
    return steps;
  }
  std::set<std::string> next;
  if (const Stage* stage = opened.policy().scope(now->stage)) {
    for (const ExitRule& exit : stage->exits) {
      next.insert(exit.go);
    }
  }
  std::set<std::string> later;
  reach(opened.policy(), now->stage, later);
  for (const Stage& stage : opened.policy().stages) {
    if (later.contains(stage.id) && !seen.contains(stage.id)) {
      steps.push_back({name_of(stage),
                       next.contains(stage.id) ? "Could come next" : "Later, if still not resolved",
                       StageStep::State::Later});
    }
  }
  return steps;
}

std::vector<DutyLine> duty_lines(const OpenedDisagreement& opened) {
  std::vector<DutyLine> lines;
  for (const OpenDuty& open : opened.now().duties) {
    lines.push_back(line_of(opened, open));
  }
  return lines;
}

std::optional<NextStep> next_step(const OpenedDisagreement& opened) {
  const auto& duties = opened.now().duties;
  if (duties.empty()) {
    return std::nullopt;
  }
  // What the person who asks can do comes first; otherwise what is due first.
  const auto mine = std::ranges::find_if(
      duties, [](const OpenDuty& open) { return open.mine && !open.duty->is_settle(); });
  const OpenDuty& open = mine != duties.end() ? *mine : duties.front();
  NextStep next;
  next.duty = line_of(opened, open);
  next.why = deadline_words(opened, *open.duty);
  if (const auto& target = open.duty->deadline.target;
      target && !open.duty->deadline.local_target) {
    next.aim = opened.when(*target);
  }
  next.note = open.rule != nullptr ? open.rule->note : std::string{};
  const auto settle =
      std::ranges::find_if(duties, [](const OpenDuty& one) { return one.duty->is_settle(); });
  if (settle != duties.end() && settle->duty != open.duty && settle->duty->deadline.due) {
    next.stage_by = opened.when(*settle->duty->deadline.due) +
                    date_notes(is_projected(*settle->duty, opened.state(), opened.at()));
    next.stage_why = deadline_words(opened, *settle->duty);
  }
  return next;
}

std::vector<Way> ways_on(const OpenedDisagreement& opened) {
  std::vector<Way> ways;
  for (const OpenExit& exit : opened.now().exits) {
    Way way;
    way.scope = exit.scope;
    way.exit = exit.rule->id;
    way.title = name_of(*exit.rule);
    way.note = exit.rule->note;
    way.clause = exit.rule->source.clause;
    way.closed_because = exit.open ? std::string{} : exit.closed_because;
    way.lapsed = exit.lapsed;
    if (exit.until) {
      way.until = opened.when(*exit.until);
      way.until_why = until_words(opened, exit.rule->until, exit.rule->when, exit.scope);
    }
    for (const std::string& taker : exit.needed) {
      way.needed.emplace_back(opened.taker(taker, OpenedDisagreement::Naming::Asked),
                              std::ranges::find(exit.taken, taker) != exit.taken.end());
    }
    way.proposed = !exit.taken.empty();
    if (exit.terms != nullptr && way.proposed) {
      way.terms = opened.terms(exit.terms->record, exit.terms->outstanding);
      way.terms_by = opened.person(exit.terms->by.person);
      way.terms_at = opened.when(exit.terms->at);
    }
    way.mine = exit.mine && exit.open;
    way.taken_by_me = exit.taken_by_me;
    ways.push_back(std::move(way));
  }
  // What can be done now stands above what cannot.
  std::ranges::stable_sort(ways, {}, [](const Way& way) {
    return way.mine                     ? (way.proposed && !way.taken_by_me ? 0 : 1)
           : way.lapsed                 ? 4
           : way.closed_because.empty() ? 2
                                        : 3;
  });
  return ways;
}

std::vector<Proposal> proposals(const OpenedDisagreement& opened) {
  std::vector<Proposal> found;
  const Disagreement& state = opened.state();
  const auto answer = [&](SideIndex side, const std::string& page) {
    return opened.my_side() != kNoSide && opened.my_side() != side ? opened.href(page)
                                                                   : std::string{};
  };
  for (const OpenDuty& open : opened.now().duties) {
    for (const ProposedDate& proposed : open.duty->proposed) {
      if (open.duty->agreed == std::optional{proposed.to}) {
        continue;
      }
      found.push_back({fmt::format("{} proposes {} for: {}. It holds once every side has agreed.",
                                   opened.side(proposed.side), opened.when(proposed.to),
                                   opened.duty(*open.duty)),
                       proposed.reason,
                       answer(proposed.side, fmt::format("/date/{}", open.duty->number))});
    }
  }
  if (state.outcome) {
    return found;
  }
  for (const ChildTimescaleProposed& proposed : state.child_timescale_proposals) {
    found.push_back(
        {fmt::format("{} proposes {}. It holds once every side has agreed.",
                     opened.side(proposed.side),
                     proposed.to ? "to move the date that protects " + opened.about().the + " to " +
                                       opened.when(*proposed.to)
                                 : "to lift the date that protects " + opened.about().the),
         proposed.reason, answer(proposed.side, "/child-date")});
  }
  for (const FactProposed& proposed : state.fact_proposals) {
    found.push_back({fmt::format("{} proposes: {} {}. It holds once every side has agreed.",
                                 opened.side(proposed.side), opened.fact(proposed.fact.fact),
                                 opened.value(proposed.fact)),
                     proposed.fact.reason,
                     answer(proposed.side, "/fact/" + percent_encode(proposed.fact.fact))});
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> what_was_raised(const OpenedDisagreement& opened) {
  const Disagreement& state = opened.state();
  std::vector<std::pair<std::string, std::string>> rows;
  const auto add = [&](std::string key, const std::string& value) {
    if (!value.empty()) {
      rows.emplace_back(std::move(key), value);
    }
  };
  add("What they decided, did or did not do", state.raised.matter.what);
  add("Why it is not safe", state.raised.matter.why);
  add("What should change", state.raised.matter.change);
  add("What it means for " + opened.about().the, state.raised.matter.child);
  if (may_read_advice(opened.loaded().relations)) {
    add("Talked through first with (your side alone sees this)", state.raised.talked_to);
  }
  add("Raised",
      fmt::format("{} by {}", opened.when(state.raised_at), opened.person(state.raiser.person)));
  for (const FactRule& rule : opened.policy().facts) {
    std::vector<std::string> holders;
    for (const FactValue& value : state.facts) {
      const auto& holder = value.set.holder;
      if (value.set.fact == rule.id && std::ranges::find(holders, holder) == holders.end()) {
        holders.push_back(holder);
      }
    }
    for (const std::string& holder : holders) {
      const FactValue* value = state.fact(rule.id, holder);
      const std::string about = opened.holder(holder);
      add(about.empty() ? rule.asks : fmt::format("{} ({})", rule.asks, about),
          opened.value(value->set));
    }
  }
  return rows;
}

namespace {

class SideList {
 public:
  SideList(const OpenedDisagreement& opened, SidePeople& people)
      : opened_(opened), people_(people) {}

  void add(const PersonId& id, const std::string& what, bool leading,
           const std::string& post_phone = "") {
    const Person* person = opened_.directory().person(id);
    if (person == nullptr) {
      return;
    }
    const auto there = std::ranges::find(people_.people, id, &SidePerson::id);
    if (there != people_.people.end()) {
      there->leading = there->leading || leading;
      return;
    }
    people_.people.push_back({id, person->name,
                              what.empty()          ? person->job
                              : what == person->job ? what
                                                    : fmt::format("{}. {}", person->job, what),
                              person->phone.empty() ? post_phone : person->phone, leading});
  }

 private:
  const OpenedDisagreement& opened_;
  SidePeople& people_;
};

SidePeople side_people(const OpenedDisagreement& opened, SideIndex index) {
  const Disagreement& state = opened.state();
  const Side& side = state.raised.sides[static_cast<std::size_t>(index)];
  SidePeople found;
  found.role = index == 0 ? "Raising it" : "Responding";
  found.agency = opened.agency(side.agency);
  SideList list{opened, found};
  const Ower* speaks = state.representative(index);
  if (speaks != nullptr) {
    list.add(speaks->person, "", true);
    for (const PersonId& holder : who_may_act(*speaks, state, opened.at())) {
      list.add(holder, "", true);  // whoever else may speak for the side
    }
    found.somebody_missing = speaks->person.empty();
  }
  if (index == 0) {
    list.add(state.raiser.person, "Raised this", false);
  }
  list.add(side.worker, "", false);
  const Agency* agency = opened.directory().agency(side.agency);
  if (agency != nullptr) {
    if (const Post* lead = opened.directory().post(agency->safeguarding_lead)) {
      list.add(opened.directory().holder(lead->id, opened.at().now).person, lead->title, false,
               lead->phone);
    }
    if (const auto number =
            duty_number(*agency, opened.at().calendar.in_working_hours(opened.at().now))) {
      found.people.push_back({{}, capitalised(number->job), number->name, number->phone, false});
    }
  }
  if (opened.my_side() == index && !state.outcome) {
    found.rename = opened.href(fmt::format("/speaker/{}", index));
  }
  return found;
}

}  // namespace

std::vector<SidePeople> people_of(const OpenedDisagreement& opened) {
  std::vector<SidePeople> all;
  const Disagreement& state = opened.state();
  for (SideIndex i = 0; i < static_cast<SideIndex>(state.raised.sides.size()); ++i) {
    all.push_back(side_people(opened, i));
  }
  SidePeople told;
  told.role = "Told";
  told.agency = "Outside the two sides";
  SideList list{opened, told};
  for (const DutyState& duty : state.duties) {
    for (const Ower& ower : duty.to) {
      if (duty.status == DutyStatus::Met && ower.side < 0) {
        list.add(ower.person, "", false);
      }
    }
  }
  if (!told.people.empty()) {
    all.push_back(std::move(told));
  }
  return all;
}

}  // namespace accord
