#include "pages/template_lint.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "page_templates.hpp"

namespace accord {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Fault {
  const char* text;
  const char* words;
};

class LintFinds : public testing::TestWithParam<Fault> {};

TEST_P(LintFinds, TheFault) {
  EXPECT_THAT(lint_template("page.html", GetParam().text),
              ElementsAre(HasSubstr(GetParam().words)));
}

INSTANTIATE_TEST_SUITE_P(
    Template, LintFinds,
    testing::Values(Fault{"<p>{{X:none}}</p>", "no modifier"},
                    Fault{"<p>{{X:h}}</p>", "no modifier"}, Fault{"<{{X}}>", "name of a tag"},
                    Fault{"<h{{LEVEL}} class=\"a\">", "name of a tag"},
                    Fault{"<p {{X}}=\"1\">", "name of an attribute"},
                    Fault{"<p class={{X}}>", "put the value in quotes"},
                    Fault{"<button formaction=\"{{X}}\">", "formaction"},
                    Fault{"<a xlink:href='{{X}}'>", "xlink:href"},
                    Fault{"<img src=\"a.png\" srcset=\"{{X}} 2x\">", "srcset"},
                    Fault{"<p onclick=\"f()\">", "onclick"}, Fault{"<p OnLoad='{{X}}'>", "onload"},
                    Fault{"<p style=\"color: red\">", "style"},
                    Fault{"<script>alert(1)</script>", "<script> in the page"},
                    Fault{"<script src=\"/a.js\">var a = {{X}}</script>", "<script> in the page"},
                    Fault{"<style>p { color: red }</style>", "<style> in the page"},
                    Fault{"{{=<% %>=}}", "delimiters"},
                    Fault{"{{^X}}a{{/X}}", "no inverted sections"},
                    Fault{"{{%AUTOESCAPE context=\"HTML\" state=\"IN_JS\"}}", "the loader sets"},
                    Fault{"<p>{{ X }}</p>", "in capitals"}, Fault{"<p>{{x}}</p>", "in capitals"}));

TEST(Lint, LetsEverythingElsePass) {
  EXPECT_THAT(lint_template(
                  "page.html",
                  "{{!a note: with a colon}}<!-- <p onclick=\"\"> --><a class=\"b{{#X}} c{{/X}}\" "
                  "href='{{Y}}'{{#NEW}} target=\"_blank\"{{/NEW}}>{{Z}} 1 < 2</a>"
                  "<script src=\"{{S}}\"></script><input value=\"{{V}}\" disabled><br/>{{>I}}"),
              IsEmpty());
}

TEST(Lint, SaysTheLine) {
  EXPECT_THAT(lint_template("page.html", "<p>\n\n{{X:none}}"),
              ElementsAre(testing::StartsWith("page.html:3: ")));
}

TEST(Lint, FindsNothingInTheTemplatesOfTheProgram) {
  EXPECT_FALSE(page_templates().empty());
  for (const EmbeddedFile& file : page_templates()) {
    EXPECT_THAT(lint_template(file.path, file.bytes), IsEmpty());
  }
}

}  // namespace
}  // namespace accord
