#include <fmt/format.h>

#include "calendar/date.hpp"
#include "pages/out_of_reach.hpp"
#include "pages/pages_groups.hpp"
#include "pages/site.hpp"

namespace accord {

namespace {

constexpr Action kAsk{"partnership.choose"};
constexpr Action kReadPeople{"people.read"};
constexpr Action kAct{"people.act_as"};
constexpr Action kCover{"cover.read"};

/// `/`: which partnership, where there are several.
Response choose_partnership(const Site& site, const Request& request) {
  const auto rows = site.service.partnerships();
  if (!rows) {
    return out_of_reach(site, request, rows.error());
  }
  if (rows->size() == 1) {
    return Response::redirect(
        fmt::format("/p/{}/work", percent_encode(rows->front().partnership.text())));
  }
  Dictionary content;
  content.show_if(rows->empty(), "EMPTY");
  for (const PartnershipRow& row : *rows) {
    content.section("PARTNERSHIP")
        .set("HREF", fmt::format("/p/{}/work", percent_encode(row.partnership.text())))
        .set("NAME", row.name);
  }
  PageFrame frame;
  frame.title = "Choose a partnership";
  frame.demonstration =
      "There is no sign-in here, and everybody is invented. Do not enter anything about a real "
      "child.";
  const Dictionary whole = framed(frame, "partnerships.html", std::move(content));
  if (site.mismatched) {
    site.mismatched(site.templates.mismatches("layout.html", whole));
  }
  return Response::html(site.templates.render("layout.html", whole));
}

/// Who there is to act as, by agency; the partnership's own posts first.
Response show_people(PageContext& context) {
  Dictionary content;
  context.hide(content, kAct);
  content.set("ACTION", context.href("/people"));
  for (const Agency& agency : context.directory().agencies()) {
    Dictionary& section = content.section("AGENCY");
    section.set("AGENCY_NAME", agency.name);
    for (const Person& person : context.directory().people()) {
      if (person.agency == agency.id) {
        section.section("PERSON")
            .set("ID", person.id.text())
            .set("NAME", person.name)
            .set("JOB", person.job);
      }
    }
  }
  return context.page("people.html", "Choose a person to act as", std::move(content));
}

Response act_as(PageContext& context) {
  const auto typed = context.form().line("person");
  const Person* person = typed ? context.directory().person(PersonId{*typed}) : nullptr;
  if (person == nullptr) {
    context.add_problem("people", "Select a person to act as");
    return show_people(context);
  }
  const ChosenPerson chosen{person->id, context.service().new_id()};
  Response answer = context.go("/work");
  answer.with_cookie(person_cookie_name(context.id()), person_cookie(context.partnership(), chosen),
                     context.request().is_secure());
  return answer;
}

/// "Hide this page": a plain page with today's date, and nobody is chosen any more, so that going
/// back shows nothing.
Response cover(const Site& site, const Request& request) {
  const auto zone = Zone::load("Europe/London");
  Dictionary content;
  content.set("TODAY", zone ? to_words(zone->to_local(site.service.now()).day) : std::string{});
  Response answer = Response::html(site.templates.render("cover.html", content));
  for (const auto& [name, value] : request.cookies) {
    if (name.starts_with("accord_person_")) {
      answer.without_cookie(name, request.is_secure());
    }
  }
  return answer;
}

}  // namespace

void add_people_pages(Pages& pages) {
  Site& site = pages.site();
  pages.router()
      .get("/", kAsk, [&site](const Request& request) { return choose_partnership(site, request); })
      .get("/cover", kCover, [&site](const Request& request) { return cover(site, request); });
  pages.get_for_anybody("/people", kReadPeople, show_people);
  pages.post_for_anybody("/people", kAct, act_as);
}

}  // namespace accord
