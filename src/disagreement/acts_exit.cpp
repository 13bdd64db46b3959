#include <fmt/format.h>

#include <algorithm>

#include "base/try.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/takers.hpp"
#include "disagreement/texts_known.hpp"

namespace accord {

namespace {

std::string takers_in_words(const ExitRule& exit, const Disagreement& d, const Circumstances& at) {
  std::vector<std::string> names;
  for (const RoleRef& ref : exit.by) {
    std::string name = names_of(resolve(ref, d, at), d, at);
    if (std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names.empty() ? "the partnership" : fmt::format("{}", fmt::join(names, " and "));
}

std::expected<const ExitRule*, Refusal> open_exit(const Course& course, const std::string& scope,
                                                  const std::string& id) {
  const Disagreement& d = course.state();
  if (d.outcome && scope != "after") {
    return refuse(Refusal::Kind::Closed, "This disagreement has an outcome already.",
                  course.policy().after.exits.empty()
                      ? "Raise a new one if the concern has come back."
                      : "Open it again as the procedure says, or raise a new one.");
  }
  if (!d.outcome && scope == "after") {
    return refuse(Refusal::Kind::Closed, "There is no outcome yet to open again.",
                  "Choose one of the ways on that are offered.");
  }
  const ExitRule* exit = course.policy().exit(scope, id);
  if (exit == nullptr || scope == "start") {
    return refuse(Refusal::Kind::NotFound, "The procedure has no such way on.",
                  "Choose one of those offered.");
  }
  const bool here = d.stage() != nullptr && d.stage()->stage == scope;
  if (!here && scope != "throughout" && scope != "after") {
    return refuse(Refusal::Kind::Closed, "That belongs to a stage that is not current.",
                  "Look at the disagreement again: it has moved on.");
  }
  if (exit->by.empty() && !exit->by_not_stated) {
    return refuse_condition(course, "Nobody takes this: it follows by itself.", exit->when,
                            exit->source);
  }
  const std::string title = exit->title.empty() ? exit->id : exit->title;
  if (leads_here(*exit, scope, d)) {
    auto refused = refuse(Refusal::Kind::NotNow,
                          fmt::format("“{}” is the present stage already: {}.",
                                      course.policy().scope(exit->go)->title, title),
                          "Take one of the ways out of this stage.");
    refused.error().clause = exit->source.clause;
    return refused;
  }
  ACCORD_TRY_DO(require_until(course, exit->until, exit->when, scope, title, course.at().now));
  if (!since(exit->when, {d, course.at().now, &course.at().calendar})) {
    return refuse_condition(course, "Not open yet: " + title + ".", exit->when, exit->source);
  }
  return exit;
}

const Terms* standing_terms(const Disagreement& d, const std::string& scope,
                            const std::string& exit) {
  const auto found = std::ranges::find_if(
      d.terms, [&](const Terms& terms) { return terms.scope == scope && terms.exit == exit; });
  return found != d.terms.end() ? &*found : nullptr;
}

/// The issues that the terms leave outstanding: those that stand, until the terms are declined, and
/// those that are added.
std::expected<std::vector<Undertaking>, Refusal> outstanding(const Course& course,
                                                             const TakeExit& command,
                                                             const Terms* standing) {
  std::vector<Undertaking> issues;
  if (standing != nullptr) {
    issues = standing->outstanding;
  }
  for (const Undertake& issue : command.outstanding) {
    ACCORD_TRY(issues.emplace_back(), undertaking_of(course, issue));
  }
  return issues;
}

}  // namespace

Answer accept(Course& course, const Actor& by, const TakeExit& command) {
  ACCORD_TRY(const ExitRule* exit, open_exit(course, command.scope, command.exit));
  const Disagreement& d = course.state();
  std::vector<std::string> counted = covers(by, command.scope, *exit, d, course.at());
  if (counted.empty()) {
    return refuse_not_yours(takers_in_words(*exit, d, course.at()), exit->source.clause,
                            "Ask them to take it, or add a note so that they see what you think.");
  }
  ACCORD_TRY_DO(
      require_known_texts(texts_known(*exit), command.record, exit->source.clause, "record"));
  const Terms* standing = standing_terms(d, command.scope, command.exit);
  const bool rewrites =
      !command.record.empty() && (standing == nullptr || command.record != standing->record);
  const Texts& record = rewrites || standing == nullptr ? command.record : standing->record;
  ACCORD_TRY_DO(require_texts(exit->record, record, exit->source.clause));
  if (!command.choice.empty()) {
    const Stage* next = course.policy().scope(exit->go);
    const bool offered =
        next != nullptr && std::ranges::any_of(next->representatives, [&](const RoleRef& ref) {
          return std::ranges::find(ref.alternatives, command.choice) != ref.alternatives.end();
        });
    if (!offered) {
      return refuse(Refusal::Kind::NotFound,
                    "The next stage has no such role to lead for your side.",
                    "Choose one of those offered.", "choice");
    }
  }
  Taken taken;
  taken.scope = command.scope;
  taken.exit = command.exit;
  taken.side = acting_side(by, d, course.at());
  taken.covers = std::move(counted);
  taken.choice = command.choice;
  // What one side adds is put to the others: all of them confirm the same text and the same issues.
  if (rewrites || !command.outstanding.empty()) {
    taken.record = record;
    ACCORD_TRY(taken.outstanding, outstanding(course, command, standing));
  }
  course.act(by, std::move(taken), course.at().now, exit->source.clause);
  return {};
}

Answer accept(Course& course, const Actor& by, const DeclineTerms& command) {
  ACCORD_TRY(const ExitRule* exit, open_exit(course, command.scope, command.exit));
  const bool taken = std::ranges::any_of(course.state().takes, [&](const Take& take) {
    return take.taken.scope == command.scope && take.taken.exit == command.exit;
  });
  if (!taken) {
    return refuse(Refusal::Kind::NotFound, "Nothing has been proposed here to decline.");
  }
  if (covers(by, command.scope, *exit, course.state(), course.at()).empty()) {
    return refuse_not_yours(takers_in_words(*exit, course.state(), course.at()),
                            exit->source.clause, "Add a note so that they see what you think.");
  }
  ACCORD_TRY_DO(require_text(command.reason, "reason", "why this is not what was agreed"));
  course.act(by,
             TermsDeclined{command.scope, command.exit,
                           acting_side(by, course.state(), course.at()), command.reason},
             course.at().now, exit->source.clause);
  return {};
}

}  // namespace accord
