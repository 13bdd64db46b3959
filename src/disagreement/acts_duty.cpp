#include <algorithm>
#include <array>
#include <set>

#include "base/try.hpp"
#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/identifying.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/texts_known.hpp"
#include "disagreement/written.hpp"

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

/// The seat that they sat on, or somebody of their side; to be heard is not to sit.
const Seat* seat_of(const Evidence& evidence, const Ower& ower, const Disagreement& d,
                    const Directory& directory) {
  const auto found = std::ranges::find_if(evidence.seats, [&](const Seat& seat) {
    if (seat.role == "hears") {
      return false;
    }
    if (!ower.person.empty() && seat.person == ower.person) {
      return true;
    }
    return is_for_side(seat, ower.side, d, directory);
  });
  return found != evidence.seats.end() ? &*found : nullptr;
}

/// Who sits there, for a refusal: the person, with their agency where it is that which bars them.
std::string who_sits(const Seat& seat, const Ower& barred, const Circumstances& at) {
  Ower sitting;
  sitting.person = seat.person;
  sitting.role = seat.role;
  const Agency* agency = at.directory.agency(seat.agency);
  const std::string of = agency != nullptr ? agency->name : seat.agency.text();
  if (seat.person.empty()) {
    return "Somebody of " + of;
  }
  return name_of(sitting, at) + (seat.person == barred.person ? "" : ", of " + of + ",");
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

/// Those of `needed` for whom nobody sat. A colleague may sit for somebody, in a seat of their own:
/// a line manager's seat is not the practitioner's too (NOT-4). `then`: when it was held.
std::vector<Ower> unseated(const Evidence& evidence, const std::vector<Ower>& needed,
                           const Disagreement& d, const Circumstances& then) {
  std::vector<bool> taken(evidence.seats.size(), false);
  std::vector<Ower> left;
  for (const Ower& ower : needed) {
    bool sits = false;
    for (std::size_t i = 0; i < evidence.seats.size(); ++i) {
      const Seat& seat = evidence.seats[i];
      if (!ower.person.empty() && seat.role != "hears" && seat.person == ower.person) {
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
      if (seat.role != "hears" && for_them && (!taken[i] || ower.person.empty())) {
        taken[i] = true;
        return true;
      }
    }
    return false;
  });
  return left;
}

/// What is missing of a meeting, by the clause of its rule.
std::unexpected<Refusal> incomplete_meeting(const DutyRule& rule, std::string what,
                                            std::string instead, std::string field = "seats") {
  auto refused =
      refuse(Refusal::Kind::Incomplete, std::move(what), std::move(instead), std::move(field));
  refused.error().clause = rule.source.clause;
  return refused;
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
Answer check_decided(const Course& course, const DutyRule& rule, const Evidence& evidence,
                     const Circumstances& then) {
  const MeetingRule& meeting = *rule.meeting;
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
  const std::string even = meeting.tie.empty() ? "" : " Where it is even: " + meeting.tie + ".";
  return incomplete_meeting(rule, std::string{how} + ": enter what was decided." + even,
                            "Where nothing was, say so, with the views that differed.", "decision");
}

/// Who sat, against what the policy asks of the meeting (GLO-18, LIN-10, NOT-6).
Answer check_meeting(const Course& course, const DutyRule& rule, const Evidence& evidence,
                     const Circumstances& then) {
  const MeetingRule& meeting = *rule.meeting;
  std::set<std::string> present;  // who sits in two seats is one member
  for (const Seat& seat : evidence.seats) {
    if (seat.role != "hears" && !seat.person.empty()) {
      present.insert(seat.person.text());
    }
  }
  const auto members = std::ssize(present);
  const auto needed_by_name = resolve_all(meeting.must, course.state(), course.at());
  const auto missing = unseated(evidence, needed_by_name, course.state(), then);
  if (!missing.empty()) {
    return incomplete_meeting(
        rule,
        "The meeting needs " + name_of(missing.front(), course.at()) + ", or somebody for them.",
        "Fill the seat, then record the meeting.");
  }
  for (const Ower& ower : resolve_all(meeting.must_not, course.state(), course.at())) {
    if (const Seat* seat = seat_of(evidence, ower, course.state(), course.at().directory)) {
      return incomplete_meeting(rule, "Choose a member who has not been involved.",
                                who_sits(*seat, ower, course.at()) + " may not sit on it.");
    }
  }
  if (!meeting.chair.empty() &&
      std::ranges::none_of(evidence.seats, [](const Seat& seat) { return seat.role == "chair"; })) {
    return incomplete_meeting(rule, "The meeting needs a chair.", "Say who chaired it.");
  }
  const int needed = std::max(meeting.at_least, meeting.quorum);
  if (members < needed) {
    return incomplete_meeting(rule,
                              "The meeting needs at least " + std::to_string(needed) +
                                  " members; " + std::to_string(members) + " are named.",
                              "Fill the empty seats.");
  }
  if (meeting.minutes) {
    ACCORD_TRY_DO(require_text(evidence.minutes, "minutes", "the minutes"));
  }
  return check_decided(course, rule, evidence, then);
}

Answer check_evidence(const Course& course, const DutyRule& rule, const RecordDone& command) {
  ACCORD_TRY_DO(check_given(course, &rule, command.evidence));
  ACCORD_TRY_DO(require_texts(rule.record, command.evidence.texts, rule.source.clause));
  if ((rule.proof == Proof::Contact || !rule.modes.empty()) && command.evidence.mode.empty()) {
    return refuse(Refusal::Kind::Incomplete, "Select how you spoke.", "", "mode");
  }
  if (rule.proof == Proof::Plan && command.actions.empty()) {
    return refuse(Refusal::Kind::Incomplete,
                  "Enter at least one action, with who does it and by when.", "", "actions");
  }
  if (rule.meeting) {
    const Circumstances& at = course.at();
    const Instant held = std::min(command.happened.value_or(at.now), at.now);
    return check_meeting(course, rule, command.evidence,
                         {held, at.policy, at.directory, at.calendar});
  }
  return {};
}

Answer done_right(Course& course, const Actor& by, const RecordDone& command) {
  const Disagreement& d = course.state();
  const DutyRule* rule = course.policy().duty(command.scope, command.id);
  const bool here = d.stage() != nullptr && d.stage()->stage == command.scope;
  const bool beside = command.scope == "throughout" && !d.outcome;
  const bool afterwards = command.scope == "after" && d.outcome;
  if (rule == nullptr || !rule->is_right()) {
    return refuse(Refusal::Kind::NotFound, "The procedure has no such step.",
                  "Choose from the steps that are open.");
  }
  if (!here && !beside && !afterwards) {
    return refuse(Refusal::Kind::Closed, "That is not open at this stage: " + rule->what + ".");
  }
  if (!since(rule->when, {d, course.at().now, &course.at().calendar})) {
    return refuse_condition(course, "That is not open yet: " + rule->what + ".", rule->when,
                            rule->source);
  }
  const std::vector<Ower> who = resolve_all(rule->open_to, d, course.at());
  const SideIndex side = acting_side(by, d, course.at());
  const bool worker = side >= 0 &&
                      d.raised.sides[static_cast<std::size_t>(side)].worker == by.person &&
                      std::ranges::any_of(who, [&](const Ower& ower) { return ower.side == side; });
  if (!worker && !may_do(by, who, d, course.at())) {
    return refuse_not_yours(names_of(who, d, course.at()), rule->source.clause,
                            "Ask them to record it.");
  }
  ACCORD_TRY_DO(check_evidence(course, *rule, command));
  const Instant happened = command.happened.value_or(course.at().now);
  ACCORD_TRY_DO(require_time(course, happened, here ? d.stage()->begun_at : d.raised_at));
  Done done;
  done.scope = command.scope;
  done.id = command.id;
  done.side = side;
  done.evidence = command.evidence;
  course.act(by, std::move(done), happened, rule->source.clause);
  return {};
}

Answer check_duty(const Course& course, const Actor& by, const DutyState* duty) {
  const Disagreement& d = course.state();
  if (duty == nullptr) {
    return refuse(Refusal::Kind::NotFound, "There is no such duty.");
  }
  if (!duty->open()) {
    return refuse(Refusal::Kind::Closed,
                  duty->status == DutyStatus::Met ? "That has already been recorded as done."
                                                  : "That is no longer owed.",
                  "Add a note or a correction to what is recorded.");
  }
  if (duty->is_settle()) {
    return refuse(Refusal::Kind::NotNow, "A stage ends by one of the ways out of it.",
                  "Choose how it goes on: resolved, or to the next stage.");
  }
  if (!may_report(by, *duty, d, course.at())) {
    const DutyRule* rule = course.policy().duty(duty->scope, duty->id);
    return refuse_not_yours(names_of(duty->owers, d, course.at()),
                            rule != nullptr ? rule->source.clause : "",
                            "Ask them, or their deputy, to record it.");
  }
  return {};
}

}  // namespace

Answer accept(Course& course, const Actor& by, const RecordDone& command) {
  if (command.number == 0) {
    ACCORD_TRY_DO(done_right(course, by, command));
  } else {
    const DutyState* duty = course.state().duty(command.number);
    ACCORD_TRY_DO(check_duty(course, by, duty));
    const DutyRule* rule = course.policy().duty(duty->scope, duty->id);
    ACCORD_TRY_DO(rule != nullptr ? check_evidence(course, *rule, command)
                                  : check_given(course, nullptr, command.evidence));
    const Instant happened = command.happened.value_or(course.at().now);
    ACCORD_TRY_DO(require_time(course, happened, earliest_of(*duty, course.state())));
    const bool late = duty->deadline.due && happened > *duty->deadline.due;
    const std::string clause = rule != nullptr ? rule->source.clause : "";
    Done done;
    done.number = command.number;
    done.scope = duty->scope;
    done.id = duty->id;
    done.side = acting_side(by, course.state(), course.at());
    done.evidence = command.evidence;
    course.act(by, std::move(done), happened, clause);
    course.follow_at(happened, DutyMet{command.number, late}, clause);
  }
  for (const Undertake& action : command.actions) {
    ACCORD_TRY_DO(undertake(course, by, action));
  }
  return {};
}

Instant earliest_of(const DutyState& duty, const Disagreement& disagreement) {
  if (duty.scope == "start") {
    return Instant{disagreement.raised_at.seconds - kTenYearsInSeconds};
  }
  return duty.visit != 0 || duty.undertaking ? duty.opened_at : disagreement.raised_at;
}

Instant earliest_of(const RightUsed& used, const Disagreement& disagreement) {
  if (used.scope == "start") {
    return Instant{disagreement.raised_at.seconds - kTenYearsInSeconds};
  }
  for (const Visit& visit : disagreement.visits) {
    if (visit.stage == used.scope && visit.number == used.visit) {
      return visit.begun_at;
    }
  }
  return disagreement.raised_at;
}

namespace {

/// ALL-10: learning is "anonymised" before it is referred.
Answer check_anonymous(const Course& course, const DutyRule& rule, const Texts& texts) {
  for (const auto& [name, text] : texts) {
    const auto identifying = what_identifies(course.state(), course.at().directory, text);
    if (!identifying.empty()) {
      auto refused =
          refuse(Refusal::Kind::Incomplete, words_to_take_out(identifying) + ".",
                 "Write what there is to learn, and nothing that says from where.", name);
      refused.error().clause = rule.source.clause;
      return refused;
    }
  }
  return {};
}

}  // namespace

Answer check_given(const Course& course, const DutyRule* rule, const Evidence& evidence) {
  const Directory& directory = course.at().directory;
  if (rule != nullptr && !rule->modes.empty() && !evidence.mode.empty() &&
      std::ranges::find(rule->modes, evidence.mode) == rule->modes.end()) {
    std::string offered;
    for (const std::string& mode : rule->modes) {
      offered += (offered.empty() ? "" : ", ") + mode;
    }
    auto refused = refuse(Refusal::Kind::NotFound,
                          "The procedure does not offer '" + evidence.mode + "' for this.",
                          "Choose one of: " + offered + ".", "mode");
    refused.error().clause = rule->source.clause;
    return refused;
  }
  ACCORD_TRY_DO(require_known_texts(texts_known(rule), evidence.texts,
                                    rule != nullptr ? rule->source.clause : "", "texts"));
  if (rule != nullptr && rule->purpose == Purpose::LearningPoint) {
    ACCORD_TRY_DO(check_anonymous(course, *rule, evidence.texts));
  }
  const auto unknown = [&](const PersonId& person, const char* field) {
    return refuse(Refusal::Kind::NotFound,
                  "The directory has nobody with the id '" + person.text() + "'.",
                  "Name people of the directory; put anybody else into the words.", field);
  };
  for (const PersonId& person : evidence.participants) {
    if (directory.person(person) == nullptr) {
      return unknown(person, "participants");
    }
  }
  constexpr std::array<std::string_view, 4> kSeats{"chair", "must", "member", "hears"};
  for (const Seat& seat : evidence.seats) {
    if (std::ranges::find(kSeats, seat.role) == kSeats.end()) {
      return refuse(Refusal::Kind::NotFound, "A meeting has no seat '" + seat.role + "'.",
                    "A seat is one of: chair, must, member, hears.", "seats");
    }
    if (!seat.person.empty() && directory.person(seat.person) == nullptr) {
      return unknown(seat.person, "seats");
    }
    if (!seat.agency.empty() && directory.agency(seat.agency) == nullptr) {
      return refuse(Refusal::Kind::NotFound,
                    "The directory has no agency '" + seat.agency.text() + "'.",
                    "Choose one from the directory.", "seats");
    }
  }
  return {};
}

std::expected<Undertaking, Refusal> undertaking_of(const Course& course, const Undertake& command) {
  const Disagreement& d = course.state();
  ACCORD_TRY_DO(require_text(command.what, "what", "what is to be done"));
  if (command.kind == Undertaking::Kind::OutstandingIssue) {
    ACCORD_TRY_DO(require_text(command.how, "how", "how it will be pursued"));
  }
  ACCORD_TRY_DO(require_ahead(course, command.due, 10, "due"));
  Undertaking undertaking;
  undertaking.kind = command.kind;
  undertaking.what = command.what;
  undertaking.how = command.how;
  undertaking.due = command.due;
  const SideIndex side = d.side_of(command.agency);
  const Agency* partnership = course.at().directory.partnership();
  const bool of_partnership = partnership != nullptr && partnership->id == command.agency;
  if (side == kNoSide && !of_partnership) {
    return refuse(Refusal::Kind::Incomplete,
                  command.agency.empty() ? "Say which agency does it."
                                         : "That agency has no part in this disagreement.",
                  "It has to be a side of this disagreement, or the partnership.", "agency");
  }
  const Person* person = course.at().directory.person(command.person);
  if (!command.person.empty() && person == nullptr) {
    return refuse(Refusal::Kind::NotFound,
                  "The directory has nobody with the id '" + command.person.text() + "'.",
                  "Name one of its people, or nobody: then it is for whoever speaks for the side.",
                  "person");
  }
  if (person != nullptr && !is_of(course.at().directory, *person, command.agency)) {
    return refuse(Refusal::Kind::NotYours, person->name + " is of another agency.",
                  "Name the agency whose they are, or somebody of the agency that does it.",
                  "person");
  }
  undertaking.owner.side = side;
  undertaking.owner.role = "named";
  undertaking.owner.person = command.person;
  if (command.person.empty() && side >= 0) {
    if (const Ower* speaks = d.representative(side)) {
      undertaking.owner = *speaks;
    }
  }
  return undertaking;
}

Answer undertake(Course& course, const Actor& by, const Undertake& command) {
  ACCORD_TRY(Undertaking undertaking, undertaking_of(course, command));
  course.act(by, Undertaken{std::move(undertaking), course.next_duty()}, course.at().now);
  return {};
}

Answer accept(Course& course, const Actor& by, const Undertake& command) {
  if (course.state().finished) {
    return refuse(Refusal::Kind::Closed, "This disagreement is finished.",
                  "Raise a new one if the concern has come back.");
  }
  const SideIndex side = acting_side(by, course.state(), course.at());
  const Agency* partnership = course.at().directory.partnership();
  if (side == kNoSide && (partnership == nullptr || partnership->id != by.agency)) {
    return refuse(Refusal::Kind::NotYours,
                  "Only a side of this disagreement can undertake something.");
  }
  return undertake(course, by, command);
}

}  // namespace accord
