#include "disagreement/roles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/acts.hpp"
#include "disagreement/takers.hpp"
#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using testdata::Scene;
using ::testing::HasSubstr;

/// Goes straight to the chair, a post that these people hold.
void go_to_chair(Scene& scene, std::vector<PersonId> holders) {
  auto posts = scene.directory.posts();
  for (Post& post : posts) {
    if (post.role == "chair") {
      post.holders = std::move(holders);
    }
  }
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  scene.raise("2026-04-02 16:30",
              [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.straight"));
}

// LIN-10: "an independent chair selected from the partner organisations (not of a side)".
TEST(SharedPost, LIN_10_AsksAHolderWhoIsOfNoSide) {
  Scene scene;
  go_to_chair(scene, {PersonId{"hugh"}, PersonId{"carol"}});
  EXPECT_EQ(scene.duty("chairing.way").owers.front().person.text(), "carol");
  EXPECT_EQ(scene.done("2026-04-02 17:00", "hugh", "chairing.way").error().kind,
            Refusal::Kind::NotYours);
  EXPECT_TRUE(scene.done("2026-04-02 17:10", "carol", "chairing.way"));
}

TEST(SharedPost, LIN_10_AsksForAPersonWhereAllAreOfASide) {
  Scene scene;
  go_to_chair(scene, {PersonId{"hugh"}, PersonId{"dora"}});
  EXPECT_TRUE(scene.duty("chairing.way").owers.front().person.empty());
  EXPECT_EQ(scene.done("2026-04-02 17:00", "hugh", "chairing.way").error().kind,
            Refusal::Kind::NotYours);
  EXPECT_TRUE(scene.done("2026-04-02 17:10", "carol", "chairing.way"));
}

// LIN-10, GLO-18: who may not sit is named, not the one who speaks for their side.
TEST(Meeting, LIN_10_ARefusedSeatNamesWhoSitsInIt) {
  Scene scene{"owed_by: chair, record: [why], clause: '3'}",
              "owed_by: chair, proof: meeting, meeting: {must_not: [each_side]}, clause: '3'}"};
  go_to_chair(scene, {PersonId{"carol"}});
  RecordDone meeting;
  meeting.number = scene.duty("chairing.way").number;
  meeting.evidence.seats = {{"chair", AgencyId{"partnership"}, PersonId{"carol"}},
                            {"member", AgencyId{"csc"}, PersonId{"iris"}}};
  const auto refused = scene.give("2026-04-02 17:00", "carol", meeting);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "seats");
  EXPECT_EQ(refused.error().clause, "3");
  EXPECT_EQ(refused.error().what, "iris, of csc, may not sit on it.");
  EXPECT_EQ(refused.error().instead, "Choose a member who has not been involved.");

  meeting.evidence.seats.back() = {"member", AgencyId{"csc"}, PersonId{"will"}};
  EXPECT_EQ(scene.give("2026-04-02 17:00", "carol", meeting).error().what,
            "will may not sit on it.");
  meeting.evidence.seats.back().role = "hears";
  EXPECT_TRUE(scene.give("2026-04-02 17:00", "carol", meeting));
}

/// These people hold the post as well, people of `agency` unless the directory has them.
void share(Scene& scene, std::string_view id, const AgencyId& agency,
           std::vector<std::string_view> names) {
  auto posts = scene.directory.posts();
  auto people = scene.directory.people();
  for (Post& post : posts) {
    for (const std::string_view name : names) {
      const PersonId person{std::string{name}};
      if (post.id.text() == id) {
        post.holders.push_back(person);
      }
      if (std::ranges::find(people, person, &Person::id) == people.end()) {
        people.push_back({.id = person, .name = std::string{name}, .agency = agency});
      }
    }
  }
  scene.directory = Directory{scene.directory.agencies(), std::move(posts), std::move(people), {}};
}

// "An act is a post's": whoever holds it may take it, and whoever is asked is named with the others
// who may act.
TEST(SharedPost, ALL_4_AnyHolderActsAndEverybodyWhoMayIsNamed) {
  Scene scene;
  share(scene, "csc_worker", AgencyId{"csc"}, {"wanda"});
  scene.raise();
  const Ower& speaks = *scene.state.representative(1);
  const Circumstances at = scene.at(scene.london("2026-04-02 17:00"));
  EXPECT_EQ(names_of({speaks}, scene.state, at), "will or wanda (any holder of worker)");
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.agreed"));
  const auto theirs = scene.take("2026-04-02 17:00", "iris", "talk.agreed");
  EXPECT_THAT(theirs.error().what, HasSubstr("will or wanda (any holder of worker)"));
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "wanda", "talk.agreed"));
  EXPECT_TRUE(scene.state.outcome.has_value());
}

