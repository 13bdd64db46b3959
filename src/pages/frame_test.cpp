#include "pages/frame.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace accord {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

PageFrame full_frame() {
  return {.title = "Why is this not safe?",
          .partnership = "Northmoor <Safeguarding>",
          .home_href = "/work",
          .navigation = {{"Your work", "/work", true, 2}, {"Policy", "/policy"}},
          .signed_in_as = "Hannah Osei",
          .account = {{"Act as somebody else", "/people"}},
          .demonstration = "Everybody here is invented.",
          .demonstration_links = {{"Choose another person", "/people"}},
          .out_of_hours = "Ring 01632 960 100.",
          .done = "Discussion recorded",
          .back = Link{"Back", "/raise/5"},
          .breadcrumbs = {{"Your work", "/work"}},
          .problems = {{"Enter why the decision is not safe", "#why"}},
          .refusal =
              RefusalPanel{"Not yet", "It is open when…", Link{"Clause 2", "/policy#c2"}, "Speak"},
          .print_note = "Official – sensitive",
          .footer = {{"Help", "/help"}}};
}

Dictionary some_content() {
  Dictionary content;
  content.set("HEADING", "Page not found").set("HOME", "/");
  content.section("PARAGRAPH").set("SENTENCE", "One.");
  content.section("INCIDENT").set("NUMBER", "7K3QM-9M2DX");
  return content;
}

TEST(Frame, FillsEveryMarkerOfTheLayout) {
  const Templates templates = load_page_templates();

  EXPECT_THAT(
      templates.mismatches("layout.html", framed(full_frame(), "error.html", some_content())),
      IsEmpty());
  EXPECT_THAT(
      templates.mismatches("layout.html", framed({.title = "A"}, "error.html", some_content())),
      IsEmpty());
}

TEST(Frame, HasTheSafetyStripAndTheWayOutOnEveryPage) {
  const std::string page =
      render_page(load_page_templates(), {.title = "A"}, "error.html", some_content());

  EXPECT_THAT(page, AllOf(HasSubstr("<title>A – Accord</title>"), HasSubstr("href=\"tel:999\""),
                          HasSubstr("Hide this page"), HasSubstr("href=\"/cover\""),
                          HasSubstr("on-call manager"), HasSubstr("id=\"main-content\"")));
  EXPECT_THAT(page, Not(HasSubstr("govuk-service-navigation")));
  EXPECT_THAT(page, Not(HasSubstr("Demonstration")));
}

TEST(Frame, ShowsWhatItIsGivenEscaped) {
  const std::string page =
      render_page(load_page_templates(), full_frame(), "error.html", some_content());

  EXPECT_THAT(page, AllOf(HasSubstr("<title>Error: Why is this not safe? – Accord</title>"),
                          HasSubstr("Northmoor &lt;Safeguarding&gt;"), HasSubstr("(2 to do)"),
                          HasSubstr("aria-current=\"true\""), HasSubstr("href=\"#why\"")));
}

}  // namespace
}  // namespace accord
