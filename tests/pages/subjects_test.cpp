#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "base/testdata/project_folder.hpp"
#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kProcedure = ACCORD_WALKED_PARTNERSHIP;

/// A procedure that is also for adults, and never for how services work together.
std::string also_for_adults() {
  std::ifstream file{testdata::project_folder() / "policies" / kProcedure / "policy.yaml"};
  std::string text{std::istreambuf_iterator<char>{file}, {}};
  constexpr std::string_view kBefore = "\nstages:\n";
  return text.insert(text.find(kBefore), "\nsubjects: [child, adult]\n");
}

// ALL-2: whom it is about is asked for where it need not be a child, and stands on its page.
TEST(RaisingAboutOthers, ALL_2_AsksWhoItIs) {
  TestSite site{{kProcedure}};
  const auto adopted =
      site.service().adopt_policy(PartnershipId{kProcedure}, also_for_adults(), site.now());
  ASSERT_TRUE(adopted.has_value()) << to_words(adopted.error());
  const Person raiser = practitioner(site, kProcedure, "health");
  const Person other = practitioner(site, kProcedure, "social care");
  Visitor visitor{site, kProcedure, raiser.id.text()};

  const Shown asked = answer_everything(visitor, other.agency, other.id, {}, "/children");
  EXPECT_THAT(asked.text(), AllOf(HasSubstr("Who is this about?"), HasSubstr("An adult"),
                                  Not(HasSubstr("A household")), Not(HasSubstr("no one child"))));
  EXPECT_THAT(visitor.send({{"child-1-reference", "MH-20418"}}).text(),
              HasSubstr("Select who it is"));
  EXPECT_THAT(visitor.send({{"child-1-reference", ""}, {"child-1-kind", "adult"}}).text(),
              HasSubstr("Enter your agency’s reference"));
  visitor.send({{"child-1-reference", "MH-20418"}, {"child-1-kind", "adult"}});
  for (int i = 0; i < 20 && !visitor.page().path.ends_with("/check"); ++i) {
    answer_page(visitor, {{"agency", other.agency.text()},
                          {"what", "They closed it"},
                          {"why", "It is not safe"},
                          {"change", "A visit"},
                          {"impact", "Hunger"}});
  }
  ASSERT_THAT(visitor.send({}).path, HasSubstr("/raise/sent/"));

  const auto rows = site.service().all_disagreements(PartnershipId{kProcedure}).value();
  ASSERT_EQ(rows.size(), 1U);
  const Shown page = visitor.get("/d/" + rows.front().reference);
  EXPECT_THAT(page.html, HasSubstr("aria-label=\"About the adult\""));
  EXPECT_THAT(page.text(), AllOf(HasSubstr("Adult"), HasSubstr("MH-20418")));
}

}  // namespace
}  // namespace accord::test
