#include <fmt/format.h>

#include <algorithm>

#include "policy/checking.hpp"
#include "policy/walk.hpp"
#include "policy/words.hpp"

namespace accord::checking {
namespace {

bool of_same_side(SideSelector a, SideSelector b) {
  const auto whole = [](SideSelector side) {
    return side == SideSelector::EachSide || side == SideSelector::AnySide;
  };
  const bool none = a == SideSelector::None || b == SideSelector::None;
  return a == b || (!none && (whole(a) || whole(b)));
}

/// Whether everybody whom `needed` means on some side is barred by `barred`: the same people, or,
/// by a representative, everybody of that side's agency.
bool bars(const RoleRef& barred, const RoleRef& needed) {
  const std::string& name = barred.alternatives.front();
  return of_same_side(barred.side, needed.side) &&
         (name == needed.alternatives.front() ||
          (name == "representative" && barred.side != SideSelector::None));
}

void check_meeting(const Policy& policy, const DutyRule& duty, const MeetingRule& meeting,
                   Findings& findings) {
  for (const auto* seats : {&meeting.must, &meeting.chair}) {
    for (const RoleRef& needed : *seats) {
      const auto barred = std::ranges::find_if(
          meeting.must_not, [&](const RoleRef& ref) { return bars(ref, needed); });
      if (barred == meeting.must_not.end()) {
        continue;
      }
      findings.error("meeting-cannot-be-held", duty.source,
                     fmt::format("the meeting of `{}` needs {}, whom its `must_not` bars ({})",
                                 duty.id, in_words(policy, needed), in_words(policy, *barred)),
                     "take one of them out, or name who else sits");
    }
  }
}

}  // namespace

void check_meetings(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&](const Stage& stage) {
    for (const DutyRule& duty : stage.duties) {
      if (duty.meeting) {
        check_meeting(policy, duty, *duty.meeting, findings);
      }
    }
  });
}

}  // namespace accord::checking
