// Acts of people: what each is refused for, on both sides of the boundary, and what it records.

#include "disagreement/acts.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/scene.hpp"
#include "disagreement/written.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::ElementsAre;
using testing::HasSubstr;

void in_danger(Raise& raise) {
  raise.facts.push_back({"danger", "", {"yes"}, std::nullopt});
}

/// What is said where it is refused; empty where it is recorded.
std::string said(const std::expected<void, Refusal>& given) {
  return given ? std::string{} : given.error().what;
}

SetFact class_of(std::string fact, std::string word) {
  return {{std::move(fact), "", {std::move(word)}, std::nullopt}, "it was seen"};
}

// Timescale rule 13: "every side" means the same word of the same question.
TEST(SetFact, Rule13_EverySideProposesTheSame) {
  Scene scene{"one_of: [urgent, routine], fastest_first: true}",
              "one_of: [urgent, soon, routine], fastest_first: true}\n"
              "  risk: {asks: \"How great is the risk?\", one_of: [high, routine], fastest_first: "
              "true}"};
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"urgent"}, std::nullopt});
    raise.facts.push_back({"risk", "", {"high"}, std::nullopt});
  });
  const auto now = [&](const char* fact) { return scene.state.fact(fact)->set.words.front(); };
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", class_of("urgency", "routine")));
  ASSERT_TRUE(scene.give("2026-04-02 16:41", "will", class_of("risk", "routine")));
  EXPECT_EQ(now("risk"), "high") << "the other side spoke of another question";
  ASSERT_TRUE(scene.give("2026-04-02 16:42", "will", class_of("urgency", "soon")));
  EXPECT_EQ(now("urgency"), "urgent") << "the other side gave another word";
  ASSERT_TRUE(scene.give("2026-04-02 16:43", "will", class_of("urgency", "routine")));
  EXPECT_EQ(now("urgency"), "routine");
  ASSERT_TRUE(scene.give("2026-04-02 16:44", "tess", class_of("risk", "routine")));
  EXPECT_EQ(now("risk"), "routine");
}

// What speaks for a side and not for a person alone: slower, later, agreed, undertaken, declined.
TEST(SpeaksForSide, Rule13_IsWhatBindsIt) {
  Scene scene;
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.facts.push_back({"urgency", "", {"urgent"}, std::nullopt});
  });
  const auto speaks = [&](CommandBody body) {
    return speaks_for_side(body, scene.state, scene.policy);
  };
  EXPECT_TRUE(speaks(class_of("urgency", "routine")));
  EXPECT_FALSE(speaks(class_of("urgency", "urgent")));
  EXPECT_FALSE(speaks(class_of("danger", "yes")));
  EXPECT_FALSE(speaks(class_of("weather", "wet"))) << "no question of the procedure";
  const Instant first = scene.london("2026-04-07 12:00");
  EXPECT_FALSE(speaks(SetChildTimescale{first, "x"}));
  EXPECT_TRUE(speaks(SetChildTimescale{std::nullopt, "x"}));
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", SetChildTimescale{first, "x"}));
  EXPECT_TRUE(speaks(SetChildTimescale{first, "x"})) << "the same brings nothing forward";
  EXPECT_FALSE(speaks(SetChildTimescale{Instant{first.seconds - 1}, "x"}));
  EXPECT_TRUE(speaks(AgreeDate{}));
  EXPECT_TRUE(speaks(Undertake{}));
  EXPECT_TRUE(speaks(DeclineTerms{}));
  EXPECT_FALSE(speaks(AddNote{"x"}));
}

// Kernel rule 16: a date that is the date already is none.
TEST(SetChildTimescale, Rule16_TheSameDateAgainIsRefused) {
  Scene scene;
  scene.raise();
  const SetChildTimescale date{scene.london("2026-04-07 12:00"), "she goes home"};
  EXPECT_EQ(said(scene.give("2026-04-02 16:40", "tess", SetChildTimescale{std::nullopt, "x"})),
            "No date that protects the child has been set.");
  ASSERT_TRUE(scene.give("2026-04-02 16:40", "tess", date));
  EXPECT_EQ(said(scene.give("2026-04-02 16:50", "will", date)),
            "That is the date that protects the child already.");
}