// A holder who is away is not asked, and may act all the same if they are back early.
TEST(SharedPost, ALL_4_WhoIsAwayIsNotNamed) {
  Scene scene;
  share(scene, "csc_worker", AgencyId{"csc"}, {"wanda"});
  auto people = scene.directory.people();
  people.back().away = {{scene.london("2026-04-01 00:00"), scene.london("2026-04-09 00:00")}};
  scene.directory =
      Directory{scene.directory.agencies(), scene.directory.posts(), std::move(people), {}};
  scene.raise();
  const Circumstances at = scene.at(scene.london("2026-04-02 17:00"));
  EXPECT_EQ(names_of({*scene.state.representative(1)}, scene.state, at), "will");
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "wanda", "talk.agreed"));
}

/// One team of children's services: will raises it with wanda, and both hold the post of zed.
void raise_inside_a_team(Scene& scene) {
  share(scene, "csc_worker", AgencyId{"csc"}, {"wanda", "zed"});
  Raise raise = Scene::raising();
  raise.sides = {{AgencyId{"csc"}, PersonId{"will"}}, {AgencyId{"csc"}, PersonId{"wanda"}}};
  ASSERT_TRUE(scene.give("2026-04-02 16:30", "will", raise));
}

// "Nobody acts for both sides": not by a post that people of both sides hold.
TEST(SharedPost, ALL_16_NobodyConfirmsForBothSides) {
  for (const bool third : {false, true}) {
    Scene scene;
    raise_inside_a_team(scene);
    const char* first = third ? "zed" : "will";
    ASSERT_TRUE(scene.take("2026-04-02 17:00", first, "talk.agreed"));
    EXPECT_FALSE(scene.state.outcome.has_value()) << first;
    EXPECT_EQ(scene.state.takes.back().taken.covers, std::vector<std::string>{"side:0"}) << first;
    ASSERT_TRUE(scene.take("2026-04-02 17:10", first, "talk.agreed"));
    EXPECT_FALSE(scene.state.outcome.has_value()) << first;
    ASSERT_TRUE(scene.take("2026-04-02 17:20", "wanda", "talk.agreed"));
    EXPECT_TRUE(scene.state.outcome.has_value());
  }
}

// Whoever is of the other side is not among those who are named for this one.
TEST(SharedPost, ALL_16_NamesNobodyOfTheOtherSide) {
  Scene scene;
  raise_inside_a_team(scene);
  const Circumstances at = scene.at(scene.london("2026-04-02 17:00"));
  EXPECT_EQ(names_of({*scene.state.representative(0)}, scene.state, at),
            "will or zed (any holder of worker)");
  EXPECT_EQ(names_of({*scene.state.representative(1)}, scene.state, at),
            "wanda or zed (any holder of worker)");
}

// "Two workers inside one agency": each owes what both owe, though they hold the same post.
TEST(SharedPost, ALL_16_TwoWorkersOfOneTeamAreBothOwed) {
  Scene scene;
  raise_inside_a_team(scene);
  const RoleRef both{.side = SideSelector::EachSide, .alternatives = {"worker"}, .mark = {}};
  const Circumstances at = scene.at(scene.london("2026-04-02 17:00"));
  const auto owed = resolve_all({both, both}, scene.state, at);
  ASSERT_EQ(owed.size(), 2U);
  EXPECT_EQ(owed[0].person.text(), "will");
  EXPECT_EQ(owed[1].person.text(), "wanda");
}

