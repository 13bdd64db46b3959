#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using ::testing::HasSubstr;

void raise_in_danger(Scene& scene) {
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
}

// Kernel rule 1: "Folding needs no policy, directory or calendar"; rule 2: what follows is
// recorded.
TEST(Raise, Rule1_FoldsFromItsEventsAlone) {
  Scene scene;
  scene.raise();
  Disagreement folded;
  for (const Event& event : scene.events) {
    apply(folded, event);
    EXPECT_EQ(folded.version, event.sequence);
  }
  EXPECT_EQ(folded.duties.size(), scene.state.duties.size());
  EXPECT_TRUE(is_act(scene.events.front().body));
  EXPECT_FALSE(is_act(scene.events.back().body));
  EXPECT_TRUE(scene.events.back().by.person.empty());
}

// Kernel rule 9: "Every stage has the duty `settle`, met by leaving it."
TEST(Stage, ALL_5_Rule9_AlwaysHasTheDutyToLeaveIt) {
  Scene scene;
  scene.raise();
  EXPECT_TRUE(scene.duty("talk.settle").open());
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.duty("talk.settle").status, DutyStatus::Met);
  EXPECT_TRUE(scene.duty("managers.settle").open());
}

// Kernel rule 20: a way that is open in every stage leads on; where it leads is no way on.
TEST(Exit, Rule20_OfThroughoutIsNotOfferedInTheStageToWhichItGoes) {
  Scene scene{
      "  exits:\n    - {id: withdrawn,",
      "  exits:\n    - {id: higher, title: To the managers, by: any_side, record: [why], go: "
      "managers, clause: '2'}\n    - {id: withdrawn,"};
  scene.raise();
  const auto offered = [&] {
    const Outlook ahead = outlook(scene.state, {PersonId{"tess"}, AgencyId{"school"}},
                                  scene.at(Instant{scene.events.back().recorded_at.seconds + 60}));
    const auto found = std::ranges::find_if(
        ahead.exits, [](const OpenExit& exit) { return exit.rule->id == "higher"; });
    return found->open ? std::string{"offered"} : found->closed_because;
  };
  EXPECT_EQ(offered(), "offered");
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "throughout.higher"));
  ASSERT_EQ(scene.stage(), "managers");
  EXPECT_EQ(offered(), "another stage is current: this is the one to which it leads");
  const auto again = scene.take("2026-04-02 17:10", "tess", "throughout.higher");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, Refusal::Kind::NotNow);
  EXPECT_EQ(again.error().what, "“Managers” is the present stage already: To the managers.");
  EXPECT_EQ(again.error().clause, "2");
  EXPECT_EQ(scene.state.latest_visit("managers")->number, 1);
  // The next tier is another matter, and so is the stage that is left for another.
  ASSERT_TRUE(scene.take("2026-04-02 17:20", "hugh", "managers.next_tier"));
  EXPECT_FALSE(scene.take("2026-04-02 17:30", "tess", "throughout.higher"));
  ASSERT_TRUE(scene.take("2026-04-02 17:40", "hilda", "managers.back"));
  EXPECT_EQ(offered(), "offered");
  EXPECT_TRUE(scene.take("2026-04-02 17:50", "tess", "throughout.higher"));
}

// What one side has taken falls once it leads nowhere else; what fires by itself does not go round.
TEST(Exit, Rule20_OfThroughoutToThePresentStageNeitherStandsNorFires) {
  Scene scene{
      "  exits:\n    - {id: withdrawn,",
      "  exits:\n    - {id: higher, title: To the managers, by: each_side, record: [why], go: "
      "managers}\n    - {id: at_once, title: At once, when: {danger: yes}, go: managers}\n"
      "    - {id: withdrawn,"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "throughout.higher"));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "tess", "talk.not_agreed"));
  EXPECT_TRUE(scene.state.takes.empty());
  ASSERT_TRUE(scene.give("2026-04-02 17:20", "tess",
                         SetFact{{"danger", "", {"yes"}, std::nullopt}, "She was hurt"}));
  EXPECT_EQ(scene.state.latest_visit("managers")->number, 1);
  ASSERT_TRUE(scene.take("2026-04-02 17:30", "hugh", "managers.back"));
  EXPECT_EQ(scene.state.latest_visit("managers")->number, 2);
}

