#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Sends what was answered, and opens the form for a note on it.
void open_note(Visitor& visitor) {
  visitor.send({});
  const std::string& sent = visitor.page().path;
  visitor.get("/d/" + sent.substr(sent.rfind('/') + 1) + "/note");
}

// S-DUR1: "recorded" is said of what is on the disk alone; what was typed is never lost without a
// word.
TEST(OutOfReach, S_DUR1_SaysThatNothingWasRecordedAndKeepsWhatWasTyped) {
  const std::string partnership = every_partnership().front();
  TestSite site{{partnership}};
  Visitor visitor{site, partnership, practitioner(site, partnership, "health").id.text()};
  const Person other = practitioner(site, partnership, "social care");
  answer_everything(visitor, other.agency, other.id);
  open_note(visitor);
  site.lose_database();

  const Shown page = visitor.send({{"text", "The health visitor rang at four."}});

  EXPECT_EQ(page.status, 503);
  EXPECT_THAT(page.text(), AllOf(HasSubstr("The record cannot be reached just now"),
                                 HasSubstr("Nothing was recorded."),
                                 HasSubstr("The health visitor rang at four."),
                                 HasSubstr("ring the other agency, as the procedure allows"),
                                 HasSubstr("Incident number"), Not(HasSubstr("accord.db"))));
  const auto found = site.service().partnership(PartnershipId{partnership});
  ASSERT_TRUE(found.has_value());
  EXPECT_THAT(page.text(), HasSubstr((*found)->directory->agency(other.agency)->phone));
}

// The page is for whoever typed it; what an operator has to do is for the log.
TEST(OutOfReach, S_DUR1_TellsTheLogWhatToMend) {
  const std::string partnership = every_partnership().front();
  TestSite site{{partnership}};
  Visitor visitor{site, partnership, practitioner(site, partnership, "health").id.text()};
  const Person other = practitioner(site, partnership, "social care");
  answer_everything(visitor, other.agency, other.id);
  open_note(visitor);
  site.lose_database();

  visitor.send({{"text", "The health visitor rang at four."}});

  EXPECT_THAT(site.last_for_log(),
              AllOf(HasSubstr("accord.db was removed or replaced"), HasSubstr("put the file back"),
                    Not(HasSubstr("health visitor"))));
}

}  // namespace
}  // namespace accord::test
