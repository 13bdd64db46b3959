#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/ledger.hpp"

namespace accord::conformance {

inline std::vector<std::byte> bytes_of(std::string_view text) {
  const auto bytes = std::as_bytes(std::span{text});
  return {bytes.begin(), bytes.end()};
}

/// An event with something in every field.
inline NewEntry event(std::string_view words) {
  return {.kind = "discussion_recorded",
          .kind_version = 2,
          .actor = {PersonId{"amina"}, AgencyId{"school"}},
          .happened = Happened{Instant{1775145600}, "stated"},
          .clear = {{"stage", "one"}, {"area", "neglect"}},
          .policy = sha256(bytes_of("a policy")),
          .payload = bytes_of(words)};
}

inline StreamId stream(std::string disagreement, std::string partnership = "north") {
  return {PartnershipId{std::move(partnership)}, DisagreementId{std::move(disagreement)}};
}

/// The body of a command, as its hash.
inline Digest body(std::string_view words) {
  return sha256(bytes_of(words));
}

}  // namespace accord::conformance
