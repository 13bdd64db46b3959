#include <algorithm>
#include <array>

#include "base/try.hpp"
#include "directory/directory.hpp"
#include "disagreement/acts.hpp"
#include "disagreement/condition.hpp"
#include "disagreement/deadline.hpp"
#include "disagreement/identifying.hpp"
#include "disagreement/meeting.hpp"
#include "disagreement/roles.hpp"
#include "disagreement/texts_known.hpp"
#include "disagreement/written.hpp"

namespace accord {

namespace {

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
    const Instant now = course.at().now;
    return check_meeting(course, rule, *rule.meeting, command.evidence,
                         std::min(command.happened.value_or(now), now));
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
  ACCORD_TRY_DO(require_until(course, rule->until, rule->when, command.scope, rule->what,
                              command.happened.value_or(course.at().now)));
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

/// Of a duty that is not there: whether the policy has it, and when it opens.
Answer refuse_unknown(const Course& course, const RecordDone& command) {
  const DutyRule* rule = course.policy().duty(command.scope, command.id);
  if (rule == nullptr) {
    return refuse(Refusal::Kind::NotFound, "There is no such duty.", "Choose from what is owed.");
  }
  auto refused = refuse_condition(course, "That is not owed yet: " + rule->what + ".", rule->when,
                                  rule->source);
  const Visit* now = course.state().stage();
  const Stage* stage = course.policy().scope(command.scope);
  if (!stage->title.empty() && (now == nullptr || now->stage != stage->id)) {
    refused.error().instead = "It is asked for in the stage “" + stage->title + "”.";
  }
  return refused;
}

Answer check_duty(const Course& course, const Actor& by, const RecordDone& command,
                  const DutyState* duty) {
  const Disagreement& d = course.state();
  if (duty == nullptr) {
    return refuse_unknown(course, command);
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
    const bool somebody =
        std::ranges::any_of(duty->owers, [](const Ower& ower) { return !ower.person.empty(); });
    return refuse_not_yours(names_of(duty->owers, d, course.at()),
                            rule != nullptr ? rule->source.clause : "",
                            somebody ? "Ask them, or their deputy, to record it."
                                     : "Nobody is named for it yet: name who answers for it.");
  }
  return {};
}

}  // namespace

Answer accept(Course& course, const Actor& by, const RecordDone& command) {
  if (command.number == 0) {
    ACCORD_TRY_DO(done_right(course, by, command));
  } else {
    const DutyState* duty = course.state().duty(command.number);
    ACCORD_TRY_DO(check_duty(course, by, command, duty));
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

std::unexpected<Refusal> unknown_person(const PersonId& person, std::string field) {
  return refuse(Refusal::Kind::NotFound,
                "The directory has nobody with the id '" + person.text() + "'.",
                "Name people of the directory; put anybody else into the words.", std::move(field));
}

Answer check_seats(const Directory& directory, const Evidence& evidence) {
  constexpr std::array<std::string_view, 4> kSeats{"chair", "must", "member", "hears"};
  constexpr std::array<std::string_view, 4> kVotes{"", "for", "against", "abstains"};
  for (const Seat& seat : evidence.seats) {
    if (std::ranges::find(kSeats, seat.role) == kSeats.end()) {
      return refuse(Refusal::Kind::NotFound, "A meeting has no seat '" + seat.role + "'.",
                    "A seat is one of: chair, must, member, hears.", "seats");
    }
    if (std::ranges::find(kVotes, seat.vote) == kVotes.end()) {
      return refuse(Refusal::Kind::NotFound, "Nobody votes '" + seat.vote + "'.",
                    "A vote is one of: for, against, abstains.", "seats");
    }
    const bool sits = seat.role != "hears" && !seat.person.empty();
    if (!sits && (!seat.vote.empty() || !seat.conflict.empty())) {
      return refuse(Refusal::Kind::Incomplete,
                    "Only somebody who sits on a meeting votes or declares a conflict of interest.",
                    "Name who sits there; who is heard has no vote.", "seats");
    }
    if (!seat.person.empty() && directory.person(seat.person) == nullptr) {
      return unknown_person(seat.person, "seats");
    }
    if (!seat.agency.empty() && directory.agency(seat.agency) == nullptr) {
      return refuse(Refusal::Kind::NotFound,
                    "The directory has no agency '" + seat.agency.text() + "'.",
                    "Choose one from the directory.", "seats");
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
  for (const PersonId& person : evidence.participants) {
    if (directory.person(person) == nullptr) {
      return unknown_person(person, "participants");
    }
  }
  return check_seats(directory, evidence);
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
  if (command.person.empty()) {
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
