#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "world.hpp"

namespace accord::property {

/// What a random policy is made of before its rules are written: every id that a condition may
/// name.
struct PlannedDuty {
  std::string id;
  bool right = false;
  bool always = false;  ///< owed whenever its stage is current
};
struct PlannedStage {
  std::string id;  ///< or `start`, `throughout`, `after`
  bool tiers = false;
  std::vector<PlannedDuty> duties;
  std::vector<std::string> exits;
  [[nodiscard]] bool of_none() const {
    return id == "start" || id == "throughout" || id == "after";
  }
};
struct PlannedFact {
  std::string id;
  std::vector<std::string> words;  ///< empty: a text or a moment
  bool moment = false;
};
struct Plan {
  std::vector<PlannedFact> facts;
  PlannedStage start{.id = "start", .duties = {}, .exits = {}};
  std::vector<PlannedStage> stages;
  PlannedStage throughout{.id = "throughout", .duties = {}, .exits = {}};
  PlannedStage after{.id = "after", .duties = {}, .exits = {}};
  std::vector<std::string> whom{"child"};  ///< whom it may be about
  std::vector<std::string> outcomes;       ///< the words of those that some exit has
  bool local_target = true;                ///< at the top
  bool decider = false;
};

/// Writes the parts of which rules are made, by chance.
class RandomRules {
 public:
  RandomRules(Random& random, const Plan& plan) : random_(random), plan_(plan) {}

  [[nodiscard]] bool in_a_hundred(std::size_t times) { return random_.below(100) < times; }
  [[nodiscard]] std::string one_of(const std::vector<std::string>& words) {
    return words[random_.below(words.size())];
  }

  /// A condition in `place` (null: in a role, which stands in no scope), as a value of one line.
  [[nodiscard]] std::string condition(const PlannedStage* place, int depth = 2);
  [[nodiscard]] std::string word_of_fact();
  /// A time: `5 working days`. Stated: not one of those that only name urgency.
  [[nodiscard]] std::string limit(bool stated);
  /// A bound or a list of them, each a value of one line: of the duty, or of `settle`.
  [[nodiscard]] std::string clock(const PlannedStage& place, std::string_view of);
  /// Until when a right or an exit stands open, of a place beside `start`.
  [[nodiscard]] std::string until(const PlannedStage& place);
  /// Who owes something; who takes an exit; who speaks in a stage, the first or a later one.
  [[nodiscard]] std::string who();
  [[nodiscard]] std::string takers();
  [[nodiscard]] std::string speakers(bool first);
  /// Of a meeting: one of the partnership, or of a side.
  [[nodiscard]] std::string seat();
  /// `clause`, `reading`, `local`, as the tail of a rule in one line or on lines of its own.
  [[nodiscard]] std::string source(std::string_view indent);

 private:
  [[nodiscard]] std::string word_of(const PlannedStage* place);
  [[nodiscard]] std::string word_of_duty(const PlannedStage* place);
  [[nodiscard]] std::string word_of_stage();
  [[nodiscard]] std::string word_of_exit(const PlannedStage* place);
  [[nodiscard]] std::string word_of_parties();
  [[nodiscard]] std::string bound(const PlannedStage& place, bool settle);
  [[nodiscard]] const PlannedStage& any_scope();

  Random& random_;
  const Plan& plan_;
  std::string anchored_;  ///< the duty whose clock is written
  bool anchors_ = false;  ///< the condition is what a clock starts from
};

}  // namespace accord::property
