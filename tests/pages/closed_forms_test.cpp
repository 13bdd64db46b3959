#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

enum class After { Closed, Open };

struct FormAfter {
  std::string path;
  After after;
};

/// Every form of a disagreement, by its route, as it stands once both have agreed.
std::map<std::string, FormAfter> forms() {
  return {
      {"/child-date", {"/child-date", After::Closed}},
      {"/confirm/{scope}/{id}", {"/confirm/discussion/agreed", After::Closed}},
      {"/correction/{sequence}", {"/correction/1", After::Open}},
      {"/danger", {"/danger", After::Closed}},
      {"/date/{number}", {"/date/1", After::Closed}},
      {"/debrief", {"/debrief", After::Open}},
      {"/decline/{scope}/{id}", {"/decline/discussion/agreed", After::Closed}},
      {"/done/{number}", {"/done/2", After::Closed}},
      {"/fact/{fact}", {"/fact/area", After::Closed}},
      {"/file-copy", {"/file-copy", After::Open}},
      {"/learning", {"/learning", After::Open}},
      {"/monitoring", {"/monitoring", After::Open}},
      {"/name/{number}", {"/name/1", After::Closed}},
      {"/note", {"/note", After::Open}},
      {"/speaker/{side}", {"/speaker/0", After::Open}},
      {"/undertake", {"/undertake", After::Open}},
      {"/use/{scope}/{id}", {"/use/throughout/support", After::Closed}},
      {"/way/{scope}/{id}", {"/way/discussion/not_agreed", After::Closed}},
  };
}

// ALL-13: nobody is asked to write what would be refused whatever they wrote.
TEST(ClosedForms, ALL_13_SayWhyAtOnceAndAreNotOfferedBlank) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  auto expected = forms();
  const std::string_view start = "/p/{partnership}/d/{ref}";

  for (const Router::Declared& route : site.declared()) {
    if (route.method != Method::Post || !route.pattern.starts_with(start)) {
      continue;
    }
    const std::string tail = route.pattern.substr(start.size());
    ASSERT_TRUE(expected.contains(tail)) << tail << ": say what is shown once it has an outcome";
    const FormAfter form = expected[tail];
    expected.erase(tail);
    const Shown page = isaac.get(path + form.path);
    switch (form.after) {
      case After::Closed:
        EXPECT_EQ(page.status, 422) << form.path;
        EXPECT_THAT(page.text(), AllOf(HasSubstr("This cannot be done any more"),
                                       HasSubstr("Back to the disagreement")))
            << form.path;
        EXPECT_THAT(page.html, Not(HasSubstr("<form"))) << form.path;
        break;
      case After::Open: EXPECT_EQ(page.status, 200) << form.path; break;
    }
  }
  EXPECT_TRUE(expected.empty()) << expected.begin()->first << " is no route";
  EXPECT_EQ(isaac.get(path + "/fact").status, 422);
  EXPECT_THAT(isaac.get(path + "/way/discussion/not_agreed").text(),
              AllOf(HasSubstr("This disagreement has an outcome already."),
                    HasSubstr("Raise a new one if the concern has come back.")));
}

// What was sent to a form that had closed meanwhile stands under its names and in its words.
TEST(ClosedForms, ALL_13_WhatIsSentAfterTheOutcomeIsShownInWords) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  isaac.get(path + "/way/discussion/agreed");
  isaac.send({{"text-1", "A visit on Friday"}});
  Visitor priya{site, kPartnership, "priya_crane"};
  const Shown asked = priya.get(path + "/confirm/discussion/agreed");
  const std::size_t value = asked.html.find("value=\"terms-") + 7;
  const std::string tick = asked.html.substr(value, asked.html.find('"', value) - value);
  Visitor in_another_tab = priya;
  in_another_tab.get(path + "/confirm/discussion/agreed");
  ASSERT_EQ(in_another_tab.send({{"sure", tick}}).status, 200);

  const Shown closed = priya.send({{"sure", tick}});

  EXPECT_EQ(closed.status, 422);
  EXPECT_THAT(closed.text(),
              AllOf(HasSubstr("This cannot be done any more"),
                    HasSubstr("Do you confirm it? I confirm that this is what we agreed"),
                    Not(HasSubstr("terms-")), Not(HasSubstr("There is a problem"))));
}

// A way that is not open yet can be read; what was typed stays when it is refused with its remedy.
TEST(ClosedForms, ALL_3_AWayThatIsNotOpenYetIsStillShown) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  for (const char* form :
       {"/way/discussion/agreed", "/way/discussion/not_agreed", "/way/managers/not_agreed"}) {
    EXPECT_EQ(isaac.get(path + form).status, 200) << form;
    EXPECT_THAT(isaac.page().html, HasSubstr("<textarea")) << form;
  }
  const Shown refused = isaac.send({{"text-1", "The weights were discussed."}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_THAT(refused.html, HasSubstr("The weights were discussed."));
}

}  // namespace
}  // namespace accord::test