// Kernel rule 17: only what the document lets the agencies agree, and within a year.
TEST(AgreeDate, GLO_8_Rule17_IsForWhatIsOwedAndMayBeAgreed) {
  Scene scene;
  scene.raise();
  const auto agree = [&](int number, const char* to) {
    return scene.give("2026-04-02 16:40", "tess", AgreeDate{number, scene.london(to), "x"});
  };
  const int settle = scene.duty("talk.settle").number;
  EXPECT_EQ(said(agree(999, "2026-04-08 12:00")), "There is no such duty to agree a date for.");
  const auto standing = agree(scene.duty("throughout.standing").number, "2026-04-08 12:00");
  EXPECT_EQ(said(standing), "The procedure does not let the agencies agree another date for this.");
  EXPECT_EQ(standing.error().kind, Refusal::Kind::NotNow);
  EXPECT_EQ(standing.error().clause, "") << "it has no limit of its own";
  const auto discuss = agree(scene.duty("talk.discuss").number, "2026-04-08 12:00");
  EXPECT_EQ(discuss.error().clause, "1") << "it is due with its stage";
  EXPECT_EQ(said(agree(settle, "2027-06-01 12:00")), "That is more than a year ahead.");
  EXPECT_EQ(said(agree(settle, "2027-03-01 12:00")), "");
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "will", "talk.not_agreed"));
  EXPECT_EQ(said(agree(settle, "2026-04-08 12:00")),
            "That is no longer owed, so it has no date to agree.");
}

// ALL-6: "never altered: corrections add": to any entry that there is, the last one too.
TEST(Correct, ALL_6_IsOfAnEntryThatThereIs) {
  Scene scene;
  scene.raise();
  const auto correct = [&](std::int64_t sequence) {
    return said(scene.give("2026-04-02 16:40", "tess", Correct{sequence, "x", std::nullopt}));
  };
  EXPECT_EQ(correct(0), "There is no such entry to correct.");
  EXPECT_EQ(correct(scene.state.version + 1), "There is no such entry to correct.");
  EXPECT_EQ(correct(scene.state.version), "");
  EXPECT_EQ(correct(1), "");
}

// GLO-4: what was owed before raising, too, was done at the latest when it was raised.
TEST(Correct, GLO_4_WhatWasOwedBeforeRaisingIsCorrectedUpToRaising) {
  Scene scene{"what: Take advice, open_to: raiser", "what: Take advice, owed_by: raiser"};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.before.push_back({"advice", std::nullopt, {}}); });
  const auto correct = [&](std::string_view to) {
    return said(
        scene.give("2026-04-02 17:00", "tess",
                   Correct{scene.duty("start.advice").done_sequence, "x", scene.london(to)}));
  };
  EXPECT_EQ(correct("2026-03-31 09:00"), "");
  EXPECT_EQ(correct("2026-04-02 16:30"), "");
  EXPECT_EQ(scene.text(scene.duty("start.advice").done_at), "2026-04-02 16:30");
  EXPECT_EQ(correct("2026-04-02 16:31"), "This was recorded as done before it was raised.");
}

// ALL-4: somebody answers for a side that there is or for a duty that is owed.
TEST(Rebind, ALL_4_IsForASideOrADutyThatThereIs) {
  Scene scene;
  scene.raise();
  const auto name = [&](const char* by, int number, SideIndex side, const char* person) {
    return said(scene.give("2026-04-02 16:40", by,
                           Rebind{number, side, PersonId{person}, {}, "", "leave"}));
  };
  EXPECT_EQ(name("tess", 0, kNoSide, "hugh"), "There is no such side.");
  EXPECT_EQ(name("tess", 0, 2, "hugh"), "There is no such side.");
  EXPECT_EQ(name("tess", 999, 0, "hugh"), "There is no such duty.");
  EXPECT_EQ(name("tess", 1, 0, "hugh"), "") << "the first duty that was opened";
  EXPECT_EQ(name("tess", 0, 0, "hugh"), "");
}

