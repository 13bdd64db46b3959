#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>

#include "base/testdata/project_folder.hpp"
#include "pages/longest_times.hpp"
#include "policy/extend.hpp"
#include "policy/words.hpp"
#include "policy/yaml_tree.hpp"
#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class PolicyPage : public testing::TestWithParam<std::string> {
 protected:
  PolicyPage() : site{{GetParam()}}, visitor{site, GetParam(), ""} {}

  /// The address of the first image on the page.
  [[nodiscard]] std::string picture() const {
    std::smatch found;
    const std::string& html = visitor.page().html;
    return std::regex_search(html, found, std::regex{"<img src=\"([^\"]+)\""}) ? found[1].str()
                                                                               : "";
  }

  TestSite site;
  Visitor visitor;
};

// ALL-15: "the policy with its flowchart", before anybody has signed in.
TEST_P(PolicyPage, ALL_15_ShowsTheFlowchartAndTheSameInWords) {
  const Shown page = visitor.get("/policy");

  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.html, AllOf(HasSubstr("tabindex=\"0\"><img "),
                               HasSubstr("alt=\"Flowchart of the procedure."),
                               HasSubstr("<ol class=\"accord-flow\" aria-labelledby=\"steps\">")));
  const Shown alone = visitor.get("/policy/flowchart");
  EXPECT_EQ(alone.status, 200);
  EXPECT_THAT(alone.html, AllOf(HasSubstr(picture()), HasSubstr("<ol class=\"accord-flow\"")));
}

// "Not stated" is no date.
TEST_P(PolicyPage, ALL_15_SaysWhereTheDocumentDoesNotSayWhenItWasUpdated) {
  const Shown page = visitor.get("/policy");
  EXPECT_FALSE(page.says("last updated not stated"));
  const auto found = site.service().partnership(PartnershipId{GetParam()});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(page.says("The document does not say when it was last updated."),
            (*found)->policy->last_updated == "not stated");
}

// On a narrow screen the picture is small; alone it can be enlarged.
TEST_P(PolicyPage, ALL_15_LinksToThePictureAlone) {
  visitor.get("/policy");
  EXPECT_EQ(visitor.page().link("Open the picture alone"), picture());
}

TEST_P(PolicyPage, ALL_15_ServesThePictureUnderAnAddressOfItsOwn) {
  visitor.get("/policy");
  const std::string address = picture();

  const Shown svg = visitor.get(address);

  EXPECT_EQ(svg.status, 200);
  EXPECT_THAT(svg.html, AllOf(StartsWith("<svg role=\"img\""), HasSubstr("<title id=")));
  EXPECT_EQ(svg.html.find("<script"), std::string::npos);
  EXPECT_EQ(svg.html.find("style="), std::string::npos) << "our own CSP would drop it";
}

// A picture is kept by browsers only under an address that names the policy it is of.
TEST_P(PolicyPage, KeepsNoPictureUnderAnAddressThatMayChange) {
  Request request;
  request.path = "/p/" + GetParam() + "/policy/flowchart.svg";
  request.segments = {"p", GetParam(), "policy", "flowchart.svg"};

  EXPECT_FALSE(site.answer(request).immutable);
  request.query = {{"policy", "another"}};
  EXPECT_FALSE(site.answer(request).immutable);
  const auto partnership = site.service().partnership(PartnershipId{GetParam()});
  request.query = {{"policy", (*partnership)->policy->hash}};
  const Response kept = site.answer(request);
  EXPECT_TRUE(kept.immutable);
  EXPECT_EQ(kept.content_type, "image/svg+xml");
}

/// What follows the first `from` of the text.
std::string after(const std::string& text, std::string_view from) {
  const std::size_t start = text.find(from);
  return start == std::string::npos ? std::string{} : text.substr(start);
}

// ALL-16: "the document may say whether it covers disagreements inside one agency, or not": the
// page says which, and what is done where it is silent.
TEST_P(PolicyPage, ALL_16_SaysWhatTheDocumentLeavesOpen) {
  const auto partnership = *site.service().partnership(PartnershipId{GetParam()});
  const Policy& policy = *partnership->policy;

  const std::string text = after(visitor.get("/policy").text(), "What the document does not say, ");

  const std::map<std::string, std::string> inside{
      {"yes", "The document covers it: it can be raised here."},
      {"no", "The document does not cover it: use your own"},
      {"not stated", "Not stated. It can be raised"}};
  EXPECT_THAT(text, HasSubstr("A disagreement inside one agency " +
                              inside.at(policy.inside_one_agency_word)));
  bool all_stated = true;
  for (const Stage& stage : policy.stages) {
    for (const Bound& bound : stage.settle) {
      if (bound.within.unit == Unit::NotStated) {
        all_stated = false;
        EXPECT_THAT(text, AllOf(HasSubstr("By when The document gives no time for:"),
                                HasSubstr(fmt::format("The stage “{}”", name_of(stage)))));
      }
    }
  }
  EXPECT_TRUE(all_stated || text.contains("a local target here")) << "each has a target of its own";
  ASSERT_EQ(policy.reopening, "not stated");
  EXPECT_THAT(text, HasSubstr("Opening it again once it has ended Not stated. Here an outcome "
                              "stays as it was recorded"));
  EXPECT_THAT(text, HasSubstr("a way on: Withdraw"));
  EXPECT_THAT(text, HasSubstr("Read as: The document does not speak of withdrawing"));
}

