#include "store/verify_documents.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <tuple>

#include "base/try.hpp"
#include "database/migration.hpp"
#include "store/documents.hpp"
#include "store/tables.hpp"

namespace accord {
namespace {

constexpr std::string_view kSelectListed = R"sql(
    SELECT partnership FROM partnership ORDER BY partnership
)sql";

constexpr std::string_view kSelectDocuments = R"sql(
    SELECT partnership, kind, version, sha256, text FROM document
    ORDER BY partnership, kind, version
)sql";

/// The first event made under each policy.
std::expected<std::map<std::string, StreamId>, Fault> policies_named(
    Connection& connection, const PartnershipId& partnership) {
  std::map<std::string, StreamId> found;
  Ledger ledger{connection};
  ACCORD_TRY_DO(
      ledger.replay(partnership, 0, [&](const StoredEntry& stored) -> std::expected<void, Fault> {
        if (stored.entry.event.policy) {
          found.try_emplace(to_hex(*stored.entry.event.policy), stored.entry.stream);
        }
        return {};
      }));
  return found;
}

}  // namespace

std::expected<std::vector<Discrepancy>, Fault> verify_documents(Connection& connection,
                                                                const VerifyReport& record) {
  std::vector<Discrepancy> found;
  if (!check_version(connection, std::array{store_component()})) {
    return found;
  }
  ACCORD_TRY(auto rows,
             (connection.rows<std::string, std::string, std::int64_t, std::string, std::string>(
                 kSelectDocuments)));
  for (const auto& [partnership, kind, version, hash, text] : rows) {
    if (digest_of(text) != hash) {
      found.push_back(
          {PartnershipId{partnership},
           {},
           std::nullopt,
           fmt::format("version {} of the {} is not the text that was adopted", version, kind)});
    }
  }
  ACCORD_TRY(const auto listed, connection.rows<PartnershipId>(kSelectListed));
  for (const PartnershipHead& head : record.partnerships) {
    if (std::ranges::find(listed, std::tuple{head.partnership}) == listed.end()) {
      found.push_back({head.partnership,
                       {},
                       std::nullopt,
                       "the record has its events, but the table partnership does not list it"});
    }
  }
  Documents documents{connection};
  for (const PartnershipHead& head : record.partnerships) {
    ACCORD_TRY(const auto named, policies_named(connection, head.partnership));
    for (const auto& [hash, stream] : named) {
      ACCORD_TRY(const auto kept, documents.by_hash(head.partnership, "policy", hash));
      if (!kept) {
        found.push_back({head.partnership, stream.disagreement, std::nullopt,
                         "the policy that it was made under is not kept: SHA-256 " + hash});
      }
    }
  }
  return found;
}

std::expected<std::vector<PartnershipId>, Fault> partnerships_without_events(
    Connection& connection, const VerifyReport& record) {
  std::vector<PartnershipId> found;
  if (!check_version(connection, std::array{store_component()})) {
    return found;
  }
  ACCORD_TRY(const auto listed, connection.rows<PartnershipId>(kSelectListed));
  for (const auto& [partnership] : listed) {
    if (std::ranges::find(record.partnerships, partnership, &PartnershipHead::partnership) ==
        record.partnerships.end()) {
      found.push_back(partnership);
    }
  }
  return found;
}

}  // namespace accord
