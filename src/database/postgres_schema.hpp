#pragma once

#include <string_view>

namespace accord {

/// What `Connection::schema` asks PostgreSQL: kind, name, table and definition of every table,
/// index, trigger, rule and function of the current schema, as the server writes it, without the
/// name of the schema that it is in.
extern const std::string_view kPostgresSchema;

}  // namespace accord
