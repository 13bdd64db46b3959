// Who acts for a side, and what one side may not do to the other: ALL-16, kernel rules 16 and 20.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/roles.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::ElementsAre;
using testing::HasSubstr;

/// Holds that post as well as whoever does; of `agency`, unless the directory has the person.
void add_holder(Scene& scene, std::string_view post, std::string_view who,
                std::string_view agency) {
  auto posts = scene.directory.posts();
  auto people = scene.directory.people();
  const PersonId person{std::string{who}};
  std::ranges::find(posts, PostId{std::string{post}}, &Post::id)->holders.push_back(person);
  if (std::ranges::find(people, person, &Person::id) == people.end()) {
    people.push_back(
        {.id = person, .name = std::string{who}, .agency = AgencyId{std::string{agency}}});
  }
  scene.directory = Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
}

/// Will disagrees with wanda, of the same team; tom manages both.
void raise_in_one_agency(Scene& scene) {
  add_holder(scene, "csc_worker", "wanda", "csc");
  add_holder(scene, "csc_worker", "zed", "csc");
  Raise raise = Scene::raising();
  raise.sides = {{AgencyId{"csc"}, PersonId{"will"}}, {AgencyId{"csc"}, PersonId{"wanda"}}};
  ASSERT_TRUE(scene.give("2026-04-02 16:30", "will", raise));
}

// "Nobody takes over what another has to decide."
TEST(InsideOneAgency, ALL_16_NeitherSideNamesWhoSpeaksForTheOther) {
  Scene scene;
  raise_in_one_agency(scene);
  Rebind hand_over{0, 1, PersonId{"zed"}, PostId{}, "", "he is a friend"};

  const auto refused = scene.give("2026-04-02 17:00", "will", hand_over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Refusal::Kind::NotYours);
  EXPECT_EQ(scene.speaks(1), "wanda");

  EXPECT_TRUE(scene.give("2026-04-02 17:10", "wanda", hand_over));
  EXPECT_EQ(scene.speaks(1), "zed");
  EXPECT_FALSE(scene.give("2026-04-02 17:20", "wanda",
                          Rebind{0, 0, PersonId{"tom"}, PostId{}, "", "he is a friend"}));
}

// "Nobody acts for both sides": a practitioner of the one does not come to speak for the other.
TEST(InsideOneAgency, ALL_16_NobodyNamesTheOtherSidesPractitioner) {
  Scene scene;
  raise_in_one_agency(scene);
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "wanda",
                         Rebind{0, 1, PersonId{"zed"}, PostId{}, "", "she is away"}));

  const Rebind swapped{0, 0, PersonId{"wanda"}, PostId{}, "", "she knows it"};
  EXPECT_EQ(scene.give("2026-04-02 17:10", "will", swapped).error().kind, Refusal::Kind::NotYours);
  const auto offered = who_can_be_named(scene.state.representatives[0], scene.state,
                                        scene.at(scene.london("2026-04-02 17:10")));
  EXPECT_EQ(std::ranges::count(offered, PersonId{"wanda"}), 0);
}

// ALL-3: what only the raiser takes is not out of reach once the raiser has left.
TEST(TakeExit, ALL_3_WhoSpeaksForTheRaisingSideTakesItWhereTheRaiserHasLeft) {
  Scene scene{"by: any_side, record: [why], go: managers",
              "by: raiser, record: [why], go: managers"};
  add_holder(scene, "school_teacher", "nora", "school");
  scene.raise();
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess",
                         Rebind{0, 0, PersonId{"nora"}, PostId{}, "", "I am leaving"}));
  EXPECT_FALSE(scene.take("2026-04-02 17:10", "nora", "talk.not_agreed"));

  auto people = scene.directory.people();
  std::erase_if(people, [](const Person& person) { return person.id == PersonId{"tess"}; });
  scene.directory = Directory{scene.directory.agencies(), scene.directory.posts(), people, {}};
  EXPECT_FALSE(scene.take("2026-04-02 17:20", "will", "talk.not_agreed"));
  EXPECT_TRUE(scene.take("2026-04-02 17:20", "nora", "talk.not_agreed"));
}

// "What one side recorded, the other cannot alter; corrections add."
TEST(InsideOneAgency, ALL_16_NeitherSideMovesTheTimeThatTheOtherRecorded) {
  Scene scene;
  raise_in_one_agency(scene);
  RecordDone discussed;
  discussed.number = scene.duty("talk.discuss").number;
  discussed.evidence.mode = "telephone";
  discussed.evidence.texts = {{"what was said", "that it is not safe"}};
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "wanda", discussed));
  const auto sequence = scene.duty("talk.discuss").done_sequence;
  const Correct earlier{sequence, "it was before", scene.london("2026-04-02 16:40")};

  EXPECT_EQ(scene.give("2026-04-02 17:30", "will", earlier).error().kind, Refusal::Kind::NotYours);
  EXPECT_EQ(scene.text(scene.duty("talk.discuss").done_at), "2026-04-02 17:00");
  EXPECT_TRUE(scene.give("2026-04-02 17:30", "wanda", earlier));
  EXPECT_EQ(scene.text(scene.duty("talk.discuss").done_at), "2026-04-02 16:40");
}

