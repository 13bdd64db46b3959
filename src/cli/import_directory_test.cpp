#include "cli/import_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/testdata/project_folder.hpp"
#include "cli/exit_code.hpp"
#include "directory/reader.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

constexpr Instant kImported{1'796'634'000};  // Monday 7 December 2026, 9am

constexpr const char* kYaml = R"(partnership: {name: Anytown Partnership}
agencies:
  - id: csc
    name: Children's Services
    sector: social care
    safeguarding_lead: leader
    guide: Tell your manager.
    people: [{id: amy, name: Amy Ross}]
    posts: [{id: leader, title: Team leader, role: team_leader, held_by: amy}]
)";

class ImportDirectory : public testing::Test {
 protected:
  ImportDirectory() {
    folder_ = std::filesystem::path{testing::TempDir()} /
              testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::create_directories(folder_);
    stored_["anytown"] = "";
  }
  ~ImportDirectory() override { std::filesystem::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& text) {
    const auto path = folder_ / name;
    std::ofstream{path, std::ios::binary} << text;
    return path.string();
  }

  static std::string content(const std::filesystem::path& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
  }

  int run(const ImportDirectoryArguments& arguments) {
    out_.str("");
    err_.str("");
    DirectoryPort port;
    port.partnerships = [this]() -> DirectoryPort::Answer<std::vector<std::string>> {
      std::vector<std::string> keys;
      for (const auto& [key, text] : stored_) {
        keys.push_back(key);
      }
      return keys;
    };
    port.directory =
        [this](const std::string& key) -> DirectoryPort::Answer<std::optional<std::string>> {
      return stored_[key].empty() ? std::nullopt : std::optional{stored_[key]};
    };
    port.policy = [](const std::string&) -> DirectoryPort::Answer<std::optional<std::string>> {
      return std::nullopt;
    };
    port.save = [this](const std::string& key,
                       const std::string& text) -> DirectoryPort::Answer<std::int64_t> {
      if (full_) {
        return std::unexpected("the disk is full");
      }
      stored_[key] = text;
      return 0;
    };
    return run_import_directory(arguments, port, kImported, out_, err_);
  }

  std::filesystem::path folder_;
  std::map<std::string, std::string> stored_;
  bool full_ = false;
  std::ostringstream out_;
  std::ostringstream err_;
};

TEST_F(ImportDirectory, ALL_4_ShowsAPreviewAndChangesNothing) {
  const int answer = run({.file = file("town.yaml", kYaml)});

  EXPECT_EQ(answer, kDone);
  EXPECT_THAT(out_.str(), StartsWith("anytown: 2 agencies, 1 post and 1 person added.\n"));
  EXPECT_THAT(out_.str(), HasSubstr("  added: person Amy Ross (amy)\n"));
  EXPECT_THAT(out_.str(), HasSubstr("names nobody who supports a worker who disagrees. Name a"));
  EXPECT_THAT(out_.str(), HasSubstr("nothing was changed. Run it again with --apply."));
  EXPECT_EQ(stored_["anytown"], "");
  EXPECT_EQ(err_.str(), "");
}

TEST_F(ImportDirectory, ALL_4_AppliesWhenAskedAndThenNothingIsLeftToChange) {
  const std::string town = file("town.yaml", kYaml);

  EXPECT_EQ(run({.file = town, .apply = true}), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("\nApplied.\n"));
  const auto stored = read_directory(stored_["anytown"], Zone::load("Europe/London").value());
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(stored->people().size(), 1U);

  EXPECT_EQ(run({.file = town, .apply = true}), kDone);
  EXPECT_THAT(out_.str(), StartsWith("anytown: Nothing changes.\n"));
  EXPECT_THAT(out_.str(), Not(HasSubstr("Applied")));
}

