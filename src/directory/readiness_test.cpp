#include "directory/readiness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "directory/reader.hpp"
#include "directory/testdata/london.hpp"

namespace accord {
namespace {

using testdata::at;
using testdata::london;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// Nothing is missing in it.
constexpr std::string_view kReady = R"(partnership:
  name: Anytown Partnership
  people: [{id: ada, name: Ada Grey}]
  posts: [{id: chair, title: Chair, role: chair, held_by: ada}]
agencies:
  - id: csc
    name: Children's Services
    sector: social care
    statutory: true
    guide: Tell your manager.
    safeguarding_lead: leader
    supporter: amy
    closures: [2026-12-25 to 2027-01-01]
    people:
      - {id: amy, name: Amy Ross}
      - {id: ben, name: Ben Hall}
    posts:
      - {id: worker, title: Social worker, role: social_worker, held_by: amy, reports_to: leader}
      - {id: leader, title: Team leader, role: team_leader, held_by: ben, reports_to: head}
      - {id: head, title: Head of service, role: head_of_service, held_by: ben, deputy: leader}
    on_call:
      - {role: on_call_manager, person: ben}
      - {role: on_call_director, person: amy}
)";

struct Change {
  std::string_view old_text;
  std::string_view new_text;
};

std::vector<Gap> gaps(const std::vector<Change>& changes, const std::vector<RoleNeed>& needs = {},
                      int days = 28) {
  std::string text{kReady};
  for (const Change& change : changes) {
    text.replace(text.find(change.old_text), change.old_text.size(), change.new_text);
  }
  const auto directory = read_directory(text, london());
  if (!directory) {
    ADD_FAILURE() << to_line(directory.error().front());
    return {};
  }
  return readiness(*directory, needs, london(), at("2026-12-07T09:00"), days);
}

std::vector<std::string> words(const std::vector<Gap>& all) {
  std::vector<std::string> texts;
  for (const Gap& gap : all) {
    EXPECT_FALSE(gap.mend.empty()) << gap.what;
    texts.push_back(gap.what);
  }
  return texts;
}

RoleNeed need(std::string role, RoleNeed::Where where, std::string sector = {}) {
  return {role, "Named " + role, {{role, where, std::move(sector)}}, "Talk (clause 1)"};
}

TEST(Readiness, ALL_4_OfACompleteDirectoryHasNoGap) {
  EXPECT_THAT(words(gaps({}, {need("chair", RoleNeed::Where::Partnership),
                              need("team_leader", RoleNeed::Where::EachAgency),
                              need("head_of_service", RoleNeed::Where::Sector, "social care"),
                              need("on_call_manager", RoleNeed::Where::EachAgency)})),
              IsEmpty());
}

// "A role that nobody fills is found before it is needed".
TEST(Readiness, ALL_4_FindsARoleThatNobodyFills) {
  const auto found = gaps({}, {need("liaison", RoleNeed::Where::EachAgency),
                               need("mediator", RoleNeed::Where::Partnership),
                               need("nurse", RoleNeed::Where::Sector, "health")});

  EXPECT_THAT(words(found),
              ElementsAre("Children's Services has nobody as Named liaison: no post has the role. "
                          "The protocol asks for them: Talk (clause 1)",
                          "Anytown Partnership has nobody as Named mediator: no post has the role. "
                          "The protocol asks for them: Talk (clause 1)",
                          "No agency has anybody as Named nurse. The protocol asks for them: Talk "
                          "(clause 1)"));
  EXPECT_EQ(found[0].kind, GapKind::RoleUnfilled);
  EXPECT_EQ(found[0].agency, AgencyId{"csc"});
  EXPECT_EQ(found[0].role, "liaison");
  EXPECT_EQ(found[1].agency, AgencyId{"partnership"});
  EXPECT_THAT(found[2].mend, HasSubstr("`nurse` in health"));
}

TEST(Readiness, ALL_4_AcceptsAnEquivalentOrAnotherPlace) {
  const RoleNeed manager = need("team_manager", RoleNeed::Where::EachAgency);
  RoleNeed either = need("liaison", RoleNeed::Where::EachAgency);
  either.any_of.push_back({"chair", RoleNeed::Where::Partnership, {}});

  EXPECT_THAT(words(gaps({}, {manager})), testing::SizeIs(1));
  EXPECT_THAT(
      words(gaps({{"    closures", "    equivalents: {team_manager: team_leader}\n    closures"}},
                 {manager})),
      IsEmpty());
  EXPECT_THAT(words(gaps({}, {either})), IsEmpty());
}

TEST(Readiness, ALL_4_SaysThatTheOnlyPostOfARoleIsVacantOnce) {
  const auto found = gaps({{"held_by: ben, deputy: leader", "phone: 01632 960111"}},
                          {need("head_of_service", RoleNeed::Where::Sector, "social care")});

  EXPECT_THAT(words(found), ElementsAre(HasSubstr("No agency has anybody as Named head_of_service"),
                                        HasSubstr("Every post above Team leader")));
  EXPECT_EQ(found[0].post, PostId{"head"});
  EXPECT_THAT(found[0].mend,
              HasSubstr("Name a holder or a deputy of Head of service, Children's Services"));
}

TEST(Readiness, ALL_4_FindsVacantPostsWithoutADeputy) {
  const auto found = gaps({{"role: social_worker, held_by: amy", "role: social_worker"}});

  EXPECT_THAT(words(found),
              ElementsAre("Social worker, Children's Services is vacant and has no deputy"));
  EXPECT_EQ(found[0].kind, GapKind::VacantPost);
  EXPECT_THAT(
      words(gaps({{"role: social_worker, held_by: amy", "role: social_worker, deputy: leader"}})),
      IsEmpty());
}

// The lead is who is rung where a child is in danger (ALL-1).
TEST(Readiness, ALL_1_FindsAgenciesWithoutASafeguardingLead) {
  const auto none = gaps({{"    safeguarding_lead: leader\n", ""}});
  EXPECT_THAT(words(none), ElementsAre("Children's Services has no safeguarding lead recorded"));
  EXPECT_EQ(none[0].kind, GapKind::NoSafeguardingLead);

  const auto vacant = gaps({{"safeguarding_lead: leader", "safeguarding_lead: worker"},
                            {"role: social_worker, held_by: amy", "role: social_worker"}});
  EXPECT_THAT(words(vacant),
              ElementsAre("Children's Services has a safeguarding lead's post that is vacant"));
}

// LIN-16: "a named supporter and a one-page guide per agency; an agency without one is shown to the
// board".
TEST(Readiness, LIN_16_FindsAgenciesWithoutSupporterOrGuide) {
  const auto found = gaps({{"    supporter: amy\n", ""}, {"    guide: Tell your manager.\n", ""}});

  EXPECT_THAT(words(found),
              ElementsAre("Children's Services names nobody who supports a worker who disagrees",
                          "Children's Services has no one-page guide to raising a disagreement"));
  EXPECT_EQ(found[0].kind, GapKind::NoSupporter);
  EXPECT_EQ(found[1].kind, GapKind::NoGuide);
}

// LIN-12: "Outside Monday–Friday 9am–5pm an urgent escalation in a statutory agency goes to its
// on-call manager and director".
TEST(Readiness, LIN_12_FindsStatutoryAgenciesWithoutOnCall) {
  const Change no_director{"      - {role: on_call_director, person: amy}\n", ""};

  const auto found = gaps({no_director});
  EXPECT_THAT(words(found), ElementsAre("Children's Services has no on-call director in the early "
                                        "hours of Tuesday 8 December 2026"));
  EXPECT_EQ(found[0].role, "on_call_director");
  EXPECT_THAT(words(gaps({no_director, {"    statutory: true\n", ""}})), IsEmpty());
}

TEST(Readiness, LIN_12_FindsTheFirstNightThatNoShiftCovers) {
  const Change shifts{"{role: on_call_director, person: amy}",
                      "{role: on_call_director, person: amy, from: 2026-12-07 17:00, to: "
                      "2026-12-12 09:00}"};

  EXPECT_THAT(words(gaps({shifts}, {}, 5)), IsEmpty());
  EXPECT_THAT(
      words(gaps({shifts}, {}, 6)),
      ElementsAre("Children's Services has no on-call director on Saturday 12 December 2026"));
}

TEST(Readiness, LIN_12_SeesThatWhoIsOnCallIsAway) {
  const auto found = gaps({{"name: Amy Ross}", "name: Amy Ross, away: 2026-12-10}"},
                           {"held_by: amy,", "held_by: [amy, ben],"}});

  EXPECT_THAT(words(found), ElementsAre("Children's Services has no on-call director in the early "
                                        "hours of Thursday 10 December 2026"));
}

// Timescale rule 2: "An agency's own closure does not stop a clock: its deputy or on-call is told."
TEST(Readiness, ALL_5_FindsAClosureThatNobodyCovers) {
  const Change no_rota{
      "    on_call:\n      - {role: on_call_manager, person: ben}\n      - {role: "
      "on_call_director, person: amy}\n",
      ""};
  const Change not_statutory{"    statutory: true\n", ""};

  EXPECT_THAT(words(gaps({not_statutory, no_rota})),
              ElementsAre("Children's Services is closed from Friday 25 December 2026 to Friday 1 "
                          "January 2027, and nobody is named to answer meanwhile"));
  EXPECT_THAT(words(gaps({not_statutory, no_rota}, {}, 18)), IsEmpty()) << "until 25 December";
  EXPECT_THAT(
      words(gaps(
          {not_statutory, no_rota, {"    guide", "    out_of_hours: 01632 960299\n    guide"}})),
      IsEmpty());
}

// GLO-14: "It goes up through all tiers of management": a line that stops short stops it.
TEST(Readiness, GLO_14_FindsPostsFromWhichNothingLeadsUp) {
  const auto outside = gaps({{"held_by: amy, reports_to: leader", "held_by: amy"}});
  EXPECT_THAT(words(outside),
              ElementsAre("Social worker, Children's Services reports to nobody, so "
                          "a disagreement cannot go up from there"));
  EXPECT_EQ(outside[0].kind, GapKind::LineEndsEarly);
  EXPECT_EQ(outside[0].post, PostId{"worker"});

  const Change second_post{"      - {id: head, ",
                           "      - {id: board, title: On the board, role: board, held_by: ben}\n"
                           "      - {id: head, "};
  EXPECT_THAT(words(gaps({second_post})), IsEmpty()) << "ben's line begins at another post";

  const auto vacant = gaps({{"held_by: ben, deputy: leader", "phone: 01632 960111"}});
  EXPECT_THAT(words(vacant),
              ElementsAre("Head of service, Children's Services is vacant and has no deputy",
                          "Every post above Team leader, Children's Services is vacant, so a "
                          "disagreement cannot go up from there"));
}

TEST(Readiness, ALL_5_FindsLeaveOfASoleHolderWithoutADeputy) {
  const Change away{"name: Amy Ross}", "name: Amy Ross, away: 2026-12-21 to 2026-12-22}"};
  const Change other_on_call{"role: on_call_director, person: amy",
                             "role: on_call_director, person: ben"};

  const auto found = gaps({away, other_on_call});
  EXPECT_THAT(words(found),
              ElementsAre("Social worker, Children's Services: Amy Ross is away from Monday 21 "
                          "December 2026, midnight to Wednesday 23 December 2026, midnight, and it "
                          "has no deputy"));
  EXPECT_EQ(found[0].during, std::pair(at("2026-12-21T00:00"), at("2026-12-23T00:00")));
  EXPECT_THAT(words(gaps({away, other_on_call}, {}, 13)), IsEmpty()) << "not within 13 days";
  EXPECT_THAT(
      words(gaps({away, other_on_call, {"held_by: amy,", "held_by: amy, deputy: leader,"}})),
      IsEmpty());
  EXPECT_THAT(words(gaps({away, other_on_call, {"held_by: amy,", "held_by: [amy, ben],"}})),
              IsEmpty());
}

TEST(Readiness, ALL_5_FindsLeaveOfHolderAndDeputyThatOverlaps) {
  const auto found = gaps({{"name: Amy Ross}", "name: Amy Ross, away: 2026-12-10 to 2026-12-20}"},
                           {"name: Ben Hall}", "name: Ben Hall, away: 2026-12-14 to 2026-12-15}"},
                           {"held_by: amy,", "held_by: amy, deputy: leader,"},
                           {"    statutory: true\n", ""}});

  ASSERT_FALSE(found.empty());
  EXPECT_THAT(found[0].what, HasSubstr("its deputy is not there either"));
  EXPECT_EQ(found[0].during, std::pair(at("2026-12-14T00:00"), at("2026-12-16T00:00")));
}

RoleRef who(std::vector<std::string> alternatives, SideSelector side = SideSelector::None) {
  return {side, std::move(alternatives), {}};
}

RoleRule rule(std::string id, std::vector<RoleAlternative> alternatives) {
  RoleRule made;
  made.id = id;
  made.title = "The " + id;
  made.alternatives = std::move(alternatives);
  return made;
}

RoleAlternative place(std::string post, PostIn in, std::string sector = {}) {
  RoleAlternative made;
  made.post = std::move(post);
  made.in = in;
  made.sector = std::move(sector);
  return made;
}

Policy policy_that_asks(std::vector<RoleRef> owed_by, std::vector<RoleRule> roles) {
  DutyRule duty;
  duty.what = "Agree a plan";
  duty.owed_by = std::move(owed_by);
  duty.source.clause = "step 3";
  Stage stage;
  stage.id = "step3";
  stage.duties = {duty};
  Policy policy;
  policy.roles = std::move(roles);
  policy.stages = {stage};
  return policy;
}

TEST(RoleNeeds, ALL_4_AreTheRolesAskedForWithTheirPlaces) {
  const Policy policy = policy_that_asks(
      {who({"slo"}), who({"iro"}), who({"chair"})},
      {rule("slo",
            {place("liaison_officer", PostIn::OwnAgency), place("lead", PostIn::RaisingAgency)}),
       rule("iro", {place("reviewing_officer", PostIn::Sector, "social care")}),
       rule("chair", {place("chair", PostIn::Partnership)}), rule("unused", {})});

  EXPECT_THAT(role_needs(policy),
              ElementsAre(RoleNeed{"slo",
                                   "The slo",
                                   {{"liaison_officer", RoleNeed::Where::EachAgency, ""},
                                    {"lead", RoleNeed::Where::EachAgency, ""}},
                                   "Agree a plan (step 3)"},
                          RoleNeed{"iro",
                                   "The iro",
                                   {{"reviewing_officer", RoleNeed::Where::Sector, "social care"}},
                                   "Agree a plan (step 3)"},
                          RoleNeed{"chair",
                                   "The chair",
                                   {{"chair", RoleNeed::Where::Partnership, ""}},
                                   "Agree a plan (step 3)"}));
}

TEST(RoleNeeds, ALL_4_LeaveOutWhoComesWithTheDisagreement) {
  EXPECT_THAT(
      role_needs(policy_that_asks({who({"representative"}, SideSelector::EachSide),
                                   who({"line_manager", "named_professional"})},
                                  {rule("named_professional", {place("np", PostIn::OwnAgency)})})),
      IsEmpty());
}

// A role that is otherwise the line manager asks no directory for anybody.
TEST(RoleNeeds, LIN_12_LeaveOutARoleThatFallsToTheLineManager) {
  RoleAlternative at_night = place("on_call_manager", PostIn::OwnAgency);
  at_night.when.kind = Condition::Kind::Word;
  const RoleRule on_duty = rule("on_duty", {at_night, place("line_manager", PostIn::OwnAgency)});

  EXPECT_THAT(role_needs(policy_that_asks({who({"on_duty"}, SideSelector::EachSide)}, {on_duty})),
              IsEmpty());
}

// A role for out of hours: a first place with a condition does not count where another always
// does.
TEST(RoleNeeds, LIN_12_CountAPlaceWithAConditionOnlyWhereNoOtherIs) {
  RoleAlternative at_night = place("on_call_manager", PostIn::OwnAgency);
  at_night.when.kind = Condition::Kind::Word;
  const auto places = [](const RoleRule& role) {
    return role_needs(policy_that_asks({who({role.id})}, {role})).front().any_of;
  };

  EXPECT_THAT(places(rule("slo", {at_night, place("lead", PostIn::OwnAgency)})),
              ElementsAre(RoleNeed::Place{"lead", RoleNeed::Where::EachAgency, ""}));
  EXPECT_THAT(places(rule("slo", {at_night})),
              ElementsAre(RoleNeed::Place{"on_call_manager", RoleNeed::Where::EachAgency, ""}));
}

TEST(RoleNeeds, ALL_4_AnotherPostOnASideIsNeededInEachAgency) {
  const auto needs =
      role_needs(policy_that_asks({who({"senior_manager"}, SideSelector::EachSide)}, {}));

  EXPECT_THAT(needs, ElementsAre(RoleNeed{"senior_manager",
                                          "senior manager",
                                          {{"senior_manager", RoleNeed::Where::EachAgency, ""}},
                                          "Agree a plan (step 3)"}));
}

TEST(RoleNeeds, ALL_4_AreAskedForOnce) {
  EXPECT_THAT(role_needs(policy_that_asks({who({"chair"}), who({"chair"}), who({"line_manager"})},
                                          {rule("chair", {place("chair", PostIn::Partnership)})})),
              testing::SizeIs(1));
}

}  // namespace
}  // namespace accord
