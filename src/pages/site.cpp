#include "pages/site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.hpp"
#include "pages/error_page.hpp"
#include "pages/out_of_reach.hpp"
#include "pages/pages_groups.hpp"
#include "pages/sent_again.hpp"

namespace accord {

namespace {

constexpr std::string_view kPartnershipPath = "/p/{partnership}";
constexpr Action kSession{"session.person"};

/// What the key signs: a cookie of one partnership says nothing in another.
std::string session_of(const PartnershipId& partnership, const ChosenPerson& chosen) {
  return fmt::format("{}/{}/{}", partnership.text(), chosen.person.text(), chosen.session);
}

/// For a partnership that cannot be read. Waiting mends a database that is busy, and no damaged
/// one.
Response unreadable(const Site& site, const Request& request, const ServiceError& error) {
  const auto* fault = std::get_if<Fault>(&error);
  if (fault == nullptr) {
    return Response::error(std::holds_alternative<NotThere>(error) ? 404 : 503);
  }
  if (fault->kind != FaultKind::Corrupt) {
    return out_of_reach(site, request, *fault);
  }
  Dictionary content;
  content.set("HEADING", "The record of this partnership is damaged").set("HOME", "/");
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "Something that Accord keeps of it is missing, or is not what was recorded. Nothing "
           "can be shown or recorded until that is mended.");
  content.section("PARAGRAPH")
      .set("SENTENCE",
           "Tell whoever looks after Accord the number below. The command “accord verify” shows "
           "them what is wrong.");
  content.section("INCIDENT").set("NUMBER", request.id);
  Response answer =
      wants_json(request)
          ? Response::error(500)
          : Response::html(
                render_page(site.templates, {.title = "The record of this partnership is damaged"},
                            "error.html", std::move(content)),
                500);
  answer.fault = fault->what;
  return answer;
}

}  // namespace

std::string person_cookie_name(const PartnershipId& partnership) {
  return "accord_person_" + partnership.text();
}

CsrfKey forms_key(const Partnership& partnership) {
  ACCORD_CHECK(partnership.forms_secret.size() == CsrfKey::kBytes);
  std::array<unsigned char, CsrfKey::kBytes> bytes{};
  std::ranges::copy(partnership.forms_secret, bytes.begin());
  return CsrfKey{bytes};
}

std::string person_cookie(const Partnership& partnership, const ChosenPerson& chosen) {
  return fmt::format(
      "{}.{}.{}", percent_encode(chosen.person.text()), chosen.session,
      forms_key(partnership).token(session_of(partnership.row.partnership, chosen), kSession));
}

std::optional<ChosenPerson> chosen_person(const Partnership& partnership, const Request& request) {
  const PartnershipId& id = partnership.row.partnership;
  const std::string_view cookie = request.cookie(person_cookie_name(id)).value_or("");
  const std::size_t last = cookie.rfind('.');
  const std::size_t middle = last == std::string_view::npos || last == 0
                                 ? std::string_view::npos
                                 : cookie.rfind('.', last - 1);
  if (middle == std::string_view::npos) {
    return std::nullopt;
  }
  const auto person = percent_decode(cookie.substr(0, middle), false);
  if (!person) {
    return std::nullopt;
  }
  ChosenPerson chosen{PersonId{*person}, std::string{cookie.substr(middle + 1, last - middle - 1)}};
  if (!forms_key(partnership).verify(session_of(id, chosen), kSession, cookie.substr(last + 1))) {
    return std::nullopt;
  }
  return chosen;
}

Handler Pages::answering(Action action, Needs needs, PageHandler handler) {
  return
      [pages = *this, action, needs, handler = std::move(handler)](const Request& request) mutable {
        return pages.answer(request, action, needs, handler);
      };
}

void Pages::get(std::string_view path, Action action, PageHandler handler) {
  router_.get(fmt::format("{}{}", kPartnershipPath, path), action,
              answering(action, Needs::Person, std::move(handler)));
}

void Pages::post(std::string_view path, Action action, PageHandler handler) {
  router_.post(fmt::format("{}{}", kPartnershipPath, path), action,
               answering(action, Needs::Person, std::move(handler)));
}

void Pages::get_for_anybody(std::string_view path, Action action, PageHandler handler) {
  router_.get(fmt::format("{}{}", kPartnershipPath, path), action,
              answering(action, Needs::Nobody, std::move(handler)));
}

void Pages::post_for_anybody(std::string_view path, Action action, PageHandler handler) {
  router_.post(fmt::format("{}{}", kPartnershipPath, path), action,
               answering(action, Needs::Nobody, std::move(handler)));
}

void Pages::menu(MenuEntry entry) {
  const auto place = std::ranges::upper_bound(site_.menu, entry.order, {}, &MenuEntry::order);
  site_.menu.insert(place, std::move(entry));
}

Response Pages::answer(const Request& request, Action action, Needs needs,
                       const PageHandler& handler) {
  const PartnershipId id{request.parameter("partnership")};
  auto partnership = site_.service.partnership(id);
  if (!partnership) {
    const auto* fault = std::get_if<Fault>(&partnership.error());
    auto known = site_.service.last_known(id);
    const auto who = known == nullptr ? std::nullopt : chosen_person(*known, request);
    if (fault == nullptr || fault->kind == FaultKind::Corrupt || !who) {
      return unreadable(site_, request, partnership.error());
    }
    // Whom to ring is known to whoever could see it a moment ago.
    PageContext context{site_, request, std::move(known), who->person, who->session};
    return out_of_reach(context, *fault);
  }
  if (!(*partnership)->row.demonstration) {
    return Response::not_found();
  }
  auto chosen = chosen_person(**partnership, request);
  if (chosen && (*partnership)->directory->person(chosen->person) == nullptr) {
    chosen.reset();  // the directory was replaced since
  }
  if (!chosen && needs == Needs::Person && is_safe(request.method)) {
    return Response::redirect(fmt::format("/p/{}/people", percent_encode(id.text())));
  }
  PageContext context{site_, request, *std::move(partnership), chosen ? chosen->person : PersonId{},
                      chosen ? chosen->session : std::string{}};
  const bool theirs =
      (chosen || needs == Needs::Nobody) &&
      context.key().verify(context.session_, action, request.form().typed("form_token"));
  if (!is_safe(request.method) && !theirs) {
    return of_another_session(context);
  }
  if (!is_safe(request.method) && !is_command_id(request.form().typed("command"))) {
    return without_command(context, action);
  }
  return handler(context);
}

void add_routes(Router& router, Site& site) {
  Pages pages{router, site};
#define ACCORD_PAGES(name) add_##name##_pages(pages);
#include "pages/pages.def"
#undef ACCORD_PAGES
  add_asset_routes(router);
}

}  // namespace accord
