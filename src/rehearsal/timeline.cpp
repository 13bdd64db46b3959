#include "rehearsal/timeline.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ranges>

#include "base/try.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr std::string_view kText = "As invented for the timeline.";

Texts all_texts(const std::vector<std::string>& asked) {
  Texts texts;
  for (const std::string& label : asked) {
    texts.emplace_back(label, kText);
  }
  return texts;
}

/// Somebody whom it is about, of a kind that the policy names.
Child somebody(const std::string& kind) {
  Child child;
  child.reference = "INV-1";
  child.kind = kind == "child" ? "" : kind;
  return child;
}

/// The words and steps that make a condition of `start` true, as far as raising can give them.
void satisfy(const Condition& condition, const Policy& policy, Raise& raise) {
  switch (condition.kind) {
    case Condition::Kind::Always:
    case Condition::Kind::Not: return;
    case Condition::Kind::All:
      for (const Condition& part : condition.parts) {
        satisfy(part, policy, raise);
      }
      return;
    case Condition::Kind::Any: satisfy(condition.parts.front(), policy, raise); return;
    case Condition::Kind::Word: break;
  }
  const std::string& id = condition.subject.id;
  if (condition.subject.kind == SubjectKind::Whom && raise.children.empty() &&
      !condition.words.empty() && condition.words.front() != "none") {
    raise.children.push_back(somebody(condition.words.front()));
  }
  if (condition.subject.kind == SubjectKind::Duty && condition.subject.scope == "start") {
    UsedBefore used;
    used.id = id;
    used.evidence.mode = "telephone";
    if (const DutyRule* rule = policy.duty("start", id)) {
      used.evidence.texts = all_texts(rule->record);
    }
    raise.before.push_back(std::move(used));
    return;
  }
  const bool given =
      std::ranges::any_of(raise.facts, [&](const GivenFact& fact) { return fact.fact == id; });
  if (condition.subject.kind != SubjectKind::Fact || given || condition.words.empty() ||
      condition.words.front() == "not_known") {
    return;
  }
  const FactRule* rule = policy.fact(id);
  std::string word = condition.words.front();
  if (word == "known" && rule != nullptr && !rule->one_of.empty()) {
    word = rule->one_of.front();
  }
  raise.facts.push_back({id, "", {std::move(word)}, std::nullopt});
}

/// Walks one invented disagreement to the end of its last stage.
class Walking {
 public:
  Walking(const Policy& policy, const WorkingCalendar& calendar, const Directory& directory)
      : policy_(policy), calendar_(calendar), directory_(directory) {}

  [[nodiscard]] std::expected<void, std::string> raise(const TimelineQuestion& question);
  void walk();
  [[nodiscard]] std::vector<TimelineRow> rows() const;
  [[nodiscard]] const std::vector<TimelineChoice>& choices() const { return choices_; }

 private:
  [[nodiscard]] Circumstances at(Instant now) const {
    return {now, policy_, directory_, calendar_};
  }
  bool give(const Actor& by, CommandBody body, Instant now);
  void observe(Instant now);
  [[nodiscard]] bool onward_from(const Stage& stage, Instant now);
  [[nodiscard]] bool take(const Stage& stage, const ExitRule& exit, Instant now);
  void record_needed(const Stage& stage, const Condition& condition, Instant now);
  void note_choice(std::string what, const std::string& asked, const std::string& chosen,
                   std::vector<std::string> all);
  void note_class(const TimelineQuestion& question, const Raise& raise);
  void note_fact(const FactRule& rule, const std::string& taken);
  [[nodiscard]] std::expected<GivenFact, std::string> given(const std::string& name,
                                                            const std::string& word) const;
  void record(const DutyRule& rule, Instant now);
  [[nodiscard]] Evidence evidence_for(const DutyRule& rule, Instant now) const;
  [[nodiscard]] bool left(const Stage& stage) const {
    return state_.stage() == nullptr || state_.stage()->stage != stage.id;
  }

  const Policy& policy_;
  const WorkingCalendar& calendar_;
  const Directory& directory_;
  Disagreement state_;
  /// What a row says of each duty: as it stood when the stage's limit came, before anything was
  /// recorded for the sake of moving on.
  struct Seen {
    std::optional<Instant> due;
    bool projected = false;
    bool not_stated = false;
    bool fixed = false;
    const Bound* bound = nullptr;  ///< the first of its clock that counted then
  };
  std::vector<Seen> seen_;
  std::vector<TimelineChoice> choices_;
};

bool Walking::give(const Actor& by, CommandBody body, Instant now) {
  const auto decided = decide(state_, Command{by, std::move(body)}, at(now));
  if (!decided) {
    return false;
  }
  for (const Event& event : *decided) {
    apply(state_, event);
    observe(now);
  }
  return true;
}

