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

// Waiting mends no damage: nobody is told to try again in a few minutes.
TEST(OutOfReach, SaysThatADamagedRecordIsDamagedAndKeepsWhatWasTyped) {
  const std::string partnership = every_partnership().front();
  TestSite site{{partnership}};
  Visitor visitor{site, partnership, practitioner(site, partnership, "health").id.text()};
  const Person other = practitioner(site, partnership, "social care");
  answer_everything(visitor, other.agency, other.id);
  open_note(visitor);
  const auto damaged = site.service().database().write(
      [](Connection& connection) -> std::expected<std::int64_t, Fault> {
        const auto open = connection.run("DROP TRIGGER ledger_entry_refuses_UPDATE");
        return open ? connection.run("UPDATE ledger_entry SET bytes = x'00'") : open;
      });
  ASSERT_TRUE(damaged.has_value()) << damaged.error().what;

  const Shown page = visitor.send({{"text", "The health visitor rang at four."}});

  EXPECT_EQ(page.status, 500);
  EXPECT_THAT(page.text(), AllOf(HasSubstr("The record is damaged"), HasSubstr("accord verify"),
                                 HasSubstr("The health visitor rang at four."),
                                 Not(HasSubstr("Try again in a few minutes"))));
}

// A policy or a directory that was adopted and reads no longer is damage too, and the log says so.
TEST(OutOfReach, CallsADirectoryThatNoLongerReadsDamaged) {
  const std::string partnership = every_partnership().front();
  TestSite site{{partnership}};
  Visitor visitor{site, partnership, practitioner(site, partnership, "health").id.text()};
  const auto damaged = site.service().database().write(
      [](Connection& connection) -> std::expected<std::int64_t, Fault> {
        return connection.run("UPDATE document SET text = '{' WHERE kind = 'directory'");
      });
  ASSERT_TRUE(damaged.has_value());
  site.set_now("2026-11-18T10:05");  // what was read is kept for a minute

  const Shown page = visitor.get("/people");

  EXPECT_EQ(page.status, 500);
  EXPECT_THAT(page.text(), HasSubstr("The record of this partnership is damaged"));
  EXPECT_THAT(site.last_for_log(), HasSubstr("accord verify says more"));
}

// One damaged disagreement stops no other's deadlines, whichever of them is looked at first.
TEST(OutOfReach, TimePassesInEveryOtherDisagreementThanADamagedOne) {
  const std::string partnership = every_partnership().front();
  for (const std::size_t damaged : {0U, 1U}) {
    TestSite site{{partnership}};
    Visitor visitor{site, partnership, practitioner(site, partnership, "health").id.text()};
    const Person other = practitioner(site, partnership, "social care");
    for (int i = 0; i < 2; ++i) {
      answer_everything(visitor, other.agency, other.id);
      visitor.send({});
    }
    const auto rows = site.service().all_disagreements(PartnershipId{partnership}).value();
    ASSERT_EQ(rows.size(), 2U);
    const std::string sound = rows.at(1 - damaged).id.text();
    const auto entries = [&] {
      return site.service().database().read(
          [&](Connection& connection) -> std::expected<std::int64_t, Fault> {
            auto row = connection.row<std::int64_t>(
                "SELECT count(*) FROM ledger_entry WHERE disagreement = $1", sound);
            return row ? std::get<0>(**row) : -1;
          });
    };
    const auto changed = site.service().database().write(
        [&](Connection& connection) -> std::expected<std::int64_t, Fault> {
          const auto open = connection.run("DROP TRIGGER ledger_entry_refuses_UPDATE");
          return open ? connection.run(
                            "UPDATE ledger_entry SET bytes = x'00' WHERE disagreement = $1",
                            rows.at(damaged).id.text())
                      : open;
        });
    ASSERT_TRUE(changed.has_value()) << changed.error().what;
    const std::int64_t before = entries().value();
    site.set_now("2026-12-18T10:00");

    EXPECT_FALSE(site.service().pass_time().has_value());

    EXPECT_GT(entries().value(), before);
  }
}

}  // namespace
}  // namespace accord::test
