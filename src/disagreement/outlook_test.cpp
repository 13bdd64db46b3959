// What stands before somebody now: their duties, the ways on and what they may use.

#include "disagreement/outlook.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::ElementsAre;
using testing::IsEmpty;

Outlook seen_by(const Scene& scene, const char* person, const char* at = "2026-04-02 17:00") {
  const PersonId id{person};
  const Person* known = scene.directory.person(id);
  return outlook(scene.state, Actor{id, known != nullptr ? known->agency : AgencyId{}},
                 scene.at(scene.london(at)));
}

std::vector<std::string> duties_of(const Outlook& seen, bool mine_alone) {
  std::vector<std::string> names;
  for (const OpenDuty& open : seen.duties) {
    if (open.mine || !mine_alone) {
      names.push_back(open.duty->scope + "." + open.duty->id);
    }
  }
  return names;
}

std::vector<std::string> rights_of(const Outlook& seen) {
  std::vector<std::string> names;
  for (const OpenRight& right : seen.rights) {
    names.push_back(right.scope + "." + right.rule->id);
  }
  return names;
}

const OpenExit& exit_of(const Outlook& seen, const std::string& scope, const std::string& id) {
  return *std::ranges::find_if(
      seen.exits, [&](const OpenExit& exit) { return exit.scope == scope && exit.rule->id == id; });
}

// COV-3: "who owes what by when": the earliest first, what has no date last; a stage is left by its
// ways out, and nobody records that.
TEST(Outlook, COV_3_TheEarliestDeadlineFirst) {
  Scene scene{"- {id: visit, what: See the child, owed_by: raising_side, when: {discharge: known}",
              "- {id: visit, what: See the child, owed_by: raising_side"};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  const Outlook tess = seen_by(scene, "tess");
  EXPECT_THAT(
      duties_of(tess, false),
      ElementsAre("talk.look", "talk.look", "talk.settle", "talk.discuss", "throughout.tell_iro",
                  "throughout.standing", "throughout.standing", "talk.visit"));
  EXPECT_THAT(duties_of(tess, true), ElementsAre("talk.look", "talk.discuss", "throughout.tell_iro",
                                                 "throughout.standing", "talk.visit"));
  EXPECT_THAT(duties_of(seen_by(scene, ""), true), IsEmpty());
}

// Rule 20: who must take a way on, who has, and whether somebody has already.
TEST(Outlook, Rule20_SaysWhoHasTakenWhat) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed"));
  const Outlook will = seen_by(scene, "will");
  const OpenExit& agreed = exit_of(will, "talk", "agreed");
  EXPECT_TRUE(agreed.open);
  EXPECT_EQ(agreed.closed_because, "");
  EXPECT_THAT(agreed.needed, ElementsAre("side:0", "side:1"));
  EXPECT_THAT(agreed.taken, ElementsAre("side:0"));
  EXPECT_TRUE(agreed.mine);
  EXPECT_FALSE(agreed.taken_by_me);
  ASSERT_NE(agreed.terms, nullptr);
  EXPECT_EQ(agreed.terms->by.person.text(), "tess");
  const Outlook tess = seen_by(scene, "tess");
  EXPECT_TRUE(exit_of(tess, "talk", "agreed").taken_by_me);

  const OpenExit& other = exit_of(tess, "talk", "not_agreed");
  EXPECT_THAT(other.taken, IsEmpty());
  EXPECT_FALSE(other.taken_by_me);
  EXPECT_EQ(other.terms, nullptr);
  EXPECT_THAT(exit_of(tess, "throughout", "withdrawn").taken, IsEmpty());

  const OpenExit& closed = exit_of(tess, "talk", "straight");
  EXPECT_FALSE(closed.open);
  EXPECT_NE(closed.closed_because, "");
}

// Rule 13: a right is for those to whom it is open while its condition holds: a side's practitioner
// too, whoever speaks for the side.
TEST(Outlook, Rule13_OffersARightToThoseToWhomItIsOpen) {
  Scene scene{"    settle: {within: 5 working days, clause: '2'}\n",
              "    settle: {within: 5 working days, clause: '2'}\n"
              "    duties:\n"
              "      - {id: ask, what: Ask for advice, open_to: raising_side}\n"
              "      - {id: ring, what: Ring them, open_to: raising_side, when: {danger: yes}}\n"
              "      - {id: reply, what: Reply, open_to: responding_side}\n"
              "      - {id: write, what: Write it down, owed_by: raising_side}\n"};
  scene.raise();
  EXPECT_THAT(rights_of(seen_by(scene, "tess", "2026-04-02 16:35")), IsEmpty());
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.not_agreed"));
  EXPECT_THAT(rights_of(seen_by(scene, "hugh")), ElementsAre("managers.ask"));
  EXPECT_THAT(rights_of(seen_by(scene, "tess")), ElementsAre("managers.ask"));
  EXPECT_THAT(rights_of(seen_by(scene, "tom")), ElementsAre("managers.reply"));
  EXPECT_THAT(rights_of(seen_by(scene, "will")), ElementsAre("managers.reply"));
  EXPECT_THAT(rights_of(seen_by(scene, "carol")), IsEmpty());
}

// When to look next: the next deadline that has not been seen to pass, or the next moment.
TEST(NextMoment, Rule10_IsTheNextDeadlineOrMomentAhead) {
  Scene scene;
  scene.raise();
  const auto next = [&](const char* after) {
    return scene.text(next_moment(scene.state, scene.london(after)));
  };
  EXPECT_EQ(next("2026-04-02 17:00"), "2026-04-07 17:00");
  EXPECT_EQ(next("2026-04-07 17:00"), "2026-04-07 17:00") << "it is not overdue yet";
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess",
                         SetFact{{"discharge", "", {}, scene.london("2026-04-03 10:00")}, "x"}));
  EXPECT_EQ(next("2026-04-02 17:01"), "2026-04-03 10:00");
  EXPECT_EQ(next("2026-04-03 09:59"), "2026-04-03 10:00");
  EXPECT_EQ(next("2026-04-03 10:00"), "2026-04-07 17:00") << "it has come";
  scene.wait_until("2026-04-30 09:00");
  ASSERT_TRUE(scene.duty("talk.settle").overdue_at.has_value());
  EXPECT_EQ(next("2026-04-07 16:00"), "none") << "all has passed, and was recorded";
}

// Nothing waits for what was done or has no date.
TEST(NextMoment, Rule10_IsNoneOfWhatIsDone) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "will", "talk.not_agreed"));
  EXPECT_EQ(scene.text(next_moment(scene.state, scene.london("2026-04-02 17:00"))),
            "2026-04-08 17:00")
      << "of the standing arrangement, not of the stage that was left";
}

}  // namespace
}  // namespace accord
