#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/due.hpp"
#include "disagreement/decide.hpp"

namespace accord {

/// The one place where a clock becomes a deadline (kernel rules 14 to 19). Everything that shows,
/// records or re-derives a date asks here.

/// The clock that a duty runs on: its rule's `due`, its stage's `settle`, or none.
struct DutyClock {
  const Clock* bounds = nullptr;   ///< none: not stated
  const DutyRule* rule = nullptr;  ///< none for `settle`
  const Stage* scope = nullptr;
  bool with_settle = false;  ///< a duty of a stage without `due`: due with `settle`
};

[[nodiscard]] DutyClock clock_of(const Policy& policy, std::string_view scope, std::string_view id);

/// The deadline of an open duty now. Anchors that it already has stay, unless `refix`; a bare
/// moment's always follows the moment. An undertaken duty keeps its date.
[[nodiscard]] DeadlineState deadline_now(const DutyState& duty, const Disagreement& disagreement,
                                         const Circumstances& at, bool refix = false);

/// Until when a right or an exit with `until` stands open (kernel rule 26), by the present words:
/// `due` is the earliest of its bounds that count; none: no time of its own, or its clock has not
/// started. `when` is that of the right or exit.
[[nodiscard]] DeadlineState until_now(const Clock& until, const Condition& when,
                                      std::string_view scope, const Disagreement& disagreement,
                                      const Circumstances& at);

/// The cap on the whole process now (rule 12 of the timescales).
[[nodiscard]] DeadlineState cap_now(const Disagreement& disagreement, const Circumstances& at,
                                    bool refix = false);

/// One limit that was weighed for a deadline, and whether it bound.
struct WeighedLimit {
  enum class Kind { Bound, Agreed, Cap, ChildTimescale, LocalTarget };
  Kind kind = Kind::Bound;
  std::string limit;  ///< "5 working days"
  std::string clause;
  std::string reading;
  std::optional<Instant> start;
  std::optional<Instant> due;  ///< none: its clock has not started, or it does not count now
  bool counts = true;
  bool binds = false;
  std::string from;  ///< what starts it, in words
  std::optional<Working> working;
};

/// A deadline that shows its working: every limit weighed, the earliest binding.
struct DeadlineExplained {
  DeadlineState deadline;
  bool stated = false;     ///< the document gives the time
  bool projected = false;  ///< what binds rests on bank holidays that are not yet published
  std::vector<WeighedLimit> limits;
};

[[nodiscard]] DeadlineExplained explain_deadline(const DutyState& duty,
                                                 const Disagreement& disagreement,
                                                 const Circumstances& at);

/// The same of a right or an exit.
[[nodiscard]] DeadlineExplained explain_until(const Clock& until, const Condition& when,
                                              std::string_view scope,
                                              const Disagreement& disagreement,
                                              const Circumstances& at);

/// Whether a deadline's date may move because it rests on bank holidays that are not yet published:
/// as `explain_deadline` says, and at once where no day of it lies beyond those that are.
[[nodiscard]] bool is_projected(const DutyState& duty, const Disagreement& disagreement,
                                const Circumstances& at);

/// The same of the cap on the whole process.
[[nodiscard]] bool is_cap_projected(const Disagreement& disagreement, const Circumstances& at);

}  // namespace accord