// The partnership may name who answers for a post of any agency that is of no side's own.
TEST(Rebind, ALL_4_ThePartnershipHandsOverWhatIsOwedByNoSide) {
  Scene scene{"owed_by: chair, record: [why], clause: '3'",
              "owed_by: iro, record: [why], clause: '3'"};
  scene.raise("2026-04-02 16:30", in_danger);
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
  const auto name = [&](const char* by, int number, SideIndex side) {
    return said(
        scene.give("2026-04-02 16:50", by, Rebind{number, side, PersonId{"tom"}, {}, "", "leave"}));
  };
  const int way = scene.duty("chairing.way").number;
  EXPECT_EQ(name("tess", way, kNoSide), "This is not your agency's to hand over.");
  EXPECT_EQ(name("carol", 0, 1), "Each side chooses who speaks for it.");
  EXPECT_EQ(name("carol", way, kNoSide), "");
  EXPECT_EQ(scene.duty("chairing.way").owers.front().person.text(), "tom");
}

// A right is used as a right, and a duty is recorded by its number.
TEST(RecordDone, Rule13_OnlyARightIsUsedWithoutBeingOwed) {
  Scene scene;
  scene.raise();
  RecordDone done;
  done.scope = "talk";
  done.id = "discuss";
  EXPECT_EQ(said(scene.give("2026-04-02 16:40", "tess", done)), "The procedure has no such step.");
  done.id = "prayer";
  EXPECT_EQ(said(scene.give("2026-04-02 16:40", "tess", done)), "The procedure has no such step.");
}

// What is not owed yet: in its own stage by its condition, elsewhere by its stage.
TEST(RecordDone, Rule4_WhatIsNotOwedYetSaysWhenItIs) {
  Scene scene;
  scene.raise();
  const auto look = [&](const char* at) {
    RecordDone done;
    done.number = 999;
    done.scope = "talk";
    done.id = "look";
    return scene.give(at, "tess", done).error().instead;
  };
  EXPECT_EQ(look("2026-04-02 16:40"), "It depends on: Is the child in danger?");
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "will", "talk.not_agreed"));
  EXPECT_EQ(look("2026-04-02 17:00"), "It is asked for in the stage “Talking”.");
  ASSERT_TRUE(scene.take("2026-04-02 17:10", "hugh", "managers.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 17:20", "tom", "managers.agreed"));
  EXPECT_EQ(look("2026-04-02 17:30"), "It is asked for in the stage “Talking”.");
}

// Refusals of what was recorded give the clause of its rule.
TEST(RecordDone, Rule4_ARefusalGivesTheClause) {
  Scene modes{"proof: contact, record", "proof: contact, modes: [telephone], record"};
  modes.raise();
  RecordDone by_owl;
  by_owl.number = modes.duty("talk.discuss").number;
  by_owl.evidence.mode = "by owl";
  EXPECT_EQ(modes.give("2026-04-02 16:40", "tess", by_owl).error().clause, "1");

  Scene learning{"proof: contact, record: [what was said]", "purpose: learning point"};
  learning.raise();
  RecordDone point;
  point.number = learning.duty("talk.discuss").number;
  point.evidence.texts = {{"the learning point", "tom did not ring"}};
  const auto named = learning.give("2026-04-02 16:40", "tess", point);
  ASSERT_FALSE(named);
  EXPECT_THAT(named.error().what, HasSubstr("Take out what says which disagreement it was: tom"));
  EXPECT_EQ(named.error().clause, "1");
}

Undertake to_do(const Scene& scene, const char* agency, const char* due = "2026-05-01 12:00") {
  Undertake action;
  action.what = "A new visit";
  action.agency = AgencyId{agency};
  action.due = scene.london(due);
  return action;
}

// ALL-7: by a side, or by the partnership; and within ten years.
TEST(Undertake, ALL_7_IsForASideOrThePartnership) {
  Scene scene;
  scene.raise();
  const auto give = [&](const char* agency) {
    return said(scene.give("2026-04-02 16:40", "tess", to_do(scene, agency)));
  };
  EXPECT_EQ(give(""), "Say which agency does it.");
  EXPECT_EQ(give("police"), "That agency has no part in this disagreement.");
  EXPECT_EQ(give("csc"), "");
  EXPECT_EQ(scene.duty("undertaken.action").owers.front().person.text(), "will");
  EXPECT_EQ(give("partnership"), "");
  EXPECT_EQ(scene.duty("undertaken.action").owers.front().side, kNoSide);
  EXPECT_TRUE(scene.duty("undertaken.action").owers.front().person.empty());
  RecordDone done;
  done.number = scene.duty("undertaken.action").number;
  EXPECT_EQ(said(scene.give("2026-04-02 16:50", "will", done)),
            "This is for whomever its agency names.");
  EXPECT_EQ(said(scene.give("2026-04-02 16:50", "carol", done)), "");
}

