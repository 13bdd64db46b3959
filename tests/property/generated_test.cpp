// Random disagreements under policies that nobody wrote. ACCORD_POLICY_SEEDS says which: "7", or
// "1-200". What fails prints the command that repeats it; the policy, its directory and how far the
// walk has to go stand in build/generated/.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string_view>

#include "base/testdata/project_folder.hpp"
#include "checks.hpp"
#include "random_world.hpp"
#include "store/event_json.hpp"

namespace accord::property {
namespace {

constexpr int kSteps = 1000;   ///< under each policy
constexpr int kLongest = 100;  ///< of one disagreement
constexpr std::string_view kProgram = "build/release/tests/property/accord_generated_test";

struct Seeds {
  std::uint64_t first = 1;
  std::uint64_t last = 8;
};

/// The environment's, or a few: enough to see that all of it works.
Seeds seeds() {
  Seeds given;
  if (const char* said = std::getenv("ACCORD_POLICY_SEEDS")) {
    const std::string_view text{said};
    const auto first = std::from_chars(text.data(), text.data() + text.size(), given.first);
    given.last = given.first;
    if (first.ptr != text.data() + text.size()) {
      std::from_chars(first.ptr + 1, text.data() + text.size(), given.last);
    }
  }
  return given;
}

/// The shortest walk of this seed that still breaks something.
int shortest(const World& world, std::uint64_t seed, int length) {
  int holds = 0;
  int breaks = length;
  while (holds + 1 < breaks) {
    const int middle = (holds + breaks) / 2;
    const Walk walked = walk(world, seed, middle);
    (!walked.steps.empty() && whatever_breaks(world, walked) ? breaks : holds) = middle;
  }
  return breaks;
}

/// The folder into which the policy and its directory were written.
std::filesystem::path written(const RandomWorld& random) {
  auto folder = testdata::project_folder() / "build/generated" / std::to_string(random.seed);
  std::filesystem::create_directories(folder);
  std::ofstream{folder / "policy.yaml"} << random.policy;
  std::ofstream{folder / "directory.yaml"} << random.directory;
  return folder;
}

std::string reported(const RandomWorld& random, const Walk& walked, const std::string& what) {
  const auto folder = written(random);
  const int length = shortest(random.world, walked.seed, walked.tried);
  const Walk least = walk(random.world, walked.seed, length);
  std::ofstream record{folder / "walk.txt"};
  const std::string why = whatever_breaks(random.world, least).value_or(what);
  record << why << "\n\n";
  for (const Event& event : least.events) {
    record << fmt::format("{:4} {} {} {} {}\n", event.sequence, event.recorded_at.seconds,
                          event.happened_at.seconds, event.by.person.text(),
                          std::string{kind_of(event.body)} + " " + to_json(event.body));
  }
  return fmt::format(
      "{}\npolicy {}, walk {}, {} steps: written to {}\nrepeat with ACCORD_POLICY_SEEDS={} {}", why,
      random.seed, walked.seed, length, folder.string(), random.seed, kProgram);
}

// "Held after every event under every policy and every order of commands" (ALL-3, ALL-5, ALL-6).
TEST(GeneratedPolicies, ALL_5_HoldWhatAlwaysHolds) {
  const Seeds over = seeds();
  std::size_t policies = 0;
  std::size_t refused = 0;
  std::size_t steps = 0;
  std::size_t events = 0;
  std::size_t disagreements = 0;
  std::size_t resolved = 0;
  for (std::uint64_t seed = over.first; seed <= over.last; ++seed) {
    const RandomWorld random = random_world(seed);
    refused += random.refused.size();
    ++policies;
    int tried = 0;
    for (std::uint64_t each = 1; tried < kSteps; ++each) {
      const Walk walked =
          walk(random.world, seed * 1000 + each, std::min(kLongest, kSteps - tried));
      ASSERT_LT(each, 3U * kSteps) << "policy " << seed << ": nothing can be raised under it ("
                                   << (walked.refused.empty() ? "" : walked.refused.back().what)
                                   << "), written to " << written(random).string();
      if (walked.events.empty()) {
        continue;
      }
      tried += std::max(1, walked.tried);  // some end as they are raised
      ++disagreements;
      events += walked.events.size();
      resolved += walked.state.outcome ? 1 : 0;
      if (const auto what = whatever_breaks(random.world, walked)) {
        FAIL() << reported(random, walked, *what);
      }
    }
    steps += static_cast<std::size_t>(tried);
  }
  EXPECT_GT(resolved, 0U);
  fmt::print(
      "{} policies (and {} that the checker refused), {} disagreements, {} of them resolved, "
      "{} steps, {} events\n",
      policies, refused, disagreements, resolved, steps, events);
}

}  // namespace
}  // namespace accord::property
