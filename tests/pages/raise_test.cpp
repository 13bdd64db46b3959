#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scene.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

class Raising : public testing::TestWithParam<std::string> {
 protected:
  Raising()
      : site{{GetParam()}},
        raiser{practitioner(site, GetParam(), "health")},
        other{practitioner(site, GetParam(), "social care")},
        visitor{site, GetParam(), raiser.id.text()} {}

  [[nodiscard]] std::vector<DisagreementRow> rows() {
    return site.service().all_disagreements(PartnershipId{GetParam()}).value();
  }

  TestSite site;
  Person raiser;
  Person other;
  Visitor visitor;
};

// ALL-2, ALL-9: from "is the child in danger" to a disagreement that both sides see, in the policy
// of every partnership, with nothing but forms.
TEST_P(Raising, ALL_2_GoesFromTheFirstQuestionToADisagreement) {
  const Shown check = answer_everything(visitor, other.agency, other.id);
  ASSERT_THAT(check.path, EndsWith("/check"));
  EXPECT_THAT(check.text(), AllOf(HasSubstr("MH-20418"), HasSubstr("When you send this"),
                                  HasSubstr(other.name), Not(HasSubstr("cannot be sent yet"))));

  const Shown sent = visitor.send({});

  ASSERT_EQ(sent.status, 200) << sent.text();
  EXPECT_THAT(sent.path, HasSubstr("/raise/sent/"));
  EXPECT_THAT(sent.text(), AllOf(HasSubstr("Sent"), HasSubstr(other.name), HasSubstr(other.phone),
                                 HasSubstr("I saw the child had lost weight.")));
  ASSERT_THAT(rows(), SizeIs(1));
  EXPECT_EQ(rows().front().raiser, raiser.id);
  EXPECT_EQ(rows().front().summary, "They closed the referral");
  EXPECT_THAT(visitor.get("/work").text(), Not(HasSubstr("Started but not sent")));
}

// Out of hours the daytime number rings in an empty office: who is on call is named, with the
// number for that hour.
TEST_P(Raising, ALL_2_NamesWhoAnswersNow) {
  site.set_now("2026-11-21T22:00");  // a Saturday night
  answer_everything(visitor, other.agency, other.id);
  const auto there = *site.service().partnership(PartnershipId{GetParam()});
  const auto on_call = there->directory->on_call(other.agency, "on_call_manager", site.now());
  const Agency& agency = *there->directory->agency(other.agency);

  const Shown sent = visitor.send({});

  ASSERT_EQ(sent.status, 200) << sent.text();
  const std::string text = sent.text();
  const std::string ring = text.substr(text.find("Now ring them"), 200);
  if (on_call) {
    EXPECT_THAT(ring, AllOf(HasSubstr(there->directory->person(on_call->person)->name),
                            HasSubstr(on_call->phone), HasSubstr("on-call manager of")));
  } else if (!agency.out_of_hours_phone.empty()) {
    EXPECT_THAT(ring, HasSubstr(agency.out_of_hours_phone));
  } else {
    EXPECT_THAT(ring, HasSubstr(other.name));
  }
}

// "Change" stands where it is theirs to change; else whose it is.
TEST_P(Raising, ALL_3_OffersToChangeOnlyWhatIsTheirsToChange) {
  answer_everything(visitor, other.agency, other.id);
  visitor.send({});
  ASSERT_THAT(rows(), SizeIs(1));
  const auto there = *site.service().partnership(PartnershipId{GetParam()});

  const Shown page = visitor.get("/d/" + rows().front().reference + "/fact");

  ASSERT_EQ(page.status, 200) << page.text();
  for (const FactRule& rule : there->policy->facts) {
    EXPECT_TRUE(rule.set_by.empty() || page.says(rule.asks)) << rule.asks;
    if (page.says(rule.asks)) {
      const bool offered = !page.link("Change the answer to: " + rule.asks).empty();
      EXPECT_EQ(offered, rule.set_by.empty()) << rule.asks;
      EXPECT_EQ(offered, !page.says(rule.asks + " Not answered yet For")) << rule.asks;
    }
  }
}

