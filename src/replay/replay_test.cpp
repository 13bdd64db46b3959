#include "replay/replay.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "calendar/bank_holidays.hpp"
#include "disagreement/testdata/scene.hpp"
#include "policy/conventions.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// What the invented policy with `from` replaced by `to` would have made of the scene by `now`.
Replay under(const Scene& scene, std::string_view from, std::string_view to,
             std::string_view now = "2026-06-01 09:00",
             const std::vector<AnswerGiven>& answers = {}) {
  const Scene other{from, to};
  const std::vector<Surroundings> around{
      {Instant{0}, &scene.directory, &scene.calendar, &other.calendar}};
  return replay(scene.events, scene.policy, other.policy, around, scene.london(now), answers);
}

Replay under(const Scene& scene, const Policy& other) {
  const std::vector<Surroundings> around{
      {Instant{0}, &scene.directory, &scene.calendar, &scene.calendar}};
  return replay(scene.events, scene.policy, other, around, scene.london("2026-06-01 09:00"));
}

/// Raised, talked about, taken to the managers and agreed there.
Scene agreed_by_managers() {
  Scene scene;
  scene.raise();
  RecordDone spoke;
  spoke.number = scene.duty("talk.discuss").number;
  spoke.evidence.mode = "by telephone";
  spoke.evidence.texts = {{"what was said", "all of it"}};
  EXPECT_TRUE(scene.give("2026-04-07 10:00", "tess", spoke));
  EXPECT_TRUE(scene.take("2026-04-07 11:00", "tess", "talk.not_agreed"));
  EXPECT_TRUE(scene.take("2026-04-09 11:00", "hugh", "managers.agreed"));
  EXPECT_TRUE(scene.take("2026-04-09 12:00", "tom", "managers.agreed", {}));
  return scene;
}

TEST(ReplayTest, ALL_6_UnderItsOwnPolicyNothingDiffers) {
  const Scene scene = agreed_by_managers();
  const Replay found = under(scene, "", "");
  EXPECT_TRUE(found.same());
  EXPECT_EQ(found.end, ReplayEnd::Whole);
  EXPECT_EQ(found.version, "1");
  EXPECT_EQ(found.until, scene.london("2026-06-01 09:00"));
}

/// The difference of the duty that is called so in the record, or is owed only under the other.
const DutyDifference* difference(const Replay& found, std::string_view what) {
  for (const DutyDifference& one : found.duties) {
    if ((one.recorded ? one.recorded : one.replayed)->what.contains(what)) {
      return &one;
    }
  }
  return nullptr;
}

std::vector<std::string> notes_of(const Replay& found, ReplayNote::Kind kind) {
  std::vector<std::string> words;
  for (const ReplayNote& note : found.notes) {
    if (note.kind == kind) {
      words.push_back(note.what);
    }
  }
  return words;
}

TEST(ReplayTest, AShorterLimitIsAnEarlierDateAndWhatWasInTimeIsLate) {
  const Scene scene = agreed_by_managers();
  const Replay found = under(scene, "settle: {within: 5 working days, clause: '2'}",
                             "settle: {within: 1 working day, clause: '2a'}");
  EXPECT_EQ(found.end, ReplayEnd::Whole);
  const DutyDifference* managers = difference(found, "Managers");
  ASSERT_TRUE(managers != nullptr && managers->recorded && managers->replayed);
  EXPECT_EQ(scene.text(managers->recorded->due), "2026-04-14 17:00");
  EXPECT_EQ(scene.text(managers->replayed->due), "2026-04-08 17:00");
  EXPECT_FALSE(managers->recorded->late);
  EXPECT_TRUE(managers->replayed->late);
  EXPECT_EQ(managers->replayed->word, "met late");
  EXPECT_EQ(managers->replayed->clause, "2a");
  EXPECT_THAT(managers->recorded->owed_by, ElementsAre("team, csc", "year, school"));
  EXPECT_EQ(found.duties.size(), 1U);
}

