#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "policy/changes.hpp"
#include "service/learning.hpp"
#include "service/reviews.hpp"
#include "service/service.hpp"
#include "service/team.hpp"

namespace accord {

/// What the API answers with, as schema/openapi.json says. Nothing here decides anything: each is
/// the state, the outlook or the policy as it stands, in one JSON form.

[[nodiscard]] nlohmann::ordered_json partnership_json(const Partnership& partnership, Instant now);
/// Agencies, their posts and people: who there is to act as, and whom a command can name.
[[nodiscard]] nlohmann::ordered_json people_json(const Directory& directory);
/// The whole policy: what it asks, its stages with their duties and exits, its clauses in its
/// words.
[[nodiscard]] nlohmann::ordered_json policy_json(const Policy& policy);

/// A version that was adopted; with `rows`, how much of what is open it governs, and which.
[[nodiscard]] nlohmann::ordered_json version_json(const PolicyVersion& version, const Zone& zone,
                                                  const std::vector<DisagreementRow>* rows);
/// What changed of one passage, each rule before and after in words.
[[nodiscard]] nlohmann::ordered_json clause_changes_json(const ClauseChanges& group);
/// What moving one disagreement to another version would change.
[[nodiscard]] nlohmann::ordered_json policy_move_json(const PolicyMove& move, const Zone& zone);

[[nodiscard]] nlohmann::ordered_json row_json(const DisagreementRow& row, Instant now,
                                              const Zone& zone);
/// Counts and lateness, no content (ALL-11).
[[nodiscard]] nlohmann::ordered_json figures_json(const std::vector<FigureRow>& rows, Instant now,
                                                  const Zone& zone);

/// Only what was written as learning, and what is asked of the viewer.
[[nodiscard]] nlohmann::ordered_json learning_json(const LearningCard& card);

/// Whose the next review is and by when; null where nothing is said of it.
[[nodiscard]] nlohmann::ordered_json next_review_json(const NextReview& next,
                                                      const Partnership& partnership,
                                                      const Actor& viewer, Instant now);
/// A review that was recorded, or that the policy's own text tells of.
[[nodiscard]] nlohmann::ordered_json review_json(const PartnershipEntry& entry, const Zone& zone);
[[nodiscard]] nlohmann::ordered_json review_json(const Review& review);
[[nodiscard]] nlohmann::ordered_json adoption_json(const PartnershipEntry& entry, const Zone& zone);

/// One of a manager's people: what waits for them and by when, the reference only of what the
/// manager has a part in.
[[nodiscard]] nlohmann::ordered_json member_json(const TeamMember& member,
                                                 const std::set<DisagreementId>& known, Instant now,
                                                 const Zone& zone);

/// One duty with its deadline's working.
[[nodiscard]] nlohmann::ordered_json duty_json(const DutyState& duty, const Disagreement& state,
                                               const Circumstances& at, bool mine);
/// Everything that stands in one disagreement now, what may be done by `viewer` included.
[[nodiscard]] nlohmann::ordered_json disagreement_json(const Loaded& loaded,
                                                       const Circumstances& at,
                                                       const Actor& viewer);
/// Which copies of it each agency has confirmed to be in its own file, and what `viewer` has still
/// to confirm.
[[nodiscard]] nlohmann::ordered_json file_copy_json(const Loaded& loaded, const Circumstances& at,
                                                    const Actor& viewer);
/// The form that tells the partnership of it, as it was when it was copied; until then as it is.
[[nodiscard]] nlohmann::ordered_json monitoring_json(const Loaded& loaded, const Circumstances& at,
                                                     const Actor& viewer);
/// One of the forms that came: where it stood when it was copied, and no content.
[[nodiscard]] nlohmann::ordered_json form_row_json(const Loaded& loaded, const Circumstances& at,
                                                   const Actor& viewer);
/// The record: `limit` events at most after the one numbered `after`, oldest first.
[[nodiscard]] nlohmann::ordered_json events_json(const Loaded& loaded, const Zone& zone,
                                                 std::int64_t after, std::int64_t limit);

}  // namespace accord
