#include "disagreement/move_policy.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/written.hpp"
#include "policy/renamed.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

std::string stages_of(const Policy& policy) {
  std::string names;
  for (const Stage& stage : policy.stages) {
    names += (names.empty() ? "" : ", ") + stage.id;
  }
  return names;
}

bool has_stage(const Policy& policy, const std::string& id) {
  return std::ranges::find(policy.stages, id, &Stage::id) != policy.stages.end();
}

Answer check_move(const Disagreement& d, const MovePolicy& move, const Policy& after) {
  ACCORD_TRY_DO(check_written(move.reason, "reason", "the reason", Lines::Many));
  ACCORD_TRY_DO(require_text(move.reason, "reason", "why it moves to the new version"));
  if (d.version == 0) {
    return refuse(Refusal::Kind::NotFound, "There is no such disagreement.");
  }
  if (d.governed_by.hash == after.hash) {
    return refuse(Refusal::Kind::NotFound, "This version governs the disagreement already.");
  }
  if (d.stage() == nullptr) {
    return refuse(Refusal::Kind::Closed,
                  "This disagreement has an outcome: it keeps the version under which that was "
                  "reached, and what follows from it is owed under the same.",
                  "Leave it as it is. If it is opened again, it can be moved then.");
  }
  return {};
}

/// The stage of the new version in which it goes on, with what is renamed for it.
std::expected<Renaming, Refusal> renaming_for(const Disagreement& d, const MovePolicy& move,
                                              const Policy& before, const Policy& after) {
  const std::string& present = d.stage()->stage;
  if (!move.stage.empty() && !has_stage(after, move.stage)) {
    return refuse(Refusal::Kind::NotFound,
                  fmt::format("The new version has no stage `{}`.", move.stage),
                  fmt::format("It has: {}.", stages_of(after)), "stage");
  }
  const std::string heir = renamed_between(before, after).stage(present);
  if (!move.stage.empty() && move.stage != heir && has_stage(after, heir)) {
    return refuse(
        Refusal::Kind::NotNow,
        fmt::format("The new version has `{}` in place of the stage `{}`.", heir, present),
        "A stage is named for those disagreements alone whose stage has none.", "stage");
  }
  Renaming renaming =
      move.stage.empty()
          ? renamed_between(before, after)
          : renamed_between(before, after, std::optional{std::pair{present, move.stage}});
  if (!has_stage(after, renaming.stage(present))) {
    const Stage* stage = before.scope(present);
    return refuse(
        Refusal::Kind::NotFound,
        fmt::format("The new version has no stage in place of “{}”, in which this disagreement is.",
                    stage != nullptr ? name_of(*stage) : present),
        fmt::format("Write `was: {}` on the stage that takes its place, or name that stage when "
                    "you move it: {}.",
                    present, stages_of(after)),
        "stage");
  }
  return renaming;
}

/// What says who may read a disagreement has to be said by the new version too: or a copy of a form
/// would open the record to whoever received it.
template <typename Rules>
Answer require_purposes(const Rules& rules, const Policy& before, const Policy& after,
                        const Renaming& renaming) {
  for (const auto& one : rules) {
    const DutyRule* was = before.duty(one.scope, one.id);
    const Purpose purpose = was != nullptr ? was->purpose : Purpose::None;
    const DutyRule* now = after.duty(renaming.stage(one.scope), renaming.duty(one.scope, one.id));
    if (purpose != Purpose::None && (now == nullptr || now->purpose != purpose)) {
      return refuse(
          Refusal::Kind::NotNow,
          fmt::format("The new version has nothing in place of “{}”, which this disagreement has "
                      "come to, and by which is known who may read what.",
                      was->what),
          fmt::format("Keep it with its `purpose` in the new version, or write `was: {}` on what "
                      "takes its place.",
                      one.id));
    }
  }
  return {};
}

}  // namespace

std::expected<std::vector<Event>, Refusal> move_policy(const Disagreement& disagreement,
                                                       const Actor& by, const MovePolicy& move,
                                                       const Circumstances& before,
                                                       const Circumstances& after) {
  ACCORD_TRY_DO(check_move(disagreement, move, after.policy));
  Course past{disagreement, before};
  past.pass_time();
  past.settle_down(false, "time passed");
  const Disagreement then = past.state();
  ACCORD_TRY_DO(check_move(then, move, after.policy));
  ACCORD_TRY(const Renaming renaming, renaming_for(then, move, before.policy, after.policy));
  ACCORD_TRY_DO(require_purposes(then.duties, before.policy, after.policy, renaming));
  ACCORD_TRY_DO(require_purposes(then.rights, before.policy, after.policy, renaming));
  Course course{then, after};
  PolicyChanged changed;
  changed.policy = after.policy.id;
  changed.policy_version = after.policy.version;
  changed.policy_hash = after.policy.hash;
  changed.renamed = renaming.list();
  changed.reason = move.reason;
  course.change_policy(by, std::move(changed), before.policy);
  if (const auto& outcome = course.state().outcome) {
    const ExitRule* exit = after.policy.exit(outcome->scope, outcome->exit);
    return refuse(Refusal::Kind::NotNow,
                  fmt::format("Under the new version this disagreement would end at once, by “{}”: "
                              "an outcome needs the act of somebody who takes part.",
                              exit != nullptr ? name_of(*exit) : outcome->exit),
                  "Let it end under the version that governs it.");
  }
  std::vector<Event> events = std::move(past).events();
  std::ranges::move(std::move(course).events(), std::back_inserter(events));
  return events;
}

}  // namespace accord
