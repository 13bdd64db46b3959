#include "directory/reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <ostream>

#include "base/testdata/project_folder.hpp"
#include "directory/testdata/london.hpp"
#include "policy/testdata/texts.hpp"

namespace accord {
namespace {

using testdata::at;
using testdata::london;
using testdata::with;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kTown = R"(partnership:
  name: Anytown Safeguarding Children Partnership
  phone: 01632 960100
  people:
    - {id: ada, name: Ada Grey, job: Independent chair, email: ada.grey@anytown.example}
  posts:
    - {id: scp_chair, title: Independent chair, role: chair, held_by: ada}
    - {id: scp_manager, title: Business manager, role: business_manager, reports_to: scp_chair}
agencies:
  - id: csc
    name: Children's Services
    sector: social care
    statutory: true
    phone: 01632 960200
    out_of_hours: 01632 960299 ext 4
    guide: "Raise it the same day: \"Escalate\"."
    safeguarding_lead: csc_lead
    supporter: amy
    equivalents: {head_of_service: director, team_manager: [team_leader, duty_leader]}
    closures: [2026-12-25 to 2027-01-01, 2027-04-01]
    people:
      - {id: amy, name: Amy Ross, job: Social worker, phone: +44 1632 960201}
      - {id: ben, name: Ben Höll, away: [2026-07-21 to 2026-07-22, 2026-12-03 09:00 to 2026-12-03T13:00:00Z]}
    posts:
      - {id: csc_worker, title: Social worker, role: social_worker, held_by: [amy, ben], reports_to: csc_leader}
      - {id: csc_leader, title: Team leader, role: team_leader, held_by: ben, reports_to: csc_director, deputy: csc_lead}
      - {id: csc_lead, title: Safeguarding lead, role: safeguarding_lead, held_by: ada, phone: 01632 960209}
      - {id: csc_director, title: Director, role: director}
    on_call:
      - {role: on_call_manager, person: ben, phone: 01632 960298}
      - {role: on_call_director, person: amy, from: 2026-12-24 17:00, to: 2026-12-29 09:00}
)";

Directory town() {
  auto read = read_directory(kTown, london());
  if (!read) {
    for (const Problem& problem : read.error()) {
      ADD_FAILURE() << to_line(problem);
    }
    return {};
  }
  return *std::move(read);
}

/// Each problem as "line:column what".
std::vector<std::string> problems(std::string_view text) {
  const auto read = read_directory(text, london());
  std::vector<std::string> lines;
  if (!read) {
    for (const Problem& problem : read.error()) {
      EXPECT_FALSE(problem.mend.empty()) << problem.what;
      lines.push_back(std::to_string(problem.mark.line) + ":" +
                      std::to_string(problem.mark.column) + " " + problem.what);
    }
  }
  return lines;
}

TEST(ReadDirectory, ALL_4_ReadsAgenciesPostsAndPeople) {
  const Directory directory = town();

  const Agency* csc = directory.agency(AgencyId{"csc"});
  ASSERT_NE(csc, nullptr);
  EXPECT_EQ(csc->sector, "social care");
  EXPECT_EQ(csc->out_of_hours_phone, "01632 960299 ext 4");
  EXPECT_THAT(csc->equivalents,
              ElementsAre(std::pair<std::string, std::string>{"head_of_service", "director"},
                          std::pair<std::string, std::string>{"team_manager", "team_leader"},
                          std::pair<std::string, std::string>{"team_manager", "duty_leader"}));
  EXPECT_THAT(csc->closures,
              ElementsAre(std::pair<std::string, std::string>{"2026-12-25", "2027-01-01"},
                          std::pair<std::string, std::string>{"2027-04-01", "2027-04-01"}));
  EXPECT_THAT(directory.post(PostId{"csc_worker"})->holders,
              ElementsAre(PersonId{"amy"}, PersonId{"ben"}));
  EXPECT_EQ(directory.partnership()->id, AgencyId{"partnership"});
  EXPECT_EQ(directory.posts_with(AgencyId{"partnership"}, "chair").front()->id,
            PostId{"scp_chair"});
  EXPECT_EQ(directory.person(PersonId{"ada"})->agency, AgencyId{"partnership"});
}

// LIN-16: "a named supporter and a one-page guide per agency".
TEST(ReadDirectory, LIN_16_ReadsSupporterAndGuide) {
  const Agency csc = *town().agency(AgencyId{"csc"});

  EXPECT_EQ(csc.supporter, PersonId{"amy"});
  EXPECT_EQ(csc.guide, "Raise it the same day: \"Escalate\".");
  EXPECT_EQ(csc.safeguarding_lead, PostId{"csc_lead"});
}

// A day is the whole of it in local time, summer time included; an instant with Z is what it says.
TEST(ReadDirectory, ALL_4_ReadsLeaveInLocalTime) {
  EXPECT_THAT(town().person(PersonId{"ben"})->away,
              ElementsAre(std::pair{at("2026-07-21T00:00"), at("2026-07-23T00:00")},
                          std::pair{at("2026-12-03T09:00"), at("2026-12-03T13:00")}));
}

// LIN-12: "goes to its on-call manager and director".
TEST(ReadDirectory, LIN_12_ReadsShiftsOfTheOnCallRota) {
  const Directory directory = town();
  const AgencyId csc{"csc"};

  EXPECT_TRUE(directory.agency(csc)->statutory);
  EXPECT_EQ(directory.on_call(csc, "on_call_manager", at("2030-01-01T03:00"))->phone,
            "01632 960298");
  EXPECT_FALSE(directory.on_call(csc, "on_call_director", at("2026-12-24T16:59")).has_value());
  EXPECT_TRUE(directory.on_call(csc, "on_call_director", at("2026-12-24T17:00")).has_value());
}

TEST(ReadDirectory, ALL_4_ComesBackTheSameFromItsOwnText) {
  const Directory directory = town();
  const std::string text = to_yaml(directory);

  const auto again = read_directory(text, Zone::load("America/New_York").value());

  ASSERT_TRUE(again.has_value()) << to_line(again.error().front()) << "\n" << text;
  EXPECT_EQ(*again, directory);
  EXPECT_EQ(to_yaml(*again), text);
}

/// `pointed` is the text at which the message has to point: its first place after the change
/// begins.
struct Wrong {
  const char* old_text;
  const char* new_text;
  const char* pointed;
  const char* what;
};

void PrintTo(const Wrong& wrong, std::ostream* out) {
  *out << wrong.what;
}

std::string place_of(std::string_view text, std::size_t byte) {
  const std::string_view before = text.substr(0, byte);
  const std::size_t line = before.rfind('\n') + 1;
  const auto characters = std::count_if(before.begin() + static_cast<std::ptrdiff_t>(line),
                                        before.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return std::to_string(1 + std::count(before.begin(), before.end(), '\n')) + ":" +
         std::to_string(characters + 1);
}

class ReadDirectoryRefuses : public testing::TestWithParam<Wrong> {};

TEST_P(ReadDirectoryRefuses, ALL_4_WithThePlace) {
  const Wrong& wrong = GetParam();
  const std::string text = with(std::string{kTown}, wrong.old_text, wrong.new_text);
  const std::size_t line = kTown.rfind('\n', kTown.find(wrong.old_text)) + 1;
  const std::size_t pointed = text.find(wrong.pointed, line);
  ASSERT_NE(pointed, std::string::npos);

  EXPECT_THAT(problems(text), ElementsAre(place_of(text, pointed) + " " + wrong.what));
}

INSTANTIATE_TEST_SUITE_P(
    OneThingWrong, ReadDirectoryRefuses,
    testing::Values(
        Wrong{"reports_to: csc_leader", "reports_to: csc_leeder", "csc_leeder",
              "`reports_to` names `csc_leeder`, which is no post of this file"},
        Wrong{"deputy: csc_lead", "deputy: nobody", "nobody",
              "`deputy` names `nobody`, which is no post of this file"},
        Wrong{"deputy: csc_lead", "deputy: csc_leader", "csc_leader}",
              "the post `csc_leader` names itself as `deputy`"},
        Wrong{"reports_to: csc_director", "reports_to: scp_chair", "scp_chair",
              "`reports_to` names `scp_chair`, a post of another agency (`partnership`)"},
        Wrong{"held_by: [amy, ben]", "held_by: [amy, bob]", "bob",
              "`held_by` names `bob`, which is no person of this file"},
        Wrong{"held_by: [amy, ben]", "held_by: [ben, ben]", "ben]",
              "the post `Social worker` names its holder `ben` twice"},
        Wrong{"supporter: amy", "supporter: csc_lead", "csc_lead",
              "`supporter` names `csc_lead`, which is no person of this file"},
        Wrong{"safeguarding_lead: csc_lead", "safeguarding_lead: amy", "amy",
              "`safeguarding_lead` names `amy`, which is no post of this file"},
        Wrong{"person: ben", "person: bob", "bob",
              "`person` names `bob`, which is no person of this file"},
        Wrong{"{id: ben, ", "{id: ben, held_by: x, ", "held_by",
              "unknown key `held_by` in a person"},
        Wrong{"  - id: csc\n", "  - id: Csc\n", "Csc", "`Csc` cannot be the id of an agency"},
        Wrong{"{id: ada, name: Ada Grey", "{id: ada", "{id: ada", "the person `ada` has no `name`"},
        Wrong{"id: csc\n    name: Children's Services\n    sector: social care\n",
              "id: csc\n    name: Children's Services\n", "id: csc",
              "the agency `Children's Services` has no `sector`"},
        Wrong{"supporter: amy", "suporter: amy", "suporter", "unknown key `suporter` in an agency"},
        Wrong{"sector: social care", "sector: social work", "social work",
              "`social work` is no sector"},
        Wrong{"statutory: true", "statutory: maybe", "maybe", "`statutory` is `maybe`"},
        Wrong{"  phone: 01632 960100\n", "  sector: health\n", "health",
              "the partnership has a `sector`"},
        Wrong{"960299 ext 4", "960299 or 960300", "01632 960299 or",
              "the out_of_hours `01632 960299 or 960300` holds `o`, which no number has"},
        Wrong{"+44 1632 960201", "12", "12}", "the phone `12` has 2 digits"},
        Wrong{"ada.grey@anytown.example", "ada.grey@anytown", "ada.grey@",
              "the e-mail address `ada.grey@anytown` has no dot after the `@`"},
        Wrong{"ada.grey@anytown.example", "ada.grey", "ada.grey",
              "the e-mail address `ada.grey` has no `@`"},
        Wrong{"ada.grey@anytown.example", "a@b@c.example", "a@b",
              "the e-mail address `a@b@c.example` has 2 `@`"},
        Wrong{"ada.grey@anytown.example", "a@-c.example", "a@",
              "the e-mail address `a@-c.example` has a domain that cannot exist (`-c`)"},
        Wrong{"2026-12-25 to 2027-01-01", "2026-12-25 to 2026-12-24", "2026-12-25",
              "in `closures`: `2026-12-25 to 2026-12-24` ends before it begins"},
        Wrong{"2027-04-01]", "2027-02-29]", "2027-02-29",
              "in `closures`: there is no day 2027-02-29"},
        Wrong{"2026-07-21 to 2026-07-22", "2026-07-21 to 2026-07-20", "2026-07-21",
              "in `away`: `2026-07-21 to 2026-07-20` ends before it begins"},
        Wrong{", to: 2026-12-29 09:00", "", "{role", "a shift has only one of `from` and `to`"},
        Wrong{"{role: on_call_manager, ", "{", "{person", "an entry of `on_call` has no `role`"},
        Wrong{"role: director", "role: The Director", "The", "`The Director` cannot be a role"},
        Wrong{"{head_of_service: director", "{Head: director", "Head", "`Head` cannot be a role"},
        Wrong{"    name: Children's Services\n", "    name: CSC\n    name: CSCS\n", "name: CSCS",
              "`name` stands here a second time (first in line 11)"},
        Wrong{"Ada Grey", "\"Ada \\u202Eyerg\"", "\"Ada",
              "`name` holds an invisible mark that changes how it is shown"},
        Wrong{"Ada Grey", "\"Ada\\u2028Grey\"", "\"Ada",
              "`name` holds an invisible mark that changes how it is shown"},
        Wrong{"Ada Grey", "\"Ada\\u0085Grey\"", "\"Ada", "`name` holds a control character"},
        Wrong{"Ada Grey", "\"Ada\\nGrey\"", "\"Ada", "`name` goes over more than one line"}));

TEST(ReadDirectory, ALL_4_RefusesAnIdGivenTwice) {
  EXPECT_THAT(problems(with(std::string{kTown}, "{id: csc_director, ", "{id: csc_lead, ")),
              testing::Contains(
                  "28:14 the id `csc_lead` is given to a post a second time (first in line 27)"));
}

// Kernel rule 8: "Directories are finite, so tiers end": no line of management is a circle.
TEST(ReadDirectory, GLO_14_RefusesACircleOfManagersOnce) {
  EXPECT_THAT(problems(with(std::string{kTown}, "role: director}",
                            "role: director, reports_to: csc_worker}")),
              ElementsAre("25:102 this line of management goes round in a circle: csc_worker → "
                          "csc_leader → csc_director → csc_worker"));
}

TEST(ReadDirectory, ALL_4_ReportsEverythingAtOnceInTheOrderOfTheFile) {
  std::string text = with(std::string{kTown}, "reports_to: csc_leader", "reports_to: nobody");
  text.replace(text.find("01632 960100"), 12, "none");

  EXPECT_THAT(problems(text),
              ElementsAre(testing::StartsWith("3:10 "), testing::StartsWith("25:102 ")));
}

TEST(ReadDirectory, ALL_4_SaysWhatWasProbablyMeant) {
  const auto read = read_directory(
      with(std::string{kTown}, "reports_to: csc_leader", "reports_to: csc_leeder"), london());

  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().front().mend, HasSubstr("did you mean `csc_leader`?"));
}

TEST(ReadDirectory, ALL_4_ReadsTheExampleOfTheDocument) {
  std::ifstream file{testdata::project_folder() / "docs/directory-format.md"};
  const std::string document{std::istreambuf_iterator<char>{file}, {}};
  const std::size_t begin = document.find("```yaml\n") + 8;
  const std::string example = document.substr(begin, document.find("```", begin) - begin);

  EXPECT_THAT(problems(example), IsEmpty());
}

TEST(ReadDirectory, ALL_4_ReadsTheDirectoryOfEachPartnershipAndGivesItBack) {
  int read_files = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator{testdata::project_folder() / "policies"}) {
    if (entry.path().filename() != "directory.yaml") {
      continue;
    }
    ++read_files;
    std::ifstream file{entry.path()};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_THAT(problems(text), IsEmpty()) << entry.path();
    const auto directory = read_directory(text, london());
    ASSERT_TRUE(directory.has_value());
    EXPECT_EQ(read_directory(to_yaml(*directory), london()), directory) << entry.path();
  }
  EXPECT_GT(read_files, 0);
}

TEST(ReadDirectory, ALL_4_NeedsThePartnership) {
  EXPECT_THAT(problems("agencies: []\n"),
              ElementsAre("1:1 `partnership` is missing in a directory"));
  EXPECT_THAT(problems(""), ElementsAre("1:1 nothing is written in this file"));
  EXPECT_THAT(problems("- a\n"), testing::Not(IsEmpty()));
}

// Each is refused at its first wrong character; what lies behind it is never built into a tree.
TEST(ReadDirectory, ALL_4_RefusesHostileFilesWhereTheyBecomeHostile) {
  EXPECT_THAT(problems(std::string(20'000, '[')),
              ElementsAre("1:1 a list or a map stands where a key is expected"));
  EXPECT_THAT(problems("partnership: &a {name: *a}\n"),
              testing::Contains(HasSubstr("1:14 an anchor (`&a`)")));
  EXPECT_THAT(problems("partnership: {name: \"" + std::string(100'000, 'x') + "\"}\n"),
              ElementsAre("1:21 `name` is longer than 200 characters"));
}

}  // namespace
}  // namespace accord
