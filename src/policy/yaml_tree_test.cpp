#include "policy/yaml_tree.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>

#include "policy/fields.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::repeated;
using testing::ElementsAre;
using testing::HasSubstr;

Problem only_problem(std::string_view text, YamlLimits limits = {}) {
  const auto tree = read_yaml(text, limits);
  if (tree.has_value() || tree.error().size() != 1) {
    ADD_FAILURE() << "one problem was expected in: " << text.substr(0, 80);
    return {};
  }
  return tree.error().front();
}

TEST(YamlTree, KeepsTextsAsTheyAreWritten) {
  const auto tree = read_yaml("a: yes\nb: 010\nc: 2026-01-05\nd: 'no'\n");
  ASSERT_TRUE(tree.has_value());
  ASSERT_EQ(tree->children.size(), 4U);
  EXPECT_EQ(tree->children[0].text, "yes");
  EXPECT_EQ(tree->children[1].text, "010");
  EXPECT_EQ(tree->children[2].text, "2026-01-05");
  EXPECT_TRUE(tree->children[3].quoted);
  EXPECT_EQ(tree->children[3].mark, (Mark{4, 4}));
  EXPECT_EQ(tree->children[3].key_mark, (Mark{4, 1}));
}

TEST(YamlTree, CountsColumnsInCharacters) {
  const auto tree = read_yaml("- {é: “ö”, b: c}\n");
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->children[0].children[1].mark, (Mark{1, 15}));
}

TEST(YamlTree, RefusesAKeyThatStandsTwice) {
  const auto problem = only_problem("a: 1\nb: 2\na: 3\n");
  EXPECT_EQ(problem.mark, (Mark{3, 1}));
  EXPECT_EQ(problem.what, "`a` stands here a second time (first in line 1)");
}

TEST(YamlTree, ReportsEveryKeyThatStandsTwice) {
  const auto tree = read_yaml("a: 1\na: 2\na: 3\nb: {c: 1, c: 2}\n");
  ASSERT_FALSE(tree.has_value());
  EXPECT_EQ(tree.error().size(), 3U);
  EXPECT_EQ(tree.error()[2].mark, (Mark{4, 11}));
}

TEST(YamlTree, RefusesAnchorsAliasesAndTags) {
  EXPECT_THAT(only_problem("a: &x 1\n").what, HasSubstr("an anchor"));
  EXPECT_THAT(only_problem("a: *x\n").what, HasSubstr("an alias"));
  EXPECT_EQ(only_problem("a: 1\nb: !!int 1\n").mark, (Mark{2, 4}));
  EXPECT_THAT(only_problem("a: !thing {b: 1}\n").what, HasSubstr("a tag"));
  EXPECT_THAT(only_problem("a: &x [1]\n").what, HasSubstr("an anchor"));
}

TEST(YamlTree, RefusesASecondDocument) {
  EXPECT_EQ(only_problem("a: 1\n---\nb: 2\n").what, "a second document begins here");
}

TEST(YamlTree, RefusesAKeyThatIsNoWord) {
  EXPECT_THAT(only_problem("? [a, b]\n: c\n").what, HasSubstr("where a key is expected"));
  EXPECT_THAT(only_problem("a: 1\n: 2\n").what, HasSubstr("a key is missing"));
}

TEST(YamlTree, SaysWhereTheSyntaxBreaks) {
  const auto problem = only_problem("a: [1, 2\nb: x\n");
  EXPECT_EQ(problem.mark.line, 2);
  EXPECT_THAT(problem.what, HasSubstr("this is no YAML"));
}

TEST(YamlTree, RefusesTabsInTheIndentation) {
  for (const std::string_view text : {"a:\n\tb: 1\n", "a: 1\n\tb: 2\n", "a:\n  b: 1\n\tc: 2\n"}) {
    const auto problem = only_problem(text);
    EXPECT_EQ(problem.mark.column, 1) << text;
    EXPECT_THAT(problem.what, HasSubstr("a tab stands here")) << text;
    EXPECT_EQ(problem.mend, "write spaces instead of it");
  }
}

