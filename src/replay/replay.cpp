#include "replay/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "disagreement/commands_of.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/outlook.hpp"
#include "policy/renamed.hpp"
#include "replay/matched.hpp"
#include "replay/translate.hpp"
#include "telling/names.hpp"
#include "telling/refusal_words.hpp"
#include "telling/whose.hpp"

namespace accord {

namespace {

void apply_all(Disagreement& state, std::span<const Event> events) {
  for (const Event& event : events) {
    apply(state, event);
  }
}

/// With all that time alone has done until then.
Disagreement passed(const Disagreement& state, const Circumstances& at) {
  Disagreement then = state;
  if (state.version != 0) {
    if (const auto events = decide(state, Command{Actor{}, PassTime{}}, at)) {
      apply_all(then, *events);
    }
  }
  return then;
}

/// Whether both stand at the same stage and tier, or have the same outcome.
bool same_place(const Disagreement& recorded, const Disagreement& other, const Renaming& renaming) {
  const Visit* one = recorded.stage();
  const Visit* two = other.stage();
  if ((recorded.version == 0) != (other.version == 0) || (one == nullptr) != (two == nullptr) ||
      recorded.outcome.has_value() != other.outcome.has_value()) {
    return false;
  }
  if (recorded.outcome && recorded.outcome->kind != other.outcome->kind) {
    return false;
  }
  return one == nullptr || (renaming.stage(one->stage) == two->stage && one->tier == two->tier);
}

/// A post or a role with its agency: what the directory calls it, and nobody's name.
std::string who(const Ower& ower, const Names& names) {
  const Post* post = names.directory().post(ower.post);
  std::string agency;
  if (ower.side >= 0 || post == nullptr) {
    agency = names.side(ower.side);
  } else {
    agency = names.agency(post->agency);
  }
  const bool bare = ower.role.empty() || ower.role == "named" || ower.role == "representative";
  if (post == nullptr && bare) {
    return agency;
  }
  return fmt::format("{}, {}", post != nullptr ? post->title : names.role(ower.role), agency);
}

std::vector<std::string> each_once(const std::vector<Ower>& owers, const Names& names) {
  std::set<std::string> found;
  for (const Ower& ower : owers) {
    found.insert(who(ower, names));
  }
  return {found.begin(), found.end()};
}

/// The clause of the limit that binds; where that has none, of the duty.
std::string clause_of(const DutyState& duty, const Policy& policy) {
  const Stage* stage = policy.scope(duty.scope);
  const DutyRule* rule = policy.duty(duty.scope, duty.id);
  const Clock* clock = rule != nullptr                        ? &rule->due
                       : stage != nullptr && duty.is_settle() ? &stage->settle
                                                              : nullptr;
  const int bound = duty.deadline.bound;
  if (bound == DeadlineState::kCap && !policy.cap.empty()) {
    return policy.cap.front().source.clause;
  }
  if (clock != nullptr && bound >= 0 && static_cast<std::size_t>(bound) < clock->size()) {
    const std::string& clause = (*clock)[static_cast<std::size_t>(bound)].source.clause;
    if (!clause.empty()) {
      return clause;
    }
  }
  return rule != nullptr                        ? rule->source.clause
         : stage != nullptr && duty.is_settle() ? stage->source.clause
                                                : std::string{};
}

std::string_view word_of(const DutyState& duty) {
  switch (duty.status) {
    case DutyStatus::Open: return duty.overdue_at ? "overdue" : "open";
    case DutyStatus::Met: return duty.late ? "met late" : "met";
    case DutyStatus::Lapsed: return "lapsed";
  }
  return "";
}

OwedDuty told_of(const DutyState& duty, const Names& names) {
  OwedDuty owed;
  owed.number = duty.number;
  owed.what = whose_deadline(&duty, names.policy());
  owed.owed_by = each_once(duty.owers, names);
  owed.told = each_once(duty.to, names);
  owed.clause = clause_of(duty, names.policy());
  owed.due = duty.deadline.due;
  owed.local_target = duty.deadline.local_target;
  owed.late = duty.was_late();
  owed.word = word_of(duty);
  return owed;
}

/// The limit on the whole procedure, as if it were owed.
OwedDuty told_of_cap(const Disagreement& state, const Policy& policy) {
  OwedDuty owed;
  owed.what = whose_deadline(nullptr, policy);
  owed.clause = policy.cap.empty() ? std::string{} : policy.cap.front().source.clause;
  owed.due = state.cap.due;
  owed.word = "open";
  return owed;
}

bool alike(const OwedDuty& one, const OwedDuty& other) {
  return one.due == other.due && one.late == other.late && one.owed_by == other.owed_by &&
         one.told == other.told;
}

std::vector<DutyDifference> differences(const Names& recorded, const Names& replayed,
                                        const Renaming& renaming) {
  std::vector<DutyDifference> found;
  const Disagreement& before = recorded.state();
  const Disagreement& after = replayed.state();
  if (before.cap.due != after.cap.due) {
    found.push_back(
        {told_of_cap(before, recorded.policy()), told_of_cap(after, replayed.policy())});
  }
  for (const DutyPair& pair : matched(before, after, renaming)) {
    DutyDifference one;
    if (pair.recorded != 0) {
      one.recorded = told_of(*before.duty(pair.recorded), recorded);
    }
    if (pair.replayed != 0) {
      one.replayed = told_of(*after.duty(pair.replayed), replayed);
    }
    if (!one.recorded || !one.replayed || !alike(*one.recorded, *one.replayed)) {
      found.push_back(std::move(one));
    }
  }
  return found;
}

/// The stages that one of them passed through and the other did not, by what they are called.
void add_stages(Replay& found, const Names& recorded, const Names& replayed,
                const Renaming& renaming) {
  std::set<std::string> before;
  std::set<std::string> after;
  for (const Visit& visit : recorded.state().visits) {
    if (!visit.skipped) {
      before.insert(renaming.stage(visit.stage));
    }
  }
  for (const Visit& visit : replayed.state().visits) {
    const bool newly = !visit.skipped && after.insert(visit.stage).second;
    if (newly && !before.contains(visit.stage)) {
      found.stages_newly_passed.push_back(replayed.stage(visit.stage));
    }
  }
  for (const Visit& visit : recorded.state().visits) {
    if (!visit.skipped && after.insert(renaming.stage(visit.stage)).second) {
      found.stages_not_passed.push_back(recorded.stage(visit.stage));
    }
  }
}

std::string place_words(const Names& names) {
  const Disagreement& state = names.state();
  if (state.version == 0) {
    return "not begun";
  }
  if (state.outcome) {
    return "ended: " + names.ending(state.outcome->kind, state.outcome->scope, state.outcome->exit);
  }
  const Visit* visit = state.stage();
  if (visit == nullptr) {
    return "at no stage";
  }
  const std::string stage = fmt::format("at “{}”", names.stage(visit->stage));
  return visit->tier > 1 ? fmt::format("{}, level {}", stage, visit->tier) : stage;
}

/// Who is meant by "raiser", "side:0", "role:chair" (takers.hpp), without anybody's name.
std::string taker_words(std::string_view taker, const Names& names) {
  const std::size_t colon = taker.find(':');
  const std::string_view kind = taker.substr(0, colon);
  const std::string_view rest = colon == std::string_view::npos ? "" : taker.substr(colon + 1);
  if (kind == "raiser") {
    return "whoever raised it";
  }
  if (kind == "any") {
    return "either side";
  }
  if (kind == "side") {
    SideIndex side = kNoSide;
    std::from_chars(rest.data(), rest.data() + rest.size(), side);
    return names.side(side);
  }
  return kind == "role" ? names.role(rest.substr(0, rest.find(':'))) : names.side(kNoSide);
}

/// Who has still to take what was taken, where that was not enough.
std::vector<std::string> waits_for(const CommandBody& body, const Names& names) {
  std::vector<std::string> found;
  const auto* take = std::get_if<TakeExit>(&body);
  if (take == nullptr) {
    return found;
  }
  const Outlook seen = outlook(names.state(), Actor{}, names.at());
  for (const OpenExit& exit : seen.exits) {
    if (exit.scope != take->scope || exit.rule->id != take->exit) {
      continue;
    }
    for (const std::string& taker : exit.needed) {
      if (std::ranges::find(exit.taken, taker) == exit.taken.end()) {
        found.push_back(taker_words(taker, names));
      }
    }
  }
  return found;
}

/// Where it stands, with what opened after `before` duties.
Place place_of(const Names& names, std::size_t before) {
  Place place{place_words(names), {}, {}};
  for (const DutyState& duty : names.state().duties) {
    if (static_cast<std::size_t>(duty.number) > before && duty.open()) {
      place.opened.push_back(told_of(duty, names));
    }
  }
  return place;
}

/// Nothing but a note, a date or a right rests on it: the rest can go on without.
bool rest_goes_on_without(const CommandBody& body) {
  if (const auto* done = std::get_if<RecordDone>(&body)) {
    return done->number == 0;
  }
  return std::holds_alternative<AddNote>(body) || std::holds_alternative<Correct>(body) ||
         std::holds_alternative<AgreeDate>(body);
}

/// One record under both policies, act by act. `again_` is the record made again under its own:
/// what differs there already is no work of the other policy.
class Run {
 public:
  Run(std::span<const Event> events, const Policy& own, const Policy& other,
      std::span<const Surroundings> surroundings, std::span<const AnswerGiven> answers)
      : events_(events),
        own_(own),
        other_(other),
        surroundings_(surroundings),
        answers_(answers),
        renaming_(renamed_between(own, other)) {}

