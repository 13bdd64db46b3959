#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policy/yaml_tree.hpp"
#include "service/service.hpp"

namespace accord {

/// An invented disagreement for the demonstration, and how far it has come
/// (policies/<key>/demo/disagreements.yaml).
struct InventedDisagreement {
  Mark mark;
  std::string raised_by;  ///< a person of the directory
  std::vector<Side> with;
  std::vector<Child> children;
  Matter matter;
  std::vector<GivenFact> facts;
  int days_ago = 0;                ///< calendar days before now, at half past ten
  std::string until;               ///< a stage, where it stands now; or `stage.exit`, taken
  bool left = false;               ///< nothing more is done there, so that it grows late
  bool finished = false;           ///< everything owed afterwards has been done too
  int child_needs_it_in_days = 0;  ///< a date that protects the child, from when it was raised
  std::string child_needs_it_because;
  std::vector<std::string> says;  ///< sentences for what people record, used in turn
  /// What the second plan and later ones take on, in turn; the first takes on the change asked for.
  std::vector<std::string> further_actions;
  std::string learns;                   ///< a learning point drawn out of it; empty: none
  std::vector<std::string> considered;  ///< what its group records of it, used in turn
  std::string debrief;                  ///< what helped; empty: no debrief is recorded
};

[[nodiscard]] std::expected<std::vector<InventedDisagreement>, std::vector<Problem>> read_invented(
    std::string_view yaml);

/// What a partnership recorded of itself for the demonstration (policies/<key>/demo/reviews.yaml):
/// each entry names the person who recorded it, and its agency comes from the directory.
[[nodiscard]] std::expected<std::vector<PartnershipEntry>, std::vector<Problem>>
read_invented_reviews(std::string_view yaml);

/// A clock that the demonstration sets, so that what it invents happened when it says.
class StagedClock {
 public:
  [[nodiscard]] Instant now() const { return now_; }
  void set(Instant now) { now_ = now; }

 private:
  Instant now_;
};

/// Takes invented disagreements through the engine by the same road as everybody's, with the people
/// of the directory, until each stands where it should: side by side, so that all is recorded in
/// the order in which it happened. Their references, or what could not be done.
/// @pre `clock` is the service's; `now` is the real present
[[nodiscard]] std::expected<std::vector<std::string>, std::string> stage_disagreements(
    Service& service, StagedClock& clock, Instant now, const PartnershipId& partnership,
    std::span<const InventedDisagreement> invented);
/// The same of one alone.
[[nodiscard]] std::expected<std::string, std::string> stage_disagreement(
    Service& service, StagedClock& clock, Instant now, const PartnershipId& partnership,
    const InventedDisagreement& invented);

}  // namespace accord
