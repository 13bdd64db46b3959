#include "store/rebuild.hpp"

#include "base/try.hpp"
#include "disagreement/decide.hpp"
#include "policy/reader.hpp"
#include "store/partnership_entry.hpp"
#include "store/read_models.hpp"
#include "store/stored_event.hpp"

namespace accord {
namespace {

constexpr std::string_view kSelectChanged = R"sql(
    SELECT DISTINCT disagreement FROM ledger_entry
    WHERE partnership = $1 AND log_index >= $2 AND disagreement <> $3
)sql";
constexpr std::string_view kSelectListsVersion = R"sql(
    SELECT lists_version FROM partnership WHERE partnership = $1
)sql";

}  // namespace

std::expected<const Policy*, Fault> Derivation::policy(const std::string& hash) {
  const auto known = policies_.find(hash);
  if (known != policies_.end()) {
    return &known->second;
  }
  ACCORD_TRY(const auto kept, Documents{connection_}.by_hash(partnership_, "policy", hash));
  if (!kept) {
    return std::unexpected(Fault{FaultKind::Corrupt,
                                 "the policy that it was made under is not kept: SHA-256 " + hash});
  }
  auto read = read_policy(kept->text);
  if (!read) {
    return std::unexpected(
        Fault{FaultKind::Corrupt, "the policy that it was made under cannot be read: SHA-256 " +
                                      hash + ": " + read.error().front().what});
  }
  read->hash = hash;
  return &policies_.emplace(hash, *std::move(read)).first->second;
}

std::expected<void, Fault> Derivation::write(const DisagreementId& id, Connection& into) {
  ACCORD_TRY(const auto entries, Ledger{connection_}.read({partnership_, id}));
  Disagreement state;
  for (const StoredEntry& entry : entries) {
    ACCORD_TRY(const auto event, to_event(entry));
    apply(state, event);
  }
  ACCORD_TRY(const Policy* its, policy(state.governed_by.hash));
  return ReadModels{into}.write(partnership_, id, state, *its);
}

std::expected<void, Fault> rebuild_read_models(Connection& connection,
                                               const PartnershipId& partnership) {
  ReadModels models{connection};
  ACCORD_TRY_DO(models.clear(partnership));
  Derivation derivation{connection, partnership};
  ACCORD_TRY(const auto streams, Ledger{connection}.streams(partnership));
  for (const StreamHead& head : streams) {
    // The partnership's own is read as it stands: nothing is derived from it.
    if (head.stream.disagreement != partnership_stream()) {
      ACCORD_TRY_DO(derivation.write(head.stream.disagreement, connection));
    }
  }
  return models.note_version(partnership);
}

std::expected<void, Fault> bring_up_read_models(Connection& connection,
                                                const PartnershipId& partnership,
                                                std::int64_t log_index) {
  ACCORD_TRY(const auto made_by, connection.row<std::int64_t>(kSelectListsVersion, partnership));
  if (made_by != std::tuple{kReadModelsVersion}) {
    return rebuild_read_models(connection, partnership);
  }
  ACCORD_TRY(const auto changed, connection.rows<DisagreementId>(kSelectChanged, partnership,
                                                                 log_index, partnership_stream()));
  Derivation derivation{connection, partnership};
  for (const auto& [disagreement] : changed) {
    ACCORD_TRY_DO(derivation.write(disagreement, connection));
  }
  return {};
}

}  // namespace accord
