#include "telling/names.hpp"

#include <gtest/gtest.h>

#include "disagreement/testdata/scene.hpp"
#include "telling/event_words.hpp"

namespace accord {
namespace {

using testdata::Scene;

/// The outcome's words on a page and in the chronology, once tess has left it at that.
std::vector<std::string> told(Scene scene) {
  scene.raise();
  EXPECT_TRUE(scene.take("2026-04-07 10:00", "tess", "talk.silent_end").has_value());
  const Circumstances at = scene.at(scene.london("2026-04-07 12:00"));
  const Names names{scene.state, at};
  std::vector<std::string> words;
  if (const auto& outcome = scene.state.outcome) {
    words.push_back(names.ending(outcome->kind, outcome->scope, outcome->exit));
  }
  for (const Event& event : scene.events) {
    if (std::holds_alternative<Resolved>(event.body)) {
      words.push_back(event_words(event.body, names).title);
    }
  }
  return words;
}

// "The decision of agency X stands, dissent recorded": whose is said wherever the outcome is.
TEST(Names, ALL_7_SayWhoseDecisionStands) {
  const std::string_view way =
      "{id: silent, title: No answer, by: raising_side, when: {settle: overdue}, record: [why], "
      "go: managers}";
  EXPECT_EQ(told({way,
                  "{id: silent_end, title: Leave it, by: raising_side, record: [why], end: stands, "
                  "stands_with: responding_side}"}),
            (std::vector<std::string>{"not agreed, and the decision of csc stands",
                                      "Resolved: not agreed, and the decision of csc stands"}));
  EXPECT_EQ(
      told(
          {way, "{id: silent_end, title: Leave it, by: raising_side, record: [why], end: stands}"}),
      (std::vector<std::string>{"not agreed, and it stands",
                                "Resolved: not agreed, and it stands"}));
}

}  // namespace
}  // namespace accord
