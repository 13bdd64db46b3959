#include "pages/contacts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "pages/site.hpp"

namespace accord {

std::vector<Contact> people_to_talk_to(const PageContext& context) {
  std::vector<Contact> contacts;
  const Directory& directory = context.directory();
  const auto add = [&](const PersonId& id, const std::string& post_phone, const std::string& as) {
    const Person* person = directory.person(id);
    if (person == nullptr || person->id == context.actor().person) {
      return;
    }
    const bool there = std::ranges::any_of(
        contacts, [&](const Contact& contact) { return contact.person == person->id; });
    if (!there) {
      contacts.push_back({person->id, person->name, as.empty() ? person->job : as,
                          post_phone.empty() ? person->phone : post_phone});
    }
  };
  const Agency* agency = context.agency();
  if (agency == nullptr) {
    return contacts;
  }
  if (!context.calendar().in_working_hours(context.now())) {
    if (const auto on_call = directory.on_call(agency->id, "on_call_manager", context.now())) {
      add(on_call->person, on_call->phone, "On-call manager");
    }
  }
  add(agency->supporter, "", "");
  if (const Post* lead = directory.post(agency->safeguarding_lead)) {
    add(directory.holder(lead->id, context.now()).person, lead->phone, lead->title);
  }
  if (const Post* mine = directory.post_in(context.actor().person, agency->id)) {
    if (const Post* manager = directory.line_manager(mine->id, context.now())) {
      add(directory.holder(manager->id, context.now()).person, manager->phone, "Your line manager");
    }
  }
  return contacts;
}

void put_contacts(Dictionary& page, const std::vector<Contact>& contacts) {
  for (const Contact& contact : contacts) {
    page.section("TALK")
        .set("NAME", contact.name)
        .set("JOB", contact.job)
        .set_if_any("CALL", "PHONE", contact.phone);
  }
}

void put_guide(Dictionary& page, const Agency* agency) {
  constexpr std::size_t kFewCharacters = 250;
  if (agency == nullptr || agency->guide.empty()) {
    return;
  }
  const std::string& guide = agency->guide;
  const bool on_the_web = guide.starts_with("https://") || guide.starts_with("http://");
  Dictionary& shown = page.include("GUIDE", "guide.html");
  if (on_the_web && guide.find_first_of(" \n\t") == std::string::npos) {
    shown.section("LINK").set("HREF", guide);
  } else {
    shown.section(guide.size() > kFewCharacters ? "LONG" : "SHORT").set("WORDS", guide);
  }
}

std::optional<Contact> duty_number(const Agency& agency, bool in_working_hours) {
  const auto number = [&](const char* what, const std::string& phone) {
    return Contact{{}, agency.name, what, phone};
  };
  const bool out_of_hours = !agency.out_of_hours_phone.empty();
  if (out_of_hours && (!in_working_hours || agency.phone.empty())) {
    return number("out of hours number", agency.out_of_hours_phone);
  }
  if (agency.phone.empty()) {
    return std::nullopt;
  }
  return number(in_working_hours ? "duty number" : "duty number in working hours", agency.phone);
}

std::optional<Contact> who_answers_now(const PageContext& context, const Agency& agency) {
  const Directory& directory = context.directory();
  for (const auto& [role, job] : {std::pair{"on_call_manager", "on-call manager"},
                                  {"on_call_director", "on-call director"}}) {
    const auto on_call = directory.on_call(agency.id, role, context.now());
    const Person* person = on_call ? directory.person(on_call->person) : nullptr;
    if (person != nullptr) {
      return Contact{person->id, person->name, fmt::format("{} of {}", job, agency.name),
                     on_call->phone.empty() ? person->phone : on_call->phone};
    }
  }
  return agency.out_of_hours_phone.empty() ? std::nullopt : duty_number(agency, false);
}

std::vector<Contact> duty_safeguarding_teams(const PageContext& context) {
  const bool in_working_hours = context.calendar().in_working_hours(context.now());
  std::vector<Contact> teams;
  for (const Agency& agency : context.directory().agencies()) {
    if (agency.sector != "social care") {
      continue;
    }
    if (auto number = duty_number(agency, in_working_hours)) {
      number->job = "duty safeguarding team, " + number->job;
      teams.push_back(*std::move(number));
    }
  }
  return teams;
}

}  // namespace accord
