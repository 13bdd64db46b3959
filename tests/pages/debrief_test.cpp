#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::HasSubstr;
using testing::Not;

// ALL-9: "a debrief offered afterwards": not before it has ended, and then to who took part.
TEST(Debrief, ALL_9_IsOfferedOnceItHasEnded) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown early = isaac.get(path + "/debrief");

  EXPECT_EQ(early.status, 200);
  EXPECT_TRUE(early.says("It is offered once the disagreement has ended."));
  EXPECT_FALSE(early.says("Record a debrief"));
}

// ALL-9, GLO-20: held, with what helped; everybody who may see the disagreement can read it.
TEST(Debrief, ALL_9_IsRecordedAndReadByBothSides) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};
  Visitor stranger{site, kPartnership, "chloe_kirkby"};

  isaac.get(path + "/debrief");
  const Shown empty = isaac.send({{"answer", "held"}});
  EXPECT_EQ(empty.status, 422);
  const Shown wrong = isaac.send({{"answer", "held"}, {"helped", "We rang"}, {"when-day", "99"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.html, HasSubstr("We rang</textarea>"));
  const Shown done = isaac.send({{"when-day", "18"}, {"participants", "priya_crane"}});

  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_TRUE(done.says("The debrief is recorded"));
  const Shown read = priya.get(path + "/debrief");
  EXPECT_TRUE(read.says("Held Isaac Drummond"));
  EXPECT_TRUE(read.says("Who took part: Priya Crane"));
  EXPECT_TRUE(read.says("What helped: We rang"));
  EXPECT_EQ(stranger.get(path + "/debrief").status, 404);
}

// "Optional": declining it is recorded, and needs no reason.
TEST(Debrief, ALL_9_CanBeDeclined) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor priya{site, kPartnership, "priya_crane"};

  priya.get(path + "/debrief");
  const Shown done = priya.send({{"answer", "declined"}});

  EXPECT_EQ(done.status, 200);
  EXPECT_TRUE(priya.get(path + "/debrief").says("Declined Priya Crane"));
}

// GLO-20: offering it is each side's duty, and its form leads to the debrief.
TEST(Debrief, GLO_20_TheOfferIsADutyOfEachSide) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  const std::string offer =
      isaac.get(path).link("Offer a debrief to those who took part on your side");
  ASSERT_FALSE(offer.empty());

  isaac.get(offer);
  EXPECT_FALSE(isaac.page().link("Record a debrief that was held, or declined").empty());
  isaac.send({{"text-1", "The two of us and the team leader"}});

  const Shown page = isaac.get(path + "/debrief");
  EXPECT_TRUE(page.says("Offered Isaac Drummond"));
  EXPECT_TRUE(page.says("The two of us and the team leader"));
  EXPECT_THAT(isaac.get(path).link("Offer a debrief to those who took part on your side"),
              Not(HasSubstr("/done/")));
}

}  // namespace
}  // namespace accord::test
