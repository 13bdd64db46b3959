#include "service/demonstration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/try.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/roles.hpp"
#include "ledger/digest.hpp"

namespace accord {

namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;
constexpr int kMostSteps = 80;

/// One invented disagreement on its way.
class Staging {
 public:
  Staging(Service& service, StagedClock& clock, Instant now, PartnershipId partnership,
          const InventedDisagreement& invented)
      : service_(service),
        clock_(clock),
        real_now_(now),
        partnership_(std::move(partnership)),
        invented_(invented) {}

  std::expected<std::string, std::string> run();

 private:
  using Done = std::expected<void, std::string>;

  std::expected<Loaded, std::string> load();
  Done raise();
  Done step(const Loaded& loaded);
  Done do_what_is_owed(const Loaded& loaded, bool afterwards);
  Done use_a_right(const Loaded& loaded);
  Done afterwards();
  Done take(const Loaded& loaded, const std::string& scope, const ExitRule& exit);
  Done act(const Actor& by, CommandBody body);
  bool stands_where_it_should(const Disagreement& state) const;
  const OpenExit* choose(const Outlook& seen, const Disagreement& state) const;

  Actor actor_for(const Ower& ower, const Loaded& loaded) const;
  Evidence evidence_for(const DutyRule& rule, const Loaded& loaded);
  std::vector<Undertake> actions_for(const DutyRule& rule, const Loaded& loaded) const;
  Instant day_of_action(std::size_t taken_on) const;
  Texts texts_for(const std::vector<std::string>& asked);
  void say_the_purpose(const DutyRule& rule, const Loaded& loaded, Texts& texts);
  std::string sentence();
  void pass_hours(std::int64_t hours);

  Service& service_;
  StagedClock& clock_;
  Instant real_now_;
  PartnershipId partnership_;
  const InventedDisagreement& invented_;
  DisagreementId id_;
  std::string reference_;
  std::size_t said_ = 0;
  std::size_t considered_ = 0;
};

/// Some hours later, and within working hours, but never after the real present.
void Staging::pass_hours(std::int64_t hours) {
  const auto there = service_.partnership(partnership_);
  Instant next{clock_.now().seconds + hours * kHour};
  for (int tries = 0; there && tries < 200 && !(*there)->calendar->in_working_hours(next);
       ++tries) {
    next.seconds += kHour;
  }
  clock_.set(std::min(next, real_now_));
}

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

/// What people may do once it has ended, and nobody has to: a debrief, a learning point.
Staging::Done Staging::afterwards() {
  ACCORD_TRY(const Loaded loaded, load());
  const Circumstances at = service_.circumstances(loaded);
  bool learnt = invented_.learns.empty();
  bool debriefed = invented_.debrief.empty();
  for (const DutyRule& rule : loaded.rules.policy->after.duties) {
    const auto who = resolve_all(rule.open_to, loaded.state, at);
    bool& already = rule.purpose == Purpose::LearningPoint ? learnt : debriefed;
    const bool wanted = rule.purpose == Purpose::LearningPoint || rule.purpose == Purpose::Debrief;
    if (!rule.is_right() || !wanted || already || who.empty() || who.front().side < 0) {
      continue;
    }
    already = true;
    RecordDone done;
    done.scope = "after";
    done.id = rule.id;
    if (rule.purpose == Purpose::LearningPoint) {
      done.evidence.texts.emplace_back("the learning point", invented_.learns);
    } else {
      done.evidence.mode = "held";
      done.evidence.texts.emplace_back("what helped", invented_.debrief);
    }
    pass_hours(1);
    ACCORD_TRY_DO(act(actor_for(who.front(), loaded), std::move(done)));
  }
  return {};
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
    return Instant{from.seconds + 7 * kDay};
  }
  const WorkingCalendar& calendar = *(*there)->calendar;
  // Any number that is the disagreement's own: neighbours differ, and each demonstration is alike.
  const std::size_t own = invented_.matter.summary.size() + taken_on;
  const Date day =
      calendar.zone().to_local(from).day + std::chrono::days{kDaysAhead[own % kDaysAhead.size()]};
  return calendar.zone().to_instant({calendar.working_day_on_or_after(day).value_or(day),
                                     kHours[own % kHours.size()] * static_cast<int>(kHour)});
}

std::expected<Loaded, std::string> Staging::load() {
  auto loaded = service_.load_any(partnership_, id_);
  if (!loaded) {
    return std::unexpected(to_words(loaded.error()));
  }
  return *std::move(loaded);
}

