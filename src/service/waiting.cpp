#include "service/waiting.hpp"

#include "access/may.hpp"
#include "base/try.hpp"
#include "store/read_models.hpp"
#include "store/waiting_duties.hpp"

namespace accord {

std::vector<PostId> posts_for(const Actor& viewer, const Partnership& partnership, Instant now) {
  std::vector<PostId> posts;
  for (const Post& post : partnership.directory->posts()) {
    if (partnership.directory->acts_for(viewer.person, post.id, now)) {
      posts.push_back(post.id);
      const Agency* agency = partnership.directory->agency(post.agency);
      if (agency != nullptr && agency->is_partnership) {
        posts.emplace_back(std::string{kServesPartnership} + post.role);
      }
    }
  }
  posts.emplace_back("agency:" + viewer.agency.text());
  if (serves_partnership(viewer, *partnership.directory)) {
    posts.emplace_back(std::string{kServesPartnership});
  }
  return posts;
}

std::expected<std::int64_t, ServiceError> count_work(Service& service, const PartnershipId& id,
                                                     const Actor& viewer) {
  ACCORD_TRY(const auto there, service.partnership(id));
  const auto posts = posts_for(viewer, *there, service.now());
  return service.database().read(
      id, [&](Connection& connection) -> std::expected<std::int64_t, ServiceError> {
        ACCORD_TRY(const auto count, count_open_duties(connection, id, viewer.person, posts));
        return count;
      });
}

}  // namespace accord
