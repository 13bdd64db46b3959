#include "disagreement/written.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using ::testing::HasSubstr;

TEST(Reference, IsNoNameAndHasAFigure) {
  EXPECT_EQ(wrong_in_reference("Zoe B"), "looks like a name");
  EXPECT_EQ(wrong_in_reference("Zoë"), "looks like a name");
  EXPECT_EQ(wrong_in_reference("\U0001F600"), "has no figure in it");
  EXPECT_EQ(wrong_in_reference("MH-20418"), "");
  EXPECT_EQ(wrong_in_reference(""), "");
}

// "Do not enter a name or a date of birth."
TEST(Reference, IsNoDate) {
  for (const char* date : {"12/03/2019", "12 March 2019", "2019-03-12", "12.3.19", "March 12, 2019",
                           "12th Mar 2019", "DOB 12/03/2019", "born 1 Sept 2020", "03/25/2019",
                           "DOB 12/3/19", "date of birth: 12-03-2019", "12/03/2019 Zoe",
                           "12/03/2019 (born)", "Zoe 12 March 2019", "2019-03-12 ZB"}) {
    EXPECT_EQ(wrong_in_reference(date), "reads as a date") << date;
  }
  for (const char* reference :
       {"MH-20418", "2019-0312", "12/03", "MH-12-03-2019", "4TXR-8B6W", "99/45/2019",
        "1234 5678 90", "CIN 10-11-12", "EHM 12/03/19", "EHM 12/03/2019", "2019-03-12-001",
        "ABC 2019 10 11", "2019/118", "EHM 12 of 2019", "450 557 7104"}) {
    EXPECT_EQ(wrong_in_reference(reference), "") << reference;
  }
}

struct Spoilt {
  const char* name;
  std::function<void(Raise&)> spoil;
  const char* field;
  const char* says;
};

class RaisingRefuses : public ::testing::TestWithParam<Spoilt> {};

// What the pages refuse is refused whoever sends it: the rule is the core's.
TEST_P(RaisingRefuses, WhatNoPageWouldTake) {
  Scene scene;
  Raise raise = Scene::raising();
  GetParam().spoil(raise);
  const auto refused = scene.give("2026-04-02 16:30", "tess", raise);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, GetParam().field);
  EXPECT_THAT(refused.error().what + " " + refused.error().instead, HasSubstr(GetParam().says));
  EXPECT_EQ(scene.state.version, 0);
}

