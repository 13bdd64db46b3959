#include "rehearsal/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "disagreement/deadline.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

constexpr std::string_view kBegun = "begun";
constexpr std::string_view kOpened = "opened";
constexpr std::string_view kMet = "met";
constexpr std::string_view kUsed = "used";
constexpr std::string_view kTaken = "taken";
constexpr std::string_view kOverdue = "overdue";
constexpr std::string_view kBound = "bound";
constexpr std::string_view kAnswered = "answered";
constexpr std::string_view kFilled = "filled";
constexpr std::string_view kLineManager = "line_manager";

std::string filled_by(const RoleAlternative& alternative) {
  return fmt::format("filled by the {}{}", spaced(alternative.post),
                     alternative.proxy ? ", standing in" : "");
}

/// The limits that a duty's deadline is computed from: "talk.settle", "talk.say.due".
std::string clock_id(const Policy& policy, std::string_view scope, std::string_view id) {
  const bool of_stage = id == "settle" || clock_of(policy, scope, id).with_settle;
  return of_stage ? fmt::format("{}.settle", scope) : fmt::format("{}.{}.due", scope, id);
}

}  // namespace

/// One record, walked through once.
class CoverageOfRun {
 public:
  CoverageOfRun(Coverage& coverage, const Directory& directory)
      : coverage_(coverage), policy_(coverage.policy_), directory_(directory) {}

  void walk(std::span<const Event> events) {
    for (const Event& event : events) {
      if (std::holds_alternative<PolicyChanged>(event.body)) {
        return;  // from here on it is another version that is executed
      }
      by_ = event.by.person;
      std::visit([this](const auto& body) { see(body); }, event.body);
    }
  }

 private:
  struct DutyName {
    std::string scope;
    std::string id;
  };

  void see(const auto& /*tells of no rule*/) {}

  void see(const Raised& event) {
    for (const Side& side : event.sides) {
      sides_.push_back(side.agency);
    }
  }

  void see(const FactSet& event) { coverage_.see("fact." + event.fact, kAnswered); }

  void see(const StageBegun& event) {
    coverage_.see("stage." + event.stage, kBegun);
    const Stage* stage = policy_.scope(event.stage);
    if (stage != nullptr && event.tier == 1) {  // further up speaks whoever stands in the line
      see_all(event.representatives, stage->representatives);
    }
  }

  void see(const ExitFired& event) { coverage_.see(event.scope + "." + event.exit, kTaken); }

  void see(const Taken& event) {
    for (const std::string& taker : event.covers) {
      constexpr std::string_view kRole = "role:";
      if (taker.starts_with(kRole)) {
        see_acting(taker.substr(kRole.size()), by_);
      }
    }
  }

  void see(const DutyOpened& event) {
    duties_[event.number] = {event.scope, event.id};
    coverage_.see(event.scope + "." + event.id, kOpened);
    see_bound(event.scope, event.id, event.deadline);
    if (const DutyRule* rule = policy_.duty(event.scope, event.id)) {
      see_all(event.owers, rule->owed_by);
      see_all(event.to, rule->to);
    } else if (const Stage* stage = policy_.scope(event.scope)) {
      see_all(event.owers, stage->settled_by);
    }
  }
  void see(const DutyMet& event) { see_duty(event.number, kMet); }
  void see(const DutyOverdue& event) { see_duty(event.number, kOverdue); }

  void see(const Done& event) {
    const DutyName name =
        event.number != 0 ? duties_[event.number] : DutyName{event.scope, event.id};
    if (event.number == 0) {
      coverage_.see(name.scope + "." + name.id, kUsed);
    }
    const DutyRule* rule = policy_.duty(name.scope, name.id);
    if (rule == nullptr) {
      return;
    }
    see_acting(rule->open_to, by_);
    if (rule->is_right()) {
      see_told(rule->to);
    }
    for (const Seat& seat : event.evidence.seats) {
      if (rule->meeting) {
        see_acting(seat.role == "chair"   ? rule->meeting->chair
                   : seat.role == "hears" ? rule->meeting->hears
                                          : rule->meeting->must,
                   seat.person);
      }
    }
  }

  void see(const DeadlineChanged& event) {
    if (event.number == 0) {
      see_limit("cap", policy_.cap, event.to);
    } else {
      const DutyName& name = duties_[event.number];
      see_bound(name.scope, name.id, event.to);
    }
  }

  void see(const Rebound& event) { see_ower(event.ower); }
  void see(const Undertaken& event) {
    duties_[event.number] = {"undertaken", ""};
    see_ower(event.undertaking.owner);
  }

