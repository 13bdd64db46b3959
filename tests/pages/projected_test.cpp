#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr std::string_view kMark = "(a projected date)";
constexpr std::string_view kMeaning = "A projected date rests on bank holidays";

/// What follows the first `from` on the page, up to the next `to`.
std::string between(const std::string& text, std::string_view from, std::string_view to) {
  const std::size_t start = text.find(from);
  return start == std::string::npos ? std::string{}
                                    : text.substr(start, text.find(to, start) - start);
}

/// The file with the first date that the page offers for one's calendar.
std::string calendar_file(Visitor& visitor, const std::string& path) {
  return visitor.get(visitor.get(path).link("Put this date in your calendar")).html;
}

/// The page that shows all answers of a raising, before it is sent.
std::string check_page(TestSite& site) {
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  return answer_everything(isaac, AgencyId{"csc"}, PersonId{"priya_crane"}).text();
}

// docs/timescales.md, rule 2: beyond the bank holidays that are published a date may still move.
// It says so wherever it stands, not only to whoever opens its working.
TEST(Projected, ALL_5_IsSaidBesideTheDateWhereverItStands) {
  TestSite site{{kPartnership}, "2029-03-14T10:00"};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const std::string page = isaac.get(path).text();

  EXPECT_THAT(between(page, "Next for you", "Why this deadline?"),
              HasSubstr("By 5pm on Friday 16 March (a projected date)"));
  EXPECT_THAT(between(page, "Why this deadline?", "That gives"), Not(HasSubstr(kMark)));
  EXPECT_THAT(page, HasSubstr("That gives Friday 16 March 2029, 5pm (a projected date)."));
  EXPECT_THAT(page, HasSubstr("Wednesday 21 March 2029, 5pm (a projected date)")) << "the stage";
  EXPECT_THAT(isaac.get("/work").text(), HasSubstr("By 5pm on Friday 16 March (a projected date)"));
  EXPECT_THAT(Visitor(site, kPartnership, "priya_crane").get("/work").text(), HasSubstr(kMark));
  EXPECT_THAT(calendar_file(isaac, path), HasSubstr("is due (a projected date)\r\n"));
  EXPECT_THAT(check_page(site), HasSubstr("(a projected date, a local target)"));
}

// A list, a manager's team and the chronology keep the date alone: it is marked there the same, and
// what the mark means is said once.
TEST(Projected, ALL_5_IsSaidInListsAndInTheChronology) {
  TestSite site{{kPartnership}, "2029-03-14T10:00"};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor peter{site, kPartnership, "peter_weston"};

  EXPECT_THAT(isaac.get("/disagreements").text(), AllOf(HasSubstr(kMark), HasSubstr(kMeaning)));
  EXPECT_THAT(isaac.get("/search?reference=" + path.substr(3)).text(),
              AllOf(HasSubstr(kMark), HasSubstr(kMeaning)));
  EXPECT_THAT(peter.get("/team").text(), AllOf(HasSubstr(kMark), HasSubstr(kMeaning)));
  const std::string chronology = between(isaac.get(path).text(), "Raised with", "Correct");
  EXPECT_THAT(chronology, HasSubstr(kMark)) << isaac.page().text();
}

// ALL-10: what waits for the group has its date in their work, and nothing else of it.
TEST(Projected, ALL_10_IsSaidOfALearningPointThatWaits) {
  TestSite site{{kPartnership}, "2029-03-14T10:00"};
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  isaac.get(ended(site) + "/learning");
  ASSERT_EQ(isaac.send({{"point", "Agree who tells the referrer."}}).status, 200);

  const std::string work = Visitor(site, kPartnership, kLearningChair).get("/work").text();

  EXPECT_THAT(between(work, "For you to do", "Learning"), HasSubstr(kMark)) << work;
}

// A date of this year rests on what is published, and nothing is said beside it.
TEST(Projected, ALL_5_IsSaidOfNoDateThatIsPublished) {
  TestSite site{{kPartnership}};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  for (const std::string& text :
       {isaac.get(path).text(), isaac.get("/work").text(), isaac.get("/disagreements").text(),
        Visitor(site, kPartnership, "peter_weston").get("/team").text(), calendar_file(isaac, path),
        check_page(site)}) {
    EXPECT_THAT(text, AllOf(Not(HasSubstr("projected")), Not(HasSubstr("not yet published"))));
  }
}

// A date that somebody named counts no days: no bank holiday moves it.
TEST(Projected, GLO_8_IsNotSaidOfADateThatProtectsTheChild) {
  TestSite site{{kPartnership}, "2029-03-14T10:00"};
  const std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  isaac.get(path + "/child-date");
  const Shown set = isaac.send({{"to-day", "15"},
                                {"to-month", "3"},
                                {"to-year", "2029"},
                                {"to-time", "12:00"},
                                {"reason", "The discharge is that afternoon."}});
  ASSERT_EQ(set.status, 200) << set.text();

  EXPECT_THAT(isaac.get("/work").text(), AllOf(HasSubstr("Due tomorrow"), Not(HasSubstr(kMark))));
}

}  // namespace
}  // namespace accord::test