TEST(ReplayTest, ALongerLimitIsALaterDateAndWhatWasLateIsInTime) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-09 11:00", "tess", "talk.not_agreed"));
  const Replay found = under(scene, "settle: {within: 1 working day, unless",
                             "settle: {within: 4 working days, unless", "2026-04-09 12:00");
  const DutyDifference* talk = difference(found, "Talking");
  ASSERT_TRUE(talk != nullptr && talk->recorded && talk->replayed);
  EXPECT_TRUE(talk->recorded->late);
  EXPECT_EQ(talk->recorded->word, "met late");
  EXPECT_FALSE(talk->replayed->late);
  EXPECT_EQ(scene.text(talk->replayed->due), "2026-04-10 17:00");
}

TEST(ReplayTest, WhatIsNotOwedAnyMoreIsSaidAndWhatWasDoneForItIsLeftOut) {
  const Scene scene = agreed_by_managers();
  const Replay found =
      under(scene,
            "      - {id: discuss, what: Discuss it, owed_by: any_side, proof: contact, record: "
            "[what was said], clause: '1'}\n",
            "");
  EXPECT_EQ(found.end, ReplayEnd::Whole);
  const DutyDifference* discuss = difference(found, "Discuss it");
  ASSERT_TRUE(discuss != nullptr && discuss->recorded);
  EXPECT_FALSE(discuss->replayed);
  EXPECT_EQ(discuss->recorded->word, "met");
  EXPECT_THAT(notes_of(found, ReplayNote::Kind::LeftOut),
              ElementsAre("recorded as done: “Discuss it”, which is not owed"));
}

TEST(ReplayTest, WhatIsOwedBesidesIsSaidWithItsDate) {
  const Scene scene = agreed_by_managers();
  const Replay found = under(scene, "throughout:\n  duties:\n",
                             "throughout:\n  duties:\n    - {id: chair_told, what: Tell the chair, "
                             "owed_by: chair, when: {managers: begun}, due: {within: 2 working "
                             "days}, clause: '5'}\n");
  const DutyDifference* told = difference(found, "Tell the chair");
  ASSERT_TRUE(told != nullptr && told->replayed);
  EXPECT_FALSE(told->recorded);
  EXPECT_EQ(told->replayed->clause, "5");
  EXPECT_THAT(told->replayed->owed_by, ElementsAre("chair, partnership"));
  EXPECT_EQ(scene.text(told->replayed->due), "2026-04-09 17:00");
  EXPECT_EQ(told->replayed->word, "overdue");
}

TEST(ReplayTest, SomebodyElseOwesIt) {
  const Scene scene = agreed_by_managers();
  const Replay found = under(scene, "{id: confirm, what: Confirm it in writing, owed_by: each_side",
                             "{id: confirm, what: Confirm it in writing, owed_by: chair");
  const DutyDifference* confirm = difference(found, "Confirm it");
  ASSERT_TRUE(confirm != nullptr && confirm->recorded && confirm->replayed);
  EXPECT_THAT(confirm->recorded->owed_by, ElementsAre("year, school"));
  EXPECT_THAT(confirm->replayed->owed_by, ElementsAre("chair, partnership"));
}

TEST(ReplayTest, SomebodyElseIsToldAndTheWholeHasAnotherEnd) {
  Scene scene;
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"danger", "", {"yes"}, {}});
    raise.facts.push_back({"urgency", "", {"routine"}, {}});
  });
  const Replay others =
      under(scene, "owed_by: raising_side, to: iro", "owed_by: raising_side, to: chair");
  const DutyDifference* told = difference(others, "Tell the reviewing officer");
  ASSERT_TRUE(told != nullptr && told->recorded && told->replayed);
  EXPECT_THAT(told->recorded->told, ElementsAre("iro, csc"));
  EXPECT_THAT(told->replayed->told, ElementsAre("chair, partnership"));
  EXPECT_EQ(others.duties.size(), 1U);

  const Replay sooner = under(scene, "cap: {within: 4 weeks", "cap: {within: 2 weeks");
  const DutyDifference* whole = difference(sooner, "the whole procedure");
  ASSERT_TRUE(whole != nullptr && whole->recorded && whole->replayed);
  EXPECT_EQ(scene.text(whole->recorded->due), "2026-04-30 17:00");
  EXPECT_EQ(scene.text(whole->replayed->due), "2026-04-16 17:00");
  EXPECT_EQ(whole->replayed->clause, "5");
}

