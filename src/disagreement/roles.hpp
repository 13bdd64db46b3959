#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// Who a policy means: roles resolved against the directory, and whether somebody acting is one of
/// them (ALL-4). Nothing here stops a disagreement: a role that nobody fills gives an Ower without
/// a person, and the pages ask for one.

/// The sides that a selector names, in order.
[[nodiscard]] std::vector<SideIndex> sides_of(SideSelector selector,
                                              const Disagreement& disagreement);

/// Everybody whom `ref` means, one for each side that it names. `choice` picks one of its
/// alternatives; empty or unknown: the first.
[[nodiscard]] std::vector<Ower> resolve(const RoleRef& ref, const Disagreement& disagreement,
                                        const Circumstances& at, std::string_view choice = "");

/// Everybody in a list; the same post is meant once, even when both sides' lines meet in it
/// (ALL-16).
[[nodiscard]] std::vector<Ower> resolve_all(const std::vector<RoleRef>& refs,
                                            const Disagreement& disagreement,
                                            const Circumstances& at);

/// Whether a role decides somewhere in the policy, for no side: takes an exit, or settles a stage.
/// Then somebody of no side's agency fills it (kernel rule 25).
[[nodiscard]] bool decides_for_no_side(std::string_view role, const Policy& policy);

/// Whether somebody is of one of the sides: works in its agency, or stands or speaks for it.
[[nodiscard]] bool is_of_a_side(const PersonId& person, const Disagreement& disagreement,
                                const Circumstances& at);

/// Whether somebody is of a side other than `side`: raised it or is its worker, speaks or has acted
/// for it, or works in its agency where that is not the agency of `side` too.
[[nodiscard]] bool is_of_another_side(const PersonId& person, SideIndex side,
                                      const Disagreement& disagreement, const Circumstances& at);

/// Whether somebody speaks for a side other than `side`, or is its practitioner: nobody names them
/// to answer for this one. False where `side` is none.
[[nodiscard]] bool stands_for_another_side(const PersonId& person, SideIndex side,
                                           const Disagreement& disagreement);

/// Whether `actor` is this ower, or may act for the post that it names: an act is a post's, and
/// whoever holds it may take it. But nobody acts for two sides: a holder who is of another side is
/// not one of them, unless asked by name (ALL-16: both lines may meet in one person).
[[nodiscard]] bool acts_as(const Actor& actor, const Ower& ower, const Disagreement& disagreement,
                           const Circumstances& at);

/// Everybody who may do now what is asked of `ower`: who is named first, then whoever else holds
/// the post and is there, or answers for it as its deputy. Empty where nobody fills it.
[[nodiscard]] std::vector<PersonId> who_may_act(const Ower& ower, const Disagreement& disagreement,
                                                const Circumstances& at);

/// Whether `actor` may speak for the side now: its representative, or whoever may act for that
/// post. Somebody who could stand in for several sides speaks for the first of them alone.
[[nodiscard]] bool represents(const Actor& actor, SideIndex side, const Disagreement& disagreement,
                              const Circumstances& at);

/// The side for which somebody acts: that of their agency; where one agency is on both sides, the
/// one that they represent.
[[nodiscard]] SideIndex acting_side(const Actor& actor, const Disagreement& disagreement,
                                    const Circumstances& at);

/// Whether that person may say that the duty is done: who owes it, and for an action that a side
/// took on, or that any side may do, whoever speaks for the side or is its practitioner.
[[nodiscard]] bool may_report(const Actor& by, const DutyState& duty,
                              const Disagreement& disagreement, const Circumstances& at);

/// Who owes it for that side; where the side owes nothing of it, the first who does; null where
/// nobody owes it.
[[nodiscard]] const Ower* ower_for(const DutyState& duty, SideIndex side);

/// The agency that names who answers for it: the side's, else that of the post, else the
/// partnership.
[[nodiscard]] AgencyId answering_agency(const Ower& ower, const Disagreement& disagreement,
                                        const Circumstances& at);

/// Everybody who can be named to answer in place of `ower`: of that agency, or holding a post of
/// it, and speaking for no other side.
[[nodiscard]] std::vector<PersonId> who_can_be_named(const Ower& ower,
                                                     const Disagreement& disagreement,
                                                     const Circumstances& at);

/// The roles of which `stage` lets the side choose who speaks for it; empty: none is named.
[[nodiscard]] std::vector<std::string> offered_roles(const Stage& stage, SideIndex side,
                                                     const Disagreement& disagreement);

/// Whether who speaks in that role is outside the side's line of management: a tier up leaves them
/// (kernel rule 8).
[[nodiscard]] bool leaves_line(std::string_view role);

/// The representatives with which a tier of `stage` begins. `choices`: the role that each side
/// chose.
[[nodiscard]] std::vector<Ower> representatives_for(
    const Stage& stage, const Disagreement& disagreement, const Circumstances& at,
    const std::vector<std::pair<SideIndex, std::string>>& choices);

/// Each side one post up the line, where it has one (kernel rule 8).
[[nodiscard]] std::vector<Ower> one_tier_up(const Disagreement& disagreement,
                                            const Circumstances& at);

/// Whether some representative has somebody above them in their line.
[[nodiscard]] bool has_more_tiers(const std::vector<Ower>& representatives,
                                  const Circumstances& at);

}  // namespace accord
