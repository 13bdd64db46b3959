#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "calendar/due.hpp"
#include "disagreement/deadline.hpp"

namespace accord {

/// Deadlines with their working, as `accord deadline --json` and the API give them: one form.

/// Every day between the start and the due instant, and whether it counted.
[[nodiscard]] nlohmann::ordered_json days_json(const std::vector<CountedDay>& days);
[[nodiscard]] nlohmann::ordered_json working_json(const Working& working, const Zone& zone);
/// Every limit weighed, the one that binds marked.
[[nodiscard]] nlohmann::ordered_json limits_json(const DeadlineExplained& explained,
                                                 const Zone& zone);

}  // namespace accord
