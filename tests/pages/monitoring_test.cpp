#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kCopyDuty =
    "Copy the Escalation Monitoring Form to the GSCP Safeguarding Support Unit";

/// The form itself, as it stands in a page.
std::string form_in(const std::string& html) {
  const std::size_t from = html.find("<section class=\"accord-form\">");
  const std::size_t to = html.find("</section>", from);
  return from == std::string::npos ? std::string{} : html.substr(from, to - from);
}

/// Copied by the service manager who speaks for the trust at stage 3.
std::string copied(TestSite& site) {
  const std::string path = at_senior_managers(site);
  Visitor karen{site, kPartnership, "karen_abbot"};
  karen.get(karen.get(path).link(kCopyDuty));
  EXPECT_FALSE(karen.page().link("See the form as it will be copied").empty());
  const Shown done = karen.send({{"text-1", "Closed twice"}, {"text-2", "Two discussions"}});
  EXPECT_EQ(done.status, 200) << done.text();
  return path;
}

// GLO-15: "the Escalation Monitoring Form … copied to the partnership's support unit".
TEST(Monitoring, GLO_15_IsNotThereForTheSupportUnitUntilItIsCopied) {
  TestSite site{{kPartnership}};
  const std::string path = at_senior_managers(site);
  Visitor maeve{site, kPartnership, kCoordinator};
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  EXPECT_EQ(maeve.get(path + "/monitoring").status, 404);
  EXPECT_TRUE(maeve.get("/monitoring").says("No form has been copied yet."));
  EXPECT_EQ(isaac.get(path).link("Monitoring form"),
            "/p/" + std::string{kPartnership} + path + "/monitoring");
  EXPECT_TRUE(isaac.get(path + "/monitoring").says("Not copied yet."));
}

// The list reads those that the duties in the tables say were copied, and no other disagreement.
TEST(Monitoring, GLO_15_ReadsWhatWasCopiedAlone) {
  TestSite site{{kPartnership}};
  const auto about = [&](Purpose purpose) {
    const auto found = site.service().about(PartnershipId{kPartnership}, {purpose},
                                            {PersonId{kCoordinator}, AgencyId{"partnership"}});
    EXPECT_TRUE(found.has_value());
    return found ? found->size() : 0;
  };
  (void)at_senior_managers(site);
  EXPECT_EQ(about(Purpose::Monitoring), 0U);

  (void)copied(site);

  EXPECT_EQ(about(Purpose::Monitoring), 1U);
  EXPECT_EQ(about(Purpose::LearningPoint), 0U);
}

// GLO-15: "for monitoring only": the form as at that moment, not the live record.
TEST(Monitoring, GLO_15_TheCopyEqualsTheFormAtTheInstantItWasCopied) {
  TestSite site{{kPartnership}};
  const std::string path = copied(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor maeve{site, kPartnership, kCoordinator};
  const std::string then = form_in(isaac.get(path + "/monitoring").html);
  ASSERT_THAT(then, HasSubstr("Closed twice"));

  isaac.get(path + "/note");
  isaac.send({{"text", "Said after the copy"}});
  site.pass("2026-12-03T09:30");
  const Shown page = maeve.get(path + "/monitoring");

  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(form_in(page.html), then);
  EXPECT_THAT(page.html, Not(HasSubstr("Said after the copy")));
}

// GLO-15: "they see it, they do not take part".
TEST(Monitoring, GLO_15_GrantsNoStepAndNoOtherPage) {
  TestSite site{{kPartnership}};
  const std::string path = copied(site);
  Visitor maeve{site, kPartnership, kCoordinator};

  for (const char* page : {"", "/record", "/note", "/danger", "/child-date", "/undertake",
                           "/debrief", "/learning", "/file-copy", "/way/senior/agreed"}) {
    EXPECT_EQ(maeve.get(path + page).status, 404) << page;
  }
  EXPECT_THAT(maeve.get("/disagreements").html, Not(HasSubstr(path.substr(3))));
  // A step sent past the pages is refused where every change passes.
  const Actor coordinator{PersonId{kCoordinator}, AgencyId{"partnership"}};
  const auto seen = site.service().load(PartnershipId{kPartnership}, path.substr(3),
                                        {PersonId{"isaac_drummond"}, AgencyId{"trust"}});
  ASSERT_TRUE(seen.has_value());
  Submission step;
  step.partnership = PartnershipId{kPartnership};
  step.disagreement = seen->id;
  step.command = {coordinator, SetChildTimescale{std::nullopt, "None"}};
  step.command_id = CommandId{site.service().new_id()};
  step.body = "step";
  const auto refused = site.service().submit(step);
  ASSERT_FALSE(refused.has_value());
  EXPECT_TRUE(std::holds_alternative<NotThere>(refused.error()));
}

// The receipt is a note that both sides see; the list says that it was noted, and by whom.
TEST(Monitoring, GLO_15_TheReceiptIsNoted) {
  TestSite site{{kPartnership}};
  const std::string path = copied(site);
  Visitor maeve{site, kPartnership, kCoordinator};
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  EXPECT_TRUE(maeve.get("/monitoring").says("Not noted yet"));

  maeve.get(path + "/monitoring");
  const Shown done = maeve.send({{"note", "Counted for the quarter."}});

  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_TRUE(done.says("Monitoring form received. Counted for the quarter."));
  EXPECT_TRUE(maeve.get("/monitoring").says("Maeve Orme"));
  EXPECT_TRUE(isaac.get(path).says("Monitoring form received. Counted for the quarter."));
  EXPECT_EQ(isaac.get("/monitoring").status, 404);
  EXPECT_THAT(isaac.get(path + "/monitoring").html, Not(HasSubstr("Note that it was received")));
}

}  // namespace
}  // namespace accord::test
