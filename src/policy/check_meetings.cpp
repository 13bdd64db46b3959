#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>

#include "policy/checking.hpp"
#include "policy/renamed.hpp"
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

void check_barred(const Policy& policy, const DutyRule& duty, const MeetingRule& meeting,
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

/// A post that is named by its sector is a side's own where the side is of that sector.
void check_seats_of_sides(const Policy& policy, const DutyRule& duty, const MeetingRule& meeting,
                          Findings& findings) {
  const bool bars_agencies = std::ranges::any_of(meeting.must_not, [](const RoleRef& ref) {
    return ref.side != SideSelector::None && ref.alternatives.front() == "representative";
  });
  for (const RoleRef& needed : meeting.must) {
    const RoleRule* role = policy.role(needed.alternatives.front());
    if (bars_agencies && needed.side == SideSelector::None && role != nullptr &&
        std::ranges::any_of(role->alternatives,
                            [](const RoleAlternative& one) { return one.in == PostIn::Sector; })) {
      findings.add(Finding::Level::Note, "seat-of-a-side", duty.source.mark, duty.source.clause,
                   fmt::format("the meeting of `{}` needs {}, who may be of a side, and nobody of "
                               "a side may sit: it is then held without them",
                               duty.id, in_words(policy, needed)),
                   "name who sits then, with a second alternative of the role: `any_of`");
    }
  }
}

/// Where those whom `chair` and `must` name come from, as far as the file alone can tell.
struct Named {
  std::set<SideSelector> sides;   ///< raising, responding
  std::set<std::string> sectors;  ///< which a side can be of too
  bool partnership = false;
  bool others = false;  ///< somebody of whom it cannot tell

  [[nodiscard]] bool of_the_sides_alone() const {
    return !sides.empty() && sectors.empty() && !partnership && !others;
  }
  /// The fewest people who can fill those seats: a side may be of one of the sectors, and a person
  /// may fill two seats of one agency.
  [[nodiscard]] int fewest() const {
    const auto agencies = std::max(sides.size(), sectors.size()) + (partnership ? 1U : 0U);
    return static_cast<int>(std::max<std::size_t>(agencies, others ? 1 : 0));
  }
};

void add_post(const RoleAlternative& alternative, Named& named) {
  switch (alternative.in) {
    case PostIn::RaisingAgency: named.sides.insert(SideSelector::RaisingSide); return;
    case PostIn::RespondingAgency: named.sides.insert(SideSelector::RespondingSide); return;
    case PostIn::Sector: named.sectors.insert(alternative.sector); return;
    case PostIn::Partnership: named.partnership = true; return;
    case PostIn::OwnAgency: named.others = true; return;
  }
}

void add_who(const Policy& policy, const RoleRef& who, Named& named) {
  if (who.side == SideSelector::EachSide) {
    named.sides.insert({SideSelector::RaisingSide, SideSelector::RespondingSide});
    return;
  }
  if (who.side == SideSelector::RaisingSide || who.side == SideSelector::RespondingSide) {
    named.sides.insert(who.side);
    return;
  }
  const std::string& name = who.alternatives.front();
  if (name == "raiser") {
    named.sides.insert(SideSelector::RaisingSide);
    return;
  }
  const RoleRule* role = who.alternatives.size() == 1 ? policy.role(name) : nullptr;
  if (role != nullptr && role->alternatives.size() == 1) {
    add_post(role->alternatives.front(), named);
  } else {
    named.others = true;
  }
}

Named named_by(const Policy& policy, const MeetingRule& meeting) {
  Named named;
  for (const auto* seats : {&meeting.must, &meeting.chair}) {
    for (const RoleRef& who : *seats) {
      add_who(policy, who, named);
    }
  }
  return named;
}

/// Numbers that contradict each other.
void check_numbers(const DutyRule& duty, const MeetingRule& meeting, const Named& named,
                   Findings& findings) {
  const int fewest = named.fewest();
  const int most = std::max({meeting.quorum, meeting.at_least, fewest});
  if (meeting.seats > 0 && most > meeting.seats) {
    const std::string_view what = most == meeting.quorum     ? "a quorum of"
                                  : most == meeting.at_least ? "`at_least`"
                                                             : "with `chair` and `must`";
    findings.error("meeting-cannot-be-held", duty.source,
                   fmt::format("the meeting of `{}` needs {} {}, and has {} seats", duty.id, what,
                               members_in_words(most), meeting.seats),
                   fmt::format("write `seats: {}` or more, or ask for fewer", most));
    return;
  }
  const int needed = std::max(meeting.quorum, fewest);
  if (meeting.at_least > 0 && meeting.at_least < needed) {
    findings.warning(
        "at-least-too-low", duty.source,
        fmt::format("`at_least` is {} in `{}`, and {} {}: fewer never do", meeting.at_least,
                    duty.id,
                    needed == meeting.quorum ? "its quorum is" : "it names who must sit:", needed),
        fmt::format("write `at_least: {}`, or delete it", needed));
  }
}

/// A quorum that somebody's conflict of interest leaves nobody for.
void check_conflicts(const DutyRule& duty, const MeetingRule& meeting, const Named& named,
                     Findings& findings) {
  if (meeting.quorum == 0) {
    return;
  }
  if (meeting.quorum == meeting.seats) {
    findings.warning("quorum-without-spare", duty.source,
                     fmt::format("the quorum of `{}` is all its {} seats: one conflict of interest "
                                 "declared, and it cannot decide",
                                 duty.id, meeting.seats),
                     "ask for a smaller quorum, or add a seat");
    return;
  }
  const int others = std::max(meeting.seats, meeting.at_least) - named.fewest();
  if (named.of_the_sides_alone() && others < meeting.quorum) {
    findings.warning(
        "quorum-without-spare", duty.source,
        fmt::format("`{}` names only people of the sides that disagree: where they declare a "
                    "conflict of interest, too few are left for its quorum of {}",
                    duty.id, meeting.quorum),
        "name somebody of no side in `must`, or say in `seats` how many it has");
  }
}

void check_deciding(const DutyRule& duty, const MeetingRule& meeting, Findings& findings) {
  const bool votes = meeting.decides == MeetingDecides::Majority;
  if (votes && !meeting.casting_vote && meeting.tie.empty()) {
    findings.warning("no-tie", duty.source,
                     fmt::format("`{}` decides by majority, and nothing says what holds where the "
                                 "votes are even",
                                 duty.id),
                     "add `tie: chair` for a casting vote, the document's words, or `tie: not "
                     "stated`");
  }
  if (!votes && meeting.casting_vote) {
    findings.error("tie-without-vote", duty.source,
                   fmt::format("the chair has a casting vote in `{}`, and nobody votes", duty.id),
                   "write `decides: majority`, or say in words what holds");
  }
  if (duty.proof == Proof::Record) {
    findings.warning("proof-beside-meeting", duty.source,
                     fmt::format("`{}` has a `meeting`, and `proof: record` hides that", duty.id),
                     "delete `proof`: what has a meeting is proved by it");
  }
}

bool names(const Condition& when, std::string_view scope, std::string_view duty) {
  bool found = false;
  for_each_word(when, [&](const Condition& word, bool) {
    found = found || (word.subject.kind == SubjectKind::Duty && word.subject.scope == scope &&
                      word.subject.id == duty);
  });
  return found;
}

/// Notice that whoever holds the meeting owes, and that neither it nor a way out waits for.
void check_notice(const Policy& policy, const Stage& stage, const DutyRule& meeting,
                  Findings& findings) {
  for (const Stage* scope : {&stage, &policy.throughout}) {
    for (const DutyRule& notice : scope->duties) {
      const bool ahead = std::ranges::any_of(
          notice.due, [](const Bound& bound) { return bound.within.at_least_before; });
      const bool waits = names(meeting.when, scope->id, notice.id) ||
                         std::ranges::any_of(stage.exits, [&](const ExitRule& exit) {
                           return names(exit.when, scope->id, notice.id);
                         });
      if (ahead && !waits && is_same(notice.owed_by, meeting.owed_by)) {
        findings.warning(
            "notice-binds-nothing", notice.source,
            fmt::format("nothing waits for the notice `{}`: `{}` can be held without it, or too "
                        "soon after it",
                        notice.id, meeting.id),
            fmt::format("put it in `throughout`, write `when: {{throughout.{0}: met}}` in `{1}`, "
                        "and `when: {{{1}: met, not: {{throughout.{0}: late}}}}` in the way out",
                        notice.id, meeting.id));
      }
    }
  }
}

void check_meeting(const Policy& policy, const DutyRule& duty, const MeetingRule& meeting,
                   Findings& findings) {
  check_barred(policy, duty, meeting, findings);
  check_seats_of_sides(policy, duty, meeting, findings);
  const Named named = named_by(policy, meeting);
  check_numbers(duty, meeting, named, findings);
  check_conflicts(duty, meeting, named, findings);
  check_deciding(duty, meeting, findings);
}

}  // namespace

void check_meetings(const Policy& policy, Findings& findings) {
  for_each_scope(policy, [&](const Stage& stage) {
    for (const DutyRule& duty : stage.duties) {
      if (duty.meeting) {
        check_meeting(policy, duty, *duty.meeting, findings);
        check_notice(policy, stage, duty, findings);
      }
    }
  });
}

}  // namespace accord::checking