// Kernel rule 22: "On leaving: `settle` is met, other open duties of the stage lapse".
TEST(Stage, Rule22_WhatWasNotDoneLapses) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.duty("talk.discuss").status, DutyStatus::Lapsed);
  EXPECT_EQ(scene.stage(), "managers");
}

// Kernel rule 22: "`skips` are marked neither met nor missed".
TEST(Stage, Rule22_ASkippedStageIsMarked) {
  Scene scene;
  raise_in_danger(scene);
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  EXPECT_TRUE(scene.state.latest_visit("managers")->skipped);
  EXPECT_EQ(scene.count("managers.settle"), 0);
  EXPECT_EQ(scene.stage(), "chairing");
}

// Kernel rule 8: "A skipped stage counts as climbed": the line manager after it is the one above
// those who would have spoken there.
TEST(Stage, Rule8_ASkippedStageCountsAsClimbed) {
  Scene scene{
      "  - id: chairing\n    title: Chair\n",
      "  - id: chairing\n    title: Chair\n    representatives: {raising_side: line_manager}\n"};
  raise_in_danger(scene);
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  EXPECT_EQ(scene.stage(), "chairing");
  EXPECT_EQ(scene.speaks(0), "hilda");  // hugh would have spoken at the managers' stage
  EXPECT_EQ(scene.speaks(1), "will");   // a side that is not named keeps its own
}

// Kernel rule 12: what leaving its stage meets is met, and not "no longer owed".
TEST(Stage, Rule12_ADutyThatLeavingMeetsIsMet) {
  Scene scene{"- {id: look, what: Look at the file, owed_by: each_side, when: {danger: yes},",
              "- {id: look, what: Pass it up, owed_by: raising_side, met_when: {talk: left},"};
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.duty("talk.look").status, DutyStatus::Met);
  EXPECT_FALSE(scene.duty("talk.look").late);
  EXPECT_EQ(scene.duty("talk.discuss").status, DutyStatus::Lapsed);
}

// Duties that chase each other are refused by the checker; where one slips through, the engine
// still comes to rest.
TEST(Stage, DutiesThatExcludeEachOtherComeToRest) {
  Scene scene{
      "- {id: look, what: Look at the file, owed_by: each_side, when: {danger: yes}, due: {within: "
      "4 hours}}",
      "- {id: look, what: Look, owed_by: raising_side, when: {not: {ring: open}}}\n"
      "      - {id: ring, what: Ring, owed_by: raising_side, when: {look: open}}"};
  scene.raise();
  EXPECT_EQ(scene.stage(), "talk");
  EXPECT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
}

// Kernel rule 8: "`tiers: up_the_line` raises each side one post; `tier` is `last` when no side can
// go higher"; rule 7: "`go: again` begins the next tier of the same visit".
TEST(Tiers, GLO_11_Rule8_ClimbToTheTopAndNoFurther) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.speaks(0), "hugh");
  EXPECT_EQ(scene.speaks(1), "tom");
  const auto too_early = scene.take("2026-04-02 17:10", "hugh", "managers.to_chair");
  ASSERT_FALSE(too_early);
  EXPECT_EQ(too_early.error().kind, Refusal::Kind::NotNow);
  EXPECT_EQ(too_early.error().clause, "3");
  EXPECT_THAT(too_early.error().instead, HasSubstr("next level of management"));

  ASSERT_TRUE(scene.take("2026-04-02 17:20", "hugh", "managers.next_tier"));
  EXPECT_EQ(scene.speaks(0), "hilda");
  EXPECT_EQ(scene.speaks(1), "dora");
  EXPECT_EQ(scene.state.stage()->tier, 2);
  EXPECT_EQ(scene.state.stage()->number, 1);
  EXPECT_FALSE(scene.take("2026-04-02 17:30", "hilda", "managers.next_tier"));
  EXPECT_TRUE(scene.take("2026-04-02 17:40", "hilda", "managers.to_chair"));
}

// Kernel rule 7: "Entering a stage begins a visit. Duties and takes belong to the visit and tier."
TEST(Stage, Rule7_GoingBackBeginsAnotherVisit) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  ASSERT_TRUE(scene.take("2026-04-08 10:00", "hugh", "managers.back"));
  EXPECT_EQ(scene.stage(), "talk");
  EXPECT_EQ(scene.state.stage()->number, 2);
  EXPECT_EQ(scene.count("talk.settle"), 2);
  EXPECT_EQ(scene.due("talk.settle"), "2026-04-09 17:00");
}

