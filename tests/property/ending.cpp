#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <ranges>
#include <set>

#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"
#include "said.hpp"
#include "world.hpp"

namespace accord::property {

namespace {

/// Looks for a way to the end: takes whatever ends, does whatever is owed, goes onward, waits; and
/// after the outcome does what is still owed, until the disagreement is finished.
class Ending {
 public:
  /// Hurried: goes on before doing what is owed. What is done may lead back by itself.
  Ending(const World& world, Disagreement disagreement, Instant now, bool hurried)
      : world_(with_newcomers(world)),
        state_(std::move(disagreement)),
        now_(now),
        hurried_(hurried) {}

  std::optional<std::string> held_up() {
    for (std::size_t round = 0; round < kRounds && !state_.finished; ++round) {
      give({}, PassTime{});
      const std::int64_t before = state_.version;
      refused_.clear();
      replace_who_left();
      if (state_.outcome) {
        do_what_is_owed();
      } else if (!take_any(true) && !(hurried_ && take_any(false))) {
        do_what_is_owed();
        if (!take_any(true)) {
          take_any(false);
        }
      }
      if (state_.version == before) {
        ++waited_;
        now_.seconds =
            next_moment(state_, now_).value_or(Instant{now_.seconds + 86'400}).seconds + 1;
      }
    }
    if (state_.finished) {
      return std::nullopt;
    }
    std::string where =
        state_.stage() != nullptr ? state_.stage()->stage : std::string{"after the outcome"};
    std::set<std::string> refused;
    for (const DutyState& duty : state_.duties) {
      if (duty.open() && !duty.is_settle()) {
        refused.insert(fmt::format("{}.{} is owed", duty.scope, duty.id));
      }
    }
    refused.insert(refused_.begin(), refused_.end());
    return fmt::format("{}: {}", where, fmt::join(refused, "; "));
  }

 private:
  static constexpr std::size_t kRounds = 200;
  static constexpr int kPatience = 8;

  bool give(const Actor& by, CommandBody body) {
    const auto decided = decide(state_, Command{by, std::move(body)}, world_.at(now_));
    if (!decided) {
      if (refused_.size() < kRounds) {
        refused_.insert(decided.error().what + " " + decided.error().rule);
      }
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

  /// Where who speaks or owes has left, or nobody has the post, a colleague is named.
  void replace_who_left() {
    const auto name = [&](int number, SideIndex side) {
      // The newcomers first: who holds a post below would have all tiers above it again.
      for (const Person& person : std::views::reverse(world_.directory.people())) {
        const Rebind named{number, side, person.id, {}, "", std::string{kSaid}};
        if (give({person.id, person.agency}, named)) {
          return;
        }
      }
    };
    for (std::size_t i = 0; i < state_.representatives.size(); ++i) {
      if (has_left(state_.representatives[i]) || state_.representatives[i].person.empty()) {
        name(0, state_.representatives[i].side);
      }
    }
    for (std::size_t i = 0; i < state_.duties.size(); ++i) {
      const DutyState duty = state_.duties[i];
      for (const Ower& ower : duty.owers) {
        if (duty.open() && (has_left(ower) || (ower.person.empty() && ower.side >= 0))) {
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
    std::vector<std::pair<const Stage*, const ExitRule*>> ways;
    for (const Stage* scope : {stage, &world_.policy.throughout}) {
      for (const ExitRule& exit : scope->exits) {
        const bool goes_back =
            std::ranges::find(state_.visits, exit.go, &Visit::stage) != state_.visits.end();
        if (exit.end.has_value() == ending && exit.end != OutcomeKind::Withdrawn &&
            (!goes_back || waited_ >= kPatience)) {
          ways.emplace_back(scope, &exit);
        }
      }
    }
    // Back only where waiting brings nothing, and where it has been least often first, lest it goes
    // round for ever.
    std::ranges::stable_sort(ways, {}, [&](const auto& way) {
      return std::ranges::count(state_.visits, way.second->go, &Visit::stage);
    });
    const bool taken = std::ranges::any_of(
        ways, [&](const auto& way) { return take(way.first->id, *way.second); });
    waited_ = taken ? 0 : waited_;
    return taken;
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
    for (std::size_t i = 0; i < count; ++i) {
      const DutyState duty = state_.duties[i];
      if (!duty.open() || duty.is_settle() || (duty.undertaking && !state_.outcome)) {
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
    seat(done.evidence, *rule->meeting);
  }

  /// Everybody whom the procedure does not keep out, under a chair whom it names.
  void seat(Evidence& evidence, const MeetingRule& meeting) const {
    const Circumstances at = world_.at(now_);
    const auto barred = resolve_all(meeting.must_not, state_, at);
    std::vector<PersonId> chairs;
    for (const RoleRef& ref : meeting.chair) {
      for (const std::string& alternative : ref.alternatives) {
        for (const Ower& ower : resolve(ref, state_, at, alternative)) {
          std::ranges::copy(who_may_act(ower, state_, at), std::back_inserter(chairs));
        }
      }
    }
    int members = 0;
    for (const Person& person : world_.directory.people()) {
      const bool out = std::ranges::any_of(barred, [&](const Ower& ower) {
        const bool alone = ower.role == "raiser" || ower.role == "worker";
        const bool of_side =
            !alone && ower.side >= 0 &&
            state_.raised.sides[static_cast<std::size_t>(ower.side)].agency == person.agency;
        return ower.person == person.id || of_side;
      });
      const bool full = meeting.seats > 0 && members == meeting.seats;
      const bool sits = !out && !full;
      members += sits ? 1 : 0;
      const bool chaired = std::ranges::count(evidence.seats, "chair", &Seat::role) > 0;
      const bool may_chair = chairs.empty() || std::ranges::find(chairs, person.id) != chairs.end();
      const bool votes = sits && meeting.decides == MeetingDecides::Majority;
      evidence.seats.push_back({!sits                   ? "hears"
                                : !chaired && may_chair ? "chair"
                                                        : "member",
                                person.agency, person.id, votes ? "for" : ""});
      if (sits && !meeting.hears.empty()) {
        evidence.seats.push_back({"hears", person.agency, person.id});
      }
    }
  }

  const World world_;
  Disagreement state_;
  Instant now_;
  bool hurried_;
  std::set<std::string> refused_;
  int waited_ = 0;  ///< rounds in which nothing could be done
};

}  // namespace

std::optional<std::string> held_up(const World& world, Disagreement disagreement, Instant now) {
  auto where = Ending{world, disagreement, now, false}.held_up();
  return where ? Ending{world, std::move(disagreement), now, true}.held_up() : where;
}

}  // namespace accord::property
