#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "access/may.hpp"
#include "calendar/working_calendar.hpp"
#include "disagreement/command.hpp"
#include "disagreement/move_policy.hpp"
#include "policy/mark.hpp"

namespace accord {

/// A rehearsal: a disagreement played through the engine, step by step, with what has to hold after
/// each. docs/rehearsals.md says how it is written.

/// What can be known before the policy and the directory are: which files they are.
struct RehearsalHead {
  std::string title;
  std::vector<std::string> shows;  ///< clauses or words, may be none
  std::string policy;              ///< paths, from the folder of the rehearsal
  std::string directory;
  std::vector<std::string> later;  ///< versions to which steps move it, each path once
};

/// A version to which a step moves the disagreement. Pointers are the caller's.
struct LaterVersion {
  std::string path;  ///< as the rehearsal writes it
  const Policy* policy = nullptr;
  const WorkingCalendar* calendar = nullptr;
};

/// A duty, right or exit: "frontline.talk". `undertaken.action` and `undertaken.outstanding_issue`
/// are what somebody took on.
struct RuleName {
  std::string scope;
  std::string id;
};
[[nodiscard]] std::string to_text(const RuleName& name);

/// What somebody does. Numbers in the command (of a duty, of an entry, of a side) are found when it
/// is run, from the names beside it.
struct RehearsedAct {
  Actor by;
  CommandBody command;
  std::optional<RuleName> duty;
  std::string action;  ///< words of the undertaking that is meant
  AgencyId side;
  /// It is moved to another version: its path, and how. `command` is then that time passes.
  std::optional<std::pair<std::string, MovePolicy>> move;
};

/// @name What can be expected. Each is one line of the report.
/// @{
struct ExpectStage {
  std::string stage;  ///< empty: none is current
};
struct ExpectTier {
  int tier = 1;
};
/// Parts that are not given are not looked at. A time that is given as `none` is expected to be
/// absent.
struct ExpectDeadline {
  using Time = std::optional<Instant>;
  std::optional<RuleName> duty;  ///< none: the cap on the whole process
  std::optional<Time> due;
  std::optional<Time> target;
  std::optional<bool> local_target;
  std::optional<bool> late;
  std::string by;  ///< what binds: cap, child_timescale, local_target, limit
};
struct ExpectDuty {
  RuleName duty;
  std::string word;  ///< open, met, late, overdue, lapsed, none
};
struct ExpectPeople {
  enum class What { Owed, Told };
  What what = What::Owed;
  RuleName duty;
  std::vector<PersonId> people;  ///< an empty id: somebody is asked for
};
struct ExpectSpeaks {
  AgencyId agency;
  PersonId person;  ///< empty: somebody is asked for
};
struct ExpectExit {
  RuleName exit;
  bool open = true;
};
struct ExpectFact {
  std::string fact;
  std::string holder;
  std::vector<std::string> words;
};
struct ExpectChildTimescale {
  std::optional<Instant> at;
};
struct ExpectSkipped {
  std::string stage;  ///< empty: no stage was
};
struct ExpectOutcome {
  std::optional<OutcomeKind> outcome;
};
struct ExpectFinished {
  bool finished = true;
};
/// In this step a deadline moved: the record says from what to what, and why.
struct ExpectChanged {
  std::optional<RuleName> duty;  ///< none: the cap
  std::optional<Instant> from;
  std::optional<Instant> to;
  std::string why;  ///< words contained in the reason
};
/// The policy says these words in that place (ALL-13, ALL-15): see `texts_shown`.
struct ExpectShown {
  std::string place;
  std::string text;
};
/// What this person is shown of the disagreement, and nothing else.
struct ExpectSees {
  PersonId person;
  Sees what;
};
/// The act is refused, in words that contain these.
struct ExpectRefused {
  std::string because;
  std::string clause;
  std::string instead;
};
/// @}

struct Expectation {
  Mark mark;
  std::variant<ExpectStage, ExpectTier, ExpectDeadline, ExpectDuty, ExpectPeople, ExpectSpeaks,
               ExpectExit, ExpectFact, ExpectChildTimescale, ExpectSkipped, ExpectOutcome,
               ExpectFinished, ExpectChanged, ExpectShown, ExpectSees>
      what;
};

struct RehearsedStep {
  Mark mark;
  Instant at;
  std::optional<RehearsedAct> act;  ///< none: time passes
  std::optional<std::pair<Mark, ExpectRefused>> refused;
  std::vector<Expectation> expected;
};

struct Rehearsal {
  RehearsalHead head;
  std::vector<RehearsedStep> steps;
};

}  // namespace accord