// Kernel rule 20: "It fires at the last take"; "takes fall … if the tier ends".
TEST(TakeExit, ALL_3_Rule20_AnAgreementTakesBothSides) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed", {{"why", "a visit"}}));
  EXPECT_FALSE(scene.state.outcome);
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.agreed", {}));
  ASSERT_TRUE(scene.state.outcome);
  EXPECT_EQ(scene.state.outcome->kind, OutcomeKind::Agreed);
  EXPECT_EQ(scene.state.outcome->record.front().second, "a visit");
}

TEST(TakeExit, Rule20_NewTermsAreConfirmedAnew) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed", {{"why", "a visit"}}));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.agreed", {{"why", "a letter"}}));
  EXPECT_FALSE(scene.state.outcome);
  ASSERT_TRUE(scene.take("2026-04-02 17:20", "tess", "talk.agreed", {}));
  EXPECT_EQ(scene.state.outcome->record.front().second, "a letter");
}

TEST(DeclineTerms, Rule20_WhatWasNotAgreedFalls) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed", {{"why", "a visit"}}));
  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", DeclineTerms{"talk", "agreed", "not this"}));
  EXPECT_TRUE(scene.state.takes.empty());
  EXPECT_TRUE(scene.state.terms.empty());
}

// Kernel rule 20: "The raiser may always take an onward exit that the raising side may take."
TEST(TakeExit, Rule20_TheRaiserMayAlwaysMoveItOn) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "tess", "managers.next_tier"));
  const auto closing = scene.take("2026-04-02 17:20", "tess", "managers.agreed");
  ASSERT_FALSE(closing);
  EXPECT_EQ(closing.error().kind, Refusal::Kind::NotYours);
}

// Kernel rule 21: "Without `by` it fires by the act that makes `when` true; never by time."
TEST(Exit, Rule21_FiresByTheActThatMakesItTrue) {
  Scene scene;
  raise_in_danger(scene);
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  RecordDone opinion;
  opinion.scope = "chairing";
  opinion.id = "opinion";
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess", opinion));
  ASSERT_TRUE(scene.state.outcome);
  EXPECT_EQ(scene.state.outcome->kind, OutcomeKind::Accepted);
}

TEST(Exit, Rule21_NobodyTakesWhatFollowsByItself) {
  Scene scene;
  raise_in_danger(scene);
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  EXPECT_FALSE(scene.take("2026-04-02 17:00", "tess", "chairing.of_itself"));
}

// Remark 4: "Time opens doors; people walk through them."
TEST(Silence, COV_4_OpensAWayAndTakesNone) {
  Scene scene;
  scene.raise();
  const auto early = scene.take("2026-04-07 17:00", "tess", "talk.silent");
  ASSERT_FALSE(early);
  EXPECT_EQ(early.error().kind, Refusal::Kind::NotNow);
  EXPECT_FALSE(early.error().rule.empty());
  scene.wait_until("2026-04-20 09:00");
  EXPECT_EQ(scene.stage(), "talk");
  EXPECT_TRUE(scene.take("2026-04-20 09:00", "tess", "talk.silent"));
}

// Kernel rule 11: in `throughout` a duty "ends when met or when its `when` turns false".
TEST(Throughout, Rule11_EndsWithItsConditionAndOpensAgain) {
  Scene scene;
  raise_in_danger(scene);
  EXPECT_EQ(scene.duty("throughout.tell_iro").to.front().person.text(), "iris");
  ASSERT_TRUE(scene.give("2026-04-02 17:00", "tess",
                         SetFact{{"danger", "", {"no"}, std::nullopt}, "seen and safe"}));
  EXPECT_EQ(scene.duty("throughout.tell_iro").status, DutyStatus::Lapsed);
  ASSERT_TRUE(scene.give("2026-04-02 18:00", "tess",
                         SetFact{{"danger", "", {"yes"}, std::nullopt}, "again"}));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 2);
  EXPECT_TRUE(scene.duty("throughout.tell_iro").open());
}

