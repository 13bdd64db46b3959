#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "visitor.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// "Several partnerships at one address (the demonstration): `/` asks which."
TEST(ChoosePerson, AsksWhichPartnershipWhereThereAreSeveral) {
  TestSite site{{"gloucestershire", "leeds"}};
  Visitor visitor{site, "leeds", ""};

  const Shown page = visitor.get("/");

  EXPECT_EQ(page.link("The partnership of leeds"), "/p/leeds/work");
  EXPECT_EQ(page.link("The partnership of gloucestershire"), "/p/gloucestershire/work");
}

// There is no sign-in: nothing is shown until somebody says whom they act as, and every page says
// that it is a demonstration.
TEST(ChoosePerson, ComesBeforeEveryPage) {
  TestSite site{{"gloucestershire"}};
  Visitor visitor{site, "gloucestershire", ""};

  EXPECT_THAT(visitor.page().text(), HasSubstr("Select a person to act as"));
  const Shown page = visitor.get("/work");

  EXPECT_EQ(page.path, "/p/gloucestershire/people");
  EXPECT_THAT(page.text(), HasSubstr("There is no sign-in here"));
  EXPECT_THAT(page.text(), HasSubstr("Act as Isaac Drummond"));
}

TEST(ChoosePerson, IsForgottenWhenThePageIsHidden) {
  TestSite site{{"gloucestershire"}};
  Visitor visitor{site, "gloucestershire", "isaac_drummond"};
  EXPECT_THAT(visitor.get("/people").text(), HasSubstr("Isaac Drummond, Health visitor, Stroud"));

  const Shown cover = visitor.get("/cover");

  EXPECT_THAT(cover.html, Not(HasSubstr("Accord")));
  EXPECT_THAT(cover.html, HasSubstr("Wednesday 18 November 2026"));
  EXPECT_EQ(visitor.get("/work").path, "/p/gloucestershire/people");
}

// A cookie of one partnership, or one that somebody made, names nobody.
TEST(ChoosePerson, CannotBeMadeUp) {
  TestSite site{{"gloucestershire", "leeds"}};
  const Visitor visitor{site, "gloucestershire", "isaac_drummond"};
  Site other{
      .service = site.service(), .templates = load_page_templates(), .key = CsrfKey::random()};
  const PartnershipId here{"gloucestershire"};
  const std::string cookie = person_cookie(other, here, {PersonId{"isaac_drummond"}, "1"});
  Request request;
  request.cookies = {{person_cookie_name(here), cookie}};

  EXPECT_TRUE(chosen_person(other, here, request).has_value());
  request.cookies = {{person_cookie_name(PartnershipId{"leeds"}), cookie}};
  EXPECT_FALSE(chosen_person(other, PartnershipId{"leeds"}, request).has_value());
  request.cookies = {{person_cookie_name(here), "x" + cookie}};
  EXPECT_FALSE(chosen_person(other, here, request).has_value());
}

}  // namespace
}  // namespace accord::test