// A manager who shares a post is chosen so that nobody decides about themselves.
TEST(SharedPost, ALL_16_AManagerIsNotTheOneWhoseDecisionItIs) {
  Scene scene;
  auto posts = scene.directory.posts();
  for (Post& post : posts) {
    if (post.id.text() == "csc_team") {
      post.holders = {PersonId{"will"}, PersonId{"tom"}};
    }
  }
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  Raise raise = Scene::raising();
  raise.sides = {{AgencyId{"csc"}, PersonId{"iris"}}, {AgencyId{"csc"}, PersonId{"will"}}};
  auto moved = scene.directory.posts();
  for (Post& post : moved) {
    if (post.id.text() == "csc_iro") {
      post.line_manager = PostId{"csc_team"};
    }
  }
  scene.directory =
      Directory{scene.directory.agencies(), std::move(moved), scene.directory.people(), {}};
  ASSERT_TRUE(scene.give("2026-04-02 16:30", "iris", raise));
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "iris", "talk.not_agreed"));
  EXPECT_EQ(scene.speaks(0), "tom");
}

/// At the managers' stage each side is spoken for by whoever is on duty; only csc has on-call.
Scene with_a_manager_on_duty() {
  Scene scene{"  iro: {title",
              "  on_duty: {title: Manager, any_of: [{post: on_call_manager, in: own agency, when: "
              "{hours: outside}}, {post: line_manager}]}\n  iro: {title"};
  for (Stage& stage : scene.policy.stages) {
    if (stage.id == "managers") {
      stage.representatives.front().alternatives = {"on_duty"};
    }
  }
  scene.directory =
      Directory{scene.directory.agencies(),
                scene.directory.posts(),
                scene.directory.people(),
                {{AgencyId{"csc"}, "on_call_manager", PersonId{"iris"}, "", std::nullopt}}};
  scene.raise();
  return scene;
}

// LIN-12: "Where escalation requires urgent resolution and it is outside of Monday - Friday 9am -
// 5pm staff are advised to use the on call process": both sides' staff, whichever moved it on.
TEST(ManagerOnDuty, LIN_12_IsOnCallOutOfHoursElseTheLineManager) {
  Scene scene = with_a_manager_on_duty();
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.speaks(0), "hugh") << "an agency without on-call";
  EXPECT_EQ(scene.speaks(1), "iris");
  EXPECT_TRUE(scene.take("2026-04-02 17:10", "hugh", "managers.next_tier"));
  EXPECT_EQ(scene.speaks(0), "hilda") << "the line goes on up";
  EXPECT_EQ(scene.speaks(1), "iris") << "who is on call is of no line";
}

TEST(ManagerOnDuty, LIN_12_IsTheLineManagerInWorkingHours) {
  Scene scene = with_a_manager_on_duty();
  ASSERT_TRUE(scene.take("2026-04-02 16:45", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.speaks(0), "hugh");
  EXPECT_EQ(scene.speaks(1), "tom");
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "tom", "managers.next_tier"));
  EXPECT_EQ(scene.speaks(1), "dora");
}

// "An organisation with no safeguarding lead asks for a proxy": who speaks for it goes on doing
// so, also where the post is the partnership's.
TEST(Proxy, OfThePartnershipStandsInForTheSideThatTheySpeakFor) {
  Scene scene{"  iro: {title",
              "  lead: {title: Lead, any_of: [{post: head, in: education}, {post: chair, in: "
              "partnership, proxy: true}]}\n  iro: {title"};
  scene.raise();
  const RoleRef leads{SideSelector::EachSide, {"lead"}};
  const auto lead_of = [&](SideIndex side) {
    return resolve(leads, scene.state, scene.at(scene.london("2026-04-02 17:00")))
        .at(static_cast<std::size_t>(side))
        .person.text();
  };
  const auto chair = [&] {
    return resolve(RoleRef{SideSelector::None, {"chair"}}, scene.state,
                   scene.at(scene.london("2026-04-02 17:00")))
        .front();
  };
  EXPECT_EQ(lead_of(1), "carol") << "children's services have no such post";
  const Ower post = chair();
  scene.state.representatives[1] = post;
  EXPECT_EQ(chair().person.text(), "") << "who speaks for a side is not impartial";
  scene.state.representatives[1].proxy = true;
  EXPECT_EQ(chair().person.text(), "carol") << "a proxy's own post goes on";
  scene.state.representatives[1].post = PostId{"csc_team"};
  EXPECT_EQ(chair().person.text(), "") << "not another post of theirs";
  scene.state.representatives[1].post = post.post;
  EXPECT_EQ(lead_of(1), "carol") << "who speaks for a side is its proxy";
  scene.state.representatives[0].person = PersonId{"carol"};
  EXPECT_EQ(lead_of(1), "") << "nobody is a proxy for two sides";
}

