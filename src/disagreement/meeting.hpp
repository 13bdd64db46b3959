#pragma once

#include "disagreement/acts.hpp"

namespace accord {

/// What was recorded of a meeting or panel, against what the policy asks of it: who sat, who was
/// heard, what was decided (GLO-18, LIN-10, NOT-6). A refusal bears the clause of `rule`, whose
/// meeting it is. `held`: when it was held, for who was in which post then.
[[nodiscard]] Answer check_meeting(const Course& course, const DutyRule& rule,
                                   const MeetingRule& meeting, const Evidence& evidence,
                                   Instant held);

}  // namespace accord
