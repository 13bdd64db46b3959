#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// One who has raised many, and one who has no part in any of them.
class ListOfDisagreements : public testing::Test {
 protected:
  static constexpr int kMany = 45;

  ListOfDisagreements()
      : partnership{every_partnership().front()},
        site{{partnership}},
        raiser{practitioner(site, partnership, "health")},
        other{practitioner(site, partnership, "social care")},
        visitor{site, partnership, raiser.id.text()} {
    answer_everything(visitor, other.agency, other.id);
    visitor.send({});
    first = visitor.page().path.substr(visitor.page().path.rfind('/') + 1);
    const auto row = *site.service().all_disagreements(PartnershipId{partnership});
    const auto loaded = *site.service().load_any(PartnershipId{partnership}, row.front().id);
    const Raised& raised = loaded.state.raised;
    for (int i = 1; i < kMany; ++i) {
      Raise raise;
      for (const Side& side : raised.sides) {
        raise.sides.push_back({side.agency, side.worker});
      }
      raise.children = raised.children;
      raise.matter = raised.matter;
      for (const FactValue& value : loaded.state.facts) {
        raise.facts.push_back(
            {value.set.fact, value.set.holder, value.set.words, value.set.moment});
      }
      Submission submission;
      submission.partnership = PartnershipId{partnership};
      submission.command = {{raiser.id, raiser.agency}, raise};
      submission.command_id = CommandId{site.service().new_id()};
      submission.body = "raise " + std::to_string(i);
      const auto recorded = site.service().submit(submission);
      EXPECT_TRUE(recorded.has_value()) << to_words(recorded.error());
    }
  }

  [[nodiscard]] std::size_t rows() const {
    std::size_t found = 0;
    const std::string& html = visitor.page().html;
    for (std::size_t at = html.find("role=\"rowheader\""); at != std::string::npos;
         at = html.find("role=\"rowheader\"", at + 1)) {
      ++found;
    }
    return found;
  }

  std::string partnership;
  TestSite site;
  Person raiser;
  Person other;
  Visitor visitor;
  std::string first;
};

// ui.md, Disagreements: pages of a long list, each reached by a link that keeps the filter.
TEST_F(ListOfDisagreements, StandsOnPages) {
  visitor.get("/disagreements?state=open");
  EXPECT_TRUE(visitor.page().says("1 to 20 of 45 disagreements"));
  EXPECT_EQ(rows(), 20U);

  visitor.get(visitor.page().link("Next"));
  EXPECT_TRUE(visitor.page().says("21 to 40 of 45 disagreements"));
  EXPECT_THAT(visitor.page().path, AllOf(HasSubstr("state=open"), HasSubstr("page=2")));
  visitor.get(visitor.page().link("Next"));
  EXPECT_EQ(rows(), 5U);
  EXPECT_EQ(visitor.page().link("Next"), "");
  EXPECT_THAT(visitor.page().html, HasSubstr("aria-current=\"page\">3<"));

  EXPECT_TRUE(visitor.get("/disagreements?page=99").says("The list ends before this page"));
}

// ui.md 11: "sort state by aria-sort"; sorting is a link, so that it works without script.
TEST_F(ListOfDisagreements, IsSortedByLinks) {
  visitor.get("/disagreements");
  EXPECT_THAT(visitor.page().html, Not(HasSubstr("aria-sort=\"ascending\"")));

  visitor.get(visitor.page().link("Reference"));
  EXPECT_THAT(visitor.page().html, HasSubstr("aria-sort=\"ascending\""));
  EXPECT_THAT(visitor.page().html, HasSubstr(first));

  visitor.get(visitor.page().link("Reference"));
  EXPECT_THAT(visitor.page().html, HasSubstr("aria-sort=\"descending\""));
  EXPECT_THAT(visitor.page().html, Not(HasSubstr(">" + first + "<")));
}