Staging::Done Staging::act(const Actor& by, CommandBody body) {
  Submission submission;
  submission.partnership = partnership_;
  submission.disagreement = id_;
  submission.command = {by, std::move(body)};
  submission.command_id = CommandId{service_.new_id()};
  submission.body = submission.command_id.text();
  const auto recorded = service_.submit(submission);
  if (!recorded) {
    return std::unexpected(to_words(recorded.error()));
  }
  id_ = recorded->disagreement;
  reference_ = recorded->reference;
  return {};
}

Staging::Done Staging::raise() {
  const auto there = service_.partnership(partnership_);
  if (!there) {
    return std::unexpected(to_words(there.error()));
  }
  const Person* raiser = (*there)->directory->person(PersonId{invented_.raised_by});
  if (raiser == nullptr) {
    return std::unexpected("the directory has no person '" + invented_.raised_by + "'");
  }
  const Zone& zone = (*there)->calendar->zone();
  const LocalTime today = zone.to_local(real_now_);
  const Date day = today.day - std::chrono::days{invented_.days_ago};
  clock_.set(std::min(zone.to_instant({day, 10 * 3600 + 1800}), real_now_));

  Raise raise;
  raise.sides.push_back({raiser->agency, raiser->id});
  raise.sides.insert(raise.sides.end(), invented_.with.begin(), invented_.with.end());
  raise.children = invented_.children;
  raise.matter = invented_.matter;
  raise.talked_to = "line manager";
  raise.facts = invented_.facts;
  if (invented_.child_needs_it_in_days > 0) {
    raise.child_timescale =
        zone.to_instant({day + std::chrono::days{invented_.child_needs_it_in_days}, 12 * 3600});
    raise.child_timescale_reason = invented_.child_needs_it_because;
  }
  return act({raiser->id, raiser->agency}, std::move(raise));
}

bool Staging::stands_where_it_should(const Disagreement& state) const {
  const std::size_t dot = invented_.until.find('.');
  if (dot == std::string::npos) {
    return state.stage() != nullptr && state.stage()->stage == invented_.until;
  }
  return state.outcome.has_value();
}

Staging::Done Staging::do_what_is_owed(const Loaded& loaded, bool afterwards) {
  const Outlook seen = outlook(loaded.state, Actor{}, service_.circumstances(loaded));
  for (const OpenDuty& open : seen.duties) {
    const DutyState& duty = *open.duty;
    if (duty.is_settle() || (open.rule == nullptr && !afterwards) ||
        (open.rule != nullptr && open.rule->met_when)) {
      continue;
    }
    RecordDone done;
    done.number = duty.number;
    if (open.rule != nullptr) {
      done.evidence = evidence_for(*open.rule, loaded);
      done.actions = actions_for(*open.rule, loaded);
    } else {
      done.evidence.texts.emplace_back("note", sentence());
    }
    ACCORD_TRY_DO(act(actor_for(duty.owers.front(), loaded), std::move(done)));
    pass_hours(1);
    return {};  // the rest is looked at anew: one thing done can change what is owed
  }
  return std::unexpected(std::string{"nothing is owed"});
}

/// A right of the stage that nobody has used yet: a panel that may be convened, say.
Staging::Done Staging::use_a_right(const Loaded& loaded) {
  const Visit* visit = loaded.state.stage();
  const Stage* stage = visit != nullptr ? loaded.rules.policy->scope(visit->stage) : nullptr;
  const Circumstances at = service_.circumstances(loaded);
  for (std::size_t i = 0; stage != nullptr && i < stage->duties.size(); ++i) {
    const DutyRule& rule = stage->duties[i];
    const bool used = std::ranges::any_of(loaded.state.rights, [&](const RightUsed& right) {
      return right.scope == stage->id && right.id == rule.id && right.visit == visit->number;
    });
    if (!rule.is_right() || used || !since(rule.when, {loaded.state, at.now, &at.calendar})) {
      continue;
    }
    RecordDone done;
    done.scope = stage->id;
    done.id = rule.id;
    done.evidence = evidence_for(rule, loaded);
    done.actions = actions_for(rule, loaded);
    const auto who = resolve_all(rule.open_to, loaded.state, at);
    return act(actor_for(who.front(), loaded), std::move(done));
  }
  return std::unexpected(std::string{"no right is left"});
}

