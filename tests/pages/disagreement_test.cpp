#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pages/label.hpp"
#include "visitor.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

// Whose demonstration is walked through stands in CMakeLists.txt.
constexpr const char* kPartnership = ACCORD_WALKED_PARTNERSHIP;
constexpr const char* kRespondingAgency = ACCORD_WALKED_RESPONDING_AGENCY;

Submission raising(TestSite& site, std::string_view danger = "no") {
  Raise raise;
  raise.sides = {{AgencyId{"trust"}, PersonId{"isaac_drummond"}},
                 {AgencyId{"csc"}, PersonId{"priya_crane"}}};
  raise.children = {{"child-1", "MH-20418", "", "Under 1"}};
  raise.matter = {"A referral was closed without a visit", "They closed the referral.",
                  "Nobody has seen the baby.", "See the baby this week.",
                  "The baby sleeps in a room that nobody has looked at."};
  raise.facts = {{"immediate_danger", "", {std::string{danger}}, {}},
                 {"matter", "", {"a disagreement with another agency"}, {}},
                 {"area", "", {"Levels of need"}, {}},
                 {"child_status", "child-1", {"looked after"}, {}}};
  Submission submission;
  submission.partnership = PartnershipId{kPartnership};
  submission.command = {{PersonId{"isaac_drummond"}, AgencyId{"trust"}}, raise};
  submission.command_id = CommandId{site.service().new_id()};
  submission.body = "raise";
  return submission;
}

/// A disagreement raised by Isaac Drummond of the trust with Priya Crane of children's social care.
std::string raised(TestSite& site, std::string_view danger = "no") {
  const auto recorded = site.service().submit(raising(site, danger));
  EXPECT_TRUE(recorded.has_value()) << to_words(recorded.error());
  return recorded ? "/d/" + recorded->reference : std::string{};
}

// ui.md: "the child first … the next duty, who holds it, and by when … why that date".
TEST(DisagreementPage, ALL_5_SaysWhatComesNextAndWhyThen) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  const Shown page = isaac.get(path);

  EXPECT_EQ(page.status, 200);
  const std::string text = page.text();
  for (const char* words : {"A referral was closed without a visit",
                            "The child comes first",
                            "“The baby sleeps in a room that nobody has looked at.”",
                            "Looked after",
                            "Under 1",
                            "Next for you",
                            "Why this deadline?",
                            "Local target",
                            "2 working days from raising",
                            "clause 2.1 a",
                            "5 working days from raising",
                            "clause 1.7, 2.1 d",
                            "Stage 1: discuss with the other worker",
                            "Happening now",
                            "Could come next",
                            "Resolved: both sides agree",
                            "No answer: go to line managers For Cotswold",
                            "Not open now. It is open when",
                            "Nobody has seen the baby.",
                            "01632 960109",
                            "Raised with"}) {
    EXPECT_TRUE(page.says(words)) << words;
  }
  EXPECT_TRUE(page.says(std::string{"Raised with "} + kRespondingAgency));
  EXPECT_LT(text.find("The child comes first"), text.find("Next for you"));
}

// ui.md 1.4: "every page answers 'what do I do now?' in its first 3 lines", before anything that
// has to be scrolled to; danger alone stands above it.
TEST(DisagreementPage, ALL_5_SaysWhatToDoNowBeforeAllElse) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);

  const std::string mine = Visitor{site, kPartnership, "isaac_drummond"}.get(path).text();

  const std::size_t now = mine.find("Now for you: ");
  ASSERT_NE(now, std::string::npos);
  EXPECT_LT(now, mine.find("The child comes first"));
  const std::string danger = raised(site, "yes");
  const Shown urgent = Visitor{site, kPartnership, "isaac_drummond"}.get(danger);
  EXPECT_TRUE(urgent.says("If the child is in danger now, call 999"));
  EXPECT_FALSE(urgent.says("Now for you: "));
}

// A record of years stays readable: the newest entries stand open, the others fold by stage, and
// the record for the file shows every one.
TEST(DisagreementPage, ALL_13_FoldsALongChronologyAndLosesNothing) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  EXPECT_THAT(isaac.get(path).html, Not(HasSubstr("accord-older")));
  for (int i = 1; i <= 16; ++i) {
    isaac.get(path + "/note");
    EXPECT_EQ(isaac.send({{"text", "Note number " + std::to_string(i) + "."}}).status, 200);
  }

  const std::string html = isaac.get(path).html;
  const std::size_t fold = html.find("<details class=\"govuk-details accord-older\">");
  ASSERT_NE(fold, std::string::npos);
  EXPECT_TRUE(isaac.page().says("Stage 1: discuss with the other worker: 11 earlier entries"));
  EXPECT_LT(html.find("Note number 16."), fold);
  EXPECT_LT(html.find("Note number 12."), fold);
  EXPECT_GT(html.find("Note number 11."), fold);
  EXPECT_THAT(html, HasSubstr("id=\"entry-1\""));

  const std::string record = isaac.get(path + "/record").html;
  EXPECT_THAT(record, AllOf(HasSubstr("Note number 1."), HasSubstr("Note number 16."),
                            Not(HasSubstr("<details"))));
}

