#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "directory/directory.hpp"
#include "disagreement/deadline.hpp"
#include "rehearsal/longest.hpp"
#include "rehearsal/ways.hpp"

namespace accord {

/// What counts where the document gives no time.
enum class Counting { Stated, Targets };

/// A stage that has run to some instant, with all that was recorded in it.
struct RunOut {
  Instant until;
  Disagreement state;
  LongestStep step;
  bool endless = false;  ///< the document does not end it
};

/// Runs invented disagreements along the ways of one class, each step to its limit. The deadlines
/// are the engine's: it is asked for each of them, with what was recorded until then.
class Running {
 public:
  Running(const Policy& policy, const WorkingCalendar& calendar, const Ways& ways,
          const GivenWords& given, int levels)
      : policy_(policy), calendar_(calendar), ways_(ways), given_(given), levels_(levels) {
    for (const Stage& stage : policy.stages) {
      auto& asked = asked_by_[&stage] = duties_asked_by(policy, stage.settle);
      asked_.insert(asked.begin(), asked.end());
    }
  }

  void run(const LongestQuestion& question, Counting counting);
  [[nodiscard]] const std::optional<LongestWay>& best() const { return best_; }
  [[nodiscard]] const std::vector<NoLongest>& why() const { return why_; }
  [[nodiscard]] const std::vector<CutByCap>& cut() const { return cut_; }
  [[nodiscard]] bool beyond_calendar() const { return beyond_; }

 private:
  void run_from(Instant raised);
  void say_with_usual_hour();
  void enter(std::size_t place, Disagreement d, Instant begun);
  void leave(const WayStep& step, Disagreement d, Instant left);
  void open(const Stage& stage, Disagreement& d, Instant begun) const;
  [[nodiscard]] RunOut run_stage(const WayStep& step, Disagreement d, Instant begun);
  [[nodiscard]] RunOut run_level(const Stage& stage, Disagreement d, Instant now);
  void try_events(const Stage& stage, const RunOut& base, Instant now, RunOut& best);
  void try_met(const Stage& stage, std::size_t duty, const RunOut& base, Instant when,
               RunOut& best);
  void try_right(const Stage& stage, const DutyRule& rule, const RunOut& base, RunOut& best);
  [[nodiscard]] LongestStep step_of(const Stage& stage, const DeadlineState& deadline,
                                    const Disagreement& d, Instant now) const;
  [[nodiscard]] std::string target_of(const Stage& stage, const Disagreement& d, Instant now) const;
  void note_cut(const Stage& stage, const Disagreement& d, Instant begun);
  void end_with_cap(const Disagreement& d, RunOut& found) const;
  [[nodiscard]] std::string cap_clause(const DeadlineState& cap) const {
    return cap.bound < 0 ? "" : policy_.cap[static_cast<std::size_t>(cap.bound)].source.clause;
  }
  void keep_if_later(RunOut later, const std::string& recorded, RunOut& best) const;
  void no_end(NoLongest why);
  void end(Instant at);
  [[nodiscard]] Circumstances at(Instant now) const {
    return {now, policy_, directory_, calendar_};
  }

  const Policy& policy_;
  const WorkingCalendar& calendar_;
  const Ways& ways_;
  const GivenWords& given_;
  int levels_;
  Directory directory_;  ///< clocks ask for nobody
  std::unordered_map<const Stage*, std::vector<const DutyRule*>> asked_by_;
  std::unordered_set<const DutyRule*> asked_;  ///< by any stage's clock
  Counting counting_ = Counting::Stated;
  Instant raised_;
  std::vector<LongestStep> steps_;  ///< of the way that is being followed
  std::optional<LongestWay> best_;
  std::vector<NoLongest> why_;
  std::vector<CutByCap> cut_;  ///< one for each stage, of any date
  bool beyond_ = false;
};

}  // namespace accord
