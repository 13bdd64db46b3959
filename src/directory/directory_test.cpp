#include "directory/directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accord {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr Instant kBefore{50};
constexpr Instant kDuring{150};
constexpr Instant kAfter{200};

Post post(std::string id, std::string role, std::string above, std::vector<std::string> holders,
          std::string deputy = {}) {
  Post made;
  made.id = PostId{std::move(id)};
  made.role = std::move(role);
  made.agency = AgencyId{"school"};
  made.line_manager = PostId{std::move(above)};
  made.deputy = PostId{std::move(deputy)};
  for (std::string& holder : holders) {
    made.holders.emplace_back(std::move(holder));
  }
  return made;
}

Person person(std::string id, std::vector<std::pair<Instant, Instant>> away = {}) {
  Person made;
  made.id = PersonId{std::move(id)};
  made.agency = AgencyId{"school"};
  made.away = std::move(away);
  return made;
}

Agency school() {
  Agency made;
  made.id = AgencyId{"school"};
  made.equivalents = {{"team_manager", "head_of_year"}};
  return made;
}

std::vector<std::string> ids(const std::vector<const Post*>& posts) {
  std::vector<std::string> made;
  for (const Post* each : posts) {
    made.push_back(each->id.text());
  }
  return made;
}

// Ann is away from 100 to 200; the head's post is vacant; the lead deputises for the head of year.
Directory scene(std::vector<OnCall> on_call = {}) {
  return Directory{{school()},
                   {post("teacher", "practitioner", "year", {"tom"}),
                    post("year", "head_of_year", "deputy_head", {"ann"}, "lead"),
                    post("lead", "safeguarding_lead", "head", {"leo", "liz"}),
                    post("deputy_head", "senior_manager", "head", {}),
                    post("head", "head", "trust", {}, "chief_deputy"),
                    post("chief_deputy", "deputy", "trust", {"dee"}),
                    post("trust", "chief_executive", "", {"cat"})},
                   {person("tom"), person("ann", {{Instant{100}, Instant{200}}}), person("leo"),
                    person("liz"), person("dee"), person("cat")},
                   std::move(on_call)};
}

TEST(Holder, ALL_4_IsTheFirstHolderWhoIsThere) {
  const Directory directory = scene();

  EXPECT_EQ(directory.holder(PostId{"lead"}, kBefore), (Holder{PostId{"lead"}, PersonId{"leo"}}));
  EXPECT_EQ(directory.holder(PostId{"year"}, kBefore).person, PersonId{"ann"});
}

// Leave is [from, to): back at `to` itself.
TEST(Holder, ALL_4_IsTheDeputyWhileTheHolderIsAway) {
  const Directory directory = scene();

  EXPECT_EQ(directory.holder(PostId{"year"}, Instant{99}).person, PersonId{"ann"});
  EXPECT_EQ(directory.holder(PostId{"year"}, Instant{100}),
            (Holder{PostId{"year"}, PersonId{"leo"}, true}));
  EXPECT_EQ(directory.holder(PostId{"year"}, Instant{199}).person, PersonId{"leo"});
  EXPECT_EQ(directory.holder(PostId{"year"}, Instant{200}).person, PersonId{"ann"});
}

TEST(Holder, ALL_4_OfAVacantPostIsTheDeputyElseNobody) {
  const Directory directory = scene();

  EXPECT_EQ(directory.holder(PostId{"head"}, kBefore),
            (Holder{PostId{"head"}, PersonId{"dee"}, true}));
  EXPECT_TRUE(directory.holder(PostId{"deputy_head"}, kBefore).person.empty());
  EXPECT_TRUE(directory.holder(PostId{"no_such"}, kBefore).person.empty());
}

TEST(Holder, ALL_4_PassesOverAHolderOfSeveralWhoIsAway) {
  const Directory directory{{school()},
                            {post("duty", "practitioner", "", {"ann", "tom"})},
                            {person("tom"), person("ann", {{Instant{100}, Instant{200}}})},
                            {}};

  EXPECT_EQ(directory.holder(PostId{"duty"}, kDuring),
            (Holder{PostId{"duty"}, PersonId{"tom"}, false}));
}

// Kernel rule 8: "A vacant post is passed, and recorded so."
TEST(LineManager, GLO_14_PassesAVacantPostAndSaysSo) {
  const Directory directory = scene();
  std::vector<PostId> passed;

  const Post* above = directory.line_manager(PostId{"year"}, kBefore, &passed);

  ASSERT_NE(above, nullptr);
  EXPECT_EQ(above->id, PostId{"head"}) << "vacant, but its deputy answers";
  EXPECT_THAT(passed, ElementsAre(PostId{"deputy_head"}));
}

// GLO-14: every tier of management; somebody's leave takes no level away.
TEST(LineManager, GLO_14_DoesNotPassAManagerOnLeave) {
  const Directory directory{
      {school()},
      {post("teacher", "practitioner", "year", {"tom"}), post("year", "head_of_year", "", {"ann"})},
      {person("tom"), person("ann", {{Instant{100}, Instant{200}}})},
      {}};
  std::vector<PostId> passed;

  const Post* above = directory.line_manager(PostId{"teacher"}, kDuring, &passed);

  ASSERT_NE(above, nullptr);
  EXPECT_EQ(above->id, PostId{"year"});
  EXPECT_THAT(passed, IsEmpty());
}

