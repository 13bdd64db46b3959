#include "disagreement/roles.hpp"

#include <algorithm>

#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "policy/walk.hpp"

namespace accord {

namespace {

/// Whether somebody works in the agency of a side or is its practitioner.
bool is_of_agency_of_a_side(const PersonId& person, const Disagreement& d,
                            const Circumstances& at) {
  const Person* known = at.directory.person(person);
  return known != nullptr && std::ranges::any_of(d.raised.sides, [&](const Side& side) {
           return side.agency == known->agency || side.worker == person;
         });
}

/// Whether somebody is of a side, as far as that counts against the post: not where they speak for
/// it as its proxy from that very post.
bool is_partial(const PersonId& person, const PostId& post, const Disagreement& d,
                const Circumstances& at) {
  const bool proxy_alone =
      std::ranges::any_of(d.representatives,
                          [&](const Ower& speaks) {
                            return speaks.person == person && speaks.proxy && speaks.post == post;
                          }) &&
      std::ranges::none_of(d.representatives, [&](const Ower& speaks) {
        return speaks.person == person && !speaks.proxy;
      });
  return proxy_alone ? is_of_agency_of_a_side(person, d, at) : is_of_a_side(person, d, at);
}

/// Who answers for a post of the partnership: somebody of no side, since people of the partner
/// organisations hold such posts too (LIN-10). Where all of them are of a side it asks for a
/// person. A proxy speaks for the side that has no such post, and for no other.
void fill_impartial(Ower& ower, const Disagreement& d, const Circumstances& at) {
  const bool for_side = ower.proxy && ower.side >= 0;
  const Holder holder = at.directory.holder(ower.post, at.now, [&](const PersonId& person) {
    return for_side ? !is_of_another_side(person, ower.side, d, at)
                    : !is_partial(person, ower.post, d, at);
  });
  ower.person = holder.person;
  ower.deputy = holder.deputy;
}

/// Whether the policy means one agency by its sector: there is no other of it with such a post.
/// Then the document has given it the decision, whoever the sides are.
bool is_the_only_one(const RoleAlternative& alternative, const Circumstances& at) {
  const auto has_it = [&](const Agency& agency) {
    return agency.sector == alternative.sector &&
           !at.directory.posts_with(agency.id, alternative.post).empty();
  };
  return std::ranges::count_if(at.directory.agencies(), has_it) == 1;
}

/// Whom the partnership has named for the role in the present stage, where no post of it does.
Ower named_here(const Ower& unfilled, const Disagreement& d) {
  const Visit* visit = d.stage();
  for (const DutyState& duty : d.duties) {
    if (visit == nullptr || !duty.open() || duty.scope != visit->stage) {
      continue;
    }
    for (const Ower& ower : duty.owers) {
      if (ower.side == kNoSide && ower.role == unfilled.role && !ower.person.empty()) {
        return ower;
      }
    }
  }
  return unfilled;
}

/// Who answers for a post of a side: where several hold it, none of whom it is about. Both lines of
/// management may meet in one post, and then in one person (ALL-16).
void fill_holder(Ower& ower, const Disagreement& d, const Circumstances& at) {
  const auto is_about = [&](const PersonId& person) {
    for (SideIndex other = 0; other < static_cast<SideIndex>(d.raised.sides.size()); ++other) {
      const PersonId& worker = d.raised.sides[static_cast<std::size_t>(other)].worker;
      if (other != ower.side && worker == person) {
        return true;
      }
    }
    return false;
  };
  Holder holder = at.directory.holder(ower.post, at.now);
  if (ower.side >= 0 && is_about(holder.person)) {
    Holder other = at.directory.holder(ower.post, at.now,
                                       [&](const PersonId& person) { return !is_about(person); });
    if (!other.person.empty()) {
      holder = std::move(other);
    }
  }
  ower.person = holder.person;
  ower.deputy = holder.deputy;
}

struct Above {
  Ower ower;
  bool at_top = false;  ///< nobody is above: who spoke goes on
};

/// The post above the one that speaks, or spoke last, for the side.
Above line_manager_of(const Ower& below, SideIndex side, const Disagreement& d,
                      const Circumstances& at) {
  Above found;
  Ower& ower = found.ower;
  ower.side = side;
  ower.role = "line_manager";
  PostId from = below.post;
  if (from.empty() && !below.person.empty()) {
    // Where they hold posts of several agencies, the line is that of the side's.
    const auto posts = at.directory.posts_of(below.person);
    const Post* own =
        side < 0 ? nullptr
                 : at.directory.post_in(below.person,
                                        d.raised.sides[static_cast<std::size_t>(side)].agency);
    if (own != nullptr) {
      from = own->id;
    } else if (!posts.empty()) {
      from = posts.front()->id;
    }
  }
  if (const Post* above = at.directory.line_manager(from, at.now, &ower.passed)) {
    ower.post = above->id;
    fill_holder(ower, d, at);
  } else if (!from.empty()) {
    // At the top of its line a side keeps whoever speaks for it.
    ower.post = from;
    ower.person = below.person;
    found.at_top = true;
  }
  return found;
}

std::vector<AgencyId> agencies_for(const RoleAlternative& alternative, SideIndex side,
                                   const Disagreement& d, const Circumstances& at) {
  std::vector<AgencyId> found;
  const auto agency_of = [&](SideIndex index) {
    return d.raised.sides[static_cast<std::size_t>(index)].agency;
  };
  switch (alternative.in) {
    case PostIn::OwnAgency:
      found.push_back(agency_of(std::max(side, 0)));  // of no side: of whoever raised it
      break;
    case PostIn::RaisingAgency: found.push_back(agency_of(0)); break;
    case PostIn::RespondingAgency:
      for (std::size_t i = 1; i < d.raised.sides.size(); ++i) {
        found.push_back(d.raised.sides[i].agency);
      }
      break;
    case PostIn::Sector:
      if (side >= 0 && !alternative.proxy) {  // a table by sector: a side's own line of it
        const Agency* own = at.directory.agency(agency_of(side));
        if (own != nullptr && own->sector == alternative.sector) {
          found.push_back(agency_of(side));
        }
        break;
      }
      for (const Side& one : d.raised.sides) {
        const Agency* agency = at.directory.agency(one.agency);
        if (agency != nullptr && agency->sector == alternative.sector) {
          found.push_back(agency->id);
        }
      }
      for (const Agency& agency : at.directory.agencies()) {
        if (agency.sector == alternative.sector) {
          found.push_back(agency.id);
        }
      }
      break;
    case PostIn::Partnership:
      if (const Agency* partnership = at.directory.partnership()) {
        found.push_back(partnership->id);
      }
      break;
  }
  return found;
}

/// A role of the policy: the first alternative that can be filled; a line goes up from `speaks`.
Ower named_role(std::string_view role, SideIndex side, const Ower* speaks, const Disagreement& d,
                const Circumstances& at) {
  Ower unfilled;
  unfilled.side = side;
  unfilled.role = std::string{role};
  const RoleRule* rule = at.policy.role(role);
  if (rule == nullptr) {
    return unfilled;
  }
  Asking asking{d, at.now, &at.calendar};
  if (side >= 0) {
    asking.of_side = &d.raised.sides[static_cast<std::size_t>(side)].agency;
  }
  const bool for_nobody = side < 0 && decides_for_no_side(role, at.policy);
  std::optional<Ower> vacant;
  std::optional<Ower> top;
  for (const RoleAlternative& alternative : rule->alternatives) {
    if (!since(alternative.when, asking)) {
      continue;
    }
    // Nobody decides a matter of their own agency (rule 25). What is said of one side stands.
    const bool in_sector = alternative.in == PostIn::Sector;
    const bool impartial = for_nobody && (alternative.in == PostIn::Partnership ||
                                          (in_sector && !is_the_only_one(alternative, at)));
    if (alternative.post == "line_manager") {  // whoever it is here: no directory names them
      Above above = line_manager_of(speaks != nullptr ? *speaks : Ower{}, side, d, at);
      for (int level = 1; level < alternative.levels; ++level) {
        std::vector<PostId> passed = std::move(above.ower.passed);
        above = line_manager_of(above.ower, side, d, at);
        above.ower.passed.insert(above.ower.passed.begin(), passed.begin(), passed.end());
      }
      if (!above.at_top) {
        return above.ower;
      }
      top = above.ower;  // unless the policy names somebody else for a line that ends here
      continue;
    }
    for (const AgencyId& agency : agencies_for(alternative, side, d, at)) {
      Ower ower = unfilled;
      ower.proxy = alternative.proxy;
      if (const auto on_call = at.directory.on_call(agency, alternative.post, at.now)) {
        if (!impartial || !is_of_a_side(on_call->person, d, at)) {
          ower.person = on_call->person;
          return ower;
        }
      }
      for (const Post* post : at.directory.posts_with(agency, alternative.post)) {
        ower.post = post->id;
        if (alternative.in == PostIn::Partnership || impartial) {
          fill_impartial(ower, d, at);
        } else {
          fill_holder(ower, d, at);
        }
        if (!ower.person.empty()) {
          return ower;
        }
        // The agency of a post names who answers for it: not a side, of who decides between them.
        if (!vacant && !(impartial && in_sector)) {
          vacant = ower;
        }
      }
    }
  }
  if (top) {
    return *top;
  }
  const Ower asked = vacant.value_or(unfilled);
  return for_nobody ? named_here(asked, d) : asked;
}

/// `speaks`: above whom a line manager is; the side's own speaker, or the raiser.
Ower one_of(std::string_view name, SideIndex side, const Ower* speaks, const Disagreement& d,
            const Circumstances& at) {
  Ower ower;
  ower.side = side;
  ower.role = std::string{name};
  if (name == "representative") {
    if (speaks != nullptr) {
      ower = *speaks;
      ower.role = "representative";
    }
    return ower;
  }
  if (name == "raiser") {
    ower.side = 0;
    ower.person = d.raiser.person;
    return ower;
  }
  if (name == "worker") {
    const std::size_t index = side < 0 ? 0 : static_cast<std::size_t>(side);
    ower.side = static_cast<SideIndex>(index);
    ower.person = d.raised.sides[index].worker;
    if (const Post* post = at.directory.post_in(ower.person, d.raised.sides[index].agency)) {
      ower.post = post->id;
    }
    return ower;
  }
  if (name == "line_manager") {
    return line_manager_of(speaks != nullptr ? *speaks : Ower{}, side, d, at).ower;
  }
  if (name == "previous") {
    for (const Ower& before : d.previous) {
      if (before.side == side) {
        ower = before;
        ower.role = "previous";
      }
    }
    return ower;
  }
  return named_role(name, side, speaks, d, at);
}

}  // namespace

std::vector<SideIndex> sides_of(SideSelector selector, const Disagreement& disagreement) {
  const auto count = static_cast<SideIndex>(disagreement.raised.sides.size());
  std::vector<SideIndex> sides;
  switch (selector) {
    case SideSelector::None: sides.push_back(kNoSide); break;
    case SideSelector::RaisingSide: sides.push_back(0); break;
    case SideSelector::RespondingSide:
      for (SideIndex side = 1; side < count; ++side) {
        sides.push_back(side);
      }
      break;
    case SideSelector::EachSide:
    case SideSelector::AnySide:
      for (SideIndex side = 0; side < count; ++side) {
        sides.push_back(side);
      }
      break;
  }
  return sides;
}

std::vector<Ower> resolve(const RoleRef& ref, const Disagreement& disagreement,
                          const Circumstances& at, std::string_view choice) {
  const auto chosen = std::ranges::find(ref.alternatives, choice);
  const std::string& name = chosen != ref.alternatives.end() ? *chosen : ref.alternatives.front();
  std::vector<Ower> owers;
  for (const SideIndex side : sides_of(ref.side, disagreement)) {
    const Ower raiser{.side = side, .role = "raiser", .person = disagreement.raiser.person};
    owers.push_back(one_of(name, side, ref.of_raiser ? &raiser : disagreement.representative(side),
                           disagreement, at));
  }
  return owers;
}

std::vector<Ower> resolve_all(const std::vector<RoleRef>& refs, const Disagreement& disagreement,
                              const Circumstances& at) {
  std::vector<Ower> owers;
  for (const RoleRef& ref : refs) {
    for (Ower& ower : resolve(ref, disagreement, at)) {
      const bool known = std::ranges::any_of(owers, [&](const Ower& other) {
        // Two workers of one team hold the same post, and each is owed for.
        const bool same_post = ower.post.empty() || other.post == ower.post;
        return same_post && other.person == ower.person &&
               !(ower.post.empty() && ower.person.empty());
      });
      if (!known) {
        owers.push_back(std::move(ower));
      }
    }
  }
  return owers;
}

bool decides_for_no_side(std::string_view role, const Policy& policy) {
  const auto names_it = [&](const RoleRef& ref) {
    return ref.side == SideSelector::None &&
           std::ranges::find(ref.alternatives, role) != ref.alternatives.end();
  };
  bool found = false;
  for_each_scope(policy, [&](const Stage& stage) {
    found = found || std::ranges::any_of(stage.settled_by, names_it) ||
            std::ranges::any_of(stage.exits, [&](const ExitRule& exit) {
              return std::ranges::any_of(exit.by, names_it);
            });
  });
  return found || std::ranges::any_of(policy.decider, names_it);
}

bool is_of_a_side(const PersonId& person, const Disagreement& disagreement,
                  const Circumstances& at) {
  return is_of_agency_of_a_side(person, disagreement, at) ||
         std::ranges::any_of(disagreement.representatives,
                             [&](const Ower& speaks) { return speaks.person == person; });
}

bool is_of_another_side(const PersonId& person, SideIndex side, const Disagreement& disagreement,
                        const Circumstances& at) {
  const Disagreement& d = disagreement;
  if (side < 0 || person.empty()) {
    return false;
  }
  const AgencyId& own = d.raised.sides[static_cast<std::size_t>(side)].agency;
  const Person* known = at.directory.person(person);
  for (SideIndex other = 0; other < static_cast<SideIndex>(d.raised.sides.size()); ++other) {
    if (other == side) {
      continue;
    }
    const Side& one = d.raised.sides[static_cast<std::size_t>(other)];
    const bool of_agency = known != nullptr && known->agency == one.agency && own != one.agency;
    const Ower* speaks = d.representative(other);
    const bool named = one.worker == person || (other == 0 && d.raiser.person == person) ||
                       (speaks != nullptr && speaks->person == person);
    const bool took = std::ranges::any_of(d.takes, [&](const Take& take) {
      return take.taken.side == other && take.by.person == person;
    });
    const bool did = std::ranges::any_of(d.duties, [&](const DutyState& duty) {
      return !duty.any_side && duty.done_by.person == person && !duty.owers.empty() &&
             duty.owers.front().side == other;
    });
    if (of_agency || named || took || did) {
      return true;
    }
  }
  return false;
}

bool stands_for_another_side(const PersonId& person, SideIndex side,
                             const Disagreement& disagreement) {
  const auto& sides = disagreement.raised.sides;
  for (SideIndex other = 0; side >= 0 && other < std::ssize(sides); ++other) {
    const Ower* speaks = disagreement.representative(other);
    if (other != side && (sides[static_cast<std::size_t>(other)].worker == person ||
                          (speaks != nullptr && speaks->person == person))) {
      return true;
    }
  }
  return false;
}

bool acts_as(const Actor& actor, const Ower& ower, const Disagreement& disagreement,
             const Circumstances& at) {
  if (!ower.person.empty() && ower.person == actor.person) {
    return true;
  }
  return !ower.post.empty() && at.directory.acts_for(actor.person, ower.post, at.now) &&
         !is_of_another_side(actor.person, ower.side, disagreement, at);
}

std::vector<PersonId> who_may_act(const Ower& ower, const Disagreement& disagreement,
                                  const Circumstances& at) {
  std::vector<PersonId> found;
  if (!ower.person.empty()) {
    found.push_back(ower.person);
  }
  const auto add_holders = [&](const Post* of) {
    for (const PersonId& holder : of != nullptr ? of->holders : std::vector<PersonId>{}) {
      const bool known = std::ranges::find(found, holder) != found.end();
      const bool impartial = ower.side >= 0 || !is_of_a_side(holder, disagreement, at);
      if (!known && impartial && acts_as({holder, {}}, ower, disagreement, at) &&
          at.directory.holder(ower.post, at.now, [&](const PersonId& one) { return one == holder; })
                  .person == holder) {
        found.push_back(holder);
      }
    }
  };
  if (const Post* post = at.directory.post(ower.post)) {
    add_holders(post);
    add_holders(at.directory.post(post->deputy));
  }
  return found;
}

bool represents(const Actor& actor, SideIndex side, const Disagreement& disagreement,
                const Circumstances& at) {
  const Ower* ower = disagreement.representative(side);
  if (ower == nullptr) {
    return false;
  }
  if (!ower->person.empty() && ower->person == actor.person) {
    return true;
  }
  // Nobody is named: whoever of that agency takes it on, rather than that it stops.
  const bool may =
      ower->person.empty()
          ? disagreement.raised.sides[static_cast<std::size_t>(side)].agency == actor.agency &&
                !is_of_another_side(actor.person, side, disagreement, at)
          : acts_as(actor, *ower, disagreement, at);
  for (SideIndex other = 0; may && other < side; ++other) {
    const Ower* before = disagreement.representative(other);
    const bool same = before != nullptr && !before->person.empty() &&
                      before->person == ower->person && before->post == ower->post;
    if (!same && represents(actor, other, disagreement, at)) {
      return false;
    }
  }
  return may;
}

SideIndex acting_side(const Actor& actor, const Disagreement& disagreement,
                      const Circumstances& at) {
  const std::vector<Side>& sides = disagreement.raised.sides;
  const auto found = std::ranges::find(sides, actor.agency, &Side::agency);
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto side = static_cast<SideIndex>(i);
    if ((sides[i].agency == actor.agency && sides[i].worker == actor.person) ||
        represents(actor, side, disagreement, at)) {
      return side;
    }
  }
  // A colleague of who disagrees inside one agency is of neither side.
  const bool one_side = std::ranges::count(sides, actor.agency, &Side::agency) == 1;
  return one_side ? static_cast<SideIndex>(found - sides.begin()) : kNoSide;
}

