#include "directory/needs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace accord {

namespace {

constexpr std::array<std::string_view, 5> kComeWithTheCase = {"representative", "raiser", "worker",
                                                              "line_manager", "previous"};

bool comes_with_the_case(const std::string& role) {
  return std::find(kComeWithTheCase.begin(), kComeWithTheCase.end(), role) !=
         kComeWithTheCase.end();
}

/// A role that at any time can be the line manager, whom no directory has to name.
bool falls_to_line_manager(const Policy& policy, const std::string& role) {
  const RoleRule* rule = policy.role(role);
  return rule != nullptr && std::any_of(rule->alternatives.begin(), rule->alternatives.end(),
                                        [](const RoleAlternative& each) {
                                          return each.post == "line_manager" &&
                                                 each.when.kind == Condition::Kind::Always;
                                        });
}

RoleNeed::Place place_of(const RoleAlternative& alternative) {
  switch (alternative.in) {
    case PostIn::Sector: return {alternative.post, RoleNeed::Where::Sector, alternative.sector};
    case PostIn::Partnership: return {alternative.post, RoleNeed::Where::Partnership, {}};
    case PostIn::OwnAgency:
    case PostIn::RaisingAgency:
    case PostIn::RespondingAgency: break;
  }
  return {alternative.post, RoleNeed::Where::EachAgency, {}};
}

class Collector {
 public:
  explicit Collector(const Policy& policy) : policy_(policy) {}

  std::vector<RoleNeed> run();

 private:
  void ask(const std::vector<RoleRef>& who, std::string_view what, const Source& source);
  void ask(const RoleRef& who, const std::string& why);
  void add_places(const std::string& role, RoleNeed& need) const;
  void ask_for(const DutyRule& duty);
  void ask_for(const Stage& stage);

  const Policy& policy_;
  std::vector<RoleNeed> needs_;
};

/// A policy's own role, else a post on that side ("another post on it").
void Collector::add_places(const std::string& role, RoleNeed& need) const {
  const auto rule = std::find_if(policy_.roles.begin(), policy_.roles.end(),
                                 [&role](const RoleRule& each) { return each.id == role; });
  if (rule == policy_.roles.end()) {
    need.any_of.push_back({role, RoleNeed::Where::EachAgency, {}});
    return;
  }
  if (need.title.empty()) {
    need.title = rule->title;
  }
  const auto always = [](const RoleAlternative& each) {
    return each.when.kind == Condition::Kind::Always;
  };
  const bool any_always = std::any_of(rule->alternatives.begin(), rule->alternatives.end(), always);
  for (const RoleAlternative& alternative : rule->alternatives) {
    RoleNeed::Place place = place_of(alternative);
    if ((!any_always || always(alternative)) &&
        std::find(need.any_of.begin(), need.any_of.end(), place) == need.any_of.end()) {
      need.any_of.push_back(std::move(place));
    }
  }
}

void Collector::ask(const RoleRef& who, const std::string& why) {
  const auto fills_itself = [this](const std::string& role) {
    return comes_with_the_case(role) || falls_to_line_manager(policy_, role);
  };
  if (who.alternatives.empty() ||
      std::any_of(who.alternatives.begin(), who.alternatives.end(), fills_itself)) {
    return;
  }
  RoleNeed need;
  need.role = who.alternatives.front();
  for (const std::string& role : who.alternatives) {
    add_places(role, need);
  }
  const bool known = std::any_of(needs_.begin(), needs_.end(), [&need](const RoleNeed& each) {
    return each.role == need.role && each.any_of == need.any_of;
  });
  if (known || need.any_of.empty()) {
    return;
  }
  if (need.title.empty()) {
    need.title = need.role;
    std::replace(need.title.begin(), need.title.end(), '_', ' ');
  }
  need.why = why;
  needs_.push_back(std::move(need));
}

void Collector::ask(const std::vector<RoleRef>& who, std::string_view what, const Source& source) {
  const std::string why =
      source.clause.empty() ? std::string{what} : fmt::format("{} ({})", what, source.clause);
  for (const RoleRef& each : who) {
    ask(each, why);
  }
}

void Collector::ask_for(const DutyRule& duty) {
  for (const auto* who : {&duty.owed_by, &duty.open_to, &duty.to}) {
    ask(*who, duty.what, duty.source);
  }
  if (duty.meeting) {
    for (const auto* who : {&duty.meeting->chair, &duty.meeting->must}) {
      ask(*who, duty.what, duty.source);
    }
  }
}

void Collector::ask_for(const Stage& stage) {
  const std::string& what = stage.title.empty() ? stage.id : stage.title;
  ask(stage.representatives, what, stage.source);
  ask(stage.settled_by, what, stage.source);
  for (const DutyRule& duty : stage.duties) {
    ask_for(duty);
  }
  for (const ExitRule& exit : stage.exits) {
    ask(exit.by, exit.title.empty() ? exit.id : exit.title, exit.source);
  }
}

std::vector<RoleNeed> Collector::run() {
  ask_for(policy_.start);
  for (const Stage& stage : policy_.stages) {
    ask_for(stage);
  }
  ask_for(policy_.throughout);
  ask_for(policy_.after);
  for (const FactRule& fact : policy_.facts) {
    ask(fact.slower_by, fact.asks, fact.source);
    ask(fact.set_by, fact.asks, fact.source);
  }
  return std::move(needs_);
}

}  // namespace

std::vector<RoleNeed> role_needs(const Policy& policy) {
  return Collector{policy}.run();
}

}  // namespace accord
