#pragma once

#include <expected>

#include "service/service.hpp"
#include "store/disagreement_list.hpp"

namespace accord {

/// One page of the disagreements in which the viewer has a part, as `query` asks.
[[nodiscard]] std::expected<ListPage, ServiceError> list_disagreements(
    Service& service, const PartnershipId& partnership, const Actor& viewer,
    const ListQuery& query);

}  // namespace accord
