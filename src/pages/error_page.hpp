#pragma once

#include "http/edge.hpp"

namespace accord {

/// An error page in the look of all others, without a person or a partnership: whatever does not
/// exist and whatever may not be seen get the same bytes (S-AC2).
[[nodiscard]] ErrorPage plain_error_page();

/// GET /assets/{version}/{name...}: what the pages are dressed with, to be kept for ever.
void add_asset_routes(Router& router);

}  // namespace accord
