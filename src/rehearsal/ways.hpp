#pragma once

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.hpp"

namespace accord {

/// Words of facts, as far as a way depends on them, by fact; "" is not known. Of a fact that can
/// have several words at once: `fact=word`, and "yes" or "".
using GivenWords = std::map<std::string, std::string, std::less<>>;

/// The keys of the sides' sectors among them.
inline constexpr std::string_view kRaisingSector = "raising_sector";
inline constexpr std::string_view kRespondingSector = "responding_sector";
[[nodiscard]] bool is_sector_key(std::string_view key);

/// One stage on the ways from raising to an outcome: a tree, in which a stage stands once for each
/// way that leads to it.
struct WayStep {
  const Stage* stage = nullptr;
  const ExitRule* by = nullptr;     ///< the exit that leads here
  std::string by_scope;             ///< of that exit: a stage, `start` or `throughout`
  GivenWords given;                 ///< with which the way comes here
  bool ends = false;                ///< an exit ends the disagreement here
  bool again = false;               ///< an exit leads to the next tier
  const ExitRule* back = nullptr;   ///< one that leads back to a stage of the way, if any
  std::vector<std::size_t> onward;  ///< the steps that can follow
};

struct Ways {
  std::vector<WayStep> steps;
  std::vector<std::size_t> first;  ///< the steps with which ways begin
};

/// Every way through the stages on which none comes twice, where `given` holds from raising on and
/// no fact changes. An exit is left out only where its condition cannot hold on that way: what
/// people record (duties, rights) may or may not be so. The error says that there are more than
/// `most` steps.
[[nodiscard]] std::expected<Ways, std::string> ways_through(const Policy& policy,
                                                            const GivenWords& given,
                                                            std::size_t most);

/// Every way to give words to the facts that limits of stages and of the whole depend on: the
/// classes. A word that no condition asks for stands for all such. At least one, which may be
/// empty; the error says that there are too many.
[[nodiscard]] std::expected<std::vector<GivenWords>, std::string> classes_of(const Policy& policy);

/// The duties and rights on whose words the limits of a clock depend.
[[nodiscard]] std::vector<const DutyRule*> duties_asked_by(const Policy& policy,
                                                           const Clock& clock);

/// The fact whose date starts a limit of the clock, where it is known; empty: none.
[[nodiscard]] std::string given_date(const Clock& clock, const GivenWords& given);

}  // namespace accord
