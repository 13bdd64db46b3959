#include "rehearsal/cases.hpp"

#include <gmock/gmock.h>

namespace accord {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string kSteps = R"(rehearsal: Raised on <day>
steps:
  - at: <day> 15:00
    raise: {children: [{child_status: <status>}]}
    expect: {deadlines: {talk.settle: <due>}}
)";

std::expected<Cases, CasesProblems> read(const std::string& yaml, std::string_view csv = "") {
  return Cases::read(read_yaml(yaml).value(), csv);
}

std::vector<std::string> lines(const std::vector<Problem>& problems) {
  std::vector<std::string> lines;
  for (const Problem& problem : problems) {
    lines.push_back(to_line(problem));
  }
  return lines;
}

const YamlNode& child(const YamlNode& node, std::string_view key) {
  const auto found = std::ranges::find(node.children, key, &YamlNode::key);
  EXPECT_NE(found, node.children.end()) << key;
  return *found;
}

const YamlNode& first_step(const YamlNode& file) {
  return child(file, "steps").children.front();
}

TEST(Cases, PutsTheValuesOfEachCaseInTheirPlaces) {
  const auto cases = read(kSteps + R"(cases:
  - {day: 2026-04-01, status: [looked after, none], due: 2026-04-02 17:00}
  - {day: 2026-04-02, status: none, due: 2026-04-07 17:00}
)");
  ASSERT_TRUE(cases.has_value()) << lines(cases.error().in_rehearsal).front();
  ASSERT_EQ(cases->size(), 2U);

  const RehearsedCase first = cases->at(0);
  const RehearsedCase second = cases->at(1);

  EXPECT_EQ(to_text(first),
            "case 1 (day: 2026-04-01, status: looked after, none, due: 2026-04-02 17:00)");
  EXPECT_EQ(first.mark, (Mark{7, 5}));
  EXPECT_EQ(child(first_step(first.file), "at").text, "2026-04-01 15:00");
  EXPECT_EQ(child(first_step(first.file), "at").mark, (Mark{3, 9}));
  const YamlNode& status = child(
      child(child(first_step(first.file), "raise"), "children").children.front(), "child_status");
  ASSERT_TRUE(status.is_list());
  EXPECT_EQ(status.children.front().text, "looked after");
  EXPECT_EQ(second.number, 2);
  EXPECT_EQ(child(second.file, "rehearsal").text, "Raised on 2026-04-02");
  EXPECT_EQ(child(child(child(first_step(second.file), "expect"), "deadlines"), "talk.settle").text,
            "2026-04-07 17:00");
}

TEST(Cases, ATableMayStandInAFileOfItsOwn) {
  const std::string file = kSteps + "cases: easter.csv\n";
  EXPECT_EQ(cases_file(read_yaml(file).value()), "easter.csv");
  const auto cases =
      read(file, "day,status,due\n2026-04-01,none,2026-04-02 17:00\n2026-04-02,none,2026-04-07\n");
  ASSERT_TRUE(cases.has_value());
  ASSERT_EQ(cases->size(), 2U);
  EXPECT_EQ(cases->at(1).mark, (Mark{3, 1}));
  EXPECT_EQ(child(first_step(cases->at(1).file), "at").text, "2026-04-02 15:00");
}

TEST(Cases, WithoutATableARehearsalIsPlayedOnceAsItIsWritten) {
  const auto cases = read(kSteps);
  ASSERT_TRUE(cases.has_value());
  EXPECT_EQ(cases->size(), 1U);
  EXPECT_EQ(to_text(cases->at(0)), "");
  EXPECT_EQ(child(first_step(cases->at(0).file), "at").text, "<day> 15:00");
}

TEST(Cases, EverySlipIsNamedWithItsPlace) {
  const auto cases = read(kSteps + R"(cases:
  - {days: 2026-04-01, status: none, due: 2026-04-02 17:00}
  - {days: 2026-04-02, status: , due: 2026-04-07 17:00}
  - {days: 2026-04-03, due: 2026-04-07 17:00}
)");
  ASSERT_FALSE(cases.has_value());
  EXPECT_THAT(
      lines(cases.error().in_rehearsal),
      ElementsAre(HasSubstr("1:12: error: no case has a value for `<day>`. Did you mean `days`?"),
                  HasSubstr("3:9: error: no case has a value for `<day>`"),
                  HasSubstr("7:6: error: `days` is used nowhere in the rehearsal"),
                  HasSubstr("8:5: error: this case has no `status`"),
                  HasSubstr("9:5: error: this case has no `status`")));
  EXPECT_THAT(cases.error().in_table, IsEmpty());
}

TEST(Cases, ASlipInAFileOfCasesIsOneOfThatFile) {
  const auto cases = read(kSteps + "cases: easter.csv\n",
                          "day,status,due,note\n2026-04-01,none,2026-04-02\n1,2,3,4,5\n");
  ASSERT_FALSE(cases.has_value());
  EXPECT_THAT(cases.error().in_rehearsal, IsEmpty());
  EXPECT_THAT(lines(cases.error().in_table),
              ElementsAre(HasSubstr("3:1: error: this case has 5 values, and there are 4 columns"),
                          HasSubstr("2:1: error: this case has no `note`"),
                          HasSubstr("1:1: error: `note` is used nowhere")));
}

TEST(Cases, ATableWithoutACaseWouldPlayNothing) {
  for (const std::string table : {"cases: []\n", "cases:\n"}) {
    const auto cases = read("steps: []\n" + table);
    ASSERT_FALSE(cases.has_value()) << table;
    EXPECT_THAT(lines(cases.error().in_rehearsal),
                ElementsAre(HasSubstr("2:1: error: there is no case in the table")));
  }
  const auto header_only = read("steps: [<day>]\ncases: c.csv\n", "day\n");
  ASSERT_FALSE(header_only.has_value());
  EXPECT_THAT(lines(header_only.error().in_table),
              ElementsAre(HasSubstr("1:1: error: there is no case in the table")));
}

// A case stands wherever its gap does: a few long ones would make a small file huge.
TEST(Cases, ALongCaseIsRefused) {
  const auto cases = read("steps: [<day>]\ncases:\n  - {day: " + std::string(1001, 'x') + "}\n");
  ASSERT_FALSE(cases.has_value());
  EXPECT_THAT(lines(cases.error().in_rehearsal),
              ElementsAre(HasSubstr("3:5: error: this case is too long")));
}

}  // namespace
}  // namespace accord
