#pragma once

#include <string>
#include <vector>

#include "disagreement/acts.hpp"

namespace accord {

/// Who sits on a meeting, each person once, however many seats they fill; who is heard is none.
struct Member {
  PersonId person;
  bool chairs = false;
  std::vector<std::string> votes;  ///< for, against, abstains: each that stands in a seat of theirs
  bool conflict = false;           ///< they declared one: they do not count to the quorum nor vote
};
[[nodiscard]] std::vector<Member> members_of(const Evidence& evidence);

/// What is missing of a meeting, by the clause of its rule.
[[nodiscard]] std::unexpected<Refusal> incomplete_meeting(const DutyRule& rule, std::string what,
                                                          std::string instead,
                                                          std::string field = "seats");

/// That no more sit than there are seats, as many as must be there, and of them as many as may
/// decide. A meeting without its quorum has decided nothing and is not recorded as held: what was
/// said there is kept as a note (docs/policy-format.md, "Meetings").
[[nodiscard]] Answer check_quorum(const DutyRule& rule, const MeetingRule& meeting,
                                  const std::vector<Member>& members);

/// That who decides may, and that the votes carry what was decided, where it decides by majority.
[[nodiscard]] Answer check_votes(const Course& course, const DutyRule& rule,
                                 const MeetingRule& meeting, const std::vector<Member>& members);

}  // namespace accord
