#pragma once

#include "http/router.hpp"
#include "service/service.hpp"

namespace accord {

/// The two paths that change something: raising, and every other command.
void add_command_routes(Router& router, Service& service);

}  // namespace accord
