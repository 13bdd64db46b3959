#include "service/list.hpp"

#include "base/try.hpp"
#include "service/waiting.hpp"

namespace accord {

std::expected<ListPage, ServiceError> list_disagreements(Service& service, const PartnershipId& id,
                                                         const Actor& viewer,
                                                         const ListQuery& query) {
  ACCORD_TRY(const auto there, service.partnership(id));
  const Instant now = service.now();
  auto posts = posts_for(viewer, *there, now);
  for (const Agency& agency : there->directory->agencies()) {
    if (there->directory->acts_for(viewer.person, agency.safeguarding_lead, now)) {
      posts.emplace_back("lead:" + agency.id.text());
    }
  }
  return service.database().read(
      id, [&](Connection& connection) -> std::expected<ListPage, ServiceError> {
        ACCORD_TRY(auto found,
                   list_disagreements(connection, id, viewer.person, posts, query, now));
        return found;
      });
}

}  // namespace accord
