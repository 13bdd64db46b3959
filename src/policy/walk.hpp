#pragma once

#include <string_view>

#include "policy/policy.hpp"

namespace accord {

/// What a condition is for.
enum class ConditionUse { When, From, MetWhen, ExitWhen, RoleWhen };

/// Where a condition stands: in a stage or one of the other scopes, or (empty) in none.
struct ConditionPlace {
  std::string_view scope;
  ConditionUse use = ConditionUse::When;
};

template <typename Clock, typename Visit>
void walk_clock(Clock& clock, std::string_view scope, Visit& visit) {
  for (auto& bound : clock) {
    if (bound.from) {
      visit(*bound.from, ConditionPlace{scope, ConditionUse::From});
    }
    visit(bound.when, ConditionPlace{scope, ConditionUse::When});
  }
}

template <typename Stage, typename Visit>
void walk_stage(Stage& stage, Visit& visit) {
  const std::string_view scope = stage.id;
  walk_clock(stage.settle, scope, visit);
  for (auto& duty : stage.duties) {
    visit(duty.when, ConditionPlace{scope, ConditionUse::When});
    walk_clock(duty.due, scope, visit);
    walk_clock(duty.until, scope, visit);
    if (duty.met_when) {
      visit(*duty.met_when, ConditionPlace{scope, ConditionUse::MetWhen});
    }
  }
  for (auto& exit : stage.exits) {
    visit(exit.when, ConditionPlace{scope, ConditionUse::ExitWhen});
    walk_clock(exit.until, scope, visit);
  }
}

/// Visits `start`, the stages, `throughout` and `after`, in this order.
template <typename Policy, typename Visit>
void for_each_scope(Policy& policy, Visit visit) {
  visit(policy.start);
  for (auto& stage : policy.stages) {
    visit(stage);
  }
  visit(policy.throughout);
  visit(policy.after);
}

/// Visits every whole condition of a policy, const or not, as `visit(condition, place)`.
template <typename Policy, typename Visit>
void for_each_condition(Policy& policy, Visit visit) {
  walk_clock(policy.cap, {}, visit);
  for (auto& fact : policy.facts) {
    visit(fact.when, ConditionPlace{});
  }
  for (auto& role : policy.roles) {
    for (auto& alternative : role.alternatives) {
      visit(alternative.when, ConditionPlace{{}, ConditionUse::RoleWhen});
    }
  }
  for_each_scope(policy, [&visit](auto& stage) { walk_stage(stage, visit); });
}

/// Visits every Kind::Word inside `condition` as `visit(word, holds)`; `holds` is false under an
/// odd number of `not`.
template <typename Condition, typename Visit>
void for_each_word(Condition& condition, Visit&& visit, bool holds = true) {
  if (condition.kind == std::remove_cvref_t<Condition>::Kind::Word) {
    visit(condition, holds);
  }
  const bool inner = condition.kind == std::remove_cvref_t<Condition>::Kind::Not ? !holds : holds;
  for (auto& part : condition.parts) {
    for_each_word(part, visit, inner);
  }
}

}  // namespace accord
