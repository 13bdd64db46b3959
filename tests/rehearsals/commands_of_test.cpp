#include "disagreement/commands_of.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/testdata/project_folder.hpp"
#include "cli/files.hpp"
#include "cli/read_once.hpp"
#include "policy/yaml_tree.hpp"
#include "rehearsal/cases.hpp"
#include "rehearsal/reader.hpp"
#include "rehearsal/runner.hpp"
#include "replay/replay.hpp"
#include "store/event_json.hpp"

namespace accord {
namespace {

namespace fs = std::filesystem;

std::string in_full(const Event& event) {
  return std::to_string(event.sequence) + " " + std::to_string(event.recorded_at.seconds) + " " +
         std::to_string(event.happened_at.seconds) + " " + event.by.person.text() + " of " +
         event.by.agency.text() + " " + event.clause + " " + to_json(event.body);
}

/// Gives every command of the record again, and says where another record comes of it.
void expect_the_same(const std::vector<Event>& events, const PartnershipRead& with) {
  Disagreement state;
  std::size_t reached = 0;
  for (const RecordedCommand& one : commands_of(events, *with.policy, *with.directory)) {
    ASSERT_EQ(one.first, reached);
    reached += one.count;
    const Circumstances at{one.at, *with.policy, *with.directory, *with.calendar};
    const auto again = decide(state, one.command, at);
    ASSERT_TRUE(again.has_value()) << in_full(events[one.first]) << ": " << again.error().what;
    ASSERT_EQ(again->size(), one.count) << in_full(events[one.first]);
    for (std::size_t i = 0; i < one.count; ++i) {
      ASSERT_EQ(in_full((*again)[i]), in_full(events[one.first + i]));
      apply(state, (*again)[i]);
    }
  }
  EXPECT_EQ(reached, events.size());
}

/// The rehearsals of the shipped policies and of the constructs.
std::vector<fs::path> every_rehearsal() {
  std::vector<fs::path> files;
  for (const char* top : {"policies", "tests/constructs"}) {
    for (const auto& one : fs::directory_iterator{testdata::project_folder() / top}) {
      if (!fs::is_directory(one.path() / "rehearsals")) {
        continue;
      }
      for (const auto& file : fs::directory_iterator{one.path() / "rehearsals"}) {
        if (file.path().extension() == ".yaml") {
          files.push_back(file.path());
        }
      }
    }
  }
  std::ranges::sort(files);
  return files;
}

/// Plays every rehearsal that keeps to one version, each case by itself, and calls `look` with the
/// record that it makes. The number of records.
template <typename Look>
std::size_t for_each_record(Look look) {
  ReadOnce files;
  std::size_t played = 0;
  for (const fs::path& file : every_rehearsal()) {
    SCOPED_TRACE(file.string());
    auto tree = read_yaml(read_file(file.string()).value());
    const std::string table = cases_file(*tree);
    const std::string csv =
        table.empty() ? "" : read_file((file.parent_path() / table).string()).value();
    const auto cases = Cases::read(*std::move(tree), csv);
    for (std::size_t i = 0; i < cases->size(); ++i) {
      const RehearsedCase one = cases->at(i);
      const auto head = read_rehearsal_head(one.file);
      if (!head->later.empty()) {
        continue;  // what moves it to another version is no command of either
      }
      const auto with = files.partnership(file.parent_path() / head->policy,
                                          file.parent_path() / head->directory);
      const auto rehearsal = read_rehearsal(one.file, *with->policy, *with->directory, *with->zone);
      const RehearsalReport report =
          run_rehearsal(*rehearsal, *with->policy, *with->directory, *with->calendar);
      look(report.events, *with);
      played += report.events.empty() ? 0 : 1;
    }
  }
  return played;
}

// ALL-6: the record says all that was done. From each act comes the command that made it, and all
// of them together make the same record, to the last byte.
TEST(CommandsOf, ALL_6_MakeTheSameRecordOfEveryRehearsal) {
  EXPECT_GT(for_each_record(expect_the_same), 100U);
}

// What `accord replay` finds is the other policy's doing: under the one that it was recorded with,
// nothing differs, until months later.
TEST(ReplayTest, ALL_6_EveryRehearsalUnderItsOwnPolicyIsTheSame) {
  const auto look = [](const std::vector<Event>& events, const PartnershipRead& with) {
    if (events.empty()) {
      return;
    }
    constexpr std::int64_t kMonths = std::int64_t{100} * 24 * 60 * 60;
    const std::vector<Surroundings> around{
        {Instant{0}, with.directory, with.calendar, with.calendar}};
    const Replay found = replay(events, *with.policy, *with.policy, around,
                                Instant{events.back().recorded_at.seconds + kMonths});
    EXPECT_TRUE(found.same()) << found.act << ": " << found.why << " "
                              << (found.notes.empty() ? "" : found.notes.front().what) << " "
                              << found.duties.size();
  };
  EXPECT_GT(for_each_record(look), 100U);
}

}  // namespace
}  // namespace accord
