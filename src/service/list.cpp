#include "service/list.hpp"

#include "base/try.hpp"
#include "service/waiting.hpp"

namespace accord {

std::expected<ListPage, ServiceError> list_disagreements(Service& service, const PartnershipId& id,
                                                         const Actor& viewer,
                                                         const ListQuery& query) {
  ACCORD_TRY(const auto there, service.partnership(id));
  const Instant now = service.now();
  const auto posts = posts_for(viewer, *there, now);
  using Ids = std::vector<DisagreementId>;
  ACCORD_TRY(
      const Ids beside,
      service.database().read([&](Connection& connection) -> std::expected<Ids, ServiceError> {
        ACCORD_TRY(auto found,
                   concerned_beside_the_sides(connection, id, viewer.person, posts, viewer.agency));
        return found;
      }));
  // Whoever belongs to no side may be concerned with a form or a learning point alone: only the
  // record and its policy say.
  Ids hidden;
  for (const DisagreementId& one : beside) {
    ACCORD_TRY(const auto loaded, service.load_any(id, one));
    if (!may(relations(viewer, loaded.state, service.circumstances(loaded)), Act::Read)) {
      hidden.push_back(one);
    }
  }
  return service.database().read(
      [&](Connection& connection) -> std::expected<ListPage, ServiceError> {
        ACCORD_TRY(auto found,
                   list_disagreements(connection, id, viewer.person, posts, hidden, query, now));
        return found;
      });
}

}  // namespace accord