/// The exit that leads on: to where it should stand, or else the first that is open and goes
/// onward.
const OpenExit* Staging::choose(const Outlook& seen, const Disagreement& state) const {
  const std::string stage = state.stage() != nullptr ? state.stage()->stage : "";
  const OpenExit* onward = nullptr;
  const OpenExit* again = nullptr;
  for (const OpenExit& exit : seen.exits) {
    if (exit.scope + "." + exit.rule->id == invented_.until && exit.open) {
      return &exit;
    }
    const bool ahead = exit.open && !exit.rule->go.empty() && exit.scope == stage;
    if (ahead && exit.rule->go == invented_.until) {
      return &exit;
    }
    if (ahead && exit.rule->go == "again") {
      again = again == nullptr ? &exit : again;
    } else if (ahead && state.latest_visit(exit.rule->go) == nullptr) {
      onward = onward == nullptr ? &exit : onward;
    }
  }
  const bool ends_here = invented_.until.starts_with(stage + ".");
  return ends_here ? nullptr : again != nullptr ? again : onward;
}

Staging::Done Staging::take(const Loaded& loaded, const std::string& scope, const ExitRule& exit) {
  const Circumstances at = service_.circumstances(loaded);
  std::vector<Ower> who;
  for (const RoleRef& ref : exit.by) {
    std::vector<Ower> named = resolve(ref, loaded.state, at);
    if (ref.side == SideSelector::AnySide) {
      named.resize(1);
    }
    who.insert(who.end(), named.begin(), named.end());
  }
  if (exit.is_for_partnership()) {
    who.emplace_back();
  }
  TakeExit first;
  first.scope = scope;
  first.exit = exit.id;
  first.record = texts_for(exit.record);
  std::vector<Actor> acted;
  for (const Ower& ower : who) {
    const Actor by = actor_for(ower, loaded);
    if (std::ranges::find(acted, by) != acted.end()) {
      continue;
    }
    acted.push_back(by);
    ACCORD_TRY_DO(act(by, first));
    ACCORD_TRY(const Loaded now, load());
    if (now.state.outcome || now.state.stage() == nullptr || now.state.stage()->stage != scope) {
      return {};
    }
    first.record.clear();  // the others confirm what the first wrote
    pass_hours(1);
  }
  return {};
}

Staging::Done Staging::step(const Loaded& loaded) {
  const Outlook seen = outlook(loaded.state, Actor{}, service_.circumstances(loaded));
  if (do_what_is_owed(loaded, false)) {
    return {};
  }
  ACCORD_TRY(const Loaded now, load());
  const Outlook then = outlook(now.state, Actor{}, service_.circumstances(now));
  if (const OpenExit* exit = choose(then, now.state)) {
    pass_hours(2);
    return take(now, exit->scope, *exit->rule);
  }
  if (use_a_right(now)) {
    pass_hours(2);
    return {};
  }
  // Nothing leads on yet: something is only open once a time has passed.
  const auto next = next_moment(now.state, clock_.now());
  if (!next || *next >= real_now_) {
    return std::unexpected(
        "it cannot get from " +
        (now.state.stage() != nullptr ? now.state.stage()->stage : std::string{"its end"}) +
        " to " + invented_.until);
  }
  clock_.set(Instant{next->seconds + 60});
  pass_hours(1);
  return act(Actor{}, PassTime{});
}

std::expected<std::string, std::string> Staging::run() {
  ACCORD_TRY_DO(raise());
  for (int steps = 0; steps < kMostSteps; ++steps) {
    ACCORD_TRY(const Loaded loaded, load());
    if (stands_where_it_should(loaded.state)) {
      break;
    }
    ACCORD_TRY_DO(step(loaded));
  }
  ACCORD_TRY(const Loaded there, load());
  if (!stands_where_it_should(there.state)) {
    return std::unexpected("it did not get to " + invented_.until);
  }
  if (there.state.outcome) {
    ACCORD_TRY_DO(afterwards());
  }
  for (int steps = 0; steps < kMostSteps && !invented_.left && there.state.outcome; ++steps) {
    ACCORD_TRY(const Loaded after, load());
    if (after.state.finished || (!invented_.finished && steps > 1)) {
      break;
    }
    const Done done = do_what_is_owed(after, invented_.finished);
    if (!done && invented_.finished) {
      return std::unexpected("it is not finished: " + done.error());
    }
    if (!done) {
      break;
    }
  }
  clock_.set(real_now_);
  ACCORD_TRY_DO(act(Actor{}, PassTime{}));
  return reference_;
}

}  // namespace

std::expected<std::string, std::string> stage_disagreement(Service& service, StagedClock& clock,
                                                           Instant now,
                                                           const PartnershipId& partnership,
                                                           const InventedDisagreement& invented) {
  auto staged = Staging{service, clock, now, partnership, invented}.run();
  clock.set(now);
  if (!staged) {
    return std::unexpected("'" + invented.matter.summary + "' (line " +
                           std::to_string(invented.mark.line) + "): " + staged.error());
  }
  return staged;
}

}  // namespace accord