/// Whether some bound that counts gives a time is known only while the duty is open.
void Walking::observe(Instant now) {
  const std::size_t known = seen_.size();
  seen_.resize(state_.duties.size());
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    if (seen_[i].fixed || (i < known && !duty.open())) {
      continue;
    }
    const DutyClock clock = clock_of(policy_, duty.scope, duty.id);
    seen_[i].due = duty.deadline.due;
    seen_[i].projected = is_projected(duty, state_, at(now));
    if (clock.bounds != nullptr) {
      const auto counting = std::ranges::find_if(*clock.bounds, [&](const Bound& bound) {
        return since(bound.when, {state_, now, &calendar_}).has_value();
      });
      seen_[i].bound = counting == clock.bounds->end() ? nullptr : &*counting;
    }
    seen_[i].not_stated =
        clock.bounds == nullptr || std::ranges::none_of(*clock.bounds, [&](const Bound& bound) {
          return states_a_time(bound.within) && since(bound.when, {state_, now, &calendar_});
        });
  }
}

void Walking::note_choice(std::string what, const std::string& asked, const std::string& chosen,
                          std::vector<std::string> all) {
  std::erase(all, chosen);
  if (asked.empty() && !all.empty()) {
    choices_.push_back({std::move(what), chosen, std::move(all)});
  }
}

void Walking::note_class(const TimelineQuestion& question, const Raise& raise) {
  constexpr std::string_view kClass = "urgency";
  const auto said = [&](const auto& fact) { return fact.first == kClass; };
  const FactRule* rule = policy_.fact(std::string{kClass});
  if (rule == nullptr || std::ranges::any_of(question.facts, said)) {
    return;
  }
  for (const GivenFact& given : raise.facts) {
    if (given.fact == kClass && !given.words.empty()) {
      note_choice("class", "", given.words.front(), rule->one_of);
    }
  }
}

/// What was answered for whoever asked, of the facts that decide which limits count.
void Walking::note_fact(const FactRule& rule, const std::string& taken) {
  if (rule.id != "urgency" && rule.fastest_first) {
    note_choice(spaced(rule.id), "", taken, rule.one_of);
    choices_.back().fact = choices_.back().what == spaced(rule.id) ? rule.id : "";
  }
}

/// The answer of the question: a word, or the moment that was written.
std::expected<GivenFact, std::string> Walking::given(const std::string& name,
                                                     const std::string& word) const {
  GivenFact fact{name, "", {word}, std::nullopt};
  const FactRule* rule = policy_.fact(name);
  if (rule != nullptr && rule->kind == FactKind::Moment) {
    const auto moment = parse_local(calendar_.zone(), word);
    if (!moment) {
      return std::unexpected(
          fmt::format("`{}` is a date and a time: write --fact {}=2027-06-21T10:00", name, name));
    }
    fact.words.clear();
    fact.moment = *moment;
  }
  return fact;
}

std::expected<void, std::string> Walking::raise(const TimelineQuestion& question) {
  Raise raise;
  raise.sides = {{AgencyId{"one"}, {}}, {AgencyId{"two"}, PersonId{"two_invented_worker_holder"}}};
  raise.matter = {std::string{kText}, std::string{kText}, std::string{kText}, std::string{kText},
                  std::string{kText}};
  for (const auto& [name, word] : question.facts) {
    if (name == "whom") {
      raise.children.push_back(somebody(word));
    } else {
      ACCORD_TRY(GivenFact fact, given(name, word));
      raise.facts.push_back(std::move(fact));
    }
  }
  const ExitRule* route = nullptr;
  std::vector<std::string> routes;
  for (const ExitRule& exit : policy_.start.exits) {
    if (exit.go.empty()) {
      continue;
    }
    routes.push_back(exit.id);
    if (route == nullptr && (question.route.empty() || exit.id == question.route)) {
      route = &exit;
    }
  }
  if (route == nullptr) {
    return std::unexpected(fmt::format("the policy has no route `{}`: choose one of {}",
                                       question.route, fmt::join(routes, ", ")));
  }
  satisfy(route->when, policy_, raise);
  note_choice("route", question.route, route->id, routes);
  if (raise.children.empty() && !policy_.may_be_about("none")) {
    const auto first = std::ranges::find_if(
        policy_.subjects, [](const std::string& subject) { return subject != "none"; });
    raise.children.push_back(somebody(first != policy_.subjects.end() ? *first : "child"));
  }
  for (const FactRule& fact : policy_.facts) {
    const bool answered =
        std::ranges::any_of(raise.facts, [&](const GivenFact& one) { return one.fact == fact.id; });
    if (answered || (!fact.required && !fact.fastest_first)) {
      continue;
    }
    GivenFact invented{fact.id, "", {}, std::nullopt};
    if (fact.kind == FactKind::Moment) {
      invented.moment = question.raised;
    } else if (std::ranges::find(fact.one_of, "no") != fact.one_of.end()) {
      invented.words.emplace_back("no");
    } else if (!fact.one_of.empty()) {
      invented.words.push_back(!fact.taken_as.empty() ? fact.taken_as
                               : fact.fastest_first   ? fact.one_of.back()
                                                      : fact.one_of.front());
      note_fact(fact, invented.words.front());
    } else {
      invented.words.emplace_back(kText);
    }
    raise.facts.push_back(std::move(invented));
  }
  note_class(question, raise);
  const Actor raiser{PersonId{"one_invented_worker_holder"}, AgencyId{"one"}};
  const auto decided = decide(state_, Command{raiser, raise}, at(question.raised));
  if (!decided) {
    const Refusal& refusal = decided.error();
    return std::unexpected(
        fmt::format("it cannot be raised like this: {}{}{} Give another answer with --fact "
                    "NAME=WORD, --class or "
                    "--route",
                    refusal.what, refusal.instead.empty() ? "" : " ", refusal.instead));
  }
  for (const Event& event : *decided) {
    apply(state_, event);
    observe(question.raised);
  }
  return {};
}

