#include "directory/csv.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <ostream>

#include "base/testdata/project_folder.hpp"
#include "directory/reader.hpp"
#include "directory/testdata/london.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::london;
using testdata::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using Cells = std::vector<std::string>;

std::vector<Cells> cells(std::string_view text) {
  const auto rows = parse_csv(text);
  std::vector<Cells> all;
  if (!rows) {
    ADD_FAILURE() << to_line(rows.error());
    return all;
  }
  for (const CsvRow& row : *rows) {
    all.push_back(row.cells);
  }
  return all;
}

std::string refused(std::string_view text, CsvLimits limits = {}) {
  const auto rows = parse_csv(text, limits);
  return rows ? "read" : to_line(rows.error());
}

// RFC 4180, section 2, rules 1 to 7.
TEST(Csv, ALL_4_ReadsWhatRfc4180Allows) {
  EXPECT_THAT(cells("a,b\r\nc,d\r\n"), ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
  EXPECT_THAT(cells("a,b\nc,d"), ElementsAre(Cells{"a", "b"}, Cells{"c", "d"}));
  EXPECT_THAT(cells("\"a,\"\"b\"\"\",\"\"\n"), ElementsAre(Cells{"a,\"b\"", ""}));
  EXPECT_THAT(cells("\"a\r\nb\",c\nd,e"), ElementsAre(Cells{"a\r\nb", "c"}, Cells{"d", "e"}));
  EXPECT_THAT(cells(" a , b"), ElementsAre(Cells{" a ", " b"}));
  EXPECT_THAT(cells("a,"), ElementsAre(Cells{"a", ""}));
  EXPECT_THAT(cells("\xEF\xBB\xBFé,b"), ElementsAre(Cells{"é", "b"}));
}

TEST(Csv, ALL_4_LeavesOutRecordsWithNothingInThem) {
  EXPECT_THAT(cells("a,b\r\n,\r\n\r\n\"\",\r\n"), ElementsAre(Cells{"a", "b"}));
  EXPECT_THAT(cells(""), IsEmpty());
}

TEST(Csv, ALL_4_SaysWhereARecordBegins) {
  const auto rows = parse_csv("a\n\"b\nc\"\nd\n");

  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ((*rows)[1].mark.line, 2);
  EXPECT_EQ((*rows)[2].mark.line, 4);
}

TEST(Csv, ALL_4_RefusesEverythingElseWithItsPlace) {
  using namespace std::string_view_literals;
  EXPECT_THAT(refused("a,b\nc,d\"e\n"), StartsWith("2:4: error: a quote stands inside a cell"));
  EXPECT_THAT(refused("a\n\"b\"c\n"), StartsWith("2:4: error: text follows the quote"));
  EXPECT_THAT(refused("a,\"b\nc\n"), StartsWith("1:3: error: the quote that opens here is never"));
  EXPECT_THAT(refused("a\rb\r"), StartsWith("1:2: error: a line ends with CR alone"));
  EXPECT_THAT(refused("é,\xE9\n"), StartsWith("1:3: error: these bytes are no UTF-8 text"));
  EXPECT_THAT(refused("\xED\xA0\x80"), HasSubstr("no UTF-8 text"));
  EXPECT_THAT(refused("a\0b"sv), StartsWith("1:2: error: a control character (byte 0)"));
  EXPECT_THAT(refused("\xFF\xFE"
                      "a\0"sv),
              StartsWith("1:1: error: this file is UTF-16"));
}

TEST(Csv, ALL_4_HasLimits) {
  EXPECT_EQ(refused("h\n1\n2\n", {.rows = 2}), "read");
  EXPECT_THAT(refused("h\n1\n2\n3\n", {.rows = 2}),
              StartsWith("4:1: error: the file has more than 2"));
  EXPECT_EQ(refused("1234", {.cell_bytes = 4}), "read");
  EXPECT_THAT(refused("12345", {.cell_bytes = 4}), HasSubstr("longer than 4 characters"));
}

// A cell that starts with = + - @ TAB CR would be run as a formula by a spreadsheet.
TEST(Csv, ALL_4_WritesNoFormula) {
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("+44, 1"), "\"'+44, 1\"");
  EXPECT_EQ(csv_cell("@a"), "'@a");
  EXPECT_EQ(csv_cell("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(csv_cell("plain - text"), "plain - text");
}

constexpr std::string_view kRows =
    "partnership,Anytown Partnership,partnership,,01632 960100,,,,,"
    "scp_chair,Independent chair,chair,,,,,ada,Ada Grey,Chair,,ada@anytown.example,,,,\n"
    "csc,Children's Services,social care,true,01632 960200,01632 960299,\"Tell, then write\","
    "head_of_service = director; team_manager = team_leader,2026-12-25 to 2027-01-01; 2027-04-01,"
    ",,,,,,,,,,,,,,,\n"
    "csc,,,,,,,,,csc_worker,Social worker,social_worker,csc_leader,,,,amy,Amy Ross,Social worker,"
    "'+44 1632 960201,,,yes,,\n"
    "csc,,,,,,,,,csc_worker,,,,,,,ben,Ben Hall,,,,2026-07-21 to 2026-07-22,,"
    "on_call_manager; on_call_director 2026-12-24 17:00 to 2026-12-29 09:00,01632 960298\n"
    "csc,,,,,,,,,csc_leader,Team leader,team_leader,csc_director,csc_director,,,ben,,,,,,,,\n"
    "csc,,,,,,,,,csc_director,Director,director,,,01632 960209,yes,,,,,,,,,\n";

std::string file(std::string_view rows = kRows) {
  return directory_csv_header() + "\n" + std::string{rows};
}

std::vector<std::string> lines(const std::vector<Problem>& problems) {
  std::vector<std::string> all;
  for (const Problem& problem : problems) {
    all.push_back(to_line(problem));
  }
  return all;
}

constexpr std::string_view kSameAsYaml = R"(partnership:
  name: Anytown Partnership
  phone: 01632 960100
  people: [{id: ada, name: Ada Grey, job: Chair, email: ada@anytown.example}]
  posts: [{id: scp_chair, title: Independent chair, role: chair, held_by: ada}]
agencies:
  - id: csc
    name: Children's Services
    sector: social care
    statutory: true
    phone: 01632 960200
    out_of_hours: 01632 960299
    guide: Tell, then write
    safeguarding_lead: csc_director
    supporter: amy
    equivalents: {head_of_service: director, team_manager: team_leader}
    closures: [2026-12-25 to 2027-01-01, 2027-04-01]
    people:
      - {id: amy, name: Amy Ross, job: Social worker, phone: +44 1632 960201}
      - {id: ben, name: Ben Hall, away: 2026-07-21 to 2026-07-22}
    posts:
      - {id: csc_worker, title: Social worker, role: social_worker, held_by: [amy, ben], reports_to: csc_leader}
      - {id: csc_leader, title: Team leader, role: team_leader, held_by: ben, reports_to: csc_director, deputy: csc_director}
      - {id: csc_director, title: Director, role: director, phone: 01632 960209}
    on_call:
      - {role: on_call_manager, person: ben, phone: 01632 960298}
      - {role: on_call_director, person: ben, phone: 01632 960298, from: 2026-12-24 17:00, to: 2026-12-29 09:00}
)";

// A spreadsheet writes the one word or the other, in capitals or not, whatever the column.
TEST(DirectoryCsv, TakesYesAndTrueInEveryColumnThatAsks) {
  for (const std::string yes : {"yes", "true", "TRUE", "True", "YES"}) {
    std::string other{kRows};
    for (const auto& [said, instead] :
         {std::pair{"care,true,", "care," + yes + ","}, std::pair{",yes,,\n", "," + yes + ",,\n"},
          std::pair{"960209,yes", "960209," + yes}}) {
      other.replace(other.find(said), std::string_view{said}.size(), instead);
    }
    const CsvReading read = read_directory_csv(file(other), london());
    ASSERT_TRUE(read.directory.has_value()) << yes;
    EXPECT_EQ(read.directory, read_directory_csv(file(), london()).directory) << yes;
  }
}

TEST(DirectoryCsv, TakesFalseAsIfItWereEmpty) {
  const auto empty = read_directory_csv(with(file(), "960209,yes", "960209,"), london()).directory;
  ASSERT_TRUE(empty.has_value());
  for (const std::string no : {"no", "false", "FALSE"}) {
    EXPECT_EQ(read_directory_csv(with(file(), "960209,yes", "960209," + no), london()).directory,
              empty)
        << no;
  }
}

TEST(ReadDirectoryCsv, ALL_4_GivesTheSameDirectoryAsYaml) {
  const CsvReading reading = read_directory_csv(file(), london());
  const auto yaml = read_directory(kSameAsYaml, london());

  ASSERT_THAT(lines(reading.problems), IsEmpty());
  ASSERT_TRUE(yaml.has_value()) << to_line(yaml.error().front());
  ASSERT_TRUE(reading.directory.has_value());
  EXPECT_EQ(to_yaml(*reading.directory), to_yaml(*yaml));
  EXPECT_EQ(*reading.directory, *yaml);
  EXPECT_EQ(reading.rows, 6U);
  EXPECT_EQ(reading.rejected_rows, 0U);
  EXPECT_EQ(reading.reject_file, "");
}

TEST(ReadDirectoryCsv, ALL_4_AcceptsWhatASpreadsheetWrites) {
  std::string text = "\xEF\xBB\xBF";
  for (const char c : file()) {
    text += c == '\n' ? "\r\n" : std::string{c};
  }
  text += std::string(24, ',') + "\r\n";

  EXPECT_EQ(read_directory_csv(text, london()).directory,
            read_directory_csv(file(), london()).directory);
}

TEST(ReadDirectoryCsv, ALL_4_HasTheHeaderThatTheDocumentGives) {
  std::ifstream stream{testdata::project_folder() / "docs/directory-format.md"};
  const std::string document{std::istreambuf_iterator<char>{stream}, {}};

  EXPECT_THAT(document, HasSubstr("\n" + directory_csv_header() + "\n"));
}

TEST(ReadDirectoryCsv, ALL_4_RefusesAnotherHeader) {
  const auto refused = [](std::string text) {
    const CsvReading reading = read_directory_csv(text, london());
    EXPECT_FALSE(reading.directory.has_value());
    return reading.problems.size() == 1 ? to_line(reading.problems.front()) : "several";
  };

  EXPECT_THAT(refused(with(file(), "agency_name", "agency")),
              StartsWith("1:1: error: the header is not that of a directory: it has `agency`."));
  EXPECT_THAT(refused(with(file(), "agency_name,", "")), HasSubstr("`agency_name` is missing"));
  EXPECT_THAT(refused(with(file(), "agency_id,agency_name", "agency_name,agency_id")),
              HasSubstr("in another place"));
  EXPECT_THAT(refused("agency_id;agency_name\n"), HasSubstr("not separated by commas"));
  EXPECT_THAT(refused(""), HasSubstr("the file is empty"));
  EXPECT_THAT(refused("a,\"b"), HasSubstr("never closed"));
  EXPECT_THAT(refused(with(file(), "agency_name", "agency")), HasSubstr(directory_csv_header()));
}

struct WrongCell {
  const char* old_text;
  const char* new_text;
  const char* problem;
};

void PrintTo(const WrongCell& wrong, std::ostream* out) {
  *out << wrong.problem;
}

class CsvRefuses : public testing::TestWithParam<WrongCell> {};

// The place is the line and the number of the cell.
TEST_P(CsvRefuses, ALL_4_WithLineAndCell) {
  const CsvReading reading =
      read_directory_csv(with(file(), GetParam().old_text, GetParam().new_text), london());

  EXPECT_FALSE(reading.directory.has_value());
  EXPECT_THAT(lines(reading.problems), testing::Contains(HasSubstr(GetParam().problem)));
  EXPECT_NE(reading.reject_file, "");
}

INSTANTIATE_TEST_SUITE_P(
    OneThingWrong, CsvRefuses,
    testing::Values(
        WrongCell{"csc,,,,,,,,,csc_worker,,,", "csc,Child Services,,,,,,,,csc_worker,,,",
                  "5:2: error: `agency_name` is `Child Services` here and `Children's Services` in "
                  "line 3"},
        WrongCell{"csc,,,,,,,,,csc_leader", ",,,,,,,,,csc_leader",
                  "6:1: error: the row has no `agency_id`"},
        WrongCell{"csc_leader,,,,amy", "csc_boss,,,,amy",
                  "4:13: error: `reports_to` names `csc_boss`, which is no post of this file"},
        WrongCell{",csc_leader,Team leader", ",,Team leader",
                  "6:11: error: the row has `post_title` and no `post_id`"},
        WrongCell{",,,amy,Amy Ross", ",,,,Amy Ross",
                  "4:18: error: the row has `person_name` and no `person_id`"},
        WrongCell{",yes,,\n", ",maybe,,\n", "4:23: error: `supporter` is `maybe`"},
        WrongCell{"960209,yes", "960209,Y", "7:16: error: `safeguarding_lead` is `Y`"},
        WrongCell{
            "csc_worker,,,,,,,ben", "csc_worker,,,,,,yes,ben",
            "7:16: error: the agency has a `safeguarding_lead` already (`csc_worker`, line 5)"},
        WrongCell{"head_of_service = director", "head_of_service", "3:8: error: in `equivalents`"},
        WrongCell{"2026-12-25 to 2027-01-01", "Christmas", "3:9: error: in `closures`"},
        WrongCell{"ada@anytown.example", "ada", "2:21: error: the e-mail address `ada`"},
        WrongCell{"on_call_director 2026-12-24 17:00 to 2026-12-29 09:00",
                  "on_call_director until noon", "5:24: error: in `on_call`"},
        WrongCell{"ben,,,,,,,,\n", "ben,,,,,,,\n", "6:1: error: the row has 24 cells"},
        WrongCell{"ben,,,,,,,,\n", "ben,,,,,,,,1\n",
                  "6:25: error: the row has `on_call_phone` and no `on_call`"},
        WrongCell{"csc_director,csc_director,,,ben", "csc_director,scp_chair,,,ben",
                  "6:14: error: `deputy` names `scp_chair`, a post of another agency"}));

TEST(ReadDirectoryCsv, ALL_4_NeedsThePartnershipOnce) {
  const CsvReading none =
      read_directory_csv(with(file(), "Partnership,partnership", "Partnership,other"), london());
  EXPECT_THAT(lines(none.problems),
              ElementsAre(StartsWith("1:1: error: no row is of the partnership")));

  const CsvReading two = read_directory_csv(with(file(), "social care", "partnership"), london());
  EXPECT_THAT(lines(two.problems),
              testing::Contains(HasSubstr("a second agency (`csc`) is the partnership")));
}

// A reject file with a reason column; no row is taken unless all pass or the good ones are asked
// for.
TEST(ReadDirectoryCsv, ALL_4_TakesNothingWhenARowIsWrong) {
  const CsvReading reading =
      read_directory_csv(with(file(), "ada@anytown.example", "ada"), london());

  EXPECT_FALSE(reading.directory.has_value());
  EXPECT_EQ(reading.rejected_rows, 1U);
  EXPECT_THAT(reading.reject_file,
              StartsWith(directory_csv_header() + ",reason\r\npartnership,Anytown Partnership,"));
  EXPECT_THAT(reading.reject_file, HasSubstr(",\"the e-mail address `ada` has no `@`: write one"));
}

TEST(ReadDirectoryCsv, ALL_4_TakesTheGoodRowsWhenAsked) {
  const CsvReading reading = read_directory_csv(
      file() + "csc,,,,,,,,,csc_new,New,worker,csc_leader,,,,cat,Cat Low,,one two,,,,,\n", london(),
      CsvRows::GoodOnes);

  ASSERT_TRUE(reading.directory.has_value());
  EXPECT_EQ(reading.directory, read_directory_csv(file(), london()).directory);
  EXPECT_EQ(reading.rejected_rows, 1U);
  EXPECT_THAT(lines(reading.problems), ElementsAre(StartsWith("8:20: error: the phone `one two`")));
}

// The leader's row is wrong; the worker's leans on it, and on that the row of the second worker.
TEST(ReadDirectoryCsv, ALL_4_LeavesOutRowsThatLeanOnWrongOnes) {
  const CsvReading reading = read_directory_csv(
      with(file(), "csc_leader,Team leader,team_leader", "csc_leader,Team leader,T L"), london(),
      CsvRows::GoodOnes);

  ASSERT_TRUE(reading.directory.has_value());
  EXPECT_EQ(reading.directory->post(PostId{"csc_leader"}), nullptr);
  EXPECT_NE(reading.directory->post(PostId{"csc_director"}), nullptr);
  EXPECT_EQ(reading.rejected_rows, 3U);
  EXPECT_THAT(lines(reading.problems),
              testing::AllOf(testing::Contains(StartsWith("6:12: error: `T L` cannot be a role.")),
                             testing::Contains(HasSubstr("once wrong rows are left out"))));
}

TEST(ReadDirectoryCsv, ALL_4_ARejectedRowComesBackAsItWas) {
  const CsvReading reading =
      read_directory_csv(with(file(), "2026-07-21 to", "Christmas to"), london());

  const auto rows = parse_csv(reading.reject_file);

  ASSERT_TRUE(rows.has_value());
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_EQ((*rows)[1].cells[21], "Christmas to 2026-07-22");
  EXPECT_EQ((*rows)[1].cells[24], "01632 960298");
  EXPECT_EQ((*rows)[1].cells.size(), 26U);
}

}  // namespace
}  // namespace accord
