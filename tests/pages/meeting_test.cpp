#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::filesystem::path& path) {
  std::ifstream file{path, std::ios::binary};
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

/// A disagreement under the invented policy that shows meetings, on the form of one that decides by
/// majority: five seats, a chair elected, a quorum, what holds where the votes are even.
class MeetingPage : public testing::Test {
 protected:
  MeetingPage() : site{{}} {
    const auto folder = testdata::project_folder() / "tests/constructs/15_meetings";
    const auto added = site.service().add_partnership(
        {PartnershipId{"meetings"}, "Silverdene", true}, text_of(folder / "policy.yaml"),
        text_of(folder / "directory.yaml"));
    EXPECT_TRUE(added.has_value()) << to_words(added.error());
    visitor = std::make_unique<Visitor>(site, "meetings", "tess");
    raise();
    visitor->get(path + "/use/talks/colleagues");
  }

  void raise() {
    Raise raise;
    raise.sides = {{AgencyId{"school"}, PersonId{"tess"}}, {AgencyId{"care"}, PersonId{"sam"}}};
    raise.children = {{"child-1", "HS-7", "", "Under 1"}};
    raise.matter = {"Two plans", "They made a second plan.", "Nobody follows either.", "One plan.",
                    "Nobody knows who comes."};
    raise.facts = {{"chair_concerned", "", {"no"}, {}}};
    Submission submission;
    submission.partnership = PartnershipId{"meetings"};
    submission.command = {{PersonId{"tess"}, AgencyId{"school"}}, raise};
    submission.command_id = CommandId{site.service().new_id()};
    submission.body = "raise";
    const auto recorded = site.service().submit(submission);
    ASSERT_TRUE(recorded.has_value()) << to_words(recorded.error());
    path = "/d/" + recorded->reference;
  }

  TestSite site;
  std::unique_ptr<Visitor> visitor;
  std::string path;
};

// GLO-18: the quorum is shown worked out, and who votes is asked beside each seat.
TEST_F(MeetingPage, GLO_18_SaysItsQuorumWorkedOutAndAsksForEachVote) {
  const std::string text = visitor->page().text();
  EXPECT_EQ(visitor->page().status, 200);
  EXPECT_THAT(text, AllOf(HasSubstr("It has 5 seats."),
                          HasSubstr("Its quorum: 2 members who have declared no conflict of "
                                    "interest (half of 5 seats, rounded down)."),
                          HasSubstr("In the chair: whom those present elected"),
                          HasSubstr("Vote, in the chair: whom those present elected"),
                          HasSubstr("Vote, another member, 1"),
                          HasSubstr("Where it is even: the way asked for is not taken"),
                          HasSubstr("Add a conflict of interest")));
}

// A conflict of interest is added to a seat by the name of who sits there, and the record says it.
TEST_F(MeetingPage, GLO_18_RecordsVotesAndAConflictOfInterest) {
  const Fields seats{{"seat-1", "hugo"}, {"vote-1", "for"}, {"seat-2", "dirk"}, {"vote-2", "for"}};
  visitor->send(seats);
  EXPECT_EQ(visitor->page().status, 422) << "nothing was said of what was decided";
  visitor->send({{"seat-add", "1"}});
  visitor->send({{"seat-3", "nell"}, {"conflict-add", "1"}});
  ASSERT_THAT(visitor->page().text(), HasSubstr("Who declared conflict of interest 1?"));
  EXPECT_THAT(visitor->page().html, HasSubstr("<option value=\"seat-3\">Nell Shaw"));

  Fields sent{{"decision", "A visit on Monday"}, {"conflict-1-who", "seat-3"}};
  visitor->send(sent);
  EXPECT_EQ(visitor->page().status, 422);
  EXPECT_THAT(visitor->page().text(), HasSubstr("Enter what the conflict of interest is"));
  sent.emplace_back("conflict-1-what", "Her ward wrote the plan");
  const Shown recorded = visitor->send(sent);
  ASSERT_EQ(recorded.status, 200) << recorded.text();
  const std::string voted = "Votes on what was decided: 2 for (Hugo Lane and Dirk Vane)";
  const std::string declared =
      "Declared a conflict of interest: Nell Shaw: Her ward wrote the plan; who has declared one "
      "does not count to the quorum and has no vote";
  EXPECT_THAT(recorded.text(), AllOf(HasSubstr(voted), HasSubstr(declared)));
  const std::string record = visitor->get(path + "/file-copy/download").html;
  EXPECT_THAT(record, AllOf(HasSubstr("Votes on what was decided: 2 for (Hugo Lane"),
                            HasSubstr("Nell Shaw: Her ward wrote the plan")));
}

// Nobody votes twice for one seat, or from an empty one; nothing typed is lost by it.
TEST_F(MeetingPage, GLO_18_SaysWhatIsMissingOfAVoteAndKeepsTheRest) {
  Fields sent{
      {"seat-1", "hugo"}, {"vote-1", "for"}, {"vote-2", "against"}, {"decision", "A visit"}};
  EXPECT_THAT(visitor->send(sent).text(), HasSubstr("Choose who voted"));
  sent = {{"seat-2", "dirk"}, {"vote-2", ""}};
  EXPECT_THAT(visitor->send(sent).text(), HasSubstr("Enter how Dirk Vane voted."));
  EXPECT_THAT(visitor->page().html, HasSubstr(">A visit</textarea>"));
  EXPECT_THAT(visitor->send({{"vote-2", "against"}}).text(),
              AllOf(HasSubstr("1 for (Hugo Lane); 1 against (Dirk Vane)"),
                    HasSubstr("even: the way asked for is not taken")));
}

}  // namespace
}  // namespace accord::test