// S-AC2: "whatever does not exist and whatever may not be seen get the same bytes".
TEST(DisagreementPage, SAC2_IsNotThereForWhoMayNotSeeIt) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor stranger{site, kPartnership, "chloe_kirkby"};

  const Shown hidden = stranger.get(path);
  const Shown missing = stranger.get("/d/NONE-NONE");

  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.html, missing.html);
  for (const char* page : {"/note", "/record", "/danger", "/way/discussion/agreed"}) {
    EXPECT_EQ(stranger.get(path + page).status, 404) << page;
  }
}

// GLO-6, GLO-7 (2.1 a, b): the discussion is recorded with what the clause asks; ALL-3: resolved
// when both sides have confirmed it in writing, and not before.
TEST(DisagreementPage, ALL_3_GoesFromRaisedToResolvedByBothSides) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};

  isaac.get(isaac.get(path).link("Discuss it with the other worker"));
  const Shown incomplete = isaac.send({{"mode", "telephone"}, {"text-1", "Nobody saw the baby"}});
  EXPECT_EQ(incomplete.status, 422);
  EXPECT_TRUE(incomplete.says("There is a problem"));
  EXPECT_TRUE(incomplete.says("Enter what specifically should change for the child"));
  EXPECT_TRUE(incomplete.says("Select who took part"));
  EXPECT_THAT(incomplete.html, HasSubstr("Nobody saw the baby"));
  const Shown talked = isaac.send(
      {{"participants", "priya_crane"}, {"text-2", "A visit"}, {"text-3", "Nobody knows"}});
  EXPECT_EQ(talked.status, 200);
  EXPECT_TRUE(talked.says("Done: Discuss it with the other worker"));

  isaac.get(path + "/way/discussion/agreed");
  EXPECT_EQ(isaac.send({}).status, 422);
  const Shown proposed = isaac.send({{"text-1", "A visit on Friday"}});
  EXPECT_TRUE(proposed.says("Confirmed Isaac Drummond"));
  EXPECT_TRUE(proposed.says(std::string{"Waiting "} + kRespondingAgency));
  EXPECT_FALSE(proposed.says("Resolved Agreed"));

  const Shown asked = priya.get(path);
  EXPECT_TRUE(asked.says("A visit on Friday"));
  EXPECT_THAT(priya.get(asked.link("Read and confirm")).text(), HasSubstr("A visit on Friday"));
  EXPECT_EQ(priya.send({}).status, 422);
  const Shown resolved = priya.send({{"sure", "yes"}});
  EXPECT_EQ(resolved.status, 200);
  EXPECT_TRUE(resolved.says("Resolved Agreed"));
  EXPECT_TRUE(resolved.says("It has an outcome"));
}

// ALL-3: what the other side proposed is said to be theirs, and what sending it does.
TEST(DisagreementActs, ALL_3_SaysWhoseWordsTheyAreAndWhatSendingThemDoes) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};
  isaac.get(path + "/way/discussion/agreed");
  EXPECT_FALSE(isaac.page().says("The words below are theirs"));
  isaac.send({{"text-1", "A visit on Friday"}});

  const Shown theirs = priya.get(path + "/way/discussion/agreed");
  EXPECT_THAT(
      theirs.text(),
      AllOf(HasSubstr("Proposed by Isaac Drummond of"),
            HasSubstr("If you send them unchanged, you agree to them. That ends the "
                      "disagreement."),
            HasSubstr("If you change a word"), HasSubstr("Confirm, or send your changed words"),
            Not(HasSubstr("Record this"))));
  const Shown changed = priya.send({{"text-1", "A visit on Monday"}});
  EXPECT_FALSE(changed.says("Resolved Agreed"));

  isaac.get(path + "/way/discussion/agreed");
  EXPECT_TRUE(isaac.page().says("Proposed by Priya Crane of"));
  EXPECT_TRUE(isaac.send({}).says("Resolved Agreed"));
}

// A stage that has a number of its own is read aloud with that one alone.
TEST(DisagreementPage, ReadsOneNumberOfAStage) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  const std::string text = Visitor{site, kPartnership, "isaac_drummond"}.get(path).text();
  EXPECT_THAT(text, AllOf(HasSubstr("Stage 1: discuss"), Not(HasSubstr("Step 1: Stage"))));
}

