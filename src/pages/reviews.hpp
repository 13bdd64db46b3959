#pragma once

#include <optional>
#include <string>
#include <vector>

#include "calendar/date.hpp"
#include "pages/site.hpp"

namespace accord {

/// GLO-22: "a policy carries its past reviews, and the next one is a duty".
struct NextReview {
  std::string says;         ///< "Spring term 2027"
  std::optional<Date> day;  ///< the date that was given to it
  PostId post;              ///< whose duty it is; empty: nobody's yet
  /// The end of that day's working hours.
  [[nodiscard]] std::optional<Instant> due(const PageContext& context) const;
};

/// As it was last set; otherwise as the policy has it.
[[nodiscard]] NextReview next_review(const PageContext& context,
                                     const std::vector<PartnershipEntry>& record);

/// The same, where it is the duty of whoever asks; nothing otherwise, nor where the record cannot
/// be read now.
[[nodiscard]] std::optional<NextReview> my_next_review(const PageContext& context);

}  // namespace accord