// A question that each side answers says who speaks for that side alone.
TEST(NamedRole, IsFilledByTheSidesOwnAnswer) {
  Scene scene{
      "roles:\n",
      "  kind: {asks: Which kind is it, one_of: [small, large], held_by: each_side}\nroles:\n"
      "  link: {title: Link, any_of: [{post: chair, in: partnership, proxy: true, when: "
      "{kind: small}}, {post: line_manager}]}\n"};
  scene.raise();
  const auto give = [&](std::string_view agency, std::string_view word) {
    scene.state.facts.push_back(
        {{"kind", std::string{agency}, {std::string{word}}, std::nullopt, ""},
         scene.state.raised_at,
         {}});
  };
  give("school", "small");
  give("csc", "large");
  const auto found = resolve(RoleRef{SideSelector::EachSide, {"link"}}, scene.state,
                             scene.at(scene.london("2026-04-02 17:00")));
  EXPECT_EQ(found.at(0).person.text(), "carol");
  EXPECT_EQ(found.at(1).person.text(), "tom") << "the other side's answer is not its own";
  EXPECT_TRUE(found.at(0).proxy);
  EXPECT_FALSE(found.at(1).proxy);
  give("school", "large");
  give("csc", "small");
  EXPECT_EQ(resolve(RoleRef{SideSelector::RaisingSide, {"link"}}, scene.state,
                    scene.at(scene.london("2026-04-02 17:00")))
                .front()
                .person.text(),
            "hugh");
}

// A line that ends leads to whom the policy names next; where it names nobody, who speaks goes on.
TEST(NamedRole, GoesOnWhereTheLineOfManagementEnds) {
  Scene scene{"roles:\n",
              "roles:\n  boss: {title: Boss, any_of: [{post: line_manager}, {post: chair, in: "
              "partnership, proxy: true}]}\n  above: {title: Above, post: line_manager}\n"};
  scene.raise();
  const auto who = [&](const char* role) {
    return resolve(RoleRef{SideSelector::RaisingSide, {role}}, scene.state,
                   scene.at(scene.london("2026-04-02 17:00")))
        .front();
  };
  EXPECT_EQ(who("boss").person.text(), "hugh") << "who is above comes first";
  auto posts = scene.directory.posts();
  for (Post& post : posts) {
    post.line_manager = {};
  }
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  EXPECT_EQ(who("boss").person.text(), "carol");
  EXPECT_TRUE(who("boss").proxy);
  EXPECT_EQ(who("above").person.text(), "tess");
}

/// Two managers speak, each of whom has somebody above; a side may choose its reviewing officer.
Scene at_the_managers() {
  Scene scene{"representatives: {each_side: line_manager}",
              "representatives: {each_side: line_manager or iro}"};
  scene.raise();
  EXPECT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.not_agreed"));
  EXPECT_EQ(scene.speaks(1), "tom");
  return scene;
}

// "Alternatively … the designated or named professional in place of line management": a side that
// did not take the way up takes that route by naming who speaks.
TEST(Rebind, LEE_6_ASideTakesItsAlternativeRouteOnItsOwn) {
  Scene scene = at_the_managers();
  ASSERT_TRUE(
      scene.give("2026-04-02 17:10", "tom", Rebind{0, 1, PersonId{"iris"}, {}, "iro", "x"}));
  EXPECT_EQ(scene.state.representative(1)->post.text(), "csc_iro");
  ASSERT_TRUE(scene.take("2026-04-02 17:20", "hugh", "managers.next_tier"));
  EXPECT_EQ(scene.speaks(0), "hilda");
  EXPECT_EQ(scene.speaks(1), "iris") << "outside the line: a tier up leaves her";
}