// "Yes or Not sure → … Never blocks recording."
TEST_P(Raising, ALL_1_TellsToCall999FirstAndStillRecords) {
  visitor.get("/raise");

  const Shown now = visitor.send({{"fact-immediate_danger", "not sure"}});

  EXPECT_THAT(now.path, EndsWith("/now"));
  EXPECT_THAT(now.text(), AllOf(HasSubstr("Call 999 now"), HasSubstr("Carry on and record it")));
  EXPECT_EQ(visitor.get(now.link("Carry on and record it")).status, 200);
}

// "999 / the duty safeguarding team / the agency's own safeguarding lead, from the directory": the
// team's number is the one that is answered now, wherever somebody is told to ring.
TEST_P(Raising, ALL_1_NamesTheDutySafeguardingTeamWithTheNumberThatAnswersNow) {
  const std::shared_ptr<const Directory> directory =
      (*site.service().partnership(PartnershipId{GetParam()}))->directory;
  const Agency& team = *directory->agency(other.agency);
  ASSERT_NE(team.phone, "");
  ASSERT_NE(team.out_of_hours_phone, "");
  const auto numbers_at = [&](const char* now) {
    site.set_now(now);
    Visitor somebody{site, GetParam(), raiser.id.text()};
    somebody.get("/raise");
    return somebody.send({{"fact-immediate_danger", "yes"}}).text();
  };

  EXPECT_THAT(numbers_at("2026-11-20T10:00"),
              AllOf(HasSubstr(team.name), HasSubstr("duty safeguarding team, duty number"),
                    HasSubstr(team.phone), Not(HasSubstr(team.out_of_hours_phone))));
  EXPECT_THAT(numbers_at("2026-11-22T10:00"),
              AllOf(HasSubstr("duty safeguarding team, out of hours number"),
                    HasSubstr(team.out_of_hours_phone), Not(HasSubstr(team.phone))));

  site.set_now("2026-11-20T10:00");
  answer_everything(visitor, other.agency, other.id);
  visitor.send({});
  const std::string address = "/d/" + rows().front().reference;
  EXPECT_THAT(visitor.get(address + "/danger").text(), HasSubstr(team.phone));
  site.set_now("2026-11-22T10:00");
  EXPECT_THAT(visitor.get(address).text(),
              AllOf(HasSubstr("Out of hours number"), HasSubstr(team.out_of_hours_phone),
                    Not(HasSubstr(team.phone))));
}

// An agency without anybody on call has no heading over nothing.
TEST_P(Raising, ALL_1_SaysWhoIsOnCallOnlyWhereSomebodyIs) {
  const Person teacher = practitioner(site, GetParam(), "education");
  Visitor school{site, GetParam(), teacher.id.text()};
  school.get("/raise");
  EXPECT_THAT(school.send({{"fact-immediate_danger", "yes"}}).text(),
              Not(HasSubstr("On call for your agency now")));
}

// ALL-12: what another procedure is for is told where to go, and what was typed is kept.
TEST_P(Raising, ALL_12_SendsAComplaintElsewhereAndKeepsWhatWasTyped) {
  visitor.get("/raise");
  visitor.send({{"fact-immediate_danger", "no"}});
  const std::string html = visitor.page().html;
  const std::size_t at = html.find("value=\"a complaint about a");
  ASSERT_NE(at, std::string::npos);
  const std::string complaint = html.substr(at + 7, html.find('"', at + 7) - at - 7);

  const Shown elsewhere = visitor.send({{"fact-matter", complaint}});

  EXPECT_THAT(elsewhere.path, EndsWith("/elsewhere"));
  EXPECT_THAT(elsewhere.text(), HasSubstr("complaints procedure"));
  const Shown back = visitor.get(elsewhere.link("I still want to raise"));
  EXPECT_THAT(back.html, HasSubstr("value=\"" + complaint + "\" checked"));
}

