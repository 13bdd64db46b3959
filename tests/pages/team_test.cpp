#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Team : public testing::TestWithParam<std::string> {
 protected:
  Team()
      : site{{GetParam()}},
        raiser{practitioner(site, GetParam(), "health")},
        other{practitioner(site, GetParam(), "social care")},
        visitor{site, GetParam(), raiser.id.text()} {
    const auto partnership = *site.service().partnership(PartnershipId{GetParam()});
    const Directory& directory = *partnership->directory;
    const Post* post = directory.post_in(raiser.id, raiser.agency);
    const Post* above = post == nullptr ? nullptr : directory.line_manager(post->id, site.now());
    manager = above == nullptr ? PersonId{} : directory.holder(above->id, site.now()).person;
    answer_everything(visitor, other.agency, other.id);
    visitor.send({});
    reference = visitor.page().path.substr(visitor.page().path.rfind('/') + 1);
  }

  TestSite site;
  Person raiser;
  Person other;
  PersonId manager;
  Visitor visitor;
  std::string reference;
};

// ui.md: "Manager view adds Your team … and 'Speak to {name} today' rather than a score."
TEST_P(Team, SaysWhomToSpeakToToday) {
  ASSERT_FALSE(manager.empty());
  Visitor above{site, GetParam(), manager.text()};
  EXPECT_NE(above.get("/work").link("Your team"), "");
  EXPECT_THAT(above.get("/team").text(), HasSubstr(raiser.name));
  EXPECT_THAT(above.page().text(), Not(HasSubstr("Speak to " + raiser.name + " today")));

  site.pass("2027-01-20T10:00");

  EXPECT_THAT(above.get("/team").text(),
              AllOf(HasSubstr("Speak to " + raiser.name + " today"), HasSubstr("late")));
}

// A manager reads a disagreement once the procedure brings them in, and until then its dates.
TEST_P(Team, SAC2_OpensNothingToAManagerWithoutAPart) {
  Visitor above{site, GetParam(), manager.text()};
  above.get("/team");
  if (above.page().link(reference).empty()) {
    EXPECT_THAT(above.page().html, Not(HasSubstr(reference)));
    EXPECT_EQ(above.get("/d/" + reference).status, 404);
  } else {
    EXPECT_EQ(above.get(above.page().link(reference)).status, 200);
  }
}

TEST_P(Team, IsNotThereForWhoHasNobodyUnderThem) {
  const auto partnership = *site.service().partnership(PartnershipId{GetParam()});
  const Directory& directory = *partnership->directory;
  const auto leads_nobody = [&](const Person& person) {
    return std::ranges::none_of(directory.posts(), [&](const Post& post) {
      const Post* above = directory.line_manager(post.id, site.now());
      return above != nullptr && directory.acts_for(person.id, above->id, site.now());
    });
  };
  const auto nobody = std::ranges::find_if(directory.people(), leads_nobody);
  ASSERT_NE(nobody, directory.people().end());
  Visitor alone{site, GetParam(), nobody->id.text()};

  EXPECT_EQ(alone.get("/work").link("Your team"), "");
  EXPECT_EQ(alone.get("/team").status, 404);
}

// GLO-4 and ui.md question 11: advice is sought before anything is shared; it stays on that side.
TEST_P(Team, ALL_9_WhomTheRaiserTalkedToIsKnownOnTheirSideAlone) {
  Visitor again{site, GetParam(), raiser.id.text()};
  answer_everything(again, other.agency, other.id, {{"talked-other", "Our practice nurse"}});
  again.send({});
  const std::string second = again.page().path.substr(again.page().path.rfind('/') + 1);

  EXPECT_TRUE(again.get("/d/" + second).says("Our practice nurse"));
  EXPECT_TRUE(again.get("/d/" + second + "/record").says("Our practice nurse"));
  Visitor theirs{site, GetParam(), other.id.text()};
  EXPECT_EQ(theirs.get("/d/" + second).status, 200);
  EXPECT_FALSE(theirs.page().says("Our practice nurse"));
  EXPECT_FALSE(theirs.get("/d/" + second + "/record").says("Our practice nurse"));
}

// ui.md, Sent: "Add to calendar (.ics, reference only)".
TEST_P(Team, SMAIL1_ADateGoesIntoACalendarWithoutWords) {
  const std::string address = visitor.get("/d/" + reference).link("Put this date in your calendar");
  ASSERT_NE(address, "");

  const std::string file = visitor.get(address).html;

  EXPECT_THAT(file, AllOf(HasSubstr("SUMMARY:Accord: " + reference + " is due\r\n"),
                          HasSubstr("\r\nUID:"), Not(HasSubstr(raiser.name)),
                          Not(HasSubstr(other.name)), Not(HasSubstr("weight"))));
  site.set_now("2026-11-18T11:00");
  const std::string later = visitor.get(address).html;
  const auto uid = [](const std::string& text) {
    const std::size_t at = text.find("UID:");
    return text.substr(at, text.find('\r', at) - at);
  };
  EXPECT_EQ(uid(later), uid(file));
  EXPECT_EQ(visitor.get("/d/" + reference + "/calendar/999.ics").status, 404);
  EXPECT_EQ(visitor.get("/d/" + reference + "/calendar/x.ics").status, 404);
  const Person stranger = practitioner(site, GetParam(), "education");
  Visitor elsewhere{site, GetParam(), stranger.id.text()};
  EXPECT_EQ(elsewhere.get(address).status, 404);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Team, testing::ValuesIn(every_partnership()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace accord::test