TEST(ReplayTest, AnotherLevelIsAnotherPlace) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-07 11:00", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.take("2026-04-08 11:00", "hugh", "managers.next_tier"));
  const Replay found = under(scene, "when: {tier: more}, record: [why], go: again",
                             "when: {tier: more}, record: [why], go: managers");
  EXPECT_EQ(found.end, ReplayEnd::Parted);
  ASSERT_TRUE(found.recorded && found.replayed);
  EXPECT_EQ(found.recorded->words, "at “Managers”, level 2");
  EXPECT_EQ(found.replayed->words, "at “Managers”");
}

/// The invented policy with a stage, a duty, an exit and a fact called otherwise.
Policy called_otherwise(bool saying_so) {
  Policy policy = Scene{}.policy;
  for (Stage& stage : policy.stages) {
    for (ExitRule& exit : stage.exits) {
      exit.go = exit.go == "managers" ? "heads" : exit.go;
      std::ranges::replace(exit.skips, std::string{"managers"}, std::string{"heads"});
    }
    if (stage.id == "managers") {
      stage.id = "heads";
      stage.was = {"managers"};
    }
    if (stage.id == "talk") {
      stage.duties.front().id = "speak";
      stage.duties.front().was = {"discuss"};
      stage.exits[1].id = "on";
      stage.exits[1].was = {"not_agreed"};
    }
    if (!saying_so) {
      stage.exits[1].was.clear();
    }
  }
  return policy;
}

TEST(ReplayTest, Rule24_WhatIsCalledOtherwiseIsTheSame) {
  const Replay found = under(agreed_by_managers(), called_otherwise(true));
  EXPECT_TRUE(found.same()) << found.why;
}

TEST(ReplayTest, AnActThatThereIsNotIsRefusedInWordsAndTheComparisonEndsThere) {
  const Scene scene = agreed_by_managers();
  const Replay found = under(scene, called_otherwise(false));
  EXPECT_EQ(found.end, ReplayEnd::Refused);
  EXPECT_EQ(found.act, "Take “Not agreed”");
  EXPECT_EQ(found.by, "school");
  EXPECT_EQ(found.until, scene.london("2026-04-07 11:00"));
  EXPECT_THAT(found.why, HasSubstr("The procedure has no such way on."));
  ASSERT_TRUE(found.recorded);
  EXPECT_EQ(found.recorded->words, "at “Managers”");
  EXPECT_FALSE(found.recorded->opened.empty());
  EXPECT_THAT(found.duties, IsEmpty()) << "until then all was the same";
}

TEST(ReplayTest, ATextThatIsAskedBesidesIsTakenAsSaidAndOneThatIsNotIsLeftOut) {
  const Scene scene = agreed_by_managers();
  const std::string_view asked = "by: any_side, record: [why], go: managers, clause: '2'}";
  const Replay more =
      under(scene, asked, "by: any_side, record: [why, what was tried], go: managers}");
  EXPECT_EQ(more.end, ReplayEnd::Whole);
  EXPECT_THAT(notes_of(more, ReplayNote::Kind::TakenSaid),
              ElementsAre("“what was tried” of “Not agreed”"));
  const Replay less = under(scene, asked, "by: any_side, go: managers}");
  EXPECT_EQ(less.end, ReplayEnd::Whole);
  EXPECT_THAT(notes_of(less, ReplayNote::Kind::LeftOut),
              ElementsAre("“why” of “Not agreed”, which is not asked"));
}

