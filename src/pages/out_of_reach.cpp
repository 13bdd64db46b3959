#include "pages/out_of_reach.hpp"

#include <fmt/format.h>

#include "pages/contacts.hpp"
#include "pages/sent_again.hpp"

namespace accord {

namespace {

constexpr std::string_view kHeading = "The record cannot be reached just now";

void say(Dictionary& content, std::string_view sentence) {
  content.section("PARAGRAPH").set("SENTENCE", sentence);
}

/// What has become of what was sent, and what was in it.
Dictionary told(const Request& request, const Fault& fault) {
  Dictionary content;
  content.set("HEADING", kHeading);
  if (is_safe(request.method)) {
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
  say(content,
      "Try again in a few minutes. The times of the procedure run on: until then ring the other "
      "agency, as the procedure allows, and record here afterwards when you spoke and what was "
      "said.");
  content.section("INCIDENT").set("NUMBER", request.id);
  return content;
}

Response finished(Response response, const Fault& fault) {
  response.with_header("Retry-After", "30");
  response.fault = fault.what;
  return response;
}

}  // namespace

Response out_of_reach(PageContext& context, const Fault& fault) {
  Dictionary content = told(context.request(), fault);
  const bool in_working_hours = context.calendar().in_working_hours(context.now());
  for (const Agency& agency : context.directory().agencies()) {
    if (const auto number = duty_number(agency, in_working_hours)) {
      content.section("RING")
          .set("NAME", fmt::format("{}, {}", number->name, number->job))
          .set("PHONE", number->phone);
    }
  }
  return finished(context.page("failed.html", kHeading, std::move(content), 503), fault);
}

Response out_of_reach(const Site& site, const Request& request, const Fault& fault) {
  return finished(Response::html(render_page(site.templates, {.title = std::string{kHeading}},
                                             "failed.html", told(request, fault)),
                                 503),
                  fault);
}

}  // namespace accord