TEST(Undertake, ALL_7_IsDueInTenYearsAtTheLatest) {
  Scene scene;
  scene.raise();
  const auto due = [&](const char* when) {
    return said(scene.give("2026-04-02 16:40", "tess", to_do(scene, "csc", when)));
  };
  EXPECT_EQ(due("2036-04-02 12:00"), "");
  EXPECT_EQ(due("2036-05-02 12:00"), "That is more than 10 years ahead.");
}

// Kernel rule 20: declined are the terms of the exit that is named.
TEST(DeclineTerms, Rule20_OnlyWhatSomebodyHasProposed) {
  Scene scene;
  scene.raise();
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed"));
  const auto decline = [&](const char* scope, const char* exit) {
    return said(scene.give("2026-04-02 16:50", "will", DeclineTerms{scope, exit, "not this"}));
  };
  EXPECT_EQ(decline("talk", "not_agreed"), "Nothing has been proposed here to decline.");
  EXPECT_EQ(decline("throughout", "withdrawn"), "Nothing has been proposed here to decline.");
  EXPECT_EQ(decline("talk", "agreed"), "");
}

// "Still to come": this very second is, and a year or ten to the second are not too far.
TEST(Dates, Rule5_AreBetweenNowAndTheFurthest) {
  constexpr std::int64_t kYear = std::int64_t{366} * 24 * 60 * 60;
  Scene scene;
  scene.raise();
  const Instant now = scene.london("2026-04-02 17:00");
  const auto agree = [&](std::int64_t ahead) {
    return said(
        scene.give("2026-04-02 17:00", "tess",
                   AgreeDate{scene.duty("talk.settle").number, Instant{now.seconds + ahead}, "x"}));
  };
  EXPECT_EQ(agree(-1), "That time has passed: it must be still to come.");
  EXPECT_EQ(agree(0), "");
  EXPECT_EQ(agree(kYear), "");
  EXPECT_EQ(agree(kYear + 1), "That is more than a year ahead.");
  const auto moment = [&](std::int64_t ahead) {
    return said(
        scene.give("2026-04-02 17:00", "tess",
                   SetFact{{"discharge", "", {}, Instant{now.seconds + ahead}}, "they rang"}));
  };
  EXPECT_EQ(moment(kTenYearsInSeconds), "");
  EXPECT_EQ(moment(kTenYearsInSeconds + 1), "That is more than ten years away.");
  EXPECT_EQ(moment(-kTenYearsInSeconds), "");
  EXPECT_EQ(moment(-kTenYearsInSeconds - 1), "That is more than ten years away.");
  EXPECT_EQ(said(scene.give("2026-04-02 17:00", "tess", SetChildTimescale{now, "now"})), "");
}

// What nobody fills of a side is for anybody of that side, rather than that it stops.
TEST(RecordDone, ALL_4_WhatNobodyFillsIsForAnybodyOfThatSide) {
  Scene scene{"- {id: look, what: Look at the file, owed_by: each_side, when: {danger: yes}",
              "- {id: look, what: Look at the file, owed_by: {raising_side: iro}"};
  scene.policy.roles = [&] {
    auto roles = scene.policy.roles;
    for (RoleRule& role : roles) {
      if (role.id == "iro") {
        role.alternatives.front().in = PostIn::OwnAgency;
      }
    }
    return roles;
  }();
  scene.raise();
  ASSERT_TRUE(scene.duty("talk.look").owers.front().person.empty());
  EXPECT_FALSE(scene.done("2026-04-02 16:40", "will", "talk.look"));
  EXPECT_FALSE(scene.done("2026-04-02 16:40", "carol", "talk.look"));
  EXPECT_TRUE(scene.done("2026-04-02 16:40", "hilda", "talk.look"));
}

}  // namespace
}  // namespace accord
