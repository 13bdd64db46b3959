#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "base/try.hpp"
#include "directory/directory.hpp"
#include "disagreement/about.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/written.hpp"

namespace accord {

namespace {

Answer check_sides(const Course& course, const Actor& by, const Raise& command) {
  const Directory& directory = course.at().directory;
  if (by.person.empty() || by.agency.empty()) {
    return refuse(Refusal::Kind::NotYours, "Nobody is named as raising this.",
                  "Sign in, so that the record says who raised it.");
  }
  if (command.sides.size() < 2) {
    return refuse(Refusal::Kind::Incomplete, "Select the agency you disagree with.", "", "agency");
  }
  if (command.sides.front().agency != by.agency) {
    return refuse(Refusal::Kind::NotYours, "The first side must be your own agency.", "", "agency");
  }
  const PersonId& own_worker = command.sides.front().worker;
  if (!own_worker.empty() && own_worker != by.person) {
    return refuse(
        Refusal::Kind::NotYours,
        "Whoever raises it is the worker of the first side, and this names somebody else.",
        "Leave it out, or let them raise it. Once it is raised, your agency can say who "
        "speaks for it.",
        "worker");
  }
  for (std::size_t i = 0; i < command.sides.size(); ++i) {
    const Side& side = command.sides[i];
    const Agency* agency = directory.agency(side.agency);
    if (agency != nullptr && agency->is_partnership) {
      return refuse(Refusal::Kind::NotFound, agency->name + " is the partnership, and no side.",
                    "Name the agency whose decision, action or inaction it is about.", "agency");
    }
    if (agency == nullptr) {
      return refuse(Refusal::Kind::NotFound,
                    "The directory has no agency '" + side.agency.text() + "'.",
                    "Choose one from the directory, or ask the partnership to add it.", "agency");
    }
    const auto same = std::ranges::count_if(
        command.sides, [&](const Side& other) { return other.agency == side.agency; });
    const bool inside = side.agency == by.agency && same == 2 && command.sides.size() == 2;
    if (same > 1 && !inside) {
      return refuse(Refusal::Kind::Incomplete, "The same agency is named twice.",
                    "Name each agency once.", "agency");
    }
    if (i > 0 && side.worker == by.person) {
      return refuse(Refusal::Kind::NotYours, "Nobody can act for both sides.",
                    "Name somebody else for the other side.", "agency");
    }
    const Person* worker = directory.person(side.worker);
    if (i > 0 && !side.worker.empty() && (worker == nullptr || worker->agency != side.agency)) {
      return refuse(Refusal::Kind::NotFound, "The person named is not of that agency.",
                    "Name one of its people, or nobody: then it finds out who answers.", "agency");
    }
    if (inside && course.policy().inside_one_agency_word == "no") {
      return refuse(Refusal::Kind::Elsewhere,
                    "This procedure is for disagreements between agencies.",
                    "Use your own agency's policy for disagreements inside it.", "agency");
    }
  }
  return {};
}

Answer check_matter(const Course& course, const Raise& command) {
  const AboutWhom about = about_whom(command.children, course.policy());
  ACCORD_TRY_DO(require_text(command.matter.what, "what", "what they decided, did or did not do"));
  ACCORD_TRY_DO(require_text(command.matter.why, "why", "why it is not safe for " + about.the));
  ACCORD_TRY_DO(require_text(command.matter.change, "change", "what should change"));
  ACCORD_TRY_DO(require_text(command.matter.child, "child", "what it means for " + about.the));
  return {};
}

Answer check_facts(const Course& course, const Raise& command) {
  for (const GivenFact& given : command.facts) {
    const FactRule* rule = course.policy().fact(given.fact);
    if (rule == nullptr) {
      return refuse(Refusal::Kind::NotFound, "The procedure does not ask '" + given.fact + "'.", "",
                    given.fact);
    }
    const auto same = std::ranges::count_if(command.facts, [&](const GivenFact& other) {
      return other.fact == given.fact && other.holder == given.holder;
    });
    if (same > 1) {
      return refuse(Refusal::Kind::Incomplete, "This is answered twice: " + rule->asks,
                    "Give one answer, with each of its words.", given.fact);
    }
    ACCORD_TRY_DO(check_answer(course, *rule, given, command.sides, command.children));
  }
  return {};
}

/// Whether the raiser may answer what they answered. Asked once the sides are known: roles are
/// theirs.
Answer check_theirs_to_say(const Course& course, const Actor& by, const Raise& command) {
  const Disagreement& d = course.state();
  for (const GivenFact& given : command.facts) {
    const FactRule& rule = *course.policy().fact(given.fact);
    if (!rule.set_by.empty() &&
        !may_do(by, resolve_all(rule.set_by, d, course.at()), d, course.at())) {
      return refuse(Refusal::Kind::NotYours, "This is not the raiser's to say: " + rule.asks,
                    "Leave it out: whoever sets it says it once it has been raised.", given.fact);
    }
  }
  return {};
}

/// Facts that the policy needs before it can choose a route; asked only where their `when` holds.
Answer check_required_facts(const Course& course) {
  const Disagreement& d = course.state();
  for (const FactRule& rule : course.policy().facts) {
    if (!rule.required || !since(rule.when, {d, course.at().now, &course.at().calendar})) {
      continue;
    }
    const bool known = std::ranges::any_of(d.facts, [&](const FactValue& value) {
      return value.set.fact == rule.id && (!value.set.words.empty() || value.set.moment);
    });
    if (!known) {
      return refuse(Refusal::Kind::Incomplete, "Answer: " + rule.asks, "", rule.id);
    }
  }
  return {};
}

/// The exits of `start`, in the order of the file: the first that is open is the route.
const ExitRule* route(const Course& course) {
  for (const ExitRule& exit : course.policy().start.exits) {
    if (since(exit.when, {course.state(), course.at().now, &course.at().calendar})) {
      return &exit;
    }
  }
  return nullptr;
}

void record_given(Course& course, const Actor& by, const Raise& command, Instant happened) {
  for (const GivenFact& given : command.facts) {
    FactSet set{given.fact, given.holder, given.words, given.moment, "when raised"};
    course.act(by, std::move(set), happened);
  }
  if (command.child_timescale) {
    course.act(by, ChildTimescaleSet{command.child_timescale, command.child_timescale_reason, 0},
               happened);
  }
}

Answer record_before(Course& course, const Actor& by, const Raise& command, Instant happened) {
  for (const UsedBefore& used : command.before) {
    const DutyRule* rule = course.policy().duty("start", used.id);
    if (rule == nullptr) {
      return refuse(Refusal::Kind::NotFound,
                    "The procedure has no step '" + used.id + "' before raising.", "", used.id);
    }
    const Instant when = used.happened.value_or(happened);
    ACCORD_TRY_DO(check_given(course, rule, used.evidence));
    const Instant earliest{happened.seconds - kTenYearsInSeconds};
    if (const Answer past = require_time(course, when, earliest); !past) {
      Refusal refusal = past.error();
      refusal.field = used.id;
      return std::unexpected(std::move(refusal));
    }
    Done done;
    done.scope = "start";
    done.id = used.id;
    done.side = 0;
    done.evidence = used.evidence;
    for (const DutyState& duty : course.state().duties) {
      if (duty.open() && duty.scope == "start" && duty.id == used.id) {
        done.number = duty.number;
      }
    }
    const int number = done.number;
    course.act(by, std::move(done), when, rule->source.clause);
    if (number != 0) {
      const DutyState* duty = course.state().duty(number);
      const bool late = duty->deadline.due && when > *duty->deadline.due;
      course.follow_at(when, DutyMet{number, late}, rule->source.clause);
    }
  }
  return {};
}

Answer check_whom(const Course& course, const Raise& command) {
  const Policy& policy = course.policy();
  if (command.children.empty() && !policy.may_be_about("none")) {
    return refuse(Refusal::Kind::Incomplete, "Say whom it is about.",
                  "Give your agency’s reference; never a name.", "children");
  }
  for (const Child& one : command.children) {
    const std::string kind = one.kind.empty() ? "child" : one.kind;
    if (kind == "none" || !policy.may_be_about(kind)) {
      return refuse(
          Refusal::Kind::Incomplete, "No disagreement of this procedure is about “" + kind + "”.",
          fmt::format("It can be about: {}.", fmt::join(policy.subjects, ", ")), "children");
    }
  }
  return {};
}

Answer check_children(const Raise& command) {
  std::set<std::string_view> seen;
  for (const Child& child : command.children) {
    if (!child.reference.empty() && !seen.insert(child.reference).second) {
      return refuse(Refusal::Kind::Incomplete, "Two of them have the same reference.",
                    "Give each of them once.", "children");
    }
  }
  return {};
}

Answer no_way_in(const Course& course) {
  Condition none_true;
  none_true.kind = Condition::Kind::Any;
  Source source;
  for (const ExitRule& exit : course.policy().start.exits) {
    if (!exit.go.empty()) {
      none_true.parts.push_back(exit.when);
      source = exit.source;
    }
  }
  return refuse_condition(course, "The procedure has no way to begin with this yet.", none_true,
                          source);
}

Answer for_another_procedure(const ExitRule& exit) {
  Refusal elsewhere;
  elsewhere.kind = Refusal::Kind::Elsewhere;
  elsewhere.what = exit.title.empty() ? "Another procedure is for this." : exit.title;
  elsewhere.clause = exit.source.clause;
  elsewhere.instead = exit.signpost;
  elsewhere.field = exit.id;
  return std::unexpected(std::move(elsewhere));
}

}  // namespace

Answer accept(Course& course, const Actor& by, const Raise& command) {
  ACCORD_TRY_DO(check_sides(course, by, command));
  ACCORD_TRY_DO(check_whom(course, command));
  ACCORD_TRY_DO(check_children(command));
  ACCORD_TRY_DO(check_matter(course, command));
  ACCORD_TRY_DO(check_facts(course, command));
  const Instant now = course.at().now;
  const Instant happened = command.happened.value_or(now);
  if (happened > now) {
    return refuse(Refusal::Kind::BadTime, "The concern cannot be raised in the future.",
                  "Give the time at which it was first put to the other agency.", "happened");
  }
  // Clocks run from it; a date of another century is a slip of the pen, and no calendar has it.
  if (happened.seconds < now.seconds - kTenYearsInSeconds) {
    return refuse(Refusal::Kind::BadTime, "That is more than ten years ago.",
                  "Check the year; put what lies longer ago into words.", "happened");
  }
  if (command.child_timescale) {
    ACCORD_TRY_DO(require_protecting(course, *command.child_timescale, "child_timescale"));
  }
  if (command.child_timescale && command.child_timescale_reason.empty()) {
    return refuse(Refusal::Kind::Incomplete,
                  fmt::format("Say why {} it by then.",
                              about_whom(command.children, course.policy()).does("needs", "need")),
                  "", "child_timescale_reason");
  }
  Raised raised;
  raised.partnership = command.partnership;
  raised.reference = command.reference;
  raised.policy = course.policy().id;
  raised.policy_version = course.policy().version;
  raised.policy_hash = course.policy().hash;
  raised.sides = command.sides;
  raised.sides.front().worker = by.person;
  for (Side& side : raised.sides) {
    const Agency* agency = course.at().directory.agency(side.agency);
    side.sector = agency != nullptr ? agency->sector : std::string{};
  }
  raised.children = command.children;
  raised.matter = command.matter;
  raised.talked_to = command.talked_to;

  // What follows at once follows at the time of raising; then the time since then passes.
  course.work_at(happened);
  course.act(by, std::move(raised), happened);
  ACCORD_TRY_DO(check_theirs_to_say(course, by, command));
  record_given(course, by, command, happened);
  ACCORD_TRY_DO(check_required_facts(course));
  course.open_start();
  ACCORD_TRY_DO(record_before(course, by, command, happened));
  const ExitRule* exit = route(course);
  if (exit == nullptr) {
    return no_way_in(course);
  }
  if (exit->end) {
    return for_another_procedure(*exit);
  }
  course.fire("start", *exit, {});
  course.settle_down(true, "raised");
  course.close_start();
  course.work_at(now);
  course.pass_time(happened);
  course.settle_down(true, "raised");
  if (command.child_timescale) {
    return require_protecting(course, *command.child_timescale, "child_timescale");
  }
  return {};
}

}  // namespace accord
