// Random disagreements under every shipped policy. A failure names its seed; this repeats it:
//   ACCORD_SEED=<seed> build/release/tests/property/accord_property_test

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "invariants.hpp"

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
    Disagreement folded;
    for (const Event& event : walked.events) {
      folded = evolve(std::move(folded), event);
    }
    EXPECT_EQ(to_dump(folded), to_dump(walked.state)) << repeat(world, walked);
  });
}

// Kernel rule 3: "the answer does not depend on when a timer woke".
TEST(Walks, DoNotDependOnWhenATimerWoke) {
  over_all_walks([](const World& world, const Walk& walked) {
    Random random{walked.seed};
    Disagreement woken;
    Instant last{};
    for (std::size_t i = 0; i < walked.commands.size(); ++i) {
      const Instant now = walked.steps[i].now;
      for (int wake = 0; woken.version != 0 && wake < 3 && now > last; ++wake) {
        const auto span = static_cast<std::size_t>(now.seconds - last.seconds);
        last.seconds += static_cast<std::int64_t>(random.below(span));
        const auto passed = decide(woken, Command{Actor{}, PassTime{}}, world.at(last));
        for (const Event& event : *passed) {
          woken = evolve(std::move(woken), event);
        }
      }
      Command command = walked.commands[i];
      if (auto* correct = std::get_if<Correct>(&command.body)) {
        // Entries have other numbers where time was recorded earlier.
        if (!correct->happened) {
          correct->sequence = 1;
        } else {
          Disagreement before;
          const std::size_t known = i == 0 ? 0 : walked.steps[i - 1].events;
          for (std::size_t k = 0; k < known; ++k) {
            before = evolve(std::move(before), walked.events[k]);
          }
          for (const DutyState& duty : before.duties) {
            if (duty.done_sequence == correct->sequence) {
              correct->sequence = woken.duty(duty.number)->done_sequence;
              break;
            }
          }
        }
      }
      const auto decided = decide(woken, command, world.at(now));
      ASSERT_TRUE(decided.has_value())
          << decided.error().what << " step " << i << "; " << repeat(world, walked);
      for (const Event& event : *decided) {
        woken = evolve(std::move(woken), event);
      }
      last = now;
    }
    EXPECT_EQ(to_dump(woken), to_dump(walked.state)) << repeat(world, walked);
  });
}

// ALL-3: disagreements always require resolution, so there is always a way to one.
TEST(Walks, ALL_3_CanAlwaysBeEnded) {
  over_all_walks([](const World& world, const Walk& walked) {
    if (!walked.state.outcome) {
      EXPECT_TRUE(can_be_ended(world, walked.state, walked.now)) << repeat(world, walked);
    }
  });
}

// --- The harness is shown to see: each defect is planted in a record, and found. -----------------

/// The first walk whose record has an event of this kind that `spoil` can spoil.
template <typename Spoil>
std::string found_in_spoiled(Spoil spoil) {
  for (const World& world : worlds()) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      Walk walked = walk(world, seed, kLength);
      if (spoil(walked)) {
        return breach(walked, world).value_or("nothing");
      }
    }
  }
  return "no walk to spoil";
}

template <typename Body>
Body* first_of(Walk& walked) {
  for (Event& event : walked.events) {
    if (auto* body = std::get_if<Body>(&event.body)) {
      return body;
    }
  }
  return nullptr;
}

TEST(Harness, SeesADeadlineWhoseOldValueIsNotKept) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                auto* changed = first_of<DeadlineChanged>(walked);
                if (changed == nullptr || changed->number == 0) {
                  return false;
                }
                changed->from.due = Instant{1};
                return true;
              }),
              ::testing::HasSubstr("does not keep the old deadline"));
}

TEST(Harness, SeesADutyThatIsDueAfterTheChildTimescale) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                bool is_set = false;
                for (Event& event : walked.events) {
                  is_set = is_set || std::holds_alternative<ChildTimescaleSet>(event.body);
                  auto* opened = std::get_if<DutyOpened>(&event.body);
                  if (is_set && opened != nullptr && opened->id == "settle") {
                    opened->deadline.due = Instant{4'000'000'000};
                    return true;
                  }
                }
                return false;
              }),
              ::testing::AnyOf(::testing::HasSubstr("after the date that protects the child"),
                               ::testing::HasSubstr("does not keep the old deadline")));
}

TEST(Harness, SeesAStageThatIsLeftByNoExitOfIts) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                for (std::size_t i = 1; i < walked.events.size(); ++i) {
                  auto* fired = std::get_if<ExitFired>(&walked.events[i].body);
                  if (fired != nullptr && fired->scope != "start") {
                    fired->scope = "elsewhere";
                    return true;
                  }
                }
                return false;
              }),
              ::testing::HasSubstr("none of its exits"));
}

TEST(Harness, SeesADisagreementThatNobodyIsWaitingFor) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                for (Event& event : walked.events) {
                  if (auto* opened = std::get_if<DutyOpened>(&event.body)) {
                    opened->owers.clear();
                  }
                }
                return true;
              }),
              ::testing::HasSubstr("no duty has an ower and a date"));
}

TEST(Harness, SeesAGapInTheNumbers) {
  EXPECT_THAT(found_in_spoiled([](Walk& walked) {
                walked.events.erase(walked.events.begin() + 1);
                return true;
              }),
              ::testing::HasSubstr("has the number"));
}

}  // namespace
}  // namespace accord::property