bool may_report(const Actor& by, const DutyState& duty, const Disagreement& d,
                const Circumstances& at) {
  if (may_do(by, duty.owers, d, at)) {
    return true;
  }
  const SideIndex side = acting_side(by, d, at);
  const bool of_side =
      side >= 0 && (duty.undertaking || duty.any_side) &&
      std::ranges::any_of(duty.owers, [&](const Ower& ower) { return ower.side == side; });
  return of_side && (represents(by, side, d, at) ||
                     d.raised.sides[static_cast<std::size_t>(side)].worker == by.person);
}

const Ower* ower_for(const DutyState& duty, SideIndex side) {
  const auto found = std::ranges::find(duty.owers, side, &Ower::side);
  if (found != duty.owers.end()) {
    return &*found;
  }
  return duty.owers.empty() ? nullptr : &duty.owers.front();
}

AgencyId answering_agency(const Ower& ower, const Disagreement& disagreement,
                          const Circumstances& at) {
  if (ower.side >= 0) {
    return disagreement.raised.sides[static_cast<std::size_t>(ower.side)].agency;
  }
  if (const Post* post = at.directory.post(ower.post)) {
    return post->agency;
  }
  const Agency* partnership = at.directory.partnership();
  return partnership != nullptr ? partnership->id : AgencyId{};
}

