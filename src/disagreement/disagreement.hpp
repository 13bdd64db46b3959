#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/shared_list.hpp"
#include "disagreement/event.hpp"

namespace accord {

/// The present state of one disagreement, folded from its events (`evolve`). A plain value:
/// everything that `decide` needs beside the policy, the directory and the calendar.

enum class DutyStatus { Open, Met, Lapsed };

/// A wish of one side that holds once every side has said the same.
struct ProposedDate {
  SideIndex side = kNoSide;
  Instant to;
  std::string reason;
};

struct DutyState {
  int number = 0;
  int batch = 0;
  std::string scope;  ///< a stage, `start`, `throughout`, `after`; `undertaken`
  std::string id;
  int visit = 0;
  int tier = 0;
  bool any_side = false;
  std::vector<Ower> owers;
  std::vector<Ower> to;
  std::optional<Undertaking> undertaking;
  Instant opened_at;
  DeadlineState deadline;
  std::vector<ProposedDate> proposed;
  std::optional<Instant> agreed;
  DutyStatus status = DutyStatus::Open;
  std::optional<Instant> overdue_at;  ///< first passed unmet; stays (rule 10)
  std::optional<Instant> done_at;
  bool late = false;
  Instant ended_at;                ///< met or lapsed: when recorded
  std::int64_t done_sequence = 0;  ///< the event that did it
  Actor done_by;

  [[nodiscard]] bool open() const { return status == DutyStatus::Open; }
  [[nodiscard]] bool is_settle() const { return id == "settle"; }
  /// Whether it was done after its date, or ended without being done after it (rule 12: what was
  /// done in time is in time, whenever it is recorded).
  [[nodiscard]] bool was_late() const {
    return status == DutyStatus::Met ? late : overdue_at.has_value();
  }
};

/// A use of a right.
struct RightUsed {
  std::string scope;
  std::string id;
  int visit = 0;
  int tier = 0;
  Instant done_at;
  Actor by;
  std::int64_t sequence = 0;
};

struct Visit {
  std::string stage;
  int number = 1;  ///< of this stage
  int tier = 1;
  bool more_tiers = false;
  Instant tiers_since;  ///< when `more_tiers` came to be so
  bool skipped = false;
  Instant begun_at;
  Instant tier_begun_at;
  std::optional<Instant> left_at;
};

struct FactValue {
  FactSet set;
  Instant since;  ///< when it was so; a moment's own instant stands in `set`
  Actor by;
};

struct Take {
  Taken taken;
  Actor by;
  Instant at;
  std::int64_t sequence = 0;
};

/// The terms that takers of an exit are asked to confirm: the latest that somebody wrote, with the
/// issues that they leave outstanding (ALL-7).
struct Terms {
  std::string scope;
  std::string exit;
  Texts record;
  std::vector<Undertaking> outstanding;
  Actor by;
  SideIndex side = kNoSide;
  Instant at;
  std::int64_t sequence = 0;
};

struct Fired {
  std::string scope;
  std::string exit;
  int visit = 0;
  Instant at;
};

struct ChildTimescale {
  Instant at;
  std::string reason;
  SideIndex side = kNoSide;
  Instant since;
};

struct Outcome {
  OutcomeKind kind = OutcomeKind::Agreed;
  std::string scope;
  std::string exit;
  Texts record;
  Instant at;
};

/// The version of a policy that governs a disagreement: that in force when it was raised, or the
/// one to which it was moved (kernel rule 24).
struct GoverningPolicy {
  std::string policy;  ///< its key
  std::string version;
  std::string hash;
  Instant since;
  std::int64_t sequence = 1;  ///< of the event by which it came to govern
};

struct Disagreement {
  std::int64_t version = 0;  ///< the sequence number of the last event; 0: nothing raised yet
  Instant seen_until;        ///< every deadline and moment before it has been recorded
  Raised raised;             ///< with the policy of that time; `governed_by` is the present one
  GoverningPolicy governed_by;
  Actor raiser;
  Instant raised_at;            ///< when the concern was first put to the other side
  SharedList<FactValue> facts;  ///< every value, in order; the last of a fact and holder holds
  std::vector<FactProposed> fact_proposals;
  std::optional<ChildTimescale> child_timescale;
  std::vector<ChildTimescaleProposed> child_timescale_proposals;
  DeadlineState cap;
  std::vector<Visit> visits;
  int current = -1;                   ///< index in `visits`; -1: before raising, or resolved
  std::vector<Ower> representatives;  ///< who speaks, or spoke last, for each side
  std::vector<Ower> previous;         ///< who spoke for each side before the present tier
  SharedList<DutyState> duties;
  std::vector<RightUsed> rights;
  std::vector<Take> takes;
  std::vector<Terms> terms;
  std::vector<Fired> fired;
  std::optional<Outcome> outcome;
  bool finished = false;

  [[nodiscard]] const Visit* stage() const;
  [[nodiscard]] const Visit* latest_visit(std::string_view stage) const;
  [[nodiscard]] const DutyState* duty(int number) const;
  [[nodiscard]] const FactValue* fact(std::string_view id, std::string_view holder = "") const;
  /// The representative of a side, if it has had one.
  [[nodiscard]] const Ower* representative(SideIndex side) const;
  /// The side of an agency; kNoSide for any other.
  [[nodiscard]] SideIndex side_of(const AgencyId& agency) const;
};

/// The disagreement after `event`. Total: an event that was recorded can always be applied.
[[nodiscard]] Disagreement evolve(Disagreement disagreement, const Event& event);
/// The same in place, where many events are folded.
void apply(Disagreement& disagreement, const Event& event);

}  // namespace accord
