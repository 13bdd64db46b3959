// Raising it: what is recorded of it, what had been done before, and both sides of each refusal.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/testdata/scene.hpp"
#include "disagreement/written.hpp"

namespace accord {
namespace {

using testdata::Scene;
using testing::IsEmpty;

/// What is said where it is refused, and of which field; empty where it is raised.
std::string refused_raise(const std::function<void(Scene&, Raise&)>& change,
                          std::string_view by = "tess") {
  Scene scene;
  Raise raise = Scene::raising();
  change(scene, raise);
  const auto given = scene.give("2026-04-02 16:30", by, std::move(raise));
  return given ? std::string{} : given.error().field + ": " + given.error().what;
}

// ALL-9, kernel rule 1: "Folding needs no policy, directory or calendar": the record says all of
// it.
TEST(Raise, ALL_9_IsKeptWithItsPolicyItsSidesAndWithWhomItWasTalkedThrough) {
  Scene scene;
  scene.policy.hash = "0a1b";
  scene.raise("2026-04-02 16:30", [](Raise& raise) {
    raise.partnership = PartnershipId{"small"};
    raise.reference = "ABCD2345";
    raise.talked_to = "Ann, safeguarding lead";
    raise.sides.front().worker = PersonId{};
  });
  const Raised& raised = scene.state.raised;
  EXPECT_EQ(raised.partnership.text(), "small");
  EXPECT_EQ(raised.reference, "ABCD2345");
  EXPECT_EQ(raised.talked_to, "Ann, safeguarding lead");
  EXPECT_EQ(raised.policy, "small");
  EXPECT_EQ(raised.policy_version, "1");
  EXPECT_EQ(raised.policy_hash, "0a1b");
  EXPECT_EQ(raised.sides.front().worker.text(), "tess");
  EXPECT_EQ(raised.sides.front().sector, "education");
  EXPECT_EQ(raised.sides.back().sector, "social care");
  EXPECT_EQ(scene.state.governed_by.hash, "0a1b");
}

// GLO-4: what is owed before raising is done in its time, or late, or has lapsed with the raising.
TEST(Raise, GLO_4_WhatWasOwedBeforeIsMetOrHasLapsed) {
  for (const auto& [done, late] :
       {std::pair{"2026-04-02 12:00", false}, std::pair{"2026-04-02 12:01", true}}) {
    Scene scene{"{id: advice, what: Take advice, open_to: raiser}",
                "{id: advice, what: Take advice, owed_by: raiser}\n"
                "    - {id: call, what: Ring them, owed_by: raiser, due: {within: 2 hours, from: "
                "discharge}}"};
    scene.raise("2026-04-02 16:30", [&](Raise& raise) {
      raise.facts.push_back({"discharge", "", {}, scene.london("2026-04-02 10:00")});
      raise.before = {{"call", scene.london(done), {}}};
    });
    EXPECT_EQ(scene.duty("start.call").status, DutyStatus::Met);
    EXPECT_EQ(scene.duty("start.call").late, late) << done;
    EXPECT_EQ(scene.text(scene.duty("start.call").done_at), done);
    EXPECT_EQ(scene.duty("start.call").done_by.person.text(), "tess");
    EXPECT_EQ(scene.duty("start.advice").status, DutyStatus::Lapsed);
    EXPECT_THAT(scene.state.rights, IsEmpty());
  }
}

TEST(Raise, GLO_4_NothingWasDoneBeforeItThatIsStillToCome) {
  const auto before = [](const char* id, const char* happened) {
    return refused_raise(
        [&](Scene& scene, Raise& raise) { raise.before = {{id, scene.london(happened), {}}}; });
  };
  EXPECT_EQ(before("advice", "2026-04-02 16:31"),
            "advice: The time must be past: it is 4:30pm now, and 4:31pm today is still to come.");
  EXPECT_EQ(before("advice", "2026-04-02 16:30"), "");
  EXPECT_EQ(before("prayer", "2026-04-02 16:30"),
            "prayer: The procedure has no step 'prayer' before raising.");
}

// Kernel rule 3: what was put to the other side days ago has come as far as the time since then
// takes it: the same as if it had been recorded at once.
TEST(Raise, Rule3_TheTimeSinceItWasPutToThemHasPassed) {
  Scene late;
  late.raise("2026-04-09 10:00", [&](Raise& raise) {
    raise.happened = late.london("2026-04-02 16:30");
    raise.facts.push_back({"discharge", "", {}, late.london("2026-04-09 10:00")});
  });
  EXPECT_EQ(late.text(late.state.raised_at), "2026-04-02 16:30");
  EXPECT_EQ(late.text(late.duty("talk.settle").overdue_at), "2026-04-07 17:00");
  ASSERT_EQ(late.count("throughout.move_on"), 1) << "what its silence opens";
  EXPECT_EQ(late.text(late.duty("throughout.move_on").overdue_at), "2026-04-08 11:00");
  EXPECT_EQ(late.text(late.state.seen_until), "2026-04-09 10:00");
}

// … and at the very time of raising, as at any other act.
TEST(Raise, Rule3_WhatComesTrueAtThatVeryTimeHolds) {
  Scene scene{
      "when: {discharge: known}, due: {within: at least 1 working days before, from: "
      "discharge}",
      "when: discharge"};
  scene.raise("2026-04-02 16:30", [&](Raise& raise) {
    raise.happened = scene.london("2026-04-02 12:30");
    raise.facts.push_back({"discharge", "", {}, scene.london("2026-04-02 16:30")});
  });
  ASSERT_EQ(scene.count("talk.visit"), 1);
  EXPECT_EQ(scene.text(scene.duty("talk.visit").opened_at), "2026-04-02 16:30");
}

TEST(Raise, ALL_2_EachChildIsGivenOnce) {
  const auto children = [](const char* first, const char* second) {
    return refused_raise([&](Scene&, Raise& raise) {
      raise.children = {{"child-1", first, "", ""}, {"child-2", second, "", ""}};
    });
  };
  EXPECT_EQ(children("A1", "A1"), "children: Two of them have the same reference.");
  EXPECT_EQ(children("A1", "A2"), "");
  EXPECT_EQ(children("", ""), "") << "which of them has a reference yet is not said";
}

TEST(Raise, ALL_2_IsBySomebodyOfTheFirstSideAndAgainstAnotherAgency) {
  const std::string nobody = ": Nobody is named as raising this.";
  EXPECT_EQ(refused_raise([](Scene&, Raise&) {}, ""), nobody);
  EXPECT_EQ(refused_raise([](Scene&, Raise&) {}, "ghost"), nobody) << "of no agency";
  EXPECT_EQ(refused_raise([](Scene&, Raise& raise) {
              raise.sides.push_back({AgencyId{"csc"}, PersonId{"tom"}});
            }),
            "agency: The same agency is named twice.");
  EXPECT_EQ(refused_raise(
                [](Scene&, Raise& raise) {
                  raise.sides.front() = {AgencyId{"partnership"}, PersonId{"carol"}};
                },
                "carol"),
            "agency: partnership is the partnership, and no side.");
}

// Who works for two agencies raises it for the one for which they act.
TEST(Raise, ALL_2_ForWhicheverOfTheirAgenciesTheyAct) {
  Scene scene;
  const Command raise{Actor{PersonId{"iris"}, AgencyId{"school"}}, [] {
                        Raise body = Scene::raising();
                        body.sides.front().worker = PersonId{"iris"};
                        return body;
                      }()};
  const auto given = decide(scene.state, raise, scene.at(scene.london("2026-04-02 16:30")));
  EXPECT_TRUE(given) << given.error().what;
}

// "A date of another century is a slip of the pen": ten years to the second are not.
TEST(Raise, Rule5_WasPutToThemInTheLastTenYears) {
  const auto ago = [](std::int64_t seconds) {
    return refused_raise([&](Scene& scene, Raise& raise) {
      raise.happened = Instant{scene.london("2026-04-02 16:30").seconds - seconds};
    });
  };
  EXPECT_EQ(ago(kTenYearsInSeconds), "");
  EXPECT_EQ(ago(kTenYearsInSeconds + 1), "happened: That is more than ten years ago.");
}

// An answer is of the kind that is asked for, and each of its words once.
TEST(Answer, IsOfTheKindThatIsAsked) {
  const auto answer = [](const char* fact, std::vector<std::string> words, bool moment) {
    Scene scene;
    Raise raise = Scene::raising();
    GivenFact given{fact, "", std::move(words), std::nullopt};
    if (moment) {
      given.moment = scene.london("2026-04-09 10:00");
    }
    raise.facts.push_back(std::move(given));
    const auto refused = scene.give("2026-04-02 16:30", "tess", std::move(raise));
    return refused ? std::string{} : refused.error().what + " " + refused.error().instead;
  };
  EXPECT_EQ(answer("discharge", {"on Friday"}, false),
            "This asks for a date and a time: When is the discharge? Give it as the moment.");
  EXPECT_EQ(answer("danger", {}, true),
            "This asks for words: Is the child in danger? Give them as the words.");
  EXPECT_EQ(answer("danger", {"yes", "no"}, false),
            "Choose one answer only: Is the child in danger? ");
  EXPECT_EQ(answer("danger", {"yes", "yes"}, false),
            "'yes' is given twice to “Is the child in danger?”. Give each answer once.");
  EXPECT_EQ(answer("discharge", {}, true), "");
  EXPECT_EQ(answer("danger", {"yes"}, false), "");
}

}  // namespace
}  // namespace accord