TEST(InsideOneAgency, ALL_16_AColleagueOfNeitherAgreesForNeither) {
  Scene scene;
  raise_in_one_agency(scene);
  const SetChildTimescale date{scene.london("2026-04-03 12:00"), "she goes home"};

  EXPECT_EQ(scene.give("2026-04-02 17:00", "tom", date).error().kind, Refusal::Kind::NotYours);
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "wanda", date));
}

// Who speaks for a side may be of another agency: a named professional who serves several.
TEST(ActingSide, ALL_4_IsThatOfWhomTheSideChoseWhateverTheirAgency) {
  Scene scene;
  auto posts = scene.directory.posts();
  std::ranges::find(posts, PostId{"school_year"}, &Post::id)->holders.clear();
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  add_holder(scene, "school_year", "nina", "trust");
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "will", "talk.not_agreed"));
  ASSERT_EQ(scene.speaks(0), "nina");

  EXPECT_TRUE(scene.give("2026-04-02 17:10", "nina",
                         SetChildTimescale{scene.london("2026-04-03 12:00"), "she goes home"}));
  ASSERT_TRUE(scene.state.child_timescale);
  EXPECT_EQ(scene.state.child_timescale->side, 0);
}

// The line of management is that of the side's agency, also for who holds a post elsewhere.
TEST(Representatives, LEE_6_TheLineIsThatOfTheSidesOwnAgency) {
  Scene scene{"when: {matter: a disagreement}, go: talk}",
              "when: {matter: a disagreement}, go: managers}"};
  add_holder(scene, "partnership_chair", "tess", "school");
  scene.raise();
  EXPECT_EQ(scene.speaks(0), "hugh");
}

// Rule 20: "A side's later take replaces its earlier."
TEST(TakeExit, Rule20_ALaterTakeOfTheSameSideReplacesItsEarlierOne) {
  Scene scene{"{id: not_agreed, title: Not agreed, by: any_side,",
              "{id: not_agreed, title: Not agreed, by: each_side,"};
  add_holder(scene, "csc_worker", "wanda", "csc");
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "wanda", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.not_agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:20", "tess", "talk.agreed", {}));
  EXPECT_FALSE(scene.state.outcome) << "children's services said last that it is not agreed";

  ASSERT_TRUE(scene.take("2026-04-02 17:30", "wanda", "talk.agreed", {}));
  EXPECT_TRUE(scene.state.outcome);
}

// Either side names a colleague for what either of them may do.
TEST(Rebind, ALL_16_EitherSideNamesSomebodyForWhatEitherOwes) {
  for (const SideIndex side : {0, 1}) {
    Scene scene;
    scene.raise();
    const char* const by = side == 0 ? "tess" : "will";
    const char* const to = side == 0 ? "hugh" : "tom";
    const Rebind named{scene.duty("talk.discuss").number, side, PersonId{to}, PostId{}, "", "away"};
    ASSERT_TRUE(scene.give("2026-04-02 17:00", by, named)) << by;
    const auto& owers = scene.duty("talk.discuss").owers;
    const auto mine = std::ranges::find(owers, side, &Ower::side);
    ASSERT_NE(mine, owers.end());
    EXPECT_EQ(mine->person.text(), to);
  }
}

// Whoever may report a side's action sees it as theirs.
TEST(Outlook, LIN_8_ASidesActionIsAlsoTheirsWhoSpeaksForTheSide) {
  Scene scene;
  scene.raise();
  Undertake action;
  action.kind = Undertaking::Kind::Action;
  action.what = "Visit the family";
  action.agency = AgencyId{"school"};
  action.person = PersonId{"hilda"};
  action.due = scene.london("2026-04-09 12:00");
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", action));
  const Circumstances at = scene.at(scene.london("2026-04-02 17:10"));
  const auto mine = [&](const char* who, const char* agency) {
    const Outlook seen = outlook(scene.state, {PersonId{who}, AgencyId{agency}}, at);
    const auto found =
        std::ranges::find(seen.duties, "action", [](const OpenDuty& one) { return one.duty->id; });
    return found != seen.duties.end() && found->mine;
  };
  EXPECT_TRUE(mine("hilda", "school"));
  EXPECT_TRUE(mine("tess", "school"));
  EXPECT_FALSE(mine("will", "csc"));
  EXPECT_TRUE(scene.done("2026-04-02 17:20", "tess", "undertaken.action"));
}

// Only whose word it is may say it, from the first moment.
TEST(Raise, LIN_14_DoesNotSetWhatAnotherHasToSet) {
  Scene scene{"discharge: {asks: \"When is the discharge?\", kind: moment}",
              "discharge: {asks: \"When is the discharge?\", kind: moment, set_by: chair}"};
  Raise raise = Scene::raising();
  raise.facts.push_back({"discharge", "", {}, scene.london("2026-04-10 12:00")});
  const auto refused = scene.give("2026-04-02 16:30", "tess", raise);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Refusal::Kind::NotYours);
  EXPECT_EQ(refused.error().field, "discharge");
}