TEST(Rebind, LEE_6_NobodySpeaksAsWhatTheStageDoesNotOffer) {
  Scene scene = at_the_managers();
  scene.policy.stages[1].source.clause = "2";
  const auto refused =
      scene.give("2026-04-02 17:10", "tom", Rebind{0, 1, PersonId{"iris"}, {}, "chair", "x"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().field, "role");
  EXPECT_EQ(refused.error().clause, "2");
  EXPECT_EQ(refused.error().instead,
            "Leave the role out. The stage offers: line manager, Reviewing officer.");
  const int settle = scene.duty("managers.settle").number;
  EXPECT_FALSE(
      scene.give("2026-04-02 17:10", "tom", Rebind{settle, 1, PersonId{"iris"}, {}, "iro", "x"}));
}

// Kernel rule 8: "`tier` is `last` when no side can go higher", whoever speaks now.
TEST(Rebind, ALL_4_TheTierIsTheLastWhereNobodyWhoSpeaksNowCanGoHigher) {
  Scene scene = at_the_managers();
  const auto name = [&](const char* by, SideIndex side, const char* person, const char* role) {
    ASSERT_TRUE(
        scene.give("2026-04-02 17:10", by, Rebind{0, side, PersonId{person}, {}, role, "x"}));
  };
  name("hugh", 0, "hilda", "");
  EXPECT_FALSE(scene.take("2026-04-02 17:20", "hilda", "managers.to_chair"));
  name("tom", 1, "iris", "iro");
  EXPECT_FALSE(scene.take("2026-04-02 17:20", "hilda", "managers.next_tier"));
  name("iris", 1, "tom", "line_manager");
  EXPECT_FALSE(scene.take("2026-04-02 17:30", "hilda", "managers.to_chair"));
  name("tom", 1, "dora", "");
  EXPECT_TRUE(scene.take("2026-04-02 17:40", "hilda", "managers.to_chair"));
}

// ALL-4: whom a form offers in somebody's place are those whom the engine takes, and all of them.
TEST(Rebind, ALL_4_OffersWhomItTakes) {
  for (const auto& [owed_by, by] :
       {std::pair{"chair", "carol"}, std::pair{"iro", "iris"}, std::pair{"responding_side", "will"},
        std::pair{"any_side", "will"}}) {
    Scene scene{"owed_by: chair, record: [why]", std::string{"owed_by: "} + owed_by};
    auto posts = scene.directory.posts();
    std::ranges::find(posts, PostId{"csc_iro"}, &Post::id)->holders.emplace_back("hugh");
    scene.directory =
        Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
    scene.raise("2026-04-02 16:30",
                [](Raise& raise) { raise.facts.push_back({"danger", "", {"yes"}, std::nullopt}); });
    ASSERT_TRUE(scene.take("2026-04-02 17:00", "tess", "talk.straight"));
    const Circumstances at = scene.at(scene.london("2026-04-02 17:10"));
    const Actor who{PersonId{by}, scene.directory.person(PersonId{by})->agency};
    const SideIndex side = acting_side(who, scene.state, at);
    const DutyState duty = scene.duty("chairing.way");
    const auto offered = who_can_be_named(*ower_for(duty, side), scene.state, at);
    EXPECT_GT(offered.size(), 0U) << owed_by;
    for (const Person& person : scene.directory.people()) {
      Scene trying = scene;
      const bool taken =
          trying.give("2026-04-02 17:10", by, Rebind{duty.number, side, person.id, {}, "", "x"})
              .has_value();
      EXPECT_EQ(taken, std::ranges::find(offered, person.id) != offered.end())
          << owed_by << ": " << person.name;
    }
  }
}

/// Whom `ref` means now.
std::vector<Ower> meant(const Scene& scene, SideSelector side, const char* role) {
  return resolve(RoleRef{side, {role}}, scene.state, scene.at(scene.london("2026-04-02 17:00")));
}

void hold(Scene& scene, const char* id, std::vector<PersonId> holders) {
  auto posts = scene.directory.posts();
  std::ranges::find(posts, PostId{id}, &Post::id)->holders = std::move(holders);
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
}

// A post of the partnership that a side asks for is answered by nobody of a side; its proxy is
// asked for that side, which may be theirs.
TEST(NamedRole, LIN_10_APostOfThePartnershipIsImpartialButForItsProxy) {
  Scene scene{"  iro: {title",
              "  lead: {title: Lead, any_of: [{post: head, in: social care}, {post: chair, in: "
              "partnership, proxy: true}]}\n  iro: {title"};
  scene.raise();
  hold(scene, "partnership_chair", {PersonId{"hugh"}, PersonId{"carol"}});
  EXPECT_EQ(meant(scene, SideSelector::RaisingSide, "chair").front().person.text(), "carol");
  EXPECT_EQ(meant(scene, SideSelector::RaisingSide, "lead").front().person.text(), "hugh");
  EXPECT_EQ(meant(scene, SideSelector::RespondingSide, "lead").front().person.text(), "carol");
}

// "Own agency": of the side that is meant, else of the one that raised it.
TEST(NamedRole, ALL_4_IsOfTheAgencyThatTheRoleNames) {
  Scene scene{"  iro: {title",
              "  own: {title: Own, any_of: [{post: director, in: own agency}, {post: head, in: own "
              "agency}]}\n  theirs: {title: Theirs, post: director, in: responding agency}\n"
              "  ours: {title: Ours, post: head, in: raising agency}\n  iro: {title"};
  scene.raise();
  const auto who = [&](SideSelector side, const char* role) {
    return meant(scene, side, role).front().person.text();
  };
  EXPECT_EQ(who(SideSelector::None, "own"), "hilda");
  EXPECT_EQ(who(SideSelector::RaisingSide, "own"), "hilda");
  EXPECT_EQ(who(SideSelector::RespondingSide, "own"), "dora");
  EXPECT_EQ(who(SideSelector::None, "theirs"), "dora");
  EXPECT_EQ(who(SideSelector::RaisingSide, "theirs"), "dora");
  EXPECT_EQ(who(SideSelector::RespondingSide, "ours"), "hilda");
}

// Of several agencies of a sector, one that has part in it goes before the others.
TEST(NamedRole, ALL_4_OfASectorIsThatOfWhoeverHasPartInIt) {
  Scene scene;
  auto agencies = scene.directory.agencies();
  auto posts = scene.directory.posts();
  agencies.insert(agencies.begin(),
                  {.id = AgencyId{"another"}, .name = "another", .sector = "social care"});
  posts.insert(posts.begin(), {.id = PostId{"another_iro"},
                               .title = "iro",
                               .role = "iro",
                               .agency = AgencyId{"another"},
                               .holders = {PersonId{"carol"}}});
  scene.directory = Directory{std::move(agencies), std::move(posts), scene.directory.people(), {}};
  scene.raise();
  EXPECT_EQ(meant(scene, SideSelector::None, "iro").front().person.text(), "iris");
  hold(scene, "csc_iro", {});
  EXPECT_EQ(meant(scene, SideSelector::None, "iro").front().person.text(), "carol");
  hold(scene, "another_iro", {});
  EXPECT_EQ(meant(scene, SideSelector::None, "iro").front().post.text(), "csc_iro")
      << "the first post that is vacant";
}

TEST(NamedRole, ALL_9_TheWorkerOfNoSideIsWhoRaisedIt) {
  Scene scene;
  scene.raise();
  const Ower worker = meant(scene, SideSelector::None, "worker").front();
  EXPECT_EQ(worker.person.text(), "tess");
  EXPECT_EQ(worker.side, 0);
  EXPECT_EQ(worker.post.text(), "school_teacher");
  EXPECT_EQ(meant(scene, SideSelector::RespondingSide, "worker").front().side, 1);
}

// A manager of the side that answers is not the one who raised it, either.
TEST(SharedPost, ALL_16_TheManagerOfTheOtherSideIsNotTheRaiser) {
  Scene scene;
  hold(scene, "csc_team", {PersonId{"will"}, PersonId{"tom"}});
  auto posts = scene.directory.posts();
  std::ranges::find(posts, PostId{"csc_iro"}, &Post::id)->line_manager = PostId{"csc_team"};
  scene.directory =
      Directory{scene.directory.agencies(), std::move(posts), scene.directory.people(), {}};
  Raise raise = Scene::raising();
  raise.sides = {{AgencyId{"csc"}, PersonId{"will"}}, {AgencyId{"csc"}, PersonId{"iris"}}};
  ASSERT_TRUE(scene.give("2026-04-02 16:30", "will", raise));
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "will", "talk.not_agreed"));
  EXPECT_EQ(scene.speaks(1), "tom");
}

