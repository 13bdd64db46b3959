#pragma once

#include <cstdint>
#include <expected>
#include <vector>

#include "base/id.hpp"
#include "database/connection.hpp"

namespace accord {

/// How many open duties the person has, by name or by one of the posts: as many as
/// `ReadModels::open_duties` would give, without reading them. Every page shows the number.
[[nodiscard]] std::expected<std::int64_t, Fault> count_open_duties(
    Connection& connection, const PartnershipId& partnership, const PersonId& person,
    const std::vector<PostId>& posts);

}  // namespace accord
