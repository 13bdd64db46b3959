#include "service/demonstration.hpp"

#include <algorithm>

#include "base/try.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/roles.hpp"
#include "service/staging.hpp"

namespace accord {

namespace {

constexpr std::int64_t kHour = 3600;
constexpr int kMostSteps = 80;

}  // namespace

/// It is raised so many days ago, at half past ten.
Staging::Staging(Service& service, StagedClock& clock, Instant now, PartnershipId partnership,
                 const InventedDisagreement& invented)
    : service_(service),
      clock_(clock),
      real_now_(now),
      partnership_(std::move(partnership)),
      invented_(invented),
      at_(now),
      then_(&Staging::raise) {
  if (const auto there = service_.partnership(partnership_)) {
    const Zone& zone = (*there)->calendar->zone();
    const Date day = zone.to_local(now).day - std::chrono::days{invented_.days_ago};
    at_ = std::min(zone.to_instant({day, 10 * 3600 + 1800}), now);
  }
}

/// Some hours later, and within working hours, but never after the real present.
void Staging::pass_hours(std::int64_t hours) {
  const auto there = service_.partnership(partnership_);
  Instant next{at_.seconds + hours * kHour};
  for (int tries = 0; there && tries < 200 && !(*there)->calendar->in_working_hours(next);
       ++tries) {
    next.seconds += kHour;
  }
  at_ = std::min(next, real_now_);
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
  const Date day = zone.to_local(real_now_).day - std::chrono::days{invented_.days_ago};
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
  then_ = &Staging::look;
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

/// Everybody whose taking of the exit counts, each once.
std::vector<Actor> Staging::takers_of(const ExitRule& exit, const Loaded& loaded) const {
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
  std::vector<Actor> actors;
  for (const Ower& ower : who) {
    const Actor by = actor_for(ower, loaded);
    if (std::ranges::find(actors, by) == actors.end()) {
      actors.push_back(by);
    }
  }
  return actors;
}

Staging::Done Staging::take() {
  ACCORD_TRY(const Loaded loaded, load());
  const ExitRule* exit = loaded.rules.policy->exit(scope_, exit_);
  const std::vector<Actor> who = takers_of(*exit, loaded);
  const auto left = [&](const Actor& by) { return std::ranges::find(acted_, by) == acted_.end(); };
  const auto next = std::ranges::find_if(who, left);
  then_ = &Staging::look;
  if (next == who.end()) {
    return {};
  }
  TakeExit taken;
  taken.scope = scope_;
  taken.exit = exit_;
  if (acted_.empty()) {
    taken.record = texts_for(exit->record);  // the others confirm what the first wrote
  }
  acted_.push_back(*next);
  ACCORD_TRY_DO(act(*next, std::move(taken)));
  ACCORD_TRY(const Loaded now, load());
  const bool moved =
      now.state.outcome || now.state.stage() == nullptr || now.state.stage()->stage != scope_;
  if (!moved) {
    pass_hours(1);
    then_ = std::ranges::any_of(who, left) ? &Staging::take : &Staging::look;
  }
  return {};
}

Staging::Done Staging::step(const Loaded& loaded) {
  then_ = &Staging::look;
  if (do_what_is_owed(loaded, false)) {
    return {};
  }
  ACCORD_TRY(const Loaded now, load());
  const Outlook seen = outlook(now.state, Actor{}, service_.circumstances(now));
  if (const OpenExit* exit = choose(seen, now.state)) {
    scope_ = exit->scope;
    exit_ = exit->rule->id;
    acted_.clear();
    pass_hours(2);
    then_ = &Staging::take;
    return {};
  }
  if (use_a_right(now)) {
    pass_hours(2);
    return {};
  }
  // Nothing leads on yet: something is only open once a time has passed.
  const auto moment = next_moment(now.state, clock_.now());
  if (!moment || *moment >= real_now_) {
    return std::unexpected(
        "it cannot get from " +
        (now.state.stage() != nullptr ? now.state.stage()->stage : std::string{"its end"}) +
        " to " + invented_.until);
  }
  at_ = Instant{moment->seconds + 60};
  pass_hours(1);
  then_ = &Staging::let_time_pass;
  return {};
}

Staging::Done Staging::let_time_pass() {
  then_ = &Staging::look;
  return act(Actor{}, PassTime{});
}

Staging::Done Staging::look() {
  ACCORD_TRY(const Loaded loaded, load());
  if (stands_where_it_should(loaded.state)) {
    return arrive(loaded);
  }
  if (++steps_ > kMostSteps) {
    return std::unexpected("it did not get to " + invented_.until);
  }
  return step(loaded);
}

Staging::Done Staging::arrive(const Loaded& loaded) {
  if (!loaded.state.outcome) {
    return stop();
  }
  learnt_ = invented_.learns.empty();
  debriefed_ = invented_.debrief.empty();
  then_ = &Staging::afterwards;
  return {};
}

/// What people may do once it has ended, and nobody has to: a debrief, a learning point.
Staging::Done Staging::afterwards() {
  ACCORD_TRY(const Loaded loaded, load());
  const Circumstances at = service_.circumstances(loaded);
  for (const DutyRule& rule : loaded.rules.policy->after.duties) {
    const auto who = resolve_all(rule.open_to, loaded.state, at);
    bool& already = rule.purpose == Purpose::LearningPoint ? learnt_ : debriefed_;
    const bool wanted = rule.purpose == Purpose::LearningPoint || rule.purpose == Purpose::Debrief;
    if (rule.is_right() && wanted && !already && !who.empty() && who.front().side >= 0) {
      already = true;
      telling_ = rule.id;
      pass_hours(1);
      then_ = &Staging::tell;
      return {};
    }
  }
  then_ = &Staging::owe;
  return {};
}

Staging::Done Staging::tell() {
  ACCORD_TRY(const Loaded loaded, load());
  const DutyRule* rule = loaded.rules.policy->duty("after", telling_);
  const auto who = resolve_all(rule->open_to, loaded.state, service_.circumstances(loaded));
  RecordDone done;
  done.scope = "after";
  done.id = telling_;
  if (rule->purpose == Purpose::LearningPoint) {
    done.evidence.texts.emplace_back("the learning point", invented_.learns);
  } else {
    done.evidence.mode = "held";
    done.evidence.texts.emplace_back("what helped", invented_.debrief);
  }
  then_ = &Staging::afterwards;
  return act(actor_for(who.front(), loaded), std::move(done));
}

Staging::Done Staging::owe() {
  ACCORD_TRY(const Loaded loaded, load());
  const bool enough = invented_.left || owed_ >= kMostSteps || loaded.state.finished ||
                      (!invented_.finished && owed_ > 1);
  if (enough) {
    return stop();
  }
  ++owed_;
  then_ = &Staging::owe;
  const Done done = do_what_is_owed(loaded, invented_.finished);
  if (!done && invented_.finished) {
    return std::unexpected("it is not finished: " + done.error());
  }
  return done ? Done{} : stop();
}

Staging::Done Staging::stop() {
  at_ = real_now_;
  then_ = &Staging::end;
  return {};
}

Staging::Done Staging::end() {
  then_ = nullptr;
  return act(Actor{}, PassTime{});
}

std::optional<Instant> Staging::next() const {
  return then_ != nullptr ? std::optional{at_} : std::nullopt;
}

Staging::Done Staging::go_on() {
  clock_.set(at_);
  return (this->*then_)();
}

std::expected<std::vector<std::string>, std::string> stage_disagreements(
    Service& service, StagedClock& clock, Instant now, const PartnershipId& partnership,
    std::span<const InventedDisagreement> invented) {
  clock.set(now);
  std::vector<Staging> all;
  for (const InventedDisagreement& one : invented) {
    all.emplace_back(service, clock, now, partnership, one);
  }
  while (true) {
    std::size_t first = all.size();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const auto next = all[i].next();
      if (next && (first == all.size() || *next < *all[first].next())) {
        first = i;
      }
    }
    if (first == all.size()) {
      break;
    }
    if (const auto done = all[first].go_on(); !done) {
      clock.set(now);
      return std::unexpected("'" + invented[first].matter.summary + "' (line " +
                             std::to_string(invented[first].mark.line) + "): " + done.error());
    }
  }
  clock.set(now);
  std::vector<std::string> references;
  for (const Staging& one : all) {
    references.push_back(one.reference());
  }
  return references;
}

std::expected<std::string, std::string> stage_disagreement(Service& service, StagedClock& clock,
                                                           Instant now,
                                                           const PartnershipId& partnership,
                                                           const InventedDisagreement& invented) {
  ACCORD_TRY(const auto references,
             stage_disagreements(service, clock, now, partnership, std::span{&invented, 1}));
  return references.front();
}

}  // namespace accord
