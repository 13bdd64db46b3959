#include "pages/template.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <thread>
#include <vector>

namespace accord {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

Templates templates_of(std::string_view text) {
  const std::array<EmbeddedFile, 2> files{
      {{"page.html", text, ""}, {"part.html", "<i>{{X}}</i>", ""}}};
  auto templates = Templates::load(files);
  EXPECT_TRUE(templates.has_value()) << templates.error();
  return *std::move(templates);
}

std::string rendered(std::string_view text, std::string_view value) {
  Dictionary values;
  values.set("X", value);
  return templates_of(text).render("page.html", values);
}

TEST(Template, RepeatsChoosesAndIncludes) {
  const Templates templates = templates_of(
      "<p>{{#LATE}}Late{{/LATE}}{{#IN_TIME}}Due{{/IN_TIME}} {{DUE}}</p>"
      "{{#DUTY}}<li>{{WHO}} by {{DUE}}</li>{{/DUTY}}{{>PART}}");
  Dictionary page;
  page.set("DUE", "Monday").choose(false, "LATE", "IN_TIME").show_if(false, "ABSENT");
  page.section("DUTY").set("WHO", "Health");
  page.section("DUTY").set("WHO", "Police");
  page.include("PART", "part.html").set("X", "one");

  EXPECT_EQ(templates.render("page.html", page),
            "<p>Due Monday</p><li>Health by Monday</li><li>Police by Monday</li><i>one</i>");
}

// "ctemplate escapes for the place where a value stands": text, attribute, address.
TEST(Template, EscapesForThePlaceWhereAValueStands) {
  EXPECT_EQ(rendered("<p>{{X}}</p>", "<b>&\"'"), "<p>&lt;b&gt;&amp;&quot;&#39;</p>");
  EXPECT_EQ(rendered("<p title=\"{{X}}\"></p>", "\" onclick=\"x"),
            "<p title=\"&quot; onclick=&quot;x\"></p>");
  EXPECT_EQ(rendered("<textarea>{{X}}</textarea>", "</textarea><script>"),
            "<textarea>&lt;/textarea&gt;&lt;script&gt;</textarea>");
  EXPECT_EQ(rendered("<p>{{X}}</p>", "Zo\xC3\xAB \xE2\x80\x93"), "<p>Zo\xC3\xAB \xE2\x80\x93</p>");
}

TEST(Template, LetsNoScriptIntoAnAddress) {
  for (const char* address :
       {"javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "vbscript:x"}) {
    EXPECT_EQ(rendered("<a href=\"{{X}}\">", address), "<a href=\"#\">");
    EXPECT_EQ(rendered("<form action=\"{{X}}\">", address), "<form action=\"#\">");
  }
  EXPECT_EQ(rendered("<a href=\"{{X}}\">", "/d/7K3Q-9M2D?a=b&c=d"),
            "<a href=\"/d/7K3Q-9M2D?a=b&amp;c=d\">");
  EXPECT_EQ(rendered("<a href=\"tel:{{X}}\">", "01632960184"), "<a href=\"tel:01632960184\">");
}

// Escaping for HTML makes one line of a text; `:p` escapes just so and keeps its lines.
TEST(Template, KeepsTheLinesOfTypedTextWhereAsked) {
  EXPECT_EQ(rendered("<textarea>{{X:p}}</textarea>", "one\n\n  <two>"),
            "<textarea>one\n\n  &lt;two&gt;</textarea>");
  EXPECT_EQ(rendered("<p title=\"{{X:p}}\">", "\" onclick=\"x"),
            "<p title=\"&quot; onclick=&quot;x\">");
}

TEST(Template, IsRefusedWhenItGetsRoundTheEscaping) {
  const std::array<EmbeddedFile, 1> unescaped{{{"page.html", "<p>\n{{X:none}}</p>", ""}}};
  EXPECT_THAT(Templates::load(unescaped).error(),
              HasSubstr("page.html:2: a marker has no modifier"));

  const std::array<EmbeddedFile, 1> open{{{"page.html", "{{#A}}<p>{{/B}}", ""}}};
  EXPECT_THAT(Templates::load(open).error(), HasSubstr("{{/B}} closes a section that is not open"));

  const std::array<EmbeddedFile, 1> never{{{"page.html", "{{#A}}<p>", ""}}};
  EXPECT_THAT(Templates::load(never).error(), HasSubstr("{{#A}} is never closed"));
}

// "A missing variable is silently empty": a page's test asks for what does not fit.
TEST(Template, TellsWhichMarkersAPageLeavesEmpty) {
  const Templates templates = templates_of(
      "{{TITLE}}{{#DUTY}}{{WHO}}{{TITLE}}{{#LATE}}{{SINCE}}{{/LATE}}{{/DUTY}}{{#NONE}}{{A}}{{/"
      "NONE}}"
      "{{>PART}}");
  Dictionary page;
  page.set("TITLE", "Duties").set("TITEL", "typo");
  page.section("DUTY").set("WHO", "Health");
  page.section("DUTY").show("LATE");
  page.include("PART", "part.html");

  EXPECT_THAT(
      templates.mismatches("page.html", page),
      UnorderedElementsAre("page.html: {{WHO}} has no value", "page.html: {{SINCE}} has no value",
                           "page.html: \"TITEL\" is set but is no marker there",
                           "part.html: {{X}} has no value"));
}

TEST(Template, IsRenderedByManyThreadsAtOnce) {
  const Templates templates = templates_of("<a title=\"{{X}}\">{{#S}}{{X}}{{/S}}</a>");
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      const std::string name = "<" + std::to_string(t);
      const std::string shown = "&lt;" + std::to_string(t);
      for (int i = 0; i < 500; ++i) {
        Dictionary page;
        page.set("X", name).show("S");
        EXPECT_EQ(templates.render("page.html", page),
                  "<a title=\"" + shown + "\">" + shown + "</a>");
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
}

TEST(TemplateDeathTest, AFileThatIsNotThereIsABug) {
  const Templates templates = templates_of("");
  EXPECT_DEATH((void)templates.render("absent.html", Dictionary{}), "does not hold");
}

TEST(Template, ThoseOfTheProgramLoad) {
  EXPECT_THAT(load_page_templates().render("error.html", Dictionary{}), HasSubstr("safeguarding"));
}

}  // namespace
}  // namespace accord
