#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ended.hpp"

namespace accord::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kAlert = "Somebody else added something while you were writing";
constexpr const char* kStillHere = "What you wrote is still here, and nothing of it is recorded";

/// The two workers, each at their own browser.
struct Both {
  TestSite site{{kPartnership}};
  std::string path = raised_disagreement(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};

  Both() { site.set_now("2026-11-18T14:00"); }

  void priya_notes(const std::string& text) {
    priya.get(path + "/note");
    ASSERT_TRUE(priya.send({{"text", text}}).says("Note added"));
  }
};

// "Two people at once: last write never wins silently." The form stays, with what was typed, and
// says what is new, by whom and when; sent again, it is recorded.
TEST(Overtaken, ALL_6_ANoteComesAgainWithWhatIsNew) {
  Both both;
  both.isaac.get(both.path + "/note");
  both.priya_notes("I rang the clinic at two");

  const Shown again = both.isaac.send({{"text", "Please ring the clinic <today>"}});

  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.text(),
              AllOf(HasSubstr(kAlert), HasSubstr(kStillHere),
                    HasSubstr("Note by Priya Crane, Wednesday 18 November 2026, 2pm"),
                    HasSubstr("I rang the clinic at two"), HasSubstr("Add the note")));
  EXPECT_THAT(again.html, AllOf(HasSubstr("role=\"alert\""),
                                HasSubstr("Please ring the clinic &lt;today&gt;</textarea>")));
  EXPECT_EQ(both.isaac.get(again.link("Back to the disagreement")).status, 200);
  EXPECT_FALSE(both.isaac.page().says("Please ring the clinic"));
}

TEST(Overtaken, ALL_6_WhatIsSentAgainIsRecordedOnceThough) {
  Both both;
  both.isaac.get(both.path + "/note");
  for (const char* text : {"First note", "Second note", "Third note", "Fourth note"}) {
    both.priya_notes(text);
  }

  const Shown again = both.isaac.send({{"text", "Please ring"}});
  EXPECT_THAT(again.text(), AllOf(HasSubstr("Fourth note"), HasSubstr("Second note"),
                                  Not(HasSubstr("First note")), HasSubstr("And 1 more.")));
  EXPECT_LT(again.text().find("Fourth note"), again.text().find("Third note"));
  both.priya_notes("Fifth note");
  const Shown once_more = both.isaac.send({});
  EXPECT_EQ(once_more.status, 409);
  EXPECT_THAT(once_more.text(), AllOf(HasSubstr("Fifth note"), Not(HasSubstr("Fourth note"))));

  const Shown recorded = both.isaac.send({});
  EXPECT_EQ(recorded.status, 200);
  EXPECT_TRUE(recorded.says("Please ring"));
}

TEST(Overtaken, ALL_6_ADoneFormKeepsItsChoicesTextsAndTime) {
  Both both;
  both.isaac.get(both.isaac.get(both.path).link("Discuss it with the other worker"));
  both.priya_notes("I rang the clinic at two");

  const Shown again = both.isaac.send({{"mode", "face to face"},
                                       {"participants", "priya_crane"},
                                       {"when-time", "1:30pm"},
                                       {"text-1", "The weights"},
                                       {"text-2", "A visit"},
                                       {"text-3", "Nobody knows"}});
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.text(), AllOf(HasSubstr(kAlert), HasSubstr("I rang the clinic at two")));
  EXPECT_THAT(again.html,
              AllOf(HasSubstr("The weights</textarea>"), HasSubstr("value=\"1:30pm\"")));

  const Shown recorded = both.isaac.send({});
  EXPECT_EQ(recorded.status, 200) << recorded.text();
  EXPECT_TRUE(recorded.says("Done: Discuss it with the other worker"));
}

TEST(Overtaken, ALL_6_AProposedOutcomeComesAgain) {
  Both both;
  both.isaac.get(both.path + "/way/discussion/agreed");
  both.priya_notes("I rang the clinic at two");

  const Shown again = both.isaac.send({{"text-1", "A visit on Friday"}});
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.html, HasSubstr("A visit on Friday</textarea>"));

  EXPECT_TRUE(both.isaac.send({}).says("Confirmed Isaac Drummond"));
}

