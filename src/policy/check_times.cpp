#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "policy/checking.hpp"
#include "policy/walk.hpp"
#include "policy/words.hpp"

namespace accord::checking {
namespace {

constexpr double kWeek = 7.0;

/// How many days before its weekday a limit "next Tuesday if told by noon on Monday" has to be
/// told.
double days_ahead(const Limit& limit) {
  return (limit.weekday + 7 - limit.told_by->weekday) % 7;
}

/// About how many days a limit takes, to compare a cap with a stage; nothing where no time is
/// stated.
std::optional<double> about_days(const Limit& limit) {
  constexpr double kDaysPerWorkingDay = kWeek / 5.0;
  switch (limit.unit) {
    case Unit::WorkingDays:
    case Unit::WorkingDaysSameClock: return limit.count * kDaysPerWorkingDay;
    case Unit::WorkingHours: return limit.count / 8.0 * kDaysPerWorkingDay;
    case Unit::ElapsedMinutes: return limit.count / (24.0 * 60.0);
    case Unit::ElapsedHours: return limit.count / 24.0;
    case Unit::CalendarDays:
    case Unit::ClearDays: return limit.count;
    case Unit::Weeks: return limit.count * kWeek;
    case Unit::Months: return limit.count * 30.0;
    case Unit::SameWorkingDay:
    case Unit::NextWorkingDay: return 1.0;
    case Unit::NextWeekday: return limit.told_by ? kWeek + days_ahead(limit) : kWeek;
    case Unit::Immediately:
    case Unit::AsSoonAsPossible:
    case Unit::Promptly:
    case Unit::WithoutDelay:
    case Unit::NotStated: break;
  }
  return std::nullopt;
}

bool is_stated(const Clock& clock) {
  return std::ranges::any_of(clock, [](const Bound& bound) { return states_a_time(bound.within); });
}

/// What is aimed at comes before the limit, or it is no aim.
void check_aim(const Bound& bound, const std::string& what, Findings& findings) {
  const auto& aim = bound.aim ? bound.aim : bound.local_target;
  const auto limit = about_days(bound.within);
  const auto aimed = aim ? about_days(*aim) : std::nullopt;
  if (aimed && limit && *aimed > *limit && !bound.within.at_least_before) {
    findings.warning("aim-longer-than-limit", bound.source,
                     fmt::format("{} aims at {}, which is longer than its limit of {}", what,
                                 in_words(*aim), in_words(bound.within)),
                     "look at both: the limit comes first, so nobody is reminded of the aim");
  }
}

void check_target(const Policy& policy, const Clock& clock, const std::string& what,
                  Findings& findings) {
  for (const Bound& bound : clock) {
    check_aim(bound, what, findings);
    if (!states_a_time(bound.within) && !bound.local_target && !policy.local_target) {
      findings.error("no-local-target", bound.source,
                     fmt::format("{} is {}, and no local target gives it a date", what,
                                 in_words(bound.within)),
                     "add `local_target:` here, or at the top for the whole policy");
    }
    if (bound.within.at_least_before && !bound.from) {
      findings.error(
          "before-what", bound.source,
          fmt::format("{} is {}, and nothing says before what", what, in_words(bound.within)),
          "add `from:` with the moment that it comes before");
    }
  }
}

void check_stage_times(const Policy& policy, const Stage& stage, Findings& findings) {
  check_target(policy, stage.settle, fmt::format("the time of the stage `{}`", stage.id), findings);
  if (!is_stated(stage.settle)) {
    findings.warning(
        "time-not-stated", stage.source,
        fmt::format("the time of the stage `{}` is not stated: it uses a local target", stage.id),
        "nothing is to be done where the document gives no time");
  }
  if (stage.settle.empty() && !policy.local_target) {
    findings.error(
        "no-local-target", stage.source,
        fmt::format("the stage `{}` has no time, and no local target gives it a date", stage.id),
        "add `settle:` with a `local_target`, or `local_target:` at the top");
  }
}

/// The first stage whose own limit is longer than the cap.
const Bound* longer_than(const Policy& policy, double cap) {
  for (const Stage& stage : policy.stages) {
    const auto longer = std::ranges::find_if(stage.settle, [cap](const Bound& settle) {
      return about_days(settle.within).value_or(0) > cap;
    });
    if (longer != stage.settle.end()) {
      return &*longer;
    }
  }
  return nullptr;
}

void check_cap(const Policy& policy, Findings& findings) {
  for (const Bound& bound : policy.cap) {
    const auto cap = about_days(bound.within);
    const Bound* longer = cap ? longer_than(policy, *cap) : nullptr;
    if (longer != nullptr) {
      findings.warning(
          "cap-shorter-than-stage", bound.source,
          fmt::format("the cap of {} is shorter than the {} of one stage (line {})",
                      in_words(bound.within), in_words(longer->within), longer->source.mark.line),
          "look at both limits: the cap always wins");
    }
  }
}

/// The words without which the condition cannot hold.
void add_required(const Condition& condition, std::vector<const Condition*>& words) {
  if (condition.kind == Condition::Kind::Word) {
    words.push_back(&condition);
  } else if (condition.kind == Condition::Kind::All) {
    for (const Condition& part : condition.parts) {
      add_required(part, words);
    }
  }
}

/// Whether the word comes only once the time of `bound` is over: the moment from which it is
/// counted back, or the end of a clock that starts alike and is as long.
bool comes_after(const Policy& policy, const Condition& word, const Bound& bound) {
  const Subject& subject = word.subject;
  if (word.words.empty()) {
    return bound.within.at_least_before && bound.from->kind == Condition::Kind::Word &&
           bound.from->words.empty() && bound.from->subject.kind == subject.kind &&
           bound.from->subject.id == subject.id;
  }
  const bool of_time = std::ranges::all_of(
      word.words, [](const std::string& one) { return one == "overdue" || one == "due"; });
  const DutyRule* duty = policy.duty(subject.scope, subject.id);
  const Stage* stage = policy.scope(subject.scope);
  const Clock* clock = subject.kind == SubjectKind::Duty && duty != nullptr      ? &duty->due
                       : subject.kind == SubjectKind::Settle && stage != nullptr ? &stage->settle
                                                                                 : nullptr;
  return of_time && clock != nullptr && !clock->empty() &&
         std::ranges::all_of(*clock, [&](const Bound& one) {
           return one.from && one.within.unit == bound.within.unit &&
                  one.within.count >= bound.within.count && !one.within.at_least_before &&
                  in_words(policy, *one.from) == in_words(policy, *bound.from);
         });
}

/// The time of a right or an exit.
void check_until(const Policy& policy, const Stage& scope, const Clock& until,
                 const Condition& when, const std::string& what, Findings& findings) {
  std::vector<const Condition*> required;
  add_required(when, required);
  for (const Bound& bound : until) {
    if (scope.id == "start") {
      findings.error("until-before-raising", bound.source,
                     fmt::format("{} has `until` before anything is raised", what),
                     "write a duty of `start` with `due` and `met_when: raised`: what is raised "
                     "late is then marked late");
    } else if (bound.within.at_least_before && !bound.from) {
      findings.error("before-what", bound.source,
                     fmt::format("the time of {} is {}, and nothing says before what", what,
                                 in_words(bound.within)),
                     "add `from:` with the moment that it comes before");
    } else if (bound.from && bound.when.kind == Condition::Kind::Always &&
               std::ranges::any_of(required, [&](const Condition* word) {
                 return comes_after(policy, *word, bound);
               })) {
      findings.error(
          "opens-after-until", bound.source,
          fmt::format("{} opens only once its time is over: {}", what, in_words(policy, bound)),
          "give `until` a longer time, or let it run from what opens it");
    }
  }
}

}  // namespace

void check_times(const Policy& policy, Findings& findings) {
  check_target(policy, policy.cap, "the cap", findings);
  check_cap(policy, findings);
  for (const Stage& stage : policy.stages) {
    check_stage_times(policy, stage, findings);
  }
  for_each_scope(policy, [&](const Stage& stage) {
    for (const ExitRule& exit : stage.exits) {
      check_until(policy, stage, exit.until, exit.when, fmt::format("the exit `{}`", exit.id),
                  findings);
    }
    for (const DutyRule& duty : stage.duties) {
      check_until(policy, stage, duty.until, duty.when, fmt::format("the right `{}`", duty.id),
                  findings);
      check_target(policy, duty.due, fmt::format("the duty `{}`", duty.id), findings);
      const bool in_stage = std::ranges::find(kScopes, stage.id) == kScopes.end();
      if (!in_stage && duty.due.empty() && !duty.is_right() && !policy.local_target) {
        findings.error(
            "no-local-target", duty.source,
            fmt::format("the duty `{}` has no time, and no local target gives it a date", duty.id),
            "add `due:` with a `local_target`, or `local_target:` at the top");
      }
    }
  });
}

}  // namespace accord::checking