/// Who sits, so that the policy's rule for the meeting is kept.
Evidence Walking::evidence_for(const DutyRule& rule, Instant now) const {
  Evidence evidence;
  evidence.mode = rule.modes.empty() ? "telephone" : rule.modes.front();
  evidence.texts = all_texts(rule.record);
  evidence.minutes = kText;
  evidence.decision = kText;
  if (!rule.meeting) {
    return evidence;
  }
  const auto seat = [&](const std::vector<RoleRef>& roles, const std::string& as) {
    for (const Ower& ower : resolve_all(roles, state_, at(now))) {
      const Person* person = directory_.person(ower.person);
      evidence.seats.push_back({as, person != nullptr ? person->agency : AgencyId{}, ower.person});
    }
  };
  seat(rule.meeting->chair, "chair");
  for (Seat& other : evidence.seats | std::views::drop(1)) {
    other.role = "member";  // one of those whom the rule names chairs it
  }
  seat(rule.meeting->must, "must");
  const auto wanted =
      static_cast<std::size_t>(std::max(rule.meeting->at_least, rule.meeting->quorum));
  for (const Person& person : directory_.people()) {
    if (evidence.seats.size() < wanted && person.agency.text() == "partnership") {
      evidence.seats.push_back({"member", person.agency, person.id});
    }
  }
  for (Seat& sits : evidence.seats) {
    if (rule.meeting->decides == MeetingDecides::Majority && !sits.person.empty()) {
      sits.vote = "for";
    }
  }
  if (rule.meeting->chair.empty() && rule.meeting->chair_elected && !evidence.seats.empty()) {
    evidence.seats.front().role = "chair";
  }
  return evidence;
}

void Walking::record(const DutyRule& rule, Instant now) {
  const std::string scope = state_.stage()->stage;
  RecordDone done;
  done.scope = scope;
  done.id = rule.id;
  done.evidence = evidence_for(rule, now);
  Undertake action;
  action.what = kText;
  action.agency = AgencyId{"one"};
  action.due = now;
  done.actions = {action};
  if (rule.is_right()) {
    for (const Person& person : directory_.people()) {
      if (give({person.id, person.agency}, done, now)) {
        return;
      }
    }
    return;
  }
  std::vector<int> numbers;
  for (const DutyState& duty : state_.duties) {
    if (duty.open() && duty.scope == scope && duty.id == rule.id) {
      numbers.push_back(duty.number);
    }
  }
  for (const int number : numbers) {
    done.number = number;
    for (const Person& person : directory_.people()) {
      if (give({person.id, person.agency}, done, now)) {
        break;
      }
    }
  }
}

/// Records the duties of this stage that a way onward waits for.
void Walking::record_needed(const Stage& stage, const Condition& condition, Instant now) {
  if (condition.kind == Condition::Kind::All) {
    for (const Condition& part : condition.parts) {
      record_needed(stage, part, now);
    }
  } else if (condition.kind == Condition::Kind::Any) {
    record_needed(stage, condition.parts.front(), now);
  } else if (condition.kind == Condition::Kind::Word && !condition.words.empty() &&
             condition.words.front() == "met" && condition.subject.kind == SubjectKind::Duty &&
             condition.subject.scope == stage.id && !left(stage)) {
    if (const DutyRule* rule = policy_.duty(stage.id, condition.subject.id)) {
      record(*rule, now);
    }
  }
}