// Every form of a disagreement opens, and what is typed comes back where something is missing.
TEST(DisagreementActs, ALL_13_EachFormOpensAndKeepsWhatWasTyped) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  for (const char* form : {"/note", "/correction/1", "/danger", "/fact", "/fact/child_status",
                           "/fact/evidence", "/child-date", "/undertake", "/date/1", "/name/2",
                           "/speaker/0", "/done/2", "/way/discussion/agreed",
                           "/way/discussion/not_agreed", "/decline/discussion/agreed", "/record"}) {
    EXPECT_EQ(isaac.get(path + form).status, 200) << form;
  }
  isaac.get(path + "/way/discussion/not_agreed");
  EXPECT_TRUE(isaac.page().says("Who leads for Cotswold Edge Community Health Trust there?"));
  EXPECT_EQ(isaac.get(path + "/done/99").status, 404);
  isaac.get(path + "/child-date");
  const Shown wrong = isaac.send({{"to-day", "31"}, {"to-month", "2"}, {"reason", "The move"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_THAT(wrong.html, HasSubstr("value=\"31\""));
  EXPECT_THAT(wrong.html, HasSubstr("The move</textarea>"));
}

// What is said to be wrong is what is wrong: the day is right, and the hour has not come.
TEST(DisagreementActs, ALL_6_ATimeLaterTodayIsCalledATime) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  isaac.get(isaac.get(path).link("Discuss it with the other worker"));

  const Shown refused = isaac.send({{"mode", "telephone"},
                                    {"participants", "priya_crane"},
                                    {"text-1", "Nobody saw the baby"},
                                    {"text-2", "A visit"},
                                    {"text-3", "Nobody knows"},
                                    {"when-time", "3pm"}});

  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(
      refused.says("The time must be past: it is 10am now, and 3pm today is still to come."));
}

// What was not known before has not changed: then it is asked where the answer comes from.
TEST(DisagreementActs, ALL_6_AFirstAnswerIsAskedForItsSource) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  EXPECT_TRUE(isaac.get(path + "/fact/area").says("What has changed?"));
  EXPECT_TRUE(isaac.get(path + "/fact/evidence").says("How do you know?"));
  EXPECT_FALSE(isaac.page().says("What has changed?"));
}

// ALL-1: "immediate danger … the top of every page".
TEST(DisagreementActs, ALL_1_DangerStandsOnEveryPageOfIt) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor priya{site, kPartnership, "priya_crane"};

  EXPECT_FALSE(priya.get(path).says("Immediate danger: “yes”"));
  priya.get(path + "/danger");
  EXPECT_EQ(priya.send({{"immediate_danger", "yes"}}).status, 422);
  priya.send({{"reason", "The father is back. 999 called at 9:50."}});

  EXPECT_TRUE(priya.page().says("Immediate danger: “yes”. Said by Priya Crane"));
  EXPECT_TRUE(priya.get(path + "/note").says("Immediate danger: “yes”"));
}

// Kernel rule 4: a refusal says the rule, where it stands, and what to do, and nothing is lost.
TEST(DisagreementActs, ALL_6_ARefusalIsShownOnTheForm) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  isaac.get(path + "/way/discussion/no_response");
  const Shown refused = isaac.send({{"text-1", "Rang twice on Monday"}});

  EXPECT_EQ(refused.status, 422);
  EXPECT_TRUE(refused.says("It is open when “Discuss it with the other worker” is overdue."));
  EXPECT_TRUE(refused.says("Clause 2.2 a"));
  EXPECT_THAT(refused.html, HasSubstr("Rang twice on Monday</textarea>"));

  site.pass("2026-11-23T09:30");
  isaac.get(path + "/way/discussion/no_response");
  const Shown moved = isaac.send({{"text-1", "Rang twice on Monday"}});
  EXPECT_EQ(moved.status, 200);
  EXPECT_TRUE(moved.says("Stage 2: line managers Happening now"));
  EXPECT_TRUE(moved.says("Late: Discuss it with the other worker"));
}

// A form says the minute in which it was opened, without its seconds. However long somebody writes,
// that minute is not before what was recorded in it.
TEST(DisagreementActs, ALL_6_TheMinuteThatIsFilledInIsNeverTooEarly) {
  TestSite site{{kPartnership}, "2026-11-18T10:00:40"};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};

  isaac.get(isaac.get(path).link("Discuss it with the other worker"));
  site.pass("2026-11-18T10:07:10");
  const Shown recorded = isaac.send({{"mode", "telephone"},
                                     {"participants", "priya_crane"},
                                     {"text-1", "The home was not seen."},
                                     {"text-2", "A visit this week."},
                                     {"text-3", "The baby is not seen."}});

  EXPECT_EQ(recorded.status, 200);
  EXPECT_TRUE(recorded.says("Done: Discuss it with the other worker"));
}

