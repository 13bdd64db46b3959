#include "disagreement/meeting.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/try.hpp"
#include "directory/directory.hpp"
#include "disagreement/meeting_votes.hpp"
#include "disagreement/roles.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

/// A seat without an agency is of the agency of who sits on it.
const AgencyId& agency_of(const Seat& seat, const Directory& directory) {
  const Person* person = seat.agency.empty() ? directory.person(seat.person) : nullptr;
  return person != nullptr ? person->agency : seat.agency;
}

bool is_for_side(const Seat& seat, SideIndex side, const Disagreement& d,
                 const Directory& directory) {
  return side >= 0 &&
         agency_of(seat, directory) == d.raised.sides[static_cast<std::size_t>(side)].agency;
}

/// The seat that they sat on, or somebody of their side; to be heard is not to sit. Who raised it
/// and a practitioner are barred as people: their colleagues may sit.
const Seat* seat_of(const Evidence& evidence, const Ower& ower, const Disagreement& d,
                    const Directory& directory) {
  const auto found = std::ranges::find_if(evidence.seats, [&](const Seat& seat) {
    if (seat.role == "hears") {
      return false;
    }
    if (!ower.person.empty() && seat.person == ower.person) {
      return true;
    }
    const bool alone = ower.role == "raiser" || ower.role == "worker";
    return !alone && is_for_side(seat, ower.side, d, directory);
  });
  return found != evidence.seats.end() ? &*found : nullptr;
}

/// Who sits there, for a refusal: the person, with their agency where it is that which bars them.
std::string who_sits(const Seat& seat, const Ower& barred, const Circumstances& at) {
  const Agency* agency = at.directory.agency(seat.agency);
  const std::string of = agency != nullptr ? agency->name : seat.agency.text();
  if (seat.person.empty()) {
    return "Somebody of " + of;
  }
  return name_of(Ower{.person = seat.person}, at) +
         (seat.person == barred.person ? "" : ", of " + of + ",");
}

/// Whether somebody sits for a post of no side: who may act for it then. For one of the
/// partnership's, nobody of a side.
bool sits_for_post(const Seat& seat, const Ower& ower, const Disagreement& d,
                   const Circumstances& then) {
  const Post* post = then.directory.post(ower.post);
  if (post == nullptr || !then.directory.acts_for(seat.person, post->id, then.now)) {
    return false;
  }
  const Agency* partnership = then.directory.partnership();
  const bool impartial = partnership != nullptr && partnership->id == post->agency;
  return !impartial || !is_of_a_side(seat.person, d, then);
}

/// Whether who sits there has declared a conflict of interest, in that seat or another of theirs.
bool has_conflict(const Seat& seat, const std::vector<Member>& members) {
  const auto member = std::ranges::find(members, seat.person, &Member::person);
  return member != members.end() && member->conflict;
}

/// Those of `needed` for whom nobody sat. A colleague may sit for somebody, in a seat of their own:
/// a line manager's seat is not the practitioner's too (NOT-4). Where the meeting decides, a post
/// of no side needs somebody who may: who has declared a conflict of interest is there, and does
/// not fill it. `then`: when it was held.
std::vector<Ower> unseated(const Evidence& evidence, const std::vector<Ower>& needed, bool decides,
                           const Disagreement& d, const Circumstances& then) {
  const auto members = members_of(evidence);
  const auto fills = [&](const Seat& seat, const Ower& ower) {
    return seat.role != "hears" && !(decides && ower.side < 0 && has_conflict(seat, members));
  };
  std::vector<bool> taken(evidence.seats.size(), false);
  std::vector<Ower> left;
  for (const Ower& ower : needed) {
    bool sits = false;
    for (std::size_t i = 0; i < evidence.seats.size(); ++i) {
      const Seat& seat = evidence.seats[i];
      if (!ower.person.empty() && seat.person == ower.person && fills(seat, ower)) {
        taken[i] = true;
        sits = true;
      }
    }
    if (!sits) {
      left.push_back(ower);
    }
  }
  std::erase_if(left, [&](const Ower& ower) {
    if (ower.side < 0 && ower.person.empty()) {
      return true;  // nobody fills the role: the number of seats is still required
    }
    for (std::size_t i = 0; i < evidence.seats.size(); ++i) {
      const Seat& seat = evidence.seats[i];
      const bool for_them = ower.side < 0 ? sits_for_post(seat, ower, d, then)
                                          : is_for_side(seat, ower.side, d, then.directory);
      // A role without a person is anybody of the agency, whatever else they sit for.
      if (fills(seat, ower) && for_them && (!taken[i] || ower.person.empty())) {
        taken[i] = true;
        return true;
      }
    }
    return false;
  });
  return left;
}