// ALL-3: nobody agrees to their own words. What the other side proposed meanwhile is quoted, and
// whoever sends their own words puts them to the other side.
TEST(Overtaken, ALL_3_OwnWordsOverTheOthersTermsAreSaidToBeOnesOwn) {
  Both both;
  both.isaac.get(both.path + "/way/discussion/agreed");
  both.priya.get(both.path + "/way/discussion/agreed");
  both.priya.send({{"text-1", "A visit on Monday"}});

  const Shown again = both.isaac.send({{"text-1", "A visit on Friday"}});
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.html, AllOf(HasSubstr("A visit on Friday</textarea>"),
                                HasSubstr("<dd>A visit on Monday</dd>")));
  EXPECT_THAT(again.text(),
              AllOf(HasSubstr("Proposed by Priya Crane"),
                    HasSubstr("The words in the boxes are yours. If you send them, you propose "
                              "something else: they are put to "),
                    HasSubstr("Send your changed words"), Not(HasSubstr("Confirm, or send")),
                    Not(HasSubstr("It takes effect once these have said so")),
                    Not(HasSubstr("The words below are theirs"))));

  EXPECT_TRUE(both.isaac.send({}).says("Confirmed Isaac Drummond"));
  EXPECT_TRUE(both.priya.get(both.path + "/way/discussion/agreed").says("A visit on Friday"));
}

// The same where the form comes back for something that is missing beside a changed word.
TEST(Overtaken, ALL_3_AChangedWordIsOnesOwnWhenTheFormComesBack) {
  Both both;
  both.priya.get(both.path + "/way/discussion/agreed");
  both.priya.send({{"text-1", "A visit on Monday"}});
  both.isaac.get(both.path + "/way/discussion/agreed");
  const Shown unchanged = both.isaac.send({{"issue-add", "1"}});
  EXPECT_TRUE(unchanged.says("The words below are theirs"));

  const Shown changed =
      both.isaac.send({{"text-1", "A visit on Friday"}, {"issue-1-what", "Ring the clinic"}});

  EXPECT_EQ(changed.status, 422);
  EXPECT_THAT(changed.html, AllOf(HasSubstr("A visit on Friday</textarea>"),
                                  HasSubstr("<dd>A visit on Monday</dd>")));
  EXPECT_TRUE(changed.says("The words in the boxes are yours."));
  EXPECT_FALSE(changed.says("you agree to them"));
}

// GLO-16: "a clear plan of action, with timescales".
TEST(Overtaken, GLO_16_APlanKeepsEveryAction) {
  TestSite site{{kPartnership}};
  const std::string path = at_senior_managers(site);
  Visitor priya{site, kPartnership, "priya_crane"};
  Visitor writer{site, kPartnership, "karen_abbot"};
  writer.get(writer.get(path).link("Agree a clear plan of action"));
  writer.send({{"action-add", "1"}});
  priya.get(path + "/note");
  priya.send({{"text", "I rang the clinic at two"}});

  const Shown again = writer.send({{"action-1-what", "Weigh the baby"},
                                   {"action-1-who", "agency:csc"},
                                   {"action-1-due-day", "24"},
                                   {"action-1-due-month", "11"},
                                   {"action-1-due-year", "2026"},
                                   {"action-2-what", "Ring the clinic"},
                                   {"action-2-who", "person:isaac_drummond"},
                                   {"action-2-due-day", "25"},
                                   {"action-2-due-month", "11"},
                                   {"action-2-due-year", "2026"}});

  EXPECT_EQ(again.status, 409) << again.text();
  EXPECT_THAT(again.html, AllOf(HasSubstr("value=\"Weigh the baby\""),
                                HasSubstr("value=\"Ring the clinic\""), HasSubstr("value=\"25\"")));
  const Shown recorded = writer.send({});
  EXPECT_EQ(recorded.status, 200) << recorded.text();
  EXPECT_THAT(recorded.text(), AllOf(HasSubstr("Weigh the baby"), HasSubstr("Ring the clinic")));
}

