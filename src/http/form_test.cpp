#include "http/form.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace accord {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FieldFault fault_of(const std::expected<std::string, FieldProblem>& answer) {
  EXPECT_FALSE(answer.has_value());
  return answer.has_value() ? FieldFault{} : answer.error().fault;
}

TEST(Form, DecodesWhatABrowserSends) {
  const Form form = Form::decode("why=Zo%C3%AB+is+not+safe%0D%0Ahere&how=phone&empty=&flag");

  EXPECT_EQ(form.text("why"), "Zoë is not safe\nhere");
  EXPECT_EQ(form.line("how"), "phone");
  EXPECT_EQ(form.line("empty"), "");
  EXPECT_EQ(form.line("not_sent"), "");
  EXPECT_TRUE(form.has("flag"));
  EXPECT_FALSE(form.has("not_sent"));
  EXPECT_THAT(form.problems(), IsEmpty());
  EXPECT_THAT(form.names(), ElementsAre("why", "how", "empty", "flag"));
}

TEST(Form, TrimsWhatStandsAroundAnAnswer) {
  const Form form = Form::decode("name=++Jo+Pryce%09&why=%0D%0A%0D%0Aone%0D%0A%0D%0Atwo%0D%0A");

  EXPECT_EQ(form.line("name"), "Jo Pryce");
  EXPECT_EQ(form.text("why"), "one\n\ntwo");
}

// A blank of any width, and a mark without width, is no answer.
TEST(Form, TakesWhatNobodySeesForAnAnswerLeftEmpty) {
  for (const char* unseen : {"%E2%80%8B", "%C2%A0", "%E3%80%80", "%E2%81%A0", "%EF%BB%BF"}) {
    const Form form = Form::decode("why=" + std::string{unseen});
    EXPECT_EQ(form.line("why").value(), "") << unseen;
    EXPECT_EQ(form.text("why").value(), "") << unseen;
  }
}

// security.md section 9, Forms: "duplicate fields refused".
TEST(Form, RefusesAFieldSentTwiceUnlessAskedForAsChoices) {
  const Form form = Form::decode("side=health&side=police&side=health");

  EXPECT_EQ(fault_of(form.line("side")), FieldFault::SentTwice);
  EXPECT_EQ(fault_of(form.text("side")), FieldFault::SentTwice);
  EXPECT_THAT(form.choices("side").value(), ElementsAre("health", "police"));
  EXPECT_EQ(form.typed("side"), "health");
  EXPECT_THAT(form.all_typed("side"), ElementsAre("health", "police", "health"));
}

// "UTF-8 valid, no C0 controls", and text areas keep their line ends and tabs.
TEST(Form, RefusesWhatIsNoTextAndSaysWhereItStands) {
  const Form form = Form::decode(
      "latin1=%E9t%E9&nul=a%00b&escape=a%1Bb&delete=a%7Fb&c1=a%C2%85b&lines=a%0Ab&tab=a%09b"
      "&half=%C3&surrogate=%ED%A0%80&overlong=%C0%AF&beyond=%F4%90%80%80");

  for (const char* field :
       {"latin1", "nul", "escape", "delete", "c1", "half", "surrogate", "overlong", "beyond"}) {
    EXPECT_EQ(fault_of(form.line(field)), FieldFault::Unreadable) << field;
    EXPECT_EQ(fault_of(form.text(field)), FieldFault::Unreadable) << field;
    EXPECT_EQ(form.text(field).error().field, field);
  }
  EXPECT_EQ(fault_of(form.line("lines")), FieldFault::Unreadable);
  EXPECT_EQ(form.text("lines"), "a\nb");
  EXPECT_EQ(fault_of(form.line("tab")), FieldFault::Unreadable);
  EXPECT_EQ(form.text("tab"), "a\tb");
}

// "no C0/bidi controls in names": a name that reads differently from what it is.
TEST(Form, RefusesMarksThatTurnTheDirectionOfAName) {
  const Form form = Form::decode("name=Jo%E2%80%AEecyrP&why=%E2%80%8Fshalom");

  EXPECT_EQ(fault_of(form.line("name")), FieldFault::Unreadable);
  EXPECT_TRUE(form.text("why").has_value());
}

TEST(Form, RefusesBrokenPercentCodingFieldByField) {
  const Form form = Form::decode("good=1&bad=100%&worse=%zz&name%=x&after=2");

  EXPECT_EQ(form.line("good"), "1");
  EXPECT_EQ(fault_of(form.line("bad")), FieldFault::Unreadable);
  EXPECT_EQ(fault_of(form.line("worse")), FieldFault::Unreadable);
  EXPECT_EQ(form.line("after"), "2");
}

// "page again with all typed text": whatever is wrong with it, it can be shown again.
TEST(Form, KeepsTypedTextToShowAgain) {
  const Form form = Form::decode("why=I+saw%00+%FFhim%0D%0Aleave%1B&bad=100%&name=%E2%80%AEx");

  EXPECT_EQ(form.typed("why"), "I saw\xEF\xBF\xBD \xEF\xBF\xBDhim\nleave\xEF\xBF\xBD");
  EXPECT_EQ(form.typed("bad"), "100%");
  EXPECT_EQ(form.typed("name"), "\xEF\xBF\xBDx");
  EXPECT_EQ(form.typed("not_sent"), "");
}

// "text ≤ 20,000 chars": characters as a person counts them, line ends as one.
TEST(Form, CountsCharactersNotBytes) {
  std::string most;
  for (std::size_t i = 0; i < kMostCharacters; ++i) {
    most += i % 100 == 99 ? "%0D%0A" : "%C3%AB";
  }
  const Form full = Form::decode("why=" + most + "z");
  const Form over = Form::decode("why=" + most + "zz");

  // The last of the most was a line end, which counts while something follows it.
  EXPECT_EQ(fault_of(full.text("why")), FieldFault::TooLong);
  EXPECT_THAT(over.text("why").error().message, HasSubstr("20002 characters"));
  EXPECT_THAT(over.text("why").error().message, HasSubstr("20000 or fewer"));
  EXPECT_TRUE(Form::decode("why=" + most).text("why").has_value());
  EXPECT_EQ(fault_of(Form::decode("name=12345").line("name", 4)), FieldFault::TooLong);
  EXPECT_EQ(Form::decode("name=1234").line("name", 4), "1234");
}

TEST(Form, ReadsTheFirstTwoHundredFieldsAndSaysThatThereWereMore) {
  std::string body;
  for (std::size_t i = 0; i < kMostFields; ++i) {
    body += "a" + std::to_string(i) + "=1&";
  }
  EXPECT_THAT(Form::decode(body).problems(), IsEmpty());

  const Form more = Form::decode(body + "one_more=1");

  ASSERT_EQ(more.problems().size(), 1U);
  EXPECT_EQ(more.problems()[0].fault, FieldFault::TooMuch);
  EXPECT_EQ(more.names().size(), kMostFields);
  EXPECT_FALSE(more.has("one_more"));
}

}  // namespace
}  // namespace accord