TEST(ReplayTest, WhereOneActLeadsElsewhereTheWaysPart) {
  const Scene scene = agreed_by_managers();
  const Replay found = under(scene, "record: [why], go: managers, clause: '2'}",
                             "record: [why], go: chairing, clause: '2'}");
  EXPECT_EQ(found.end, ReplayEnd::Parted);
  EXPECT_EQ(found.act, "Take “Not agreed”");
  ASSERT_TRUE(found.recorded && found.replayed);
  EXPECT_EQ(found.recorded->words, "at “Managers”");
  EXPECT_EQ(found.replayed->words, "at “Chair”");
  EXPECT_THAT(found.stages_not_passed, ElementsAre("Managers"));
  EXPECT_THAT(found.stages_newly_passed, ElementsAre("Chair"));
  EXPECT_THAT(found.duties, IsEmpty());
  EXPECT_EQ(found.until, scene.london("2026-04-07 11:00"));
}

TEST(ReplayTest, AnActThatIsNoLongerEnoughLeavesItWhereItIs) {
  const Scene scene = agreed_by_managers();
  const Replay found =
      under(scene, "title: Not agreed, by: any_side", "title: Not agreed, by: each_side");
  EXPECT_EQ(found.end, ReplayEnd::Parted);
  ASSERT_TRUE(found.replayed);
  EXPECT_EQ(found.replayed->words, "at “Talking”");
  EXPECT_THAT(found.replayed->waits_for, ElementsAre("csc"));
  EXPECT_THAT(found.replayed->opened, IsEmpty());
}

TEST(ReplayTest, AnotherOutcomeIsAnotherWay) {
  const Scene scene = agreed_by_managers();
  const Replay found =
      under(scene, "title: Agreed, by: each_side, record: [why], end: agreed}\n      - {id: next",
            "title: Agreed, by: each_side, record: [why], end: mediated}\n      - {id: next");
  EXPECT_EQ(found.end, ReplayEnd::Parted);
  ASSERT_TRUE(found.recorded && found.replayed);
  EXPECT_EQ(found.recorded->words, "ended: agreed");
  EXPECT_EQ(found.replayed->words, "ended: mediated");
}

TEST(ReplayTest, ANewQuestionIsSaidAndCanBeAnsweredForEveryRecord) {
  const Scene scene = agreed_by_managers();
  const std::string_view facts = "facts:\n";
  const std::string_view more =
      "facts:\n  status: {asks: 'What is the status?', one_of: [planned, none], required: true}\n";
  const Replay refused = under(scene, facts, more);
  EXPECT_EQ(refused.end, ReplayEnd::Refused);
  EXPECT_EQ(refused.act, "Raise it");
  EXPECT_THAT(refused.why, HasSubstr("What is the status?"));

  const Replay given = under(scene, facts, more, "2026-06-01 09:00", {{"status", "none"}});
  EXPECT_TRUE(given.same()) << given.why;
}

// A question changes nothing as long as nothing rests on it.
TEST(ReplayTest, AQuestionThatNeedNotBeAnsweredIsSaidWhereItWouldBeAsked) {
  const Scene scene = agreed_by_managers();
  const Replay asked = under(scene, "facts:\n",
                             "facts:\n  status: {asks: 'What is the status?', one_of: [planned, "
                             "none]}\n  later: {asks: 'And later?', one_of: [a, b], when: {danger: "
                             "yes}}\n");
  EXPECT_TRUE(asked.same());
  EXPECT_THAT(notes_of(asked, ReplayNote::Kind::NoAnswer), ElementsAre("What is the status?"));
}

TEST(ReplayTest, AnAnswerThatIsNotAskedIsLeftOut) {
  Scene scene;
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"no"}, {}}); });
  const Replay found = under(scene, "one_of: [yes, no]}", "one_of: [yes, perhaps]}");
  EXPECT_EQ(found.end, ReplayEnd::Whole);
  EXPECT_THAT(notes_of(found, ReplayNote::Kind::LeftOut),
              ElementsAre("the answer to “Is the child in danger?”: it is none of those offered"));
}

