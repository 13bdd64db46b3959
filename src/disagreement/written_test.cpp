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

/// A text of a command: where it stands, what it is called there, and how long it may be.
struct Place {
  const char* name;
  std::function<CommandBody(const std::string&)> with;
  const char* field;
  const char* called;
  std::size_t most;
};

class WrittenIn : public ::testing::TestWithParam<Place> {};

TEST_P(WrittenIn, IsAsLongAsItsPlaceAndNoLongerAndCanBeRead) {
  const Policy policy = Scene{}.policy;
  const auto refused = [&](const std::string& text) {
    const auto answer = check_written(GetParam().with(text), policy);
    if (!answer) {
      EXPECT_EQ(answer.error().field, GetParam().field) << answer.error().what;
    }
    return answer ? std::string{} : answer.error().what;
  };
  const std::string longest = "1" + std::string(GetParam().most - 1, 'a');
  EXPECT_EQ(refused(longest), "");
  EXPECT_EQ(refused(longest + "a"), std::string{"Shorten "} + GetParam().called + " to " +
                                        std::to_string(GetParam().most) + " characters.");
  EXPECT_EQ(refused("\u200B"),
            std::string{"There is nothing to read in "} + GetParam().called + ".");
  EXPECT_EQ(refused("1\x01"),
            std::string{"There are characters in "} + GetParam().called + " that are no text.");
}

/// A command that holds the text where `place` says.
template <typename Command, typename Set>
std::function<CommandBody(const std::string&)> in(Set set) {
  return [set](const std::string& text) {
    Command command;
    set(command, text);
    return CommandBody{command};
  };
}

std::function<CommandBody(const std::string&)> in_evidence(
    const std::function<void(Evidence&, const std::string&)>& set) {
  return in<RecordDone>([set](auto& c, const auto& t) { set(c.evidence, t); });
}

std::function<CommandBody(const std::string&)> in_child(std::string Child::* part) {
  return in<Raise>([part](auto& c, const auto& t) {
    c.children.emplace_back();
    c.children.back().*part = t;
  });
}