// Whom the policy names beside others sets it when raising too.
TEST(Raise, LIN_14_SetsWhatTheRaiserMaySetBesideAnother) {
  Scene scene{
      "discharge: {asks: \"When is the discharge?\", kind: moment}",
      "discharge: {asks: \"When is the discharge?\", kind: moment, set_by: [chair, raiser]}"};
  Raise raise = Scene::raising();
  raise.facts.push_back({"discharge", "", {}, scene.london("2026-04-10 12:00")});
  ASSERT_TRUE(scene.give("2026-04-02 16:30", "tess", raise));
  EXPECT_NE(scene.state.fact("discharge", ""), nullptr);
}

// A panel of two is two people, and a seat is of the agency of who sits on it.
TEST(Meeting, GLO_18_CountsPeopleAndNotSeats) {
  Scene scene{"owed_by: chair, record: [why], clause: '3'}",
              "owed_by: chair, proof: meeting, meeting: {must_not: [each_side], at_least: 2}, "
              "clause: '3'}"};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  RecordDone meeting;
  meeting.number = scene.duty("chairing.way").number;
  const Seat carol{"chair", AgencyId{"partnership"}, PersonId{"carol"}};
  const auto hold = [&](std::vector<Seat> seats) {
    meeting.evidence.seats = std::move(seats);
    return scene.give("2026-04-02 17:00", "carol", meeting);
  };

  EXPECT_THAT(hold({carol, {"member", AgencyId{"partnership"}, PersonId{"carol"}}}).error().what,
              HasSubstr("at least 2 members; 1 is named"));
  EXPECT_THAT(hold({carol, {"member", AgencyId{}, PersonId{"tom"}}}).error().what,
              HasSubstr("may not sit on it"));
}

// Rule 14: "once true it is fixed"; words alone move nothing.
TEST(Correct, Rule14_InWordsMovesNoDeadline) {
  Scene scene{"due: {within: 4 hours}}", "due: {within: 4 hours, from: {urgency: urgent}}}"};
  scene.raise();
  const auto say = [&](std::string_view at, std::string_view who, std::string_view fact,
                       std::string_view is) {
    return scene.give(at, who, SetFact{{std::string{fact}, "", {std::string{is}}, {}}, "seen"});
  };
  ASSERT_TRUE(say("2026-04-02 16:40", "tess", "danger", "yes"));
  ASSERT_TRUE(say("2026-04-02 17:00", "tess", "urgency", "urgent"));
  ASSERT_EQ(scene.due("talk.look"), "2026-04-02 21:00");
  ASSERT_TRUE(say("2026-04-02 17:30", "tess", "urgency", "routine"));
  ASSERT_TRUE(say("2026-04-02 17:40", "will", "urgency", "routine"));
  ASSERT_EQ(scene.due("talk.look"), "2026-04-02 21:00");

  ASSERT_TRUE(scene.give("2026-04-02 18:00", "will", Correct{1, "her name is Wilhelmina", {}}));
  EXPECT_EQ(scene.due("talk.look"), "2026-04-02 21:00");
}

// Rule 4: a limit that counts while something else is overdue begins in the same moment, not when
// somebody looks next.
TEST(Deadline, Rule4_CountsFromWhatBecameOverdueInTheSameAct) {
  Scene scene{
      "- {id: visit, what: See the child, owed_by: raising_side, when: {discharge: known}, due: "
      "{within: at least 1 working days before, from: discharge}}",
      "- {id: plan, what: Plan it, owed_by: raising_side, due: {within: 5 working days, "
      "when: {visit: overdue}}}\n"
      "      - {id: visit, what: See the child, owed_by: raising_side, when: {discharge: "
      "known}, due: {within: at least 1 working days before, from: discharge}}"};
  scene.raise();
  ASSERT_EQ(scene.due("talk.plan"), "none");
  SetFact discharged;
  discharged.fact = {"discharge", "", {}, scene.london("2026-03-31 12:00")};
  discharged.reason = "he is home already";
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", discharged));
  ASSERT_TRUE(scene.duty("talk.visit").overdue_at);
  EXPECT_EQ(scene.due("talk.plan"), "2026-04-13 17:00");
}

// What falls due in the very second of the last event is overdue a second later.
TEST(NextMoment, Rule10_IsNotPassedOverByAnActInTheSameSecond) {
  Scene scene;
  scene.raise();
  const Instant due = *scene.duty("talk.settle").deadline.due;
  ASSERT_TRUE(scene.give("2026-04-07 17:00", "tess", AddNote{"nobody has rung"}));
  EXPECT_EQ(next_moment(scene.state, scene.state.seen_until), due);
}

TEST(NextMoment, Rule10_IsNoneOnceItIsFinished) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.give(
      "2026-04-02 16:40", "tess",
      SetFact{{"discharge", "", {}, scene.london("2026-05-10 12:00")}, "the ward rang"}));
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "throughout.withdrawn"));
  ASSERT_TRUE(scene.state.finished);
  EXPECT_EQ(next_moment(scene.state, scene.state.seen_until), std::nullopt);
}

}  // namespace
}  // namespace accord
