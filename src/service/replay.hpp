#pragma once

#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "replay/replay.hpp"
#include "service/service.hpp"

namespace accord {

/// What is run again.
struct ReplayAsked {
  std::vector<std::string> references;  ///< as stored; empty: every one
  std::vector<AnswerGiven> answers;     ///< to questions that the records have no answer to
};

/// Every recorded disagreement that was asked for, under another policy, in the order in which they
/// were raised.
struct PolicyReplay {
  std::shared_ptr<const Partnership> partnership;
  std::shared_ptr<const Policy> policy;  ///< the other one
  std::vector<Replay> disagreements;
};

/// Runs recorded disagreements again under the policy of `policy_text`, which has to pass the
/// checker, with the people and the days of the time of each act as the partnership adopted them.
/// Reads only. An error is in words for a person.
[[nodiscard]] std::expected<PolicyReplay, ServiceError> replay_under(Service& service,
                                                                     const PartnershipId& id,
                                                                     const std::string& policy_text,
                                                                     const ReplayAsked& asked);

}  // namespace accord