// "Validation on submit only … title 'Error: …', answer kept"; "saved on every Continue".
TEST_P(Raising, KeepsWhatWasTypedWhenSomethingIsMissingAndForLater) {
  answer_everything(visitor, other.agency, other.id);
  const std::string draft = visitor.page().path.substr(0, visitor.page().path.rfind('/'));
  visitor.get(draft + "/why");

  const Shown empty = visitor.send({{"why", " "}});
  EXPECT_EQ(empty.status, 422);
  EXPECT_THAT(empty.html, HasSubstr("<title>Error: "));
  EXPECT_THAT(empty.html, HasSubstr("href=\"#why\""));
  EXPECT_TRUE(empty.says("Enter why the decision is not safe for the child"));

  const Shown later = visitor.send({{"why", "Half a sentence"}, {"later", "1"}});
  EXPECT_THAT(later.text(), AllOf(HasSubstr("Started but not sent"), HasSubstr("Saved")));
  EXPECT_THAT(visitor.get(draft + "/why").html, HasSubstr("Half a sentence</textarea>"));
  EXPECT_THAT(rows(), IsEmpty());
}

// Timescale rule 8: "any side can set it at any time, with a reason, under every policy".
TEST_P(Raising, TakesADateThatProtectsTheChild) {
  answer_everything(visitor, other.agency, other.id);
  const std::string draft = visitor.page().path.substr(0, visitor.page().path.rfind('/'));
  visitor.get(draft + "/timescale?from=check");
  const Shown past = visitor.send({{"needed", "sooner"},
                                   {"by-day", "17"},
                                   {"by-month", "11"},
                                   {"by-year", "2026"},
                                   {"by-time", "5pm"}});
  EXPECT_EQ(past.status, 422);
  EXPECT_TRUE(past.says("The date must be still to come"));
  EXPECT_TRUE(past.says("Enter why the child needs it by then"));

  const Shown check = visitor.send(
      {{"by-day", "18"}, {"by-time", "4pm"}, {"by_reason", "The weekend is when it happens."}});

  EXPECT_THAT(check.path, EndsWith("/check"));
  EXPECT_THAT(check.text(), HasSubstr("4pm today"));
}

// What somebody typed is sent, or refused in words: an answer that contradicts another one of its
// page would be left out.
TEST_P(Raising, LeavesNothingOutThatContradictsAnotherAnswer) {
  answer_everything(visitor, other.agency, other.id);
  const std::string draft = visitor.page().path.substr(0, visitor.page().path.rfind('/'));
  visitor.get(draft + "/timescale?from=check");
  const Shown sooner = visitor.send({{"needed", "policy"}, {"by_reason", "The weekend."}});
  EXPECT_EQ(sooner.status, 422);
  EXPECT_TRUE(sooner.says("select “Sooner”, or take the date and the reason out"));
  visitor.get(draft + "/check");
  const Shown unsent = visitor.send({});
  EXPECT_EQ(unsent.status, 422);
  EXPECT_TRUE(unsent.says("select “Sooner”, or take the date and the reason out"));
  EXPECT_THAT(rows(), IsEmpty());
  visitor.get(draft + "/timescale?from=check");
  visitor.send({{"by_reason", ""}});

  visitor.get(draft + "/children?from=check");
  const Shown none = visitor.send({{"no_child", "yes"}});
  EXPECT_EQ(none.status, 422);
  EXPECT_TRUE(none.says("You gave a reference, and selected that it is about no one child"));
}

