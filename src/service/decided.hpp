#pragma once

#include <expected>
#include <vector>

#include "service/service.hpp"

namespace accord {

/// What the policy made of a command, and the record does not have yet.
struct Decided {
  Submission submission;
  Loaded loaded;  ///< what it was decided on
  std::vector<Event> events;
  Instant now;
};

/// Records it, with the lists that show it: a part of a unit of work, whole or not at all.
/// `Conflict` where somebody else was recorded since it was decided.
[[nodiscard]] std::expected<Recorded, ServiceError> store_decided(Connection& connection,
                                                                  const Decided& decided);

}  // namespace accord
