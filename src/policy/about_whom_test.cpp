#include "policy/about_whom.hpp"

#include <gtest/gtest.h>

namespace accord {
namespace {

// ALL-2: about one or several; by the policy an adult, a household or nobody too.
TEST(AboutWhom, ALL_2_IsTheWordOfThoseWhomADisagreementIsAbout) {
  using Kinds = std::vector<std::string>;
  EXPECT_EQ(about_whom(Kinds{"child"}).the, "the child");
  EXPECT_EQ(about_whom(Kinds{"adult"}).the, "the adult");
  EXPECT_EQ(about_whom(Kinds{"household"}).own("file"), "the household’s file");
  EXPECT_EQ(about_whom(Kinds{"child", "child"}).the, "the children");
  EXPECT_EQ(about_whom(Kinds{"adult", "adult"}).own("file"), "the adults’ file");
  EXPECT_EQ(about_whom(Kinds{"adult", "child"}).the, "the child and the adult");
  EXPECT_EQ(about_whom(Kinds{"child", "adult"}).own("file"), "the file of the child and the adult");
  EXPECT_EQ(about_whom(Kinds{"child", "adult", "household"}).a, "a child, an adult or a household");
  EXPECT_EQ(about_whom(Kinds{}).the, "those affected");
}

TEST(AboutWhom, TheVerbGoesWithIt) {
  using Kinds = std::vector<std::string>;
  EXPECT_EQ(about_whom(Kinds{"child"}).does("needs", "need"), "the child needs");
  EXPECT_EQ(about_whom(Kinds{"child", "child"}).does("needs", "need"), "the children need");
  EXPECT_EQ(about_whom(Kinds{"adult"}).asked("is", "are"), "is the adult");
  EXPECT_EQ(about_whom(Kinds{}).asked("is", "are"), "are those affected");
}

TEST(AboutWhom, WithoutADisagreementItIsWhomThePolicyAllows) {
  Policy policy;
  EXPECT_EQ(about_whom(policy).the, "the child") << "a theme is no word beside the child";
  policy.subjects = {"adult"};
  EXPECT_EQ(about_whom(policy).a, "an adult");
  policy.subjects = {"none", "household", "child", "adult"};
  EXPECT_EQ(about_whom(policy).the, "the child, adult or household");
  EXPECT_EQ(about_whom(policy).own("file"), "the file of the child, adult or household");
  EXPECT_EQ(about_whom(policy).does("needs", "need"), "the child, adult or household needs");
  policy.subjects = {"none"};
  EXPECT_EQ(about_whom(policy).does("needs", "need"), "those affected need");
}

}  // namespace
}  // namespace accord