// Whoever is written stands beside whoever is selected, or in the place of "nobody".
TEST_P(Raising, SendsEverybodyWhomItWasTalkedThroughWith) {
  answer_everything(visitor, other.agency, other.id);
  const std::string draft = visitor.page().path.substr(0, visitor.page().path.rfind('/'));
  visitor.get(draft + "/talked?from=check");
  const Shown check = visitor.send({{"talked-other", "My predecessor"}});
  EXPECT_THAT(check.text(), AllOf(HasSubstr("My predecessor"), Not(HasSubstr("Nobody yet"))));
  visitor.send({});
  EXPECT_THAT(visitor.get("/d/" + rows().front().reference).text(), HasSubstr("My predecessor"));
}

// Timescale rule 13: why a date that is not the document's own binds is said as it is, before what
// was routine becomes urgent and after it.
TEST_P(Raising, ALL_5_SaysWhyALocalTargetBinds) {
  const std::shared_ptr<const Policy> policy =
      (*site.service().partnership(PartnershipId{GetParam()}))->policy;
  const auto fact = std::ranges::find_if(policy->facts, [](const FactRule& rule) {
    return rule.fastest_first && rule.held_by == HeldBy::Case;
  });
  if (fact == policy->facts.end()) {
    return;  // nothing can become urgent in it
  }
  answer_everything(visitor, other.agency, other.id, {{"fact-" + fact->id, fact->one_of.back()}});
  visitor.send({});
  const std::string address = "/d/" + rows().front().reference;
  const std::string before = "own target from before the change still binds";
  EXPECT_THAT(visitor.get(address).text(),
              AllOf(HasSubstr("The policy gives no time"), Not(HasSubstr(before))));

  if (!rows().front().local_target) {
    return;  // its first stage has a time of the document's own from the start
  }
  site.pass("2026-11-25T10:00");
  ASSERT_GT(*rows().front().due, site.now()) << "the target is still to come";
  visitor.get(address + "/fact/" + fact->id);
  visitor.send({{fact->id, fact->one_of.front()}, {"reason", "The father is back."}});
  EXPECT_THAT(visitor.get(address).text(), HasSubstr(before));
}

// "Your own side alone can read this answer": not in the chronology either, nor in the record.
TEST_P(Raising, ALL_9_KeepsWhomItWasTalkedThroughWithFromTheOtherSide) {
  const std::shared_ptr<const Directory> directory =
      (*site.service().partnership(PartnershipId{GetParam()}))->directory;
  const Post& post = *directory->post_in(raiser.id, raiser.agency);
  const Post& manages = *directory->line_manager(post.id, site.now());
  const Person& manager = *directory->person(directory->holder(manages.id, site.now()).person);
  answer_everything(visitor, other.agency, other.id, {{"talked", manager.id.text()}});
  visitor.send({});
  const std::string address = "/d/" + rows().front().reference;
  const std::string advice = "Who took part";

  Visitor theirs{site, GetParam(), other.id.text()};
  EXPECT_THAT(theirs.get(address + "/record").text(), Not(HasSubstr(manager.name)));
  EXPECT_THAT(theirs.get(address).text(), Not(HasSubstr(advice)));
  EXPECT_THAT(visitor.get(address).text(),
              HasSubstr("Talked through first with (your side alone sees this) " + manager.name));
}

// "Who will be able to see it": everybody of an agency, as long as nobody there is named.
TEST_P(Raising, SaysThatAWholeAgencyReadsItWhereNobodyIsNamed) {
  const Shown known = answer_everything(visitor, other.agency, other.id);
  ASSERT_THAT(known.path, EndsWith("/check"));
  EXPECT_THAT(known.text(), Not(HasSubstr("everybody of ")));
  const std::string draft = known.path.substr(0, known.path.rfind('/'));
  visitor.get(draft + "/people?from=check");
  const Shown unknown = visitor.send({{"person-" + other.agency.text(), "unknown"}});
  ASSERT_THAT(unknown.path, EndsWith("/check")) << unknown.text();
  EXPECT_THAT(unknown.text(), HasSubstr("until it is known who this is for"));
}

