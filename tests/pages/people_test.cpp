#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scene.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// "Several partnerships at one address (the demonstration): `/` asks which."
TEST(ChoosePerson, AsksWhichPartnershipWhereThereAreSeveral) {
  const std::string here = every_partnership().at(0);
  const std::string there = every_partnership().at(1);
  TestSite site{{here, there}};
  Visitor visitor{site, here, ""};

  const Shown page = visitor.get("/");

  EXPECT_EQ(page.link("The partnership of " + there), "/p/" + there + "/work");
  EXPECT_EQ(page.link("The partnership of " + here), "/p/" + here + "/work");
}

// There is no sign-in: nothing is shown until somebody says whom they act as, and every page says
// that it is a demonstration.
TEST(ChoosePerson, ComesBeforeEveryPage) {
  const std::string here = every_partnership().front();
  TestSite site{{here}};
  Visitor visitor{site, here, ""};

  EXPECT_THAT(visitor.page().text(), HasSubstr("Select a person to act as"));
  const Shown page = visitor.get("/work");

  EXPECT_EQ(page.path, "/p/" + here + "/people");
  EXPECT_THAT(page.text(), HasSubstr("There is no sign-in here"));
  EXPECT_THAT(page.text(), HasSubstr("Act as " + practitioner(site, here, "health").name));
}

// What was removed from the database is no page that was not found: it says so, and whom to tell.
TEST(Pages, SayThatTheRecordOfAPartnershipIsDamaged) {
  const std::string here = every_partnership().front();
  TestSite site{{here}};
  Visitor visitor{site, here, practitioner(site, here, "health").id.text()};
  ASSERT_EQ(visitor.get("/work").status, 200);
  const auto deleted = site.service().database().write(
      PartnershipId{here}, [](Connection& connection) -> std::expected<std::int64_t, Fault> {
        return connection.run("DELETE FROM document WHERE kind = 'directory'");
      });
  ASSERT_TRUE(deleted.has_value());

  const Shown page = visitor.get("/work");

  EXPECT_EQ(page.status, 500);
  EXPECT_THAT(page.text(), HasSubstr("The record of this partnership is damaged"));
  EXPECT_THAT(page.text(), HasSubstr("The command “accord verify” shows them what is wrong"));
}

TEST(ChoosePerson, IsForgottenWhenThePageIsHidden) {
  const std::string here = every_partnership().front();
  TestSite site{{here}};
  const Person person = practitioner(site, here, "health");
  Visitor visitor{site, here, person.id.text()};
  EXPECT_THAT(visitor.get("/people").text(), HasSubstr(person.name + ", " + person.job));

  const Shown cover = visitor.get("/cover");

  EXPECT_THAT(cover.html, Not(HasSubstr("Accord")));
  EXPECT_THAT(cover.html, HasSubstr("Wednesday 18 November 2026"));
  EXPECT_EQ(visitor.get("/work").path, "/p/" + here + "/people");
}

// A form that stands open while another tab acts as somebody else, or Accord is started again: it
// is not recorded, and what was typed is not lost.
TEST(ChoosePerson, KeepsWhatWasTypedAsSomebodyElse) {
  const std::string here = every_partnership().front();
  TestSite site{{here}};
  const Person other = practitioner(site, here, "social care");
  Visitor visitor{site, here, practitioner(site, here, "health").id.text()};
  answer_everything(visitor, other.agency, other.id, {}, "/why");
  Visitor tab = visitor;
  visitor.take_cookies_of(Visitor{site, here, other.id.text()});
  tab.take_cookies_of(Visitor{site, here, ""});

  const Shown as_other = visitor.send({{"why", "The weight has fallen again."}});
  const Shown as_nobody = tab.send({{"why", "The weight has fallen again."}});

  EXPECT_EQ(as_other.status, 403);
  EXPECT_THAT(as_other.text(), testing::AllOf(HasSubstr("You act as " + other.name + " now"),
                                              HasSubstr("The weight has fallen again.")));
  EXPECT_EQ(as_nobody.status, 403);
  EXPECT_THAT(as_nobody.text(), testing::AllOf(HasSubstr("Choose again who you act as"),
                                               HasSubstr("The weight has fallen again.")));
}

// A cookie of one partnership, or one that somebody made, names nobody.
TEST(ChoosePerson, CannotBeMadeUp) {
  const std::string here = every_partnership().at(0);
  const std::string there = every_partnership().at(1);
  TestSite site{{here, there}};
  const auto mine = *site.service().partnership(PartnershipId{here});
  const auto theirs = *site.service().partnership(PartnershipId{there});
  const std::string name = person_cookie_name(PartnershipId{here});
  const std::string cookie = person_cookie(*mine, {PersonId{"somebody"}, "1"});
  Request request;
  request.cookies = {{name, cookie}};

  EXPECT_TRUE(chosen_person(*mine, request).has_value());
  request.cookies = {{person_cookie_name(PartnershipId{there}), cookie}};
  EXPECT_FALSE(chosen_person(*theirs, request).has_value());
  request.cookies = {{name, "x" + cookie}};
  EXPECT_FALSE(chosen_person(*mine, request).has_value());
}

}  // namespace
}  // namespace accord::test
