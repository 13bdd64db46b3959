#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// What was drawn out of one ended disagreement, and what came of it, without saying which
/// (ALL-10): nothing here was copied from the record by the program, only what somebody wrote as
/// learning.
struct LearningCard {
  std::string key;                ///< finds it again; says nothing of the disagreement
  std::vector<std::string> area;  ///< the words for what it was about; none: not said
  std::vector<Texts> points;
  std::vector<Texts> considered;
  /// The duty that the person who asks may record next, and its rule; 0 and null: none.
  int waiting = 0;
  const DutyRule* rule = nullptr;  ///< of the policy of the disagreement that was asked about
  bool open = false;               ///< somebody has still to consider it

  [[nodiscard]] bool has_nothing() const { return points.empty() && considered.empty(); }
};

/// Opaque: made from the id of the disagreement, which is random and never shown.
[[nodiscard]] std::string learning_key(const DisagreementId& id);

/// What `viewer` may see of it; none of the points where they may not.
[[nodiscard]] LearningCard learning_card(const Service& service, const Loaded& loaded,
                                         const Actor& viewer);

/// Every disagreement that something was drawn out of, or that waits for it to be considered; the
/// latest first. What of it may be shown, `learning_card` says.
[[nodiscard]] std::expected<std::vector<Loaded>, ServiceError> list_learning(
    Service& service, const PartnershipId& partnership, const Actor& viewer);

/// The disagreement of that key, where its learning waits for the person who asks.
[[nodiscard]] std::expected<Loaded, ServiceError> waiting_learning(Service& service,
                                                                   const PartnershipId& partnership,
                                                                   std::string_view key,
                                                                   const Actor& viewer);

/// What was recorded as done is about: of the duty that it met, or of the right that was used.
[[nodiscard]] Purpose purpose_of(const Loaded& loaded, const Done& done);

}  // namespace accord
