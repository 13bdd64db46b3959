#include "service/recorded.hpp"

#include "base/try.hpp"
#include "store/partnership_entry.hpp"

namespace accord {

std::expected<std::optional<Recorded>, ServiceError> find_recorded(Service& service,
                                                                   const PartnershipId& partnership,
                                                                   const CommandId& command) {
  ACCORD_TRY(const auto found, service.stored_command(partnership, command));
  if (!found || found->appended.stream.disagreement == partnership_stream()) {
    return std::nullopt;
  }
  const Appended& stands = found->appended;
  ACCORD_TRY(const auto loaded, service.load_any(partnership, stands.stream.disagreement));
  return Recorded{stands.stream.disagreement, loaded.state.raised.reference, stands.first,
                  stands.last, true};
}

}  // namespace accord
