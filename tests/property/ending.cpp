#include <algorithm>

#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"
#include "said.hpp"
#include "world.hpp"

namespace accord::property {

namespace {

/// Looks for a way to an outcome: takes whatever ends, does whatever is owed, goes onward, waits.
class Ending {
 public:
  Ending(const World& world, Disagreement disagreement, Instant now)
      : world_(world), state_(std::move(disagreement)), now_(now) {}

  bool reached() {
    for (int round = 0; round < 60; ++round) {
      give({}, PassTime{});
      const std::int64_t before = state_.version;
      replace_who_left();
      if (take_any(true) || state_.outcome) {
        return true;
      }
      do_what_is_owed();
      if (take_any(true) || state_.outcome) {
        return true;
      }
      take_any(false);
      if (state_.outcome) {
        return true;
      }
      if (state_.version == before) {
        now_.seconds =
            next_moment(state_, now_).value_or(Instant{now_.seconds + 86'400}).seconds + 1;
      }
    }
    return false;
  }

 private:
  bool give(const Actor& by, CommandBody body) {
    const auto decided = decide(state_, Command{by, std::move(body)}, world_.at(now_));
    if (!decided) {
      return false;
    }
    for (const Event& event : *decided) {
      state_ = evolve(std::move(state_), event);
    }
    return true;
  }

  [[nodiscard]] bool has_left(const Ower& ower) const {
    return !ower.person.empty() && world_.directory.person(ower.person) == nullptr;
  }

  /// Where who speaks or owes has left, a colleague is named.
  void replace_who_left() {
    const auto name = [&](int number, SideIndex side) {
      for (const Person& person : world_.directory.people()) {
        const Rebind named{number, side, person.id, {}, "", std::string{kSaid}};
        if (give({person.id, person.agency}, named)) {
          return;
        }
      }
    };
    for (std::size_t i = 0; i < state_.representatives.size(); ++i) {
      if (has_left(state_.representatives[i])) {
        name(0, state_.representatives[i].side);
      }
    }
    for (std::size_t i = 0; i < state_.duties.size(); ++i) {
      const DutyState duty = state_.duties[i];
      for (const Ower& ower : duty.owers) {
        if (duty.open() && has_left(ower)) {
          name(duty.number, ower.side);
        }
      }
    }
  }

  static Texts all(const std::vector<std::string>& labels) {
    Texts texts;
    for (const std::string& label : labels) {
      texts.emplace_back(label, kSaid);
    }
    return texts;
  }

  /// Only one kind of exit at a time: those that end (but for withdrawing), or those that go on.
  bool take_any(bool ending) {
    const Stage* stage =
        state_.stage() != nullptr ? world_.policy.scope(state_.stage()->stage) : nullptr;
    if (stage == nullptr) {
      return false;
    }
    for (const Stage* scope : {stage, &world_.policy.throughout}) {
      for (const ExitRule& exit : scope->exits) {
        if (exit.end.has_value() == ending && exit.end != OutcomeKind::Withdrawn &&
            take(scope->id, exit)) {
          return true;
        }
      }
    }
    return false;
  }

  bool take(const std::string& scope, const ExitRule& exit) {
    const auto fired = state_.fired.size();
    for (const Person& person : world_.directory.people()) {
      const Actor by{person.id, person.agency};
      if (!covers(by, scope, exit, state_, world_.at(now_)).empty()) {
        give(by, TakeExit{scope, exit.id, all(exit.record), "", {}});
      }
      if (state_.fired.size() != fired) {
        return true;
      }
    }
    return false;
  }

  void do_what_is_owed() {
    const std::size_t count = state_.duties.size();
    for (std::size_t i = 0; i < count && !state_.outcome; ++i) {
      const DutyState duty = state_.duties[i];
      if (!duty.open() || duty.is_settle() || duty.undertaking) {
        continue;
      }
      const DutyRule* rule = world_.policy.duty(duty.scope, duty.id);
      RecordDone done;
      done.number = duty.number;
      fill(done, rule);
      bool is_done = false;
      for (const Ower& ower : duty.owers) {
        const Person* person = world_.directory.person(ower.person);
        is_done = is_done || (person != nullptr && give({person->id, person->agency}, done));
      }
      for (const Person& person : world_.directory.people()) {
        is_done = is_done || give({person.id, person.agency}, done);
      }
    }
    const Stage* stage =
        state_.stage() != nullptr ? world_.policy.scope(state_.stage()->stage) : nullptr;
    for (std::size_t i = 0; stage != nullptr && i < stage->duties.size(); ++i) {
      const DutyRule& rule = stage->duties[i];
      const bool used = std::ranges::any_of(state_.rights, [&](const RightUsed& right) {
        return right.scope == stage->id && right.id == rule.id;
      });
      if (!rule.is_right() || used) {
        continue;
      }
      RecordDone done;
      done.scope = stage->id;
      done.id = rule.id;
      fill(done, &rule);
      for (const Person& person : world_.directory.people()) {
        if (give({person.id, person.agency}, done)) {
          break;
        }
      }
    }
  }

  void fill(RecordDone& done, const DutyRule* rule) {
    done.evidence.mode = "telephone";
    done.evidence.minutes = kSaid;
    done.evidence.decision = kSaid;
    if (rule == nullptr) {
      return;
    }
    done.evidence.mode = rule->modes.empty() ? "telephone" : rule->modes.front();
    done.evidence.texts = all(rule->record);
    Undertake action;
    action.what = kSaid;
    action.agency = state_.raised.sides.front().agency;
    action.due = Instant{now_.seconds + 86'400};
    done.actions.push_back(std::move(action));
    if (!rule->meeting) {
      return;
    }
    // Everybody whom the procedure does not keep out.
    const auto barred = resolve_all(rule->meeting->must_not, state_, world_.at(now_));
    for (const Person& person : world_.directory.people()) {
      const bool out = std::ranges::any_of(barred, [&](const Ower& ower) {
        const bool of_side =
            ower.side >= 0 &&
            state_.raised.sides[static_cast<std::size_t>(ower.side)].agency == person.agency;
        return ower.person == person.id || of_side;
      });
      const bool chaired = std::ranges::count(done.evidence.seats, "chair", &Seat::role) > 0;
      done.evidence.seats.push_back({out       ? "hears"
                                     : chaired ? "member"
                                               : "chair",
                                     person.agency, person.id});
    }
    done.evidence.decision = kSaid;
  }

  const World& world_;
  Disagreement state_;
  Instant now_;
};

}  // namespace

bool can_be_ended(const World& world, Disagreement disagreement, Instant now) {
  return Ending{world, std::move(disagreement), now}.reached();
}

}  // namespace accord::property
