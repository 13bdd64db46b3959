#include <fmt/format.h>

#include <algorithm>

#include "base/characters.hpp"
#include "calendar/date.hpp"
#include "pages/out_of_reach.hpp"
#include "pages/sent_again.hpp"
#include "pages/site.hpp"

namespace accord {
namespace {

/// What was recorded is told in the next address, sealed: nobody else's link says it.
constexpr Action kDone{"done"};

std::string told(std::string_view session, std::string_view done) {
  return fmt::format("{}\n{}", session, done);
}

}  // namespace

PageContext::PageContext(const Site& site, const Request& request,
                         std::shared_ptr<const Partnership> partnership, PersonId person,
                         std::string session)
    : site_(site),
      request_(request),
      partnership_(std::move(partnership)),
      key_(forms_key(*partnership_)),
      now_(site.service.now()),
      session_(std::move(session)) {
  if (const Person* known = directory().person(person)) {
    actor_ = {known->id, known->agency};
  }
  fill_frame();
}

std::string PageContext::href(std::string_view path) const {
  return fmt::format("/p/{}{}", percent_encode(id().text()), path);
}

std::string PageContext::policy_href(const Policy& of, std::string_view clause) const {
  return fmt::format("{}{}{}", href("/policy"),
                     of.hash == policy().hash ? "" : "?version=" + of.hash,
                     clause.empty() ? "" : "#" + clause_anchor(clause));
}

void PageContext::fill_frame() {
  frame.partnership = partnership_->row.name;
  speak_of(about());
  frame.home_href = href("/work");
  frame.demonstration =
      "There is no sign-in here, and everybody is invented. Do not enter anything about anybody "
      "real.";
  frame.demonstration_links = {{"Choose another partnership", "/"}};
  if (site_.cannot_record && site_.cannot_record(id())) {
    frame.cannot_record =
        "What stands here can be read. The times of the procedure run on: ring the other agency, "
        "as the procedure allows, and record here afterwards when you spoke and what was said.";
  }
  frame.out_of_hours = out_of_hours();
  const Person* me = person();
  if (me == nullptr) {
    return;
  }
  frame.signed_in_as = me->name + ", " + me->job;
  frame.account = {{"Act as somebody else", href("/people")}};
  for (const MenuEntry& entry : site_.menu) {
    if (entry.shown && !entry.shown(*this)) {
      continue;
    }
    const std::string address = href(entry.path);
    frame.navigation.push_back(
        {entry.text, address, request_.path == address, entry.waiting ? entry.waiting(*this) : 0});
  }
  const auto done = request_.asked("done");
  if (done && key_.verify(told(session_, *done), kDone, request_.asked("seal").value_or(""))) {
    frame.done = shown_as_utf8(*done);
  }
}

void PageContext::speak_of(const AboutWhom& about) {
  frame.somebody = about.a;
  if (const Person* me = person()) {
    frame.print_note =
        fmt::format("Official – sensitive. Printed by {}, {}. Put this in {} or shred it.",
                    me->name, words(now_), about.own("file"));
  }
}

std::string PageContext::out_of_hours() const {
  if (calendar().in_working_hours(now_)) {
    return "";
  }
  const auto opens = calendar().next_in_working_hours(now_);
  const LocalTime local = zone().to_local(opens.value_or(now_));
  std::string words = "It is outside working hours. ";
  words += opens ? fmt::format("If this cannot wait until {} on {}, ring ",
                               clock_words(local.second_of_day), weekday_name(local.day))
                 : std::string{"If this cannot wait, ring "};
  const Agency* mine = agency();
  if (mine == nullptr) {
    return words + "your agency’s on-call manager.";
  }
  if (const auto on_call = directory().on_call(mine->id, "on_call_manager", now_)) {
    const Person* who = directory().person(on_call->person);
    return words + fmt::format("your on-call manager{}: {}.",
                               who != nullptr ? ", " + who->name : std::string{}, on_call->phone);
  }
  // The number of the day is not answered then: none is better than a wrong one.
  const std::string& phone = mine->out_of_hours_phone;
  return words + (phone.empty() ? std::string{"your agency’s on-call manager."}
                                : fmt::format("your agency’s out of hours number: {}.", phone));
}

Response PageContext::page(std::string_view file, std::string_view title, Dictionary content) {
  const bool problems = has_problems() || frame.refusal.has_value();
  return page(file, title, std::move(content), problems ? 422 : 200);
}

Response PageContext::page(std::string_view file, std::string_view title, Dictionary content,
                           int status) {
  frame.title = title;
  const Dictionary whole = framed(frame, file, std::move(content));
  if (site_.mismatched) {
    site_.mismatched(site_.templates.mismatches("layout.html", whole));
  }
  return Response::html(site_.templates.render("layout.html", whole), status);
}

Response PageContext::go(std::string_view path, std::string_view done) const {
  std::string address = href(path);
  if (!done.empty()) {
    address += fmt::format("{}done={}&seal={}", address.find('?') == std::string::npos ? '?' : '&',
                           percent_encode(done), key_.token(told(session_, done), kDone));
  }
  return Response::redirect(std::move(address));
}

Response PageContext::failed(const ServiceError& error) {
  if (std::holds_alternative<NotThere>(error)) {
    return Response::not_found();
  }
  Dictionary content;
  if (const auto* refusal = std::get_if<Refusal>(&error)) {
    refuse(*refusal);
    content.set("HEADING", "This cannot be done now");
    show_typed(content, form());
    return page("failed.html", "This cannot be done now", std::move(content), 422);
  }
  if (std::holds_alternative<Conflict>(error)) {
    content.set("HEADING", "Somebody else added something while you were writing");
    content.section("PARAGRAPH").set("SENTENCE", to_words(error));
    content.section("PARAGRAPH")
        .set("SENTENCE", "What you wrote stands below, so that you can copy it.");
    show_typed(content, form());
    return page("failed.html", "Somebody else added something", std::move(content), 409);
  }
  if (const auto* before = std::get_if<RecordedBefore>(&error)) {
    return recorded_before(*this, *before);
  }
  return out_of_reach(*this, std::get<Fault>(error));
}

void PageContext::hide(Dictionary& form_content, Action action,
                       std::optional<std::int64_t> version) const {
  Dictionary& hidden = form_content.include("HIDDEN", "hidden.html");
  hidden.set("TOKEN", key_.token(session_, action)).set("COMMAND", command_id().text());
  if (version) {
    hidden.section("VERSION").set("NUMBER", fmt::to_string(*version));
  }
}

CommandId PageContext::command_id() const {
  const std::string typed = form().typed("command");
  return CommandId{is_command_id(typed) ? typed : service().new_id()};
}

Submission PageContext::submission(const DisagreementId& disagreement, CommandBody body) const {
  Submission submission;
  submission.partnership = id();
  submission.disagreement = disagreement;
  submission.command = {actor_, std::move(body)};
  submission.command_id = command_id();
  submission.body = fmt::format("{}\n{}", request_.action, request_.body);
  const std::string version = form().typed("version");
  if (!version.empty() && version.size() < 10 &&
      std::ranges::all_of(version, [](char c) { return c >= '0' && c <= '9'; })) {
    submission.based_on = std::stoll(version);
  }
  return submission;
}

void PageContext::add_problem(std::string_view field, std::string message) {
  frame.problems.push_back({message, field.empty() ? "#main-content" : fmt::format("#{}", field)});
  problems_.emplace_back(field, std::move(message));
}

std::string PageContext::problem_of(std::string_view field) const {
  const auto found = std::ranges::find(
      problems_, field, [](const auto& problem) { return std::string_view{problem.first}; });
  return found == problems_.end() ? std::string{} : found->second;
}

void PageContext::refuse(const Refusal& refusal) {
  RefusalPanel panel;
  panel.what = refusal.what;
  if (!refusal.rule.empty()) {
    panel.rule = "It is open when " + refusal.rule + ".";
  }
  if (!refusal.clause.empty()) {
    panel.clause =
        Link{"Clause " + refusal.clause, href("/policy#" + clause_anchor(refusal.clause))};
  }
  panel.instead = refusal.instead;
  frame.refusal = std::move(panel);
}

}  // namespace accord