// Kernel rule 11: "it opens again at each new *since* unless still open". What came to be so anew
// while the duty was open is answered by it.
TEST(Throughout, Rule11_WhatComesAnewWhileItIsOpenIsAnsweredByIt) {
  Scene scene{"when: {danger: yes}, due: {within: next working day}}",
              "when: {news: met}, due: {within: next working day}}\n"
              "    - {id: news, what: Give news, open_to: each_side}"};
  scene.raise();
  RecordDone news;
  news.scope = "throughout";
  news.id = "news";
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", news));
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "will", news));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 1);
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "tess", "throughout.tell_iro"));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 1);

  ASSERT_TRUE(scene.give("2026-04-02 17:10", "will", news));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 2);
  // Done before the next news, and recorded after it: that news has not been told.
  ASSERT_TRUE(scene.give("2026-04-02 17:30", "will", news));
  ASSERT_TRUE(scene.done("2026-04-02 17:40", "tess", "throughout.tell_iro", "2026-04-02 17:20"));
  EXPECT_EQ(scene.count("throughout.tell_iro"), 3);
}

// Kernel rule 13: "A standing arrangement is a duty with `met_when: {outcome: known}`"; rule 23:
// "*Resolved*: no stage is current, exits close, `after` begins. *Finished*: no duty is open."
TEST(Outcome, ALL_7_Rule23_TheDisagreementIsFinishedWhenNothingIsOwed) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.agreed", {}));
  EXPECT_EQ(scene.stage(), "");
  EXPECT_EQ(scene.duty("throughout.standing").status, DutyStatus::Met);
  EXPECT_EQ(scene.count("after.confirm"), 2);
  EXPECT_FALSE(scene.state.finished);
  EXPECT_EQ(scene.take("2026-04-02 17:20", "tess", "throughout.withdrawn").error().kind,
            Refusal::Kind::Closed);

  ASSERT_TRUE(scene.done("2026-04-07 10:00", "tess", "after.confirm"));
  EXPECT_FALSE(scene.state.finished);
  ASSERT_TRUE(scene.done("2026-04-07 10:10", "will", "after.confirm"));
  EXPECT_TRUE(scene.state.finished);
}

// Kernel rule 13: an undertaking keeps a resolved disagreement unfinished.
TEST(Undertake, ALL_7_Rule13_IsOwedAfterTheOutcome) {
  Scene scene;
  scene.raise();
  Undertake issue;
  issue.kind = Undertaking::Kind::OutstandingIssue;
  issue.what = "The referral form";
  issue.agency = AgencyId{"csc"};
  issue.due = scene.london("2026-05-01 12:00");
  EXPECT_EQ(scene.give("2026-04-02 16:50", "will", issue).error().field, "how");
  issue.how = "at the forms group";
  ASSERT_TRUE(scene.give("2026-04-02 16:50", "will", issue));
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "will", "talk.agreed", {}));
  ASSERT_TRUE(scene.done("2026-04-07 10:00", "tess", "after.confirm"));
  ASSERT_TRUE(scene.done("2026-04-07 10:10", "will", "after.confirm"));
  EXPECT_FALSE(scene.state.finished);
  EXPECT_TRUE(scene.duty("undertaken.outstanding_issue").open());
}

// ALL-4: whoever holds a post in an agency answers for it, whichever agency their own row names.
TEST(Undertake, ALL_4_IsForWhoeverHoldsAPostInTheAgencyThatDoesIt) {
  Scene scene;
  std::vector<Post> posts = scene.directory.posts();
  Post second;
  second.id = PostId{"school_lead"};
  second.title = "lead";
  second.role = "lead";
  second.agency = AgencyId{"school"};
  second.holders = {PersonId{"tom"}};
  posts.push_back(second);
  scene.directory = Directory{scene.directory.agencies(), std::move(posts),
                              scene.directory.people(), scene.directory.on_call()};
  scene.raise();
  Undertake action;
  action.what = "A new date";
  action.agency = AgencyId{"school"};
  action.due = scene.london("2026-05-01 12:00");
  action.person = PersonId{"will"};
  EXPECT_EQ(scene.give("2026-04-02 16:50", "tess", action).error().field, "person");
  action.person = PersonId{"tom"};
  EXPECT_TRUE(scene.give("2026-04-02 16:50", "tess", action));
  EXPECT_EQ(scene.duty("undertaken.action").owers.front().person, PersonId{"tom"});
}

