#include "disagreement/commands_of.hpp"

#include <optional>
#include <string>
#include <variant>

#include "directory/directory.hpp"
#include "disagreement/roles.hpp"

namespace accord {

namespace {

bool by_somebody(const Event& event) {
  return is_act(event.body) && !event.by.person.empty();
}

GivenFact given_of(const FactSet& set) {
  return {set.fact, set.holder, set.words, set.moment};
}

/// Reads one record from its beginning to its end.
class RecordReader {
 public:
  RecordReader(std::span<const Event> events, const Policy& policy, const Directory& directory)
      : events_(events), policy_(policy), directory_(directory) {}

  [[nodiscard]] std::vector<RecordedCommand> read();

  CommandBody operator()(const Raised& event);
  CommandBody operator()(const FactSet& event) { return SetFact{given_of(event), event.reason}; }
  CommandBody operator()(const FactProposed& event) {
    take_confirmed<FactSet>();
    return SetFact{given_of(event.fact), event.fact.reason};
  }
  CommandBody operator()(const ChildTimescaleSet& event) {
    return SetChildTimescale{event.to, event.reason};
  }
  CommandBody operator()(const ChildTimescaleProposed& event) {
    take_confirmed<ChildTimescaleSet>();
    return SetChildTimescale{event.to, event.reason};
  }
  CommandBody operator()(const Done& event);
  CommandBody operator()(const Taken& event);
  CommandBody operator()(const TermsDeclined& event) {
    return DeclineTerms{event.scope, event.exit, event.reason};
  }
  CommandBody operator()(const DateProposed& event) {
    return AgreeDate{event.number, event.to, event.reason};
  }
  CommandBody operator()(const Undertaken& event) { return undertake_of(event.undertaking); }
  CommandBody operator()(const Corrected& event) {
    return Correct{event.sequence, event.text, event.happened};
  }
  CommandBody operator()(const Noted& event) { return AddNote{event.text}; }
  CommandBody operator()(const Rebound& event);
  template <typename Consequence>
  CommandBody operator()(const Consequence& /*event*/) {
    return PassTime{};
  }

 private:
  [[nodiscard]] const Event& act() const { return events_[act_]; }
  [[nodiscard]] bool here(std::size_t i) const {
    return i < events_.size() && events_[i].recorded_at == at_;
  }
  /// What every side had said before, and this side's word completed.
  template <typename Confirmed>
  void take_confirmed() {
    if (here(next_) && std::holds_alternative<Confirmed>(events_[next_].body) &&
        events_[next_].by.person == act().by.person) {
      ++next_;
    }
  }
  [[nodiscard]] Undertake undertake_of(const Undertaking& undertaking) const;
  [[nodiscard]] std::optional<Instant> happened() const {
    return act().happened_at == at_ ? std::nullopt : std::optional{act().happened_at};
  }
  void take_consequences();
  [[nodiscard]] std::string why_time_passed(std::size_t first) const;