// "Within the policy limit": the date is the engine's own, for each class where the policy has
// classes.
TEST_P(Raising, ALL_5_ShowsTheProceduresOwnDateBeforeItIsChosen) {
  const Shown page = answer_everything(visitor, other.agency, other.id, {}, "/timescale");

  ASSERT_THAT(page.path, EndsWith("/timescale"));
  EXPECT_THAT(page.text(), testing::ContainsRegex("Within the procedure’s own time: .*by [0-9]"));
}

// ALL-2: "about one child or several, unborn included".
TEST_P(Raising, ALL_2_TakesSeveralChildren) {
  answer_everything(visitor, other.agency, other.id, {}, "/children");
  const Shown more = visitor.send({{"child-1-reference", "MH-1"}, {"add", "1"}});
  ASSERT_THAT(more.path, EndsWith("/children"));
  visitor.send({{"child-2-reference", "MH-2"}, {"child-2-age", "Unborn"}});
  for (int i = 0; i < 20 && !visitor.page().path.ends_with("/check"); ++i) {
    answer_page(visitor, {{"agency", other.agency.text()},
                          {"what", "They closed it"},
                          {"why", "It is not safe"},
                          {"change", "A visit"},
                          {"impact", "Hunger"}});
  }

  EXPECT_THAT(visitor.page().text(),
              AllOf(HasSubstr("MH-1"), HasSubstr("MH-2"), HasSubstr("Unborn")));
  EXPECT_THAT(visitor.send({}).path, HasSubstr("/raise/sent/"));
}

// ALL-14: "'something else', in words, can always be chosen".
TEST_P(Raising, ALL_14_TakesAnAreaInOnesOwnWords) {
  const Shown check =
      answer_everything(visitor, other.agency, other.id,
                        {{"fact-area", ""}, {"fact-area-other", "Who visits in the holidays"}});

  if (check.says("Who visits in the holidays")) {
    visitor.send({});
    EXPECT_EQ(rows().front().area, "Who visits in the holidays");
  } else {
    ADD_FAILURE() << check.text();
  }
}

// A name cannot be taken out of the record again: it warns, and does not stop anybody.
TEST_P(Raising, WarnsOfNamesAndRefusesThemAsReferences) {
  const Shown check =
      answer_everything(visitor, other.agency, other.id, {{"why", "I saw Zoe Bloggs cry."}});
  EXPECT_THAT(check.text(), HasSubstr("“Zoe Bloggs”"));
  const std::string draft = check.path.substr(0, check.path.rfind('/'));

  visitor.get(draft + "/children");
  const Shown name = visitor.send({{"child-1-reference", "Zoe"}});

  EXPECT_EQ(name.status, 422);
  EXPECT_TRUE(name.says("This looks like a name"));
  const Shown born = visitor.send({{"child-1-reference", "12/03/2019"}});
  EXPECT_EQ(born.status, 422);
  EXPECT_TRUE(born.says("This reads as a date"));
}

// S-IDEM: the same form sent twice is one disagreement.
TEST_P(Raising, S_IDEM_RecordsOnceHoweverOftenItIsSent) {
  answer_everything(visitor, other.agency, other.id);
  Visitor twice = visitor;

  const Shown first = visitor.send({});
  const Shown second = twice.send({});

  EXPECT_EQ(first.path, second.path);
  EXPECT_THAT(rows(), SizeIs(1));
}