TEST_F(ListOfDisagreements, IsNarrowedAndSaysByWhat) {
  visitor.get("/disagreements");
  visitor.send({{"agency", other.agency.text()}, {"from", "18/11/2026"}, {"to", "18.11.2026"}});
  EXPECT_TRUE(visitor.page().says("45 disagreements"));
  EXPECT_TRUE(visitor.page().says("Raised from 18/11/2026"));
  const std::string without = visitor.page().link("Raised from 18/11/2026");
  EXPECT_THAT(without, AllOf(Not(HasSubstr("from=")), HasSubstr("to=")));

  EXPECT_TRUE(visitor.get("/disagreements?to=2026-11-17").says("No disagreements match"));
  EXPECT_TRUE(visitor.get("/disagreements?reference=" + first).says("1 disagreement that you"));
}

// Bad input: what is wrong and how to mend it, and still a list.
TEST_F(ListOfDisagreements, SaysWhatIsWrongInAnAddress) {
  for (const auto& [query, words] :
       {std::pair{"stage=nowhere", "“nowhere” is no stage here"},
        {"agency=%27%20OR%201=1", "is no agency here. Choose one from the list"},
        {"from=31/2/2026", "“Raised from” must be a real date, like 27/3/2026"},
        {"from=2026-11-18&to=2026-11-17", "must be the same as or after"},
        {"sort=summary", "cannot be sorted by “summary”"},
        {"page=-1", "There is no page “-1”"},
        {"page=999999999999999999999", "There is no page"},
        {"child=%F0%9F%A7%B8", "is no status of a child here"}}) {
    const Shown page = visitor.get(std::string{"/disagreements?"} + query);
    EXPECT_EQ(page.status, 422) << query;
    EXPECT_TRUE(page.says("There is a problem")) << query;
    EXPECT_TRUE(page.says(words)) << query << ": " << page.text();
    EXPECT_EQ(rows(), 20U) << query;
  }
}

// S-AC2: neither the list, nor its count, nor the search says that something exists to somebody
// without a part in it.
TEST_F(ListOfDisagreements, SAC2_SaysNothingToWhoHasNoPart) {
  const Person stranger = practitioner(site, partnership, "education");
  Visitor elsewhere{site, partnership, stranger.id.text()};

  EXPECT_TRUE(elsewhere.get("/disagreements").says("0 disagreements"));
  EXPECT_TRUE(elsewhere.page().says("You have no part in a disagreement yet"));
  const std::string hidden = elsewhere.get("/search?reference=" + first).text();
  const std::string missing = elsewhere.get("/search?reference=NONE-NONE").text();
  EXPECT_THAT(hidden, HasSubstr("No disagreement that you have a part in has the reference"));
  EXPECT_EQ(hidden.size() - first.size(), missing.size() - std::string{"NONE-NONE"}.size());
}

// "Your safeguarding lead can see it": whoever may open it finds it, though nothing waits for them.
TEST_F(ListOfDisagreements, IsFoundByWhoLeadsOnSafeguardingForASide) {
  const auto there = *site.service().partnership(PartnershipId{partnership});
  for (const AgencyId& agency : {raiser.agency, other.agency}) {
    const PostId post = there->directory->agency(agency)->safeguarding_lead;
    const PersonId lead = there->directory->holder(post, site.service().now()).person;
    Visitor elsewhere{site, partnership, lead.text()};
    EXPECT_TRUE(elsewhere.get("/disagreements").says("45 disagreements")) << lead.text();
    EXPECT_THAT(elsewhere.get("/search?reference=" + first).text(), HasSubstr(first + " "));
  }
}

// "Our reference": as somebody reads it out, in small letters and with spaces.
TEST_F(ListOfDisagreements, IsSearchedByReference) {
  visitor.get("/search");
  EXPECT_TRUE(visitor.page().says("You can search by Accord’s own reference"));

  std::string spoken = first;
  for (char& c : spoken) {
    c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  visitor.send({{"reference", spoken}});

  EXPECT_NE(visitor.page().link(first), "");
  EXPECT_EQ(visitor.get(visitor.page().link(first)).status, 200);
}

}  // namespace
}  // namespace accord::test
