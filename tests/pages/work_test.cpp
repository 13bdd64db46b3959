#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Work : public testing::TestWithParam<std::string> {
 protected:
  Work()
      : site{{GetParam()}},
        raiser{practitioner(site, GetParam(), "health")},
        other{practitioner(site, GetParam(), "social care")},
        visitor{site, GetParam(), raiser.id.text()} {
    answer_everything(visitor, other.agency, other.id);
    visitor.send({});
    reference = visitor.page().path.substr(visitor.page().path.rfind('/') + 1);
  }

  TestSite site;
  Person raiser;
  Person other;
  Visitor visitor;
  std::string reference;
};

// ALL-5: "who must do what by when" is there for both sides as soon as it is raised.
TEST_P(Work, ALL_5_StandsBeforeBothSides) {
  EXPECT_THAT(visitor.get("/work").text(), HasSubstr(reference));
  Visitor answering{site, GetParam(), other.id.text()};
  EXPECT_THAT(answering.get("/work").text(), HasSubstr(reference));
}

// ALL-5, rule 10: what is late says since when, and offers the way on.
TEST_P(Work, ALL_5_SaysWhatIsLateAndSinceWhen) {
  site.pass("2027-01-20T10:00");

  const std::string work = visitor.get("/work").text();

  EXPECT_THAT(work, AllOf(HasSubstr("Late"), HasSubstr("Since "), HasSubstr(" late")));
}

// A link that somebody sends cannot put words into the banner that says what was recorded.
TEST_P(Work, ShowsAsRecordedOnlyWhatThisPersonHasJustRecorded) {
  EXPECT_THAT(visitor.get("/work?done=Ring+0900").text(), Not(HasSubstr("Ring 0900")));
  EXPECT_THAT(visitor.get("/work?done=Ring+0900&seal=AAAA").text(), Not(HasSubstr("Ring 0900")));
}

TEST_P(Work, SaysThatThereIsNothingToDo) {
  TestSite quiet{{GetParam()}};
  Visitor nobody{quiet, GetParam(), raiser.id.text()};

  EXPECT_THAT(nobody.get("/work").text(),
              AllOf(HasSubstr("Nothing for you to do"), HasSubstr("Talk it through first"),
                    HasSubstr("You are expected to challenge")));
}

// ui.md, frame: outside working hours every page says whom to ring.
TEST_P(Work, SaysWhomToRingOutsideWorkingHours) {
  EXPECT_THAT(visitor.get("/work").text(), Not(HasSubstr("It is outside working hours")));
  site.set_now("2026-11-21T23:10");
  EXPECT_THAT(visitor.get("/work").text(),
              HasSubstr("It is outside working hours. If this cannot wait until 9am on Monday"));
}

// Whoever has a part in very many sees what is due soonest, and is told that there is more.
TEST(BusyWork, ShowsWhatIsDueSoonestAndSaysThatThereIsMore) {
  const std::string where = every_partnership().front();
  TestSite site{{where}};
  const Person other = practitioner(site, where, "social care");
  Visitor visitor{site, where, practitioner(site, where, "health").id.text()};
  std::vector<std::string> references;
  for (int i = 0; i < 52; ++i) {
    if (i == 51) {
      site.set_now("2026-11-19T10:00");
    }
    answer_everything(visitor, other.agency, other.id);
    visitor.send({});
    references.push_back(visitor.page().path.substr(visitor.page().path.rfind('/') + 1));
    if (i == 49) {
      EXPECT_THAT(visitor.get("/work").text(), Not(HasSubstr("What is due soonest in")));
    }
  }
  EXPECT_THAT(
      visitor.get("/work").text(),
      AllOf(HasSubstr("What is due soonest in 50 disagreements stands here"),
            HasSubstr("There are 2 more: all that are open"), Not(HasSubstr(references.back()))));
  EXPECT_EQ(visitor.get("/disagreements?state=open").status, 200);
}

// Accord does not confirm that a disagreement exists to those who have no part in it.
TEST_P(Work, S_AC2_ListsOnlyWhatOneHasAPartIn) {
  EXPECT_THAT(visitor.get("/disagreements").text(),
              AllOf(HasSubstr(reference), HasSubstr("1 disagreement that you")));
  const Person stranger = practitioner(site, GetParam(), "education");
  Visitor elsewhere{site, GetParam(), stranger.id.text()};
  EXPECT_THAT(elsewhere.get("/disagreements").text(), Not(HasSubstr(reference)));
  EXPECT_EQ(elsewhere.get("/raise/sent/" + reference).status, 404);
}

TEST_P(Work, ListIsNarrowedByAPlainForm) {
  visitor.get("/disagreements");
  EXPECT_THAT(visitor.send({{"state", "resolved"}}).text(), HasSubstr("No disagreements match"));
  visitor.get("/disagreements");
  EXPECT_THAT(visitor.send({{"state", "open"}, {"agency", other.agency.text()}}).text(),
              HasSubstr(reference));
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Work, testing::ValuesIn(every_partnership()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace accord::test
