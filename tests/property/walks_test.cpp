// Random disagreements under every shipped policy. A failure names its seed; this repeats it:
//   ACCORD_SEED=<seed> build/release/tests/property/accord_property_test

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "invariants.hpp"
#include "replay.hpp"
#include "replay/replay.hpp"

namespace accord::property {
namespace {

constexpr std::uint64_t kSeeds = 60;
constexpr int kLength = 60;

std::vector<std::uint64_t> seeds() {
  if (const char* one = std::getenv("ACCORD_SEED")) {
    return {std::strtoull(one, nullptr, 10)};
  }
  std::vector<std::uint64_t> all;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    all.push_back(seed);
  }
  return all;
}

std::string repeat(const World& world, const Walk& walk) {
  return fmt::format("{}: repeat with ACCORD_SEED={} {}", world.name, walk.seed,
                     "build/release/tests/property/accord_property_test");
}

template <typename Holds>
void over_all_walks(Holds holds) {
  ASSERT_GE(worlds().size(), 5U);
  for (const World& world : worlds()) {
    std::size_t resolved = 0;
    for (const std::uint64_t seed : seeds()) {
      const Walk walked = walk(world, seed, kLength);
      ASSERT_FALSE(walked.events.empty()) << repeat(world, walked);
      resolved += walked.state.outcome ? 1 : 0;
      holds(world, walked);
      if (::testing::Test::HasFailure()) {
        return;
      }
    }
    EXPECT_TRUE(resolved > 0 || seeds().size() == 1) << world.name << ": no walk came to an end";
  }
}

// ALL-5: "every open disagreement has an open duty with somebody who owes it and a date"; kernel
// rules 2, 9, 16, 18, 22.
TEST(Walks, ALL_5_HoldWhatAlwaysHolds) {
  over_all_walks([](const World& world, const Walk& walked) {
    EXPECT_EQ(breach(walked, world).value_or(""), "") << repeat(world, walked);
  });
}

// Kernel rule 1: "Folding needs no policy, directory or calendar", and gives the same state again.
TEST(Walks, FoldToTheSameState) {
  over_all_walks([](const World& world, const Walk& walked) {
    EXPECT_EQ(folded(walked), to_dump(walked.state)) << repeat(world, walked);
  });
}

// Kernel rule 3: "the answer does not depend on when a timer woke".
TEST(Walks, DoNotDependOnWhenATimerWoke) {
  over_all_walks([](const World& world, const Walk& walked) {
    const auto woken = woken_often(walked, world);
    ASSERT_TRUE(woken.has_value()) << woken.error() << "; " << repeat(world, walked);
    EXPECT_EQ(*woken, to_dump(walked.state)) << repeat(world, walked);
  });
}

/// Who was there and which days counted at each step.
std::vector<Surroundings> surroundings_of(const World& world, const Walk& walked) {
  std::vector<Surroundings> around;
  for (const Walk::Step& step : walked.steps) {
    const World& then = step.in(world);
    around.push_back({step.now, &then.directory, &then.calendar, &then.calendar});
  }
  return around;
}

// ALL-6: what a replay finds is the other policy's doing: under its own nothing differs, whoever
// left meanwhile and whichever bank holiday was announced.
TEST(Walks, ALL_6_DifferInNothingWhenReplayedUnderTheirOwnPolicy) {
  over_all_walks([](const World& world, const Walk& walked) {
    const Replay found = accord::replay(walked.events, world.policy, world.policy,
                                        surroundings_of(world, walked), walked.now);
    EXPECT_TRUE(found.same()) << found.act << ": " << found.why << " "
                              << (found.notes.empty() ? "" : found.notes.front().what) << " "
                              << found.duties.size() << " " << found.differing_already << "; "
                              << repeat(world, walked);
  });
}

// ALL-3: disagreements always require resolution, so there is always a way to one.
TEST(Walks, ALL_3_CanAlwaysBeEnded) {
  over_all_walks([](const World& world, const Walk& walked) {
    const World& now = walked.steps.back().in(world);
    EXPECT_EQ(held_up(now, walked.state, walked.now).value_or(""), "") << repeat(world, walked);
  });
}

}  // namespace
}  // namespace accord::property
