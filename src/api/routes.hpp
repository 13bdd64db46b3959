#pragma once

#include "http/router.hpp"
#include "service/service.hpp"

namespace accord {

/// The paths that change something: raising, every other command in a disagreement, and those to
/// the policy.
void add_command_routes(Router& router, Service& service);
/// Reviews of the policy, and which agencies have adopted it.
void add_review_routes(Router& router, Service& service);

/// The versions of the policy, what changed between them, and what moving to one would change.
void add_version_routes(Router& router, Service& service);

/// What goes with a disagreement: the copy for each agency's file, and the monitoring form.
void add_case_routes(Router& router, Service& service);

}  // namespace accord