// Going back in the browser after sending: what was sent is not asked again, and what is typed
// there is neither lost nor recorded.
TEST_P(Raising, S_IDEM_SaysOfASentDraftWhatItBecame) {
  answer_everything(visitor, other.agency, other.id);
  const std::string draft = visitor.page().path.substr(0, visitor.page().path.rfind('/'));
  Visitor elsewhere = visitor;
  elsewhere.get(draft + "/why");
  const std::string reference = visitor.send({}).path.substr(visitor.page().path.rfind('/') + 1);

  for (const std::string step : {"/danger", "/why", "/check"}) {
    const Shown back = visitor.get(draft + step);
    EXPECT_EQ(back.status, 200);
    EXPECT_THAT(back.text(), AllOf(HasSubstr("You have sent this"), HasSubstr(reference)));
    EXPECT_THAT(back.link("Open disagreement"), EndsWith("/d/" + reference));
  }
  const Shown late = elsewhere.send({{"why", "I have thought of something else."}});
  EXPECT_EQ(late.status, 409);
  EXPECT_THAT(late.text(),
              AllOf(HasSubstr("was not recorded"), HasSubstr("I have thought of something else.")));
  EXPECT_THAT(visitor.get("/work").text(), Not(HasSubstr("Started but not sent")));
}

TEST_P(Raising, KnowsNoDraftThatNobodyBegan) {
  for (const std::string id : {"0123456789abcdef0123456789abcdef", "zoe"}) {
    for (const std::string step : {"/danger", "/why", "/check", "/danger?new=AAAA"}) {
      const Shown page = visitor.get("/raise/" + id + step);
      EXPECT_EQ(page.status, 404) << page.path;
      EXPECT_THAT(page.text(), HasSubstr("There is no draft here"));
      EXPECT_EQ(page.link("Your work"), "/p/" + GetParam() + "/work");
    }
  }
}

// What the page showed is what is sent: another tab may have changed the draft since.
TEST_P(Raising, SendsNothingThatTheCheckPageDidNotShow) {
  answer_everything(visitor, other.agency, other.id);
  const std::string draft = visitor.page().path.substr(0, visitor.page().path.rfind('/'));
  Visitor tab = visitor;
  tab.get(draft + "/why?from=check");
  tab.send({{"why", "Another reason altogether."}});

  const Shown again = visitor.send({});

  EXPECT_EQ(again.status, 422);
  EXPECT_THAT(rows(), IsEmpty());
  EXPECT_THAT(again.text(), AllOf(HasSubstr("changed after this page was shown"),
                                  HasSubstr("Another reason altogether.")));
  EXPECT_THAT(visitor.send({}).path, HasSubstr("/raise/sent/"));
  EXPECT_THAT(rows(), SizeIs(1));
}

// A form without the id of its command would be recorded each time it is sent.
TEST_P(Raising, S_IDEM_RefusesAFormWithoutItsNumberAndKeepsWhatWasTyped) {
  answer_everything(visitor, other.agency, other.id, {}, "/why");

  const Shown refused = visitor.send({{"command", ""}, {"why", "Line one\nand two"}});

  EXPECT_EQ(refused.status, 400);
  EXPECT_THAT(refused.text(), AllOf(HasSubstr("came without its number"), HasSubstr("Line one")));
  const std::string draft = refused.path.substr(0, refused.path.rfind('/'));
  EXPECT_THAT(visitor.send({}).path, Not(EndsWith("/why")));
  EXPECT_THAT(visitor.get(draft + "/why").html, HasSubstr("Line one\nand two</textarea>"));
}

// A draft is its writer's alone.
TEST_P(Raising, KeepsADraftFromEverybodyElse) {
  const Shown check = answer_everything(visitor, other.agency, other.id);
  Visitor somebody{site, GetParam(), other.id.text()};

  const Shown refused = somebody.get(check.path);

  EXPECT_EQ(refused.status, 404);
  EXPECT_THAT(refused.text(), Not(HasSubstr("MH-20418")));
  visitor.send({});
  EXPECT_TRUE(somebody.get(check.path).says("There is no draft here")) << "nor that it was sent";
}

INSTANTIATE_TEST_SUITE_P(Everywhere, Raising, testing::ValuesIn(every_partnership()),
                         [](const auto& tested) { return tested.param; });

}  // namespace
}  // namespace accord::test
