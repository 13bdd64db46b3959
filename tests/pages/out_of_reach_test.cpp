#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/try.hpp"
#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kWhere = every_partnership().front();
constexpr const char* kTyped = "The health visitor rang at four.";

/// Somebody of health, who raises with social care.
struct Scene {
  void raise() {
    answer_everything(visitor, other.agency, other.id);
    visitor.send({});
  }
  /// Raises, and opens the form for a note on it.
  void open_note() {
    raise();
    const std::string& sent = visitor.page().path;
    visitor.get("/d/" + sent.substr(sent.rfind('/') + 1) + "/note");
  }
  /// Changes what is recorded, past whatever guards it.
  template <typename... Args>
  void damage(const std::string& statement, const Args&... args) {
    const auto damaged = site.service().database().write(
        PartnershipId{kWhere}, [&](Connection& connection) -> std::expected<std::int64_t, Fault> {
          ACCORD_TRY_DO(testdata::remove_guards(connection));
          return connection.run(statement, args...);
        });
    ASSERT_TRUE(damaged.has_value()) << damaged.error().what;
  }

  TestSite site{{kWhere}};
  Visitor visitor{site, kWhere, practitioner(site, kWhere, "health").id.text()};
  Person other = practitioner(site, kWhere, "social care");
};

// No event has these bytes.
const Bytes kNoEvent{std::byte{0}};

class OutOfReach : public testing::Test, protected Scene {};

// S-DUR1: "recorded" is said of what is on the disk alone; what was typed is never lost without a
// word.
TEST_F(OutOfReach, S_DUR1_SaysThatNothingWasRecordedAndKeepsWhatWasTyped) {
  open_note();
  site.kept().lose();

  const Shown page = visitor.send({{"text", kTyped}});

  EXPECT_EQ(page.status, 503);
  EXPECT_THAT(page.text(), AllOf(HasSubstr("The record cannot be reached just now"),
                                 HasSubstr("Nothing was recorded."), HasSubstr(kTyped),
                                 HasSubstr("ring the other agency, as the procedure allows"),
                                 HasSubstr("Incident number"), Not(HasSubstr("accord.db"))));
  site.kept().find_again();
  const auto found = site.service().partnership(PartnershipId{kWhere});
  ASSERT_TRUE(found.has_value());
  EXPECT_THAT(page.text(), HasSubstr((*found)->directory->agency(other.agency)->phone));
}

// Before somebody types, not after.
TEST_F(OutOfReach, SaysOnEachPageThatNothingCanBeRecorded) {
  open_note();
  const std::string path = visitor.page().path;
  const std::string form = path.substr(path.find("/d/"));
  const auto said = HasSubstr("Nothing can be recorded just now");
  EXPECT_THAT(visitor.get(form).text(), Not(said));
  site.cannot_record = true;
  EXPECT_THAT(visitor.get(form).text(), said);
  EXPECT_THAT(visitor.get("/work").text(), AllOf(said, HasSubstr("ring the other agency")));
  visitor.get(form);
  site.kept().lose();
  const Shown failed = visitor.send({{"text", kTyped}});
  EXPECT_EQ(failed.status, 503);
  EXPECT_THAT(failed.text(), Not(said)) << "said once, by the page itself";
  site.kept().find_again();
  site.cannot_record = false;
  EXPECT_THAT(visitor.get("/work").text(), Not(said));
}

// Nobody has to start anything again.
TEST_F(OutOfReach, RecordsAgainOnceItIsBack) {
  open_note();
  const std::string path = visitor.page().path;
  site.kept().lose();
  EXPECT_EQ(visitor.send({{"text", kTyped}}).status, 503);
  site.kept().find_again();

  visitor.get(path.substr(path.find("/d/")));
  EXPECT_THAT(visitor.send({{"text", kTyped}}).text(), HasSubstr("Note added"));
}

// The page is for whoever typed it; what an operator has to do is for the log.
TEST_F(OutOfReach, S_DUR1_TellsTheLogWhatToMend) {
  open_note();
  site.kept().lose();

  visitor.send({{"text", kTyped}});

  EXPECT_THAT(site.last_for_log(),
              AllOf(HasSubstr(site.kept().what_is_lost()), HasSubstr(site.kept().how_to_mend()),
                    Not(HasSubstr("health visitor"))));
}

// Waiting mends no damage: nobody is told to try again in a few minutes.
TEST_F(OutOfReach, SaysThatADamagedRecordIsDamagedAndKeepsWhatWasTyped) {
  open_note();
  damage("UPDATE ledger_entry SET bytes = $1", kNoEvent);

  const Shown page = visitor.send({{"text", kTyped}});

  EXPECT_EQ(page.status, 500);
  EXPECT_THAT(page.text(), AllOf(HasSubstr("The record is damaged"), HasSubstr("accord verify"),
                                 HasSubstr(kTyped), Not(HasSubstr("Try again in a few minutes"))));
}

// A policy or a directory that was adopted and reads no longer is damage too, and the log says so.
TEST_F(OutOfReach, CallsADirectoryThatNoLongerReadsDamaged) {
  damage("UPDATE document SET text = '{' WHERE kind = 'directory'");
  site.set_now("2026-11-18T10:05");  // what was read is kept for a minute

  const Shown page = visitor.get("/people");

  EXPECT_EQ(page.status, 500);
  EXPECT_THAT(page.text(), HasSubstr("The record of this partnership is damaged"));
  EXPECT_THAT(site.last_for_log(), HasSubstr("accord verify says more"));
}

// One damaged disagreement stops no other's deadlines, whichever of them is looked at first.
TEST(Damaged, TimePassesInEveryOtherDisagreementThanADamagedOne) {
  for (const std::size_t damaged : {0U, 1U}) {
    Scene scene;
    scene.raise();
    scene.raise();
    Service& service = scene.site.service();
    const auto rows = service.all_disagreements(PartnershipId{kWhere}).value();
    ASSERT_EQ(rows.size(), 2U);
    const std::string sound = rows.at(1 - damaged).id.text();
    const auto entries = [&] {
      return service.database().read(
          PartnershipId{kWhere}, [&](Connection& connection) -> std::expected<std::int64_t, Fault> {
            auto row = connection.row<std::int64_t>(
                "SELECT count(*) FROM ledger_entry WHERE disagreement = $1", sound);
            return row ? std::get<0>(**row) : -1;
          });
    };
    scene.damage("UPDATE ledger_entry SET bytes = $1 WHERE disagreement = $2", kNoEvent,
                 rows.at(damaged).id.text());
    const std::int64_t before = entries().value();
    scene.site.set_now("2026-12-18T10:00");

    EXPECT_FALSE(service.pass_time().has_value());

    EXPECT_GT(entries().value(), before);
  }
}

}  // namespace
}  // namespace accord::test