TEST(LineManager, GLO_14_EndsAtTheTopAndInACircle) {
  const Directory circle{
      {school()},
      {post("a", "x", "b", {}), post("b", "x", "c", {}), post("c", "x", "b", {})},
      {},
      {}};

  EXPECT_EQ(scene().line_manager(PostId{"trust"}, kBefore), nullptr);
  EXPECT_EQ(scene().line_manager(PostId{"no_such"}, kBefore), nullptr);
  EXPECT_EQ(circle.line_manager(PostId{"a"}, kBefore), nullptr);
}

TEST(PostsWith, ALL_4_FindsTheRoleAndTheAgencysEquivalentInFileOrder) {
  const Directory directory = scene();

  EXPECT_THAT(ids(directory.posts_with(AgencyId{"school"}, "team_manager")), ElementsAre("year"));
  EXPECT_THAT(ids(directory.posts_with(AgencyId{"school"}, "head_of_year")), ElementsAre("year"));
  EXPECT_THAT(ids(directory.posts_with(AgencyId{"school"}, "chair")), IsEmpty());
  EXPECT_THAT(ids(directory.posts_with(AgencyId{"police"}, "team_manager")), IsEmpty());
}

TEST(PostsWith, ALL_4_FindsEachPostOnce) {
  Agency agency = school();
  agency.equivalents = {{"lead", "lead"}, {"lead", "designated"}, {"lead", "designated"}};
  const Directory directory{
      {agency}, {post("two", "designated", "", {}), post("one", "lead", "", {})}, {}, {}};

  EXPECT_THAT(ids(directory.posts_with(AgencyId{"school"}, "lead")), ElementsAre("two", "one"));
}

TEST(PostsOf, ALL_4_AreInFileOrderAndTheFirstOfAnAgencyBeginsTheLine) {
  const Directory directory{
      {school()},
      {post("first", "x", "", {"tom", "ann"}), post("second", "y", "", {"ann"})},
      {person("tom"), person("ann")},
      {}};

  EXPECT_THAT(ids(directory.posts_of(PersonId{"ann"})), ElementsAre("first", "second"));
  ASSERT_NE(directory.post_in(PersonId{"ann"}, AgencyId{"school"}), nullptr);
  EXPECT_EQ(directory.post_in(PersonId{"ann"}, AgencyId{"school"})->id, PostId{"first"});
  EXPECT_EQ(directory.post_in(PersonId{"ann"}, AgencyId{"police"}), nullptr);
  EXPECT_EQ(directory.post_in(PersonId{"nobody"}, AgencyId{"school"}), nullptr);
}

OnCall on_call(std::string role, std::string who,
               std::optional<std::pair<Instant, Instant>> shift = std::nullopt) {
  return {AgencyId{"school"}, std::move(role), PersonId{std::move(who)}, "", shift};
}

// LIN-12: "its on-call manager and director".
TEST(OnCall, LIN_12_AShiftComesBeforeWhoeverIsAlwaysOnCall) {
  const Directory directory =
      scene({on_call("on_call_manager", "tom"),
             on_call("on_call_manager", "leo", {{Instant{120}, Instant{180}}}),
             on_call("on_call_director", "cat")});
  const auto who = [&](std::string_view role, std::int64_t at) {
    const auto found = directory.on_call(AgencyId{"school"}, role, Instant{at});
    return found ? found->person.text() : "nobody";
  };

  EXPECT_EQ(who("on_call_manager", 119), "tom");
  EXPECT_EQ(who("on_call_manager", 120), "leo");
  EXPECT_EQ(who("on_call_manager", 180), "tom");
  EXPECT_EQ(who("on_call_director", 120), "cat");
  EXPECT_EQ(who("on_call_clerk", 120), "nobody");
  EXPECT_EQ(directory.on_call(AgencyId{"police"}, "on_call_manager", kBefore), std::nullopt);
}

TEST(OnCall, LIN_12_PassesOverWhoIsAway) {
  const Directory directory =
      scene({on_call("on_call_manager", "ann"), on_call("on_call_manager", "liz")});

  EXPECT_EQ(directory.on_call(AgencyId{"school"}, "on_call_manager", kBefore)->person,
            PersonId{"ann"});
  EXPECT_EQ(directory.on_call(AgencyId{"school"}, "on_call_manager", kDuring)->person,
            PersonId{"liz"});
}

TEST(ActsFor, ALL_4_TheHolderAlwaysAndTheDeputyWhileStandingIn) {
  const Directory directory = scene();
  const PostId year{"year"};

  EXPECT_TRUE(directory.acts_for(PersonId{"ann"}, year, kBefore));
  EXPECT_TRUE(directory.acts_for(PersonId{"ann"}, year, kDuring)) << "back early";
  EXPECT_FALSE(directory.acts_for(PersonId{"leo"}, year, kBefore));
  EXPECT_TRUE(directory.acts_for(PersonId{"leo"}, year, kDuring));
  EXPECT_TRUE(directory.acts_for(PersonId{"liz"}, year, kDuring)) << "the post's other holder";
  EXPECT_FALSE(directory.acts_for(PersonId{"leo"}, year, kAfter));
  EXPECT_TRUE(directory.acts_for(PersonId{"dee"}, PostId{"head"}, kBefore)) << "vacant";
  EXPECT_FALSE(directory.acts_for(PersonId{"tom"}, year, kDuring));
  EXPECT_FALSE(directory.acts_for(PersonId{}, PostId{"deputy_head"}, kDuring));
}

TEST(Directory, ALL_4_KnowsThePartnershipItself) {
  Agency board;
  board.id = AgencyId{"partnership"};
  board.is_partnership = true;

  EXPECT_EQ(scene().partnership(), nullptr);
  EXPECT_EQ((Directory{{school(), board}, {}, {}, {}}).partnership()->id, board.id);
}

}  // namespace
}  // namespace accord
