#pragma once

namespace accord {

class Pages;

/// `/team`: whom a line manager should speak to today.
void add_team_pages(Pages& pages);

}  // namespace accord
