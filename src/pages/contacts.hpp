#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "pages/template.hpp"

namespace accord {

struct Agency;
class PageContext;

/// Whom to ring: people and numbers of the directory as they are answered now.

/// Somebody to talk to, with a number.
struct Contact {
  PersonId person;  ///< empty: a team
  std::string name;
  std::string job;
  std::string phone;
};

/// Whom to talk to first: the agency's supporter and safeguarding lead, the person's line manager,
/// and who is on call (ALL-9, LIN-16). Each once.
[[nodiscard]] std::vector<Contact> people_to_talk_to(const PageContext& context);

/// The duty safeguarding teams, which a danger is told before anything is written (ALL-1): the duty
/// number of each agency of social care.
[[nodiscard]] std::vector<Contact> duty_safeguarding_teams(const PageContext& context);

/// An agency's number by the hour: its duty number, or the one for out of hours; where it has but
/// one of them, that one, named for what it is. `job` says which, as words within a sentence. None:
/// it has no number.
[[nodiscard]] std::optional<Contact> duty_number(const Agency& agency, bool in_working_hours);

/// Outside working hours: who is on call for the agency, else its number for that hour. None: it
/// has neither, or only one for working hours.
[[nodiscard]] std::optional<Contact> who_answers_now(const PageContext& context,
                                                     const Agency& agency);

/// At `{{>GUIDE}}`, the agency's one-page guide to raising and escalating (LIN-16): a link where it
/// is an address, its words otherwise, folded where they are many. Null, or without one: nothing.
void put_guide(Dictionary& page, const Agency* agency);

/// Fills `{{#TALK}}` with NAME, JOB and PHONE.
void put_contacts(Dictionary& page, const std::vector<Contact>& contacts);

}  // namespace accord
