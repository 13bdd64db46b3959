#pragma once

#include <cstdint>

#include "service/service.hpp"

namespace accord {

/// How many duties wait for the viewer: `service.work(id, viewer)->size()`, without reading them.
[[nodiscard]] std::expected<std::int64_t, ServiceError> count_work(Service& service,
                                                                   const PartnershipId& id,
                                                                   const Actor& viewer);

/// The posts that the viewer may act for at `now`, and as one each: their agency, and
/// `kServesPartnership` where that is the partnership.
[[nodiscard]] std::vector<PostId> posts_for(const Actor& viewer, const Partnership& partnership,
                                            Instant now);

}  // namespace accord
