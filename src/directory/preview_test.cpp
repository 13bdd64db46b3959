#include "directory/preview.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "directory/reader.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::with;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kOld = R"(partnership: {name: Anytown Partnership}
agencies:
  - id: csc
    name: Children's Services
    sector: social care
    people:
      - {id: amy, name: Amy Ross}
      - {id: ben, name: Ben Hall, phone: 01632 960201}
    posts:
      - {id: worker, title: Social worker, role: social_worker, held_by: [amy, ben]}
      - {id: leader, title: Team leader, role: team_leader, held_by: ben}
    on_call: [{role: on_call_manager, person: ben}]
)";

Directory directory(std::string text = std::string{kOld}) {
  auto read = read_directory(text, Zone::load("Europe/London").value());
  if (!read) {
    ADD_FAILURE() << to_line(read.error().front());
    return {};
  }
  return *std::move(read);
}

TEST(Preview, ALL_4_OfTheSameIsEmptyWhateverTheOrder) {
  const std::string amy = "      - {id: amy, name: Amy Ross}\n";
  std::string moved = with(std::string{kOld}, amy, "");
  moved.insert(moved.find("    posts:"), amy);

  EXPECT_TRUE(preview(directory(), directory(moved)).empty());
  EXPECT_THAT(preview(directory(), directory(moved)).lost, IsEmpty());
  EXPECT_EQ(summary(preview(directory(), directory())), "Nothing changes");
}

TEST(Preview, ALL_4_NamesWhatIsAddedRemovedAndChanged) {
  std::string text =
      with(std::string{kOld}, "{id: amy, name: Amy Ross}", "{id: cat, name: Cat Low}");
  text.replace(text.find("[amy, ben]"), 10, "[cat, ben]");
  text.replace(text.find("01632 960201"), 12, "01632 960202");

  const DirectoryChange change = preview(directory(), directory(text));

  EXPECT_THAT(
      change.differences,
      ElementsAre(
          DirectoryDifference{ChangeKind::Changed,
                              DirectoryPart::Post,
                              "worker",
                              "Social worker",
                              {{"held_by", "amy, ben", "cat, ben"}}},
          DirectoryDifference{ChangeKind::Added, DirectoryPart::Person, "cat", "Cat Low", {}},
          DirectoryDifference{ChangeKind::Changed,
                              DirectoryPart::Person,
                              "ben",
                              "Ben Hall",
                              {{"phone", "01632 960201", "01632 960202"}}},
          DirectoryDifference{ChangeKind::Removed, DirectoryPart::Person, "amy", "Amy Ross", {}}));
  EXPECT_EQ(change.count(DirectoryPart::Person, ChangeKind::Removed), 1U);
  EXPECT_EQ(summary(change), "1 person added; 1 post and 1 person changed; 1 person removed");
}

TEST(Preview, ALL_4_SaysWhoLosesAPost) {
  std::string text = with(std::string{kOld}, "held_by: [amy, ben]", "held_by: [ben]");
  const DirectoryChange one = preview(directory(), directory(text));
  EXPECT_THAT(one.lost, ElementsAre(LostPost{PostId{"worker"}, "Social worker", PersonId{"amy"},
                                             "Amy Ross", false, false}));

  const DirectoryChange vacant =
      preview(directory(), directory(with(std::string{kOld}, ", held_by: ben", "")));
  EXPECT_THAT(vacant.lost, ElementsAre(LostPost{PostId{"leader"}, "Team leader", PersonId{"ben"},
                                                "Ben Hall", false, true}));

  const DirectoryChange gone = preview(
      directory(),
      directory(with(std::string{kOld},
                     "      - {id: leader, title: Team leader, role: team_leader, held_by: ben}\n",
                     "")));
  EXPECT_THAT(gone.lost, ElementsAre(LostPost{PostId{"leader"}, "Team leader", PersonId{"ben"},
                                              "Ben Hall", true, false}));
  EXPECT_THAT(to_lines(gone),
              ElementsAre("removed: post Team leader (leader)",
                          "Ben Hall (ben) would no longer hold Team leader (leader): the post is "
                          "removed"));
}

TEST(Preview, LIN_12_CountsTheOnCallRotaAsPartOfTheAgency) {
  const DirectoryChange change =
      preview(directory(), directory(with(std::string{kOld}, "on_call_manager, person: ben",
                                          "on_call_manager, person: amy, phone: 01632 960298")));

  EXPECT_THAT(to_lines(change),
              ElementsAre("changed: agency Children's Services (csc)\n    on_call: on_call_manager "
                          "ben → on_call_manager amy 01632 960298"));
}

TEST(Preview, ALL_4_OfAFirstImportAddsEverything) {
  EXPECT_EQ(summary(preview(Directory{}, directory())), "2 agencies, 2 posts and 2 people added");
}

}  // namespace
}  // namespace accord