INSTANTIATE_TEST_SUITE_P(
    EachPart, RaisingRefuses,
    ::testing::Values(
        Spoilt{"name_in_a_reference", [](Raise& r) { r.children[0].reference = "Zoe Bloggs"; },
               "reference", "never a name"},
        Spoilt{"name_in_the_other_reference",
               [](Raise& r) { r.children[0].other_reference = "Zoe"; }, "reference",
               "looks like a name"},
        Spoilt{"long_reference", [](Raise& r) { r.children[0].reference = std::string(41, '1'); },
               "reference", "to 40 characters"},
        Spoilt{"long_summary", [](Raise& r) { r.matter.summary = std::string(121, 'a'); },
               "summary", "to 120 characters"},
        Spoilt{"long_why", [](Raise& r) { r.matter.why = std::string(3001, 'a'); }, "why",
               "to 3000 characters"},
        Spoilt{"long_change", [](Raise& r) { r.matter.change = std::string(1501, 'a'); }, "change",
               "to 1500 characters"},
        Spoilt{"turned_direction", [](Raise& r) { r.matter.why = "safe \u202E not"; }, "why",
               "direction"},
        Spoilt{"turned_direction_in_a_line", [](Raise& r) { r.matter.summary = "closed \u200F"; },
               "summary", "direction"},
        Spoilt{"two_lines_for_a_heading", [](Raise& r) { r.matter.summary = "a\nb"; }, "summary",
               "in one line"},
        Spoilt{"nothing_that_is_seen", [](Raise& r) { r.matter.why = "\u200B\u00A0"; }, "why",
               "There is nothing to read in why it is not safe for the child"},
        Spoilt{"a_date_for_a_reason_that_nobody_sees",
               [](Raise& r) {
                 r.child_timescale = Instant{1'775'559'600};  // 7 April 2026, noon
                 r.child_timescale_reason = "\u3000";
               },
               "child_timescale_reason", "nothing to read"},
        Spoilt{"no_utf8", [](Raise& r) { r.matter.why = "\xFF"; }, "why", "no text"},
        Spoilt{"the_partnership_as_a_side",
               [](Raise& r) { r.sides[1] = {AgencyId{"partnership"}, PersonId{}}; }, "agency",
               "is the partnership, and no side"},
        Spoilt{"somebody_elses_raising", [](Raise& r) { r.sides[0].worker = PersonId{"hugh"}; },
               "worker", "names somebody else"},
        Spoilt{"an_answer_given_twice",
               [](Raise& r) {
                 r.facts.push_back({"danger", "", {"yes"}, std::nullopt});
                 r.facts.push_back({"danger", "", {"no"}, std::nullopt});
               },
               "danger", "answered twice"},
        Spoilt{"an_answer_about_nobody",
               [](Raise& r) { r.facts.push_back({"danger", "child-9", {"yes"}, std::nullopt}); },
               "danger", "whom the answer is about"},
        Spoilt{"words_for_a_moment",
               [](Raise& r) { r.facts.push_back({"discharge", "", {"soon"}, std::nullopt}); },
               "discharge", "a date and a time"},
        Spoilt{"a_moment_of_another_century",
               [](Raise& r) { r.facts.push_back({"discharge", "", {}, Instant{7'230'000'000}}); },
               "discharge", "ten years away"},
        Spoilt{"advice_by_nobody",
               [](Raise& r) {
                 UsedBefore used;
                 used.id = "advice";
                 used.evidence.participants = {PersonId{"ghost"}};
                 r.before = {used};
               },
               "participants", "nobody with the id 'ghost'"},
        Spoilt{"a_child_timescale_of_another_century",
               [](Raise& r) {
                 r.child_timescale = Instant{7'230'000'000};
                 r.child_timescale_reason = "said";
               },
               "child_timescale", "more than a year ahead"}),
    [](const auto& given) { return std::string{given.param.name}; });

TEST(Raise, TakesTheLongestThatThePagesTake) {
  Scene scene;
  Raise raise = Scene::raising();
  raise.matter = {std::string(120, 'a'), std::string(3000, 'a'), "line one\n\tline two",
                  std::string(1500, 'a'), "a \u200F mark that turns its own word alone"};
  raise.children[0].reference = std::string(40, '1');
  raise.sides[0].worker = {};
  EXPECT_TRUE(scene.give("2026-04-02 16:30", "tess", raise));
  EXPECT_EQ(scene.state.raised.sides[0].worker.text(), "tess");
}

// What nobody can read is said by nobody, wherever it stands and whoever sends it.
TEST(Written, HasSomethingToReadInIt) {
  Scene scene;
  scene.raise();
  const Instant soon = scene.london("2026-04-07 12:00");
  Undertake action;
  action.what = "\u3000";
  action.agency = AgencyId{"school"};
  action.due = soon;
  TakeExit exit;
  exit.scope = "talk";
  exit.exit = "agreed";
  exit.record = {{"what was agreed", "\uFEFF"}};
  for (const CommandBody& body :
       {CommandBody{AddNote{"\u200B"}}, CommandBody{SetChildTimescale{soon, "\u00A0\u2060"}},
        CommandBody{action}, CommandBody{exit}}) {
    const auto refused = scene.give("2026-04-02 17:00", "tess", body);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().what, HasSubstr("There is nothing to read in "));
  }
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "tess", AddNote{"\u200B!"}));
}

// "Four weeks for all of it": a date beyond that brings nothing forward, and is no protection.
TEST(ChildTimescale, LiesBeforeTheDeadlineThatItShortens) {
  const auto routine = [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"routine"}, std::nullopt});
  };
  Scene scene;
  scene.raise("2026-04-02 16:30", routine);
  ASSERT_TRUE(scene.state.cap.due.has_value());
  const Instant cap = *scene.state.cap.due;
  const auto set = [&](Instant to) {
    return scene.give("2026-04-02 17:00", "tess", SetChildTimescale{to, "said"});
  };
  const auto refused = set(cap);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, Refusal::Kind::BadTime);
  EXPECT_EQ(refused.error().field, "to");
  EXPECT_THAT(refused.error().what, HasSubstr("has to be resolved by"));
  EXPECT_TRUE(set(Instant{cap.seconds - 1}));

  Scene raising;
  Raise raise = Scene::raising();
  routine(raise);
  raise.child_timescale = Instant{cap.seconds + 1};
  raise.child_timescale_reason = "said";
  EXPECT_EQ(raising.give("2026-04-02 16:30", "tess", raise).error().field, "child_timescale");
}

