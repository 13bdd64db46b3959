#include "pages/name_check.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accord {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// ui.md 13: "server check (capitalised pairs, dates of birth, postcodes, NHS numbers) warns".
TEST(PossibleNames, FindsWhatLooksLikeAPerson) {
  EXPECT_THAT(possible_names("I saw Zoe Bloggs, born 14/3/2019, at GL1 2AB (9434765919)."),
              ElementsAre("Zoe Bloggs", "14/3/2019", "GL1 2AB", "9434765919"));
}

TEST(PossibleNames, LeavesOrdinarySentencesAlone) {
  EXPECT_THAT(possible_names("On Monday 7 April the child was seen. They told a parent. The NHS "
                             "trust wrote on 1 April. Reference MH-20418, Children said no."),
              IsEmpty());
}

}  // namespace
}  // namespace accord
