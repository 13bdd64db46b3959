#pragma once

#include <chrono>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.hpp"
#include "service/random.hpp"
#include "service/service.hpp"

namespace accord {

/// Copies of a demonstration's disagreements, for the programs here that need many.

inline constexpr std::size_t kCopiesInACommit = 50;
inline constexpr std::size_t kMostOriginals = 20;  ///< of each partnership

inline Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant{std::chrono::duration_cast<std::chrono::seconds>(since).count()};
}

struct Original {
  PartnershipId partnership;
  std::string reference;
  std::vector<NewEntry> entries;
};

/// What there is in each partnership, the copies of an earlier time too.
struct Record {
  std::vector<std::vector<Original>> originals;  ///< of each partnership, none empty
  std::size_t events = 0;
};

inline Record read_record(Service& service, std::size_t longest) {
  Record found;
  const auto partnerships = service.partnerships();
  ACCORD_CHECK(partnerships.has_value());
  for (const PartnershipRow& partnership : *partnerships) {
    const auto rows = service.all_disagreements(partnership.partnership);
    ACCORD_CHECK(rows.has_value());
    std::vector<Original> here;
    for (const DisagreementRow& row : *rows) {
      found.events += static_cast<std::size_t>(row.version);
      if (static_cast<std::size_t>(row.version) > longest || here.size() == kMostOriginals) {
        continue;
      }
      const auto stored =
          service.database().read(partnership.partnership, [&](Connection& connection) {
            return Ledger{connection}.read({partnership.partnership, row.id});
          });
      ACCORD_CHECK(stored.has_value());
      Original original{partnership.partnership, row.reference, {}};
      for (const StoredEntry& entry : *stored) {
        original.entries.push_back(entry.entry.event);
      }
      here.push_back(std::move(original));
    }
    if (!here.empty()) {
      found.originals.push_back(std::move(here));
    }
  }
  return found;
}

/// The same events as another disagreement's, which has a reference of its own.
inline std::vector<NewEntry> copied(const Original& original) {
  std::vector<NewEntry> entries = original.entries;
  const std::string reference = random_reference();
  ACCORD_CHECK(reference.size() == original.reference.size());
  auto& payload = entries.front().payload;
  const std::string_view text{reinterpret_cast<const char*>(payload.data()), payload.size()};
  const std::size_t at = text.find(original.reference);
  ACCORD_CHECK(at != std::string_view::npos);
  std::memcpy(payload.data() + at, reference.data(), reference.size());
  return entries;
}

/// Appends one more copy. How many events that were.
inline std::size_t append_copy(Connection& connection, const Original& original,
                               const DisagreementId& id = DisagreementId{random_hex_128()}) {
  const auto entries = copied(original);
  const auto appended = Ledger{connection}.append({.stream = {original.partnership, id},
                                                   .expected = Version{0},
                                                   .command = CommandId{random_hex_128()},
                                                   .body = {},
                                                   .now = now(),
                                                   .entries = entries});
  ACCORD_CHECK(appended.has_value());
  return entries.size();
}

}  // namespace accord
