// From a record to the commands that made it: what each side gave, and nothing that followed.

#include "disagreement/commands_of.hpp"

#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;

std::vector<RecordedCommand> read_back(const Scene& scene) {
  return commands_of(scene.events, scene.policy, scene.directory);
}

/// The last command of the record, which is of that kind.
template <typename Body>
Body last_command(const Scene& scene) {
  const auto commands = read_back(scene);
  const auto* body = std::get_if<Body>(&commands.back().command.body);
  EXPECT_NE(body, nullptr);
  return body != nullptr ? *body : Body{};
}

Undertake to_pursue(const Scene& scene, const char* what, const char* agency) {
  Undertake issue;
  issue.kind = Undertaking::Kind::OutstandingIssue;
  issue.what = what;
  issue.how = "at the forms group";
  issue.agency = AgencyId{agency};
  issue.due = scene.london("2026-05-01 12:00");
  return issue;
}

// ALL-6: two acts of one second are two commands, though the first completed what others had said.
TEST(CommandsOf, ALL_6_ActsOfOneSecondAreCommandsOfTheirOwn) {
  Scene scene;
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"urgent"}, std::nullopt});
  });
  const SetFact slower{{"urgency", "", {"routine"}, std::nullopt}, "she is safe"};
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", slower));
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", AddNote{"She is at her aunt's."}));
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "will", slower));
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "will", AddNote{"So I hear."}));
  const auto commands = read_back(scene);
  ASSERT_EQ(commands.size(), 5U);
  EXPECT_EQ(std::get<AddNote>(commands[2].command.body).text, "She is at her aunt's.");
  EXPECT_EQ(std::get<SetFact>(commands[3].command.body).reason, "she is safe");
  EXPECT_EQ(std::get<AddNote>(commands[4].command.body).text, "So I hear.");
}

// Whose action it is, that of the partnership too, and of a person only where one was named.
TEST(CommandsOf, ALL_7_AnActionIsOfWhomItWasGivenTo) {
  Scene scene;
  scene.raise();
  for (const char* agency : {"school", "csc", "partnership"}) {
    ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", to_pursue(scene, "A form", agency)));
    const auto read = last_command<Undertake>(scene);
    EXPECT_EQ(read.agency.text(), agency);
    EXPECT_TRUE(read.person.empty());
    EXPECT_EQ(read.how, "at the forms group");
  }
  Undertake named = to_pursue(scene, "A form", "csc");
  named.person = PersonId{"dora"};
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "tess", named));
  EXPECT_EQ(last_command<Undertake>(scene).person.text(), "dora");
}

// Of the issues of some terms a side gave those that it added to what stood.
TEST(CommandsOf, ALL_7_ASideGaveTheIssuesThatItAdded) {
  Scene scene;
  scene.raise();
  const auto take = [&](const char* at, const char* who, const char* what) {
    return scene.give(
        at, who,
        TakeExit{"talk", "agreed", {{"why", "a visit"}}, "", {to_pursue(scene, what, "csc")}});
  };
  ASSERT_TRUE(take("2026-04-02 16:40", "tess", "The form"));
  EXPECT_EQ(last_command<TakeExit>(scene).outstanding.size(), 1U);
  ASSERT_TRUE(take("2026-04-02 16:50", "will", "The room"));
  const auto read = last_command<TakeExit>(scene);
  ASSERT_EQ(read.outstanding.size(), 1U);
  EXPECT_EQ(read.outstanding.front().what, "The room");
}

// Who answers, by which of their posts, and by which route of the stage.
TEST(CommandsOf, LEE_6_WhoWasNamedByWhichPostAndRoute) {
  Scene scene{"representatives: {each_side: line_manager}",
              "representatives: {each_side: line_manager or iro}"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "tom",
                         Rebind{0, 1, PersonId{"iris"}, PostId{"csc_iro"}, "iro", "leave"}));
  auto read = last_command<Rebind>(scene);
  EXPECT_EQ(read.role, "iro");
  EXPECT_EQ(read.post.text(), "csc_iro");
  EXPECT_EQ(read.person.text(), "iris");
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "iris",
                         Rebind{0, 1, PersonId{"tom"}, PostId{"csc_team"}, "", "back"}));
  read = last_command<Rebind>(scene);
  EXPECT_EQ(read.role, "");
  EXPECT_EQ(read.post.text(), "csc_team");
}

// Why time was let pass where other days count since; nothing where it passed by itself.
TEST(CommandsOf, ALL_5_TimeThatWasLetPassSaysWhy) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess",
                         SetFact{{"discharge", "", {}, scene.london("2026-04-09 10:00")}, "x"}));
  Stage& talk = scene.policy.stages.front();
  talk.settle.front().within.count = 2;  // as if another day were closed
  ASSERT_TRUE(scene.give("2026-04-03 09:00", "", PassTime{"Easter Saturday is closed"}));
  EXPECT_EQ(last_command<PassTime>(scene).why, "Easter Saturday is closed");
  scene.wait_until("2026-04-10 09:00");
  EXPECT_EQ(last_command<PassTime>(scene).why, "");
}

}  // namespace
}  // namespace accord
