#pragma once

#include <span>
#include <string>

#include "disagreement/outlook.hpp"
#include "rehearsal/rehearsal.hpp"

namespace accord {

/// What a step left behind: all that an expectation is held against.
struct Stood {
  const Outlook& outlook;
  std::span<const Event> events;  ///< of this step
  const Policy& policy;
  const Zone& zone;
  const Circumstances& at;
};

/// What was expected in words, and what was the case where it was not so.
struct Verdict {
  std::string what;
  bool passed = false;
  std::string instead;
};

[[nodiscard]] Verdict check(const Expectation& expectation, const Stood& stood);

/// The duties that a name means now: the latest opening of it; all of them where undertaken.
[[nodiscard]] std::vector<const DutyState*> duties_named(const Disagreement& disagreement,
                                                         const RuleName& name);

}  // namespace accord