// Kernel rule 20: one take counts for every role and side that the person acts for.
TEST(TakeExit, Rule20_OnePersonsTakeCountsInEachRole) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "throughout.withdrawn"));
  ASSERT_TRUE(scene.state.outcome);
  EXPECT_EQ(scene.state.outcome->kind, OutcomeKind::Withdrawn);
}

// --- Refusals (rule 4: "the condition that is false in plain words, its clause, and which acts, by
// whom, would make it true")
// -------------------------------------------------------------------------

TEST(Refusal, Rule4_SaysWhatToRecordFirstAndWho) {
  Scene scene;
  raise_in_danger(scene);
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  const auto refused = scene.take("2026-04-02 17:00", "carol", "chairing.decided");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().clause, "4");
  EXPECT_THAT(refused.error().instead, HasSubstr("First record: Find a way (carol)"));
}

TEST(Refusal, ALL_12_AnotherProcedureIsSignposted) {
  Scene scene;
  Raise raise = Scene::raising();
  raise.facts = {{"matter", "", {"a complaint"}, std::nullopt}};
  const auto refused = scene.give("2026-04-02 16:30", "tess", raise);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Refusal::Kind::Elsewhere);
  EXPECT_EQ(refused.error().instead, "Ring the agency");
}

struct Wrong {
  const char* name;
  void (*spoil)(Raise&);
  Refusal::Kind kind;
};

class RaiseRefused : public ::testing::TestWithParam<Wrong> {};

TEST_P(RaiseRefused, SaysWhatIsMissing) {
  Scene scene;
  Raise raise = Scene::raising();
  GetParam().spoil(raise);
  const auto refused = scene.give("2026-04-02 16:30", "tess", raise);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, GetParam().kind);
  EXPECT_FALSE(refused.error().what.empty());
  EXPECT_EQ(scene.state.version, 0);
}

