#include "service/recorded.hpp"

#include "base/try.hpp"
#include "store/partnership_entry.hpp"

namespace accord {

std::expected<std::optional<Recorded>, ServiceError> find_recorded(Service& service,
                                                                   const PartnershipId& partnership,
                                                                   const CommandId& command) {
  using Found = std::optional<Ledger::CommandRecord>;
  ACCORD_TRY(const auto found,
             service.database().read(
                 partnership, [&](Connection& connection) -> std::expected<Found, ServiceError> {
                   ACCORD_TRY(auto record, Ledger{connection}.command(partnership, command));
                   return record;
                 }));
  if (!found || found->appended.stream.disagreement == partnership_stream()) {
    return std::nullopt;
  }
  const Appended& stands = found->appended;
  ACCORD_TRY(const auto loaded, service.load_any(partnership, stands.stream.disagreement));
  return Recorded{stands.stream.disagreement, loaded.state.raised.reference, stands.first,
                  stands.last, true};
}

}  // namespace accord
