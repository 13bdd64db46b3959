#include "pages/out_of_reach.hpp"

#include <fmt/format.h>

#include "pages/contacts.hpp"
#include "pages/sent_again.hpp"

namespace accord {

namespace {

/// Waiting mends a database that is busy or away, and no damaged one.
bool is_damaged(const Fault& fault) {
  return fault.kind == FaultKind::Corrupt;
}

std::string heading_of(const Fault& fault) {
  return is_damaged(fault) ? "The record is damaged" : "The record cannot be reached just now";
}

void say(Dictionary& content, std::string_view sentence) {
  content.section("PARAGRAPH").set("SENTENCE", sentence);
}

int status_of(const Fault& fault) {
  return is_damaged(fault) ? 500 : 503;
}

/// What has become of what was sent, and what was in it.
Dictionary told(const Request& request, const Fault& fault) {
  Dictionary content;
  content.set("HEADING", heading_of(fault));
  if (is_damaged(fault)) {
    say(content,
        "Something that Accord keeps is missing, or is not what was recorded. This can be neither "
        "shown nor recorded until that is mended. Tell whoever looks after Accord the number "
        "below: the command “accord verify” shows them what is wrong.");
  } else if (is_safe(request.method)) {
    say(content, "This page can be read when the record can be reached again.");
  } else if (fault.kind == FaultKind::OutcomeUnknown) {
    say(content,
        "It is not known whether what you sent was recorded. When the record can be reached again, "
        "look whether it stands there before you send it once more.");
  } else {
    say(content, "Nothing was recorded.");
  }
  if (show_typed(content, request.form())) {
    content.show("TYPED_NOW");
    say(content, "What you typed stands below, so that you can copy it.");
  }
  say(content, fmt::format("{}The times of the procedure run on: until then ring the other agency, "
                           "as the procedure allows, and record here afterwards when you spoke and "
                           "what was said.",
                           is_damaged(fault) ? "" : "Try again in a few minutes. "));
  content.section("INCIDENT").set("NUMBER", request.id);
  return content;
}

Response finished(Response response, const Fault& fault) {
  if (!is_damaged(fault)) {
    response.with_header("Retry-After", "30");
  }
  response.fault = fault.what;
  return response;
}

}  // namespace

Response out_of_reach(PageContext& context, const Fault& fault) {
  Dictionary content = told(context.request(), fault);
  context.frame.cannot_record.clear();  // the page says it itself
  const bool in_working_hours = context.calendar().in_working_hours(context.now());
  for (const Agency& agency : context.directory().agencies()) {
    if (const auto number = duty_number(agency, in_working_hours)) {
      content.section("RING")
          .set("NAME", fmt::format("{}, {}", number->name, number->job))
          .set("PHONE", number->phone);
    }
  }
  return finished(
      context.page("failed.html", heading_of(fault), std::move(content), status_of(fault)), fault);
}

Response out_of_reach(const Site& site, const Request& request, const Fault& fault) {
  return finished(Response::html(render_page(site.templates, {.title = heading_of(fault)},
                                             "failed.html", told(request, fault)),
                                 status_of(fault)),
                  fault);
}

}  // namespace accord
