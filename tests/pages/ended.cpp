#include "ended.hpp"

#include <gtest/gtest.h>

namespace accord::test {

namespace {

void send(TestSite& site, const std::string& path, std::string_view person, std::string_view agency,
          CommandBody body) {
  Submission submission;
  submission.partnership = PartnershipId{kPartnership};
  submission.command = {{PersonId{std::string{person}}, AgencyId{std::string{agency}}},
                        std::move(body)};
  submission.command_id = CommandId{site.service().new_id()};
  submission.body = submission.command_id.text();
  const auto loaded = site.service().load(submission.partnership, path.substr(3),
                                          {PersonId{"isaac_drummond"}, AgencyId{"trust"}});
  ASSERT_TRUE(loaded.has_value()) << to_words(loaded.error());
  submission.disagreement = loaded->id;
  const auto recorded = site.service().submit(submission);
  ASSERT_TRUE(recorded.has_value()) << to_words(recorded.error());
}

TakeExit take(std::string scope, std::string exit, Texts record) {
  TakeExit command;
  command.scope = std::move(scope);
  command.exit = std::move(exit);
  command.record = std::move(record);
  return command;
}

}  // namespace

std::string raised_disagreement(TestSite& site) {
  Raise raise;
  raise.sides = {{AgencyId{"trust"}, PersonId{"isaac_drummond"}},
                 {AgencyId{"csc"}, PersonId{"priya_crane"}}};
  raise.children = {{"child-1", "MH-20418", "", "Under 1"}};
  raise.matter = {"A referral was closed without a visit", "They closed the referral.",
                  "Nobody has seen the baby.", "See the baby this week.",
                  "The baby sleeps in a room that nobody has looked at."};
  raise.facts = {{"immediate_danger", "", {"no"}, {}},
                 {"matter", "", {"a disagreement with another agency"}, {}},
                 {"area", "", {"Levels of need"}, {}},
                 {"child_status", "child-1", {"looked after"}, {}}};
  Submission submission;
  submission.partnership = PartnershipId{kPartnership};
  submission.command = {{PersonId{"isaac_drummond"}, AgencyId{"trust"}}, raise};
  submission.command_id = CommandId{site.service().new_id()};
  submission.body = "raise";
  const auto recorded = site.service().submit(submission);
  EXPECT_TRUE(recorded.has_value()) << to_words(recorded.error());
  return recorded ? "/d/" + recorded->reference : std::string{};
}

std::string ended(TestSite& site) {
  const std::string path = raised_disagreement(site);
  const Texts terms{{"what was agreed", "A visit on Friday"}};
  send(site, path, "isaac_drummond", "trust", take("discussion", "agreed", terms));
  send(site, path, "priya_crane", "csc", take("discussion", "agreed", {}));
  return path;
}

std::string at_senior_managers(TestSite& site) {
  const std::string path = raised_disagreement(site);
  const Texts why{{"why it is not resolved", "Nobody has been to see the baby."}};
  send(site, path, "isaac_drummond", "trust", take("discussion", "not_agreed", why));
  send(site, path, "peter_weston", "trust",
       take("managers", "not_agreed",
            {{"what has been discussed", "The weights"}, {"why it is not resolved", "No visit"}}));
  return path;
}

}  // namespace accord::test