// "Nobody acts for two sides": by the agency, by their part in it, or by what they did.
TEST(OfAnotherSide, ALL_16_ByAgencyOrByPart) {
  Scene scene;
  scene.raise();
  const Circumstances at = scene.at(scene.london("2026-04-02 17:00"));
  const auto other = [&](const char* person, SideIndex side) {
    return is_of_another_side(PersonId{person}, side, scene.state, at);
  };
  EXPECT_TRUE(other("hilda", 1)) << "of the agency alone";
  EXPECT_FALSE(other("hilda", 0));
  EXPECT_FALSE(other("carol", 0));
  EXPECT_FALSE(other("ghost", 0));
  EXPECT_FALSE(other("hilda", kNoSide));
  const auto stands = [&](const char* person, SideIndex side) {
    return stands_for_another_side(PersonId{person}, side, scene.state);
  };
  EXPECT_TRUE(stands("tess", 1));
  EXPECT_TRUE(stands("will", 0));
  EXPECT_FALSE(stands("tess", 0));
  EXPECT_FALSE(stands("hilda", 1));
  EXPECT_FALSE(stands("tess", kNoSide));
  EXPECT_FALSE(represents(Actor{PersonId{"carol"}, {}}, kNoSide, scene.state, at));
}

// Inside one agency the practitioner of a side stays of it, also when their manager speaks.
TEST(OfAnotherSide, ALL_16_ThePractitionerStaysOfTheirSide) {
  Scene scene;
  raise_inside_a_team(scene);
  ASSERT_TRUE(scene.take("2026-04-02 17:00", "will", "talk.not_agreed"));
  const Circumstances at = scene.at(scene.london("2026-04-02 17:10"));
  EXPECT_TRUE(is_of_another_side(PersonId{"wanda"}, 0, scene.state, at));
  EXPECT_TRUE(is_of_another_side(PersonId{"will"}, 1, scene.state, at));
  EXPECT_FALSE(is_of_another_side(PersonId{"zed"}, 1, scene.state, at));
}

