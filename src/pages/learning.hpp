#pragma once

#include <string>
#include <vector>

#include "pages/site.hpp"

namespace accord {

/// What was drawn out of one ended disagreement, and what came of it, without saying which
/// (ALL-10): nothing here was copied from the record by the program, only what somebody wrote as
/// learning.
struct LearningCard {
  std::string key;  ///< finds it again; says nothing of the disagreement
  std::string area;
  std::vector<Texts> points;
  std::vector<Texts> considered;
  std::vector<int> waiting;  ///< the duties that the person who asks may record
  bool open = false;         ///< somebody has still to consider it
};

/// Opaque: made from the id of the disagreement, which is random and never shown.
[[nodiscard]] std::string learning_key(const DisagreementId& id);

/// What `context`'s person may see of it; none of the points where they may not.
[[nodiscard]] LearningCard learning_card(const PageContext& context, const Loaded& loaded);

/// What somebody wrote that would say which disagreement it was: a reference, a name.
[[nodiscard]] std::vector<std::string> what_identifies(const Loaded& loaded, std::string_view text);

}  // namespace accord