bool Walking::take(const Stage& stage, const ExitRule& exit, Instant now) {
  if (!since(exit.when, {state_, now, &calendar_})) {
    // Tried on a copy: what is recorded for a way that stays closed did not happen.
    const Disagreement before = state_;
    const std::vector<Seen> before_seen = seen_;
    record_needed(stage, exit.when, now);
    if (!left(stage) && !since(exit.when, {state_, now, &calendar_})) {
      state_ = before;
      seen_ = before_seen;
      return false;
    }
  }
  TakeExit taken;
  taken.scope = stage.id;
  taken.exit = exit.id;
  taken.record = all_texts(exit.record);
  for (const Person& person : directory_.people()) {
    if (left(stage)) {
      break;
    }
    const Actor actor{person.id, person.agency};
    if (!covers(actor, stage.id, exit, state_, at(now)).empty()) {
      give(actor, taken, now);
    }
  }
  return left(stage);
}

bool Walking::onward_from(const Stage& stage, Instant now) {
  for (const ExitRule& exit : stage.exits) {
    const bool been = state_.latest_visit(exit.go) != nullptr;
    if (!exit.go.empty() && exit.go != "again" && !been && take(stage, exit, now)) {
      return true;
    }
  }
  return false;
}

void Walking::walk() {
  bool onward = true;
  while (onward && state_.stage() != nullptr) {
    const Stage* stage = policy_.scope(state_.stage()->stage);
    std::optional<Instant> due;
    for (const DutyState* settle : latest_opening(state_, stage->id, "settle")) {
      due = settle->deadline.due;
    }
    if (!due) {
      return;
    }
    // A cap may have passed before the stage began.
    const Instant now = std::max(*due, state_.seen_until);
    give({}, PassTime{}, now);
    for (Seen& seen : seen_) {
      seen.fixed = seen.due.has_value();
    }
    // At the limit; or just after it, where a way opens only once the time has passed.
    onward = onward_from(*stage, now);
    if (!onward) {
      const Disagreement before = state_;
      const std::vector<Seen> before_seen = seen_;
      const Instant after{now.seconds + 1};
      give({}, PassTime{}, after);
      onward = onward_from(*stage, after);
      if (!onward) {  // the last stage: what its lateness opens belongs to no timeline
        state_ = before;
        seen_ = before_seen;
      }
    }
  }
}

std::vector<TimelineRow> Walking::rows() const {
  std::vector<TimelineRow> rows;
  for (std::size_t i = 0; i < state_.duties.size(); ++i) {
    const DutyState& duty = state_.duties[i];
    const bool known = std::ranges::any_of(rows, [&](const TimelineRow& row) {
      return row.stage == duty.scope && row.duty == duty.id;
    });
    const Stage* scope = policy_.scope(duty.scope);
    if (known || scope == nullptr) {
      continue;
    }
    const DutyRule* rule = policy_.duty(duty.scope, duty.id);
    TimelineRow row;
    row.stage = duty.scope;
    row.duty = duty.id;
    row.due = seen_[i].due;
    row.projected = seen_[i].projected;
    row.not_stated = seen_[i].not_stated;
    const auto& owers = rule != nullptr ? rule->owed_by : scope->settled_by;
    row.owed_by = owers.empty() ? "each side" : in_words(policy_, owers);
    const DutyClock clock = clock_of(policy_, duty.scope, duty.id);
    const Bound* bound = seen_[i].bound;
    if (bound == nullptr && clock.bounds != nullptr && !clock.bounds->empty()) {
      bound = &clock.bounds->front();
    }
    if (row.not_stated && (bound != nullptr && bound->local_target)) {
      row.local_target = in_words(*bound->local_target);
    } else if (row.not_stated && policy_.local_target) {
      row.local_target = in_words(*policy_.local_target);
    }
    row.clause = bound != nullptr && !bound->source.clause.empty() ? bound->source.clause
                 : rule != nullptr                                 ? rule->source.clause
                                                                   : scope->source.clause;
    rows.push_back(std::move(row));
  }
  if (state_.cap.due) {
    rows.push_back({"", "cap", "everybody", state_.cap.due, false, "",
                    policy_.cap.front().source.clause,
                    is_cap_projected(state_, at(state_.seen_until))});
  }
  return rows;
}

}  // namespace

std::expected<Timeline, std::string> timeline(const Policy& policy, const WorkingCalendar& calendar,
                                              const TimelineQuestion& question) {
  const Directory directory = invented_directory(policy);
  Walking walking{policy, calendar, directory};
  ACCORD_TRY_DO(walking.raise(question));
  walking.walk();
  return Timeline{walking.rows(), walking.choices()};
}

}  // namespace accord