TEST(ReplayTest, ACorrectionGoesToTheEntryThatStandsForIt) {
  Scene scene = agreed_by_managers();
  std::int64_t done = 0;
  for (const Event& event : scene.events) {
    done = std::holds_alternative<Done>(event.body) ? event.sequence : done;
  }
  ASSERT_TRUE(scene.give("2026-04-09 13:00", "tess",
                         Correct{done, "earlier", scene.london("2026-04-02 16:45")}));
  // One more duty makes the entries of the other course count otherwise.
  const Replay found = under(scene, "throughout:\n  duties:\n",
                             "throughout:\n  duties:\n    - {id: more, what: Do more, owed_by: "
                             "raising_side, due: {within: 9 weeks}}\n");
  EXPECT_EQ(found.end, ReplayEnd::Whole);
  EXPECT_THAT(found.notes, IsEmpty());
  EXPECT_EQ(found.duties.size(), 1U);
}

// What differs already under its own policy is no work of the other: it is counted and left out.
TEST(ReplayTest, DatesThatDifferAlreadyUnderItsOwnPolicyAreLeftOut) {
  const Scene scene = agreed_by_managers();
  const Date closed = parse_date("2026-04-08").value();
  const WorkingCalendar days = *WorkingCalendar::create(
      *Zone::load("Europe/London"), *embedded_bank_holidays("england-and-wales"),
      {{closed, closed, "closed since", std::nullopt}}, *conventions_of(scene.policy));
  const std::vector<Surroundings> around{{Instant{0}, &scene.directory, &days, &days}};
  const Instant now = scene.london("2026-06-01 09:00");
  const Replay found = replay(scene.events, scene.policy, scene.policy, around, now);
  EXPECT_GT(found.differing_already, 0);
  EXPECT_THAT(found.duties, IsEmpty());
  EXPECT_FALSE(found.same());
}

TEST(ReplayTest, ARecordThatItsOwnPolicyDoesNotMakeAgainIsComparedUntilThen) {
  const Scene scene = agreed_by_managers();
  std::vector<Person> people = scene.directory.people();
  std::erase_if(people, [](const Person& person) { return person.id == PersonId{"hugh"}; });
  std::vector<Post> posts = scene.directory.posts();
  std::erase_if(posts, [](const Post& post) { return post.id == PostId{"school_year"}; });
  for (Post& post : posts) {
    post.line_manager =
        post.line_manager == PostId{"school_year"} ? PostId{"school_head"} : post.line_manager;
  }
  const Directory later{scene.directory.agencies(), posts, people, {}};
  const std::vector<Surroundings> around{{Instant{0}, &later, &scene.calendar, &scene.calendar}};
  const Replay found =
      replay(scene.events, scene.policy, Scene{"1 working day", "2 working days"}.policy, around,
             scene.london("2026-06-01 09:00"));
  EXPECT_EQ(found.end, ReplayEnd::NotRepeated);
  EXPECT_EQ(found.until, scene.london("2026-04-09 11:00"));
  EXPECT_EQ(found.act, "Take “Agreed”");
  EXPECT_THAT(found.why, HasSubstr("hilda"));
  const DutyDifference* talk = difference(found, "Talking");
  ASSERT_TRUE(talk != nullptr && talk->replayed);
  EXPECT_EQ(scene.text(talk->replayed->due), "2026-04-08 17:00");
}

// Names, texts and references of children are of the disagreement: nothing of them is told.
TEST(ReplayTest, ItTellsNothingThatSomebodyTyped) {
  Scene scene = agreed_by_managers();
  ASSERT_TRUE(scene.give("2026-04-09 13:00", "tess", AddNote{"secret words"}));
  const Replay found = under(scene, "go: managers, clause: '2'}", "go: chairing, clause: '2'}");
  for (const DutyDifference& one : found.duties) {
    for (const auto& side : {one.recorded, one.replayed}) {
      EXPECT_THAT(side ? side->owed_by : std::vector<std::string>{},
                  testing::Not(testing::Contains(HasSubstr("tess"))));
    }
  }
  EXPECT_EQ(found.why, "");
}

}  // namespace
}  // namespace accord