  void see_duty(int number, std::string_view what) {
    const DutyName& name = duties_[number];
    const bool settle = name.id == "settle";
    coverage_.see(settle ? "stage." + name.scope : name.scope + "." + name.id, what);
  }

  void see_bound(const std::string& scope, const std::string& id, const DeadlineState& deadline) {
    const DutyClock clock = clock_of(policy_, scope, id);
    if (clock.bounds != nullptr) {
      see_limit(clock_id(policy_, scope, id), *clock.bounds, deadline);
    }
  }

  /// A limit without a time of its own binds by the local target that stands for it.
  void see_limit(const std::string& id, const Clock& bounds, const DeadlineState& deadline) {
    for (std::size_t i = 0; i < bounds.size(); ++i) {
      const bool by_target = deadline.bound == DeadlineState::kLocalTarget &&
                             !states_a_time(bounds[i].within) && i < deadline.anchors.size() &&
                             deadline.anchors[i];
      if (by_target || deadline.bound == static_cast<int>(i)) {
        coverage_.see(fmt::format("{}.{}", id, i + 1), kBound);
      }
    }
  }

  /// Whom a right tells is in no event: those who hold the post now.
  void see_told(const std::vector<RoleRef>& refs) {
    for (const RoleRef& ref : refs) {
      const RoleRule* rule = policy_.role(ref.alternatives.front());
      for (std::size_t i = 0; rule != nullptr && i < sides_.size(); ++i) {
        const bool of_side = ref.side == SideSelector::RaisingSide      ? i == 0
                             : ref.side == SideSelector::RespondingSide ? i > 0
                                                                        : true;
        if (of_side) {
          see_first_held(*rule, sides_[i]);
        }
      }
    }
  }

  void see_first_held(const RoleRule& rule, const AgencyId& own) {
    for (const RoleAlternative& alternative : rule.alternatives) {
      const Agency* partnership = directory_.partnership();
      const bool ours = alternative.in == PostIn::Partnership && partnership != nullptr;
      for (const Post* post :
           directory_.posts_with(ours ? partnership->id : own, alternative.post)) {
        if (is_post(post, alternative) && !post->holders.empty()) {
          see_filled(rule, alternative);
          return;
        }
      }
    }
  }

  /// Who speaks for a side, or stands above who does, is recorded as that: their role is one of
  /// those that `refs` name for their side.
  void see_all(const std::vector<Ower>& owers, const std::vector<RoleRef>& refs) {
    for (const Ower& ower : owers) {
      see_ower(ower);
      for (const RoleRef& ref : refs) {
        const bool of_side = ref.side == SideSelector::RaisingSide      ? ower.side == 0
                             : ref.side == SideSelector::RespondingSide ? ower.side > 0
                                                                        : true;
        for (const std::string& role : ref.alternatives) {
          if (of_side && policy_.role(ower.role) == nullptr) {
            see_ower_as(role, ower, ref.alternatives.size() == 1);
          }
        }
      }
    }
  }

  void see_ower(const Ower& ower) { see_ower_as(ower.role, ower, false); }

  /// `certain`: whoever it is, fills that role; so where no post of it fits, the line of management
  /// led to them.
  void see_ower_as(const std::string& role, const Ower& ower, bool certain) {
    const RoleRule* rule = policy_.role(role);
    if (rule == nullptr || ower.person.empty()) {
      return;
    }
    bool found = false;
    for (const RoleAlternative& alternative : rule->alternatives) {
      const bool by_line = alternative.post == kLineManager;
      const bool fits = by_line             ? certain && !found
                        : ower.post.empty() ? is_on_call(ower.person, alternative.post)
                                            : is_post(directory_.post(ower.post), alternative);
      if (fits && alternative.proxy == ower.proxy) {
        see_filled(*rule, alternative);
        found = true;
      }
    }
  }

  void see_acting(const std::vector<RoleRef>& refs, const PersonId& person) {
    for (const RoleRef& ref : refs) {
      for (const std::string& role : ref.alternatives) {
        see_acting(role, person);
      }
    }
  }

  /// Whoever acted in a role: by the posts that they hold.
  void see_acting(const std::string& role, const PersonId& person) {
    const RoleRule* rule = policy_.role(role);
    if (rule == nullptr) {
      return;
    }
    for (const RoleAlternative& alternative : rule->alternatives) {
      const auto posts = directory_.posts_of(person);
      if (is_on_call(person, alternative.post) || std::ranges::any_of(posts, [&](const Post* post) {
            return is_post(post, alternative);
          })) {
        see_filled(*rule, alternative);
      }
    }
  }

  void see_filled(const RoleRule& rule, const RoleAlternative& alternative) {
    coverage_.see("role." + rule.id, kFilled);
    coverage_.see("role." + rule.id, filled_by(alternative));
  }