TEST_F(ImportDirectory, ALL_4_SaysEveryProblemWithItsPlaceAndChangesNothing) {
  std::string text = kYaml;
  text.replace(text.find("held_by: amy"), 12, "held_by: bob");
  const std::string town = file("town.yaml", text);

  EXPECT_EQ(run({.file = town, .apply = true}), kAnswerIsNo);
  EXPECT_THAT(err_.str(), StartsWith(town + ":9:74: error: `held_by` names `bob`"));
  EXPECT_THAT(err_.str(), HasSubstr("Nothing was changed.\n"));
  EXPECT_EQ(out_.str(), "");
  EXPECT_EQ(stored_["anytown"], "");
}

std::string csv() {
  return directory_csv_header() + "\npartnership,Anytown Partnership,partnership" +
         std::string(22, ',') +
         "\ncsc,Children's Services,health,,,,,,,a,Nurse,nurse,,,,,amy,Amy,,,,,,,"
         "\ncsc,,,,,,,,,b,Nurse,Not A Role,,,,,,,,,,,,,\n";
}

TEST_F(ImportDirectory, ALL_4_TakesNoRowOfACsvFileUnlessGoodRowsAreAskedFor) {
  const std::string town = file("town.csv", csv());
  const std::string rejects = (folder_ / "rejects.csv").string();

  EXPECT_EQ(run({.file = town, .apply = true}), kAnswerIsNo);
  EXPECT_THAT(err_.str(), HasSubstr("1 of 3 rows are wrong: --rejects FILE"));
  EXPECT_EQ(stored_["anytown"], "");

  EXPECT_EQ(run({.file = town, .apply = true, .good_rows = true, .rejects = rejects}), kAnswerIsNo);
  EXPECT_THAT(out_.str(), HasSubstr("\nApplied.\n"));
  EXPECT_THAT(stored_["anytown"], HasSubstr("Amy"));
  EXPECT_THAT(content(rejects), HasSubstr("csc,,,,,,,,,b,Nurse,Not A Role"));
  EXPECT_THAT(content(rejects), HasSubstr(",reason\r\n"));
}

TEST_F(ImportDirectory, ALL_4_AnswersProgramsWithTheSame) {
  EXPECT_EQ(run({.file = file("town.csv", csv()), .good_rows = true, .json = true}), kAnswerIsNo);

  const auto answer = nlohmann::json::parse(out_.str());
  EXPECT_EQ(answer["partnership"], "anytown");
  EXPECT_EQ(answer["applied"], false);
  EXPECT_EQ(answer["rows"], 3);
  EXPECT_EQ(answer["rejected_rows"], 1);
  EXPECT_EQ(answer["problems"][0]["line"], 4);
  EXPECT_EQ(answer["problems"][0]["column"], 12);
  EXPECT_EQ(answer["change"]["differences"][0]["part"], "agency");
  EXPECT_EQ(answer["change"]["differences"][0]["kind"], "added");
  EXPECT_EQ(answer["gaps"][0]["kind"], "no_safeguarding_lead");
  EXPECT_EQ(err_.str(), "");
}

// The same through the database itself: previewed read-only, kept, and found again.
TEST_F(ImportDirectory, ALL_4_KeepsTheDirectoryInTheDatabase) {
  const std::string database = (folder_ / "accord.db").string();
  {
    const auto made = Database::open({.location = database}, Service::components());
    ASSERT_TRUE(made.has_value()) << made.error().what;
    Service service{**made, {[] { return kImported; }, random_hex_128, random_reference}};
    const auto added = service.add_partnership(
        {PartnershipId{"anytown"}, "Anytown", false},
        content(testdata::project_folder() / "src/policy/testdata/northmoor.yaml"),
        "partnership: {name: Anytown Partnership}\nagencies: []\n");
    ASSERT_TRUE(added.has_value()) << to_words(added.error());
  }
  const std::string town = file("town.yaml", kYaml);

  EXPECT_EQ(run_import_directory({.file = town}, database, kImported, out_, err_), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("nothing was changed"));
  out_.str("");
  EXPECT_EQ(run_import_directory({.file = town, .apply = true}, database, kImported, out_, err_),
            kDone);
  EXPECT_THAT(out_.str(), HasSubstr("Applied."));
  out_.str("");
  const Instant later{kImported.seconds + 1};
  EXPECT_EQ(run_import_directory({.file = town}, database, later, out_, err_), kDone);
  EXPECT_THAT(out_.str(), StartsWith("anytown: Nothing changes."));
  EXPECT_EQ(err_.str(), "");

  EXPECT_EQ(
      run_import_directory({.file = town}, (folder_ / "none.db").string(), kImported, out_, err_),
      kCouldNotRun);
  EXPECT_THAT(err_.str(), StartsWith("accord: "));
}