// "Two people at once: last write never wins silently (409 page)."
TEST(DisagreementActs, ALL_6_AnothersEntryMeanwhileIsAConflictThatShowsWhatWasTyped) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};
  isaac.get(path + "/note");
  priya.get(path + "/note");
  priya.send({{"text", "I will ring at two"}});

  const Shown conflict = isaac.send({{"text", "Please ring"}});

  EXPECT_EQ(conflict.status, 409);
  EXPECT_TRUE(conflict.says("Please ring"));
  EXPECT_EQ(isaac.get(conflict.link("Back to the disagreement")).status, 200);
  EXPECT_FALSE(priya.get(path).says("Please ring"));
}

// GLO-8: "5 working days, or as agreed"; kernel rule 17: once every side has confirmed it.
TEST(DisagreementActs, GLO_8_AnotherDateHoldsOnceBothSidesHaveGivenIt) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};
  const Fields date{{"to-day", "27"},
                    {"to-month", "11"},
                    {"to-year", "2026"},
                    {"reason", "The paediatrician is back. Seen daily until then."}};
  const Shown page = isaac.get(path);
  ASSERT_TRUE(page.says("Next for you: Discuss it with the other worker"));
  isaac.get(
      page.link("Agree another date for: Resolve it at “Stage 1: discuss with the other worker”, "
                "or take it on"));
  isaac.send(date);
  EXPECT_TRUE(isaac.page().says("proposes Friday 27 November 2026, 5pm"));

  priya.get(priya.get(path).link("Answer this"));
  const Shown agreed = priya.send({{"reason", "Agreed."}});

  EXPECT_EQ(agreed.status, 200);
  EXPECT_TRUE(agreed.says("Every side has agreed Friday 27 November 2026, 5pm"));
  EXPECT_TRUE(agreed.says("The date that both sides agreed: Friday 27 November 2026, 5pm."));
}

// S-IDEM, "409 with both texts": going back and sending again with other words says what stands,
// keeps what was typed, and says how to record that too.
TEST(DisagreementPage, S_IDEM_SaysWhatWasRecordedWhenAFormComesAgainWithOtherWords) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  isaac.get(path + "/note");
  Visitor back = isaac;
  isaac.send({{"text", "I rang at noon."}});
  ASSERT_TRUE(isaac.page().says("Note added"));

  const Shown again = back.send({{"text", "I rang at noon. Nobody answered."}});

  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.text(),
              AllOf(HasSubstr("You sent this form before"),
                    HasSubstr("recorded on Wednesday 18 November 2026, 10am and stands"),
                    HasSubstr("What was recorded Note"), HasSubstr("I rang at noon. Open it in"),
                    HasSubstr("I rang at noon. Nobody answered."),
                    Not(HasSubstr("Nothing of yours was recorded"))));
  EXPECT_EQ(back.get(again.link("Begin the form anew")).status, 200);
  EXPECT_TRUE(back.send({{"text", "Nobody answered."}}).says("Note added"));
  const Shown correction = isaac.get(again.link("Add a correction to it"));
  EXPECT_EQ(correction.status, 200);
  EXPECT_TRUE(correction.says("I rang at noon."));
}

// A label that is a question ends as one.
TEST(DisagreementPage, EndsNoQuestionWithAColon) {
  EXPECT_EQ(as_label("Reason"), "Reason:");
  EXPECT_EQ(as_label("What has changed?"), "What has changed?");
  EXPECT_EQ(as_label(""), "");
}

// A side that did not take the way up chooses its named professional where it names who speaks.
TEST(DisagreementActs, LEE_6_WhoSpeaksIsNamedWithTheRouteThatTheStageOffers) {
  TestSite site{{kPartnership}};
  const std::string path = raised(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  EXPECT_FALSE(isaac.get(path + "/speaker/0").says("As what do they speak?"));
  isaac.get(path + "/way/discussion/not_agreed");
  ASSERT_EQ(isaac.send({{"text-1", "They do not see the danger"}}).status, 200);
  Visitor priya{site, kPartnership, "priya_crane"};
  ASSERT_TRUE(priya.get(path + "/speaker/1").says("As what do they speak?"));
  const Shown in_line =
      priya.send({{"person", "priya_crane"}, {"reason", "Her manager is on leave"}});
  ASSERT_EQ(in_line.status, 200);
  EXPECT_FALSE(in_line.says("outside the line of management"));

  isaac.get(path + "/speaker/0");
  const Shown named = isaac.send({{"person", "elena_pickering"},
                                  {"role", "named_professional"},
                                  {"reason", "It is about a health assessment"}});

  EXPECT_EQ(named.status, 200);
  EXPECT_TRUE(isaac.get(path).says("outside the line of management"));
}

}  // namespace
}  // namespace accord::test
