// Random walks as somebody has approved them: each entry of the record, what it changes in the
// state, and each refusal. tests/approved/walks/ has a file for each shipped policy.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "base/testdata/approved.hpp"
#include "store/event_json.hpp"
#include "world.hpp"

namespace accord::property {
namespace {

std::set<std::string> lines_of(const std::string& text) {
  std::set<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) {
    lines.insert(line);
  }
  return lines;
}

/// The lines of the state that an entry takes away and those that it brings.
std::string difference(const std::set<std::string>& before, const std::set<std::string>& after) {
  std::string text;
  for (const std::string& line : before) {
    text += after.contains(line) ? "" : "    - " + line + '\n';
  }
  for (const std::string& line : after) {
    text += before.contains(line) ? "" : "    + " + line + '\n';
  }
  return text;
}

std::string in_full(const Walk& walk) {
  std::string text = fmt::format("walk {}\n", walk.seed);
  Disagreement state;
  std::set<std::string> before;
  for (const Event& event : walk.events) {
    apply(state, event);
    auto after = lines_of(to_dump(state));
    text +=
        fmt::format("{} {} {} {} {} {}\n", event.sequence, event.happened_at.seconds,
                    event.by.person.text(), event.clause, kind_of(event.body), to_json(event.body));
    text += difference(before, after);
    before = std::move(after);
  }
  std::set<std::string> refused;
  for (const Refusal& refusal : walk.refused) {
    refused.insert(fmt::format("refused: {} | {} | {} | {} | {}\n", refusal.what, refusal.rule,
                               refusal.clause, refusal.instead, refusal.field));
  }
  for (const std::string& one : refused) {
    text += one;
  }
  return text;
}

class WalksAsApproved : public testing::TestWithParam<std::size_t> {};

TEST_P(WalksAsApproved, EachEntryAndWhatItChanges) {
  ASSERT_EQ(worlds().size(), 5U);
  const World& world = worlds()[GetParam()];
  std::string text;
  for (std::uint64_t seed = 101; seed <= 102; ++seed) {
    text += in_full(walk(world, seed, 60)) + '\n';
  }
  EXPECT_EQ(testdata::not_as_approved("walks/" + world.name + ".txt", text), "");
}

INSTANTIATE_TEST_SUITE_P(Policies, WalksAsApproved, testing::Range(std::size_t{0}, std::size_t{5}));

}  // namespace
}  // namespace accord::property