INSTANTIATE_TEST_SUITE_P(
    EachPart, RaiseRefused,
    ::testing::Values(
        Wrong{"no_other_side", [](Raise& r) { r.sides.pop_back(); }, Refusal::Kind::Incomplete},
        Wrong{"no_such_agency", [](Raise& r) { r.sides[1].agency = AgencyId{"x"}; },
              Refusal::Kind::NotFound},
        Wrong{"for_another_agency", [](Raise& r) { std::swap(r.sides[0], r.sides[1]); },
              Refusal::Kind::NotYours},
        Wrong{"both_sides_one_person", [](Raise& r) { r.sides[1].worker = PersonId{"tess"}; },
              Refusal::Kind::NotYours},
        Wrong{"worker_of_nobody", [](Raise& r) { r.sides[1].worker = PersonId{"ghost"}; },
              Refusal::Kind::NotFound},
        Wrong{"of_another_century", [](Raise& r) { r.happened = Instant{631'152'000}; },
              Refusal::Kind::BadTime},
        Wrong{"not_said_why", [](Raise& r) { r.matter.why = "  "; }, Refusal::Kind::Incomplete},
        Wrong{"required_fact", [](Raise& r) { r.facts.clear(); }, Refusal::Kind::Incomplete},
        Wrong{"no_such_fact",
              [](Raise& r) { r.facts.push_back({"weather", "", {"wet"}, std::nullopt}); },
              Refusal::Kind::NotFound},
        Wrong{"no_such_word",
              [](Raise& r) { r.facts.push_back({"danger", "", {"perhaps"}, std::nullopt}); },
              Refusal::Kind::NotFound},
        Wrong{"in_the_future", [](Raise& r) { r.happened = Instant{4'000'000'000}; },
              Refusal::Kind::BadTime},
        Wrong{"child_timescale_past", [](Raise& r) { r.child_timescale = Instant{1}; },
              Refusal::Kind::BadTime}),
    [](const auto& given) { return std::string{given.param.name}; });

TEST(Refusal, OfWhatIsRecorded) {
  Scene scene;
  scene.raise();
  EXPECT_EQ(scene.done("2026-04-02 17:00", "iris", "talk.discuss").error().kind,
            Refusal::Kind::NotYours);
  EXPECT_EQ(scene.done("2026-04-02 17:00", "tess", "talk.settle").error().kind,
            Refusal::Kind::NotNow);
  EXPECT_EQ(scene.done("2026-04-02 17:00", "tess", "talk.discuss", "2026-04-02 17:01").error().kind,
            Refusal::Kind::BadTime);
  EXPECT_EQ(scene.done("2026-04-02 17:00", "tess", "talk.discuss", "2026-04-02 16:29").error().kind,
            Refusal::Kind::BadTime);
  RecordDone unsaid;
  unsaid.number = scene.duty("talk.discuss").number;
  unsaid.evidence.mode = "telephone";
  EXPECT_EQ(scene.give("2026-04-02 17:00", "tess", unsaid).error().kind, Refusal::Kind::Incomplete);
  ASSERT_TRUE(scene.done("2026-04-02 17:00", "tess", "talk.discuss"));
  EXPECT_EQ(scene.done("2026-04-02 17:00", "tess", "talk.discuss").error().kind,
            Refusal::Kind::Closed);
}

TEST(Refusal, OfDatesThatAreNotToBeMoved) {
  Scene scene;
  scene.raise();
  EXPECT_EQ(scene
                .give("2026-04-02 17:00", "tess",
                      SetChildTimescale{scene.london("2026-04-02 16:59"), "soon"})
                .error()
                .kind,
            Refusal::Kind::BadTime);
  EXPECT_EQ(
      scene
          .give("2026-04-02 17:00", "tess", SetChildTimescale{scene.london("2026-04-03 16:59"), ""})
          .error()
          .kind,
      Refusal::Kind::Incomplete);
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  const AgreeDate agree{scene.duty("managers.settle").number, scene.london("2026-05-01 17:00"),
                        "x"};
  EXPECT_EQ(scene.give("2026-04-02 17:10", "hugh", agree).error().kind, Refusal::Kind::NotNow);
}

TEST(Refusal, OfWhoeverIsNoSide) {
  Scene scene;
  scene.raise();
  const SetFact danger{{"danger", "", {"yes"}, std::nullopt}, "seen"};
  EXPECT_EQ(scene.give("2026-04-02 17:00", "carol", danger).error().kind, Refusal::Kind::NotYours);
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", AddNote{"seen"}));
  const Rebind theirs{0, 1, PersonId{"tom"}, {}, "", "leave"};
  EXPECT_EQ(scene.give("2026-04-02 17:00", "tess", theirs).error().kind, Refusal::Kind::NotYours);
}

// ALL-4: somebody else can answer for a side, with the reason.
TEST(Rebind, ALL_4_HandsOverWhatIsOwed) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(
      scene.give("2026-04-02 17:00", "will", Rebind{0, 1, PersonId{"tom"}, {}, "", "leave"}));
  EXPECT_EQ(scene.speaks(1), "tom");
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "tess", "talk.agreed"));
  EXPECT_TRUE(scene.take("2026-04-02 17:20", "tom", "talk.agreed", {}));
  EXPECT_TRUE(scene.state.outcome);
}

// ALL-4: "the two sides are equal": neither takes over what the Chair has to decide, nor puts
// somebody of another agency in its place.
TEST(Rebind, ALL_4_IsForWhoeverHasToAnswerAndAmongTheirOwnPeople) {
  Scene scene;
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.straight"));
  const int way = scene.duty("chairing.way").number;
  const auto rebind = [&](std::string_view by, int number, SideIndex side, const char* person,
                          const char* post = "") {
    const Rebind command{number, side, PersonId{person}, PostId{post}, "", "x"};
    const auto given = scene.give("2026-04-02 17:10", by, command);
    return given ? std::string{} : given.error().what;
  };
  const std::string not_yours = "This is not your agency's to hand over.";
  EXPECT_EQ(rebind("tess", way, kNoSide, "tess"), not_yours);
  EXPECT_EQ(rebind("will", way, kNoSide, "carol"), not_yours);
  EXPECT_EQ(rebind("carol", way, kNoSide, "tess"), "This person is of another agency.");
  EXPECT_EQ(rebind("will", 0, 1, "carol"), "This person is of another agency.");
  EXPECT_EQ(rebind("will", 0, 1, "tom", "school_head"), "This person does not hold that post.");
  EXPECT_EQ(rebind("carol", way, kNoSide, "carol"), "");
  EXPECT_EQ(rebind("will", 0, 1, "tom", "csc_team"), "");
}

}  // namespace
}  // namespace accord