TEST(Dates, OfAnotherCenturyAreRefused) {
  Scene scene;
  scene.raise();
  const Instant far{7'230'000'000};  // in 2199
  AgreeDate agree{scene.duty("talk.settle").number, far, "said"};
  EXPECT_EQ(scene.give("2026-04-02 17:00", "tess", agree).error().field, "to");
  Undertake action;
  action.what = "said";
  action.agency = AgencyId{"school"};
  action.due = far;
  EXPECT_EQ(scene.give("2026-04-02 17:00", "tess", action).error().field, "due");
  action.due = scene.london("2026-05-02 17:00");
  for (const char* person : {"ghost", "will"}) {  // nobody, and somebody of the other agency
    action.person = PersonId{person};
    EXPECT_EQ(scene.give("2026-04-02 17:00", "tess", action).error().field, "person") << person;
  }
  SetFact moment{{"discharge", "", {}, far}, "said"};
  EXPECT_EQ(scene.give("2026-04-02 17:00", "tess", moment).error().field, "discharge");
}

// A use of a right of a stage answers that stage: it was not made before it began.
TEST(Dates, WhatAStageAllowsWasNotDoneBeforeIt) {
  Scene scene;
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.straight"));
  EXPECT_EQ(
      scene.done("2026-04-07 11:00", "tess", "chairing.opinion", "2026-04-07 09:59").error().kind,
      Refusal::Kind::BadTime);
  EXPECT_TRUE(scene.done("2026-04-07 11:00", "tess", "chairing.opinion", "2026-04-07 10:00"));
}

// GLO-6: "best face to face, else by telephone": where the policy says how, it is one of those.
TEST(Evidence, GLO_6_IsOfPeopleAndWaysThatThereAre) {
  Scene scene{"proof: contact, record: [what was said]",
              "proof: contact, modes: [face to face, telephone], record: [what was said]"};
  scene.raise();
  RecordDone done;
  done.number = scene.duty("talk.discuss").number;
  done.evidence.texts = {{"what was said", "said"}};
  const auto give = [&](const char* mode, const char* with, Seat seat) {
    done.evidence.mode = mode;
    done.evidence.participants = {PersonId{with}};
    done.evidence.seats = {std::move(seat)};
    return scene.give("2026-04-02 17:00", "tess", done);
  };
  const Seat known{"member", AgencyId{"csc"}, PersonId{"will"}};
  EXPECT_THAT(give("by owl", "will", known).error().instead, HasSubstr("face to face, telephone"));
  EXPECT_EQ(give("telephone", "ghost", known).error().field, "participants");
  EXPECT_EQ(give("telephone", "will", {"throne", AgencyId{"csc"}, {}}).error().field, "seats");
  EXPECT_EQ(give("telephone", "will", {"must", AgencyId{"x"}, {}}).error().field, "seats");
  EXPECT_EQ(give("telephone", "will", {"must", {}, PersonId{"ghost"}}).error().field, "seats");
  EXPECT_TRUE(give("telephone", "will", known));
}

// Where the policy names no ways to speak any will do: the record says how it was in truth, and the
// page offers "something else" too.
TEST(Evidence, ALL_14_TakesAnyWayToSpeakWhereThePolicyNamesNone) {
  Scene scene;
  scene.raise();
  RecordDone done;
  done.number = scene.duty("talk.discuss").number;
  done.evidence.texts = {{"what was said", "said"}};
  done.evidence.mode = "at the school gate";
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "tess", done));
}

// A text under a name that nobody reads is lost: it is refused with the names that are read.
TEST(Texts, GLO_7_HaveTheNamesThatTheProcedureAsksForAndNoOthers) {
  Scene scene;
  scene.raise();
  RecordDone done;
  done.number = scene.duty("talk.discuss").number;
  done.evidence.mode = "telephone";
  done.evidence.texts = {{"what was said", "said"}, {"what was agred", "a visit"}};
  const auto misnamed = scene.give("2026-04-02 17:00", "tess", done);
  ASSERT_FALSE(misnamed);
  EXPECT_EQ(misnamed.error().field, "texts");
  EXPECT_EQ(misnamed.error().clause, "1");
  EXPECT_EQ(misnamed.error().what, "Nothing is recorded here under the name 'what was agred'.");
  EXPECT_EQ(misnamed.error().instead, "Use one of these names: what was said; note.");
  done.evidence.texts = {{"what was said", "said"}, {"note", "by the gate"}};
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "tess", done));

  const auto terms =
      scene.take("2026-04-02 17:10", "tess", "talk.agreed", {{"why", "a visit"}, {"y", "z"}});
  ASSERT_FALSE(terms);
  EXPECT_EQ(terms.error().field, "record");
  EXPECT_THAT(terms.error().instead, HasSubstr("why; what was said; note"));
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "tess", "talk.agreed", {{"why", "a visit"}}));
}

}  // namespace
}  // namespace accord
