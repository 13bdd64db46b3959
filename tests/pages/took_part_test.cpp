#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "disagreement/roles.hpp"
#include "policy/walk.hpp"
#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kAsked = "Who took part?";
constexpr const char* kNotListed = "Somebody who is not listed (say who in your words)";

class TookPart : public testing::TestWithParam<std::string> {
 protected:
  TookPart()
      : site{{GetParam()}},
        raiser{practitioner(site, GetParam(), "health")},
        other{practitioner(site, GetParam(), "social care")},
        visitor{site, GetParam(), raiser.id.text()} {
    answer_everything(visitor, other.agency, other.id,
                      {{"person-" + other.agency.text(), "unknown"}});
    visitor.send({});
    path = "/d/" + visitor.page().path.substr(visitor.page().path.rfind('/') + 1);
  }

  Loaded loaded() {
    auto found =
        site.service().load(PartnershipId{GetParam()}, path.substr(3), {raiser.id, raiser.agency});
    EXPECT_TRUE(found.has_value()) << to_words(found.error());
    return *std::move(found);
  }

  TestSite site;
  Person raiser;
  Person other;
  Visitor visitor;
  std::string path;
};

// GLO-7, LEE-4: a discussion has somebody on the other side of it. Whom Accord does not list is
// named in the words, and nobody else is ticked in their place.
TEST_P(TookPart, GLO_7_IsSaidInWordsWhereNobodyListedDid) {
  const Loaded now = loaded();
  const auto talk = std::ranges::find_if(now.state.duties, [&](const DutyState& duty) {
    const DutyRule* rule = now.rules.policy->duty(duty.scope, duty.id);
    return rule != nullptr && rule->proof == Proof::Contact;
  });
  ASSERT_NE(talk, now.state.duties.end());
  const std::string form = fmt::format("{}/done/{}", path, talk->number);
  ASSERT_THAT(visitor.get(form).text(), AllOf(HasSubstr(kAsked), HasSubstr(kNotListed)));
  const std::string words = "I spoke with Ms Adeyemi, their duty manager.";

  const Shown done = answer_page(visitor, {{"participants", "not listed"},
                                           {"text-1", words},
                                           {"text-2", words},
                                           {"text-3", words},
                                           {"text-4", words},
                                           {"note", words}});

  EXPECT_EQ(done.status, 200) << done.text();
  EXPECT_THAT(done.text(), AllOf(HasSubstr(words), Not(HasSubstr("Who took part:"))));
}

// LEE-4, LIN-8: who is to be spoken to can be ticked, though they have had no part in it until now.
TEST_P(TookPart, LIN_8_OffersWhomTheClauseSaysToTurnTo) {
  const Loaded now = loaded();
  const Circumstances at = site.service().circumstances(now);
  std::vector<const Stage*> scopes{&at.policy.throughout};
  for (const Stage& stage : at.policy.stages) {
    scopes.push_back(&stage);
  }
  for (const Stage* scope : scopes) {
    for (const DutyRule& rule : scope->duties) {
      if (rule.proof != Proof::Contact || !rule.is_right()) {
        continue;
      }
      const Shown form = visitor.get(fmt::format("{}/use/{}/{}", path, scope->id, rule.id));
      ASSERT_EQ(form.status, 200) << form.path;
      for (const Ower& asked : resolve_all(rule.to, now.state, at)) {
        EXPECT_TRUE(asked.person.empty() ||
                    form.html.contains(fmt::format("value=\"{}\"", asked.person.text())))
            << form.path << " does not offer " << asked.person.text();
      }
    }
  }
}

// Not every procedure has such a right; without one in any, the test above would look at nothing.
TEST(TookPartSomewhere, LIN_8_ProceduresNameWhomToTurnTo) {
  TestSite site{every_partnership()};
  std::ptrdiff_t found = 0;
  for (const std::string& name : every_partnership()) {
    const auto partnership = site.service().partnership(PartnershipId{name});
    ASSERT_TRUE(partnership.has_value());
    for_each_scope(*(*partnership)->policy, [&](const Stage& scope) {
      found += std::ranges::count_if(scope.duties, [](const DutyRule& rule) {
        return rule.is_right() && rule.proof == Proof::Contact && !rule.to.empty();
      });
    });
  }
  EXPECT_GE(found, 2);
}

INSTANTIATE_TEST_SUITE_P(Everywhere, TookPart, testing::ValuesIn(every_partnership()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace accord::test
