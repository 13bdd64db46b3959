#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "database/connection.hpp"
#include "directory/directory.hpp"
#include "disagreement/disagreement.hpp"
#include "policy/policy.hpp"

namespace accord {

/// Grows whenever `ReadModels::write` comes to give other rows for the same events: lists that an
/// earlier release made are then made anew when a database is opened.
inline constexpr std::int64_t kReadModelsVersion = 3;

/// The partnership's own people are asked for as if they held this post: what is owed by no side
/// and filled by nobody waits for any of them. With a role behind it: whoever holds such a post of
/// the partnership.
inline constexpr std::string_view kServesPartnership = "partnership:";

/// One line of a list: a disagreement as it stood after its last event. Nothing somebody typed but
/// the summary line.
struct DisagreementRow {
  DisagreementId id;
  std::string reference;
  std::string summary;
  std::int64_t version = 0;
  std::string policy_hash;
  std::string stage;  ///< its id; empty: resolved
  int tier = 0;
  std::string area;
  std::string urgency;
  AgencyId raising;
  std::vector<AgencyId> responding;
  PersonId raiser;
  Instant raised_at;
  std::string outcome;  ///< a kind of outcome; empty: open
  std::optional<Instant> resolved_at;
  std::string resolved_stage;  ///< the stage at which it was resolved
  bool finished = false;
  std::optional<Instant> due;  ///< the deadline of the stage
  bool local_target = false;
  bool late = false;                   ///< something owed is overdue
  std::optional<Instant> next_moment;  ///< when time alone next changes something
};

/// One duty of one ower, open or ended.
struct DutyRow {
  DisagreementId disagreement;
  std::string reference;
  int number = 0;
  std::string scope;
  std::string duty;  ///< its id in the policy; action, outstanding_issue
  std::string what;  ///< of an undertaking
  int side = kNoSide;
  AgencyId agency;  ///< whose; empty: the partnership's or another's
  PostId post;
  PersonId person;
  std::string status;  ///< open, met, lapsed
  std::optional<Instant> due;
  bool local_target = false;
  std::optional<Instant> overdue_at;
  std::optional<Instant> done_at;
  bool late = false;
};

/// Counts for the partnership's figures (ALL-11): how many disagreements are alike in what is
/// counted.
struct FigureRow {
  DisagreementRow of;  ///< policy, stage, area, agencies, outcome, late: what they are alike in
  std::int64_t count = 0;
};

/// Which disagreements a list holds: in what is finished nothing is owed any more.
enum class Which { All, Unfinished };

/// Lists, duties and figures, written in the transaction that appends the events and rebuilt from
/// them on demand, equal to the last byte.
class ReadModels {
 public:
  explicit ReadModels(Connection& connection) : connection_(connection) {}

  /// Replaces everything kept about one disagreement by what `state` says. `policy`: its own.
  [[nodiscard]] std::expected<void, Fault> write(const PartnershipId& partnership,
                                                 const DisagreementId& id,
                                                 const Disagreement& state, const Policy& policy);
  [[nodiscard]] std::expected<void, Fault> clear(const PartnershipId& partnership);
  /// Notes that all of them were made by this release.
  [[nodiscard]] std::expected<void, Fault> note_version(const PartnershipId& partnership);
  /// Every row as text, in key order: for comparing a rebuild with what was there.
  [[nodiscard]] std::expected<std::string, Fault> dump(const PartnershipId& partnership);

  [[nodiscard]] std::expected<std::vector<DisagreementRow>, Fault> all(
      const PartnershipId& partnership);
  [[nodiscard]] std::expected<std::optional<DisagreementRow>, Fault> by_reference(
      const PartnershipId& partnership, const std::string& reference);
  /// Those in which the person has, or any of the posts had, a part.
  [[nodiscard]] std::expected<std::vector<DisagreementRow>, Fault> concerning(
      const PartnershipId& partnership, const PersonId& person, const std::vector<PostId>& posts,
      Which which);
  /// Open duties of the person or of any of the posts, the earliest first.
  [[nodiscard]] std::expected<std::vector<DutyRow>, Fault> open_duties(
      const PartnershipId& partnership, const PersonId& person, const std::vector<PostId>& posts);
  /// Every duty, for figures and monitoring.
  [[nodiscard]] std::expected<std::vector<DutyRow>, Fault> duties(const PartnershipId& partnership);
  /// Disagreements in which time alone may change something by `at`, by their ids: at most `limit`
  /// of those behind `after`.
  [[nodiscard]] std::expected<std::vector<DisagreementId>, Fault> waiting(
      const PartnershipId& partnership, Instant at, const DisagreementId& after,
      std::int64_t limit);
  [[nodiscard]] std::expected<std::vector<FigureRow>, Fault> figures(
      const PartnershipId& partnership);

 private:
  Connection& connection_;
};

}  // namespace accord
