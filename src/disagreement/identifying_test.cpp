#include "disagreement/identifying.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"

namespace accord {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct Learning {
  testdata::Scene scene;
  explicit Learning(const std::string& other_reference = "XY 7") {
    scene.raise();
    scene.state.raised.children = {{"child-1", "MH-20418", other_reference, "1 to 4"}};
  }
  [[nodiscard]] std::vector<std::string> found(std::string_view text) const {
    return what_identifies(scene.state, scene.directory, text);
  }
};

// ALL-10: learning points name nobody.
TEST(WhatIdentifies, ALL_10_SeesReferencesHoweverTheyAreWritten) {
  const Learning learning;
  EXPECT_THAT(learning.found("About mh-20418."), ElementsAre("MH-20418"));
  EXPECT_THAT(learning.found("About MH20418, MH-20418 and xy 7."), ElementsAre("MH-20418", "XY 7"));
  EXPECT_THAT(learning.found("About MH-2041."), IsEmpty());
}

TEST(WhatIdentifies, ALL_10_SeesTheReferenceOfTheDisagreementAndOfAChildInAnyCase) {
  Learning learning{"AZ-9"};
  learning.scene.state.raised.reference = "KWM2";
  EXPECT_THAT(learning.found("It was kwm2, about az9 and az-9."), ElementsAre("KWM2", "AZ-9"));
  learning.scene.state.raised.children.front().other_reference = "ZA7";
  EXPECT_THAT(learning.found("About za7."), ElementsAre("ZA7"));
}

// Two letters stand in any text.
TEST(WhatIdentifies, LooksForNothingShorterThanThreeLetters) {
  const Learning learning{"AB"};
  EXPECT_THAT(learning.found("A cab was late, about AB."), IsEmpty());
}

TEST(WhatIdentifies, ALL_10_SeesNamesOfTheDirectory) {
  const Learning learning;
  const Person* tess = learning.scene.directory.person(PersonId{"tess"});
  ASSERT_NE(tess, nullptr);
  EXPECT_THAT(learning.found("It was " + tess->name + " who said it."), ElementsAre(tess->name));
  EXPECT_THAT(learning.found("Everybody was heard, zebras [and] all @ once."), IsEmpty());
}

TEST(WordsToTakeOut, ListsThem) {
  EXPECT_EQ(words_to_take_out({"A"}), "Take out what says which disagreement it was: A");
  EXPECT_EQ(words_to_take_out({"A", "B"}), "Take out what says which disagreement it was: A and B");
  EXPECT_EQ(words_to_take_out({"A", "B", "C"}),
            "Take out what says which disagreement it was: A, B and C");
}

}  // namespace
}  // namespace accord
