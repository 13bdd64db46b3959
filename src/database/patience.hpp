#pragma once

#include <chrono>
#include <set>

#include "database/fault.hpp"

namespace accord {

/// How long it is worth waiting for a connection that somebody else uses: a server that is silent
/// would otherwise hold everybody, also those who want nothing of it. Who waits behind a use that
/// lasts too long is told so; and once one was left without an answer, one at a time tries again.
/// Under the mutex of whoever has it.
class Patience {
 public:
  using Clock = std::chrono::steady_clock;
  /// A use that is under way.
  using Use = std::multiset<Clock::time_point>::iterator;

  explicit Patience(Clock::duration longest) : longest_(longest) {}

  [[nodiscard]] Use begin() { return under_way_.insert(Clock::now()); }
  /// @param answered the database said something, whatever it was
  void end(Use use, bool answered) {
    under_way_.erase(use);
    silent_ = !answered;
  }

  /// Somebody has begun to use it, and it has answered nobody since it last fell silent.
  [[nodiscard]] bool is_tried() const { return silent_ && !under_way_.empty(); }
  /// Until when it is worth waiting for a use to end; none is under way: for ever.
  [[nodiscard]] Clock::time_point until() const {
    if (under_way_.empty()) {
      return Clock::time_point::max();
    }
    return silent_ ? Clock::time_point::min() : *under_way_.begin() + longest_;
  }

  [[nodiscard]] static bool says_nothing(FaultKind kind) {
    return kind == FaultKind::Unavailable || kind == FaultKind::OutcomeUnknown;
  }
  [[nodiscard]] static Fault fault() {
    return {FaultKind::Unavailable,
            "The database does not answer whoever asked it before. Nothing was recorded."};
  }

 private:
  Clock::duration longest_;
  std::multiset<Clock::time_point> under_way_;
  bool silent_ = false;
};

}  // namespace accord