/// Everybody who can be asked to chair it: whom the rule names, and whoever was named since in
/// their place to hold it.
std::vector<Ower> chairs_of(const DutyRule& rule, const MeetingRule& meeting, const Disagreement& d,
                            const Circumstances& then) {
  std::vector<Ower> found;
  for (const RoleRef& ref : meeting.chair) {
    for (const std::string& alternative : ref.alternatives) {
      const auto owers = resolve(ref, d, then, alternative);
      found.insert(found.end(), owers.begin(), owers.end());
      for (const DutyState& duty : d.duties) {
        for (const Ower& ower : duty.owers) {
          if (duty.open() && duty.id == rule.id && ower.role == alternative) {
            found.push_back(ower);
          }
        }
      }
    }
  }
  return found;
}

/// Whether who sits there is one of them, or acts for their post. Where nobody fills it: anybody.
bool may_chair(const Seat& seat, const std::vector<Ower>& chairs, const Disagreement& d,
               const Circumstances& then) {
  return std::ranges::any_of(chairs, [&](const Ower& chair) {
    if (chair.person.empty()) {
      return chair.side < 0 || is_for_side(seat, chair.side, d, then.directory);
    }
    if (seat.person == chair.person) {
      return true;
    }
    return chair.side < 0 ? sits_for_post(seat, chair, d, then)
                          : then.directory.acts_for(seat.person, chair.post, then.now);
  });
}

/// That those present could elect who chaired it: nobody was there whom the policy names before, or
/// they were in the matter themselves.
Answer check_elected(const Course& course, const DutyRule& rule, const Evidence& evidence,
                     const std::vector<Ower>& chairs, const Circumstances& then) {
  const auto there = std::ranges::find_if(evidence.seats, [&](const Seat& seat) {
    return seat.role != "hears" && seat.conflict.empty() && !seat.person.empty() &&
           may_chair(seat, chairs, course.state(), then);
  });
  if (there == evidence.seats.end()) {
    return {};
  }
  const Ower named{.person = there->person};
  return incomplete_meeting(rule, "The meeting is chaired by " + name_of(named, course.at()) + ".",
                            "A chair is elected only where nobody is there who would chair it.");
}

/// That it was chaired, and by whom the policy says.
Answer check_chair(const Course& course, const DutyRule& rule, const MeetingRule& meeting,
                   const Evidence& evidence, const Circumstances& then) {
  const auto seat = std::ranges::find(evidence.seats, "chair", &Seat::role);
  const bool chaired = seat != evidence.seats.end();
  const bool twice = std::ranges::any_of(evidence.seats, [&](const Seat& other) {
    return other.role == "chair" && other.person != seat->person;
  });
  if (twice) {
    return incomplete_meeting(rule, "One person chairs a meeting, and two are named.",
                              "Make one of them a member.");
  }
  if (meeting.chair.empty() && !meeting.chair_elected) {
    return {};
  }
  if (!chaired) {
    return incomplete_meeting(rule, "The meeting needs a chair.", "Say who chaired it.");
  }
  const auto chairs = chairs_of(rule, meeting, course.state(), then);
  if (may_chair(*seat, chairs, course.state(), then)) {
    return {};
  }
  if (meeting.chair_elected) {
    return check_elected(course, rule, evidence, chairs, then);
  }
  return incomplete_meeting(
      rule, who_sits(*seat, Ower{.person = seat->person}, course.at()) + " may not chair it.",
      "The meeting is chaired by " + names_of(chairs, course.state(), then) + ".");
}

