#pragma once

#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "database/connection.hpp"

namespace accord {

/// True when `location` names a database of a PostgreSQL server, as libpq writes it:
/// `postgresql://USER@HOST:PORT/DATABASE?NAME=VALUE`.
[[nodiscard]] bool is_postgres(std::string_view location);

/// A connection to a database of a PostgreSQL server, of version 13 or later.
///
/// To write it goes to the primary only, whichever of the named hosts that is. What fails on the
/// way is answered with `Unavailable`; the next transaction connects anew. A commit that is not
/// answered within ten seconds is unknown, and so is one that the server warns of.
///
/// A fault names the server and the database, and never the password or a value of a row.
[[nodiscard]] std::expected<std::unique_ptr<Connection>, Fault> open_postgres(
    const std::string& location, Access access);

}  // namespace accord