// LIN-10: of a post of the partnership only those are named who are of no side.
TEST(SharedPost, LIN_10_NamesWhoMayActForThePartnership) {
  Scene scene;
  scene.raise();
  auto people = scene.directory.people();
  people.push_back({.id = PersonId{"paul"}, .name = "paul", .agency = AgencyId{"partnership"}});
  scene.directory =
      Directory{scene.directory.agencies(), scene.directory.posts(), std::move(people), {}};
  hold(scene, "partnership_chair", {PersonId{"carol"}, PersonId{"dora"}, PersonId{"paul"}});
  EXPECT_EQ(names_of(meant(scene, SideSelector::None, "chair"), scene.state,
                     scene.at(scene.london("2026-04-02 17:00"))),
            "carol or paul (any holder of chair)");
}

// What the document leaves to nobody in particular stands open wherever it is: beside the stages,
// and after the outcome.
TEST(OpenToNobody, ALL_14_WhereverTheDocumentNamesNobody) {
  Scene scene{"by: [raiser, raising_side], record: [why], end: withdrawn}\nafter:\n",
              "by: not stated, record: [why], end: withdrawn}\nafter:\n  exits:\n    - {id: "
              "reopen, title: Open it again, by: not stated, record: [why], go: managers}\n"};
  scene.raise();
  const auto open = [&] {
    std::vector<std::string> names;
    for (const OpenTo& one :
         open_by_not_stated(scene.state, scene.policy, scene.london("2026-04-02 17:00"))) {
      names.push_back(one.scope + "." + one.exit->id);
    }
    return names;
  };
  EXPECT_THAT(open(), testing::ElementsAre("throughout.withdrawn"));
  ASSERT_TRUE(scene.take("2026-04-02 16:40", "tess", "talk.agreed"));
  ASSERT_TRUE(scene.take("2026-04-02 16:50", "will", "talk.agreed", {}));
  EXPECT_THAT(open(), testing::ElementsAre("after.reopen"));
}

}  // namespace
}  // namespace accord
