#pragma once

#include <span>
#include <string>

#include "policy/policy.hpp"

namespace accord {

/// The parts of a policy in plain English, as refusals, pages and drawings say them: pieces of a
/// sentence, without a capital or a full stop. Words of the document (titles, orders) stand in
/// “quotation marks”.

/// "the child status is protection plan or looked after, and “Managers” has begun". The empty
/// condition is "always".
[[nodiscard]] std::string in_words(const Policy& policy, const Condition& condition);

/// The condition's opposite: "the urgency is not urgent, or “Managers” has not begun".
[[nodiscard]] std::string not_in_words(const Policy& policy, const Condition& condition);

/// A condition as the start of a clock: "raising", "the end of “Frontline staff”", "the later of
/// …".
[[nodiscard]] std::string anchor_in_words(const Policy& policy, const Condition& condition);

/// "the raising side", "each side's Director", "the Chair or the Independent Reviewing Officer".
[[nodiscard]] std::string in_words(const Policy& policy, const RoleRef& who);

/// All of them: "the raiser and each side". Nobody: "nobody".
[[nodiscard]] std::string in_words(const Policy& policy, std::span<const RoleRef> who);

/// "5 working days", "immediately", "no time stated".
[[nodiscard]] std::string in_words(const Limit& limit);

/// "48 hours (2 working days) from raising, while “Talk” is not done, unless both sides agree
/// another date".
[[nodiscard]] std::string in_words(const Policy& policy, const Bound& bound);

/// The earliest of its bounds. An empty clock is "no time stated".
[[nodiscard]] std::string in_words(const Policy& policy, const Clock& clock);

/// "agreed", "the reasons were understood", "it stands, not agreed".
[[nodiscard]] std::string_view in_words(OutcomeKind outcome);

/// "the Chair", "the Chair, or in their absence whoever those present elect". Nobody named: "".
[[nodiscard]] std::string chair_in_words(const Policy& policy, const MeetingRule& meeting);

/// A quorum worked out: "3 members who have declared no conflict of interest (two thirds of 4
/// seats, rounded up)". None: "".
[[nodiscard]] std::string quorum_in_words(const MeetingRule& meeting);

/// What holds where the votes are even: "who chairs it has the casting vote". Not said: "".
[[nodiscard]] std::string tie_in_words(const MeetingRule& meeting);

/// "1 member", "3 members".
[[nodiscard]] std::string members_in_words(int members);

/// What a rule is called on a page: its title, else its id with spaces.
[[nodiscard]] std::string name_of(const Stage& stage);
[[nodiscard]] std::string name_of(const ExitRule& exit);
[[nodiscard]] std::string name_of(const DutyRule& duty);
/// "child status" for `child_status`.
[[nodiscard]] std::string spaced(std::string_view id);

}  // namespace accord