// ALL-6: what is confirmed is the copy that was put in the file. What is added after it changes
// nothing of it, so nobody is overtaken, and no other copy is recorded than the one that was made.
TEST(Overtaken, ALL_6_AFileCopyIsConfirmedAsItWasMade) {
  TestSite site{{kPartnership}};
  const std::string path = ended(site);
  Visitor isaac{site, kPartnership, "isaac_drummond"};
  Visitor priya{site, kPartnership, "priya_crane"};
  constexpr std::string_view kCopyOf = "What it is a copy of ";
  const std::string made = isaac.get(path + "/file-copy").text();
  const std::size_t from = made.find(kCopyOf) + kCopyOf.size();
  const std::string copy = made.substr(from, made.find(" Keep that line") - from);
  ASSERT_THAT(copy, HasSubstr("Head of the chain"));
  priya.get(path + "/note");
  ASSERT_TRUE(priya.send({{"text", "I rang the clinic at two"}}).says("Note added"));

  const Shown wrong = isaac.send({{"when-day", "31"}, {"when-month", "2"}});
  EXPECT_EQ(wrong.status, 422);
  EXPECT_TRUE(wrong.says(std::string{kCopyOf} + copy));
  const Shown recorded = isaac.send({{"when-day", "18"}, {"when-month", "11"}});

  EXPECT_EQ(recorded.status, 200) << recorded.text();
  EXPECT_TRUE(isaac.get(path + "/file-copy").says("A copy of: " + copy));
}

// What was ticked under other words is no consent to these.
TEST(Overtaken, ALL_3_AConfirmationIsTickedAnewWhereTheTermsHaveChanged) {
  Both both;
  both.isaac.get(both.path + "/way/discussion/agreed");
  both.isaac.send({{"text-1", "A visit on Friday"}});
  const Shown asked = both.priya.get(both.priya.get(both.path).link("Read and confirm"));
  const std::size_t value = asked.html.find("value=\"terms-") + 7;
  const std::string tick = asked.html.substr(value, asked.html.find('"', value) - value);
  both.isaac.get(both.path + "/way/discussion/agreed");
  both.isaac.send({{"text-1", "A visit on Monday"}});

  const Shown again = both.priya.send({{"sure", tick}});
  EXPECT_EQ(again.status, 409);
  EXPECT_THAT(again.text(), AllOf(HasSubstr(kAlert), HasSubstr("A visit on Monday")));
  EXPECT_THAT(again.html, Not(HasSubstr(" checked")));
  EXPECT_EQ(both.priya.send({}).status, 422);

  EXPECT_TRUE(both.priya.get(both.path + "/confirm/discussion/agreed").says("A visit on Monday"));
}

// Where it can be sent no more, what was typed stands under the words of its fields.
TEST(Overtaken, ALL_6_WhatCanBeSentNoMoreIsLabelledAndInWords) {
  Both both;
  both.isaac.get(both.isaac.get(both.path).link("Discuss it with the other worker"));
  both.priya.get(both.path + "/way/discussion/not_agreed");
  both.priya.send({{"text-1", "The weights"}, {"text-2", "No visit"}});

  const Shown gone = both.isaac.send({{"mode", "face to face"},
                                      {"participants", "priya_crane"},
                                      {"when-time", "1:30pm"},
                                      {"text-1", "The weights were discussed"},
                                      {"text-2", "A visit"},
                                      {"text-3", "Nobody knows"}});

  EXPECT_EQ(gone.status, 409);
  EXPECT_THAT(
      gone.text(),
      AllOf(HasSubstr(kAlert), HasSubstr("Back to the disagreement"),
            HasSubstr("How did you speak? Face to face"), HasSubstr("Who took part? Priya Crane"),
            HasSubstr("When was it done? Wednesday 18 November 2026, 1:30pm"),
            HasSubstr("The weights were discussed"), Not(HasSubstr("priya_crane"))));
  EXPECT_THAT(gone.html, Not(HasSubstr("<form")));
}

}  // namespace
}  // namespace accord::test