// The file is the whole directory: another partnership's would replace everybody, and whoever has a
// part in a disagreement would be gone.
TEST_F(ImportDirectory, ALL_4_DoesNotTakeAnothersDirectoryUnlessToldSo) {
  EXPECT_EQ(run({.file = file("town.yaml", kYaml), .apply = true}), kDone);
  const std::string in_force = stored_["anytown"];
  const auto refuses = [&](const std::string& from, const std::string& to, const std::string& why) {
    std::string text = kYaml;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
      text.replace(at, from.size(), to);
    }
    const std::string other = file("other.yaml", text);
    EXPECT_EQ(run({.file = other, .apply = true}), kAnswerIsNo);
    EXPECT_EQ(err_.str(),
              "accord: this looks like another partnership's directory: " + why +
                  ". Nothing was changed. Check the file and --partnership. If you mean to replace "
                  "the whole directory, add --replace-all.\n");
    EXPECT_THAT(out_.str(), Not(HasSubstr("Applied")));
    EXPECT_EQ(stored_["anytown"], in_force);
    EXPECT_EQ(run({.file = other}), kDone);
    EXPECT_THAT(out_.str(),
                HasSubstr("This looks like another partnership's directory: " + why +
                          ". Check the file and --partnership. If you mean to replace the whole "
                          "directory, run it again with --apply --replace-all."));
    EXPECT_EQ(run({.file = other, .apply = true, .json = true}), kAnswerIsNo);
    EXPECT_THAT(nlohmann::json::parse(out_.str())["another_partnership"], HasSubstr(why));
    return other;
  };

  refuses("amy", "ann", "the file has nobody of the directory in force, such as 'amy'");
  const std::string other =
      refuses("Anytown", "Othertown",
              "the file is of 'Othertown Partnership', and the directory in force is of 'Anytown "
              "Partnership'");

  EXPECT_EQ(run({.file = other, .apply = true, .replace_all = true}), kDone);
  EXPECT_THAT(out_.str(), HasSubstr("Applied."));
  EXPECT_THAT(stored_["anytown"], HasSubstr("Othertown"));
}

TEST_F(ImportDirectory, ALL_4_SaysWhyItCouldNotRun) {
  const std::string town = file("town.yaml", kYaml);
  const auto refused = [this](const ImportDirectoryArguments& arguments) {
    EXPECT_EQ(run(arguments), kCouldNotRun);
    EXPECT_EQ(out_.str(), "");
    return err_.str();
  };

  EXPECT_THAT(refused({.file = (folder_ / "none.yaml").string()}), HasSubstr("no such file"));
  EXPECT_THAT(refused({.file = file("town.txt", kYaml)}), HasSubstr("end it in .yaml or .csv"));
  EXPECT_THAT(refused({.file = town, .good_rows = true}), HasSubstr("are for CSV files"));
  EXPECT_THAT(refused({.file = town, .partnership = "othertown"}),
              HasSubstr("no partnership 'othertown': it has anytown"));
  full_ = true;
  EXPECT_THAT(refused({.file = town, .apply = true}), HasSubstr("the disk is full"));
  full_ = false;
  stored_["anytown"] = "nonsense";
  EXPECT_THAT(refused({.file = town}), HasSubstr("the directory in force does not read"));
  stored_["othertown"] = "";
  EXPECT_THAT(refused({.file = town}),
              HasSubstr("say which with --partnership (anytown, othertown)"));
  stored_.clear();
  EXPECT_THAT(refused({.file = town}), HasSubstr("no partnership yet"));
}

}  // namespace
}  // namespace accord