  [[nodiscard]] bool is_on_call(const PersonId& person, const std::string& role) const {
    return std::ranges::any_of(directory_.on_call(), [&](const OnCall& one) {
      return one.person == person && one.role == role;
    });
  }

  [[nodiscard]] bool is_post(const Post* post, const RoleAlternative& alternative) const {
    const Agency* agency = post == nullptr ? nullptr : directory_.agency(post->agency);
    if (agency == nullptr || agency->is_partnership != (alternative.in == PostIn::Partnership) ||
        (alternative.in == PostIn::Sector && agency->sector != alternative.sector)) {
      return false;
    }
    const auto posts = directory_.posts_with(agency->id, alternative.post);
    return std::ranges::find(posts, post) != posts.end();
  }

  Coverage& coverage_;
  const Policy& policy_;
  const Directory& directory_;
  std::map<int, DutyName> duties_;
  std::vector<AgencyId> sides_;
  PersonId by_;
};

bool RuleCoverage::exercised() const {
  return std::ranges::all_of(
      moments, [](const RuleMoment& moment) { return moment.seen || !moment.needed; });
}

std::vector<std::string> RuleCoverage::never() const {
  std::vector<std::string> found;
  for (const RuleMoment& moment : moments) {
    if (!moment.seen && moment.needed) {
      return {moment.what};
    }
    if (!moment.seen) {
      found.push_back(moment.what);
    }
  }
  return found;
}

Coverage::Coverage(const Policy& policy) : policy_(policy) {
  for (RuleInWords& rule : explain(policy)) {
    at_.emplace(rule.id, rules_.size());
    rules_.push_back({std::move(rule), {}});
  }
  for (const FactRule& fact : policy.facts) {
    expect("fact." + fact.id, std::string{kAnswered});
  }
  for (const RoleRule& role : policy.roles) {
    expect("role." + role.id, std::string{kFilled});
    for (const RoleAlternative& alternative : role.alternatives) {
      if (role.alternatives.size() > 1) {
        expect("role." + role.id, filled_by(alternative), false);
      }
    }
  }
  for (std::size_t i = 0; i < policy.cap.size(); ++i) {
    expect(fmt::format("cap.{}", i + 1), std::string{kBound});
  }
  expect_scope(policy.start);
  for (const Stage& stage : policy.stages) {
    expect("stage." + stage.id, std::string{kBegun});
    expect("stage." + stage.id, std::string{kOverdue}, false);
    expect_scope(stage);
  }
  expect_scope(policy.throughout);
  expect_scope(policy.after);
  std::erase_if(rules_, [](const RuleCoverage& rule) { return rule.moments.empty(); });
  at_.clear();
  for (std::size_t i = 0; i < rules_.size(); ++i) {
    at_.emplace(rules_[i].rule.id, i);
  }
}

void Coverage::expect_scope(const Stage& scope) {
  for (std::size_t i = 0; i < scope.settle.size(); ++i) {
    expect(fmt::format("{}.settle.{}", scope.id, i + 1), std::string{kBound});
  }
  for (const DutyRule& duty : scope.duties) {
    const std::string id = scope.id + "." + duty.id;
    if (duty.is_right()) {
      expect(id, std::string{kUsed});
      continue;
    }
    expect(id, std::string{kOpened});
    expect(id, std::string{kMet});
    expect(id, std::string{kOverdue}, false);
    for (std::size_t i = 0; i < duty.due.size(); ++i) {
      expect(fmt::format("{}.due.{}", id, i + 1), std::string{kBound});
    }
  }
  for (const ExitRule& exit : scope.exits) {
    expect(scope.id + "." + exit.id, std::string{kTaken});
  }
}

void Coverage::expect(const std::string& rule, std::string what, bool needed) {
  const auto at = at_.find(rule);
  if (at == at_.end()) {
    return;
  }
  auto& moments = rules_[at->second].moments;
  if (std::ranges::find(moments, what, &RuleMoment::what) == moments.end()) {
    moments.push_back({std::move(what), needed, false});
  }
}

void Coverage::see(const std::string& rule, std::string_view what) {
  const auto at = at_.find(rule);
  if (at == at_.end()) {
    return;
  }
  for (RuleMoment& moment : rules_[at->second].moments) {
    moment.seen = moment.seen || moment.what == what;
  }
}

void Coverage::add(const RehearsalReport& report, const Directory& directory) {
  CoverageOfRun{*this, directory}.walk(report.events);
  for (const std::string& exit : report.signposted) {
    see("start." + exit, kTaken);
  }
}

int Coverage::exercised() const {
  return static_cast<int>(std::ranges::count_if(rules_, &RuleCoverage::exercised));
}

}  // namespace accord
