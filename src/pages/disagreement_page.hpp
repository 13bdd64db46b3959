#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pages/disagreement_deadline.hpp"
#include "pages/disagreement_events.hpp"
#include "pages/due_words.hpp"

namespace accord {

/// The page of one disagreement: finished words from its record, its policy and the directory.

struct StageStep {
  enum class State { Done, Now, Later };
  std::string name;
  std::string words;  ///< "Ended 2 April 2026", "Happening now", "If still not resolved"
  State state = State::Later;
};

struct DutyLine {
  int number = 0;
  std::string what;
  std::string who;
  DueWords due;
  std::string clause;
  std::string how;  ///< how an outstanding issue will be pursued; may be empty
  bool local_target = false;
  bool advised = false;
  bool mine = false;
  bool settles = false;  ///< ended by a way on, not recorded
};

struct NextStep {
  DutyLine duty;
  DeadlineWords why;
  std::string aim;       ///< the local target beside the limit
  std::string note;      ///< the policy's own words
  std::string stage_by;  ///< when the whole stage is due; empty where that is this duty
  std::optional<DeadlineWords> stage_why{};
};

struct Way {
  std::string scope;
  std::string exit;
  std::string title;
  std::string note;
  std::string clause;
  std::string closed_because;  ///< empty: open, or lapsed
  std::string until;           ///< its time; empty: none of its own
  std::string until_why;
  bool lapsed = false;
  std::vector<std::pair<std::string, bool>> needed;  ///< who, and whether they have
  std::vector<std::pair<std::string, std::string>> terms;
  std::string terms_by;
  std::string terms_at;
  bool proposed = false;  ///< somebody has taken it already
  bool mine = false;
  bool taken_by_me = false;
};

struct Proposal {
  std::string words;
  std::string reason;
  std::string answer;  ///< where it is agreed to; empty: not by the person who asks
};

struct SidePerson {
  PersonId id;  ///< empty: a number of the agency, and nobody's own
  std::string name;
  std::string job;
  std::string phone;
  bool leading = false;
};

struct SidePeople {
  std::string role;  ///< "Raising it", "Responding", "Told"
  std::string agency;
  std::vector<SidePerson> people;
  std::string rename;  ///< where somebody else is named; empty: not by the person who asks
  bool somebody_missing = false;
};

[[nodiscard]] std::vector<StageStep> stage_steps(const OpenedDisagreement& opened);
[[nodiscard]] std::vector<DutyLine> duty_lines(const OpenedDisagreement& opened);
[[nodiscard]] std::optional<NextStep> next_step(const OpenedDisagreement& opened);
[[nodiscard]] std::vector<Way> ways_on(const OpenedDisagreement& opened);
[[nodiscard]] std::vector<Proposal> proposals(const OpenedDisagreement& opened);
[[nodiscard]] std::vector<SidePeople> people_of(const OpenedDisagreement& opened);
/// What was raised, and every fact that is known: a question and its answer.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> what_was_raised(
    const OpenedDisagreement& opened);

/// disagreement.html
[[nodiscard]] Dictionary to_dictionary(const OpenedDisagreement& opened);

}  // namespace accord
