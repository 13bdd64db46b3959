#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "disagreement/decide.hpp"

namespace accord {

/// Who must take an exit, who has, and for whom somebody's take counts (kernel rule 20).

/// Whether everybody in the exit's `by` has taken it (rule 20).
[[nodiscard]] bool taken_by_all(const ExitRule& exit, const std::string& scope,
                                const Disagreement& disagreement);

/// The takers in `by` for whom one take of `actor` counts: "raiser", "side:0", "role:chair", "any".
[[nodiscard]] std::vector<std::string> covers(const Actor& actor, const std::string& scope,
                                              const ExitRule& exit,
                                              const Disagreement& disagreement,
                                              const Circumstances& at);

/// Whether an exit of `throughout` leads to the stage that is current: then it leads nowhere, and
/// is no way on until another stage is (rule 20).
[[nodiscard]] bool leads_here(const ExitRule& exit, std::string_view scope,
                              const Disagreement& disagreement);

/// An exit, and the stage or scope to which it belongs.
struct OpenTo {
  std::string scope;
  const ExitRule* exit = nullptr;
};

/// The exits that stand open at `now` and for which the document names nobody.
[[nodiscard]] std::vector<OpenTo> open_by_not_stated(const Disagreement& disagreement,
                                                     const Policy& policy, Instant now);

/// The takers that an exit needs, one word each as in `covers`.
[[nodiscard]] std::vector<std::string> takers(const ExitRule& exit,
                                              const Disagreement& disagreement);

}  // namespace accord