INSTANTIATE_TEST_SUITE_P(
    EachPlace, WrittenIn,
    ::testing::Values(
        Place{"summary", in<Raise>([](auto& c, const auto& said) { c.matter.summary = said; }),
              "summary", "the summary", 120},
        Place{"what", in<Raise>([](auto& c, const auto& said) { c.matter.what = said; }), "what",
              "what they decided, did or did not do", 3000},
        Place{"why", in<Raise>([](auto& c, const auto& said) { c.matter.why = said; }), "why",
              "why it is not safe for those affected", 3000},
        Place{"change", in<Raise>([](auto& c, const auto& said) { c.matter.change = said; }),
              "change", "what should change", 1500},
        Place{"child", in<Raise>([](auto& c, const auto& said) { c.matter.child = said; }), "child",
              "what it means for those affected", 1500},
        Place{"talked_to", in<Raise>([](auto& c, const auto& said) { c.talked_to = said; }),
              "talked_to", "whom you talked it through with", 400},
        Place{"child_id", in_child(&Child::id), "children", "the id of one of them", 40},
        Place{"age", in_child(&Child::age_band), "age_band", "the age", 40},
        Place{"whom", in_child(&Child::kind), "children", "whom it is about", 40},
        Place{"reference", in_child(&Child::reference), "reference", "the reference", 40},
        Place{"other_reference", in_child(&Child::other_reference), "reference", "the reference",
              40},
        Place{"why_sooner",
              in<Raise>([](auto& c, const auto& said) { c.child_timescale_reason = said; }),
              "child_timescale_reason", "why those affected need it by then", 300},
        Place{"answer_when_raised",
              in<Raise>([](auto& c, const auto& said) { c.facts = {{"matter", "", {said}, {}}}; }),
              "matter", "the answer to: matter", 200},
        Place{"used_before", in<Raise>([](auto& c, const auto& said) {
                c.before.emplace_back();
                c.before.back().evidence.mode = said;
              }),
              "mode", "how you spoke", 200},
        Place{"answer",
              in<SetFact>([](auto& c, const auto& said) { c.fact = {"matter", "", {said}, {}}; }),
              "matter", "the answer to: matter", 200},
        Place{"why_answer", in<SetFact>([](auto& c, const auto& said) { c.reason = said; }),
              "reason", "the reason", 20'000},
        Place{"why_child_date",
              in<SetChildTimescale>([](auto& c, const auto& said) { c.reason = said; }), "reason",
              "why it is needed", 20'000},
        Place{"action", in<Undertake>([](auto& c, const auto& said) { c.what = said; }), "what",
              "what is to be done", 20'000},
        Place{"how", in<Undertake>([](auto& c, const auto& said) { c.how = said; }), "how",
              "how it will be pursued", 20'000},
        Place{"planned", in<RecordDone>([](auto& c, const auto& said) {
                c.actions.emplace_back();
                c.actions.back().what = said;
              }),
              "what", "what is to be done", 20'000},
        Place{"outstanding", in<TakeExit>([](auto& c, const auto& said) {
                c.outstanding.emplace_back();
                c.outstanding.back().how = said;
              }),
              "how", "how it will be pursued", 20'000},
        Place{"terms", in<TakeExit>([](auto& c, const auto& said) { c.record = {{"why", said}}; }),
              "why", "why", 20'000},
        Place{"name_of_terms",
              in<TakeExit>([](auto& c, const auto& said) { c.record = {{said, "x"}}; }), "name",
              "the name of what is recorded", 200},
        Place{"mode", in_evidence([](auto& e, const auto& said) { e.mode = said; }), "mode",
              "how you spoke", 200},
        Place{"recorded",
              in_evidence([](auto& e, const auto& said) { e.texts = {{"said", said}}; }), "said",
              "said", 20'000},
        Place{"seat", in_evidence([](auto& e, const auto& said) { e.seats = {{said, {}, {}}}; }),
              "seats", "the role of a seat", 200},
        Place{"vote", in_evidence([](auto& e, const auto& said) {
                e.seats.emplace_back();
                e.seats.back().vote = said;
              }),
              "seats", "a vote", 200},
        Place{"conflict", in_evidence([](auto& e, const auto& said) {
                e.seats.emplace_back();
                e.seats.back().conflict = said;
              }),
              "seats", "a conflict of interest", 20'000},
        Place{"minutes", in_evidence([](auto& e, const auto& said) { e.minutes = said; }),
              "minutes", "the minutes", 20'000},
        Place{"decision", in_evidence([](auto& e, const auto& said) { e.decision = said; }),
              "decision", "the decision", 20'000},
        Place{"why_not", in<DeclineTerms>([](auto& c, const auto& said) { c.reason = said; }),
              "reason", "the reason", 20'000},
        Place{"why_date", in<AgreeDate>([](auto& c, const auto& said) { c.reason = said; }),
              "reason", "the reason", 20'000},
        Place{"correction", in<Correct>([](auto& c, const auto& said) { c.text = said; }), "text",
              "the correction", 20'000},
        Place{"note", in<AddNote>([](auto& c, const auto& said) { c.text = said; }), "text",
              "the note", 20'000},
        Place{"why_person", in<Rebind>([](auto& c, const auto& said) { c.reason = said; }),
              "reason", "the reason", 20'000}),
    [](const auto& given) { return std::string{given.param.name}; });

// The edges of what is taken for a day, a month and a year.
TEST(Reference, IsADateWhereEachPartCanBeOne) {
  for (const char* date : {"31/12/2019", "1/1/2019", "12/31/2019", "2019-12-31", "31st Dec 2019",
                           "2nd Jan 2019", "3rd Feb 2019"}) {
    EXPECT_EQ(wrong_in_reference(date), "reads as a date") << date;
  }
  for (const char* reference :
       {"32/12/2019", "31/13/2019 1", "0/1/2019", "1/0/2019", "32/13/2019"}) {
    EXPECT_NE(wrong_in_reference(reference), "reads as a date") << reference;
  }
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

// "Never a name": what is a letter in any alphabet, and no sign and no picture.
TEST(Reference, ALL_1_LooksLikeANameByTheLettersOfAnyAlphabet) {
  const auto is_name = [](const char* text) {
    return wrong_in_reference(text) == "looks like a name";
  };
  for (const char* letter : {"A", "Z", "a", "z", "\u00C0", "\u0416", "\u2C00", "\u4E2D", "\uF900",
                             "\U00010000", "\U0001E900"}) {
    EXPECT_TRUE(is_name(letter)) << letter;
  }
  for (const char* sign :
       {"@", "[", "`", "{", "\u00BF", "\u2000", "\u2603", "\uFE00", "\U0001F000", "\U0001F600"}) {
    EXPECT_EQ(wrong_in_reference(sign), "has no figure in it") << sign;
  }
}

}  // namespace
}  // namespace accord
