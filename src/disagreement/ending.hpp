#pragma once

#include <string>

#include "disagreement/disagreement.hpp"
#include "disagreement/roles.hpp"

namespace accord {

/// How the disagreement ended, in the words of the pages: "agreed"; "not agreed, and the decision
/// of Vale Hospital stands" where the policy says whose (`stands_with`). Empty while it has not.
[[nodiscard]] std::string ending_in_words(const Disagreement& disagreement,
                                          const Circumstances& at);

}  // namespace accord
