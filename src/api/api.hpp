#pragma once

#include <string_view>

#include "http/edge.hpp"
#include "http/router.hpp"
#include "service/service.hpp"

namespace accord {

/// The JSON API (docs/api.md): the same reads and commands as the pages, by the same road, for
/// programs. schema/openapi.json describes every path; an error is a problem document (RFC 9457).
///
/// There is no sign-in in this release, so only demonstrations are served, on loopback: the header
/// `Accord-Person` says who acts.

/// Every path of the API.
/// @pre `service` outlives the router
void add_api_routes(Router& router, Service& service);

/// The words of an error that came without any, on the API's paths as problem documents; every
/// other path is `otherwise`'s.
[[nodiscard]] ErrorPage api_error_page(ErrorPage otherwise);

/// The OpenAPI 3.1 document, as it is served.
[[nodiscard]] std::string_view openapi_document();

}  // namespace accord
