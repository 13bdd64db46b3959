#include "pages/frame.hpp"

#include <fmt/format.h>

#include <utility>

#include "pages/assets.hpp"
#include "telling/phrase.hpp"

namespace accord {
namespace {

void fill_links(Dictionary& page, std::string_view section, const std::vector<Link>& links) {
  for (const Link& link : links) {
    page.section(section).set("HREF", link.href).set("TEXT", link.text);
  }
}

void fill_header(Dictionary& page, const PageFrame& frame) {
  page.set("HOME", frame.home_href).set("HIDE", frame.hide_href);
  page.set("SOMEBODY", capitalised(frame.somebody));
  page.set_if_any("PARTNERSHIP", "NAME", frame.partnership);
  if (!frame.signed_in_as.empty() || !frame.account.empty()) {
    Dictionary& account = page.section("ACCOUNT");
    account.set_if_any("PERSON", "NAME", frame.signed_in_as);
    fill_links(account, "ACCOUNT_LINK", frame.account);
  }
  if (frame.navigation.empty()) {
    return;
  }
  Dictionary& navigation = page.section("NAVIGATION");
  for (const NavigationItem& item : frame.navigation) {
    Dictionary& entry = navigation.section("NAVIGATION_ITEM");
    entry.set("HREF", item.href).set("TEXT", item.text);
    entry.choose(item.current, "CURRENT", "ELSEWHERE").show_if(item.current, "CURRENT_CLASS");
    if (item.badge > 0) {
      entry.section("BADGE").set("COUNT", fmt::to_string(item.badge));
    }
  }
}

void fill_banners(Dictionary& page, const PageFrame& frame) {
  if (!frame.demonstration.empty()) {
    Dictionary& banner = page.section("DEMONSTRATION");
    banner.set("SENTENCE", frame.demonstration);
    fill_links(banner, "DEMONSTRATION_LINK", frame.demonstration_links);
  }
  page.set_if_any("OUT_OF_HOURS", "SENTENCE", frame.out_of_hours);
  page.set_if_any("CANNOT_RECORD", "SENTENCE", frame.cannot_record);
  page.set_if_any("DONE", "SENTENCE", frame.done);
  page.set_if_any("PRINT_NOTE", "SENTENCE", frame.print_note);
}

void fill_refusal(Dictionary& page, const RefusalPanel& refusal, const std::string& somebody) {
  Dictionary& panel = page.section("REFUSAL");
  panel.set("WHAT", refusal.what).set("WHO", somebody);
  panel.set_if_any("RULE", "SENTENCE", refusal.rule);
  if (refusal.clause) {
    panel.section("CLAUSE").set("HREF", refusal.clause->href).set("TEXT", refusal.clause->text);
  }
  panel.set_if_any("INSTEAD", "SENTENCE", refusal.instead);
}

}  // namespace

std::string clause_anchor(std::string_view clause) {
  std::string anchor = "c";
  for (const char c : clause.substr(0, clause.find(','))) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    anchor += plain ? c : '-';
  }
  return anchor;
}

Dictionary framed(const PageFrame& frame, std::string_view file, Dictionary content) {
  Dictionary page;
  page.set("TITLE", frame.title).show_if(!frame.problems.empty() || frame.refusal, "TITLE_ERROR");
  for (const auto& [marker, asset] :
       {std::pair{"MARK", "accord-mark.svg"}, std::pair{"CSS_GOVUK", "govuk-frontend.css"},
        std::pair{"CSS_MOJ", "moj-frontend.css"}, std::pair{"CSS_ACCORD", "accord.css"},
        std::pair{"JS_EARLY", "accord-early.js"}, std::pair{"JS_ACCORD", "accord.js"}}) {
    page.set(marker, asset_url(asset));
  }
  fill_header(page, frame);
  fill_banners(page, frame);
  if (frame.back) {
    page.section("BACK").set("HREF", frame.back->href).set("TEXT", frame.back->text);
  }
  if (!frame.breadcrumbs.empty()) {
    fill_links(page.section("BREADCRUMBS"), "BREADCRUMB", frame.breadcrumbs);
  }
  if (!frame.problems.empty()) {
    fill_links(page.section("PROBLEMS"), "PROBLEM", frame.problems);
  }
  if (frame.refusal) {
    fill_refusal(page, *frame.refusal, frame.somebody);
  }
  if (!frame.footer.empty()) {
    fill_links(page.section("FOOTER"), "FOOTER_LINK", frame.footer);
  }
  page.include("CONTENT", file) = std::move(content);
  return page;
}

std::string render_page(const Templates& templates, const PageFrame& frame, std::string_view file,
                        Dictionary content) {
  return templates.render("layout.html", framed(frame, file, std::move(content)));
}

}  // namespace accord
