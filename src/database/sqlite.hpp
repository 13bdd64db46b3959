#pragma once

#include <expected>
#include <memory>
#include <string>

#include "database/connection.hpp"

namespace accord {

/// `open_connection` for a SQLite file.
[[nodiscard]] std::expected<std::unique_ptr<Connection>, Fault> open_sqlite(const std::string& path,
                                                                            Access access);

}  // namespace accord
