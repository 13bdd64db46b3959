#pragma once

#include "database/migration.hpp"

namespace accord {

/// The tables of the store: documents, drafts, read models. For `Database::open`.
[[nodiscard]] Component store_component();

}  // namespace accord
