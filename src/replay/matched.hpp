#pragma once

#include <vector>

#include "disagreement/disagreement.hpp"
#include "policy/renamed.hpp"

namespace accord {

/// A duty of one course and the one that stands for it in the other, by number; 0: there is none.
struct DutyPair {
  int recorded = 0;
  int replayed = 0;
};

/// Every duty of both, each once: by stage, id, visit, tier and side in the names of the later
/// policy, and where several are alike in the order in which they opened. Where no side fits,
/// without it: then it is owed by somebody else.
[[nodiscard]] std::vector<DutyPair> matched(const Disagreement& recorded,
                                            const Disagreement& replayed, const Renaming& renaming);

}  // namespace accord
