#pragma once

#include <optional>

#include "pages/site.hpp"
#include "service/reviews.hpp"

namespace accord {

/// The next review of the policy, where it is the duty of whoever asks; nothing otherwise, nor
/// where the record cannot be read now.
[[nodiscard]] std::optional<NextReview> my_next_review(const PageContext& context);

}  // namespace accord