  std::span<const Event> events_;
  const Policy& policy_;
  const Directory& directory_;
  Disagreement state_;  ///< before the act that is read
  Instant at_;
  std::size_t act_ = 0;
  std::size_t next_ = 0;  ///< behind what was read so far
};

Undertake RecordReader::undertake_of(const Undertaking& undertaking) const {
  Undertake command;
  command.kind = undertaking.kind;
  command.what = undertaking.what;
  command.how = undertaking.how;
  command.due = undertaking.due;
  const auto& sides = state_.raised.sides;
  const SideIndex side = undertaking.owner.side;
  if (side >= 0 && static_cast<std::size_t>(side) < sides.size()) {
    command.agency = sides[static_cast<std::size_t>(side)].agency;
  } else if (const Agency* partnership = directory_.partnership()) {
    command.agency = partnership->id;
  }
  // Whom nobody named is whoever speaks for the side.
  if (undertaking.owner.role == "named") {
    command.person = undertaking.owner.person;
  }
  return command;
}

/// With all that was given when it was raised: until its first stage begins.
CommandBody RecordReader::operator()(const Raised& event) {
  Raise raise;
  raise.partnership = event.partnership;
  raise.reference = event.reference;
  raise.sides = event.sides;
  raise.children = event.children;
  raise.matter = event.matter;
  raise.talked_to = event.talked_to;
  raise.happened = happened();
  for (; here(next_) && !std::holds_alternative<StageBegun>(events_[next_].body); ++next_) {
    const Event& given = events_[next_];
    if (const auto* fact = std::get_if<FactSet>(&given.body)) {
      raise.facts.push_back(given_of(*fact));
    } else if (const auto* child = std::get_if<ChildTimescaleSet>(&given.body)) {
      raise.child_timescale = child->to;
      raise.child_timescale_reason = child->reason;
    } else if (const auto* done = std::get_if<Done>(&given.body)) {
      raise.before.push_back({done->id, given.happened_at, done->evidence});
    }
  }
  return raise;
}

CommandBody RecordReader::operator()(const Done& event) {
  RecordDone command;
  command.number = event.number;
  command.scope = event.scope;
  command.id = event.id;
  command.happened = happened();
  command.evidence = event.evidence;
  if (here(next_) && std::holds_alternative<DutyMet>(events_[next_].body)) {
    ++next_;
  }
  for (; here(next_) && events_[next_].by.person == act().by.person; ++next_) {
    const auto* action = std::get_if<Undertaken>(&events_[next_].body);
    if (action == nullptr) {
      break;
    }
    command.actions.push_back(undertake_of(action->undertaking));
  }
  return command;
}

CommandBody RecordReader::operator()(const Taken& event) {
  TakeExit command{event.scope, event.exit, event.record, event.choice, {}};
  std::size_t standing = 0;
  for (const Terms& terms : state_.terms) {
    if (terms.scope == event.scope && terms.exit == event.exit) {
      standing = terms.outstanding.size();
    }
  }
  for (std::size_t i = standing; i < event.outstanding.size(); ++i) {
    command.outstanding.push_back(undertake_of(event.outstanding[i]));
  }
  return command;
}

CommandBody RecordReader::operator()(const Rebound& event) {
  Rebind command;
  command.number = event.number;
  command.side = event.side;
  command.person = event.ower.person;
  command.post = event.ower.post;
  command.reason = event.reason;
  const Visit* visit = state_.stage();
  const Stage* stage = visit != nullptr ? policy_.scope(visit->stage) : nullptr;
  if (event.ower.outside_line && stage != nullptr) {
    for (const std::string& role : offered_roles(*stage, event.side, state_)) {
      if (command.role.empty() && leaves_line(role)) {
        command.role = role;
      }
    }
  }
  return command;
}

/// What the policy made follow, with the issues of the terms that were agreed by it.
void RecordReader::take_consequences() {
  while (here(next_)) {
    std::size_t behind = next_;
    while (here(behind) && std::holds_alternative<Undertaken>(events_[behind].body)) {
      ++behind;
    }
    const bool agreed =
        behind > next_ && here(behind) && std::holds_alternative<ExitFired>(events_[behind].body);
    if (!agreed && by_somebody(events_[next_])) {
      return;
    }
    next_ = agreed ? behind : next_ + 1;
  }
}

/// Why time was let pass: other days count, say; empty where it passed by itself.
std::string RecordReader::why_time_passed(std::size_t first) const {
  std::string why;
  for (std::size_t i = first; i < next_; ++i) {
    const auto* moved = std::get_if<DeadlineChanged>(&events_[i].body);
    if (moved != nullptr && moved->why != "time passed") {
      why = moved->why;
    }
  }
  return why;
}

std::vector<RecordedCommand> RecordReader::read() {
  std::vector<RecordedCommand> commands;
  while (next_ < events_.size()) {
    const std::size_t first = next_;
    at_ = events_[first].recorded_at;
    // What time had done before the act, which saw it.
    while (here(next_) && !by_somebody(events_[next_])) {
      apply(state_, events_[next_]);
      ++next_;
    }
    RecordedCommand recorded{{Actor{}, PassTime{}}, at_, first};
    if (here(next_) && std::holds_alternative<PolicyChanged>(events_[next_].body)) {
      return commands;  // what is given from here on meets another version
    }
    const std::string why = why_time_passed(first);
    // An act of the same second does not say why time was let pass: that was a command before it.
    if (here(next_) && why.empty()) {
      act_ = next_++;
      recorded.command.by = act().by;
      recorded.command.body = std::visit(*this, act().body);
      take_consequences();
      for (std::size_t i = act_; i < next_; ++i) {
        apply(state_, events_[i]);
      }
    } else {
      std::get<PassTime>(recorded.command.body).why = why;
    }
    recorded.count = next_ - first;
    commands.push_back(std::move(recorded));
  }
  return commands;
}

}  // namespace

std::vector<RecordedCommand> commands_of(std::span<const Event> events, const Policy& policy,
                                         const Directory& directory) {
  return RecordReader{events, policy, directory}.read();
}

}  // namespace accord
