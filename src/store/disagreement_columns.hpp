#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "store/read_models.hpp"

/// How a line of the table `disagreement` is read, for the files that select from it.
#define ACCORD_DISAGREEMENT_COLUMNS                                                             \
  "disagreement.disagreement, reference, summary, version, policy_sha256, stage, tier, area, "  \
  "urgency, raising, responding, raiser, raised_at_s, outcome, resolved_at_s, resolved_stage, " \
  "finished, due_s, local_target, late, next_moment_s"

namespace accord {

inline std::optional<Instant> instant(const std::optional<std::int64_t>& seconds) {
  return seconds ? std::optional{Instant{*seconds}} : std::nullopt;
}

/// Agencies joined by spaces, as they are kept.
inline std::vector<AgencyId> split(const std::string& joined) {
  std::vector<AgencyId> found;
  std::size_t from = 0;
  while (from < joined.size()) {
    const std::size_t to = std::min(joined.find(' ', from), joined.size());
    found.emplace_back(joined.substr(from, to - from));
    from = to + 1;
  }
  return found;
}

using DisagreementColumns =
    std::tuple<std::string, std::string, std::string, std::int64_t, std::string, std::string,
               std::int64_t, std::string, std::string, std::string, std::string, std::string,
               std::int64_t, std::string, std::optional<std::int64_t>, std::string, bool,
               std::optional<std::int64_t>, bool, bool, std::optional<std::int64_t>>;

inline DisagreementRow to_row(const DisagreementColumns& c) {
  DisagreementRow row;
  row.id = DisagreementId{std::get<0>(c)};
  row.reference = std::get<1>(c);
  row.summary = std::get<2>(c);
  row.version = std::get<3>(c);
  row.policy_hash = std::get<4>(c);
  row.stage = std::get<5>(c);
  row.tier = static_cast<int>(std::get<6>(c));
  row.area = std::get<7>(c);
  row.urgency = std::get<8>(c);
  row.raising = AgencyId{std::get<9>(c)};
  row.responding = split(std::get<10>(c));
  row.raiser = PersonId{std::get<11>(c)};
  row.raised_at = Instant{std::get<12>(c)};
  row.outcome = std::get<13>(c);
  row.resolved_at = instant(std::get<14>(c));
  row.resolved_stage = std::get<15>(c);
  row.finished = std::get<16>(c);
  row.due = instant(std::get<17>(c));
  row.local_target = std::get<18>(c);
  row.late = std::get<19>(c);
  row.next_moment = instant(std::get<20>(c));
  return row;
}

}  // namespace accord