  [[nodiscard]] Replay run(Instant now);

 private:
  [[nodiscard]] const Surroundings& around(Instant at) const;
  [[nodiscard]] Circumstances own_at(Instant at) const {
    return {at, own_, *around(at).directory, *around(at).own};
  }
  [[nodiscard]] Circumstances other_at(Instant at) const {
    return {at, other_, *around(at).directory, *around(at).other};
  }
  bool step(const RecordedCommand& one);
  bool repeat(const RecordedCommand& one, const Circumstances& own);
  void follow(const RecordedCommand& one, const std::vector<Event>& events);
  void note_questions(const Circumstances& other);
  void stop(ReplayEnd end, const RecordedCommand& one, std::string why);
  void compare(Instant until);

  std::span<const Event> events_;
  const Policy& own_;
  const Policy& other_;
  std::span<const Surroundings> surroundings_;
  std::span<const AnswerGiven> answers_;
  Renaming renaming_;
  Disagreement recorded_;
  Disagreement again_;
  Disagreement replayed_;
  std::map<std::int64_t, std::int64_t> sequences_;
  Replay found_;
};

const Surroundings& Run::around(Instant at) const {
  const Surroundings* found = &surroundings_.front();
  for (const Surroundings& one : surroundings_) {
    if (one.since <= at) {
      found = &one;
    }
  }
  return *found;
}

/// Whether the record's own policy makes the same of the act again.
bool Run::repeat(const RecordedCommand& one, const Circumstances& own) {
  const auto events = decide(again_, one.command, own);
  if (!events) {
    stop(ReplayEnd::NotRepeated, one, to_words(events.error()));
    return false;
  }
  apply_all(again_, *events);
  if (!same_place(recorded_, again_, Renaming{})) {
    stop(ReplayEnd::NotRepeated, one, "Given again, it leads elsewhere.");
    return false;
  }
  return true;
}

/// Remembers which entry of the replay stands for which of the record: those of a kind, in their
/// order.
void Run::follow(const RecordedCommand& one, const std::vector<Event>& events) {
  std::map<std::size_t, std::size_t> next;  // of each kind, where to look
  for (const Event& recorded : events_.subspan(one.first, one.count)) {
    const std::size_t kind = recorded.body.index();
    for (std::size_t& i = next[kind]; i < events.size(); ++i) {
      if (events[i].body.index() == kind) {
        sequences_[recorded.sequence] = events[i++].sequence;
        break;
      }
    }
  }
  apply_all(replayed_, events);
}

/// What the other policy asks of such a case, and its own did not.
void Run::note_questions(const Circumstances& other) {
  for (const FactRule& rule : other_.facts) {
    const bool asked_before = std::ranges::any_of(
        own_.facts, [&](const FactRule& before) { return renaming_.fact(before.id) == rule.id; });
    const bool known = std::ranges::any_of(
        replayed_.facts, [&](const FactValue& value) { return value.set.fact == rule.id; });
    if (!asked_before && !known && since(rule.when, {replayed_, other.now, &other.calendar})) {
      found_.notes.push_back({ReplayNote::Kind::NoAnswer, other.now, rule.asks});
    }
  }
}

void Run::stop(ReplayEnd end, const RecordedCommand& one, std::string why) {
  const Circumstances own = own_at(one.at);
  found_.end = end;
  found_.until = one.at;
  found_.act = act_words(one.command.body, recorded_, own_);
  found_.by = Names{recorded_, own}.agency(one.command.by.agency);
  found_.why = std::move(why);
}

/// Gives one act again; false where the comparison ends with it. What is compared is then how both
/// stood before it.
bool Run::step(const RecordedCommand& one) {
  const Circumstances own = own_at(one.at);
  const Circumstances other = other_at(one.at);
  const Disagreement recorded_before = recorded_;
  const Disagreement again_before = again_;
  const Disagreement replayed_before = replayed_;
  apply_all(recorded_, events_.subspan(one.first, one.count));
  bool goes_on = repeat(one, own);
  const Disagreement then = passed(replayed_, other);
  if (goes_on) {
    Translated said = translate(one.command.body,
                                {own_, other_, renaming_, recorded_, then, sequences_, answers_});
    for (ReplayNote& note : said.notes) {
      note.at = one.at;
      found_.notes.push_back(std::move(note));
    }
    Command command{one.command.by, said.body.value_or(PassTime{})};
    command.by = said.body ? command.by : Actor{};
    auto events = decide(replayed_, command, other);
    if (!events && rest_goes_on_without(command.body)) {
      found_.notes.push_back({ReplayNote::Kind::Refused, one.at,
                              fmt::format("{}: {}", act_words(one.command.body, recorded_, own_),
                                          to_words(events.error()))});
      events = decide(replayed_, Command{Actor{}, PassTime{}}, other);
    }
    if (!events) {
      stop(ReplayEnd::Refused, one, to_words(events.error()));
      found_.recorded = place_of(Names{recorded_, own}, recorded_before.duties.size());
      goes_on = false;
    } else {
      follow(one, *events);
      if (one.first == 0) {
        note_questions(other);
      }
      if (!same_place(recorded_, replayed_, renaming_)) {
        stop(ReplayEnd::Parted, one, "");
        found_.recorded = place_of(Names{recorded_, own}, recorded_before.duties.size());
        found_.replayed = place_of(Names{replayed_, other}, then.duties.size());
        found_.replayed->waits_for = waits_for(command.body, Names{replayed_, other});
        add_stages(found_, Names{recorded_, own}, Names{replayed_, other}, renaming_);
        goes_on = false;
      }
    }
  }
  if (!goes_on) {
    recorded_ = recorded_before;
    again_ = again_before;
    replayed_ = replayed_before;
  }
  return goes_on;
}

void Run::compare(Instant until) {
  const Circumstances own = own_at(until);
  const Circumstances other = other_at(until);
  recorded_ = passed(recorded_, own);
  again_ = passed(again_, own);
  replayed_ = passed(replayed_, other);
  const Names recorded{recorded_, own};
  const Names replayed{replayed_, other};
  if (found_.end != ReplayEnd::Parted) {
    add_stages(found_, recorded, replayed, renaming_);
  }
  std::set<int> already;
  for (const DutyDifference& one : differences(recorded, Names{again_, own}, Renaming{})) {
    if (one.recorded) {
      already.insert(one.recorded->number);
    }
  }
  for (DutyDifference& one : differences(recorded, replayed, renaming_)) {
    if (one.recorded && already.contains(one.recorded->number)) {
      ++found_.differing_already;
    } else {
      found_.duties.push_back(std::move(one));
    }
  }
}

Replay Run::run(Instant now) {
  const auto commands = commands_of(events_, own_, *surroundings_.front().directory);
  found_.until = now;
  std::size_t reached = 0;
  bool goes_on = true;
  for (const RecordedCommand& one : commands) {
    reached = one.first + one.count;
    if (!step(one)) {
      goes_on = false;
      break;
    }
  }
  if (goes_on && reached < events_.size()) {
    found_.end = ReplayEnd::Moved;
    found_.until = events_[reached].recorded_at;
  }
  compare(found_.until);
  return std::move(found_);
}

}  // namespace

bool Replay::same() const {
  const bool noted = std::ranges::any_of(
      notes, [](const ReplayNote& note) { return note.kind != ReplayNote::Kind::NoAnswer; });
  return end == ReplayEnd::Whole && !noted && duties.empty() && differing_already == 0 &&
         stages_not_passed.empty() && stages_newly_passed.empty();
}

Replay replay(std::span<const Event> events, const Policy& own, const Policy& other,
              std::span<const Surroundings> surroundings, Instant now,
              std::span<const AnswerGiven> answers) {
  Replay found = Run{events, own, other, surroundings, answers}.run(now);
  for (const Event& event : events) {
    if (const auto* raised = std::get_if<Raised>(&event.body)) {
      found.reference = raised->reference;
      found.version = raised->policy_version;
      found.raised_at = event.happened_at;
      break;
    }
  }
  return found;
}

}  // namespace accord
