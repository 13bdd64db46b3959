#include "disagreement/meeting_votes.hpp"

#include <algorithm>
#include <utility>

#include "base/try.hpp"
#include "disagreement/roles.hpp"
#include "policy/words.hpp"

namespace accord {

namespace {

std::string name_of_member(const Course& course, const Member& member) {
  return name_of(Ower{.person = member.person}, course.at());
}

std::ptrdiff_t votes_of(const std::vector<Member>& members, std::string_view vote) {
  return std::ranges::count_if(members, [vote](const Member& member) {
    return !member.votes.empty() && member.votes.front() == vote;
  });
}

/// Everybody who may vote has, once; nobody else has.
Answer check_each_vote(const Course& course, const DutyRule& rule,
                       const std::vector<Member>& members) {
  for (const Member& member : members) {
    const std::string name = name_of_member(course, member);
    if (member.conflict && !member.votes.empty()) {
      return incomplete_meeting(rule,
                                name + " has declared a conflict of interest, and has no vote.",
                                "Take the vote out, or the conflict.");
    }
    if (!member.conflict && member.votes.empty()) {
      return incomplete_meeting(rule, "Enter how " + name + " voted.",
                                "For what was decided, against it, or abstained.");
    }
    if (std::ranges::adjacent_find(member.votes, std::not_equal_to{}) != member.votes.end()) {
      return incomplete_meeting(rule, name + " has one vote, and two that differ are entered.",
                                "Leave one of them out.");
    }
  }
  return {};
}

/// Even votes: what the rule says of them.
Answer check_even(const Course& course, const DutyRule& rule, const MeetingRule& meeting,
                  const std::vector<Member>& members, const std::string& count) {
  if (!meeting.casting_vote) {
    if (!meeting.tie.empty()) {
      return {};
    }
    return incomplete_meeting(
        rule, count + " is even, and the procedure does not say what holds then.",
        "Nothing was decided. What was said can be added as a note meanwhile: it is kept.");
  }
  const auto chair = std::ranges::find(members, true, &Member::chairs);
  if (chair == members.end()) {
    return incomplete_meeting(rule, count + " is even: who chairs it has the casting vote.",
                              "Say who chaired it.");
  }
  if (!chair->votes.empty() && chair->votes.front() == "for") {
    return {};
  }
  const std::string name = name_of_member(course, *chair);
  const std::string what = chair->conflict ? "has declared a conflict of interest"
                           : votes_of({*chair}, "against") > 0 ? "voted against it"
                                                               : "did not vote";
  return incomplete_meeting(
      rule, count + " is even: who chairs it has the casting vote, and " + name + " " + what + ".",
      "Enter what was decided with the casting vote, and who voted for that.");
}

}  // namespace

std::vector<Member> members_of(const Evidence& evidence) {
  std::vector<Member> members;
  for (const Seat& seat : evidence.seats) {
    if (seat.role == "hears" || seat.person.empty()) {
      continue;
    }
    auto found = std::ranges::find(members, seat.person, &Member::person);
    if (found == members.end()) {
      found = members.insert(members.end(), Member{.person = seat.person});
    }
    found->chairs = found->chairs || seat.role == "chair";
    found->conflict = found->conflict || !seat.conflict.empty();
    if (!seat.vote.empty()) {
      found->votes.push_back(seat.vote);
    }
  }
  return members;
}

std::unexpected<Refusal> incomplete_meeting(const DutyRule& rule, std::string what,
                                            std::string instead, std::string field) {
  auto refused =
      refuse(Refusal::Kind::Incomplete, std::move(what), std::move(instead), std::move(field));
  refused.error().clause = rule.source.clause;
  return refused;
}

Answer check_quorum(const DutyRule& rule, const MeetingRule& meeting,
                    const std::vector<Member>& members) {
  const auto there = std::ssize(members);
  const std::string named = std::to_string(there) + (there == 1 ? " is named." : " are named.");
  if (meeting.seats > 0 && there > meeting.seats) {
    return incomplete_meeting(rule,
                              "The meeting has " + std::to_string(meeting.seats) +
                                  (meeting.seats == 1 ? " seat; " : " seats; ") + named,
                              "Who speaks there without a seat is heard.");
  }
  if (there < meeting.at_least) {
    return incomplete_meeting(
        rule, "The meeting needs at least " + members_in_words(meeting.at_least) + "; " + named,
        "Fill the empty seats.");
  }
  const auto free = std::ranges::count(members, false, &Member::conflict);
  if (free < meeting.quorum) {
    return incomplete_meeting(
        rule,
        "The quorum is " + quorum_in_words(meeting) + "; there " + (free == 1 ? "is " : "are ") +
            std::to_string(free) + ".",
        "Fill the empty seats. A meeting without its quorum decides nothing: hold it again, and "
        "add what was said as a note meanwhile, which is kept.");
  }
  if (meeting.decides != MeetingDecides::Nobody && there > 0 && free == 0) {
    return incomplete_meeting(
        rule, "Everybody who sits on it has declared a conflict of interest: nobody may decide.",
        "Name somebody else to sit on it.");
  }
  return {};
}

Answer check_votes(const Course& course, const DutyRule& rule, const MeetingRule& meeting,
                   const std::vector<Member>& members) {
  const auto chair = std::ranges::find(members, true, &Member::chairs);
  if (meeting.decides == MeetingDecides::Chair && chair != members.end() && chair->conflict) {
    return incomplete_meeting(rule,
                              "Who chairs it decides, and " + name_of_member(course, *chair) +
                                  " has declared a conflict of interest.",
                              "Somebody else chairs it.");
  }
  if (meeting.decides != MeetingDecides::Majority) {
    const bool voted =
        std::ranges::any_of(members, [](const Member& member) { return !member.votes.empty(); });
    return voted ? incomplete_meeting(rule, "This meeting does not decide by a vote.",
                                      "Leave the votes out; the decision can say who differed.")
                 : Answer{};
  }
  ACCORD_TRY_DO(check_each_vote(course, rule, members));
  const auto in_favour = votes_of(members, "for");
  const auto against = votes_of(members, "against");
  const std::string count =
      std::to_string(in_favour) + " for and " + std::to_string(against) + " against";
  if (in_favour > against) {
    return {};
  }
  if (in_favour == against && in_favour > 0) {
    return check_even(course, rule, meeting, members, count);
  }
  return incomplete_meeting(
      rule, count + " is no majority for what was decided.",
      "A vote is for or against the decision that is entered: where a proposal was voted down, "
      "that is the decision, and who voted it down is for it.");
}

}  // namespace accord