/// Those of `heard` who neither sat nor were heard, nor anybody of their side for them. Where
/// nobody fills a role of no side there is nobody to hear.
std::vector<Ower> unheard(const Evidence& evidence, std::vector<Ower> heard, const Disagreement& d,
                          const Circumstances& then) {
  std::erase_if(heard, [&](const Ower& ower) {
    return (ower.side < 0 && ower.person.empty()) ||
           std::ranges::any_of(evidence.seats, [&](const Seat& seat) {
             if (!ower.person.empty() && seat.person == ower.person) {
               return true;
             }
             if (seat.role != "hears") {
               return false;
             }
             return ower.side < 0 ? sits_for_post(seat, ower, d, then)
                                  : is_for_side(seat, ower.side, d, then.directory);
           });
  });
  return heard;
}

/// That it heard whom it hears, and what it decided, where the policy has it decide.
Answer check_decided(const Course& course, const DutyRule& rule, const MeetingRule& meeting,
                     const Evidence& evidence, const Circumstances& then) {
  const Disagreement& d = course.state();
  const auto silent = unheard(evidence, resolve_all(meeting.hears, d, course.at()), d, then);
  if (!silent.empty()) {
    return incomplete_meeting(
        rule,
        "The meeting hears " + name_of(silent.front(), course.at()) + ", or somebody for them.",
        "Name who was heard, in person or in writing, then record the meeting.");
  }
  std::string_view how;
  switch (meeting.decides) {
    case MeetingDecides::Together: how = "Its members decide together"; break;
    case MeetingDecides::Majority: how = "Its members decide by majority"; break;
    case MeetingDecides::Chair: how = "Who chairs it decides"; break;
    case MeetingDecides::Nobody: return {};
  }
  if (require_text(evidence.decision, "decision", "what was decided")) {
    return {};
  }
  const std::string tie = tie_in_words(meeting);
  const std::string even = tie.empty() ? "" : " Where it is even: " + tie + ".";
  return incomplete_meeting(rule, std::string{how} + ": enter what was decided." + even,
                            "Where nothing was, say so, with the views that differed.", "decision");
}

/// Those whom the rule needs, without who may not sit: a post that is named by its sector may be
/// one of a side.
std::vector<Ower> needed_by(const MeetingRule& meeting, const Disagreement& d,
                            const Circumstances& at) {
  auto needed = resolve_all(meeting.must, d, at);
  const auto barred = resolve_all(meeting.must_not, d, at);
  std::erase_if(needed, [&](const Ower& one) {
    return one.side == kNoSide && !one.person.empty() &&
           std::ranges::any_of(barred, [&](const Ower& ower) {
             const Evidence alone{.seats = {Seat{.role = "must", .person = one.person}}};
             return seat_of(alone, ower, d, at.directory) != nullptr;
           });
  });
  return needed;
}

}  // namespace

Answer check_meeting(const Course& course, const DutyRule& rule, const MeetingRule& meeting,
                     const Evidence& evidence, Instant held) {
  const Circumstances then{held, course.at().policy, course.at().directory, course.at().calendar};
  const auto members = members_of(evidence);
  const auto needed_by_name = needed_by(meeting, course.state(), course.at());
  const bool decides = meeting.decides != MeetingDecides::Nobody;
  const auto missing = unseated(evidence, needed_by_name, decides, course.state(), then);
  if (!missing.empty()) {
    const Ower& needed = missing.front();
    const auto absent = unseated(evidence, needed_by_name, false, course.state(), then);
    const bool free = std::ranges::find(absent, needed) != absent.end();
    return incomplete_meeting(rule,
                              "The meeting needs " + name_of(needed, course.at()) +
                                  ", or somebody for them" +
                                  (free ? "." : ", who has declared no conflict of interest."),
                              "Fill the seat, then record the meeting.");
  }
  for (const RoleRef& ref : meeting.must_not) {
    for (const Ower& ower : resolve(ref, course.state(), course.at())) {
      if (const Seat* seat = seat_of(evidence, ower, course.state(), course.at().directory)) {
        return incomplete_meeting(rule, who_sits(*seat, ower, course.at()) + " may not sit on it.",
                                  "Choose a member who has not been involved.");
      }
    }
  }
  ACCORD_TRY_DO(check_chair(course, rule, meeting, evidence, then));
  ACCORD_TRY_DO(check_quorum(rule, meeting, members));
  ACCORD_TRY_DO(check_decided(course, rule, meeting, evidence, then));
  ACCORD_TRY_DO(check_votes(course, rule, meeting, members));
  return meeting.minutes ? require_text(evidence.minutes, "minutes", "the minutes") : Answer{};
}

}  // namespace accord