// A tab that is no indentation does not hide what is wrong.
TEST(YamlTree, KeepsTheReasonWhereATabIsNotIt) {
  for (const std::string_view text :
       {"a: \"x\ty\"\nb: [1, 2\nc: x\n", "a: [1, 2\t# a remark\nb: x\n", "a: 'x\ty' z\n",
        "a: b: c\t# a remark\n"}) {
    const auto problem = only_problem(text);
    EXPECT_THAT(problem.what, HasSubstr("this is no YAML")) << text;
  }
}

TEST(YamlTree, AcceptsAByteOrderMarkAndWindowsLineEnds) {
  const auto tree = read_yaml(
      "\xEF\xBB\xBF"
      "a: 1\r\nb: 2\r\n");
  ASSERT_TRUE(tree.has_value());
  EXPECT_EQ(tree->children[0].key, "a");
  EXPECT_EQ(tree->children[0].mark, (Mark{1, 4}));
  EXPECT_EQ(tree->children[0].text, "1");
  EXPECT_EQ(tree->children[1].mark, (Mark{2, 4}));
}

TEST(YamlTree, AnEmptyFileIsAnEmptyNode) {
  for (const std::string_view text : {"", "\n", "# only a remark\n", "---\n"}) {
    const auto tree = read_yaml(text);
    ASSERT_TRUE(tree.has_value()) << text;
    EXPECT_EQ(tree->kind, YamlNode::Kind::Empty);
  }
}

TEST(YamlTree, RefusesBytesThatAreNoText) {
  using namespace std::string_view_literals;
  EXPECT_EQ(only_problem("a: 1\nb: x\0y\n"sv).mark, (Mark{2, 5}));
  EXPECT_EQ(only_problem("a: 1\nb: é\xFF\n").mark, (Mark{2, 5}));
  for (const std::string_view bytes : {"\x80"sv, "\xC0\xAF"sv, "\xE0\x80\x80"sv, "\xED\xA0\x80"sv,
                                       "\xF4\x90\x80\x80"sv, "\xE2\x82"sv,
                                       "\xFF\xFE"
                                       "a\0"sv}) {
    EXPECT_EQ(only_problem(bytes).what, "these bytes are no UTF-8 text");
  }
}

// The parser makes a lone byte of `\N` and `\_`: what is kept of it could not be read again.
TEST(YamlTree, RefusesEscapesForWhatIsNoText) {
  for (const std::string_view escape : {"\\N", "\\_", "\\0", "\\x07", "\\e"}) {
    const auto problem = only_problem(fmt::format("a: 1\nb: \"x{}y\"\n", escape));
    EXPECT_EQ(problem.what, "an escape (`\\…`) for a character that is no text") << escape;
    EXPECT_EQ(problem.mark, (Mark{2, 4})) << escape;
  }
  EXPECT_EQ(read_yaml("a: \"x\\n\\ty \\u00e9\"\n")->children[0].text, "x\n\ty é");
}

/// Runs `text` and fails when that takes a second of the processor: hostile files are refused
/// quickly.
Problem refused_quickly(const std::string& text) {
  const std::clock_t begin = std::clock();
  const auto problem = only_problem(text);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr int kAllowance = 20;  // what a sanitizer without optimisation costs
#else
  constexpr int kAllowance = 1;
#endif
  EXPECT_LT(std::clock() - begin, kAllowance * CLOCKS_PER_SEC);
  return problem;
}

