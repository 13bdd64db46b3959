#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "calendar/date.hpp"
#include "service/service.hpp"

namespace accord {

/// GLO-22: "a policy carries its past reviews, and the next one is a duty".
struct NextReview {
  std::string says;         ///< "Spring term 2027"
  std::optional<Date> day;  ///< the date that was given to it
  PostId post;              ///< whose duty it is; empty: nobody's yet

  /// The end of that day's working hours.
  [[nodiscard]] std::optional<Instant> due(const WorkingCalendar& calendar) const;
};

/// As it was last set; otherwise as the policy has it.
[[nodiscard]] NextReview next_review(const Policy& policy,
                                     const std::vector<PartnershipEntry>& record);
/// Whether it is the duty of `person`.
[[nodiscard]] bool is_duty_of(const NextReview& next, const PersonId& person,
                              const Directory& directory, Instant now);

/// The reviews that were recorded, the latest recorded first.
[[nodiscard]] std::vector<PartnershipEntry> reviews_held(
    const std::vector<PartnershipEntry>& record);
/// The latest adoption of each agency, the latest recorded first; the earlier ones stay in the
/// record.
[[nodiscard]] std::vector<PartnershipEntry> adoptions(const std::vector<PartnershipEntry>& record);

/// What is done to a policy: the partnership's own people record that it was reviewed and set the
/// next review; each agency adopts it for itself. Who may is `add_to_partnership_record`'s to say.

/// A review was held.
struct RecordReview {
  Date date;
  std::string who;
  std::string what;
};
struct SetNextReview {
  std::string says;  ///< in the words that were used; may be empty
  Date date;
  PostId post;
};
/// "An agency adopts the partnership's protocol as its own, with its governors' agreement and a
/// review date."
struct AdoptPolicy {
  std::string who;
  Date date;
  std::string says;  ///< of when the agency looks at it again; may be empty
  Date review;
};
using PolicyCommand = std::variant<RecordReview, SetNextReview, AdoptPolicy>;

/// The entry that it adds to the partnership's record, under the version of `policy`.
[[nodiscard]] PartnershipEntry to_partnership_entry(const PolicyCommand& command, const Actor& by,
                                                    const Policy& policy);

}  // namespace accord