std::vector<PersonId> who_can_be_named(const Ower& ower, const Disagreement& disagreement,
                                       const Circumstances& at) {
  const AgencyId agency = answering_agency(ower, disagreement, at);
  std::vector<PersonId> found;
  for (const Person& person : at.directory.people()) {
    if (!stands_for_another_side(person.id, ower.side, disagreement) &&
        is_of(at.directory, person, agency)) {
      found.push_back(person.id);
    }
  }
  return found;
}

std::vector<std::string> offered_roles(const Stage& stage, SideIndex side,
                                       const Disagreement& disagreement) {
  std::vector<std::string> offered;
  for (const RoleRef& ref : stage.representatives) {
    const auto sides = sides_of(ref.side, disagreement);
    if (std::ranges::find(sides, side) != sides.end()) {
      offered.insert(offered.end(), ref.alternatives.begin(), ref.alternatives.end());
    }
  }
  return offered;
}

bool leaves_line(std::string_view role) {
  return role != "line_manager" && role != "worker" && role != "previous";
}

std::vector<Ower> representatives_for(
    const Stage& stage, const Disagreement& disagreement, const Circumstances& at,
    const std::vector<std::pair<SideIndex, std::string>>& choices) {
  std::vector<Ower> found;
  for (const RoleRef& ref : stage.representatives) {
    for (const SideIndex side : sides_of(ref.side, disagreement)) {
      std::string name = ref.alternatives.front();
      for (const auto& [chooser, role] : choices) {
        if (chooser == side &&
            std::ranges::find(ref.alternatives, role) != ref.alternatives.end()) {
          name = role;
        }
      }
      Ower ower = one_of(name, side, disagreement.representative(side), disagreement, at);
      ower.side = side;
      ower.outside_line = leaves_line(ower.role);
      ower.role = "representative";
      found.push_back(std::move(ower));
    }
  }
  return found;
}

std::vector<Ower> one_tier_up(const Disagreement& disagreement, const Circumstances& at) {
  std::vector<Ower> found;
  for (const Ower& ower : disagreement.representatives) {
    if (ower.side < 0 || ower.outside_line) {
      continue;
    }
    Ower above = line_manager_of(ower, ower.side, disagreement, at).ower;
    if (!above.post.empty() && above.post != ower.post) {
      above.role = "representative";
      found.push_back(std::move(above));
    }
  }
  return found;
}

bool has_more_tiers(const std::vector<Ower>& representatives, const Circumstances& at) {
  return std::ranges::any_of(representatives, [&](const Ower& ower) {
    return !ower.outside_line && !ower.post.empty() &&
           at.directory.line_manager(ower.post, at.now) != nullptr;
  });
}

}  // namespace accord