TEST(YamlTree, RefusesDeepNestingQuickly) {
  EXPECT_THAT(refused_quickly(repeated("[", 10'000) + repeated("]", 10'000)).what,
              HasSubstr("levels deep"));
  EXPECT_THAT(refused_quickly(repeated("{a: ", 10'000) + repeated("}", 10'000)).what,
              HasSubstr("levels deep"));
  refused_quickly(repeated("[", 10'000));
  EXPECT_THAT(refused_quickly(repeated("- ", 10'000) + "a").what, HasSubstr("levels deep"));
  refused_quickly(repeated("? ", 100'000));
  refused_quickly(repeated("{", 200'000));
}

TEST(YamlTree, RefusesBillionsOfLaughsQuickly) {
  std::string text = "a0: &a0 [ha, ha]\n";
  for (int i = 1; i < 40; ++i) {
    const auto n = std::to_string(i);
    const auto m = std::to_string(i - 1);
    text += "a" + n + ": &a" + n + " [*a" + m + ", *a" + m + "]\n";
  }
  EXPECT_EQ(refused_quickly(text).mark, (Mark{1, 5}));
}

TEST(YamlTree, RefusesAHugeFileQuickly) {
  EXPECT_THAT(refused_quickly(std::string(1024 * 1024, 'a')).what, HasSubstr("1048576 bytes"));
  EXPECT_THAT(only_problem("a: 1\n", {.bytes = 4}).what, HasSubstr("at most 4"));
}

constexpr Shape kThing{"a thing", {"owed_by", "what", "count", "late", "words", "kind"}};

TEST(Fields, NamesAnUnknownKeyAndTheOneThatWasMeant) {
  const auto tree = read_yaml("what: x\nowned_by: y\nzzzzzz: 1\n");
  ASSERT_TRUE(tree.has_value());
  std::vector<Problem> problems;
  const Fields fields{*tree, kThing, problems};
  ASSERT_EQ(problems.size(), 2U);
  EXPECT_EQ(to_line(problems[0]),
            "2:1: error: unknown key `owned_by` in a thing. Did you mean `owed_by`?");
  EXPECT_EQ(problems[1].mend, "one of: owed_by, what, count, late, words, kind");
}

TEST(Fields, SaysThatACommaInBracesBeginsAKey) {
  const auto tree = read_yaml("- {what: share, discuss}\n");
  ASSERT_TRUE(tree.has_value());
  std::vector<Problem> problems;
  const Fields fields{tree->children[0], kThing, problems};
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_THAT(problems[0].mend, HasSubstr("a comma inside { } begins a new key"));
  EXPECT_EQ(problems[0].mark, (Mark{1, 17}));
}

TEST(Fields, ReportsEachValueOfTheWrongKindAndReadsOn) {
  const auto tree = read_yaml("what: [a]\ncount: -3\nlate: yes\nwords: {a: b}\nkind:\n");
  ASSERT_TRUE(tree.has_value());
  std::vector<Problem> problems;
  const Fields fields{*tree, kThing, problems};
  EXPECT_EQ(fields.text("what"), "");
  EXPECT_EQ(fields.whole("count"), 0);
  EXPECT_FALSE(fields.flag("late"));
  EXPECT_TRUE(fields.texts("words").empty());
  EXPECT_EQ(fields.need_text("kind"), "");
  EXPECT_EQ(fields.need("owed_by"), nullptr);
  std::vector<std::string> lines;
  for (const Problem& problem : problems) {
    lines.push_back(to_line(problem).substr(0, 30));
  }
  EXPECT_EQ(problems.size(), 6U);
  EXPECT_EQ(problems[1].mark, (Mark{2, 8}));
  EXPECT_EQ(problems[5].what, "`owed_by` is missing in a thing");
}

TEST(Fields, ReadsOneTextOrAList) {
  const auto tree = read_yaml("what: a\nwords: [b, c]\n");
  ASSERT_TRUE(tree.has_value());
  std::vector<Problem> problems;
  const Fields fields{*tree, kThing, problems};
  EXPECT_THAT(fields.texts("what"), ElementsAre("a"));
  EXPECT_THAT(fields.texts("words"), ElementsAre("b", "c"));
  EXPECT_TRUE(problems.empty());
}

}  // namespace
}  // namespace accord
