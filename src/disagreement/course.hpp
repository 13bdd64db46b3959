#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// One `decide` in progress: the working state, and the events made so far. Each event is applied
/// as it is made, so that what follows sees it.
class Course {
 public:
  Course(const Disagreement& disagreement, const Circumstances& at)
      : state_(disagreement), recorded_at_(at.now), at_(at) {
    events_.reserve(kManyEvents);  // each is large to move
  }

  [[nodiscard]] const Disagreement& state() const { return state_; }
  /// The circumstances at the instant that is being worked on: `now` of the act, or the instant of
  /// a deadline that passed before it.
  [[nodiscard]] const Circumstances& at() const { return at_; }
  [[nodiscard]] const Policy& policy() const { return at_.policy; }

  /// Records an act of `by`.
  void act(const Actor& by, EventBody body, Instant happened, std::string clause = "");
  /// Records a consequence at the instant that is being worked on.
  void follow(EventBody body, std::string clause = "");
  /// Records a consequence that happened at another instant.
  void follow_at(Instant happened, EventBody body, std::string clause = "");

  /// Records what time alone has done up to now: every deadline and moment, in order of instant,
  /// each with its consequences (kernel rule 3a).
  void pass_time() { pass_time(state_.seen_until); }
  void pass_time(Instant from);
  /// Works on another instant: that at which the concern was raised, where it is recorded later.
  void work_at(Instant instant) { at_.now = instant; }
  /// Opens what `start` asks before raising; `close_start` ends what was not done by then.
  void open_start() { open_duties(policy().start); }
  void close_start();
  /// Consequences of an act until nothing changes (rule 3c). `by_act`: exits without `by` may fire.
  void settle_down(bool by_act, const std::string& why, bool refix = false);

  /// Begins the stage that raising leads to, or that an exit leads to.
  using Choices = std::vector<std::pair<SideIndex, std::string>>;
  /// `spoke`: who spoke for each side before, with the stages that were skipped counted as climbed
  /// (kernel rule 8).
  void begin_stage(const Stage& stage, const Choices& choices, const Disagreement& spoke);
  void fire(const std::string& scope, const ExitRule& exit, const Texts& record);

  /// Records that `by` put it under the policy of these circumstances, and what that alone changes:
  /// what `before` asked and this one does not, who owes, from when clocks run (kernel rule 24).
  void change_policy(const Actor& by, PolicyChanged changed, const Policy& before);

  [[nodiscard]] std::vector<Event> events() && { return std::move(events_); }
  [[nodiscard]] int next_duty() const { return static_cast<int>(state_.duties.size()) + 1; }

 private:
  static constexpr std::size_t kManyEvents = 16;
  /// More rounds than any policy needs: the checker refuses exits and duties that go round without
  /// an act.
  static constexpr int kMostRounds = 10'000;

  bool one_round(bool by_act);
  bool meet_by_condition();
  void drop_takes();
  bool fire_exits(bool by_act);
  bool fire_in(const Stage& scope, bool by_act);
  bool lapse_in_stage();
  bool open_duties(const Stage& scope);
  bool open_duty(const Stage& scope, const DutyRule& rule);
  void open_settle(const Stage& stage);
  void open_for(const DutyRule& rule, const Stage& scope, Instant since);
  void make_duty(DutyOpened opened, Instant opened_at, const std::string& clause);
  void drop_changed_takes(const Disagreement& then, const Policy& before, const Renaming& renaming);
  void lapse_changed(const Disagreement& then, const Policy& before);
  void redate(const Disagreement& then, const Policy& before, const Renaming& renaming,
              const std::string& why);
  void set_cap(DeadlineState cap, const std::string& why);
  bool close_throughout();                                    ///< whether a duty lapsed
  bool update_deadlines(const std::string& why, bool refix);  ///< whether to look once more
  bool record_overdue(bool at_the_instant = false);           ///< whether there was one
  void climb(Disagreement& from, const Stage& skipped) const;
  [[nodiscard]] bool met_by_leaving(const DutyRule& rule, const Visit& visit) const;
  /// `leaving`: the stage ends with the tier.
  void end_tier(const std::string& why, const Visit* leaving = nullptr);
  void next_tier(const Stage& stage);
  void finish_if_done();

  Disagreement state_;
  Instant recorded_at_;
  Circumstances at_;
  std::vector<Event> events_;
  /// The rules whose duties lapsed in this round of consequences: they do not open again in it, or
  /// two that exclude each other would never come to rest.
  std::vector<const DutyRule*> lapsed_now_;
  /// How often the date of each duty changed in it: "due" is a word, and a date that something may
  /// run from. No more often than `kMostMoves`, or two that exclude each other would never rest.
  std::map<int, int> moved_now_;
  static constexpr int kMostMoves = 4;
};

}  // namespace accord