// Every reading that the policy declares of a role stands on the page: beside each clause that the
// role rests on, or else among what the document does not say.
TEST_P(PolicyPage, ALL_15_ShowsHowEachRoleIsRead) {
  const auto partnership = *site.service().partnership(PartnershipId{GetParam()});
  const std::string text = visitor.get("/policy").text();
  const std::size_t silent = text.find("Where the document is silent, ");
  ASSERT_NE(silent, std::string::npos);

  for (const RoleRule& role : partnership->policy->roles) {
    const std::size_t at = text.find("In Accord: “" + role.title + "” is the ");
    if (role.source.reading.empty()) {
      EXPECT_EQ(at == std::string::npos, role.source.clause.empty()) << role.id;
      continue;
    }
    ASSERT_NE(at, std::string::npos) << role.id;
    EXPECT_EQ(at > silent, role.source.clause.empty()) << role.id;
    const std::string reading =
        role.source.reading.substr(0, role.source.reading.find_last_not_of('\n') + 1);
    EXPECT_NE(text.find("Read as: " + reading, at), std::string::npos) << role.id;
  }
}

// Words of the document end as sentences; the page puts no second full stop behind them.
TEST_P(PolicyPage, EndsEveryRuleWithOneFullStop) {
  const std::string text = visitor.get("/policy").text();
  EXPECT_EQ(text.find(". ."), std::string::npos);
  EXPECT_EQ(text.find(".."), std::string::npos);
}

// The longest time to a final decision for each class, with the date of raising that gives it, in
// the policy's own names.
TEST_P(PolicyPage, SaysHowLongItCanTakeAndRaisedWhen) {
  const std::string text = after(visitor.get("/policy").text(), "How long it can take");

  EXPECT_THAT(text, AllOf(HasSubstr("raised on "), HasSubstr("decided by "),
                          HasSubstr("Every date of raising from Thursday 1 January 2026 on")));
  EXPECT_EQ(text.find('`'), std::string::npos) << "no ids of the file";
}

// It is worked out once, not at every request: again where the policy, the calendar or the year is
// another.
TEST_P(PolicyPage, WorksTheLongestTimeOutOnce) {
  const auto partnership = *site.service().partnership(PartnershipId{GetParam()});
  LongestTimes times;

  const auto first = times.of(*partnership, site.now());

  EXPECT_EQ(times.of(*partnership, site.now()), first);
  EXPECT_EQ(times.worked_out(), 1U);
  ASSERT_FALSE(first->each.empty());
  site.set_now("2027-01-01T10:00");
  const auto next = times.of(*partnership, site.now());
  EXPECT_EQ(times.worked_out(), 2U);
  EXPECT_NE(next->over, first->over);
}

// COV-9: what the partnership takes out of the region's procedure is said where the region has it.
TEST(PolicyThatExtends, SaysAtThePassageWhatDoesNotApplyHere) {
  const auto folder = testdata::project_folder() / "tests/constructs/18_inheritance";
  const auto text = [&](const char* name) {
    std::ifstream file{folder / name};
    return std::string{std::istreambuf_iterator<char>{file}, {}};
  };
  const auto whole =
      extend_policy(read_yaml(text("policy.yaml")).value(), read_yaml(text("region.yaml")).value());
  ASSERT_TRUE(whole.has_value());
  TestSite site{{}};
  const auto added = site.service().add_partnership({PartnershipId{"ashby"}, "Ashby", true},
                                                    whole->text, text("directory.yaml"));
  ASSERT_TRUE(added.has_value()) << to_words(added.error());
  Visitor visitor{site, "ashby", ""};

  EXPECT_THAT(visitor.get("/policy").text(),
              AllOf(HasSubstr("Does not apply here: Tell the region Local"),
                    HasSubstr("Does not apply here: Which postcode? Local")));
}

INSTANTIATE_TEST_SUITE_P(Everywhere, PolicyPage, testing::ValuesIn(every_partnership()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace accord::test
